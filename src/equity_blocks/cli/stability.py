"""`equity-blocks stability FILE`."""

import click

from equity_blocks.cli.open_inputs import open_both
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared


@click.command("stability")
@click.argument("file")
@framework_option
@share_option
@format_option()
def command(file: str, framework: str | None, audience: str, form: str) -> None:
    """Score the assessment in FILE under other rules, and say what stays."""
    from equity_blocks.engine.scoring.stability import stability
    from equity_blocks.reports.stability import describe_stability, rule_table

    opened, assessment = open_both(file, framework)
    found = shared(stability(opened.noun, assessment.noun), audience)
    emit(form, describe_stability(found, opened.noun), found.model_dump_json, rule_table(found))
