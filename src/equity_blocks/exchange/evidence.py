"""Evidence as people list it in a cell: ids of the register, or titles, which become new entries of it."""

import re
import unicodedata
from typing import Any

from equity_blocks.errors import Path

_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_LONGEST = 48


class Register:
    r"""The evidence that a door names, read cell by cell.

    What is written as an id is one; everything else is a title. One title is one entry, however often it stands.

    Example:
        >>> register = Register()
        >>> register.read("board-minutes\nEquity plan 2026", "Answers!J6")
        ['board-minutes', 'equity-plan-2026']
        >>> register.data
        {'evidence': {'equity-plan-2026': {'title': 'Equity plan 2026'}}}
    """

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._named: set[str] = set()
        self.places: dict[Path, str] = {}

    @property
    def data(self) -> dict[str, Any]:
        """The new entries, as an assessment's file has them; empty where there are none."""
        entries = {name: {"title": title} for title, name in self._ids.items()}
        return {"evidence": entries} if entries else {}

    def read(self, text: str, place: str) -> list[str]:
        """Give the ids of what a cell names, one per line, each once.

        Args:
            text: What stands in the cell.
            place: Where, such as `Answers!J6`.
        """
        lines = [line.strip() for line in text.split("\n")]
        return list(dict.fromkeys(self._id(line, place) for line in lines if line))

    def _id(self, line: str, place: str) -> str:
        if _ID.fullmatch(line):
            self._named.add(line)
            return line
        title = " ".join(line.split())
        if title not in self._ids:
            self._ids[title] = name = self._new(title)
            self.places["evidence", name] = place
        return self._ids[title]

    def _new(self, title: str) -> str:
        """An id that says what the title says, and is no other's."""
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        name = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "evidence"
        taken = {*self._ids.values(), *self._named}
        number = 2
        free = name
        while free in taken:
            free, number = f"{name}-{number}", number + 1
        return free
