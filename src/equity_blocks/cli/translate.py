"""`equity-blocks translate FILE --to FRAMEWORK`."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from equity_blocks.cli.open_inputs import (
    fitting,
    given_tailoring,
    must_fit,
    must_spare,
    must_suit,
    named,
    named_tailoring,
    open_assessment,
    open_crosswalk,
    open_framework,
    tailored,
)
from equity_blocks.cli.options import crosswalk_option, format_option, framework_option, output_option, share_option
from equity_blocks.cli.output import emit, print_yaml, shared
from equity_blocks.cli.streams import say
from equity_blocks.errors import NotFoundError
from equity_blocks.model import Assessment, Framework

if TYPE_CHECKING:
    from equity_blocks.files.loading import Loaded
    from equity_blocks.model.crosswalk import Crosswalk


@click.command("translate")
@click.argument("file")
@click.option("--to", "end", required=True, metavar="FILE|ID", help="The framework to read it in.")
@crosswalk_option
@click.option("--direct", metavar="FILE", help="Existing ratings of that framework; they take precedence.")
@click.option("--why", "with_why", is_flag=True, help="Tell the reason for each mapping.")
@click.option("--draft", "is_draft", is_flag=True, help="Write an assessment of that framework to go on with.")
@output_option("Where to write the draft. Default: standard output.")
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

    _check(file, direct, output, is_draft=is_draft, form=form, audience=audience, own=own)
    assessment = open_assessment(file)
    said = open_assessment(direct) if direct else None
    source, target = _ends(assessment, framework, end, said)
    if said:
        must_fit(target, said)
    opened = [open_crosswalk(name) for name in own]
    known = (*(each.noun for each in opened), *crosswalks())
    through = _stops(opened, known, source, target)
    made = translate(source, assessment.noun, known, target, direct=said.noun if said else None)
    if is_draft:
        from equity_blocks.engine.crosswalk.drafting import draft

        _write(draft(made, assessment.noun, target, direct=said.noun if said else None), output or "-", force=force)
        return
    made = shared(made, audience)
    document = describe_translation(made, target, source, through=through, why=with_why)
    emit(form, document, made.model_dump_json, practice_table(made))


def _ends(
    assessment: "Loaded[Assessment]", framework: str | None, end: str, said: "Loaded[Assessment] | None"
) -> tuple[Framework, Framework]:
    """Open both frameworks, each tailored as the command says where it means this one, else as its assessment says."""
    given, target = given_tailoring(), open_framework(end)
    if given and given.noun.framework == target.noun.id != assessment.noun.framework:
        source = tailored(named(assessment, framework), named_tailoring(assessment))
        must_fit(source.noun, assessment)
        return source.noun, tailored(target, given).noun
    return fitting(assessment, framework).noun, tailored(target, named_tailoring(said) if said else None).noun


def _stops(
    opened: "list[Loaded[Crosswalk]]", known: "tuple[Crosswalk, ...]", source: Framework, target: Framework
) -> list[Framework]:
    """Open the frameworks in between, and make sure that each crosswalk of the way fits those that it joins.

    Raises:
        InvalidDataError: One does not; every reason has its line in that crosswalk.
    """
    from equity_blocks.engine.crosswalk.paths import route

    for each in opened:
        must_suit(each, source, target)
    if source.id == target.id:
        return []  # it is refused later, with the reason
    ways = route(known, source.id, target.id)
    on_the_way = [way.crosswalk.id for way in ways]
    for each in opened:
        if each.noun.id not in on_the_way:
            ends = f"{each.noun.source.framework} and {each.noun.target.framework}"
            message = f"--crosswalk {each.noun.id} joins {ends}; the way leads over {', '.join(on_the_way)}"
            raise click.UsageError(message)
    found = list(_at_hand([way.crosswalk.target.framework for way in ways[:-1]]))
    own = {each.noun.id: each for each in reversed(opened)}
    for way in ways:
        name = way.crosswalk.id
        must_suit(own.get(name) or open_crosswalk(name), source, *found, target)
    return found


def _at_hand(names: list[str]) -> Iterator[Framework]:
    """Those frameworks that the catalogue has; nothing but their titles is needed of the others."""
    for name in names:
        with suppress(NotFoundError):
            yield open_framework(name).noun


def _check(
    file: str, direct: str | None, output: str | None, *, is_draft: bool, form: str, audience: str, own: tuple[str, ...]
) -> None:
    must_spare(output)
    if output is not None and not is_draft:
        raise click.UsageError("-o requires --draft")
    if is_draft and audience != "owner":
        raise click.UsageError("a draft is for the owner: --share does not go with --draft")
    if is_draft and form != "table":
        raise click.UsageError("a draft is written as YAML: --format does not go with --draft")
    if (file, direct, *own).count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")


def _write(made: Assessment, output: str, *, force: bool) -> None:
    from equity_blocks.files.writing import HEADER, save_assessment, written

    if output == "-":
        print_yaml(HEADER + written(made))
        return
    path = save_assessment(made, output, overwrite=force)
    carried = sum(rating.carried is not None for rating in made.ratings.values())
    levels = "1 carried level" if carried == 1 else f"{carried} carried levels"
    say(f"wrote {path}: {levels}, none of which counts as rated")
