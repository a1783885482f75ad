"""Suppositions in words and tables, before and after side by side."""

from collections.abc import Iterator, Mapping

from equity_blocks.model import Framework
from equity_blocks.model.action import Action
from equity_blocks.model.figures import NO_VALUE, Edges, percents, signed_points
from equity_blocks.model.phrases import counted, enumerated, period_named
from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import Reading
from equity_blocks.model.what_if import WhatIf
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, bulleted, worded
from equity_blocks.reports.framing import framed, title_of
from equity_blocks.reports.outcomes import band_in_words, band_titles
from equity_blocks.reports.plan_actions import span
from equity_blocks.reports.plan_calendar import calendar_line

_READINGS = {
    "value": "Score", "low": "Lowest it can be", "high": "Highest it can be",
    "consistent": "What its foundations support", "evidenced": "What you can show", "of_target": "Share of target",
}  # fmt: skip


def describe_what_if(supposed: WhatIf, framework: Framework | None = None) -> Document:
    """Say what would be different.

    Args:
        supposed: Both readings and plans.
        framework: Gives the framework and practices their titles. Default: their ids are shown.

    Returns:
        What is supposed, the readings and the plans before and after, and the actions that differ.
    """
    parts: list[Part] = [Bullets(tuple(_supposed(supposed)))]
    if supposed.supposed:  # otherwise the score is the same, and only the plans differ
        parts.append(_readings(supposed, band_titles(framework)))
    if not supposed.has_total:
        parts.append(
            Paragraph(supposed.vocabulary.fill("No total, by design of the framework: its {blocks} are compared."))
        )
    if supposed.opened:
        titles = [title_of(name, framework) for name in supposed.opened]
        parts.append(Paragraph(f"{enumerated(titles)} could then start."))
    parts += [Heading("The plan"), _plans(supposed), *_by_period(supposed)]
    calendar = calendar_line(supposed.plan_before)
    parts += [Paragraph(f"Before: {calendar}")] if calendar else []
    differing = tuple(_differing(supposed))
    if differing:
        columns = (Column("Action", is_wide=True), Column("Before", is_narrow=True), Column("After", is_narrow=True))
        parts.append(Table(columns, differing))
    else:
        parts.append(Paragraph("The same actions, in the same order and at the same time."))
    known = {remark.message for remark in supposed.plan_before.remarks}
    new = (remark.message for remark in supposed.plan_after.remarks if remark.message not in known)
    parts += bulleted("New points to review", new)
    return framed("What if", supposed, framework, parts)


def _supposed(supposed: WhatIf) -> Iterator[str]:
    for item in supposed.supposed:
        start = worded(item.start_level) if item.start_level else "not rated"
        yield f"{item.title}: {worded(item.to)} instead of {start}"
    yield from supposed.conditions


def _readings(supposed: WhatIf, titles: Mapping[str, str]) -> Table:
    whole = _READINGS if supposed.has_total else {}
    rows = [(title, *_cells(key, supposed.before, supposed.after, supposed.edges)) for key, title in whole.items()]
    rows += [(block.title, *_cells("value", block.before, block.after, supposed.edges)) for block in supposed.blocks]
    bands = [band_in_words(reading.band, titles, is_brief=True) for reading in (supposed.before, supposed.after)]
    rows[1:1] = [("Band", bands[0], bands[1], "")] if any(bands) else []
    columns = (Column("", is_wide=True), *(Column(title, "right") for title in ("Before", "After", "Points")))
    return Table(columns, tuple(rows))


def _cells(key: str, before: Reading, after: Reading, edges: Edges) -> tuple[str, str, str]:
    """Before, after, and the change, which whole percents may hide."""
    start, end = getattr(before, key), getattr(after, key)
    change = None if start is None or end is None else end - start
    first, last = percents(start, end, edges=edges)
    return first, last, signed_points(change)


def _plans(supposed: WhatIf) -> Table:
    plans, called = (supposed.plan_before, supposed.plan_after), supposed.vocabulary
    scores = [
        ("Score at the start", *percents(*(plan.score_now for plan in plans), edges=supposed.edges)),
        ("Score at the end", *percents(*(plan.score_after for plan in plans), edges=supposed.edges)),
    ]
    rows = [
        *(scores if supposed.has_total else ()),
        ("Actions", *(str(len(plan.actions)) for plan in plans)),
        ("Person-days", *(f"{sum(action.effort.likely for action in plan.actions):.0f}" for plan in plans)),
        ("Done by", *(_end(plan) for plan in plans)),
        ("Not scheduled", *(counted(len(p.unscheduled), called.practice, called.practices) for p in plans)),
    ]
    return Table((Column("", is_wide=True), Column("Before", "right"), Column("After", "right")), tuple(rows))


def _by_period(supposed: WhatIf) -> Iterator[Table]:
    """List the score at the end of each period, where it comes to differ."""
    before, after = ({p.id: p.score for p in plan.periods} for plan in (supposed.plan_before, supposed.plan_after))
    if before and after and before != after:
        names = before | after
        rows = [(period_named(n), *percents(before.get(n), after.get(n), edges=supposed.edges)) for n in names]
        columns = (Column("Score at the end of"), Column("Before", "right"), Column("After", "right"))
        yield Table(columns, tuple(rows))


def _end(plan: Plan) -> str:
    done = [period.id for period in plan.periods if any(action.finish == period.id for action in plan.actions)]
    return period_named(done[-1]) if done else NO_VALUE


def _differing(supposed: WhatIf) -> Iterator[tuple[str, str, str]]:
    before, after = _by_practice(supposed.plan_before), _by_practice(supposed.plan_after)
    for name in dict.fromkeys([*after, *before]):
        old, new = _action_in_words(before.get(name)), _action_in_words(after.get(name))
        if old != new:
            title = (after.get(name) or before[name])[0].title
            yield title, old, new


def _by_practice(plan: Plan) -> dict[str, list[Action]]:
    actions: dict[str, list[Action]] = {}
    for action in plan.actions:
        actions.setdefault(action.practice, []).append(action)
    return actions


def _action_in_words(actions: list[Action] | None) -> str:
    if not actions:
        return NO_VALUE
    when = span(actions[0].start, actions[-1].finish)
    return f"to {worded(actions[-1].to)}\n{when if when != NO_VALUE else f'rank {actions[0].rank}'}"
