"""Bytes out of files, devices and pipes, never more than a bound; and text out of bytes."""

import codecs
import re
import stat
from pathlib import Path
from typing import BinaryIO

from equity_blocks.errors import FileAccessError, InvalidDataError, NotFoundError, Problem

MAX_BYTES = 20_000_000
"""The most that is read of one file."""


def content_of(path: Path) -> bytes:
    """Read a file, a device or a pipe.

    Raises:
        NotFoundError: There is no such file; the nearest name beside it is given.
        FileAccessError: It is a folder, or the system does not let it be read.
        InvalidDataError: It is larger than `MAX_BYTES`, or has no end.

    Example:
        >>> content_of(Path("frameworks/scales/implementation.yaml"))[:22]
        b'# yaml-language-server'
    """
    try:
        with path.open("rb") as stream:
            return bounded(stream, str(path))
    except FileNotFoundError:
        near = _near_file(path)
        message = f"there is no file {path}" + (f" (did you mean {near}?)" if near else "")
        data = {"found": path, "nearest": (near,) if near else ()}
        raise NotFoundError(message, code="no_file", data=data) from None
    except IsADirectoryError:
        raise FileAccessError(f"{path} is a folder: name a file in it", data={"found": path}) from None
    except NotADirectoryError:
        message = f"there is no file {path}: a part of that path is a file, no folder"
        raise NotFoundError(message, code="no_file", data={"found": path}) from None
    except (OSError, ValueError) as error:
        raise _refused(path, error) from None


def bounded(stream: BinaryIO, name: str) -> bytes:
    """Read a stream up to its end, and no further than the bound.

    Args:
        stream: What is read.
        name: What to call it in messages.

    Raises:
        InvalidDataError: It goes on after `MAX_BYTES`.

    Example:
        >>> from io import BytesIO
        >>> bounded(BytesIO(b"id: a"), "<stdin>")
        b'id: a'
    """
    content = stream.read(MAX_BYTES + 1) or b""
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        raise InvalidDataError([Problem("too_large", message, "", (), name, 1, 1, data={"most": MAX_BYTES})])
    return content


def exists(path: Path) -> bool:
    r"""Say whether a file lies there; a name that no file can have is not an error.

    Raises:
        FileAccessError: The system does not let one look into its folder.

    Example:
        >>> exists(Path("frameworks/hcplan-apm/framework.yaml")), exists(Path("no\0where"))
        (True, False)
    """
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError as error:
        raise _refused(path.parent, error) from None
    except (OSError, ValueError):
        return False


def listed(folder: Path) -> list[Path]:
    """List the YAML files of a folder by name; none where there is no such folder.

    Raises:
        FileAccessError: The system does not let it be read.

    Example:
        >>> [path.name for path in listed(Path("frameworks/scales"))]
        ['ahe-progress.yaml', 'implementation.yaml']
    """
    try:
        return sorted(entry for entry in folder.iterdir() if entry.suffix == ".yaml")
    except PermissionError as error:
        raise _refused(folder, error) from None
    except OSError:
        return []


def _refused(path: Path, error: Exception) -> FileAccessError:
    reason = getattr(error, "strerror", None) or error
    return FileAccessError(f"{path} cannot be read: {reason}", data={"found": path})


def _near_file(path: Path) -> Path | None:
    from difflib import get_close_matches  # only needed once something is wrong

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=1)
    return path.parent / near[0] if near else None


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
