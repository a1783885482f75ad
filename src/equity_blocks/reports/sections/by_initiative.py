"""The actions by the initiatives that carry them, and by block."""

from collections.abc import Iterator

from equity_blocks.model.plan import Plan
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Heading, Part, Phrase, Table
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan_actions import Group, Grouping, groups, when
from equity_blocks.reports.values import count_at

ORDER = 85


def section(given: Given) -> Iterator[Part]:
    """Show which initiative carries which actions, and in which block they stand."""
    plan = given.plan
    if plan is None or not plan.actions:
        return
    yield Heading(plan.vocabulary.fill("By initiative and by {block}" if plan.initiatives else "By {block}"))
    if plan.initiatives:
        yield _table(given, plan, "initiative", "Initiative", "Actions by the initiative that carries them")
    yield _table(given, plan, "block", headed(plan.vocabulary.block), plan.vocabulary.fill("Actions by {block}"))


def _table(given: Given, plan: Plan, by: Grouping, title: str, caption: str) -> Table:
    columns = (Column(title), Column("Actions", is_wide=True), Column("When" if plan.periods else "Waves"))
    rows = tuple(
        (group.title, _actions(group, plan), when(group.actions, plan)) for group in groups(plan, by, given.framework)
    )
    return Table(columns, rows, caption, caption)


def _actions(group: Group, plan: Plan) -> str:
    pieces: list[str] = []
    for action in group.actions:
        pieces += [*(["; "] if pieces else []), count_at(plan, "actions", action.rank - 1, "rank"), f" {action.title}"]
    return Phrase(*pieces)
