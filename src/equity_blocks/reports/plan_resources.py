"""What a plan takes: person-days and money by period, what decides when it ends, and how good it is."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.plan import Period, Plan
from equity_blocks.model.words import period_named
from equity_blocks.reports.document import (
    NO_VALUE,
    Column,
    Heading,
    Paragraph,
    Part,
    Table,
    enumerated,
    percent,
    worded,
)


def describe_resources(plan: Plan, heading: str, framework: Framework | None = None) -> Iterator[Part]:
    """Say what a plan takes by period; nothing where it has no calendar.

    Args:
        plan: The plan.
        heading: What stands above it.
        framework: Gives practices their titles. Default: their ids are shown.
    """
    if not plan.periods:
        return
    yield Heading(heading)
    yield _table(plan)
    yield Paragraph(" ".join(_said(plan, framework)))


def _busy(plan: Plan) -> tuple[Period, ...]:
    """The periods up to the last in which something is done; at least the first."""
    last = max((i for i, period in enumerate(plan.periods) if period.used or _done_in(plan, period)), default=0)
    return plan.periods[: last + 1]


def _done_in(plan: Plan, period: Period) -> list[str]:
    return [str(action.rank) for action in plan.actions if action.finish == period.id]


def _table(plan: Plan) -> Table:
    has_money = any(period.cost for period in plan.periods)
    columns = [Column("Period", is_narrow=True), Column("Person-days", "right", is_narrow=True)]
    columns += [Column("Money", "right", is_narrow=True)] if has_money else []
    columns += [Column("Score at period end", "right", is_narrow=True), Column("Actions completed", is_wide=True)]
    rows = []
    for period in _busy(plan):
        of = "" if period.capacity is None else f" of {period.capacity:.0f}"
        money = [f"{period.cost:,.0f}"] if has_money else []
        finished = ", ".join(_done_in(plan, period)) or NO_VALUE
        rows.append((period.id, f"{period.used:.0f}{of}", *money, percent(period.score), finished))
    return Table(tuple(columns), tuple(rows))


def _said(plan: Plan, framework: Framework | None) -> Iterator[str]:
    free = plan.periods[len(_busy(plan)) :]
    if free:
        until = f" to {period_named(free[-1].id)}" if len(free) > 1 else ""
        yield f"Nothing is planned for {period_named(free[0].id)}{until}."
    if plan.critical:
        titles = [framework.practices[name].title if framework else worded(name) for name in plan.critical]
        yield f"Critical path: {' → '.join(titles)}."
    firm = [str(action.rank) for action in plan.actions if action.slack == 0]
    if firm:
        one = len(firm) == 1
        moved = "what comes after it, or the end" if one else "what comes after them, or the end"
        yield f"{'Action' if one else 'Actions'} {enumerated(firm)} cannot slip without moving {moved}."
    if plan.gap is not None:
        yield _proof(plan.gap)
    if any(period.cost for period in plan.periods):
        yield "Money is each step's share of what its practice costs in all."
    if plan.budget is not None:
        spent = sum(period.cost for period in plan.periods)
        yield f"The budget is {plan.budget:,.0f}, of which {spent:,.0f} is used."
    if plan.lag == 0:
        yield "What an action needs may be finished in the same period."


def _proof(gap: float) -> str:
    if gap <= _PROVEN:
        return "No other schedule with these durations brings more benefit earlier."
    return f"The best possible schedule with these durations is at most {gap * 100:.1f}% better."


_PROVEN = 5e-7
"""A gap that is only rounding."""
