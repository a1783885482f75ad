"""What stands where in a workbook: its sheets, its columns, and the words of its drop-downs, for both directions."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from equity_blocks.model.questionnaire import Choice, Item, Questionnaire

START, ANSWERS, PARTS, LEVELS, SUMMARY, PLAN, LISTS, META = (
    "Start here", "Answers", "Parts", "Levels", "Summary", "Plan", "Lists", "_meta",
)  # fmt: skip
"""The sheets, in their order."""

FORMAT = "equity-blocks/workbook/1"
"""What the metadata calls the way in which a workbook is laid out."""

KEYS_BEGIN = "eb."
"""Marks the hidden row that names the columns, whatever else people insert."""

KEY_ROW, FIRST = 3, 5
"""The hidden row of keys, from 0, and the first row below the headings."""

Look = Literal["id", "given", "text", "list", "level", "date", "number"]


class Column(NamedTuple):
    """A column of a sheet that people fill in.

    Args:
        key: Its name for reading, without `eb.`.
        heading: What people read.
        width: In characters.
        look: What stands in it: an `id`, text that is `given`, or what is filled in; `number` is a hidden helper.
        help: What people read when they choose a cell; at most 255 characters.
    """

    key: str
    heading: str
    width: float
    look: Look
    help: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether people fill it in."""
        return self.look not in ("id", "given", "number")


HELPERS = ("block", "weight", "value", "answered", "scope", "product", "low", "high", "rated")
"""The hidden columns that the summary adds up."""

_ID = Column("id", "id", 4, "id")
_LEVEL_HELP = "Choose a level. What each one means here stands in the note of this cell and on the sheet Levels."
_REASON_HELP = "Why it does not apply, or is not pursued. Without a reason the status says nothing."
_ANSWERED = (
    Column("level", "Level", 17, "level", _LEVEL_HELP),
    Column("status", "Status", 15, "list", "Only where there is no level: unknown, or does not apply."),
    Column("reason", "Reason", 26, "text", _REASON_HELP),
)
_PLANNED = (
    Column("target", "Target", 15, "level", "The level to aim for. Blank: what the targets of the assessment say."),
    Column("importance", "Importance", 12, "list", "This organization's own priority."),
    Column("feasibility", "Feasibility", 12, "list", "How able this organization is to do it now."),
    Column("decision", "Decision", 12, "list", "pursue: it is planned; later: it is not, for now."),
    Column("owner", "Owner", 18, "text", "Who leads it here."),
)
_SHOWN = (
    Column("evidence", "Evidence", 30, "text", "What shows it, one per line: its title, or its id in the register."),
    Column("note", "Note", 34, "text", "What else should be known."),
)
_SETTLED = (
    Column("sides", "What was said", 44, "given"),
    Column("level", "Agreed level", 17, "level", _LEVEL_HELP),
    Column("by", "Agreed by", 22, "text", "Who settled on it, such as: steering group."),
    Column("date", "Agreed on", 13, "date", "The day, such as 2026-09-12."),
    Column("why", "Why", 36, "text", "Their reason."),
)


def answer_columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """List the columns of the sheet Answers, the hidden ones for figures aside.

    Example:
        >>> asked = Questionnaire("mini", "1", 1, "f", "Mini", {}, (), kind="contested")
        >>> [column.key for column in answer_columns(asked)]
        ['id', 'blocks', 'title', 'question', 'help', 'sides', 'level', 'by', 'date', 'why']
    """
    terms = questionnaire.terms
    given = [
        _ID,
        Column("blocks", terms.get("block", "Block"), 22, "given"),
        Column("title", terms.get("practice", "Practice"), 26, "given"),
        Column("question", "Question", 54, "given"),
        Column("help", "Help", 8, "given"),
    ]
    if any(item.reference for item in questionnaire.items):
        given.append(Column("reference", "Last time", 15, "given"))
    if questionnaire.kind == "contested":
        return (*given, *_SETTLED)
    planned = _PLANNED if questionnaire.kind == "owner" else ()
    return (*given, *_ANSWERED, *planned, *_SHOWN)


def part_columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """List the columns of the sheet Parts: one row for each criterion of a practice."""
    return (
        _ID,
        Column("part", "part", 4, "id"),
        Column("title", questionnaire.terms.get("practice", "Practice"), 34, "given"),
        Column("criterion", "Part", 64, "given"),
        Column("level", "Level", 18, "level", "Choose a level, or unknown. Then leave the level of the whole blank."),
        Column("of", "of", 4, "number"),
        Column("value", "value", 4, "number"),
    )


def lists_of(items: Iterable[Item]) -> dict[tuple[Choice, ...], int]:
    """Number the different lists of levels, by what they say and count and not by what levels mean here.

    Example:
        >>> yes = (Choice("no", "No", "Nothing", 0.0), Choice("yes", "Yes", "All of it", 1.0))
        >>> list(lists_of([Item("p", "P", "b", ("B",), "?", yes)]).values())
        [1]
    """
    numbers: dict[tuple[Choice, ...], int] = {}
    for item in items:
        numbers.setdefault(bare(item.choices), len(numbers) + 1)
    return numbers


def bare(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Give levels without what they mean for one practice, so that equal lists are equal.

    Example:
        >>> bare([Choice("no", "No", "Nothing", 0.0)])
        (Choice(id='no', title='No', meaning='', value=0.0),)
    """
    return tuple(choice._replace(meaning="") for choice in choices)


def look_of(column: Column, item: Item) -> str:
    """Name the format of a cell of a column."""
    looks = {"id": "hidden", "given": "given", "number": "hidden", "date": "input_date"}
    if column.look == "level" and item.range:
        return "input_number"
    return looks.get(column.look, "input")
