"""The calendar of a plan: person-days, money and the score, period by period, and how good the schedule is."""

from collections.abc import Iterator

from equity_blocks.model.figures import NO_VALUE, percents, points
from equity_blocks.model.phrases import counted, period_kind
from equity_blocks.model.plan import Period, Plan
from equity_blocks.reports.calendar import calendar_line
from equity_blocks.reports.document import Column, Heading, Paragraph, Part, Table
from equity_blocks.reports.plan_views import span


def describe_calendar(plan: Plan) -> Iterator[Part]:
    """Say what a plan takes by period; nothing where it has no calendar.

    Args:
        plan: The plan.
    """
    if not plan.periods:
        return
    yield Heading("Calendar")
    kept_to = calendar_line(plan)
    if kept_to:
        yield Paragraph(kept_to)
    yield _table(plan)
    said = " ".join(_said(plan))
    if said:
        yield Paragraph(said)


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
    columns += [Column("Score at its end", "right", is_narrow=True)] if plan.has_total else []
    columns += [Column("Actions completed", is_wide=True)]
    busy = _busy(plan)
    _, *scores = percents(plan.score_now, *(period.score for period in busy), edges=plan.edges)
    rows = []
    for period, score in zip(busy, scores, strict=True):
        of = "" if period.capacity is None else f" of {period.capacity:.0f}"
        money = [f"{period.cost:,.0f}"] if has_money else []
        finished = ", ".join(_done_in(plan, period)) or NO_VALUE
        reached = [score] if plan.has_total else []
        rows.append((period.id, f"{period.used:.0f}{of}", *money, *reached, finished))
    return Table(tuple(columns), (*rows, *_free(plan, len(columns))))


def _free(plan: Plan, width: int) -> Iterator[tuple[str, ...]]:
    """One line for the periods at the end in which nothing is done."""
    free = plan.periods[len(_busy(plan)) :]
    if free:
        of = "" if free[0].capacity is None else f" of {sum(period.capacity or 0 for period in free):.0f}"
        yield (span(free[0].id, free[-1].id), f"0{of}", *[""] * (width - 3), "nothing planned")


def _said(plan: Plan) -> Iterator[str]:
    if plan.gap is not None:
        yield _proof(plan.gap, _runs(plan))
    elif plan.planner == "exact":
        yield "How far this may be from the best schedule is not known."
    if plan.budget is not None:
        spent = sum(period.cost for period in plan.periods)
        yield f"The budget is {plan.budget:,.0f}, of which {spent:,.0f} is used."


def _runs(plan: Plan) -> str:
    """Of which schedules a proof speaks."""
    if not plan.stretch:
        return "in the shortest runs"
    kind = period_kind(plan.periods[0].id)
    return f"in runs of up to {counted(plan.stretch, kind)} over the shortest"


def _proof(gap: float, runs: str) -> str:
    if gap <= _PROVEN:
        return f"No other schedule of these steps, {runs}, brings more benefit earlier."
    return f"The best possible schedule of these steps, {runs}, is at most {points(gap)}% better."


_PROVEN = 5e-7
"""A gap that is only rounding."""
