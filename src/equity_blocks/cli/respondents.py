"""`equity-blocks respondents FILE`."""

from typing import get_args

import click

from equity_blocks.cli.open_inputs import open_both
from equity_blocks.cli.options import format_option, framework_option, least_option, share_option
from equity_blocks.cli.output import emit, shared
from equity_blocks.model.assessment import Combine


@click.command("respondents")
@click.argument("file")
@click.option("--combine", type=click.Choice(get_args(Combine)), help="Rule for one level. Default: the file's.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the intervals.")
@framework_option
@share_option
@least_option
@format_option()
def command(
    *, file: str, combine: Combine | None, seed: int, framework: str | None, audience: str, least: int, form: str
) -> None:
    """Show where the respondents in FILE differ, with both sides, and how far they agree.

    It shows names and notes: it is for the owner of the assessment. With --share it shows nobody, and only groups that
    are large enough.
    """
    from equity_blocks.engine.respondents.summary import respondents
    from equity_blocks.reports.respondents import answer_table, describe_respondents, spread_table

    if combine and audience != "owner":
        raise click.UsageError("--combine is for the owner: several rules together give away what single people say")
    opened, assessment = open_both(file, framework)
    view = respondents(opened.noun, assessment.noun, combine=combine, seed=seed)
    view = shared(view, audience, min_respondents=least)
    table = answer_table(view) if audience == "owner" else spread_table(view)
    emit(form, describe_respondents(view, opened.noun), view.model_dump_json, table)
