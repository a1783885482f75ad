"""Frameworks as an organization uses them: changed by the tailoring that the command was given or a file names."""

from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from equity_blocks.cli.open_inputs import (
    STDIN,
    located,
    open_assessment,
    open_framework,
    open_framework_of,
    open_tailoring,
    require_fit_at_lines,
)
from equity_blocks.cli.options import TAILORING
from equity_blocks.errors import Finding, InvalidDataError, NotFoundError, Problem
from equity_blocks.files import opening
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework

if TYPE_CHECKING:
    from equity_blocks.model.tailoring import Tailoring


def open_tailored(source: str) -> Loaded[Framework]:
    """Open a framework, and tailor it where the command was given a tailoring."""
    return as_tailored(open_framework(source))


def open_both(file: str, framework: str | None) -> tuple[Loaded[Framework], Loaded[Assessment]]:
    """Open an assessment and the framework that goes with it, and make sure that they fit."""
    assessment = open_assessment(file)
    opened = as_tailored(open_framework_of(assessment, framework), assessment)
    return opened, require_fit_at_lines(opened.noun, assessment)


def open_fitting_framework(assessment: Loaded[Assessment], framework: str | None) -> Loaded[Framework]:
    """Open the framework that an assessment names, or the one given instead, and make sure that they fit.

    Raises:
        InvalidDataError: They do not fit; every reason has its line in the assessment.
    """
    opened = as_tailored(open_framework_of(assessment, framework), assessment)
    require_fit_at_lines(opened.noun, assessment)
    return opened


def as_tailored(framework: Loaded[Framework], assessment: Loaded[Assessment] | None = None) -> Loaded[Framework]:
    """Tailor a framework where the command was given a tailoring, or the assessment names one.

    Raises:
        InvalidDataError: The tailoring cannot be used or does not fit; every reason has its line in the tailoring.
    """
    return tailored(framework, tailoring_for(assessment) if assessment else given_tailoring())


def tailoring_for(assessment: Loaded[Assessment]) -> "Loaded[Tailoring] | None":
    """Open the tailoring that goes with an assessment: the one that the command was given, else the one that it names.

    Raises:
        InvalidDataError: It names a file that is not there, with its line; or one that cannot be used.
    """
    return given_tailoring() or named_tailoring(assessment)


def given_tailoring() -> "Loaded[Tailoring] | None":
    """Open the tailoring that the command was given, if any; it is read once."""
    context = click.get_current_context(silent=True)
    given = context.meta.get(TAILORING) if context else None
    if context and isinstance(given, str):
        given = open_tailoring(given)
        context.meta[TAILORING] = given
    return given


def named_tailoring(assessment: Loaded[Assessment]) -> "Loaded[Tailoring] | None":
    """Open the tailoring that an assessment names, if it does: by a path from where the assessment lies.

    One that was read from standard input lies in the working directory.

    Raises:
        InvalidDataError: There is no such file, with the line that names it; or it cannot be used.
    """
    name = assessment.noun.tailoring
    if name is None:
        return None
    try:
        return opening.open_tailoring(Path(assessment.document.name).parent / name)
    except NotFoundError as error:
        problem = Problem(
            "unknown_tailoring", str(error), "a path from where this file lies", ("tailoring",), data={"found": name}
        )
        raise InvalidDataError([assessment.document.locate(problem)]) from None


def tailored(framework: Loaded[Framework], tailoring: "Loaded[Tailoring] | None") -> Loaded[Framework]:
    """Tailor a framework, if there is a tailoring; its document stays that of the framework as it was published.

    Raises:
        InvalidDataError: The tailoring does not fit; every reason has its line in the tailoring.
    """
    if tailoring is None:
        return framework
    from equity_blocks.engine.revision.tailor import tailor

    try:
        made = tailor(framework.noun, tailoring.noun)
    except InvalidDataError as error:
        raise InvalidDataError(located(error.problems, tailoring.document)) from None
    if made is not framework.noun and made.tailored is not None:
        by = "options" if tailoring is given_tailoring() else "assessment"
        file = tailoring.document.name
        known = made.tailored.replace(file="" if file == STDIN else file, named_by=by)
        made = made.model_copy(update={"tailored": known})  # all else is sound already
    return Loaded(made, framework.document)


def tailoring_findings(framework: Loaded[Framework], tailoring: "Loaded[Tailoring] | None") -> list[Finding]:
    """List the findings of a tailoring, if there is one, each at its line.

    Raises:
        InvalidDataError: It does not fit the framework; every reason has its line in the tailoring.
    """
    if tailoring is None:
        return []
    from equity_blocks.engine.lint import lint

    tailored(framework, tailoring)
    return located(lint(framework.noun, tailoring.noun), tailoring.document)


def with_tailoring_from(assessment: Loaded[Assessment], output: str) -> Assessment:
    """Point to the tailoring that an assessment names from where it is written to; `-` is the working directory."""
    name = assessment.noun.tailoring
    if name is None or Path(name).is_absolute():
        return assessment.noun
    tailoring = relpath(Path(assessment.document.name).parent / name, Path(output).parent)
    return assessment.noun.replace(tailoring=Path(tailoring).as_posix())
