"""Opening what the command line names, with every problem at its line."""

import sys
from collections.abc import Sequence
from typing import Any, TypeVar

from equity_blocks.errors import InvalidDataError, NotFoundError, Problem
from equity_blocks.files.document import Document
from equity_blocks.files.loading import Loaded, read_any, read_assessment, read_framework
from equity_blocks.model import Assessment, Framework, misfits

P = TypeVar("P", bound=Problem)
STDIN = "<stdin>"


def open_framework(source: str) -> Loaded[Framework]:
    """Open a framework by id, by path, or from standard input."""
    return read_framework(STDIN, stdin()) if source == "-" else read_framework(source)


def open_assessment(source: str) -> Loaded[Assessment]:
    """Open an assessment by path, or from standard input."""
    return read_assessment(STDIN, stdin()) if source == "-" else read_assessment(source)


def open_both(file: str, framework: str | None) -> tuple[Loaded[Framework], Loaded[Assessment]]:
    """Open an assessment and the framework that goes with it."""
    assessment = open_assessment(file)
    return fitting(assessment, framework), assessment


def open_any(source: str) -> Loaded[Any]:
    """Open a framework, a block, a scale or an assessment, told by what it holds."""
    return read_any(STDIN, stdin()) if source == "-" else read_any(source)


def fitting(assessment: Loaded[Assessment], framework: str | None) -> Loaded[Framework]:
    """Open the framework that an assessment names, or the one given instead, and make sure that they fit.

    Raises:
        InvalidDataError: They do not fit; every reason has its line in the assessment.
    """
    try:
        opened = open_framework(framework or assessment.noun.framework)
    except NotFoundError as error:
        if framework:
            raise
        hint = "--framework FILE opens one of your own"
        problem = Problem("unknown_framework", str(error), hint, ("framework",))
        raise InvalidDataError([assessment.document.locate(problem)]) from None
    must_fit(opened.noun, assessment)
    return opened


def must_fit(framework: Framework, assessment: Loaded[Assessment]) -> None:
    """Make sure that an assessment fits a framework.

    Raises:
        InvalidDataError: It does not; every reason has its line in the assessment.
    """
    problems = placed(misfits(framework, assessment.noun), assessment.document)
    if problems:
        raise InvalidDataError(problems)


def placed(problems: Sequence[P], document: Document) -> list[P]:
    """Give problems or findings their places, in source order."""
    return sorted((document.locate(problem) for problem in problems), key=lambda p: (p.file, p.line, p.column))


def stdin() -> bytes:
    """Read all of standard input."""
    return sys.stdin.buffer.read()
