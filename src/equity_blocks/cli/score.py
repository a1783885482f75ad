"""`equity-blocks score FILE`."""

import click

from equity_blocks.cli.open_inputs import open_both
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared


@click.command("score")
@click.argument("file")
@framework_option
@click.option("--details", is_flag=True, help="Add by which policy the score was made.")
@share_option
@format_option()
def command(*, file: str, framework: str | None, details: bool, audience: str, form: str) -> None:
    """Score the assessment in FILE."""
    from equity_blocks.engine.scoring.score import score
    from equity_blocks.reports.score import describe_score, practice_table

    opened, assessment = open_both(file, framework)
    card = shared(score(opened.noun, assessment.noun), audience)
    emit(form, describe_score(card, opened.noun, details=details), card.model_dump_json, practice_table(card))
