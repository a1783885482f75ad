"""`equity-blocks plan FILE`."""

import click

from equity_blocks.cli.opening import open_both
from equity_blocks.cli.output import emit, format_option, framework_option, share_option, shared


@click.command("plan")
@click.argument("file")
@click.option("--pick", type=click.IntRange(min=1), metavar="N", help="Plan only for the first N of the choice.")
@click.option("--all", "everything", is_flag=True, help="Plan for every practice below its target.")
@framework_option
@share_option
@format_option()
def command(*, file: str, pick: int | None, everything: bool, framework: str | None, audience: str, form: str) -> None:
    """Turn the assessment in FILE into a prioritized plan that breaks no prerequisite.

    Plans for the practices marked `decision: pursue`; where none is, proposes a shortlist.
    """
    from equity_blocks.engine.planning import plan
    from equity_blocks.reports.plan import action_table, describe_plan

    if pick and everything:
        raise click.UsageError("--pick and --all exclude each other")
    opened, assessment = open_both(file, framework)
    made = shared(plan(opened.noun, assessment.noun, pick=pick, everything=everything), audience)
    emit(form, describe_plan(made, opened.noun), made.model_dump_json, action_table(made))
