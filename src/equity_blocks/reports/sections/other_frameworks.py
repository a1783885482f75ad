"""The assessment read in other frameworks: what can be reused there, and what to ask next."""

from collections.abc import Iterator

from equity_blocks.model.phrases import listed
from equity_blocks.model.translation import Reused, Translation
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Table, figures, worded
from equity_blocks.reports.framing import revision_in_words
from equity_blocks.reports.given import Given
from equity_blocks.reports.translation import conflict_in_words, reuse_in_words, total_in_words
from equity_blocks.reports.values import count_at, points_at, shares_at

ORDER = 140

_REUSED = 8
_ASKED = 5
"""So many answers and questions are shown of each framework: a page. Editorial."""

_ASK = (
    "In this order each answer narrows the score most. Could be: between what it lies by the answers so far. Narrows "
    "by: how many points of the whole an answer takes off the doubt."
)
_HOW = "What speaks for what is an editorial mapping, not the publishers'. The translation itself tells every reason."


def section(given: Given) -> Iterator[Part]:
    """Say of each framework what can be reused there, what contradicts, and what is left to ask."""
    if not given.translations:
        return
    yield Heading("What the same answers say in other frameworks")
    for translation in given.translations:
        yield Heading(f"Read in {_named(translation, given)}", 3)
        yield Paragraph(reuse_in_words(translation))
        if translation.is_telling:
            yield Paragraph(total_in_words(translation))
        yield from _reusable(translation)
        yield from _conflicts(translation, given)
        yield from _to_ask(translation)
    yield Paragraph(_HOW, tone="note")


def _named(translation: Translation, given: Given) -> str:
    """Give a framework its title where it is at hand."""
    ref = translation.framework
    title = next((other.title for other in given.known if other.id == ref.id), "")
    edition = f" ({ref.edition})" if ref.edition else ""
    return f"{title}{edition}" if title else revision_in_words(ref)


def _reusable(translation: Translation) -> Iterator[Part]:
    """List the answers that speak for most, with the evidence that goes with them."""
    if not translation.reuse:
        return
    ranked = sorted(enumerate(translation.reuse), key=lambda item: -len(item[1].speaks_for))[:_REUSED]
    titles = {name: practice.title for name, practice in translation.practices.items()}
    rows = tuple(
        (
            _with_evidence(item),
            worded(item.level) if item.level else "partly open",
            count_at(translation, "reuse", place, "speaks_for"),
            listed([titles.get(name, worded(name)) for name in item.speaks_for]),
        )
        for place, item in ranked
    )
    columns = (Column("Answer, and its evidence", is_wide=True), Column("Rated"), *figures("Speaks for"))
    yield Table((*columns, Column("Such as", is_wide=True)), rows, caption="Answers that can be reused")
    more = len(translation.reuse) - len(rows)
    if more:
        yield Paragraph(f"{more} more can be reused; these speak for most.", tone="note")


def _with_evidence(item: Reused) -> str:
    evidence = listed([entry.title for entry in item.evidence])
    return f"{item.title}\nEvidence: {evidence}" if evidence else item.title


def _conflicts(translation: Translation, given: Given) -> Iterator[Part]:
    if translation.conflicts:
        known = {each.id: each for each in (*given.known, given.framework)}
        yield Paragraph("Not all of this can be true, or a mapping is judged wrong:", tone="warning")
        yield Bullets(tuple(conflict_in_words(item, translation, known) for item in translation.conflicts))


def _to_ask(translation: Translation) -> Iterator[Part]:
    """List the first questions, those that tell most."""
    if not translation.ask:
        yield Paragraph("Nothing is left to ask.")
        return
    rows = []
    for place, question in enumerate(translation.ask[:_ASKED]):
        low, high = shares_at(translation, ("ask", place, "low"), ("ask", place, "high"))
        rows.append((question.title, low, high, points_at(translation, "ask", place, "width")))
    first = Column("Ask next about", is_wide=True)
    columns = (first, *figures("Could be from", "to", "Narrows by"))
    yield Table(columns, tuple(rows), caption="What to ask next, most telling first")
    more = len(translation.ask) - len(rows)
    rest = f" {more} more are open." if more else ""
    yield Paragraph(f"{_ASK}{rest}", tone="note")
