"""`equity-blocks migrate FILE --to REVISION|FILE -o FILE`."""

import click

from equity_blocks.cli.open_inputs import (
    open_assessment,
    open_framework,
    require_fit_at_lines,
    with_tailoring_from,
)
from equity_blocks.cli.options import format_option, output_option
from equity_blocks.cli.output import emit, write_assessment
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
def migrate_command(
    *, file: str, target: str | None, output: str | None, before: str | None, force: bool, form: str
) -> None:
    """Carry an assessment over to another revision of its framework, and lose no answer.

    What has no home there is kept in the new file under `retired:`, with the reason. FILE is left as it is, but
    where -o names it and --force is given.
    """
    from equity_blocks.engine.revision.migrate import migrate

    opened = open_assessment(file)
    newer = _newer(opened.noun, target)
    older = open_framework(before).noun if before else _at_hand(opened.noun, newer)
    if older and older.id == opened.noun.framework and opened.noun.revision in (None, older.revision):
        require_fit_at_lines(older, opened)
    migration = migrate(newer, with_tailoring_from(opened, output or file), older)
    path = write_assessment(migration.migrated, output, force=force) if output else None
    if output == "-":
        return
    emit(form, migration, newer)
    say(f"wrote {path}" if path else "nothing was written; -o FILE writes the assessment", err=True)


def _newer(assessment: Assessment, target: str | None) -> Framework:
    if target is not None and not target.isdecimal():
        return open_framework(target).noun
    current = open_framework(assessment.framework).noun
    if target is not None and current.revision != int(target):
        message = f"the catalogue has revision {current.revision} of {current.id}, not {target}"
        data = {"found": int(target), "allowed": (current.revision,)}
        hint = "give the framework file of that revision (--to FILE)"
        raise NotFoundError(f"{message}: {hint}", code="wrong_revision", data=data)
    return current


def _at_hand(assessment: Assessment, newer: Framework) -> Framework | None:
    """Open the framework of the catalogue, where it is the one that was rated."""
    try:
        current = open_framework(assessment.framework).noun
    except NotFoundError:
        return None
    is_other = (current.revision, current.edition) != (newer.revision, newer.edition)
    is_rated = assessment.revision in (None, current.revision) and assessment.edition in ("", current.edition)
    return current if is_other and is_rated else None
