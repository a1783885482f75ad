"""`equity-blocks lint FILE|ID`."""

import click

from equity_blocks.cli.app import FINDINGS
from equity_blocks.cli.opening import fitting, open_any, placed
from equity_blocks.cli.output import format_option, framework_option
from equity_blocks.errors import Finding
from equity_blocks.model import Assessment, Framework


@click.command("lint")
@click.argument("source", metavar="FILE|ID")
@framework_option
@format_option("table", "json")
@click.pass_context
def command(ctx: click.Context, source: str, framework: str | None, form: str) -> None:
    """List what is legal but doubtful in a framework or an assessment. Exit code 1 if there is anything."""
    findings = _findings(source, framework)
    if form == "json":
        import json
        from dataclasses import asdict

        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding} [{finding.code}]")
        click.echo(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    ctx.exit(FINDINGS if findings else 0)


def _findings(source: str, framework: str | None) -> list[Finding]:
    from equity_blocks.engine.lint import lint

    opened = open_any(source)
    if isinstance(opened.noun, Framework):
        return placed(lint(opened.noun), opened.document)
    if isinstance(opened.noun, Assessment):
        return placed(lint(fitting(opened, framework).noun, opened.noun), opened.document)
    raise click.UsageError(f"{source} is part of a framework: lint the whole framework")
