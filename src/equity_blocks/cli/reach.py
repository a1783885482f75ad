"""`equity-blocks reach FILE BAND`."""

import click

from equity_blocks.cli.open_inputs import open_both
from equity_blocks.cli.options import format_option, framework_option, share_option
from equity_blocks.cli.output import emit, shared


@click.command("reach")
@click.argument("file")
@click.argument("band")
@click.option("--block", metavar="BLOCK", help="Bring this block into the band. Default: the whole.")
@framework_option
@share_option
@format_option()
def command(*, file: str, band: str, block: str | None, framework: str | None, audience: str, form: str) -> None:
    """Find the cheapest way into BAND from the assessment in FILE: to targets first, prerequisites included."""
    from equity_blocks.engine.reach.reach import reach
    from equity_blocks.reports.reach import describe_reach, raise_table

    opened, assessment = open_both(file, framework)
    found = shared(reach(opened.noun, assessment.noun, band, block), audience)
    emit(form, describe_reach(found, opened.noun), found.model_dump_json, raise_table(found))
