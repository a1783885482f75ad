"""`equity-blocks merge FILE... -o FILE`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from equity_blocks.cli.open_inputs import STDIN, open_assessment, refuse_overwriting_inputs
from equity_blocks.cli.options import framework_option, least_option, output_option, share_option
from equity_blocks.cli.output import shared, write_assessment
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import open_fitting_framework, with_tailoring_from
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.phrases import counted


@click.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output_option("Where to write. Default: standard output.", default="-")
@framework_option
@click.option("--partnership", is_flag=True, help="The files are of several organizations, which form a partnership.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Date of the merged assessment, where the files' dates differ.",
)
@click.option("--later", is_flag=True, help="Where one respondent answers a practice twice, the later answer holds.")
@share_option
@least_option
@click.option("--force", is_flag=True, help="Replace an existing file.")
def merge_command(
    *,
    files: tuple[str, ...],
    output: str,
    framework: str | None,
    partnership: bool,
    as_of: datetime | None,
    later: bool,
    audience: str,
    least: int,
    force: bool,
) -> None:
    """Make one assessment of several that were filled separately, and lose nothing.

    What a file says becomes the answer of its only respondent, or of one made from the file's id. Nobody counts twice:
    who gives one practice two levels is refused, or with --later the later one holds, and the merged file notes it.
    With --share, what others must not see is left out of the merged one.
    """
    from equity_blocks.engine.respondents.merge import merge

    if len(files) < 2:  # noqa: PLR2004 - one file is merged already
        raise click.UsageError("name two files or more")
    refuse_overwriting_inputs(output)
    opened = [open_assessment(file) for file in files]
    date = as_of.date() if as_of else None
    given = [with_tailoring_from(each, output) for each in opened]
    rated = None
    if len({each.framework for each in given}) == 1:
        fit = [open_fitting_framework(each, framework).noun for each in opened]
        # One level may be written by its id in one file and by its title in another.
        rated, given = fit[0], [require_fit(*pair) for pair in zip(fit, given, strict=True)]
    merged = merge(given, _names(files), as_of=date, partnership=partnership, later=later)
    merged = shared(merged, audience, framework=rated, min_respondents=least)
    path = write_assessment(merged, output, force=force)
    if path:
        people, practices = len(merged.respondents), sum(bool(rating.answers) for rating in merged.ratings.values())
        say(f"wrote {path}: {counted(people, 'respondent')}, answers on {counted(practices, 'practice')}")
    for line in _noted(merged, given):
        say(f"noted: {line}", err=True)


def _names(files: tuple[str, ...]) -> list[str]:
    """Give each file the name that messages call it by; one that is named by two paths has one name."""
    first: dict[Path, str] = {}
    return [STDIN if file == "-" else first.setdefault(Path(file).resolve(), file) for file in files]


def _noted(merged: Assessment, given: list[Assessment]) -> Iterator[str]:
    """List what merging noted in the file: dates, answers that gave way, respondents that got a number."""
    known = {line for assessment in given for line in assessment.note.splitlines()}
    yield from (line for line in merged.note.splitlines() if line not in known)
