"""The actions, each with its reasons, who leads it, when, and the goal it serves."""

from collections.abc import Callable, Iterator

from equity_blocks.model.action import Action
from equity_blocks.model.phrases import number_in_words
from equity_blocks.model.plan import Plan
from equity_blocks.reports.document import Column, Heading, Paragraph, Part, Phrase, Table, figures, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan_actions import SELECTION, main_reason, nothing_planned, span, title_in, whose
from equity_blocks.reports.values import count_at, days_at

ORDER = 80
FIRST = 5
"""So many actions stand on the one page."""


def section(given: Given) -> Iterator[Part]:
    """List the actions with goal, owner and date, then why each stands where it stands."""
    plan = given.plan
    if plan is None:
        return
    yield Heading("What to do")
    if selection := SELECTION.get(plan.selection):
        yield Paragraph(plan.vocabulary.fill(selection))
    if not plan.actions:
        yield Paragraph(nothing_planned(plan))
        return
    yield _table(given, plan)
    if not plan.periods:
        yield Paragraph(_UNDATED, tone="note")
    yield Heading("Why each action stands where it stands", 3)
    yield _reasons(plan)


def one_page(given: Given) -> Iterator[Part]:
    """List the first few actions."""
    plan = given.plan
    if plan is None or not plan.actions:
        return
    shown = min(FIRST, len(plan.actions))
    columns, rows = _listed(given, plan, shown, is_told=False)
    yield Heading(f"The first {number_in_words(shown)} actions" if shown > 1 else "The first action")
    yield Table(columns, rows, caption="The first actions with their main reason, time, lead and goal")


_UNDATED = "The plan has no calendar, so no action has a date: actions of one wave can start together."


_ACTION = Column("Action, and the main reason", is_wide=True)


def _timed(plan: Plan) -> Column:
    return Column("When") if plan.periods else Column("Wave", "right")


def _led(plan: Plan) -> Column:
    return Column("Usually led by" if _is_withheld(plan, "actions.owner") else "Led by")


def _table(given: Given, plan: Plan) -> Table:
    columns, rows = _listed(given, plan, len(plan.actions), is_told=True)
    caption = "Actions with their main reason, time, lead and goal"
    return Table(columns, rows, caption=caption, is_sortable=True)


def _listed(
    given: Given, plan: Plan, shown: int, *, is_told: bool
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """List the first actions; `is_told`: whose the days are, where they are not the framework's."""
    title = title_in(plan, given.framework)
    goal = [Column("Goal")] if plan.goals else []
    columns = (*figures("#"), _ACTION, Column("From → to"), Column("Days", "right"), _timed(plan), _led(plan), *goal)
    rows = []
    for place, action in enumerate(plan.actions[:shown]):
        number, what, *others = _brief(given, plan, place, title, is_told=is_told)
        served = [goals_of(plan, action)] if plan.goals else []
        rows.append((number, what, levels_of(action), *others, *served))
    return columns, tuple(rows)


def _brief(given: Given, plan: Plan, place: int, title: Callable[[str], str], *, is_told: bool) -> tuple[str, ...]:
    action = plan.actions[place]
    return (
        count_at(plan, "actions", place, "rank"),
        f"{action.title}\n{main_reason(action, plan, title)}",
        _effort(plan, place, is_told=is_told),
        span(action.start, action.finish) if plan.periods else count_at(plan, "actions", place, "wave"),
        leader(given, action),
    )


def levels_of(action: Action) -> str:
    """Say from which level to which an action leads."""
    return f"{worded(action.start_level) if action.start_level else 'not rated'} → {worded(action.to)}"


def _effort(plan: Plan, place: int, *, is_told: bool) -> str:
    """Person-days; `is_told`: whose they are, where they are not the framework's."""
    effort, at = plan.actions[place].effort, ("actions", place, "effort")
    is_one = effort.low in (None, effort.high)
    ends = ("likely",) if is_one else ("low", "high")
    days = [days_at(plan, *at, end, is_whole=not is_one) for end in ends]
    between = (days[0],) if is_one else (days[0], "-", days[1])
    basis = whose(effort.basis, plan) if is_told else ""
    return Phrase(*between, f"\n{basis}") if basis else Phrase(*between)


def leader(given: Given, action: Action) -> str:
    """Name who leads an action; where nobody is named, say so and which role usually does."""
    role = action.roles[0] if action.roles else ""
    usual = given.framework.roles.get(role, worded(role)) if role else ""
    if given.plan is not None and _is_withheld(given.plan, "actions.owner"):
        return usual
    if action.owner:
        return action.owner
    return f"nobody yet\nusually {usual}" if usual else "nobody yet"


def goals_of(plan: Plan, action: Action) -> str:
    """Name the goals that an action serves; where it serves none, what it is there for."""
    titles = [goal.title for goal in plan.goals if action.rank in goal.actions]
    return "; ".join(titles) or "none directly"


def _is_withheld(plan: Plan, path: str) -> bool:
    return path in plan.withheld


def _reasons(plan: Plan) -> Table:
    columns = (*figures("#"), Column("Action, and all that speaks for its place", is_wide=True))
    rows = (
        (count_at(plan, "actions", place, "rank"), f"{action.title}\n{action.reason}")
        for place, action in enumerate(plan.actions)
    )
    return Table(columns, tuple(rows), caption="The reasons of every action")
