"""The actions of a plan: one by one with the reason that matters most, or by initiative, goal, owner or block."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from equity_blocks.model import Framework
from equity_blocks.model.acceptability import FIRM, LIKELY
from equity_blocks.model.action import Action
from equity_blocks.model.figures import NO_VALUE, percent, signed_points
from equity_blocks.model.plan import Plan
from equity_blocks.model.reasons import NO_ROOM, reasons_in_words
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Heading, Paragraph, Part, Table, figures, person_days, worded
from equity_blocks.reports.plan_requirements import describe_requirements, requirements

Grouping = Literal["initiative", "goal", "owner", "block", "requirement"]

SELECTION = {
    "decided": "",
    "proposed": "A proposed shortlist: nothing is marked yet to be pursued.",
    "all": "Every {practice} that stands below its target.",
    "band": "The least effort found that leads into the band asked for.",
}

_FIRST = (
    "deadline_missed", "required_by", "started", "completes", "needed_by", "serves_goal", "unlocks", "waits_for",
    "waived_prerequisite", "not_rated", "own_lever", "quick_win", "important", "larger_than_period", "above_target",
    "before_soft", "dropped", "decided_later", "best_ratio", "no_gain", "carried_by", "effort_assumed", "builds_on",
)  # fmt: skip
"""Which reason is told where there is room for one: what is asked for, then what it does, then the rest. Editorial."""


def describe_actions(
    plan: Plan, framework: Framework | None = None, *, top: int | None = None, by: Grouping | None = None
) -> Iterator[Part]:
    """List the actions of a plan, each with its main reason.

    Args:
        plan: The plan.
        framework: Gives practices and roles their titles. Default: their ids are shown.
        top: How many actions to show. Default: all.
        by: Show groups of actions instead of single ones. Default: single ones.
    """
    yield Heading("What to do")
    if selection := SELECTION.get(plan.selection):
        how = " (`decision: pursue`)." if plan.selection == "proposed" else "."
        yield Paragraph(f"{plan.vocabulary.fill(selection).removesuffix('.')}{how}")
    if not plan.actions:
        yield Paragraph(nothing_planned(plan))
    elif by == "requirement":
        yield from describe_requirements(plan, framework=framework)
    elif by:
        yield grouped(plan, by, framework)
    else:
        yield _table(plan, framework, top)
        notes = " ".join(_notes(plan, top))
        if notes:
            yield Paragraph(notes)


def nothing_planned(plan: Plan) -> str:
    """Say why a plan is empty."""
    if plan.has_total and plan.score_now is None:
        return "There is nothing to do: nothing applies."
    if not plan.later and not plan.unscheduled:
        return "There is nothing to do: everything is at its target already."
    codes = {reason.code for left in plan.unscheduled for reason in left.reasons}
    if codes & {*NO_ROOM, "over_budget", "starts_too_late"}:
        return "Nothing that was selected fits into these periods."
    return "There is nothing to do: nothing that was selected can be raised."


def _table(plan: Plan, framework: Framework | None, top: int | None) -> Table:
    columns = (
        *figures("#"),
        Column("Action, and the main reason", is_wide=True),
        Column("From → to", is_narrow=True),
        *figures("Days"),
        *((Column("When", is_narrow=True),) if plan.periods else figures("Wave")),
    )
    title = title_in(plan, framework)
    return Table(columns, tuple(_row(action, plan, title) for action in plan.actions[:top]))


def _row(action: Action, plan: Plan, title: Callable[[str], str]) -> tuple[str, ...]:
    reasons = " ".join(filter(None, (main_reason(action, plan, title), _firm(action, plan))))
    return (
        str(action.rank),
        f"{action.title}\n{reasons}",
        f"{worded(action.start_level) if action.start_level else 'not rated'} →\n{worded(action.to)}",
        _effort(action, plan),
        span(action.start, action.finish).replace(" to ", "\nto ") if plan.periods else str(action.wave),
    )


def main_reason(action: Action, plan: Plan, title: Callable[[str], str]) -> str:
    """Give the one reason that matters most; a goal is not named where there is but one."""
    if not action.reasons:
        return ""
    main = min(action.reasons, key=lambda reason: _FIRST.index(reason.code) if reason.code in _FIRST else len(_FIRST))
    if main.code == "serves_goal" and len(plan.goals) == 1:
        return "Serves the goal."
    return reasons_in_words([main], title)


def title_in(plan: Plan, framework: Framework | None = None) -> Callable[[str], str]:
    """Give a function that names practices: by the framework, else by the plan, else by their ids as words."""
    if framework is not None:
        return lambda name: framework.practices[name].title
    titles = {action.practice: action.title for action in plan.actions}
    titles |= {left.practice: left.title for left in (*plan.later, *plan.unscheduled)}
    return lambda name: titles.get(name, worded(name))


def _firm(action: Action, plan: Plan) -> str:
    share, confidence = action.p_top, plan.confidence
    if share is None or confidence is None or action.practice not in confidence.first:
        return ""
    many, width = (text.rstrip("%") for text in (percent(share.p, (FIRM, LIKELY)), percent(share.half_width)))
    return f"Among the first {share.k} in {many} of 100 variations (± {width}): {share.firmness}."


def _effort(action: Action, plan: Plan) -> str:
    """Person-days, and whose they are where they are not the framework's."""
    effort = action.effort
    days = person_days(effort.likely) if effort.low in (None, effort.high) else f"{effort.low:.0f}-{effort.high:.0f}"
    basis = whose(effort.basis, plan)
    return f"{days}\n{basis}" if basis else days


WHOSE = {"organization": "your own", "framework": "", "assumed": "assumed"}


def whose(basis: str, plan: Plan) -> str:
    """Say whose person-days those of an action are, to those who read the plan; empty: the framework's."""
    is_own = basis == "organization" and plan.audience not in ("owner", "steering")
    return "its own" if is_own else WHOSE.get(basis, basis)


def _notes(plan: Plan, top: int | None) -> Iterator[str]:
    shown = len(plan.actions[:top])
    if shown < len(plan.actions):
        yield f"{'This is the first' if shown == 1 else f'These are the first {shown}'} of {len(plan.actions)} actions."
    if not plan.periods:
        yield "Actions of one wave can start together."


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
        *figures("Person-days", "Gain"),
        Column("When" if dated else "Waves", is_narrow=True),
    )
    return Table(columns, tuple(_line(group, plan) for group in groups(plan, by, framework)))


def groups(plan: Plan, by: Grouping, framework: Framework | None = None) -> list[Group]:
    """Group a plan's actions; those that belong nowhere come last."""
    filled = [group for group in _groups(plan, by, framework) if group.actions]
    ranks = {action.rank for group in filled for action in group.actions}
    others = tuple(action for action in plan.actions if action.rank not in ranks)
    return [*filled, Group(plan.vocabulary.fill(_REST[by]), others)] if others else filled


_REST = {
    "initiative": "Carried by no initiative yet",
    "goal": "Serves no goal directly",
    "owner": "Nobody named yet",
    "block": "No {block}",
    "requirement": "Required by nothing that is named",
}


def _groups(plan: Plan, by: Grouping, framework: Framework | None) -> Iterator[Group]:
    if by == "initiative":
        for item in plan.initiatives:
            yield Group(item.title + (f" ({item.owner})" if item.owner else ""), _ranked(plan, item.actions))
    elif by == "goal":
        for goal in plan.goals:
            yield Group(goal.title, _ranked(plan, goal.actions))
    elif by == "requirement":
        required = [each for each in requirements(plan) if each.action]
        for title in dict.fromkeys(each.title for each in required):
            yield Group(title, tuple(each.action for each in required if each.action and each.title == title))
    else:
        names = dict.fromkeys(_name(action, by, framework) for action in plan.actions)
        for name in filter(None, names):
            yield Group(name, tuple(action for action in plan.actions if _name(action, by, framework) == name))


def _name(action: Action, by: Grouping, framework: Framework | None) -> str:
    if by == "owner":
        return leader_of(action, framework)
    blocks = {name: block.title for name, block in framework.all_blocks.items()} if framework else {}
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
        when(actions, plan),
    )


def when(actions: tuple[Action, ...], plan: Plan) -> str:
    """Say from when to when some actions run: in periods, else in waves."""
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
