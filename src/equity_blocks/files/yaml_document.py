"""Documents: plain data that remembers where each of its parts stood in a file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.model.noun import Noun

P = TypeVar("P", bound=Problem)

MAX_DEPTH = 64
TOO_DEEP = f"values are nested more than {MAX_DEPTH} deep"


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class Marks(NamedTuple):
    """The places of a container and of its keys or entries."""

    file: str
    start: Any
    parts: dict[Any, Any] | list[Any]
    container: Any  # keeps the container alive, so that its id() stays its own


class Document:
    """Plain data with the places it came from.

    Example:
        >>> from equity_blocks.files.yaml_reader import read_yaml
        >>> document = read_yaml("a: [1, no]")
        >>> document.data, document.place(("a", 1))
        ({'a': [1, 'no']}, Place(file='<text>', line=1, column=8))
    """

    def __init__(
        self,
        name: str,
        data: Any,
        marks: dict[int, Marks] | None = None,
        spellings: dict[tuple[int, Any], str] | None = None,
    ) -> None:
        self.name = name
        self.data = data
        self._start = Place(name, 0, 0) if marks is None else Place(name, 1, 1)
        self._marks = marks or {}
        self._spellings = spellings or {}
        self.by_hand = marks is not None
        """Whether people wrote it: JSON and plain data come from programs, which name keys that they leave blank."""

    def spelling(self, key_path: Path) -> str | None:
        """Give a number or a flag as it was written, where that differs from how Python writes it."""
        steps = list(self._steps(key_path))
        return self._spellings.get((id(steps[-1][1]), steps[-1][0])) if steps else None

    def _steps(self, key_path: Path) -> Iterator[tuple[str | int, Any, Any]]:
        """List the parts of a key path that are in the data, each with what it stands in and what stands there."""
        node = self.data
        for part in key_path:
            if isinstance(node, dict | list):
                try:
                    inner = node[part]  # type: ignore[index] # a list has no such text, and then raises
                except (KeyError, IndexError, TypeError):
                    continue  # such as `any_of`, where the short form stands
                yield part, node, inner
                node = inner

    def place(self, key_path: Path) -> Place:
        """Find the place of a key path; where a part is not in the file, the nearest place around it."""
        node, place = self.data, self._start
        for part, around, inner in self._steps(key_path):
            marks, node = self._marks.get(id(around)), inner
            if marks is not None:
                mark: Any = marks.parts[part]  # type: ignore[index] # a part of this very container
                place = Place(marks.file, mark.line + 1, mark.column + 1)
        own = self._marks.get(id(node))
        if own is not None and own.file != place.file:  # a block that was put in from a file of its own
            place = Place(own.file, own.start.line + 1, own.start.column + 1)
        return place

    def locate(self, problem: P) -> P:
        """Give a problem its file, line and column; the lines of its links go into the hint."""
        place = self.place(problem.key_path)
        links = [place for place in map(self.place, problem.links) if place.line]
        where = ", ".join(f"{link.file or 'line'}:{link.line}".replace("line:", "line ") for link in links)
        hint = "; ".join(part for part in (problem.hint, f"see {where}" if where else "") if part)
        steps = list(self._steps(problem.key_path))
        is_inside = bool(steps) and steps[-1][0] == problem.key_path[-1]
        key_path = (*(part for part, _, _ in steps), *(() if is_inside else problem.key_path[-1:]))
        message = self._as_written(problem.message, *steps[-1]) if steps else problem.message
        return replace(
            problem, message=message, hint=hint, key_path=key_path, file=place.file, line=place.line,
            column=place.column,
        )  # fmt: skip

    def _as_written(self, message: str, part: str | int, around: Any, value: Any) -> str:
        """Let a message show a number as the file has it: 1.10, not 1.1."""
        written = self._spellings.get((id(around), part))
        if written is None:
            return message
        number = re.compile(rf"(?<![\w.]){re.escape(str(value))}(?![\w.])")
        return number.sub(lambda _: written, message, count=1)

    def call(self, key_path: Path, written: str) -> None:
        """Let a key path name what stands in the file under another key, such as a title instead of an id."""
        node = self.data
        for part in key_path[:-1]:
            node = node[part]
        marks: Any = self._marks[id(node)].parts
        node[key_path[-1]], marks[key_path[-1]] = node[written], marks[written]

    def graft(self, key_path: Path, other: "Document | Noun") -> None:
        """Put another document's data, its places included, or a noun in place of what stands at a key path."""
        node = self.data
        for part in key_path[:-1]:
            node = node[part]
        node[key_path[-1]] = other.data if isinstance(other, Document) else other
        if isinstance(other, Document):
            self._marks.update(other._marks)
            self._spellings.update(other._spellings)


def plain_document(data: Mapping[str, Any], name: str = "") -> Document:
    """Take over plain data; its places have no lines.

    Args:
        data: Mappings, lists and tuples, and whatever stands in them. It is copied, and never changed.
        name: What to call it in messages.

    Raises:
        InvalidDataError: A key is no text, or values are nested too deep, such as one that stands inside itself.

    Example:
        >>> plain_document({"a": (1, 2)}).data
        {'a': [1, 2]}
    """
    return Document(name, _copy(data, (), name))


def _copy(value: Any, key_path: Path, name: str) -> Any:
    if not isinstance(value, Mapping | list | tuple):
        return value
    if len(key_path) >= MAX_DEPTH:
        raise InvalidDataError([Problem("too_deep", TOO_DEEP, file=name, data={"most": MAX_DEPTH})])
    if not isinstance(value, Mapping):
        return [_copy(part, (*key_path, i), name) for i, part in enumerate(value)]
    odd = next((key for key in value if not isinstance(key, str)), None)
    if odd is not None:
        data = {"found": odd}
        raise InvalidDataError([Problem("odd_key", f"a key must be text, not {odd!r}", "", key_path, name, data=data)])
    return {str(key): _copy(part, (*key_path, key), name) for key, part in value.items()}
