from datetime import date

import pytest

import equity_blocks as eb
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.charts.plan import firmness, firmness_spec, timeline, timeline_spec
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.timeline import Lane, Milestone, Slot, Timeline
from equity_blocks.reports.sections.calendar import timeline_of
from equity_blocks.reports.sections.firmness import firmness_of


def _days(number):
    return Value(NO_VALUE if number is None else f"{number}", value=number, unit="days", path="/periods/0", of="plan")


def test_bars_run_as_the_actions_do(plan, rows):
    """Each action in every period from its start to its finish, in none besides."""
    found = {}
    for row in rows(timeline_spec(timeline_of(plan)), "group"):
        found.setdefault(row["rank"], []).append(row["period"].strip())
    names = [period.id for period in plan.periods]
    assert found == {
        str(action.rank): names[names.index(action.start) : names.index(action.finish) + 1]
        for action in plan.actions
        if action.start
    }
    assert len(found) > 5


def test_use_is_that_of_the_periods(plan, rows):
    """Person-days that are used, and those that there are."""
    used = [(row["used"], row["capacity"]) for row in rows(timeline_spec(timeline_of(plan)), "used")]
    assert used == [(each.used, each.capacity) for each in plan.periods[: len(used)]]
    assert used


def test_a_day_to_be_kept_stands_in_its_period(rows):
    """One beyond the calendar is told in words only; a period without a limit has no stroke."""
    slots = [
        Slot("Q1", _days(20), _days(None), _days(None), "1", None, date(2027, 1, 1), date(2027, 3, 31)),
        Slot("Q2", _days(10), _days(60), _days(None), "2", None, date(2027, 4, 1), date(2027, 6, 30)),
    ]
    days = (Milestone("Contract", date(2027, 4, 1)), Milestone("Later", date(2029, 1, 1)))
    spec = timeline_spec(Timeline("Calendar", tuple(slots), (Lane("1", "Vision", 0, 1, "Q1 to Q2"),), milestones=days))
    kept = [row for row in rows(spec, "when") if "group" not in row]
    assert [(row["name"], row["period"]) for row in kept] == [("Contract", "Q2")]
    assert [row["capacity"] for row in rows(spec, "used")] == [None, 60]
    assert spec["description"] == "Calendar: 1 Vision Q1 to Q2; Contract by 2027-04-01; Later by 2029-01-01."


def test_firmness_is_that_of_the_first_actions(plan, rows):
    """The share in which each keeps its place, give or take, and the word for it."""
    first = [action for action in plan.actions if action.practice in plan.confidence.first]
    data = rows(firmness_spec(firmness_of(plan)), "share")
    assert [(row["share"], row["firm"]) for row in data] == [(each.p_top.p, each.p_top.firmness) for each in first]
    assert [row["low"] for row in data] == [max(0, each.p_top.p - each.p_top.half_width) for each in first]
    assert all(0 <= row["low"] <= row["share"] <= row["high"] <= 1 for row in data)


def test_what_a_plan_lacks_is_said(sample):
    """No calendar, or no confidence: no chart, and why."""
    plan = eb.plan(*sample("three-partners-ahe"), everything=True).replace(periods=())
    with pytest.raises(eb.UnsuitableError, match="nothing to draw: the plan has no calendar or no action"):
        timeline(plan)
    with pytest.raises(eb.UnsuitableError, match="nothing to draw: the plan was made without confidence"):
        firmness(plan)
