"""Views of a plan: the same actions by initiative, goal, owner or block."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, signed_points
from equity_blocks.model.plan import Action, Plan
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Table, worded

Grouping = Literal["initiative", "goal", "owner", "block"]


class Group(NamedTuple):
    """Some actions under one name.

    Args:
        title: What holds them together.
        actions: They, in the order of the plan.
    """

    title: str
    actions: tuple[Action, ...]


def grouped(plan: Plan, by: Grouping, framework: Framework | None = None) -> Table:
    """Show a plan by groups, one line each: the few lines that a board sees.

    An action that several goals or initiatives share stands in each; the lines then do not add up to the plan.

    Args:
        plan: The plan.
        by: What holds actions together.
        framework: Gives blocks and roles their titles. Default: their ids are shown.
    """
    dated = bool(plan.periods)
    columns = (
        Column(headed(plan.vocabulary.block if by == "block" else by), is_wide=True),
        Column("Person-days", "right", is_narrow=True),
        Column("Gain", "right", is_narrow=True),
        Column("When" if dated else "Waves", is_narrow=True),
    )
    return Table(columns, tuple(_line(group, plan) for group in groups(plan, by, framework)))


def groups(plan: Plan, by: Grouping, framework: Framework | None = None) -> list[Group]:
    """Group a plan's actions; those that belong nowhere come last."""
    found = [group for group in _groups(plan, by, framework) if group.actions]
    kept = {action.rank for group in found for action in group.actions}
    rest = tuple(action for action in plan.actions if action.rank not in kept)
    return [*found, Group(plan.vocabulary.said(_REST[by]), rest)] if rest else found


_REST = {
    "initiative": "Carried by no initiative yet",
    "goal": "Serves no goal directly",
    "owner": "Nobody named yet",
    "block": "No {block}",
}


def _groups(plan: Plan, by: Grouping, framework: Framework | None) -> Iterator[Group]:
    if by == "initiative":
        for item in plan.initiatives:
            yield Group(item.title + (f" ({item.owner})" if item.owner else ""), _ranked(plan, item.actions))
    elif by == "goal":
        for goal in plan.goals:
            yield Group(goal.title, _ranked(plan, goal.actions))
    else:
        names = dict.fromkeys(_name(action, by, framework) for action in plan.actions)
        for name in filter(None, names):
            yield Group(name, tuple(action for action in plan.actions if _name(action, by, framework) == name))


def _name(action: Action, by: Grouping, framework: Framework | None) -> str:
    if by == "owner":
        return leader_of(action, framework)
    blocks = {block.id: block.title for block, _, _ in framework.walk()} if framework else {}
    return blocks.get(action.block, worded(action.block))


def leader_of(action: Action, framework: Framework | None = None) -> str:
    """Name who leads an action: its owner, else the first of its roles; empty where there is neither.

    Args:
        action: The action.
        framework: Gives the role its title. Default: its id, as words.
    """
    role = action.roles[0] if action.roles else ""
    title = framework.roles.get(role) if framework else None
    return action.owner or title or (worded(role) if role else "")


def _ranked(plan: Plan, ranks: tuple[int, ...]) -> tuple[Action, ...]:
    return tuple(plan.actions[rank - 1] for rank in ranks)


def _line(group: Group, plan: Plan) -> tuple[str, ...]:
    actions = group.actions
    listed = "; ".join(f"{action.rank} {action.title}" for action in actions)
    return (
        f"{group.title}\n{listed}",
        f"{sum(action.effort.likely for action in actions):.0f}",
        f"{signed_points(sum(action.gain or 0.0 for action in actions))} points" if plan.has_total else NO_VALUE,
        _when(actions, plan),
    )


def _when(actions: tuple[Action, ...], plan: Plan) -> str:
    if not plan.periods:
        waves = [action.wave for action in actions]
        return str(min(waves)) if min(waves) == max(waves) else f"{min(waves)}-{max(waves)}"
    places = {period.id: i for i, period in enumerate(plan.periods)}
    begins = min((a.start for a in actions if a.start), key=places.__getitem__, default=None)
    ends = max((a.finish for a in actions if a.finish), key=places.__getitem__, default=None)
    return span(begins, ends)


def span(start: str | None, finish: str | None) -> str:
    """Write from when to when, the year once where it is the same.

    Example:
        >>> span("2027-Q1", "2027-Q3"), span("2027-Q1", "2028-Q1"), span("2027-Q1", "2027-Q1")
        ('2027-Q1 to Q3', '2027-Q1 to 2028-Q1', '2027-Q1')
    """
    if start is None or finish is None:
        return NO_VALUE
    if start == finish:
        return start
    year, _, rest = finish.rpartition("-")
    return f"{start} to {rest}" if year and start.startswith(f"{year}-") else f"{start} to {finish}"
