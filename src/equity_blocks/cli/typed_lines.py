"""Lines that are typed or come by a pipe: one for each question, and none of them taken for what it is not."""

import sys

import click

from equity_blocks.cli.exit_codes import BAD
from equity_blocks.cli.item_text import wrapped
from equity_blocks.cli.streams import say

_LONGEST = 40_000
"""Bytes of a line; what is longer is no answer."""
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class Ended(Exception):  # noqa: N818 - no error: somebody stops
    """Nothing more is typed."""

    code = 0


class Refused(Ended):
    """A line of a pipe cannot be used, and the ones behind it might then answer another question."""

    code = BAD


class Lines:
    """What is typed, line by line. In a pipe, what was read is written behind its prompt, so that it can be followed.

    Example:
        >>> Lines().number
        0
    """

    def __init__(self) -> None:
        self.is_typed = _is_terminal()
        self.number = 0

    def ask(self, prompt: str = "") -> str:
        """Give the next line without the spaces around it.

        Args:
            prompt: What is asked for. Default: a sign only.

        Raises:
            Ended: There is none.
        """
        click.echo(f"{prompt}> ", nl=False)
        text = self._next()
        self.number += 1
        if not self.is_typed:
            say(text)
        return text

    def _next(self) -> str:
        raw = self._raw()
        if not raw:
            click.echo()
            raise Ended
        text = raw.decode(sys.stdin.encoding or "utf-8", "replace").replace("\t", " ").strip()
        while len(raw) == _LONGEST and not raw.endswith(b"\n"):
            raw, text = self._raw(), _UNREADABLE
        return text

    def _raw(self) -> bytes:
        return sys.stdin.buffer.readline(_LONGEST) if sys.stdin else b""

    def refuse(self, message: str) -> None:
        """Say why a line cannot be used; in a pipe it is the last one.

        Args:
            message: The reason, and what to do.

        Raises:
            Refused: It came by a pipe.
        """
        for line in wrapped(message):
            say(line, err=not self.is_typed)
        if not self.is_typed:
            say(f"line {self.number} could not be used, and no line behind it was read", err=True)
            raise Refused


def is_text(line: str) -> bool:
    r"""Say whether a line is text that a file may hold: not too long, and without what an arrow key sends.

    Example:
        >>> is_text("Minutes, two sites"), is_text("a\x1b[D")
        (True, False)
    """
    return _UNREADABLE not in line and line.isprintable()


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
