"""`equity-blocks migrate FILE --to REVISION|FILE -o FILE`."""

import click

from equity_blocks.cli.open_inputs import open_assessment, open_framework, open_named, require_fit_at_lines
from equity_blocks.cli.options import format_option, output_option
from equity_blocks.cli.output import emit, write_assessment
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import with_tailoring_from
from equity_blocks.errors import NotFoundError
from equity_blocks.files.opening import Loaded, open_framework_named
from equity_blocks.model import Assessment, Framework


@click.command("migrate")
@click.argument("file")
@click.option(
    "--to",
    "target",
    metavar="REVISION|FILE|ID",
    help="The revision to carry it over to. Default: the current one of the catalogue.",
)
@output_option("Where to write. Default: nowhere; only the report is shown.")
@click.option(
    "--framework-before",
    "before",
    metavar="FILE|ID",
    help="The framework that FILE rated. Default: the revision that it names, of the catalogue.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@format_option()
def migrate_command(
    *, file: str, target: str | None, output: str | None, before: str | None, force: bool, form: str
) -> None:
    """Carry an assessment over to another revision of its framework, and lose no answer.

    What has no home there is kept in the new file under `retired:`, with the reason. FILE is left as it is, but
    where -o names it and --force is given.
    """
    from equity_blocks.engine.revision.migrate import migrate

    opened = open_assessment(file)
    newer = _newer(opened, target)
    older = open_framework(before).noun if before else _at_hand(opened.noun, newer)
    if older and older.id == opened.noun.framework and opened.noun.revision in (None, older.revision):
        require_fit_at_lines(older, opened)
    migration = migrate(newer, with_tailoring_from(opened, output or file), older)
    path = write_assessment(migration.migrated, output, force=force) if output else None
    if output == "-":
        return
    emit(form, migration, newer)
    say(f"wrote {path}" if path else "nothing was written; -o FILE writes the assessment", err=True)


def _newer(opened: Loaded[Assessment], target: str | None) -> Framework:
    """Open the revision that is asked for; else the current one, whichever the assessment names."""
    if target is None:
        return open_named(opened.noun.framework, opened).noun
    return open_framework(f"{opened.noun.framework}@{target}" if target.isdecimal() else target).noun


def _at_hand(assessment: Assessment, newer: Framework) -> Framework | None:
    """Open what was rated out of the catalogue, where it has it, and where it is another one than the newer one."""
    try:
        rated = open_framework_named(assessment.framework, assessment.revision).noun
    except NotFoundError:
        return None
    is_other = (rated.revision, rated.edition) != (newer.revision, newer.edition)
    is_rated = assessment.revision in (None, rated.revision) and assessment.edition in ("", rated.edition)
    return rated if is_other and is_rated else None
