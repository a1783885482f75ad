"""`equity-blocks coverage FILE...`."""

import click

from equity_blocks.cli.opening import ends_of, fitting, open_assessment, open_crosswalk, open_framework
from equity_blocks.cli.options import crosswalk_option, format_option
from equity_blocks.cli.output import emit


@click.command("coverage")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@crosswalk_option
@click.option(
    "--framework", metavar="FILE|ID", help="Name what is not covered in this one, which may be one of your own."
)
@format_option()
def command(*, files: tuple[str, ...], own: tuple[str, ...], framework: str | None, form: str) -> None:
    """Say how many practices of each framework the assessments in FILEs speak for, and over which crosswalks."""
    from equity_blocks.engine.crosswalk.coverage import coverage
    from equity_blocks.files.catalogue import crosswalks, frameworks
    from equity_blocks.reports.coverage import coverage_table, describe_coverage

    if (*files, *own, framework).count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")
    chosen = open_framework(framework).noun if framework else None
    known = {name: open_framework(name).noun for name in (listing.id for listing in frameworks())}
    if chosen:
        known[chosen.id] = chosen
    opened = [open_crosswalk(name) for name in own]
    for each in opened:
        ends_of(each, chosen)
    assessments = [open_assessment(file) for file in files]
    for said in assessments:
        fitting(said, framework if chosen and chosen.id == said.noun.framework else None)
    ways = (*(each.noun for each in opened), *crosswalks())
    found = coverage(tuple(known.values()), [said.noun for said in assessments], ways)
    document = describe_coverage(found, chosen)
    emit(form, document, found.model_dump_json, coverage_table(found))
