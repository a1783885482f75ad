"""Write text to a file so that nothing is ever lost half-way."""

import contextlib
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from equity_blocks.errors import FileAccessError, NotFoundError, WouldOverwriteError
from equity_blocks.option_names import option

try:
    import fcntl
except ImportError:  # Windows: there a file that is open cannot be taken away anyway
    fcntl = None  # type: ignore[assignment]


def hash_of(content: bytes) -> str:
    """Give what tells a content from every other one: its SHA-256, in hexadecimal digits.

    Args:
        content: The bytes as they were read, before anything is made of them.

    Example:
        >>> hash_of(b"framework: mini")[:12]
        '6e626bbd6f90'
    """
    return hashlib.sha256(content).hexdigest()


def save_text(path: str | Path, text: str, *, overwrite: bool = False, expected: str | None = None) -> Path:
    r"""Write `text` as UTF-8 beside `path`, then put it in place in one move.

    What a run that was killed has left beside it is cleared away.

    With `expected`, nobody's work is lost: writers that give it wait for one another, and each looks at the file again
    directly before it is replaced. Another program that knows nothing of this, such as an editor, can still write
    between that look and the replacement, which is less than a millisecond. Where a system or a file system has no
    locks, such as Windows, that holds for all writers.

    Args:
        path: Where to write. The folder must exist. Behind a link, the file it leads to is replaced.
        text: The whole content. Line ends are written as `\n`.
        overwrite: Whether an existing file may be replaced; its permissions stay. Default: no.
        expected: The `hash_of` what was read from the file, which may be replaced while it still holds just that.
            Default: whatever it holds, `overwrite` decides.

    Returns:
        The path written.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false; it is left as it was. Or it does not hold what
            was `expected`, or is gone; code `changed_meanwhile`.
        NotFoundError: The folder does not exist.
        FileAccessError: The system does not let it be written: denied, no room left, a name that no file can have; or
            it is a folder or a device, which no file can take the place of.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_text(Path(folder) / "a.txt", "one").read_text()
        'one'
    """
    with _as_our_errors(path):
        content = text.encode()
    return save_bytes(path, content, overwrite=overwrite, expected=expected)


def save_bytes(path: str | Path, content: bytes, *, overwrite: bool = False, expected: str | None = None) -> Path:
    """Write bytes, as `save_text` writes text.

    Args:
        path: Where to write.
        content: The whole content.
        overwrite: Whether an existing file may be replaced. Default: no.
        expected: The `hash_of` what was read from the file, which may be replaced while it still holds just that.

    Returns:
        The path written.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false, or it does not hold what was `expected`.
        NotFoundError: The folder does not exist.
        FileAccessError: The system does not let it be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_bytes(Path(folder) / "a.pdf", b"%PDF").read_bytes()
        b'%PDF'
    """
    with _as_our_errors(path):
        target = _place_of(path)
        _clear(target)
        while not _save(target, content, overwrite=overwrite, expected=expected):
            pass
    return Path(path)


def _save(target: Path, content: bytes, *, overwrite: bool, expected: str | None) -> bool:
    """Write a file and say whether it is in place: who cleared while it was made may have taken it for a leftover."""
    with _beside(target) as (part, handle):
        _fill(handle, content)
        if not part.exists():
            return False
        if expected is None:
            _put(part, target, overwrite=overwrite)
        else:
            with _holding(target, expected):
                _put(part, target, overwrite=True)
    return True


def require_place(path: str | Path, *, overwrite: bool = True) -> None:
    """Make sure that a file could be written there, before it is made.

    Args:
        path: Where to write.
        overwrite: Whether an existing file may be replaced. Default: whether there is one does not matter.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false.
        NotFoundError: The folder does not exist.
        FileAccessError: It has no name, or it is a folder or a device.

    Example:
        >>> require_place("a.yaml")
    """
    with _as_our_errors(path):
        target = _place_of(path)
        if not overwrite and target.exists():
            raise _taken(target)


@contextlib.contextmanager
def _as_our_errors(path: str | Path) -> Iterator[None]:
    """Raise a `FileAccessError` in place of an error of the system."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # the last is raised at a loop of links
        raise FileAccessError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _place_of(path: str | Path) -> Path:
    """Give the file to write: where a link leads, else the path itself."""
    if not str(path):
        raise FileAccessError("nothing can be written: the name of the file is empty")
    names_folder = str(path).endswith(("/", os.sep))
    path = Path(path)
    kind = _kind(path)
    if names_folder and not kind:
        raise _no_folder(path, path)
    if kind == stat.S_IFDIR:
        raise FileAccessError(f"{path} cannot be written: it is a folder; name a file in it")
    if kind not in (0, stat.S_IFREG):
        raise FileAccessError(f"{path} cannot be written: it is a device or a pipe, not a file")
    target = path.resolve() if path.is_symlink() else path
    if _kind(target.parent) != stat.S_IFDIR:
        raise _no_folder(path, target.parent)
    return target


def _no_folder(path: Path, folder: Path) -> NotFoundError:
    message = f"{path} cannot be written: there is no folder {folder}"
    return NotFoundError(message, code="no_folder", data={"found": str(path)})


def _kind(path: Path) -> int:
    """Give the kind of what lies at a path, as `stat.S_IFMT` does; 0 for nothing."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return 0


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[tuple[Path, int]]:
    """Open a new file beside the target; while it is in use it is locked, so that nobody takes it for a leftover."""
    part = target.with_name(f".{target.name[:_LONGEST]}.{secrets.token_hex(_RANDOM)}.part")
    try:
        # Opened like any new file of this process, so that it gets the permissions such files get.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with _locked(handle):
            yield part, handle
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def _locked(handle: int) -> Iterator[None]:
    """Lock an open file until it is put in place, which outlasts its being closed."""
    if fcntl is None:
        yield
        return
    kept = os.dup(handle)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(kept, fcntl.LOCK_EX)
        yield
    finally:
        os.close(kept)


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@contextlib.contextmanager
def _holding(target: Path, expected: str) -> Iterator[None]:
    """Keep other writers out while the target, which still holds what is expected, is replaced."""
    while True:
        try:
            handle = os.open(target, os.O_RDONLY)
        except FileNotFoundError:
            raise changed_meanwhile(target) from None
        with os.fdopen(handle, "rb") as stream, _locked(handle):
            if not _is_at(target, handle):  # replaced by another writer, for whom this one has waited
                continue
            if hash_of(stream.read()) != expected:
                raise changed_meanwhile(target)
            if fcntl is None:  # there a file that is open cannot be replaced
                stream.close()
            yield
            return


def _is_at(target: Path, handle: int) -> bool:
    try:
        return os.path.samestat(target.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _put(part: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        _take_after(part, target)
        part.replace(target)
        return
    # A hard link fails when the name is taken, so that no other program can slip a file in between.
    try:
        os.link(part, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:  # a file system without hard links
        if target.exists():
            raise _taken(target) from None
        part.replace(target)


def _take_after(part: Path, target: Path) -> None:
    """Give a new file the owner and the permissions of the one whose place it takes."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only who owns both, or an administrator, may
            os.chown(part, old.st_uid, old.st_gid)
    part.chmod(old.st_mode & 0o777)


def _clear(target: Path) -> None:
    """Take away what runs that were killed have left beside the target, and nothing that somebody is writing."""
    ours = re.compile(rf"\.{re.escape(target.name[:_LONGEST])}\.[0-9a-f]{{{2 * _RANDOM}}}\.part")
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if ours.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _clear_one(Path(entry.path))


def _clear_one(part: Path) -> None:
    if fcntl is None:
        part.unlink()
        return
    handle = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        part.unlink()
    finally:
        os.close(handle)


def _taken(path: Path) -> WouldOverwriteError:
    message = f"{path} exists already; nothing was written (choose another name, or replace it: {option('overwrite')})"
    return WouldOverwriteError(message)


def changed_meanwhile(path: str | Path) -> WouldOverwriteError:
    """Make the error that says that a file is not what it was when it was read.

    Args:
        path: The file.

    Example:
        >>> changed_meanwhile("a.yaml").code
        'changed_meanwhile'
    """
    message = f"{path} was changed by somebody else since it was read; nothing was written: do it again"
    return WouldOverwriteError(message, code="changed_meanwhile", data={"found": str(path)})


_LONGEST = 50
"""Characters of the target's name in the name of the file beside it."""
_RANDOM = 4
"""Bytes of chance in it."""
