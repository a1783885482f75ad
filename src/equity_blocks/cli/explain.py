"""`equity-blocks explain FILE [NODE]`."""

import click

from equity_blocks.cli.open_inputs import open_both
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared


@click.command("explain")
@click.argument("file")
@click.argument("node", required=False)
@framework_option
@share_option
@format_option()
def command(file: str, node: str | None, framework: str | None, audience: str, form: str) -> None:
    """Explain the score of the assessment in FILE, or the value of NODE: a block or a practice.

    Shows what adds up to it, what one level more of each practice would gain, and what the lenses take away.
    """
    from equity_blocks.engine.scoring.explain import explain
    from equity_blocks.reports.explanation import contribution_table, describe_explanation

    opened, assessment = open_both(file, framework)
    found = shared(explain(opened.noun, assessment.noun, node), audience)
    emit(form, describe_explanation(found, opened.noun), found.model_dump_json, contribution_table(found))
