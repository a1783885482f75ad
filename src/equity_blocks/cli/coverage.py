"""`equity-blocks coverage FILE...`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from equity_blocks.cli.open_inputs import (
    ends_of,
    given_tailoring,
    must_fit,
    must_suit,
    named,
    named_tailoring,
    open_assessment,
    open_crosswalk,
    open_framework,
    tailored,
)
from equity_blocks.cli.options import crosswalk_option, format_option, tailoring_option
from equity_blocks.cli.output import emit
from equity_blocks.files.loading import Loaded
from equity_blocks.model import Assessment, Framework

if TYPE_CHECKING:
    from equity_blocks.model.tailoring import Tailoring


@click.command("coverage")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@crosswalk_option
@click.option(
    "--framework", metavar="FILE|ID", help="Name what is not covered in this one, which may be one of your own."
)
@tailoring_option
@format_option()
def command(*, files: tuple[str, ...], own: tuple[str, ...], framework: str | None, form: str) -> None:
    """Say how many practices of each framework the assessments in FILEs speak for, and over which crosswalks."""
    from equity_blocks.engine.crosswalk.coverage import coverage
    from equity_blocks.files.catalogue import crosswalks, frameworks
    from equity_blocks.reports.coverage import coverage_table, describe_coverage

    if (*files, *own, framework).count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")
    assessments = [open_assessment(file) for file in files]
    tailorings = _tailorings(assessments)
    chosen = _as_used(open_framework(framework), tailorings) if framework else None
    known = {chosen.id: chosen} if chosen else {}
    names = [listing.id for listing in frameworks()]
    known |= {name: _as_used(open_framework(name), tailorings) for name in names if name not in known}
    _require_used(known)
    opened = [open_crosswalk(name) for name in own]
    for each in opened:
        ends_of(each, chosen)
    for said in assessments:
        must_fit(known.get(said.noun.framework) or _as_used(named(said, None), tailorings), said)
    found_ways = crosswalks()
    for way in found_ways:
        must_suit(open_crosswalk(way.id), *known.values())
    ways = (*(each.noun for each in opened), *found_ways)
    found = coverage(tuple(known.values()), [said.noun for said in assessments], ways)
    document = describe_coverage(found, chosen)
    emit(form, document, found.model_dump_json, coverage_table(found))


def _require_used(known: Mapping[str, Framework]) -> None:
    tailoring = given_tailoring()
    if tailoring and tailoring.noun.framework not in known:
        message = f"--tailoring is for {tailoring.noun.framework}, which is not among {', '.join(known)}"
        raise click.UsageError(message)


def _tailorings(assessments: Sequence[Loaded[Assessment]]) -> dict[str, "Loaded[Tailoring]"]:
    """Framework -> how it is tailored: as the command was told, else as the assessments of it say.

    Raises:
        click.UsageError: Two assessments say otherwise.
    """
    given = given_tailoring()
    found: dict[str, Loaded[Tailoring]] = {given.noun.framework: given} if given else {}
    for said in assessments:
        is_told = given is not None and given.noun.framework == said.noun.framework
        own = None if is_told else named_tailoring(said)
        if own and found.setdefault(said.noun.framework, own).noun != own.noun:
            files = f"{found[said.noun.framework].document.name} and {own.document.name}"
            raise click.UsageError(f"{said.noun.framework} is tailored by {files}: say which (--tailoring)")
    return found


def _as_used(framework: Loaded[Framework], tailorings: Mapping[str, "Loaded[Tailoring]"]) -> Framework:
    """The framework as a tailoring has it, where there is one of it."""
    return tailored(framework, tailorings.get(framework.noun.id)).noun
