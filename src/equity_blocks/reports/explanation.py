"""An explanation in words and tables."""

from equity_blocks.model import Framework
from equity_blocks.model.explanation import CappedPractice, Explanation, LensGap
from equity_blocks.reports.basis import alternatives, lacking, scope_in_words
from equity_blocks.reports.document import (
    NO_VALUE,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    counted,
    enumerated,
    figure,
    percent,
    points,
    signed_points,
    worded,
)
from equity_blocks.reports.heading import framed

_PARTS = (
    Column("Part", is_wide=True),
    Column("Weight", "right", is_narrow=True),
    Column("Value", "right", is_narrow=True),
    Column("Points", "right", is_narrow=True),
)
_PRACTICES = (
    Column("Practice", is_wide=True),
    Column("Level", is_narrow=True),
    Column("Points", "right", is_narrow=True),
    Column("Next level", is_narrow=True),
    Column("Gain", "right", is_narrow=True),
)
_ABOVE = (
    Column("Counts in", is_wide=True),
    Column("Value", "right", is_narrow=True),
    Column("Points", "right", is_narrow=True),
    Column("Gain", "right", is_narrow=True),
)


def describe_explanation(explanation: Explanation, framework: Framework | None = None) -> Document:
    """Say why a value is what it is.

    Args:
        explanation: The explanation.
        framework: Gives the framework, its bands and prerequisites their titles. Default: ids are shown.

    Returns:
        The value and how it comes about, its parts, every practice with its points and the gain of one level more,
        and what the lenses take away. Points are hundredths of the value.
    """
    parts: list[Part] = [Paragraph(_headline(explanation, framework))]
    if explanation.kind != "practice":
        parts.append(Paragraph(scope_in_words(explanation.scope, explanation.coverage)))
    parts.append(Bullets(explanation.policy_in_words))
    if explanation.parts:
        rows = [(p.title, f"{p.weight:g}", percent(p.value), points(p.contribution)) for p in explanation.parts]
        total = ("Total", "", percent(explanation.value), _total(explanation))
        parts += [Heading("What it is made of"), Table(_PARTS, (*rows, total))]
    if explanation.kind != "practice":
        parts.append(Heading("Practices, and one level more"))
        parts += _practices(explanation)
    elif explanation.practices[0].next_level:
        practice = explanation.practices[0]
        parts.append(
            Paragraph(f"One level more is {worded(practice.next_level)}: {signed_points(practice.gain)} points.")
        )
    if explanation.above:
        above = [(n.title, percent(n.value), points(n.contribution), signed_points(n.gain)) for n in explanation.above]
        parts += [Heading("What it adds above"), Table(_ABOVE, tuple(above)), *_deeper(explanation)]
    for gap in (explanation.consistent, explanation.evidenced):
        parts += _lens(gap, framework) if gap and gap.practices else []
    return framed(f"Why: {explanation.title}", explanation, framework, parts)


def contribution_table(explanation: Explanation) -> Table:
    """List every practice with its contribution and gain, unrounded, and what lowers it."""
    columns = ("practice", "title", "block", "status", "level", "value", "contribution", "next_level", "gain")
    gaps = {"consistent": explanation.consistent, "evidenced": explanation.evidenced}
    capped = {lens: {p.id: p for p in gap.practices} if gap else {} for lens, gap in gaps.items()}
    rows = []
    for practice in explanation.practices:
        own = [getattr(practice, "id" if name == "practice" else name) for name in columns]
        for lens in gaps:
            found = capped[lens].get(practice.id)
            own += [found.counts_as if found else None, found.points if found else None]
        rows.append(tuple("" if value is None else str(value) for value in own))
    more = [f"{lens}_{what}" for lens in gaps for what in ("level", "points")]
    return Table(tuple(Column(name) for name in (*columns, *more)), tuple(rows), "Practices")


def _headline(explanation: Explanation, framework: Framework | None) -> str:
    if explanation.value is None:
        if explanation.low is None or explanation.high is None:
            return "No value: nothing in it counts."
        reason = "too little is answered to show one" if explanation.coverage else "nothing is answered"
        return f"No value: {reason}. It would lie between {percent(explanation.low)} and {percent(explanation.high)}."
    bands = {band.id: band.title for band in framework.scoring.bands} if framework else {}
    band = f", band {bands.get(explanation.band, worded(explanation.band))}" if explanation.band else ""
    output = f", published as {figure(explanation.output)}" if explanation.output is not None else ""
    span = ""
    if explanation.low is not None and explanation.low != explanation.high:
        span = f" (between {percent(explanation.low)} and {percent(explanation.high)} once everything is rated)"
    return f"{percent(explanation.value)}{band}{output}{span}."


def _total(explanation: Explanation) -> str:
    adds_up = any(part.contribution is not None for part in explanation.parts)
    return points(explanation.value) if adds_up else NO_VALUE


def _practices(explanation: Explanation) -> list[Part]:
    if not explanation.practices:
        return [Paragraph("There is no practice in it.")]
    rows = [
        (
            p.title,
            worded(p.level) if p.level else worded(p.status),
            points(p.contribution),
            worded(p.next_level),
            signed_points(p.gain),
        )
        for p in explanation.practices
    ]
    told = "Gain is the exact change by one level more, the others as they are."
    if explanation.value is not None and not explanation.is_additive:
        told += " An aggregate on the way does not add up, so points are not given for every practice."
    if any(p.gain is not None and p.level is None for p in explanation.practices):
        told += " What nobody rated is counted from the lowest level."
    return [Table(_PRACTICES, tuple(rows)), Paragraph(told)]


def _deeper(explanation: Explanation) -> list[Part]:
    around = [node.title for node in explanation.above if not node.counts]
    return [Paragraph(f"In {enumerated(around)}, what stands in it counts directly, instead of it.")] if around else []


_LENSES = {
    "consistent": ("Rated higher than its foundations support", "what its foundations support"),
    "evidenced": ("Rated higher than you can show", "what you can show"),
}


def _lens(gap: LensGap, framework: Framework | None) -> list[Part]:
    heading, words = _LENSES[gap.lens]
    verb = "is" if len(gap.practices) == 1 else "are"
    said = f"{counted(len(gap.practices), 'practice')} {verb} lowered."
    if gap.value is not None:
        said = f"{points(gap.points)} points: {percent(gap.value)} is {words}. {said}"
    items = [_capped(practice, framework) for practice in gap.practices]
    parts: list[Part] = [Heading(heading), Paragraph(said), Bullets(tuple(items))]
    if gap.rests_on:
        rows = [(alternatives(r, framework), str(len(r.practices)), points(r.points)) for r in gap.rests_on]
        columns = (
            Column("Unmet prerequisite", is_wide=True),
            Column("Practices", "right"),
            Column("Points", "right"),
        )
        parts.append(Table(columns, tuple(rows)))
    return parts


def _capped(practice: CappedPractice, framework: Framework | None) -> str:
    why = "; ".join(lacking(rule, framework) for rule in practice.unmet)
    said = f"{practice.title}: rated {worded(practice.level)}; treat as {worded(practice.counts_as)}"
    told = "" if practice.points is None else f" ({points(practice.points)} points)"
    return f"{said}{f': {why}' if why else ''}{told}"
