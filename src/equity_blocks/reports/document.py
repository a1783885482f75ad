"""One neutral document: what is said, before anybody decides how it looks."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol, Self, runtime_checkable

from equity_blocks.model import phrases
from equity_blocks.model.figures import NO_VALUE

Unit = Literal["share", "points", "days", "money", "count", "date"]
"""What a figure counts: a share of 1, points of 100, person-days, money, things, or a day."""

_SAFE = ("http://", "https://", "mailto:")


class Value(str):
    """A text that remembers the figure it was made of. `equity_blocks.reports.values` makes them.

    Args:
        text: What people read.
        value: The figure as the result holds it, a day as YYYY-MM-DD; `None`: there is none.
        unit: What it counts.
        path: Where the figure stands in the JSON of its result, as a JSON pointer.
        of: The kind of the result, such as `scorecard`.

    Example:
        >>> text = Value("41%", value=0.408, unit="share", path="/score/value", of="scorecard")
        >>> f"{text} in all", text.path
        ('41% in all', '/score/value')
    """

    __slots__ = ("of", "path", "unit", "value")

    value: float | str | None
    unit: Unit
    path: str
    of: str

    def __new__(cls, text: str, *, value: float | str | None, unit: Unit, path: str, of: str) -> Self:
        """Make the text, and keep beside it where it comes from."""
        made = super().__new__(cls, text)
        made.value, made.unit, made.path, made.of = value, unit, path, of
        return made


class Linked(str):
    """A text that leads somewhere on the web or to a mail address.

    Args:
        text: What people read.
        url: Where it leads; of any other kind than http, https and mailto it becomes empty, and the text stays plain.

    Example:
        >>> Linked("the source", "https://example.org").url, Linked("a trap", "javascript:alert(1)").url
        ('https://example.org', '')
    """

    __slots__ = ("url",)

    url: str

    def __new__(cls, text: str, url: str) -> Self:
        """Make the text, and keep beside it where it leads."""
        made = super().__new__(cls, text)
        made.url = url if url.lower().startswith(_SAFE) else ""
        return made


class Phrase(str):
    """A text joined of pieces that keep what they remember: figures and links inside a sentence.

    Args:
        pieces: Texts, `Value` and `Linked` among them; nothing is put between them.

    Example:
        >>> Phrase("Score ", Value("41%", value=0.408, unit="share", path="/score/value", of="scorecard"), ".")
        'Score 41%.'
    """

    __slots__ = ("pieces",)

    pieces: tuple[str, ...]

    def __new__(cls, *pieces: str) -> Self:
        """Join the pieces, and keep them."""
        made = super().__new__(cls, "".join(pieces))
        made.pieces = pieces
        return made


class Column(NamedTuple):
    """A column of a table.

    Args:
        title: What stands above it.
        align: Where its text stands.
        is_narrow: Whether its text must not be broken over lines.
        is_wide: Whether it takes the room that the others leave.
    """

    title: str
    align: Literal["left", "right"] = "left"
    is_narrow: bool = False
    is_wide: bool = False


def figures(*titles: str) -> tuple[Column, ...]:
    """Make columns of figures, which stand on the right and are never broken over lines.

    Example:
        >>> figures("Days")
        (Column(title='Days', align='right', is_narrow=True, is_wide=False),)
    """
    return tuple(Column(title, "right", is_narrow=True) for title in titles)


class Table(NamedTuple):
    """Rows of text. A cell may have a second line, divided from the first by a line break.

    Args:
        columns: The columns, left to right.
        rows: A cell for each column.
        title: What the table shows; empty where the text around says it.
        caption: The same in a sentence, for who cannot see its place on the page. Default: the title, else the heading.
        is_sortable: Whether readers may want its rows in another order, where the medium lets them. Default: no.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    caption: str = ""
    is_sortable: bool = False


class Heading(NamedTuple):
    """A heading inside the document.

    Args:
        text: What it says.
        level: How deep it stands: 2 below the title, 3 below that. Default: 2.
    """

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph of plain text.

    Args:
        text: What it says.
        tone: `lead` for what is read first, `note` for what is said in passing, `warning` for what must not be missed.
    """

    text: str
    tone: Literal["", "lead", "note", "warning"] = ""


class Bullets(NamedTuple):
    """A list of short texts."""

    items: tuple[str, ...]


@runtime_checkable
class Picture(Protocol):
    """Something drawn where it can be drawn: a tuple in a module of `equity_blocks.reports.pictures`.

    That module's name is its kind: HTML draws it by the template of that name. Where nothing can be drawn, its table
    stands for it; a method `as_mermaid` may give a picture for Markdown besides.
    """

    def as_table(self) -> Table:
        """Say the same in words and figures; of the texts it holds, nothing but the text is looked at."""


Part = Heading | Paragraph | Bullets | Table | Picture


class Document(NamedTuple):
    """A title, parts in order, and the notice that ends every output.

    Args:
        title: What it is.
        subtitle: Whose it is, of when, and whether it is a draft.
        parts: What it says.
        notice: The closing line; empty where nothing was measured.
    """

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    notice: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Give the tables in it, in order."""
        return tuple(part for part in self.parts if isinstance(part, Table))


def spanned(low: Value, high: Value) -> str:
    """Write between what a figure lies; one figure where both ends are the same, no value where one of them is none.

    Example:
        >>> low, high = (Value(f"{n}%", value=n / 100, unit="share", path="/low", of="scorecard") for n in (40, 60))
        >>> str(spanned(low, high)), spanned(low, low)
        ('40% to 60%', '40%')
    """
    if NO_VALUE in (low, high):
        return NO_VALUE
    return low if low == high else Phrase(low, " to ", high)


def bulleted(heading: str, items: Iterable[str]) -> tuple[Part, ...]:
    """List short texts under a heading; nothing where there are none.

    Example:
        >>> bulleted("Roles", ["board"]), bulleted("Roles", [])
        ((Heading(text='Roles', level=2), Bullets(items=('board',))), ())
    """
    texts = tuple(items)
    return (Heading(heading), Bullets(texts)) if texts else ()


def person_days(days: float) -> str:
    """Write person-days: whole ones as they are, others with one digit.

    Example:
        >>> person_days(60.0), person_days(1.875)
        ('60', '1.9')
    """
    return f"{days:.1f}".removesuffix(".0")


def worded(name: str | None) -> str:
    """Write an id as words.

    Example:
        >>> worded("in-place"), worded(None) == NO_VALUE
        ('in place', True)
    """
    return NO_VALUE if name is None else phrases.worded(name)
