"""`equity-blocks migrate FILE --to REVISION|FILE -o FILE`."""

import click

from equity_blocks.cli.open_inputs import must_fit, open_assessment, open_framework, rebased
from equity_blocks.cli.options import format_option, output_option
from equity_blocks.cli.output import emit, print_yaml
from equity_blocks.cli.streams import say
from equity_blocks.errors import NotFoundError
from equity_blocks.model import Assessment, Framework


@click.command("migrate")
@click.argument("file")
@click.option(
    "--to",
    "target",
    metavar="REVISION|FILE|ID",
    help="The revision to carry it over to. Default: that of the catalogue.",
)
@output_option("Where to write. Default: nowhere; only the report is shown.")
@click.option(
    "--framework-before", "before", metavar="FILE|ID", help="The framework that FILE rated, where it is at hand."
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@format_option()
def command(*, file: str, target: str | None, output: str | None, before: str | None, force: bool, form: str) -> None:
    """Carry an assessment over to another revision of its framework, and lose no answer.

    What has no home there is kept in the new file under `retired:`, with the reason. FILE is left as it is.
    """
    from equity_blocks.engine.revision.migrate import migrate
    from equity_blocks.files.writing import HEADER, save_assessment, written
    from equity_blocks.reports.migration import describe_migration, migration_table

    opened = open_assessment(file)
    newer = _newer(opened.noun, target)
    older = open_framework(before).noun if before else _at_hand(opened.noun, newer)
    if older and older.id == opened.noun.framework and opened.noun.revision in (None, older.revision):
        must_fit(older, opened)
    made = migrate(rebased(opened, output or file), older, newer)
    if output == "-":
        print_yaml(HEADER + written(made.assessment))
        return
    path = save_assessment(made.assessment, output, overwrite=force) if output else None
    emit(form, describe_migration(made, newer), made.model_dump_json, migration_table(made))
    say(f"wrote {path}" if path else "nothing was written; -o FILE writes the assessment", err=True)


def _newer(assessment: Assessment, target: str | None) -> Framework:
    if target is not None and not target.isdecimal():
        return open_framework(target).noun
    found = open_framework(assessment.framework).noun
    if target is not None and found.revision != int(target):
        message = f"the catalogue has revision {found.revision} of {found.id}, not {target}"
        raise NotFoundError(f"{message}: give the framework file of that revision (--to FILE)")
    return found


def _at_hand(assessment: Assessment, newer: Framework) -> Framework | None:
    """The framework of the catalogue, where it is the one that was rated."""
    try:
        found = open_framework(assessment.framework).noun
    except NotFoundError:
        return None
    is_other = (found.revision, found.edition) != (newer.revision, newer.edition)
    is_rated = assessment.revision in (None, found.revision) and assessment.edition in ("", found.edition)
    return found if is_other and is_rated else None
