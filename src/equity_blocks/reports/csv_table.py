"""Tables as CSV."""

import csv
import io
import re
import unicodedata

from equity_blocks.errors import visible
from equity_blocks.reports.document import Table

_UNSEEN = r"[\s\ufffd\u00ad\u115f\u1160\u200b-\u200f\u2060-\u2064\u3164]"
_FORMULA = re.compile(rf"(^|[;\t\n]){_UNSEEN}*[=+\-@]")
_CUT = ("\t", "\n")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def as_csv(table: Table) -> str:
    r"""Write a table as CSV with a header.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, behind spaces and what cannot be seen,
    too, and behind what other spreadsheets take for the end of a cell; numbers stay numbers.

    Example:
        >>> from equity_blocks.reports.document import Column
        >>> as_csv(Table((Column("a"), Column("b")), (("=1+1", "-0.5"),)))
        "a,b\n'=1+1,-0.5\n"
    """
    rows = [[column.title for column in table.columns], *table.rows]
    return "".join(_line([_inert(cell) for cell in row]) for row in rows)


def _line(row: list[str]) -> str:
    # A writer that ends lines with both characters puts cells with either of them in quotes.
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(row)
    return stream.getvalue().removesuffix("\r\n") + "\n"


def _inert(cell: str) -> str:
    """Text that no spreadsheet takes for a formula, and no terminal for an instruction."""
    text = visible(cell)
    if _NUMBER.fullmatch(text):
        return text
    # Wide and small forms of a sign are signs, too; each is one character in its plain form as well.
    plain = text if text.isascii() else "".join(map(_plain, text))
    starts = [found.end(1) for found in _FORMULA.finditer(plain)]
    starts = [0, *starts] if text.startswith(_CUT) and 0 not in starts else starts
    for start in reversed(starts):
        text = f"{text[:start]}'{text[start:]}"
    return text


def _plain(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain in ("=", "+", "-", "@", ";") else character
