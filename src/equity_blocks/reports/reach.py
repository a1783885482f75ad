"""The cheapest way to a band, in words and a table."""

from collections.abc import Iterable

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, percent, percents, signed_points
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.reach import Limit, Raise, Reach
from equity_blocks.reports.document import Column, Document, Paragraph, Part, Table, figures, person_days, worded
from equity_blocks.reports.framing import doubts, framed, grounds, starting_figure, title_of
from equity_blocks.reports.outcomes import band_in_words, band_titles

_RAISED = (Column("From", is_narrow=True), Column("To", is_narrow=True), *figures("Days", "Points"))


def describe_reach(reach: Reach, framework: Framework | None = None) -> Document:
    """Say what it takes to get into a band.

    Args:
        reach: The result.
        framework: Gives practices, bands and the framework their titles. Default: ids are shown.

    Returns:
        Whether the band can be reached and with what effort, how sure it is that nothing less does, and the raises.
    """
    parts: list[Part] = [Paragraph(_headline(reach, framework)), *doubts(reach.remarks)]
    if reach.score_now is not None and reach.score_card not in (None, reach.score_now):
        unrated = reach.scope.unanswered + reach.scope.unknown
        parts.append(Paragraph(starting_figure(reach.score_now, reach.score_card, unrated, reach)))
    if reach.raises:
        parts += [
            Paragraph(f"{reach.vocabulary.fill(_LIMITS.get(reach.limit, ''))} {_certainty(reach)}"),
            Table(_columns(reach), tuple(_raised(item, framework) for item in reach.raises)),
            Paragraph("Waves say what can be done together. Points are what the score would lose without the raise."),
        ]
    parts += grounds(reach)
    block = {b.id: b.title for b, _, _ in framework.walk()} if framework else {}
    place = f" in {block.get(reach.block, worded(reach.block))}" if reach.block else ""
    return framed(f"The way to {reach.band.title}{place}", reach, framework, parts)


def _columns(reach: Reach) -> tuple[Column, ...]:
    what = reach.vocabulary.fill("{Practice}, and what needs it")
    return *figures("Wave"), Column(what, is_wide=True), *_RAISED


def _headline(reach: Reach, framework: Framework | None) -> str:
    named = band_in_words(reach.band_now, band_titles(framework))
    start, after = percents(reach.score_now, reach.score_after, edges=reach.edges)
    now = f"{start}{f' ({named})' if named else ''}"
    edge = f"{reach.band.title} begins at {percent(reach.band.start, reach.edges)}"
    if reach.status == "reached":
        return f"Reached already: the score is {now}, and {edge}."
    if reach.status == "out_of_reach":
        return f"Out of reach: {edge}. {_why(reach, framework)}"
    raised = counted(len(reach.raises), reach.vocabulary.practice, reach.vocabulary.practices)
    steps = f"raise {raised}, {person_days(reach.effort)} person-days in all"
    return f"From {now} to {after} ({reach.band.title}): {steps}. {edge}."


def _why(reach: Reach, framework: Framework | None) -> str:
    if reach.highest is None:
        return reach.vocabulary.fill("No {practice} counts in the score.")
    sentence = reach.vocabulary.fill("With every {practice} as high as it can get, ")
    sentence += f"the score is {percent(reach.highest, reach.edges)}."
    if reach.blocked:
        which = reach.vocabulary.fill("{Practices} that cannot get to their highest level")
        sentence += f" {which}: {_titles(reach.blocked, framework)}."
    if reach.held_back:
        sentence += f" In reach with what was decided against: {_titles(reach.held_back, framework)}."
    return sentence


def _titles(names: Iterable[str], framework: Framework | None) -> str:
    return enumerated([title_of(name, framework) for name in names])


_LIMITS: dict[Limit | None, str] = {
    "targets": "No {practice} rises above its target.",
    "default_target": "Targets are not enough: some {practices} rise above theirs, to the default target of the scale.",
    "top": "Targets are not enough: some {practices} rise above theirs, and above the default target of the scale.",
    None: "",
}


def _certainty(reach: Reach) -> str:
    if reach.limit != "targets":
        if reach.is_least:
            return "No other way goes less far above it, in days; none with the same raises above it takes less."
        return "Found by gain over effort: a way that goes less far above it, or takes less, may exist."
    if reach.is_least:
        return "No other such way takes less effort: all were searched or ruled out."
    bound = f"{person_days(reach.bound or 0.0)} person-days"
    return f"Found by gain over effort: a cheaper such way may exist, but none takes less than {bound}."


def _raised(item: Raise, framework: Framework | None) -> tuple[str, ...]:
    notes = [f"needed by {_titles(item.needed_by, framework)}"] if item.needed_by else []
    notes += ["above its target"] if item.above_target else []
    name = "\n".join((item.title, *notes))
    start = worded(item.start_level) if item.start_level else f"{NO_VALUE} (not rated)"
    return str(item.wave), name, start, worded(item.to), person_days(item.effort), signed_points(item.gain)
