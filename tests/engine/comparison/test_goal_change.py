"""How far goals have come between two assessments."""

import pytest

from equity_blocks.engine.comparison.goal_change import goal_changes
from equity_blocks.model.goal import Goal


def _with_goal(before, after):
    goal = {"id": "g", "title": "Gap", "population": "Members", "measure": "Visits"}
    return goal_changes(*([Goal.model_validate(goal | each)] for each in (before, after)))


START = {"baseline": {"value": 58, "unit": "percent"}, "target": {"value": 70}}


def _seen(*values):
    return {"observed": [{"period": f"P{i}", "value": value} for i, value in enumerate(values)]}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (START, START | _seen(61), (58, 61, True, 0.25)),
        (START | _seen(64), START | _seen(64, 61), (64, 61, False, 0.25)),
        (START | _seen(61), START | _seen(61), (61, 61, None, 0.25)),
        (START | _seen(61), START | _seen(61, 61), (61, 61, False, 0.25)),
        (START, START, (58, 58, None, None)),
        (START | _seen(58), START | _seen(85), (58, 85, False, 2.25)),
        ({}, START | _seen(61), (None, 61, None, 0.25)),
        (START, START | _seen(61) | {"target": None}, (58, 61, None, None)),
        (START | {"baseline": {"value": 58, "unit": "count"}}, START | _seen(61), (58, 61, None, 0.25)),
        (START | {"target": {"value": 20}}, START | _seen(61), (58, 61, True, 0.25)),
    ],
)
def test_a_goal_that_both_have_says_whether_its_gap_is_closing(before, after, found):
    """By the distance from the target of now; unknown without a later figure, a target, or the same unit."""
    (goal,) = _with_goal(before, after)
    assert (goal.then, goal.now, goal.is_closing, goal.closed) == found
    assert (goal.title, goal.unit, goal.start) == ("Gap", "percent", 58)


def test_a_goal_that_only_one_has_is_not_compared():
    """There is nothing to hold it against."""
    assert _with_goal({"id": "old"}, START) == ()


@pytest.mark.parametrize(("then", "now"), [(False, False), (True, False), (False, True)])
def test_a_goal_that_was_not_confirmed_both_times_is_not_compared(then, now):
    """As the plan, which holds nothing against it: its figures come from a library until somebody says so."""
    assert _with_goal(START | {"confirmed": then}, START | _seen(61) | {"confirmed": now}) == ()


def test_a_restated_baseline_is_told():
    """Both baselines, with when they were measured."""
    (goal,) = _with_goal({"baseline": {"value": 57, "period": "2024"}}, {"baseline": {"value": 58, "period": "2025"}})
    assert (goal.start_then, goal.period_then, goal.start, goal.period) == (57, "2024", 58, "2025")
    (goal,) = _with_goal({}, START)
    assert (goal.start_then, goal.period_then, goal.period) == (None, "", "")
