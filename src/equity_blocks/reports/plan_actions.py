"""The table of a plan's actions: two lines each, with the one reason that matters most."""

from collections.abc import Callable, Iterator

from equity_blocks.model import Framework
from equity_blocks.model.confidence import FIRM, LIKELY
from equity_blocks.model.figures import hundredths
from equity_blocks.model.plan import Action, Plan
from equity_blocks.model.reasons import NO_ROOM, words
from equity_blocks.reports.document import Column, Heading, Paragraph, Part, Table, person_days, worded
from equity_blocks.reports.plan_views import Grouping, grouped, span

_SELECTION = {
    "decided": "",
    "proposed": "A proposed shortlist: nothing is marked yet to be pursued (`decision: pursue`).",
    "all": "Every {practice} that stands below its target.",
    "band": "The least effort found that leads into the band asked for.",
}

_FIRST = (
    "deadline_missed", "required_by", "started", "completes", "needed_by", "serves_goal", "unlocks", "waits_for",
    "waived_prerequisite", "not_rated", "quick_win", "important", "larger_than_period", "above_target", "before_soft",
    "dropped", "decided_later", "best_ratio", "no_gain", "carried_by", "effort_assumed", "builds_on",
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
    if _SELECTION[plan.selection]:
        yield Paragraph(plan.vocabulary.said(_SELECTION[plan.selection]))
    if not plan.actions:
        yield Paragraph(_nothing(plan))
    elif by:
        yield grouped(plan, by, framework)
    else:
        yield _table(plan, framework, top)
        notes = " ".join(_notes(plan, top))
        if notes:
            yield Paragraph(notes)


def _nothing(plan: Plan) -> str:
    """Why a plan is empty."""
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
        Column("#", "right", is_narrow=True),
        Column("Action, and the main reason", is_wide=True),
        Column("From → to", is_narrow=True),
        Column("Days", "right", is_narrow=True),
        Column("When", is_narrow=True) if plan.periods else Column("Wave", "right", is_narrow=True),
    )
    title = title_in(plan, framework)
    return Table(columns, tuple(_row(action, plan, title) for action in plan.actions[:top]))


def _row(action: Action, plan: Plan, title: Callable[[str], str]) -> tuple[str, ...]:
    said = " ".join(filter(None, (_main_reason(action, plan, title), _firm(action, plan))))
    return (
        str(action.rank),
        f"{action.title}\n{said}",
        f"{worded(action.start_level) if action.start_level else 'not rated'} →\n{worded(action.to)}",
        _effort(action),
        span(action.start, action.finish).replace(" to ", "\nto ") if plan.periods else str(action.wave),
    )


def _main_reason(action: Action, plan: Plan, title: Callable[[str], str]) -> str:
    """One reason; a goal is not named where there is but one."""
    if not action.reasons:
        return ""
    main = min(action.reasons, key=lambda reason: _FIRST.index(reason.code) if reason.code in _FIRST else len(_FIRST))
    if main.code == "serves_goal" and len(plan.goals) == 1:
        return "Serves the goal."
    return words([main], title)


def title_in(plan: Plan, framework: Framework | None = None) -> Callable[[str], str]:
    """Give a function that names practices: by the framework, else by the plan, else by their ids as words."""
    if framework is not None:
        return lambda name: framework.practices[name].title
    titles = {action.practice: action.title for action in plan.actions}
    titles |= {left.practice: left.title for left in (*plan.later, *plan.unscheduled)}
    return lambda name: titles.get(name, worded(name))


def _firm(action: Action, plan: Plan) -> str:
    share, found = action.p_top, plan.confidence
    if share is None or found is None or action.practice not in found.first:
        return ""
    (many,), (width,) = hundredths(share.p, edges=(FIRM, LIKELY)), hundredths(share.half_width)
    return f"Among the first {share.k} in {many} of 100 variations (± {width}): {share.firmness}."


def _effort(action: Action) -> str:
    """Person-days, and whose they are where they are not the framework's."""
    effort = action.effort
    days = person_days(effort.likely) if effort.low in (None, effort.high) else f"{effort.low:.0f}-{effort.high:.0f}"
    whose = _WHOSE[effort.basis]
    return f"{days}\n{whose}" if whose else days


_WHOSE = {"organization": "your own", "framework": "", "assumed": "assumed"}


def _notes(plan: Plan, top: int | None) -> Iterator[str]:
    shown = len(plan.actions[:top])
    if shown < len(plan.actions):
        yield f"{'This is the first' if shown == 1 else f'These are the first {shown}'} of {len(plan.actions)} actions."
    if not plan.periods:
        yield "Actions of one wave can start together."
