"""The commands that check files: `validate` lists problems, `lint` what is legal but doubtful."""

from dataclasses import asdict, replace

import click

from equity_blocks.cli.exit_codes import BAD, FINDINGS
from equity_blocks.cli.open_inputs import (
    located,
    open_any,
    open_ends,
    open_framework,
    open_framework_of,
    require_fit_at_lines,
    require_goal_fit,
)
from equity_blocks.cli.options import format_option, framework_option
from equity_blocks.cli.output import CURRENT, by_earlier, print_json
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import as_tailored, given_tailoring, tailored, tailoring_findings, tailoring_for
from equity_blocks.errors import EquityBlocksError, Finding, InvalidDataError
from equity_blocks.files.opening import Loaded
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.branding import Branding
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.goal_template import GoalTemplate
from equity_blocks.model.tailoring import Tailoring


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@framework_option
@click.pass_context
def validate_command(ctx: click.Context, files: tuple[str, ...], framework: str | None) -> None:
    """Check all kinds of files, and list all problems of all of them with their lines.

    Kinds are assessments, adopted plans, frameworks, tailorings, crosswalks, goals of a library and brandings.

    Exit code 0: all can be used. 1: all can be used, but another revision was rated or mapped, or a
    goal is not confirmed. 2: one cannot.
    """
    worst = 0
    for file in files:
        ctx.meta.pop(CURRENT, None)
        try:
            findings = _findings(file, framework, is_lint=False)
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
            earlier = "".join(f" ({each})" for each in by_earlier())
            say(f"{file}: fine" + (", with findings" if findings else "") + earlier)
            worst = max(worst, FINDINGS if findings else 0)
    ctx.exit(worst)


@click.command("lint")
@click.argument("source", metavar="FILE|ID")
@framework_option
@format_option("table", "json")
@click.pass_context
def lint_command(ctx: click.Context, source: str, framework: str | None, form: str) -> None:
    """List what is legal but doubtful in a framework, assessment, tailoring or crosswalk. Exit code 1 if any is."""
    findings = _findings(source, framework, is_lint=True)
    if form == "json":
        import json

        print_json(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            say(f"{finding} [{finding.code}]")
        say(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    ctx.exit(FINDINGS if findings else 0)


def _findings(source: str, framework: str | None, *, is_lint: bool) -> list[Finding]:
    """Check a file and what goes with it: an assessment's or tailoring's framework, the two of a crosswalk.

    Args:
        source: What is checked.
        framework: The framework, where the catalogue is not enough.
        is_lint: Whether all that is doubtful is listed; else only what a tailoring does, other revisions, and goals
            that nobody has confirmed.
    """
    from equity_blocks.engine.lint import lint, other_revision, unconfirmed_goals

    opened = open_any(source)
    if isinstance(opened.noun, Tailoring):
        return tailoring_findings(open_framework_of(opened, framework), opened)
    if isinstance(opened.noun, Framework):
        of_framework = _of_framework(opened, given_tailoring()) if is_lint else []
        return [*tailoring_findings(opened, given_tailoring()), *of_framework]
    if isinstance(opened.noun, Assessment):
        published = open_framework_of(opened, framework)
        rated = as_tailored(published, opened).noun
        require_fit_at_lines(rated, opened)
        few = (*other_revision(rated, opened.noun), *unconfirmed_goals(rated, opened.noun))
        of_assessment = lint(rated, opened.noun) if is_lint else few
        return [*tailoring_findings(published, tailoring_for(opened)), *located(of_assessment, opened.document)]
    if isinstance(opened.noun, Crosswalk):
        from equity_blocks.model.crosswalk_checks import crosswalk_findings, other_versions

        check = crosswalk_findings if is_lint else other_versions
        ends = open_ends(opened, open_framework(framework).noun if framework else None)
        return located([finding for end in ends for finding in check(opened.noun, end)], opened.document)
    if isinstance(opened.noun, GoalTemplate):
        require_goal_fit(open_framework_of(opened, framework).noun, opened)
        return []
    if isinstance(opened.noun, Branding):
        return []
    if is_lint:
        raise click.UsageError(f"{source} is part of a framework: lint the whole framework")
    return []


def _of_framework(opened: Loaded[Framework], tailoring: Loaded[Tailoring] | None) -> list[Finding]:
    """List the findings of a framework; where it was tailored, its parts stand elsewhere than in its file."""
    from equity_blocks.engine.lint import lint

    if tailoring is None:
        return located(lint(opened.noun), opened.document)
    return [replace(finding, key_path=()) for finding in lint(tailored(opened, tailoring).noun)]
