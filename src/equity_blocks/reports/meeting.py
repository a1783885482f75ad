"""The sheet for a meeting: the practices that people differ on, with both sides, and room for what they agree on."""

from collections.abc import Iterator, Sequence
from typing import cast

from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.questionnaire import Item, Questionnaire, Side
from equity_blocks.model.result import NOTICE
from equity_blocks.model.vocabulary import Word, vocabulary
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.pictures.blanks import Blanks

TITLE = "What to agree on"
_LEVELS = (Column("Level"), Column("What it means", is_wide=True), Column("Lowest and highest, said by"))
_AGREED = Blanks("What we agree on", ("Level", "By, and when", "Why", ""))


def meeting_sheet(asked: Questionnaire) -> Document:
    """Make the sheet for a meeting of those who answered.

    Args:
        asked: A questionnaire of kind `contested`. Its sides name nobody where people were promised that.

    Returns:
        A section for each contested practice: the question, the levels with who said which, their notes, and blank
        lines for the level, by whom it was agreed, and why. A note stands beside its level, as its side may be several
        people.

    Example:
        >>> sides = (Side("no", "ann", ("Not at our site.",)), Side("yes", "ben"))
        >>> item = Item("p", "Vision", "b", ("B",), "Do you have one?", (), sides=sides)
        >>> [part.text for part in meeting_sheet(Questionnaire("mini", "", 1, "", "Mini", {}, (item,))).parts[2:4]]
        ['1. Vision', 'Do you have one?']
    """
    parts = (*_opening(asked), *(part for i, item in enumerate(asked.items) for part in _item(i + 1, item)))
    return Document(TITLE, _subtitle(asked), parts, NOTICE)


def _subtitle(asked: Questionnaire) -> str:
    edition = f" ({asked.edition})" if asked.edition else ""
    when = f"as of {asked.as_of}" if asked.as_of else "no date given"
    state = () if asked.is_final else ("DRAFT",)
    return " · ".join((*state, asked.organization or "Unnamed organization", f"{asked.title}{edition}", when))


def _opening(asked: Questionnaire) -> Iterator[Part]:
    words = vocabulary({cast("Word", word): title for word, title in asked.terms.items()})
    count = counted(len(asked.items), words.practice, words.practices)
    yield Paragraph(f"People gave answers that are far apart on {count}. Talk about one after the other.", "lead")
    named = "" if asked.promise == "attributed" else " Nobody is named: that is what they were promised."
    yield Paragraph(
        f"A level that is agreed on counts instead of the answers, which stay in the file.{named} Who reads this sheet "
        "learns what single people said: it is for those who meet.",
        "note",
    )


def _item(number: int, item: Item) -> Iterator[Part]:
    yield Heading(f"{number}. {item.title}")
    yield from map(Paragraph, filter(None, (item.question, f"Who can answer: {item.asked_of}." * bool(item.asked_of))))
    yield Table(_LEVELS, tuple(_rows(item)), caption=f"{item.title}: levels, and who said which")
    if notes := tuple(f"{_titled(item, side.level)}: {note}" for side in item.sides for note in side.notes):
        yield Bullets(notes)
    if agreed := item.rating.agreed:
        when = f", {agreed.date.isoformat()}" if agreed.date else ""
        why = f": {agreed.why}" if agreed.why else ""
        yield Paragraph(f"Agreed so far: {_titled(item, str(agreed.level))} (by {agreed.by}{when}){why}", "warning")
    yield _AGREED


def _rows(item: Item) -> Iterator[tuple[str, str, str]]:
    """A row for each level, the lowest first; what somebody said and no level is stands below."""
    said: dict[str, list[Side]] = {}
    for side in item.sides:
        said.setdefault(side.level, []).append(side)
    for choice in item.choices:
        meaning = "" if choice.meaning == choice.title else choice.meaning
        yield choice.title, meaning, _who(said.pop(choice.id, ()))
    for level, sides in said.items():
        yield worded(level), "", _who(sides)


def _who(sides: Sequence[Side]) -> str:
    return enumerated([side.who for side in sides])


def _titled(item: Item, level: str) -> str:
    return next((choice.title for choice in item.choices if choice.id == level), worded(level))
