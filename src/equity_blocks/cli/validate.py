"""`equity-blocks validate FILE...`."""

import click

from equity_blocks.cli.exit_codes import BAD, FINDINGS
from equity_blocks.cli.open_inputs import (
    as_tailored,
    doubts,
    ends_of,
    given_tailoring,
    must_fit,
    named,
    open_any,
    open_framework,
    placed,
    tailoring_for,
)
from equity_blocks.cli.options import framework_option
from equity_blocks.cli.streams import say
from equity_blocks.errors import EquityBlocksError, Finding, InvalidDataError
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.tailoring import Tailoring


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@framework_option
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], framework: str | None) -> None:
    """Check all kinds of files, and list all problems of all of them with their lines.

    Kinds are assessments, adopted plans, frameworks, tailorings and crosswalks.

    Exit code 0: all can be used. 1: all can be used, but another revision was rated or mapped. 2: one cannot.
    """
    worst = 0
    for file in files:
        try:
            findings = _check(file, framework)
        except InvalidDataError as error:
            count = len(error.problems)
            say(error, err=True)
            say(f"{file}: {count} problem{'s' if count > 1 else ''}", err=True)
            worst = BAD
        except EquityBlocksError as error:
            say(error, err=True)
            worst = BAD
        else:
            for finding in findings:
                say(finding, err=True)
            say(f"{file}: fine" + (", with findings" if findings else ""))
            worst = max(worst, FINDINGS if findings else 0)
    ctx.exit(worst)


def _check(file: str, framework: str | None) -> list[Finding]:
    """Open a file and what goes with it: an assessment's or tailoring's framework, the two of a crosswalk."""
    opened = open_any(file)
    if isinstance(opened.noun, Crosswalk):
        from equity_blocks.model.crosswalk_checks import other_versions

        ends = ends_of(opened, open_framework(framework).noun if framework else None)
        return placed([finding for end in ends for finding in other_versions(opened.noun, end)], opened.document)
    if isinstance(opened.noun, Tailoring):
        return doubts(named(opened, framework), opened)
    if isinstance(opened.noun, Framework):
        return doubts(opened, given_tailoring())
    if not isinstance(opened.noun, Assessment):
        return []
    from equity_blocks.engine.lint import other_revision

    published = named(opened, framework)
    rated = as_tailored(published, opened).noun
    must_fit(rated, opened)
    found = placed(list(other_revision(rated, opened.noun)), opened.document)
    return [*doubts(published, tailoring_for(opened)), *found]
