"""The standard streams: text is written as far as the encoding can hold it, and it is an error where it is lost."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import click

from equity_blocks.errors import FileAccessError, visible
from equity_blocks.reports.encoding import SUBSTITUTE


def say(what: object, *, err: bool = False) -> None:
    """Print a sentence; nothing that it quotes can steer the terminal.

    Args:
        what: The sentence, or an error that has one.
        err: Whether it goes to standard error.
    """
    click.echo(visible(str(what)), err=err)


class Output(io.TextIOBase):
    """Standard output or standard error, whatever has become of it.

    A reader that has gone has read enough: what would follow is dropped, and the command goes on to its own end.

    Args:
        stream: The stream as Python opened it; `None` where it is closed.
        must_arrive: Whether it is an error when text cannot be written. Else it is dropped.
    """

    def __init__(self, stream: TextIO | None, *, must_arrive: bool) -> None:
        super().__init__()
        self._stream = stream
        self._must_arrive = must_arrive
        self._lost = ""
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError):
                stream.reconfigure(errors=SUBSTITUTE)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Name the encoding that text is written in; UTF-8 where nothing can be written."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        """Name what is done about characters that the encoding cannot hold."""
        return SUBSTITUTE

    def writable(self) -> bool:
        """Say that text may be written; what becomes of it is said when it is."""
        return True

    def isatty(self) -> bool:
        """Say whether a person sees at once what is written."""
        return self._stream is not None and self._stream.isatty()

    def fileno(self) -> int:
        """Give the number that the system knows the stream by."""
        if self._stream is None:
            raise io.UnsupportedOperation("the stream is closed")
        return self._stream.fileno()

    def close(self) -> None:
        """Leave the stream open, which is Python's own."""

    def write(self, text: str, /) -> int:
        """Write text.

        Raises:
            FileAccessError: It must arrive, and cannot be written: the stream is closed, or there is no room left.
        """
        if not isinstance(text, str):
            raise TypeError("only text can be written here")
        if text and self._stream is None:
            self._lost = self._lost or "it is closed"
        if text and self._stream:
            with self._watched():
                self._stream.write(text)
        self._raise_if_lost()
        return len(text)

    def flush(self) -> None:
        """Hand over what was written.

        Raises:
            FileAccessError: It must arrive, and cannot be written.
        """
        if self._stream:
            with self._watched():
                self._stream.flush()
        self._raise_if_lost()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._must_arrive = False
            self._drop()
        except (OSError, ValueError) as error:  # the latter: it was closed by a part of this program
            self._lost = getattr(error, "strerror", None) or str(error)
            self._drop()

    def _drop(self) -> None:
        """Let what follows go nowhere, and what Python has kept of what went before."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
        self._stream = None

    def _raise_if_lost(self) -> None:
        if self._lost and self._must_arrive:
            raise FileAccessError(f"standard output cannot be written: {self._lost}")


@contextmanager
def standard_streams() -> Iterator[None]:
    """Put an `Output` in the place of standard output and of standard error."""
    _occupy_closed_numbers()
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Output(kept[0], must_arrive=True), Output(kept[1], must_arrive=False)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept


def _occupy_closed_numbers() -> None:
    """Let no file that is opened get the number of a standard stream that is closed: others write to it by number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
