"""The calendar of a plan: person-days, money and score by period; and what became of an earlier plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from equity_blocks.model.adopted_plan import EarlierPlan, Outcome, PastAction
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.figures import NO_VALUE, figure, percents, points
from equity_blocks.model.phrases import counted, enumerated, period_kind, period_named, to_read_by
from equity_blocks.model.plan import Origin, Period, Plan
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Table, figures, worded
from equity_blocks.reports.framing import revision_in_words
from equity_blocks.reports.plan_actions import span


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
    sentences = " ".join(calendar_remarks(plan))
    if sentences:
        yield Paragraph(sentences)


def busy_periods(plan: Plan) -> tuple[Period, ...]:
    """Give the periods up to the last in which something is done; at least the first."""
    last = max((i for i, period in enumerate(plan.periods) if period.used or done_in(plan, period)), default=0)
    return plan.periods[: last + 1]


def done_in(plan: Plan, period: Period) -> list[str]:
    """List the ranks of the actions that end in a period."""
    return [str(action.rank) for action in plan.actions if action.finish == period.id]


def _table(plan: Plan) -> Table:
    has_money = any(period.cost for period in plan.periods)
    titles = ["Person-days", *(["Money"] if has_money else []), *(["Score at its end"] if plan.has_total else [])]
    columns = (Column("Period", is_narrow=True), *figures(*titles), Column("Actions completed", is_wide=True))
    busy = busy_periods(plan)
    _, *scores = percents(plan.score_now, *(period.score for period in busy), edges=plan.edges)
    rows = []
    for period, score in zip(busy, scores, strict=True):
        of = "" if period.capacity is None else f" of {period.capacity:.0f}"
        money = [f"{period.cost:,.0f}"] if has_money else []
        finished = ", ".join(done_in(plan, period)) or NO_VALUE
        reached = [score] if plan.has_total else []
        rows.append((period.id, f"{period.used:.0f}{of}", *money, *reached, finished))
    return Table(columns, (*rows, *_free(plan, len(columns))))


def _free(plan: Plan, width: int) -> Iterator[tuple[str, ...]]:
    """Give one line for the periods at the end in which nothing is done."""
    free = plan.periods[len(busy_periods(plan)) :]
    if free:
        of = "" if free[0].capacity is None else f" of {sum(period.capacity or 0 for period in free):.0f}"
        yield (span(free[0].id, free[-1].id), f"0{of}", *[""] * (width - 3), "nothing planned")


def calendar_remarks(plan: Plan) -> Iterator[str]:
    """Say how good the schedule is, and what is left of the budget."""
    if plan.gap is not None:
        yield _proof(plan.gap, _runs(plan))
    elif plan.planner == "exact":
        yield "How far this may be from the best schedule is not known."
    if plan.budget is not None:
        spent = sum(period.cost for period in plan.periods)
        yield f"The budget is {plan.budget:,.0f}, of which {spent:,.0f} is used."


def _runs(plan: Plan) -> str:
    """Name the schedules that a proof speaks of."""
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


_ORIGINS: dict[Origin, str] = {"assessment": "from the assessment", "options": "from the options"}


def calendar_line(plan: Plan) -> str:
    """Say which calendar a plan kept to, and where it comes from; empty where it has none.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None, calendar=Calendar(start="2027-Q1", periods=8, capacity=60),
        ...     calendar_from={"start": "assessment", "periods": "default", "capacity": "options"})
        >>> calendar_line(plan)
        '8 quarters from 2027-Q1, 60 person-days each (from the assessment; capacity from the options).'
    """
    calendar = plan.calendar
    if calendar is None:
        return ""
    first = calendar.name(1)
    start = f" from {first}" if calendar.first is not None else ""
    lag = f", lag {calendar.lag}" if plan.calendar_from.get("lag", "default") != "default" else ""
    return f"{counted(calendar.count, period_kind(first))}{start}, {_days(calendar)}{lag} ({_origin(plan)})."


def _days(calendar: Calendar) -> str:
    if calendar.capacity is None:
        return "with no limit of person-days"
    if isinstance(calendar.capacity, tuple):
        return f"{enumerated([figure(days) for days in calendar.capacity])} person-days"
    return f"{figure(calendar.capacity)} person-days each"


def _origin(plan: Plan) -> str:
    """Say where the calendar comes from; of two origins, the options are named field by field."""
    fields: dict[Origin, list[str]] = {}
    for name, origin in plan.calendar_from.items():
        fields.setdefault(origin, []).append(worded(name))
    origins = [words for origin, words in _ORIGINS.items() if origin in fields]
    if len(origins) == 1:
        return origins[0]
    return f"{origins[0]}; {enumerated(fields['options'])} {origins[1]}" if origins else "nobody said more"


_COLUMNS = (
    Column("Planned action", is_wide=True),
    Column("From → to,\nand now"),
    Column("What became of it"),
)
_ENDS = Column("Adopted end\nand new end", is_narrow=True)
_DROPPED = {
    "work_dropped": "dropped: work dropped", "not_pursued": "dropped: not pursued now",
    "not_applicable": "dropped: does not apply now", "removed": "dropped: no longer in the framework",
    "split": "dropped: split into others", "merged": "dropped: merged with others",
    "unclear": "dropped: its id may be that of another now",
    "level_removed": "dropped: no such level now",
}  # fmt: skip


def describe_past(plan: Plan) -> Iterator[Part]:
    """Say what became of an earlier plan, and what is new; nothing where none was given."""
    if plan.earlier is None:
        return
    planned = [past for past in plan.past if past.outcome != "added"]
    added = [past for past in plan.past if past.outcome == "added"]
    yield Heading("Since the last plan")
    yield Paragraph(" ".join((*_counts(plan.past), _against(plan, plan.earlier))))
    if planned:
        is_dated = any(past.finish for past in planned)
        columns = (*_COLUMNS, _ENDS) if is_dated else _COLUMNS
        rows = ((*_row(past), _ends(past, has_new=bool(plan.periods))) for past in planned)
        yield Table(columns, tuple(row[: len(columns)] for row in rows))
    if added:
        yield Paragraph("Added since:")
        yield Bullets(tuple(map(_new, added)))


def _counts(past: Sequence[PastAction]) -> Iterator[str]:
    counted = Counter(action.outcome for action in past)
    added = counted.pop("added", 0)
    planned = [f"{counted[outcome]} {outcome}" for outcome in get_args(Outcome) if counted[outcome]]
    if planned:
        yield f"Planned then: {enumerated(planned)}."
    if added:
        yield f"Added since: {added}."


def _against(plan: Plan, earlier: EarlierPlan) -> str:
    """Say which plan is looked back on, and whether it was of another framework."""
    day = f" of {earlier.as_of.isoformat()}" if earlier.as_of else ""
    if not earlier.is_adopted:
        named, used = earlier.named_revision, earlier.framework.revision
        made = f"Compared with a plan made now from the assessment{day}, which has no dates."
        if named is None:
            return made
        return f"{made} It names revision {named}, and is read by revision {used}: {to_read_by(named, used)}."
    then, now = revision_in_words(earlier.framework), revision_in_words(plan.framework)
    other = f" for {then}; this is {now}" if then != now else ""
    return f"Compared with the plan adopted on the assessment{day}, made by equity-blocks {earlier.made_with}{other}."


def _row(past: PastAction) -> tuple[str, ...]:
    return (
        past.title + (f"\nnow {past.successor}" if past.successor else ""),
        f"{_level(past.start_level)} → {worded(past.to)}\nnow {_level(past.now)}",
        _became(past),
    )


def _ends(past: PastAction, *, has_new: bool) -> str:
    """Give the period that was adopted for the end, and below it the new one of what still has to be done."""
    adopted = past.finish or NO_VALUE
    if past.outcome in ("done", "dropped") or not has_new:
        return adopted
    return f"{adopted}\n{past.new_finish or 'not planned'}"


def _became(past: PastAction) -> str:
    """Give the outcome, why it was dropped, how the level moved, and what was reported of the work."""
    if past.outcome == "done":
        return "done"
    if past.dropped_as:
        return _DROPPED.get(past.dropped_as, past.dropped_as)
    outcome = ", ".join(filter(None, (past.outcome, past.change)))
    return outcome + (f" (work {past.progress})" if past.progress else "")


def _new(past: PastAction) -> str:
    ends = f", to end in {period_named(past.new_finish)}" if past.new_finish else ""
    return f"{past.title}: {_level(past.start_level)} → {worded(past.to)}{ends}"


def _level(level: str | None) -> str:
    return worded(level) if level else "not rated"
