"""Records as CSV, in which no spreadsheet finds a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

from equity_blocks.errors import visible

_UNSEEN = r"[\s\ufffd\u00ad\u115f\u1160\u200b-\u200f\u2060-\u2064\u3164]"
_FORMULA = re.compile(rf"(^|[;\t\n]){_UNSEEN}*[=+\-@]")
_WITHIN = _UNSEEN.replace(r"\s", r"\v\f\r\x1c-\x1f\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000")
_STEP = rf"(?<![^;\t\n])(?={{}}'*{_WITHIN}*[=+\-@])|\A(?={{}}'*[\t\n])"
_GUARD, _GUARDED = re.compile(_STEP.format("", "")), re.compile(_STEP.format("'", "'"))
_CUT = ("\t", "\n")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Write rows as CSV with a header; nothing stands where a value is `None`, and flags are `true` and `false`.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, behind spaces and what cannot be seen,
    too, and behind what other spreadsheets take for the end of a cell; numbers stay numbers.

    Args:
        columns: The names of the columns.
        rows: A value for each column.

    Example:
        >>> as_csv(["a", "b", "c"], [("=1+1", -0.5, None)])
        "a,b,c\n'=1+1,-0.5,\n"
    """
    return "".join(_line([inert(_text(cell)) for cell in row]) for row in (columns, *rows))


def guarded(text: str) -> str:
    r"""Put an apostrophe before whatever a spreadsheet would run, so that `unguarded` can take it away again.

    An apostrophe that stands there already gets another one, as `unguarded` takes one.

    Example:
        >>> guarded("=1+1"), guarded("'=1+1"), guarded("a;-b\n@c"), guarded("'tis")
        ("'=1+1", "''=1+1", "a;'-b\n'@c", "'tis")
    """
    text = visible(text)
    starts = [match.start() for match in _GUARD.finditer("".join(map(_plain, text)))]
    for start in reversed(starts):
        text = f"{text[:start]}'{text[start:]}"
    return text


def unguarded(text: str) -> str:
    """Give a text back that `guarded` has made harmless.

    Example:
        >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'tis")
        ('=1+1', "'=1+1", "'tis")
    """
    starts = [match.start() for match in _GUARDED.finditer("".join(map(_plain, text)))]
    for start in reversed(starts):
        text = text[:start] + text[start + 1 :]
    return text


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(row: list[str]) -> str:
    # A writer that ends lines with both characters puts cells with either of them in quotes.
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(row)
    return stream.getvalue().removesuffix("\r\n") + "\n"


def inert(cell: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula, and no terminal for an instruction.

    Example:
        >>> inert("=1+1"), inert("-0.5"), inert("oak")
        ("'=1+1", '-0.5', 'oak')
    """
    text = visible(cell)
    if _NUMBER.fullmatch(text):
        return text
    # Wide and small forms of a sign are signs, too; each is one character in its plain form as well.
    plain = text if text.isascii() else "".join(map(_plain, text))
    starts = [match.end(1) for match in _FORMULA.finditer(plain)]
    starts = [0, *starts] if text.startswith(_CUT) and 0 not in starts else starts
    for start in reversed(starts):
        text = f"{text[:start]}'{text[start:]}"
    return text


def _plain(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain in ("=", "+", "-", "@", ";") else character
