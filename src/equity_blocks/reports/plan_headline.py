"""The headline of a plan: what, by when, at what effort, what it closes, and what is asked of the board."""

from collections.abc import Iterator

from equity_blocks.model.figures import percents
from equity_blocks.model.phrases import counted, period_named
from equity_blocks.model.plan import Action, Plan, Reason, ServedGoal
from equity_blocks.model.reasons import listed
from equity_blocks.reports.document import Bullets, Paragraph, Part
from equity_blocks.reports.plan_gaps import FEW_GOALS, to_review

_NAMED = 3
"""So many actions are named; the table below has all."""


def describe_headline(plan: Plan) -> Iterator[Part]:
    """Say what a board reads first; nothing where nothing is planned."""
    if not plan.actions:
        return
    yield Paragraph(f"{_what(plan)} {_effort(plan)}")
    yield Bullets((*_goals(plan), f"Asked of the board: {'; '.join(_asked(plan))}."))


def _what(plan: Plan) -> str:
    last = _last_period(plan)
    when = f" by the end of {period_named(last)}" if last else ""
    return f"{counted(len(plan.actions), 'action')}{when}: {listed([a.title for a in plan.actions], _NAMED)}."


def _last_period(plan: Plan) -> str | None:
    finishes = {action.finish for action in plan.actions}
    return next((period.id for period in reversed(plan.periods) if period.id in finishes), None)


def _effort(plan: Plan) -> str:
    one = len(plan.actions) == 1
    start, end = percents(plan.score_now, plan.score_after, edges=plan.edges)
    raised = f", and {'raises' if one else 'raise'} the score from {start} to {end}" if plan.has_total else ""
    takes = f"{'It takes' if one else 'They take'} about {_days(plan)}{_available(plan)}"
    money = f" and {_money(plan):,.0f} in money" if _money(plan) else ""
    return f"{takes}{money}{raised}."


def _days(plan: Plan) -> str:
    return counted(round(sum(action.effort.likely for action in plan.actions)), "person-day")


def _available(plan: Plan) -> str:
    most = sum(period.capacity or 0 for period in plan.periods)
    return f" of the {most:.0f} available" if most else ""


def _money(plan: Plan) -> float:
    return sum(action.cost or 0 for action in plan.actions)


def _goals(plan: Plan) -> Iterator[str]:
    """What the plan does for the goals."""
    if len(plan.goals) <= FEW_GOALS:
        yield from map(_goal, plan.goals)
        return
    served = [goal for goal in plan.goals if goal.actions]
    dated = [goal for goal in served if goal.in_time is not None]
    in_time = f", {sum(bool(goal.in_time) for goal in dated)} of {len(dated)} in time" if dated else ""
    yield f"Serves {len(served)} of {len(plan.goals)} goals{in_time}."


def _goal(goal: ServedGoal) -> str:
    what = f"{goal.title}{f', {goal.aim}' if goal.aim else ''}."
    if not goal.actions:
        return f"Nothing serves the goal: {what}"
    if goal.in_time is None or goal.finish is None or goal.due is None:
        return f"Serves the goal: {what}"
    done = f"done by the end of {period_named(goal.finish)}, needed by {goal.due.isoformat()}"
    return f"Serves the goal {'in time' if goal.in_time else 'too late'} ({done}): {what}"


def _asked(plan: Plan) -> Iterator[str]:
    """What the board has to decide."""
    if plan.selection == "proposed":
        yield "confirm this proposed choice"
    money = f" and {_money(plan):,.0f} in money" if _money(plan) else ""
    yield f"approve {_days(plan)}{money}"
    late = [f"{action.title} (due {_due(action)})" for action in plan.actions if _due(action)]
    if late:
        yield f"settle what becomes of {'a date' if len(late) == 1 else 'dates'} that cannot be kept: {listed(late)}"
    unowned = [str(action.rank) for action in plan.actions if not action.owner]
    if unowned:
        some = f"{'action' if len(unowned) == 1 else 'actions'} {listed(unowned, most=8)}"
        yield f"name an owner for {'every action' if len(unowned) == len(plan.actions) > 1 else some}"
    if plan.unscheduled:
        practices = counted(len(plan.unscheduled), plan.vocabulary.practice, plan.vocabulary.practices)
        yield f"settle what becomes of {practices} that {_cannot(plan)}"
    remarks = to_review(plan)
    if remarks:
        yield f"look at {counted(len(remarks), 'point')} to review"


def _cannot(plan: Plan) -> str:
    return f"{'does' if len(plan.unscheduled) == 1 else 'do'} not get as far as asked"


def _due(action: Action) -> str:
    missed = next((reason for reason in action.reasons if reason.code == "deadline_missed"), None)
    return _day_missed(missed) if missed else ""


def _day_missed(reason: Reason) -> str:
    due: str = reason.data["due"]
    return due
