"""An explanation in words and tables."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.explanation import CappedPractice, Explanation, Grounds, LensGap, ListedEvidence
from equity_blocks.model.figures import NO_VALUE, percent, points, published, side_by_side, signed_points
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.respondents import RespondentAnswer
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    bulleted,
    figures,
    worded,
)
from equity_blocks.reports.framing import (
    alternatives,
    doubts,
    framed,
    lacking,
    noted,
    profile_in_words,
    reason_for_none,
    scope_in_words,
)
from equity_blocks.reports.outcomes import band_in_words, band_titles, lacking_in_words

_PARTS = (Column("Part", is_wide=True), *figures("Weight", "Value", "Points"))
_PRACTICES = (
    Column("Level", is_narrow=True),
    *figures("Points"),
    Column("Next level", is_narrow=True),
    *figures("Gain"),
)
_ABOVE = (Column("Counts in", is_wide=True), *figures("Value", "Points", "Gain"))


def describe_explanation(explanation: Explanation, framework: Framework | None = None) -> Document:
    """Say why a value is what it is.

    Args:
        explanation: The explanation.
        framework: Gives the framework, its bands and prerequisites their titles. Default: ids are shown.

    Returns:
        The value and how it comes about, its parts, every practice with its points and the gain of one level more,
        what the lenses take away, and what people wrote. Points are hundredths of the value.
    """
    edges = explanation.edges
    parts: list[Part] = [Paragraph(_headline(explanation, framework)), *doubts(explanation.remarks)]
    if explanation.kind != "practice":
        parts.append(Paragraph(scope_in_words(explanation.scope, explanation.coverage, explanation)))
    parts.append(Bullets(explanation.policy_in_words))
    if missing := lacking_in_words(explanation.next_stage, {p.id: p.title for p in explanation.practices}):
        parts.append(Paragraph(missing))
    if explanation.parts:
        rows = [(p.title, f"{p.weight:g}", percent(p.value, edges), points(p.contribution)) for p in explanation.parts]
        total = ("Total", "", _value_and_range(explanation)[0], _total(explanation))
        totals = [total] if explanation.has_total or explanation.kind != "framework" else []
        parts += [Heading("What it is made of"), Table(_PARTS, (*rows, *totals))]
    if explanation.kind != "practice":
        parts.append(Heading(f"{headed(explanation.vocabulary.practices)}, and one level more"))
        parts += _practices(explanation)
    elif explanation.practices[0].next_level:
        practice = explanation.practices[0]
        gain = signed_points(practice.gain)
        parts.append(Paragraph(f"One level more is {worded(practice.next_level)}: {gain} points."))
    if explanation.above:
        above = (
            (n.title, percent(n.value, edges), points(n.contribution), signed_points(n.gain)) for n in explanation.above
        )
        parts += [Heading("What it adds above"), Table(_ABOVE, tuple(above)), *_deeper(explanation)]
    for gap in (explanation.consistent, explanation.evidenced):
        parts += _lens(gap, explanation, framework) if gap and gap.practices else []
    if explanation.kind == "practice" and (grounds := explanation.practices[0].grounds):
        parts += _grounds(grounds, framework)
    parts += bulleted("What people wrote", _wrote(explanation))
    return framed(f"Why: {explanation.title}", explanation, framework, parts)


def _grounds(grounds: Grounds, framework: Framework | None) -> tuple[Part, ...]:
    """Say who answered what and when, what was agreed, which evidence is listed, and where the rating stands."""
    items = [*map(_answered, grounds.answers)]
    if grounds.agreed:
        day = f", {grounds.agreed.date}" if grounds.agreed.date else ""
        items.append(f"Agreed by {grounds.agreed.by}{day}: {worded(str(grounds.agreed.level))}.")
    items += (_listed(item, framework) for item in grounds.evidence)
    items += [f"The rating stands in {grounds.place}."] if grounds.place else []
    return bulleted("What it rests on", items)


def _answered(answer: RespondentAnswer) -> str:
    person = ", ".join(filter(None, (answer.role, answer.organization)))
    levels = [f"{worded(criterion)} {worded(level)}" for criterion, level in answer.criteria.items() if level]
    sentence = "; ".join(levels) or worded(answer.level or answer.status)
    origin = answer.imported
    read = f", read from {' '.join(filter(None, (origin.source, origin.place)))}" if origin else ""
    day = f", {answer.date}" if answer.date else ""
    return f"{answer.respondent}{f' ({person})' if person else ''}{day}: {sentence}{read}."


def _listed(item: ListedEvidence, framework: Framework | None) -> str:
    newest = f"dated {item.newest}" if item.newest else "without a date"
    checked = f"checked by {item.checked.by}" if item.checked else "not checked"
    day = f" on {item.checked.date}" if item.checked and item.checked.date else ""
    counts = {True: ", counts as current", False: ", does not count", None: ""}[item.counts]
    profile = profile_in_words(item.profile, framework)
    return f"{item.title}{f' ({profile})' if profile else ''}: {newest}, {checked}{day}{counts}."


def _wrote(explanation: Explanation) -> Iterator[str]:
    """List what is noted of a practice, or of those in a block; of the whole, only what is noted of the assessment."""
    if explanation.kind == "framework":
        yield from [explanation.note] if explanation.note else []
        return
    for practice in explanation.practices:
        name = f"{practice.title}, " if explanation.kind == "block" else ""
        yield from (f"{name}{line}" for line in noted(practice.notes))


def _value_and_range(explanation: Explanation) -> tuple[str, ...]:
    """Write the value and the ends of its range, in their order."""
    return side_by_side(explanation.value, explanation.low, explanation.high, edges=explanation.edges)


def _headline(explanation: Explanation, framework: Framework | None) -> str:
    value, low, high = _value_and_range(explanation)
    if explanation.value is None:
        if explanation.kind == "framework" and not explanation.has_total:
            return "No total, by design of the framework."
        if explanation.low is None or explanation.high is None:
            gone = "nothing in it counts" if explanation.coverage is None else "one of its parts has none"
            return f"No value: {gone}."
        reason = reason_for_none(explanation.coverage, explanation.policy.min_coverage if explanation.policy else 0.0)
        return f"No value: {reason}. It would lie between {low} and {high}."
    named = band_in_words(explanation.band, band_titles(framework))
    band = f", band {named}" if named else ""
    span = output = ""
    if explanation.output is not None:
        made = explanation.policy.output if explanation.policy else None
        output = f", published as {published(explanation.output, made, explanation.edges)}"
    if explanation.low is not None and explanation.low != explanation.high:
        span = f" (between {low} and {high} once everything is rated)"
    return f"{value}{band}{output}{span}."


def _total(explanation: Explanation) -> str:
    adds_up = any(part.contribution is not None for part in explanation.parts)
    return points(explanation.value, explanation.edges) if adds_up else NO_VALUE


def _practices(explanation: Explanation) -> list[Part]:
    called = explanation.vocabulary
    if not explanation.practices:
        return [Paragraph(f"There is no {called.practice} in it.")]
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
    sentence = "Gain is the exact change by one level more, the others as they are."
    if explanation.value is not None and not explanation.is_additive:
        sentence += f" An aggregate on the way does not add up, so points are not given for every {called.practice}."
    if any(p.gain is not None and p.level is None for p in explanation.practices):
        sentence += " What nobody rated is counted from the lowest level."
    columns = (Column(headed(called.practice), is_wide=True), *_PRACTICES)
    return [Table(columns, tuple(rows)), Paragraph(sentence)]


def _deeper(explanation: Explanation) -> list[Part]:
    around = [node.title for node in explanation.above if not node.counts]
    return [Paragraph(f"In {enumerated(around)}, what stands in it counts directly, instead of it.")] if around else []


_LENSES = {
    "consistent": ("Rated higher than its foundations support", "what its foundations support"),
    "evidenced": ("Rated higher than you can show", "what you can show"),
}


def _lens(gap: LensGap, explanation: Explanation, framework: Framework | None) -> list[Part]:
    called = explanation.vocabulary
    heading, words = _LENSES.get(gap.lens, (gap.lens, gap.lens))
    verb = "is" if len(gap.practices) == 1 else "are"
    sentence = f"{counted(len(gap.practices), called.practice, called.practices)} {verb} lowered."
    if gap.value is not None:
        _, through = side_by_side(explanation.value, gap.value, edges=explanation.edges)
        sentence = f"{points(gap.points)} points: {through} is {words}. {sentence}"
    items = tuple(_capped(practice, framework) for practice in gap.practices)
    parts: list[Part] = [Heading(heading), Paragraph(sentence), Bullets(items)]
    if gap.rests_on:
        rows = [(alternatives(r, framework), str(len(r.practices)), points(r.points)) for r in gap.rests_on]
        counts = (Column(title, "right") for title in (headed(called.practices), "Points"))
        columns = (Column("Unmet prerequisite", is_wide=True), *counts)
        parts.append(Table(columns, tuple(rows)))
    return parts


def _capped(practice: CappedPractice, framework: Framework | None) -> str:
    why = "; ".join(lacking(rule, framework) for rule in practice.unmet)
    sentence = f"{practice.title}: rated {worded(practice.level)}; treat as {worded(practice.counts_as)}"
    lost = "" if practice.points is None else f" ({points(practice.points)} points)"
    return f"{sentence}{f': {why}' if why else ''}{lost}"
