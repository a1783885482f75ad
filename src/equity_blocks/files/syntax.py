"""What the YAML parser stumbles over, told so that people find and mend it."""

from typing import Any

import yaml

from equity_blocks.errors import Problem
from equity_blocks.files.decoding import problem_at
from equity_blocks.files.mistakes import Stops, mistake_in

MAX_DEPTH = 64
TOO_DEEP = f"values are nested more than {MAX_DEPTH} deep"


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
    said = " ".join(part for part in (error.context, error.problem) if part)
    found = error.problem_mark or error.context_mark
    line, column = (found.line, found.column) if found else (0, 0)
    lines = text.splitlines() or [""]
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    if "nesting depth" in said:  # since 0.2.6 libyaml has a bound of its own, and may meet it first as it reads ahead
        return Problem("too_deep", TOO_DEEP, "", (), name, line + 1, column + 1)
    began = error.context_mark or found
    mistake = mistake_in(text, began.line, found.line, _stops(parser)) if began and found else None
    if mistake:
        return Problem("not_yaml", mistake.message, mistake.hint, (), name, mistake.line + 1, mistake.column + 1)
    return _in_its_words(error, said, name, (line, column))


def _in_its_words(error: yaml.MarkedYAMLError, said: str, name: str, place: tuple[int, int]) -> Problem:
    """Tell what the parser says, with what usually makes it say so."""
    began, found = error.context_mark, error.problem_mark
    line, column = place
    if began and (error.context or "").endswith(("a simple key", "a quoted scalar")):
        line, column = began.line, began.column
    elif began and found and began.line != found.line:
        said += f", begun at line {began.line + 1}"
    hint = next((hint for words, hint in _CAUSES.items() if words in said), "")
    return Problem("not_yaml", f"this is not readable YAML: {said}", hint, (), name, line + 1, column + 1)


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
