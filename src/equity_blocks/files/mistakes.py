"""Mistakes in hand-written YAML: what was meant where the parser stumbles, at the line where the mistake is.

A parser notices a mistake where nothing fits any more, which may be many lines later. So each kind that people make is
looked for in the lines before, mended, and the text parsed again: where that takes the parser further, it was this one.
"""

import re
from collections.abc import Callable
from unicodedata import category

from equity_blocks.files.mistake_finders import FINDERS, HIDING, Mistake
from equity_blocks.model.characters import named

_WINDOW = 100
"""Lines before the place where the parser stumbles that are looked at."""

_AFTER = 2
"""Lines after that place that are parsed with them, so that one sees whether the parser gets past it."""

_LONGEST_LINE = 2_000
"""Characters of the longest line that is looked at."""

_TRIALS = 30
"""Most mended texts that are parsed for one kind of mistake."""


Stops = Callable[[str], int | None]
"""Says at which line, from 0, the parser stumbles over a text; `None` where it does not."""


def mistake_in(text: str, began: int, noticed: int, stops: Stops) -> Mistake | None:
    r"""Find the mistake that makes a text unreadable.

    Args:
        text: The text.
        began: The line, from 0, at which what the parser was reading began.
        noticed: The line, from 0, at which it stumbled.
        stops: Parses a text and says where it stumbles.

    Returns:
        The mistake; `None` where mending none of those that are known takes the parser further.

    Example:
        >>> mistake_in("title Mini\nscale: s\n", 0, 1, lambda text: None if "title: Mini" in text else 1).message
        "a colon is missing after 'title'"
    """
    lines = text.split("\n")
    last = min(noticed, len(lines) - 1)
    near = max(0, last - _WINDOW)
    window = [*range(min(began, near), min(began + _AFTER, near)), *range(near, last + 1)]
    before, after = _part(lines, window[0], noticed, stops)
    part, window = lines[before:after], [i - before for i in window]
    window = [i for i in window if len(part[i]) <= _LONGEST_LINE and not part[i].lstrip().startswith("#")]
    found = _odd_space(part, window, stops, noticed - before) or _mended(part, window, stops, noticed - before)
    return found._replace(line=found.line + before) if found else None


def _part(lines: list[str], first: int, noticed: int, stops: Stops) -> tuple[int, int]:
    """Say from which line to which a text has to be parsed: a key at the very left begins anew, outside of quotes."""
    after = min(len(lines), noticed + 1 + _AFTER)
    before = next((i for i in range(first, 0, -1) if lines[i][:1].isalnum()), 0)
    return (before if stops("\n".join(lines[before:after])) == noticed - before else 0), after


def _mended(lines: list[str], window: list[int], stops: Stops, noticed: int) -> Mistake | None:
    for find in FINDERS:
        mistakes = [mistake for i in reversed(window) for mistake in find(lines, i)]
        for mistake in mistakes[:_TRIALS]:
            at = stops("\n".join([*lines[: mistake.line], mistake.mended, *lines[mistake.line + 1 :]]))
            # A quote or a bracket that is not closed may hide another one; what follows a wrong mend stumbles at once.
            if at is None or at > (mistake.line + 1 if find in HIDING else noticed):
                return mistake
    return None


def _odd_space(lines: list[str], window: list[int], stops: Stops, noticed: int) -> Mistake | None:
    """A tab, a no-break space or the like, where only a plain space separates; often there are several."""
    mended = list(lines)
    first: Mistake | None = None
    for i in window:
        for at in reversed(odd_spaces(lines[i])):
            line = mended[i]
            mended[i] = line[:at] + _plain_space(line, at) + line[at + 1 :]
        if first is None and mended[i] != lines[i]:
            at = odd_spaces(lines[i])[0]
            what = named(lines[i][at])
            said, hint = f"{what} stands where only a space separates", "type a plain space instead"
            if not lines[i][:at].strip():
                said, hint = f"{what} stands at the beginning of this line", "indent with spaces only"
            first = Mistake(i, at, said, hint, mended[i])
    if first is None:
        return None
    stop = stops("\n".join(mended))
    is_there = first.line == noticed and "\t" in lines[noticed][: first.column + 1]
    return first if stop is None or stop > noticed or is_there else None


_SEPARATES = re.compile(r"(?<=[:-])\s+")


def odd_spaces(line: str) -> list[int]:
    """Give the places of a line where something else than a space separates: indents it, or follows a colon or dash."""
    start = next((i for i, character in enumerate(line) if not _is_space(character)), 0)
    spans = [range(start), *(range(*found.span()) for found in _SEPARATES.finditer(line))]
    return sorted({i for span in spans for i in span if line[i] != " "})


def _is_space(character: str) -> bool:
    return character.isspace() or category(character) == "Cf"


def _plain_space(line: str, at: int) -> str:
    """What stands for an odd space: a tab that indents is as wide as two, and what is invisible has no width."""
    if line[at] == "\t" and not line[:at].strip():
        return "  "
    return " " if line[at].isspace() else ""
