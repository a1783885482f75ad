"""Text that is no YAML: the mistake that somebody made, at its line; else what the parser says, at its own.

A parser notices a mistake where nothing fits any more, which may be many lines later. So each kind that people make is
looked for in the lines before, mended, and the text parsed again: where that takes the parser further, it was this one.
"""

import re
from collections.abc import Callable
from typing import Any
from unicodedata import category

import yaml

from equity_blocks.errors import Problem
from equity_blocks.files.content import problem_at
from equity_blocks.files.mistake_finders import FINDERS, HIDING, Mistake
from equity_blocks.files.yaml_document import MAX_DEPTH, TOO_DEEP
from equity_blocks.model.did_you_mean import named

Stops = Callable[[str], int | None]
"""Says at which line, from 0, the parser stumbles over a text; `None` where it does not."""


def unreadable(error: Exception, name: str, text: str, parser: Any) -> Problem:
    """Tell why text is no YAML: the mistake that was made, at its line; else what the parser says, at its own.

    Args:
        error: What the parser raised.
        name: What to call the file.
        text: What was read.
        parser: The parser, a class of PyYAML.
    """
    if isinstance(error, yaml.reader.ReaderError):
        message = f"this is not readable YAML: {error.reason}"
        return problem_at((name, text, error.position), "not_yaml", message, "remove it")
    if not isinstance(error, yaml.MarkedYAMLError):
        message = f"this is not readable YAML: {' '.join(str(error).split())}"
        return Problem("not_yaml", message, file=name, line=1, column=1)
    words = " ".join(part for part in (error.context, error.problem) if part)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines() or [""]
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    if "nesting depth" in words:  # since 0.2.6 libyaml has a bound of its own, and may meet it first as it reads ahead
        return Problem("too_deep", TOO_DEEP, "", (), name, line + 1, column + 1, data={"most": MAX_DEPTH})
    began = error.context_mark or mark
    mistake = mistake_in(text, began.line, mark.line, _stops(parser)) if began and mark else None
    if mistake:
        return Problem("not_yaml", mistake.message, mistake.hint, (), name, mistake.line + 1, mistake.column + 1)
    return _in_its_words(error, words, name, (line, column))


def _in_its_words(error: yaml.MarkedYAMLError, words: str, name: str, place: tuple[int, int]) -> Problem:
    """Tell what the parser says, with what usually makes it say so."""
    began, mark = error.context_mark, error.problem_mark
    line, column = place
    if began and (error.context or "").endswith(("a simple key", "a quoted scalar")):
        line, column = began.line, began.column
    elif began and mark and began.line != mark.line:
        words += f", begun at line {began.line + 1}"
    hint = next((hint for cause, hint in _CAUSES.items() if cause in words), "")
    return Problem("not_yaml", f"this is not readable YAML: {words}", hint, (), name, line + 1, column + 1)


_INSIDE = "inside [ ] and { }, text that contains a comma, colon or bracket needs quotes"
_NEIGHBOURS = "text after closing quotes, or a line that is not indented like its neighbours, is the usual cause"
_CAUSES = {
    "mapping values are not allowed": "text that contains ': ' needs quotes",
    "cannot start any token": "text that starts with a special character, or a tab, is the usual cause; "
    "put quotes around the text",
    "unknown escape character": 'inside "double quotes" a backslash has a meaning of its own: write it twice, or use '
    "single quotes",
    "did not find expected key": _NEIGHBOURS,
    "did not find expected '-'": _NEIGHBOURS,
    "did not find expected ',' or": _INSIDE,
    "did not find expected <document start>": _INSIDE,
    "found unexpected end of stream": "a quote that is not closed is the usual cause",
}
"""What the parser says, and what usually makes it say so."""


def _stops(parser: Any) -> Stops:
    """Say where a parser of PyYAML stumbles over a text."""

    def stops(text: str) -> int | None:
        loader = parser(text)
        try:
            while loader.get_event() is not None:
                pass
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            return mark.line if mark else 0
        except (yaml.YAMLError, ValueError):
            return 0
        finally:
            loader.dispose()
        return None

    return stops


_WINDOW = 100
"""Lines before the place where the parser stumbles that are looked at."""

_AFTER = 2
"""Lines after that place that are parsed with them, so that one sees whether the parser gets past it."""

_LONGEST_LINE = 2_000
"""Characters of the longest line that is looked at."""

_TRIALS = 30
"""Most mended texts that are parsed for one kind of mistake."""


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
    mistake = _odd_space(part, window, stops, noticed - before) or _mended(part, window, stops, noticed - before)
    return mistake._replace(line=mistake.line + before) if mistake else None


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
            message, hint = f"{what} stands where only a space separates", "type a plain space instead"
            if not lines[i][:at].strip():
                message, hint = f"{what} stands at the beginning of this line", "indent with spaces only"
            first = Mistake(i, at, message, hint, mended[i])
    if first is None:
        return None
    stop = stops("\n".join(mended))
    is_there = first.line == noticed and "\t" in lines[noticed][: first.column + 1]
    return first if stop is None or stop > noticed or is_there else None


_SEPARATES = re.compile(r"(?<=[:-])\s+")


def odd_spaces(line: str) -> list[int]:
    """Give the places of a line where something else than a space separates: indents it, or follows a colon or dash."""
    start = next((i for i, character in enumerate(line) if not _is_space(character)), 0)
    spans = [range(start), *(range(*gap.span()) for gap in _SEPARATES.finditer(line))]
    return sorted({i for span in spans for i in span if line[i] != " "})


def _is_space(character: str) -> bool:
    return character.isspace() or category(character) == "Cf"


def _plain_space(line: str, at: int) -> str:
    """What stands for an odd space: a tab that indents is as wide as two, and what is invisible has no width."""
    if line[at] == "\t" and not line[:at].strip():
        return "  "
    return " " if line[at].isspace() else ""
