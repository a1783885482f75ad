"""`equity-blocks show ID [PRACTICE]`."""

import click

from equity_blocks.cli.open_inputs import open_tailored
from equity_blocks.cli.options import format_option, tailoring_option
from equity_blocks.cli.output import emit
from equity_blocks.model.spelling import practice_meant


@click.command("show")
@click.argument("source", metavar="FILE|ID")
@click.argument("practice", required=False)
@tailoring_option
@format_option("table", "json", "markdown")
def command(source: str, practice: str | None, form: str) -> None:
    """Show a framework, or one PRACTICE of it."""
    from equity_blocks.reports.framework import describe_framework, describe_practice

    framework = open_tailored(source).noun
    if practice is None:
        emit(form, describe_framework(framework), framework.model_dump_json)
    else:
        noun = framework.practice(practice_meant(framework, practice))
        emit(form, describe_practice(framework, noun), noun.model_dump_json)
