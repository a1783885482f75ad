"""Errors, and problems as data.

A `Problem` says what makes some data unusable, first as fields that a program can read, last as a sentence.
Every error the library raises on purpose is an `EquityBlocksError`; it never prints and never exits.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from equity_blocks.showing import Shown, ShownTuple

Path = tuple[str | int, ...]
V = TypeVar("V")


class FrozenDict(dict[str, V]):
    """A mapping that cannot be changed; equal to a plain `dict` with the same items.

    Example:
        >>> FrozenDict(a=1)["a"]
        1
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        message = "this mapping is read-only; make a changed copy with replace()"
        raise TypeError(message)

    def __hash__(self) -> int:  # type: ignore[override]  # what cannot be changed can be a key
        return hash(frozenset(self.items()))

    if not TYPE_CHECKING:
        __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, V]]]:
        return type(self), (dict(self),)


def plain_data(value: Any) -> Any:
    """Give a value as read-only data that JSON can hold: mappings, tuples, text, numbers, flags and `None`.

    Example:
        >>> plain_data({"allowed": ["a", "b"]})
        {'allowed': ('a', 'b')}
    """
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, float):
        return float(value) if isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return FrozenDict({str(key): plain_data(part) for key, part in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(plain_data, value))
    return str(value)


_SURROGATES = range(0xD800, 0xE000)
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
_CONTROL = (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))
_TAGS = (0xE0001, *range(0xE0020, 0xE0080))
STEERING = (*_CONTROL, 0x2028, 0x2029, *_TURNING, 0xFEFF, *range(0xFFF9, 0xFFFC), *_SURROGATES, *_TAGS)
"""Characters that show nothing and change how others are shown: escapes, line ends, what turns the direction of text
round, marks for programs; and halves of characters, which no file can hold. Line feeds and tabs are none of them."""
_MARKED = dict.fromkeys(STEERING, "\N{REPLACEMENT CHARACTER}")


def visible(text: str) -> str:
    r"""Take the power out of text that came from outside: what could steer a terminal, or fake a line, becomes a mark.

    Line feeds and tabs stay; other line ends become line feeds.

    Example:
        >>> visible("a\x1b[31mb") == "a\N{REPLACEMENT CHARACTER}[31mb"
        True
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKED)


@dataclass(frozen=True, slots=True)
class Problem(Shown):
    """One reason why data cannot be used, with its place.

    Args:
        code: Stable name of the kind of problem, such as `unknown_key`; safe to branch on.
        message: What was found and what is allowed, in one sentence.
        hint: What to do about it, such as the nearest match; empty when there is nothing to add.
        key_path: Keys and list positions from the top of the data down to the place.
        file: The file's name; empty when the data came from Python.
        line: Line in the file, from 1; 0 when unknown.
        column: Column in the line, from 1; 0 when unknown.
        links: Key paths of other places that belong to the problem, such as the links of a loop.
        data: The facts of the message, read-only and as JSON can hold them: `found`, `allowed`, `nearest`, and what the
            kind of problem needs besides (see docs/problems.md).
        place: Where it stands in a file that has no lines, such as `Answers!C7`; empty when it has, or is unknown.

    `dataclasses.asdict` gives all of it for JSON, and `Problem(**...)` takes that back.

    Example:
        >>> problem = Problem("unknown_key", "unknown key 'wieght'", "did you mean 'weight'?", ("blocks", 0, "wieght"),
        ...     data={"found": "wieght", "nearest": ["weight"]})
        >>> print(problem)
        blocks[0].wieght: unknown key 'wieght' (did you mean 'weight'?)
        >>> problem.data["nearest"]
        ('weight',)
    """

    code: str
    message: str
    hint: str = ""
    key_path: Path = ()
    file: str = ""
    line: int = 0
    column: int = 0
    links: tuple[Path, ...] = ()
    data: Mapping[str, Any] = field(default_factory=FrozenDict, hash=False)
    place: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key_path", tuple(self.key_path))
        object.__setattr__(self, "links", tuple(map(tuple, self.links)))
        object.__setattr__(self, "data", plain_data(self.data))

    def __str__(self) -> str:
        line = f"{self.line}:{self.column}"
        file = f"{self.file} {self.place}".strip()
        place = file if not self.line else f"{file}:{line}" if file else f"line {line}"
        sentence = _ENDLESS.sub(_shortened, self.message + (f" ({self.hint})" if self.hint else ""))
        key_path = tuple(_ENDLESS.sub(_shortened, f"'{p}'")[1:-1] if isinstance(p, str) else p for p in self.key_path)
        parts = (place, dotted(key_path), sentence)
        return visible(": ".join(part for part in parts if part)).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """Something that is allowed but doubtful; the fields are those of a `Problem`.

    Example:
        >>> print(Finding("no_evidence", "3 claims have no current evidence"))
        3 claims have no current evidence
    """


_ENDLESS = re.compile(r"'[^']{200,}'|\S{200,}")
"""What somebody pasted: longer than any id or level can be."""

_KEPT = 60


def _shortened(match: re.Match[str]) -> str:
    text = match[0]
    return f"{text[:_KEPT]}...{text[-1] if text[0] == text[-1] else ''}"


def dotted(key_path: Path) -> str:
    """Write a key path as people read it.

    Example:
        >>> dotted(("blocks", 0, "practices", 2, "title"))
        'blocks[0].practices[2].title'
    """
    text = ""
    for part in key_path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class EquityBlocksError(Shown, Exception):
    """The root of everything this library raises on purpose.

    Args:
        message: What is wrong and what to do about it, for people.
        code: Stable name of the kind of error, safe to branch on. Default: that of the class.
        data: The facts of the message, as in `Problem.data`.

    Example:
        >>> error = NotFoundError("no framework is called 'hcplan'", code="unknown_framework")
        >>> error.code, NotFoundError("nothing").code
        ('unknown_framework', 'not_found')
    """

    code: str = "error"
    data: Mapping[str, Any] = FrozenDict()

    def __init__(self, message: str = "", *, code: str = "", data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.data = plain_data(data or {})

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Make an error that says what a problem says, with its code and data.

        Example:
            >>> NotFoundError.of(Problem("unknown_level", "there is no level 'x'")).code
            'unknown_level'
        """
        return cls(str(problem), code=problem.code, data=problem.data)


class InvalidDataError(EquityBlocksError):
    """Data cannot be used; `problems` holds every reason found, in source order.

    Example:
        >>> error = InvalidDataError([Problem("empty_file", "the file is empty", file="a.yaml")])
        >>> print(error)
        a.yaml: the file is empty
    """

    code = "invalid_data"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.args: tuple[Any, ...] = (tuple(problems),)
        self.problems: tuple[Problem, ...] = ShownTuple(problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NotFoundError(EquityBlocksError):
    """Something that was named does not exist: a framework, a file, a practice.

    Example:
        >>> print(NotFoundError("no framework is called 'hcplan'"))
        no framework is called 'hcplan'
    """

    code = "not_found"


class WouldOverwriteError(EquityBlocksError):
    """A file exists already and nobody said that it may be replaced.

    Example:
        >>> print(WouldOverwriteError("plan.yaml exists already"))
        plan.yaml exists already
    """

    code = "would_overwrite"


class FileAccessError(EquityBlocksError):
    """A file is there, or could be, but the system does not let it be read or written: denied, locked, no room left.

    Example:
        >>> print(FileAccessError("plan.yaml cannot be written: No space left on device"))
        plan.yaml cannot be written: No space left on device
    """

    code = "file_access"


class UnsuitableError(EquityBlocksError):
    """A request that makes no sense for this data, such as a score of guidance that is never totaled.

    Example:
        >>> print(UnsuitableError("ric-iccop is guidance: it has no score"))
        ric-iccop is guidance: it has no score
    """

    code = "unsuitable"


class CatalogueWarning(UserWarning):
    """A plug-in, or something in a folder of one's own, cannot be used and is left out of the catalogue.

    Example:
        >>> issubclass(CatalogueWarning, EquityBlocksError)
        False
    """
