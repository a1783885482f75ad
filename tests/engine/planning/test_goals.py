from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, plan
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.model.goal import Goal
from equity_blocks.model.tailoring import Tailoring
from strategies import cases, fewer

SCALE = {"id": "s", "levels": [{"id": name, "value": i / 2} for i, name in enumerate(("no", "partial", "in-place"))]}
GOAL = {"id": "g", "title": "Gap", "population": "Members", "measure": "Visits"}


FIRST = {"level": "in-place", "from": "partial", "why": "first"}


def _framework(**practices):
    found = [{"id": name, "title": name.upper(), "effort": "S", **data} for name, data in practices.items()]
    return Framework(id="mini", title="Mini", scale=SCALE, blocks=[{"id": "x", "title": "X", "practices": found}])


def _cause(*practices, **fields):
    return {"title": "Hours", "practices": practices, **fields}


def _served(framework, ratings, *causes, actions=None, **options):
    """Plan for one goal, and give what the plan says of it."""
    goal = {**GOAL, "root_causes": causes}
    said = Assessment(framework="mini", ratings=ratings, goals=[goal], actions=actions or {})
    (found,) = plan(framework, said, **options).goals
    return found


def test_a_goal_is_served_by_the_actions_on_the_practices_that_its_causes_name():
    """Each cause by its own; what a named practice needs serves nothing by itself."""
    framework = _framework(a={}, b={"requires": [FIRST | {"practice": "n"}]}, n={})
    found = _served(framework, dict.fromkeys("abn", "no"), _cause("a"), _cause("b", importance="high"))
    ranks = {"a": 3, "b": 2}  # B is worth four times as much, and N goes before it: (4 + 1) / 20 against 2 / 10 for A
    assert found.actions == (2, 3)
    assert [(cause.importance, cause.actions, cause.reason) for cause in found.causes] == [
        ("normal", (ranks["a"],), ""),
        ("high", (ranks["b"],), ""),
    ]


PURSUED = {"level": "no", "decision": "pursue"}
OUT = {"level": "no", "not_pursued": "no money"}


@pytest.mark.parametrize(
    ("rating", "options", "code", "words"),
    [
        ({"level": "in-place"}, {}, "at_target", "N: Is at its target already: in place."),
        ({"level": "partial", "target": "partial"}, {}, "at_target", "N: Is at its target already: partial."),
        ({"level": "no", "decision": "later"}, {}, "decided_later", "N: The organization decided to do it later."),
        ("no", {}, "not_decided", "N: Not among those marked to be pursued."),
        ({"not_applicable": "sold"}, {}, "not_applicable", "N: Does not apply here."),
        (OUT, {}, "not_pursued", "N: The organization does not pursue it."),
        (PURSUED, {"pick": 1}, "not_picked", "N: Not among those picked for now."),
        (PURSUED, {"actions": {"n": {"progress": "dropped"}}}, "dropped", "N: The organization dropped this work."),
    ],
)
def test_a_cause_without_an_action_says_why_its_practice_has_none(rating, options, code, words):
    """A is pursued, and worth nine times as much."""
    found = _served(_framework(a={"weight": 9}, n={}), {"a": PURSUED, "n": rating}, _cause("n"), **options)
    (cause,) = found.causes
    assert [(reason.code, reason.data["practice"]) for reason in cause.reasons] == [(code, "n")]
    assert cause.reason == words


def test_a_cause_without_room_for_its_practice_says_so():
    """One period holds the ten days of A."""
    framework = _framework(a={"weight": 9}, n={"effort": "S"})
    found = _served(framework, {"a": PURSUED, "n": PURSUED}, _cause("n"), capacity=10, periods=1, lag=0)
    assert [reason.code for reason in found.causes[0].reasons] == ["no_room"]


@pytest.mark.parametrize("ratings", [{"a": PURSUED, "n": PURSUED}, {f"p{i}": "no" for i in range(9)} | {"n": "no"}])
def test_a_cause_whose_practice_is_blocked_says_so_chosen_or_not(ratings):
    """N needs what is not pursued; of ten others there is no place for it on the shortlist."""
    needs = {"requires": [FIRST | {"practice": "out"}]}
    framework = _framework(**{name: {} for name in ratings if name != "n"}, n=needs, out={})
    found = _served(framework, {**ratings, "out": OUT}, _cause("n"))
    (cause,) = found.causes
    assert (cause.reasons[0].code, list(cause.reasons[0].data["practices"])) == ("blocked", ["out"])
    assert cause.reason.startswith("N: Cannot reach")


def test_practices_with_the_same_reason_are_told_together():
    """And a cause that names nothing says that."""
    framework = _framework(a={}, m={}, n={}, o={})
    ratings = {"a": PURSUED, "m": "no", "n": "no", "o": "in-place"}
    found = _served(framework, ratings, _cause("m", "o", "n"), _cause())
    assert [cause.reason for cause in found.causes] == [
        "M and N: Not among those marked to be pursued. O: Is at its target already: in place.",
        "Nothing is named that would act on it.",
    ]


def test_a_practice_that_a_tailoring_took_out_does_not_apply():
    """The root cause names it still."""
    tailored = tailor(_framework(a={}, gone={}), Tailoring(framework="mini", practices={"gone": {"out": "not ours"}}))
    (cause,) = _served(tailored, {"a": "no"}, _cause("gone")).causes
    assert ([reason.code for reason in cause.reasons], cause.reason) == (
        ["not_applicable"],
        "gone: Does not apply here.",
    )


def test_what_was_observed_stands_beside_the_goal():
    """2 of 12 points, in words and as a share."""
    figures = {"baseline": {"value": 58, "unit": "percent"}, "target": {"value": 70, "by": "2028-06-30"}}
    goal = Goal(**GOAL, **figures, observed=[{"period": "2026", "value": 60}])
    (found,) = plan(_framework(a={}), Assessment(framework="mini", ratings={"a": "no"}, goals=[goal])).goals
    assert (found.observed[0].value, found.closed, found.lead) == (60, 2 / 12, 4)
    assert found.progress == "Observed 60 in 2026: 2 of 12 points of the gap closed"


def _last_day(period):
    """The last day of a quarter; no month of these ends before its 30th."""
    year, quarter = int(period[:4]), int(period[-1])
    return date(year, 3 * quarter, 30 if quarter in {2, 3} else 31)


@fewer
@given(cases(), st.sampled_from([date(2027, 3, 31), date(2028, 2, 29), date(2029, 12, 31)]), st.integers(0, 5))
def test_goals_are_told_as_the_actions_stand(case, by, lead):
    """Ranks, the last finish, and whether all are over by the day less the lead: read again from the plan itself."""
    framework, assessment = case
    names = list(framework.practices)
    causes = [{"title": "One", "practices": names[:2]}, {"title": "Two", "practices": names[2:3], "importance": "high"}]
    goal = {**GOAL, "target": {"value": 1, "by": by}, "lead": lead, "root_causes": causes}
    made = plan(framework, assessment.replace(goals=[goal]), capacity=20, periods=6, start="2027-Q1")
    (found,) = made.goals
    serving = {action.rank: action for action in made.actions if action.practice in names[:3]}
    assert found.actions == tuple(serving)
    ends = [_last_day(action.finish) for action in serving.values()]
    months = by.year * 12 + by.month - 1 - 3 * lead
    # All three days are the last ones of their months, so that a quarter is over by then if it ends in that month.
    in_time = [(end.year * 12 + end.month - 1) <= months for end in ends]
    assert found.in_time == (all(in_time) if in_time else None)
    assert (_last_day(found.finish) if found.finish else None) == max(ends, default=None)
    for cause, given_cause in zip(found.causes, causes, strict=True):
        assert cause.actions == tuple(
            rank for rank, each in serving.items() if each.practice in given_cause["practices"]
        )
        told = {reason.data["practice"] for reason in cause.reasons if reason.code != "no_practice"}
        assert told == (set() if cause.actions else set(given_cause["practices"]))
        assert bool(cause.reason) == bool(cause.reasons)
    late = [remark for remark in made.remarks if remark.code == "goal_late"]
    assert bool(late) == (found.in_time is False)


def test_a_goal_that_nobody_confirmed_changes_no_plan():
    """Neither choice, order nor dates; it is no part of the plan, which says so in a remark alone."""
    framework = _framework(a={}, b={"effort": "L"}, n={})
    ratings, calendar = dict.fromkeys("abn", "no"), {"start": "2027-Q1", "periods": 4, "capacity": 20}
    goal = {**GOAL, "target": {"value": 70, "by": "2027-12-31"}, "root_causes": [_cause("b", importance="high")]}
    without, taken, own = (
        plan(framework, Assessment(framework="mini", ratings=ratings, goals=goals, planning=calendar))
        for goals in ((), [{**goal, "confirmed": False}], [goal])
    )
    codes = {remark.code for remark in without.remarks}
    assert (taken.actions, taken.periods, taken.goals) == (without.actions, without.periods, ())
    assert {remark.code for remark in taken.remarks} == {*codes, "goal_unconfirmed"}
    assert own.goals != ()
    assert own.actions != without.actions
