"""One neutral document: what is said, before anybody decides how it looks."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from equity_blocks.model import Framework, words
from equity_blocks.model.tolerance import EDGE


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
        """The tables in it, in order."""
        return tuple(part for part in self.parts if isinstance(part, Table))


_MINUS = "\N{MINUS SIGN}"
NO_VALUE = "\N{EN DASH}"
"""What stands where there is no value, which is not 0."""


def percent(share: float | None) -> str:
    """Write a share for people: whole percent, halves away from zero.

    Example:
        >>> percent(0.396), percent(0.125), percent(None) == NO_VALUE
        ('40%', '13%', True)
    """
    return NO_VALUE if share is None else f"{int(100 * share + 0.5 + EDGE)}%"


def percents(*shares: float | None) -> tuple[str, ...]:
    """Write shares that are compared: whole percents, and up to two digits more, all alike, until changes show.

    Example:
        >>> percents(0.36, 0.454), percents(0.331, 0.3349), percents(0.33, 0.33)
        (('36%', '45%'), ('33.1%', '33.5%'), ('33%', '33%'))
    """
    found = tuple(map(percent, shares))
    for digits in range(1, _MOST_DIGITS + 1):
        if not _hides_a_change(shares, found):
            break
        found = tuple(NO_VALUE if share is None else f"{_rounded(100 * share, digits):.{digits}f}%" for share in shares)
    return found


def _hides_a_change(shares: Sequence[float | None], said: Sequence[str]) -> bool:
    """Whether two neighbours differ and read the same."""
    known = [(share, text) for share, text in zip(shares, said, strict=True) if share is not None]
    return any(a == b and abs(x - y) > EDGE for (x, a), (y, b) in pairwise(known))


def _rounded(number: float, digits: int) -> float:
    """Halves away from zero, as in whole percents."""
    scale = 10.0**digits
    return int(number * scale + 0.5 + EDGE) / scale


_MOST_DIGITS = 2


def points(share: float | None) -> str:
    """Write a share in points of 100, with one digit, so that parts visibly add up.

    Example:
        >>> points(0.0556), points(None) == NO_VALUE
        ('5.6', True)
    """
    return NO_VALUE if share is None else f"{_tenths(share):.1f}"


def signed_points(change: float | None) -> str:
    """Write a change of a share in points of 100, with one digit and its sign.

    Example:
        >>> signed_points(0.1844), signed_points(-0.0004), signed_points(None) == NO_VALUE
        ('+18.4', '0.0', True)
    """
    return NO_VALUE if change is None else _with_sign(change, f"{abs(_tenths(change)):.1f}")


def whole_points(change: float | None) -> str:
    """Write a change of a share in whole points of 100, with its sign.

    Example:
        >>> whole_points(0.184), whole_points(-0.25) == "\N{MINUS SIGN}25", whole_points(0.001)
        ('+18', True, '0')
    """
    return NO_VALUE if change is None else signed(100 * change)


def signed(number: float) -> str:
    """Write a whole number with its sign, halves away from zero, and 0 without one.

    Example:
        >>> signed(86.7), signed(-0.2)
        ('+87', '0')
    """
    return _with_sign(number, str(int(abs(number) + 0.5 + EDGE)))


def _tenths(share: float) -> float:
    size = int(1000 * abs(share) + 0.5 + EDGE) / 10
    return size if share > 0 else -size or 0.0


def _with_sign(number: float, size: str) -> str:
    return size if not float(size) else f"{'+' if number > 0 else _MINUS}{size}"


def figure(number: float) -> str:
    """Write a published figure: at most two digits after the point, and none that say nothing.

    Example:
        >>> figure(10 / 3), figure(12345.0), figure(0.5)
        ('3.33', '12345', '0.5')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")


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
    return NO_VALUE if name is None else words.worded(name)


def termed(what: Literal["block", "practice"], framework: Framework | None = None) -> str:
    """Give what the framework's source calls a block or a practice, as it stands above a column.

    Example:
        >>> termed("block")
        'Block'
    """
    terms = framework.terms if framework else {}
    return terms.get(what, what.capitalize())


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    Example:
        >>> counted(1, "practice"), counted(2, "practice")
        ('1 practice', '2 practices')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def enumerated(items: Sequence[str]) -> str:
    """Write a list as a sentence does.

    Example:
        >>> enumerated(["a", "b", "c"])
        'a, b and c'
    """
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1]) if part) if items else ""


def lowered(text: str) -> str:
    """Begin with a small letter, but leave an abbreviation as it is.

    Example:
        >>> lowered("Members of the council"), lowered("LGBTQ+ people")
        ('members of the council', 'LGBTQ+ people')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
