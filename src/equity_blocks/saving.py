"""Write text to a file so that nothing is ever lost half-way."""

import contextlib
import os
import tempfile
from pathlib import Path

from equity_blocks.errors import WouldOverwriteError


def save_text(path: str | Path, text: str, *, overwrite: bool = False) -> Path:
    r"""Write `text` as UTF-8 beside `path`, then put it in place in one move.

    Args:
        path: Where to write. The folder must exist.
        text: The whole content. Line ends are written as `\n`.
        overwrite: Whether an existing file may be replaced. Default: no.

    Returns:
        The path written.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false; it is left as it was.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_text(Path(folder) / "a.txt", "one").read_text()
        'one'
    """
    path = Path(path)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).chmod(_mode(path))
        if overwrite:
            Path(beside).replace(path)
        else:
            _place_new(Path(beside), path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(beside).unlink()
    return path


def _mode(path: Path) -> int:
    """The permissions of the file being replaced, else what a new file of this process would get."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _place_new(beside: Path, path: Path) -> None:
    # A hard link fails when the name is taken, so that no other program can slip a file in between.
    try:
        os.link(beside, path)
    except FileExistsError:
        message = f"{path} exists already; nothing was written (choose another name, or say that it may be replaced)"
        raise WouldOverwriteError(message) from None
    except OSError:  # a file system without hard links
        if path.exists():
            message = f"{path} exists already; nothing was written"
            raise WouldOverwriteError(message) from None
        beside.replace(path)
