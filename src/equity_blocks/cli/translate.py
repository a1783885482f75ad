"""`equity-blocks translate FILE --to FRAMEWORK`."""

import click

from equity_blocks.cli.opening import fitting, must_fit, must_suit, open_assessment, open_crosswalk, open_framework
from equity_blocks.cli.output import emit, format_option, framework_option, share_option, shared
from equity_blocks.model import Assessment

crosswalk_option = click.option(
    "--crosswalk", "own", multiple=True, metavar="FILE|ID", help="A crosswalk of your own; it goes before the shipped."
)


@click.command("translate")
@click.argument("file")
@click.option("--to", "end", required=True, metavar="FILE|ID", help="The framework to read it in.")
@crosswalk_option
@click.option("--direct", metavar="FILE", help="Ratings of that framework that there are already; they win.")
@click.option("--why", "with_why", is_flag=True, help="Tell the reason for each mapping.")
@click.option("--draft", "is_draft", is_flag=True, help="Write an assessment of that framework to go on with.")
@click.option("-o", "--output", metavar="FILE", help="Where to write the draft. Default: standard output.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@framework_option
@share_option
@format_option()
def command(
    *,
    file: str,
    end: str,
    own: tuple[str, ...],
    direct: str | None,
    with_why: bool,
    is_draft: bool,
    output: str | None,
    force: bool,
    framework: str | None,
    audience: str,
    form: str,
) -> None:
    """Read the assessment in FILE in another framework, as intervals, with what is left to ask.

    Where no crosswalk joins the two, the shortest way through other frameworks is taken.
    """
    from equity_blocks.engine.crosswalk.translate import translate
    from equity_blocks.files.catalogue import crosswalks
    from equity_blocks.reports.translation import describe_translation, practice_table

    _check(file, direct, output, is_draft=is_draft, audience=audience, own=own)
    assessment = open_assessment(file)
    source, target = fitting(assessment, framework).noun, open_framework(end).noun
    said = open_assessment(direct) if direct else None
    if said:
        must_fit(target, said)
    opened = [open_crosswalk(name) for name in own]
    for each in opened:
        must_suit(each, source, target)
    known = (*(each.noun for each in opened), *crosswalks())
    made = translate(source, assessment.noun, known, target, direct=said.noun if said else None)
    if is_draft:
        from equity_blocks.engine.crosswalk.drafting import draft

        _write(draft(made, assessment.noun, target, direct=said.noun if said else None), output or "-", force=force)
        return
    made = shared(made, audience)
    emit(form, describe_translation(made, target, source, why=with_why), made.model_dump_json, practice_table(made))


def _check(
    file: str, direct: str | None, output: str | None, *, is_draft: bool, audience: str, own: tuple[str, ...]
) -> None:
    if output is not None and not is_draft:
        raise click.UsageError("-o goes with --draft")
    if is_draft and audience != "owner":
        raise click.UsageError("a draft is for the owner: --share does not go with --draft")
    if (file, direct, *own).count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")


def _write(made: Assessment, output: str, *, force: bool) -> None:
    from equity_blocks.files.writing import HEADER, save_assessment, written

    if output == "-":
        click.echo(HEADER + written(made), nl=False)
        return
    path = save_assessment(made, output, overwrite=force)
    carried = sum(rating.carried is not None for rating in made.ratings.values())
    click.echo(f"wrote {path}: {carried} practices with a carried level, none of which counts as rated")
