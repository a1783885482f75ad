"""How far a goal has come between two assessments, and whether its gap is closing."""

from collections.abc import Iterable

from equity_blocks.model.comparison import GoalChange
from equity_blocks.model.goal import Goal, Observed, confirmed_goals, share_closed, titled


def goal_changes(before: Iterable[Goal], after: Iterable[Goal]) -> tuple[GoalChange, ...]:
    """Compare the goals that both of two assessments have, and that are confirmed in both.

    Args:
        before: The goals of the earlier one.
        after: The goals of the later one, in whose order they are compared.

    Example:
        >>> then = Goal(id="g", population="Members", measure="Visits", baseline={"value": 58, "unit": "percent"},
        ...     target={"value": 70})
        >>> now = then.replace(observed=[{"period": "2026", "value": 61}])
        >>> [(goal.then, goal.now, goal.is_closing) for goal in goal_changes([then], [now])]
        [(58.0, 61.0, True)]
    """
    earlier = {goal.id: goal for goal in confirmed_goals(before)}
    return tuple(_goal(earlier[goal.id], goal) for goal in confirmed_goals(after) if goal.id in earlier)


def _goal(before: Goal, after: Goal) -> GoalChange:
    """How far a goal is; whether its gap is closing is read against the target of now."""
    then, now = _latest(before), _latest(after)
    target = after.target.value if after.target else None
    is_new = then != now and _unit(before) == _unit(after)
    return GoalChange.trusted(
        id=after.id,
        title=titled(after),
        start=after.baseline.value if after.baseline else None,
        start_then=before.baseline.value if before.baseline else None,
        then=then.value if then else None,
        now=now.value if now else None,
        target=target,
        unit=_unit(after),
        period=_period(after),
        period_then=_period(before),
        is_closing=_is_closing(then, now, target) if is_new else None,
        closed=share_closed(after),
    )


def _is_closing(then: Observed | None, now: Observed | None, target: float | None) -> bool | None:
    if then is None or now is None or target is None:
        return None
    return abs(target - now.value) < abs(target - then.value)


def _latest(goal: Goal) -> Observed | None:
    """What was observed last, the baseline where nothing was since; `None` where there is no figure."""
    if goal.observed:
        return goal.observed[-1]
    start = goal.baseline
    return Observed(period=start.period or "baseline", value=start.value) if start else None


def _period(goal: Goal) -> str:
    return (goal.baseline.period or "") if goal.baseline else ""


def _unit(goal: Goal) -> str:
    return goal.baseline.unit if goal.baseline else ""
