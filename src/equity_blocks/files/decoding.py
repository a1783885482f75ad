"""Bytes into text."""

import codecs
import re

from equity_blocks.errors import InvalidDataError, Problem

_ODD_BREAK = re.compile("[\x85\u2028\u2029]")  # line ends to YAML 1.1, plain characters to YAML 1.2

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the next one does
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks, and the encoding that each tells."""


def decoded_text(text: str | bytes, name: str) -> str:
    r"""Read bytes as text: UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.

    Args:
        text: Bytes; or text, of which a byte-order mark is taken off.
        name: What to call the file in messages.

    Raises:
        InvalidDataError: They are no such text, or hold a character that readers take for a line end or not; with its
            place.

    Example:
        >>> decoded_text("\ufeffid: a".encode("utf-16-le"), "a.yaml")
        'id: a'
    """
    decoded = text.removeprefix("\ufeff") if isinstance(text, str) else _decoded(text, name)
    odd = _ODD_BREAK.search(decoded)
    if odd:
        message = f"the invisible character U+{ord(odd[0]):04X} stands here, which readers take for a line end or not"
        raise InvalidDataError([problem_at((name, decoded, odd.start()), "ambiguous_line_break", message, "remove it")])
    return decoded


def problem_at(place: tuple[str, str, int], code: str, message: str, hint: str) -> Problem:
    """Make a problem at a character of a text; the place is the file's name, the text and the index."""
    name, text, index = place
    line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    return Problem(code, message, hint, (), name, line, column)


def _decoded(content: bytes, name: str) -> str:
    mark, encoding = next(((m, e) for m, e in _MARKS if content.startswith(m)), (b"", "utf-8"))
    content = content if encoding != "utf-8" else content.removeprefix(mark)
    if not mark and b"\0" in content[:_FIRST]:
        message = "the file is not UTF-8 text: its first bytes are those of UTF-16 or UTF-32 without a byte-order mark"
        raise InvalidDataError([Problem("not_utf8", message, "save the file as UTF-8", (), name, 1, 1)])
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidDataError([_undecodable(content, encoding, name, error.start)]) from None


def _undecodable(content: bytes, encoding: str, name: str, start: int) -> Problem:
    what = encoding.upper()
    if encoding != "utf-8":
        message = f"the file begins as {what} text does, but byte {start + 1} is none"
        return Problem("not_utf8", message, "save the file as UTF-8", (), name, 1, 1)
    before = content[:start].decode()
    meant = content[start : start + 1].decode("cp1252", "ignore")
    guess = f", in which it is '{meant}'" if meant.isalpha() or meant in _WINDOWS_SIGNS else ""
    hint = f"save the file as UTF-8{'; it seems to be Windows or Latin-1 text' if guess else ''}{guess}"
    message = f"byte 0x{content[start]:02x} is not UTF-8 text"
    return problem_at((name, before, len(before)), "not_utf8", message, hint)


_FIRST = 4
"""Bytes among which there is a zero where letters take two or four bytes each."""

_WINDOWS_SIGNS = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u20ac\u00a7\u00b0\u00bd\u00ab\u00bb")
