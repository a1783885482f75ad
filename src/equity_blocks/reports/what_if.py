"""What would be different if something were, side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, Edges, percents, signed_points
from equity_blocks.model.phrases import counted, enumerated, period_named
from equity_blocks.model.plan import Action, Plan
from equity_blocks.model.scorecard import Reading
from equity_blocks.model.what_if import WhatIf
from equity_blocks.reports.calendar import calendar_line
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.heading import framed
from equity_blocks.reports.outcomes import band_in_words, band_titles
from equity_blocks.reports.plan_views import span

_READINGS = {
    "value": "Score", "low": "Lowest it can be", "high": "Highest it can be",
    "consistent": "What its foundations support", "evidenced": "What you can show", "of_target": "Share of target",
}  # fmt: skip


def describe_what_if(seen: WhatIf, framework: Framework | None = None) -> Document:
    """Say what would be different.

    Args:
        seen: Both readings and plans.
        framework: Gives the framework and practices their titles. Default: their ids are shown.

    Returns:
        What is supposed, the readings and the plans before and after, and the actions that differ.
    """
    parts: list[Part] = [Bullets(tuple(_supposed(seen)))]
    if seen.supposed:  # otherwise the score is the same, and only the plans differ
        parts.append(_readings(seen, band_titles(framework)))
    if not seen.has_total:
        parts.append(
            Paragraph(seen.vocabulary.said("No total, by design of the framework: its {blocks} are compared."))
        )
    if seen.opened:
        titles = [framework.practices[name].title if framework else worded(name) for name in seen.opened]
        parts.append(Paragraph(f"{enumerated(titles)} could then start."))
    parts += [Heading("The plan"), _plans(seen), *_by_period(seen)]
    calendar = calendar_line(seen.plan_before)
    parts += [Paragraph(f"Before: {calendar}")] if calendar else []
    differing = tuple(_differing(seen))
    if differing:
        columns = (Column("Action", is_wide=True), Column("Before", is_narrow=True), Column("After", is_narrow=True))
        parts.append(Table(columns, differing))
    else:
        parts.append(Paragraph("The same actions, in the same order and at the same time."))
    parts += _remarks(seen)
    return framed("What if", seen, framework, parts)


def _remarks(seen: WhatIf) -> list[Part]:
    """What readers of the other plan should know, and readers of this one need not."""
    known = {remark.message for remark in seen.plan_before.remarks}
    new = tuple(remark.message for remark in seen.plan_after.remarks if remark.message not in known)
    return [Heading("New points to review"), Bullets(new)] if new else []


def _supposed(seen: WhatIf) -> Iterator[str]:
    for item in seen.supposed:
        start = worded(item.start_level) if item.start_level else "not rated"
        yield f"{item.title}: {worded(item.to)} instead of {start}"
    yield from seen.conditions


def _readings(seen: WhatIf, titles: Mapping[str, str]) -> Table:
    whole = _READINGS if seen.has_total else {}
    rows = [(title, *_cells(key, seen.before, seen.after, seen.edges)) for key, title in whole.items()]
    rows += [(block.title, *_cells("value", block.before, block.after, seen.edges)) for block in seen.blocks]
    bands = [band_in_words(reading.band, titles, is_brief=True) for reading in (seen.before, seen.after)]
    rows[1:1] = [("Band", bands[0], bands[1], "")] if any(bands) else []
    columns = (Column("", is_wide=True), *(Column(title, "right") for title in ("Before", "After", "Points")))
    return Table(columns, tuple(rows))


def _cells(key: str, before: Reading, after: Reading, edges: Edges) -> tuple[str, str, str]:
    """Before, after, and the change, which whole percents may hide."""
    start, end = getattr(before, key), getattr(after, key)
    change = None if start is None or end is None else end - start
    first, last = percents(start, end, edges=edges)
    return first, last, signed_points(change)


def _plans(seen: WhatIf) -> Table:
    plans, called = (seen.plan_before, seen.plan_after), seen.vocabulary
    scores = [
        ("Score at the start", *percents(*(plan.score_now for plan in plans), edges=seen.edges)),
        ("Score at the end", *percents(*(plan.score_after for plan in plans), edges=seen.edges)),
    ]
    rows = [
        *(scores if seen.has_total else ()),
        ("Actions", *(str(len(plan.actions)) for plan in plans)),
        ("Person-days", *(f"{sum(action.effort.likely for action in plan.actions):.0f}" for plan in plans)),
        ("Done by", *(_end(plan) for plan in plans)),
        ("Not scheduled", *(counted(len(p.unscheduled), called.practice, called.practices) for p in plans)),
    ]
    return Table((Column("", is_wide=True), Column("Before", "right"), Column("After", "right")), tuple(rows))


def _by_period(seen: WhatIf) -> Iterator[Table]:
    """The score at the end of each period, where it comes to differ."""
    before, after = _curves(seen)
    if before and after and before != after:
        names = before | after
        rows = [(period_named(n), *percents(before.get(n), after.get(n), edges=seen.edges)) for n in names]
        columns = (Column("Score at the end of"), Column("Before", "right"), Column("After", "right"))
        yield Table(columns, tuple(rows))


def _curves(seen: WhatIf) -> tuple[dict[str, float | None], dict[str, float | None]]:
    before, after = ({p.id: p.score for p in plan.periods} for plan in (seen.plan_before, seen.plan_after))
    return before, after


def what_if_table(seen: WhatIf) -> Table:
    """List every figure that a change may move, unrounded, one row each: scores, and when each practice is raised."""
    rows: list[tuple[Any, ...]] = [
        ("score", key, getattr(seen.before, key), getattr(seen.after, key)) for key in _READINGS
    ]
    rows += [("block", block.id, block.before.value, block.after.value) for block in seen.blocks]
    before, after = _curves(seen)
    rows += [("period", name, before.get(name), after.get(name)) for name in before | after]
    plans = _by_practice(seen.plan_before), _by_practice(seen.plan_after)
    names = dict.fromkeys([*plans[0], *plans[1]])
    for field in ("to", "start", "finish"):
        rows += [(f"action_{field}", name, *(_figure(plan.get(name), field) for plan in plans)) for name in names]
    columns = tuple(Column(name) for name in ("kind", "item", "before", "after"))
    return Table(columns, tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows), "What if")


def _figure(actions: list[Action] | None, field: str) -> str | None:
    """What the first action says of its start, and the last of its end."""
    found: str | None = getattr(actions[0 if field == "start" else -1], field) if actions else None
    return found


def _end(plan: Plan) -> str:
    done = [period.id for period in plan.periods if any(action.finish == period.id for action in plan.actions)]
    return period_named(done[-1]) if done else NO_VALUE


def _differing(seen: WhatIf) -> Iterator[tuple[str, str, str]]:
    before, after = _by_practice(seen.plan_before), _by_practice(seen.plan_after)
    for name in dict.fromkeys([*after, *before]):
        told = _told(before.get(name)), _told(after.get(name))
        if told[0] != told[1]:
            title = (after.get(name) or before[name])[0].title
            yield title, *told


def _by_practice(plan: Plan) -> dict[str, list[Action]]:
    found: dict[str, list[Action]] = {}
    for action in plan.actions:
        found.setdefault(action.practice, []).append(action)
    return found


def _told(actions: list[Action] | None) -> str:
    if not actions:
        return NO_VALUE
    when = span(actions[0].start, actions[-1].finish)
    return f"to {worded(actions[-1].to)}\n{when if when != NO_VALUE else f'rank {actions[0].rank}'}"
