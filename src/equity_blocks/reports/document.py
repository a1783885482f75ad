"""One neutral document: what is said, before anybody decides how it looks."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from equity_blocks.model import phrases
from equity_blocks.model.figures import NO_VALUE


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
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


class Heading(NamedTuple):
    """A heading inside the document."""

    text: str


class Paragraph(NamedTuple):
    """A paragraph of plain text."""

    text: str


class Bullets(NamedTuple):
    """A list of short texts."""

    items: tuple[str, ...]


Part = Heading | Paragraph | Bullets | Table


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


def bulleted(heading: str, items: Iterable[str]) -> tuple[Part, ...]:
    """List short texts under a heading; nothing where there are none.

    Example:
        >>> bulleted("Roles", ["board"]), bulleted("Roles", [])
        ((Heading(text='Roles'), Bullets(items=('board',))), ())
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
