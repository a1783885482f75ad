"""`equity-blocks diff OLD NEW`."""

import click

from equity_blocks.cli.exit_codes import FINDINGS
from equity_blocks.cli.open_inputs import open_framework
from equity_blocks.cli.options import format_option
from equity_blocks.cli.output import emit


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@format_option()
@click.pass_context
def command(ctx: click.Context, old: str, new: str, form: str) -> None:
    """Show what changed from one revision of a framework to another, by meaning and not by lines.

    OLD and NEW are ids or paths. Exit code 0: nothing differs. 1: something does. 2: they are not
    revisions of one framework.
    """
    from equity_blocks.engine.revision.diff import diff
    from equity_blocks.reports.difference import describe_difference, difference_table

    if (old, new).count("-") > 1:
        raise click.UsageError("only one of OLD and NEW can be standard input")
    made = diff(open_framework(old).noun, open_framework(new).noun)
    emit(form, describe_difference(made), made.model_dump_json, difference_table(made))
    ctx.exit(0 if made.is_same else FINDINGS)
