"""Text for an encoding that cannot hold all of it: what comes nearest, or an escape where programs read it."""

import codecs
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from equity_blocks.errors import STEERING

if TYPE_CHECKING:
    from equity_blocks.reports.document import Document

SUBSTITUTE = "equity_blocks.substitute"
"""The name under which `codecs` finds the error handler that writes what comes nearest."""

_NEAREST = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00b7\u00ad", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2500\u2501\u2550", "-"),  # lines of tables
    **dict.fromkeys("\u2502\u2503\u2551", "|"),
    **dict.fromkeys("\u2022\u25cf\u25aa", "*"),
    "\u2192": "->", "\u2190": "<-", "\u00d7": "x", "\u2044": "/", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=",
    "\u2248": "~", "\u00b1": "+/-", "\u20ac": "EUR", "\u00a3": "GBP", "\u00df": "ss", "\u1e9e": "SS", "\u00e6": "ae",
    "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L",
    "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D", "\u00fe": "th", "\u00de": "Th", "\u0131": "i",
}  # fmt: skip
_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]")
_YAML_PART = re.compile(r'("(?:\\.|[^"\\])*")|(#[^\n]*)', re.DOTALL)


def writable(text: str, encoding: str) -> str:
    r"""Write for each character that an encoding cannot hold what comes nearest in plain letters and signs, else `?`.

    Args:
        text: Any text, with halves of characters, too.
        encoding: A name that Python knows.

    Raises:
        LookupError: Python knows no such encoding.

    Example:
        >>> writable("a \u2192 \xe9 \u2026", "ascii"), writable("a \u2192 \xe9", "latin-1") == "a -> \xe9"
        ('a -> e ...', True)
    """
    if text.isascii():
        return text
    whole = text if is_universal(encoding) else unicodedata.normalize("NFC", text)  # an accent is held with its letter
    return whole.encode(encoding, SUBSTITUTE).decode(encoding)


def writable_document(document: "Document", encoding: str) -> "Document":
    """Make every text of a document writable, before its columns are measured.

    Example:
        >>> from equity_blocks.reports.document import Document
        >>> writable_document(Document("\u2264 5", "", ()), "ascii").title
        '<= 5'
    """
    return document if is_universal(encoding) else _mapped(document, encoding)


def is_universal(encoding: str) -> bool:
    """Say whether an encoding holds every character.

    Example:
        >>> is_universal("UTF8"), is_universal("cp1252")
        (True, False)
    """
    return codecs.lookup(encoding).name.startswith("utf")


def json_in(text: str, encoding: str) -> str:
    r"""Escape in a JSON document what could steer a terminal, and what an encoding may not hold: the data are the same.

    Example:
        >>> print(json_in('"a\u202eb \u2192"', "utf-8"), json_in('"\u2192"', "cp1252"))
        "a\u202eb →" "\u2192"
    """
    return (_steering() if is_universal(encoding) else _BEYOND_ASCII).sub(_json_escape, text)


def yaml_in(text: str, encoding: str) -> str:
    r"""Escape in YAML what an encoding may not hold, so that it is the same data in every encoding; comments come near.

    Args:
        text: YAML as `equity_blocks.files.writing` writes it: only what stands in double quotes is beyond ASCII.
        encoding: What it will be written in.

    Example:
        >>> print(yaml_in('name: "\u0141" # \u0141', "cp1252"))
        name: "\u0141" # L
    """
    return text if text.isascii() or is_universal(encoding) else _YAML_PART.sub(_yaml_part, text)


@cache
def _steering() -> re.Pattern[str]:
    """Characters that could steer a terminal; so many that the pattern is made only where JSON is printed."""
    return re.compile(f"[{re.escape(''.join(map(chr, (*STEERING, 0x7F))))}]")


def _yaml_part(found: re.Match[str]) -> str:
    text = found[0]
    return _BEYOND_ASCII.sub(_yaml_escape, text) if found[1] else writable(text, "ascii")


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def _yaml_escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - what four digits can say


def _mapped(value: Any, encoding: str) -> Any:
    if isinstance(value, str):
        return writable(value, encoding)
    if isinstance(value, tuple):
        parts = [_mapped(part, encoding) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _substitute(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_nearest, error.object[error.start : error.end])), error.end


def _nearest(character: str) -> str:
    if character in _NEAREST:
        return _NEAREST[character]
    letters = unicodedata.normalize("NFKD", character)
    plain = "".join(_NEAREST.get(letter, letter) for letter in letters)
    return plain.encode("ascii", "ignore").decode() or ("" if unicodedata.combining(character) else "?")


codecs.register_error(SUBSTITUTE, _substitute)
