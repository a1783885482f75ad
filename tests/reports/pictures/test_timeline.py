from datetime import date

import pytest

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.timeline import Lane, Milestone, Slot, Timeline


def _figure(number, unit="days"):
    text = NO_VALUE if number is None else f"{number:g}"
    return Value(text, value=number, unit=unit, path="/periods/0/used", of="plan")


def _slot(used=15.0, capacity=20.0, **more):
    return Slot("2027-Q1", _figure(used), _figure(capacity), _figure(0.4, "share"), "1", **more)


@pytest.mark.parametrize(
    ("used", "capacity", "days", "filled"),
    [(15, 20, "15 of 20", 75.0), (15, None, "15", 0.0), (0, 0, "0 of 0", 0.0), (30, 20, "30 of 20", 100.0)],
)
def test_a_period_is_as_full_as_its_days(used, capacity, days, filled):
    """Without a limit it cannot be full, and it never runs over its edge."""
    slot = _slot(used, capacity)
    assert (slot.days, slot.filled) == (days, filled)


def test_money_has_a_column_where_some_is_planned():
    """And the score where there is one."""
    without = Timeline("Calendar", (_slot(),), (), has_score=False).as_table()
    assert [column.title for column in without.columns] == ["Period", "Person-days", "Actions completed"]
    table = Timeline("Calendar", (_slot(cost=_figure(500, "money")),), ()).as_table()
    assert table.rows == (("2027-Q1", "15 of 20", "500", "0.4", "1"),)


def test_widths_are_parts_of_the_whole():
    """Also where there is nothing."""
    assert Timeline("Calendar", (_slot(),) * 4, ()).share_of(1) == 25.0
    assert Timeline("Calendar", (), ()).share_of(0) == 0.0


def test_of_many_periods_some_are_named():
    """Side by side, and over the whole width."""
    assert Timeline("Calendar", (_slot(),) * 4, ()).marks == (("2027-Q1", 25.0),) * 4
    many = Timeline("Calendar", (_slot(),) * 20, ())
    assert [width for _, width in many.marks] == [15.0] * 6 + [10.0]
    assert many.grid == 15.0
    assert Timeline("Calendar", (), ()).marks == ()


def test_a_gantt_chart_has_a_line_for_each_action_with_days():
    """A title is only text in it, whatever it holds."""
    dated = _slot(first_day=date(2027, 1, 1), last_day=date(2027, 3, 31))
    lane = Lane("1", "Pay: now; %% `x`\nsection y", 0, 0, "2027-Q1")
    lines = Timeline("Calendar", (dated,), (lane,)).as_mermaid().splitlines()
    assert lines[-1] == "    1 Pay now x section y :2027-01-01, 2027-03-31"
    assert len(Timeline("Calendar", (_slot(),), (lane,)).as_mermaid().splitlines()) == 3


def test_a_gantt_chart_goes_by_what_carries_the_actions_and_has_the_days_to_be_kept():
    """What nothing carries comes last."""
    dated = _slot(first_day=date(2027, 1, 1), last_day=date(2027, 3, 31))
    lanes = (Lane("1", "A", 0, 0, ""), Lane("2", "B", 0, 0, "", "Advisory: board"), Lane("3", "C", 0, 0, ""))
    kept = (Milestone("State contract", date(2027, 6, 30)),)
    lines = Timeline("Calendar", (dated,), lanes, milestones=kept, rest="Carried by nothing").as_mermaid().splitlines()
    assert [line.strip() for line in lines[3:]] == [
        "section Advisory board", "2 B :2027-01-01, 2027-03-31",
        "section Carried by nothing", "1 A :2027-01-01, 2027-03-31", "3 C :2027-01-01, 2027-03-31",
        "section Days to be kept", "State contract :milestone, 2027-06-30, 0d",
    ]  # fmt: skip
