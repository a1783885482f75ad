"""`equity-blocks merge FILE... -o FILE`."""

from datetime import datetime

import click

from equity_blocks.cli.opening import STDIN, fitting, open_assessment, rebased
from equity_blocks.cli.options import framework_option, least_option, share_option
from equity_blocks.cli.output import shared


@click.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write. Default: standard output.")
@framework_option
@click.option("--partnership", is_flag=True, help="The files are of several organizations, which form a partnership.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Date of the merged assessment, where the files' dates differ.",
)
@share_option
@least_option
@click.option("--force", is_flag=True, help="Replace an existing file.")
def command(
    *,
    files: tuple[str, ...],
    output: str,
    framework: str | None,
    partnership: bool,
    as_of: datetime | None,
    audience: str,
    least: int,
    force: bool,
) -> None:
    """Make one assessment of several that were filled separately, and lose nothing.

    What a file says becomes the answer of its only respondent, or of one made from the file's id. With --share, what
    others must not see is left out of the merged one.
    """
    from equity_blocks.engine.respondents.merge import merge
    from equity_blocks.files.writing import HEADER, save_assessment, written

    if len(files) < 2:  # noqa: PLR2004 - one file is merged already
        raise click.UsageError("name two files or more")
    if files.count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")
    opened = [open_assessment(file) for file in files]
    names = [STDIN if file == "-" else file for file in files]
    date = as_of.date() if as_of else None
    merged = merge([rebased(each, output) for each in opened], names, as_of=date, partnership=partnership)
    rated = [fitting(each, framework).noun for each in opened]
    merged = shared(merged, audience, framework=rated[0], min_respondents=least)
    if output == "-":
        click.echo(HEADER + written(merged), nl=False)
        return
    path = save_assessment(merged, output, overwrite=force)
    people, practices = len(merged.respondents), sum(bool(rating.answers) for rating in merged.ratings.values())
    click.echo(f"wrote {path}: {people} respondents, answers on {practices} practices")
