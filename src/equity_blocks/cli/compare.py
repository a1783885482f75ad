"""`equity-blocks compare BEFORE AFTER`."""

import click

from equity_blocks.cli.opening import fitting, must_fit, open_assessment, open_framework
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option(
    "--framework-before", metavar="FILE|ID", help="The framework that BEFORE rated, where it was another edition."
)
@framework_option
@share_option
@format_option()
def command(
    *, before: str, after: str, framework_before: str | None, framework: str | None, audience: str, form: str
) -> None:
    """Compare two assessments of one framework: what changed, and because of what.

    The change is split into what came from the framework, the scope, the respondents and the ratings.
    """
    from equity_blocks.engine.comparing.comparable import require_comparable
    from equity_blocks.engine.comparing.compare import compare
    from equity_blocks.reports.comparison import change_table, describe_comparison

    if (before, after).count("-") > 1:
        raise click.UsageError("only one of BEFORE and AFTER can be standard input")
    then, now = open_assessment(before), open_assessment(after)
    opened = fitting(now, framework).noun
    older = open_framework(framework_before).noun if framework_before else None
    require_comparable(opened, then.noun, now.noun, older)
    must_fit(older or opened, then)
    made = shared(compare(opened, then.noun, now.noun, older), audience)
    emit(form, describe_comparison(made, opened), made.model_dump_json, change_table(made))
