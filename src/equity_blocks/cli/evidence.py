"""`equity-blocks evidence FILE`."""

import click

from equity_blocks.cli.open_inputs import open_both
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared


@click.command("evidence")
@click.argument("file")
@click.option("--register", is_flag=True, help="With csv: write the register instead of the claims.")
@framework_option
@share_option
@format_option()
def command(file: str, register: bool, framework: str | None, audience: str, form: str) -> None:
    """List the claims in FILE that rest on no current evidence, and how old its evidence is."""
    from equity_blocks.engine.scoring.evidence import review_evidence
    from equity_blocks.reports.evidence import claim_table, describe_evidence, register_table

    opened, assessment = open_both(file, framework)
    review = shared(review_evidence(opened.noun, assessment.noun), audience)
    table = register_table(review) if register else claim_table(review)
    emit(form, describe_evidence(review, opened.noun), review.model_dump_json, table)
