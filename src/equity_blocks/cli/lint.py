"""`equity-blocks lint FILE|ID`."""

from dataclasses import asdict, replace

import click

from equity_blocks.cli.exit_codes import FINDINGS
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
    tailored,
    tailoring_for,
)
from equity_blocks.cli.options import format_option, framework_option
from equity_blocks.cli.output import print_json
from equity_blocks.cli.streams import say
from equity_blocks.errors import Finding
from equity_blocks.files.loading import Loaded
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.tailoring import Tailoring


@click.command("lint")
@click.argument("source", metavar="FILE|ID")
@framework_option
@format_option("table", "json")
@click.pass_context
def command(ctx: click.Context, source: str, framework: str | None, form: str) -> None:
    """List what is legal but doubtful in a framework, assessment, tailoring or crosswalk. Exit code 1 if any is."""
    findings = _findings(source, framework)
    if form == "json":
        import json

        print_json(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            say(f"{finding} [{finding.code}]")
        say(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    ctx.exit(FINDINGS if findings else 0)


def _findings(source: str, framework: str | None) -> list[Finding]:
    from equity_blocks.engine.lint import lint

    opened = open_any(source)
    if isinstance(opened.noun, Tailoring):
        return doubts(named(opened, framework), opened)
    if isinstance(opened.noun, Framework):
        return [*doubts(opened, given_tailoring()), *_of_framework(opened, given_tailoring())]
    if isinstance(opened.noun, Assessment):
        published = named(opened, framework)
        rated = as_tailored(published, opened).noun
        must_fit(rated, opened)
        return [*doubts(published, tailoring_for(opened)), *placed(lint(rated, opened.noun), opened.document)]
    if isinstance(opened.noun, Crosswalk):
        from equity_blocks.model.crosswalk_checks import crosswalk_findings

        ends = ends_of(opened, open_framework(framework).noun if framework else None)
        return placed([finding for end in ends for finding in crosswalk_findings(opened.noun, end)], opened.document)
    raise click.UsageError(f"{source} is part of a framework: lint the whole framework")


def _of_framework(opened: Loaded[Framework], tailoring: Loaded[Tailoring] | None) -> list[Finding]:
    """The findings of a framework; where it was tailored, its parts stand elsewhere than in its file."""
    from equity_blocks.engine.lint import lint

    if tailoring is None:
        return placed(lint(opened.noun), opened.document)
    return [replace(finding, key_path=()) for finding in lint(tailored(opened, tailoring).noun)]
