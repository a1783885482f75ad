"""`equity-blocks validate FILE...`."""

import click

from equity_blocks.cli.app import BAD, FINDINGS
from equity_blocks.cli.opening import fitting, open_any, placed
from equity_blocks.cli.output import framework_option
from equity_blocks.errors import EquityBlocksError, Finding, InvalidDataError
from equity_blocks.model import Assessment


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@framework_option
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], framework: str | None) -> None:
    """Check assessments and frameworks, and list all problems of all files with their lines.

    Exit code 0: all can be used. 1: all can be used, but another revision was rated. 2: a file cannot be used.
    """
    worst = 0
    for file in files:
        try:
            findings = _check(file, framework)
        except InvalidDataError as error:
            count = len(error.problems)
            click.echo(error, err=True)
            click.echo(f"{file}: {count} problem{'s' if count > 1 else ''}", err=True)
            worst = BAD
        except EquityBlocksError as error:
            click.echo(error, err=True)
            worst = BAD
        else:
            for finding in findings:
                click.echo(finding, err=True)
            click.echo(f"{file}: fine" + (", with findings" if findings else ""))
            worst = max(worst, FINDINGS if findings else 0)
    ctx.exit(worst)


def _check(file: str, framework: str | None) -> list[Finding]:
    """Open a file and, where it is an assessment, its framework."""
    opened = open_any(file)
    if not isinstance(opened.noun, Assessment):
        return []
    from equity_blocks.engine.lint import other_revision

    return placed(list(other_revision(fitting(opened, framework).noun, opened.noun)), opened.document)
