"""What became of an earlier plan, action by action."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.past_actions import EarlierPlan, Outcome, PastAction
from equity_blocks.model.phrases import enumerated, period_named
from equity_blocks.model.plan import Plan
from equity_blocks.model.result import FrameworkRef
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Table, worded

_COLUMNS = (
    Column("Planned action", is_wide=True),
    Column("From → to"),
    Column("Now"),
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
    said = [f"{counted[outcome]} {outcome}" for outcome in get_args(Outcome) if counted[outcome]]
    if said:
        yield f"Planned then: {enumerated(said)}."
    if added:
        yield f"Added since: {added}."


def _against(plan: Plan, earlier: EarlierPlan) -> str:
    """Say which plan is looked back on, and whether it was of another framework."""
    day = f" of {earlier.as_of.isoformat()}" if earlier.as_of else ""
    if not earlier.is_adopted:
        return f"Compared with a plan made now from the assessment{day}, which has no dates."
    then, now = earlier.framework, plan.framework
    other = f" for {_version(then)}; this is {_version(now)}" if _version(then) != _version(now) else ""
    return f"Compared with the plan adopted on the assessment{day}, made by equity-blocks {earlier.made_with}{other}."


def _row(past: PastAction) -> tuple[str, ...]:
    return (
        past.title + (f"\nnow {past.successor}" if past.successor else ""),
        f"{_level(past.start_level)} → {worded(past.to)}",
        _level(past.now),
        _became(past),
    )


def _ends(past: PastAction, *, has_new: bool) -> str:
    """The period that was adopted for the end, and below it the new one of what still has to be done."""
    adopted = past.finish or NO_VALUE
    if past.outcome in ("done", "dropped") or not has_new:
        return adopted
    return f"{adopted}\n{past.new_finish or 'not planned'}"


def _became(past: PastAction) -> str:
    """The outcome, why it was dropped, how the level moved, and what was reported of the work."""
    if past.outcome == "done":
        return "done"
    if past.dropped_as:
        return _DROPPED[past.dropped_as]
    said = ", ".join(filter(None, (past.outcome, past.change)))
    return said + (f" (work {past.progress})" if past.progress else "")


def _new(past: PastAction) -> str:
    ends = f", to end in {period_named(past.new_finish)}" if past.new_finish else ""
    return f"{past.title}: {_level(past.start_level)} → {worded(past.to)}{ends}"


def _version(framework: FrameworkRef) -> str:
    return f"{framework.id} {framework.edition} revision {framework.revision}".replace("  ", " ")


def _level(level: str | None) -> str:
    return worded(level) if level else "not rated"
