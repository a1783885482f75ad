"""The error tree, and problems as data.

A `Problem` says what makes some data unusable, first as fields that a program can read, last as a sentence.
Every error the library raises on purpose is an `EquityBlocksError`; it never prints and never exits.
"""

from dataclasses import dataclass

Path = tuple[str | int, ...]

_CONTROL = (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_MARKED = dict.fromkeys(_CONTROL, "\N{REPLACEMENT CHARACTER}")


def visible(text: str) -> str:
    r"""Take the power out of text that came from outside: what could steer a terminal, or fake a line, becomes a mark.

    Line feeds and tabs stay; other line ends become line feeds.

    Example:
        >>> visible("a\x1b[31mb") == "a\N{REPLACEMENT CHARACTER}[31mb"
        True
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKED)


@dataclass(frozen=True, slots=True)
class Problem:
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

    Example:
        >>> print(Problem("unknown_key", "unknown key 'wieght'", "did you mean 'weight'?", ("blocks", 0, "wieght")))
        blocks[0].wieght: unknown key 'wieght' (did you mean 'weight'?)
    """

    code: str
    message: str
    hint: str = ""
    key_path: Path = ()
    file: str = ""
    line: int = 0
    column: int = 0
    links: tuple[Path, ...] = ()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        start = ": ".join(part for part in (place, dotted(self.key_path)) if part)
        hint = f" ({self.hint})" if self.hint else ""
        return visible(f"{start}: {self.message}{hint}" if start else f"{self.message}{hint}").replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """Something that is allowed but doubtful; the fields are those of a `Problem`.

    Example:
        >>> print(Finding("no_evidence", "3 claims have no current evidence"))
        3 claims have no current evidence
    """


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


class EquityBlocksError(Exception):
    """The root of everything this library raises on purpose.

    Example:
        >>> issubclass(InvalidDataError, EquityBlocksError)
        True
    """


class InvalidDataError(EquityBlocksError):
    """Data cannot be used; `problems` holds every reason found, in source order.

    Example:
        >>> error = InvalidDataError([Problem("empty_file", "the file is empty", file="a.yaml")])
        >>> print(error)
        a.yaml: the file is empty
    """

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        super().__init__(tuple(problems))
        self.problems: tuple[Problem, ...] = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NotFoundError(EquityBlocksError):
    """Something that was named does not exist: a framework, a file, a practice.

    Example:
        >>> print(NotFoundError("no framework is called 'hcplan'"))
        no framework is called 'hcplan'
    """


class WouldOverwriteError(EquityBlocksError):
    """A file exists already and nobody said that it may be replaced.

    Example:
        >>> print(WouldOverwriteError("plan.yaml exists already"))
        plan.yaml exists already
    """


class FileAccessError(EquityBlocksError):
    """A file is there, or could be, but the system does not let it be read or written: denied, locked, no room left.

    Example:
        >>> print(FileAccessError("plan.yaml cannot be written: No space left on device"))
        plan.yaml cannot be written: No space left on device
    """


class UnsuitableError(EquityBlocksError):
    """A request that makes no sense for this data, such as a score of guidance that is never totaled.

    Example:
        >>> print(UnsuitableError("ric-iccop is guidance: it has no score"))
        ric-iccop is guidance: it has no score
    """


class CatalogueWarning(UserWarning):
    """A plug-in, or something in a folder of one's own, cannot be used and is left out of the catalogue.

    Example:
        >>> issubclass(CatalogueWarning, EquityBlocksError)
        False
    """
