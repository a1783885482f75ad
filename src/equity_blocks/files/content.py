"""Bytes out of files, devices and pipes: never more than a bound, and every refusal told."""

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
        raise NotFoundError(message) from None
    except IsADirectoryError:
        raise FileAccessError(f"{path} is a folder: name a file in it") from None
    except NotADirectoryError:
        raise NotFoundError(f"there is no file {path}: a part of that path is a file, no folder") from None
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
        raise InvalidDataError([Problem("too_large", message, "", (), name, 1, 1)])
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
    return FileAccessError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}")


def _near_file(path: Path) -> Path | None:
    from difflib import get_close_matches  # only needed once something is wrong

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=1)
    return path.parent / near[0] if near else None
