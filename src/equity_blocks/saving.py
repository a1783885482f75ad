"""Write text to a file so that nothing is ever lost half-way."""

import contextlib
import os
import secrets
from pathlib import Path

from equity_blocks.errors import FileAccessError, NotFoundError, WouldOverwriteError


def save_text(path: str | Path, text: str, *, overwrite: bool = False) -> Path:
    r"""Write `text` as UTF-8 beside `path`, then put it in place in one move.

    Args:
        path: Where to write. The folder must exist. Behind a link, the file it leads to is replaced.
        text: The whole content. Line ends are written as `\n`.
        overwrite: Whether an existing file may be replaced. Default: no.

    Returns:
        The path written.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false; it is left as it was.
        NotFoundError: The folder does not exist.
        FileAccessError: The system does not let it be written: denied, no room left, a name that no file can have.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_text(Path(folder) / "a.txt", "one").read_text()
        'one'
    """
    path = Path(path)
    try:
        return _save(path, text, overwrite=overwrite)
    except FileNotFoundError:
        raise NotFoundError(f"{path} cannot be written: there is no folder {path.parent}") from None
    except (OSError, ValueError, RuntimeError) as error:  # the last is how a loop of links is told
        raise FileAccessError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _save(path: Path, text: str, *, overwrite: bool) -> Path:
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.part")
    # Opened like any new file of this process, so that it gets the permissions such files get.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        _place(beside, target, overwrite=overwrite)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
    return path


def _place(beside: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
        return
    # A hard link fails when the name is taken, so that no other program can slip a file in between.
    try:
        os.link(beside, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError:  # a file system without hard links
        if path.exists():
            raise _taken(path) from None
        beside.replace(path)


def _taken(path: Path) -> WouldOverwriteError:
    message = (
        f"{path} exists already; nothing was written (choose another name, or replace it: --force, overwrite=True)"
    )
    return WouldOverwriteError(message)
