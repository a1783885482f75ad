"""The commands that read assessments in other frameworks: translate, coverage."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from equity_blocks.cli.open_inputs import (
    open_assessment,
    open_crosswalk,
    open_ends,
    open_framework,
    open_framework_of,
    refuse_overwriting_inputs,
    require_crosswalk_fit,
    require_fit_at_lines,
)
from equity_blocks.cli.options import (
    crosswalk_option,
    format_option,
    framework_option,
    output_option,
    share_option,
    tailoring_option,
)
from equity_blocks.cli.output import emit, print_yaml, shared
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import given_tailoring, named_tailoring, open_fitting_framework, tailored
from equity_blocks.errors import NotFoundError
from equity_blocks.files.opening import Loaded, open_framework_named
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.phrases import counted, to_read_by

if TYPE_CHECKING:
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.tailoring import Tailoring


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
def translate_command(
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

    refuse_overwriting_inputs(output)
    _require_for_draft(output, is_draft=is_draft, form=form, audience=audience)
    assessment = open_assessment(file)
    ratings = open_assessment(direct) if direct else None
    source, target = _open_both_frameworks(assessment, framework, end, ratings)
    _say_read_by(assessment, source)
    if ratings:
        require_fit_at_lines(target, ratings)
    opened = [open_crosswalk(name) for name in own]
    known = (*(each.noun for each in opened), *crosswalks())
    through = _frameworks_between(opened, known, source, target)
    translation = translate(source, assessment.noun, known, target, direct=ratings.noun if ratings else None)
    if is_draft:
        from equity_blocks.engine.crosswalk.drafting import draft
        from equity_blocks.reports.translation import drawn_from

        drafted = draft(translation, assessment.noun, target, direct=ratings.noun if ratings else None)
        _write(drafted, target, drawn_from(translation, (source, *through)[-1]), output or "-", force=force)
        return
    emit(form, shared(translation, audience), target, source, through=through, why=with_why)


def _open_both_frameworks(
    assessment: "Loaded[Assessment]", framework: str | None, end: str, ratings: "Loaded[Assessment] | None"
) -> tuple[Framework, Framework]:
    """Open both frameworks, each tailored as the command says where it means this one, else as its assessment says."""
    given, target = given_tailoring(), open_framework(end)
    if given and given.noun.framework == target.noun.id != assessment.noun.framework:
        source = tailored(open_framework_of(assessment, framework), named_tailoring(assessment))
        require_fit_at_lines(source.noun, assessment)
        return source.noun, tailored(target, given).noun
    tailoring = named_tailoring(ratings) if ratings else None
    return open_fitting_framework(assessment, framework).noun, tailored(target, tailoring).noun


def _frameworks_between(
    opened: "list[Loaded[Crosswalk]]", known: "tuple[Crosswalk, ...]", source: Framework, target: Framework
) -> list[Framework]:
    """Open the frameworks in between, and make sure that each crosswalk of the way fits those that it joins.

    Raises:
        InvalidDataError: One does not; every reason has its line in that crosswalk.
    """
    from equity_blocks.engine.crosswalk.paths import route

    for each in opened:
        require_crosswalk_fit(each, source, target)
    if source.id == target.id:
        return []  # it is refused later, with the reason
    links = route(known, source.id, target.id)
    names = [link.crosswalk.id for link in links]
    for each in opened:
        if each.noun.id not in names:
            ends = f"{each.noun.source.framework} and {each.noun.target.framework}"
            message = f"--crosswalk {each.noun.id} joins {ends}; the way leads over {', '.join(names)}"
            raise click.UsageError(message)
    between = list(_at_hand([link.crosswalk.target.framework for link in links[:-1]]))
    own = {each.noun.id: each for each in reversed(opened)}
    for link in links:
        name = link.crosswalk.id
        require_crosswalk_fit(own.get(name) or open_crosswalk(name), source, *between, target)
    return between


def _at_hand(names: list[str]) -> Iterator[Framework]:
    """Open those frameworks that the catalogue has; nothing but their titles is needed of the others."""
    for name in names:
        with suppress(NotFoundError):
            yield open_framework(name).noun


def _require_for_draft(output: str | None, *, is_draft: bool, form: str, audience: str) -> None:
    """Refuse options that do not go with a draft, or only with one."""
    if output is not None and not is_draft:
        raise click.UsageError("-o requires --draft")
    if is_draft and audience != "owner":
        raise click.UsageError("a draft is for the owner: --share does not go with --draft")
    if is_draft and form != "table":
        raise click.UsageError("a draft is written as YAML: --format does not go with --draft")


def _write(
    draft: Assessment, target: Framework, notes: Mapping[str, Sequence[str]], output: str, *, force: bool
) -> None:
    """Write a draft with titles and questions as comments, or print it where the file's name is `-`."""
    from equity_blocks.files.template import annotated
    from equity_blocks.files.writing import HEADER, written
    from equity_blocks.saving import save_text

    audience = draft.organization.type if draft.organization else None
    text = HEADER + annotated(written(draft), target, audience, notes=notes)
    if output == "-":
        print_yaml(text)
        return
    path = save_text(output, text, overwrite=force)
    called = target.vocabulary
    verb = "has" if len(notes) == 1 else "have"
    started = f"{counted(len(notes), called.practice, called.practices)} {verb} something to start from"
    say(f"wrote {path}: {started}, nothing counts as rated")


@click.command("coverage")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@crosswalk_option
@click.option(
    "--framework", metavar="FILE|ID", help="Name what is not covered in this one, which may be one of your own."
)
@tailoring_option
@format_option()
def coverage_command(*, files: tuple[str, ...], own: tuple[str, ...], framework: str | None, form: str) -> None:
    """Say how many practices of each framework the assessments in FILEs speak for, and over which crosswalks."""
    from equity_blocks.engine.crosswalk.coverage import coverage
    from equity_blocks.files.catalogue import crosswalks, frameworks

    assessments = [open_assessment(file) for file in files]
    tailorings = _tailorings(assessments)
    chosen = _as_used(open_framework(framework), tailorings) if framework else None
    known = {chosen.id: chosen} if chosen else {}
    names = [listing.id for listing in frameworks()]
    known |= {name: _as_used(open_framework(name), tailorings) for name in names if name not in known}
    _require_used(known)
    opened = [open_crosswalk(name) for name in own]
    for each in opened:
        open_ends(each, chosen)
    read = [_as_counted(assessment, known, tailorings) for assessment in assessments]
    shipped = crosswalks()
    for crosswalk in shipped:
        require_crosswalk_fit(open_crosswalk(crosswalk.id), *known.values())
    both = (*(each.noun for each in opened), *shipped)
    emit(form, coverage(tuple(known.values()), read, both), chosen)


def _as_counted(
    assessment: Loaded[Assessment], known: Mapping[str, Framework], tailorings: Mapping[str, "Loaded[Tailoring]"]
) -> Assessment:
    """Give an assessment in the revision whose practices are counted; an earlier one is carried over to it."""
    noun = assessment.noun
    now = known.get(noun.framework) or _as_used(open_framework_of(assessment, None), tailorings)
    if noun.revision not in (None, now.revision):
        with suppress(NotFoundError):
            then = _as_used(open_framework_named(noun.framework, noun.revision), tailorings)
            if then.revision == noun.revision:
                from equity_blocks.engine.revision.migrate import migrate

                require_fit_at_lines(then, assessment)
                carried = f"carried over from revision {then.revision} of {now.id} to revision {now.revision}"
                say(f"{assessment.document.name}: {carried}", err=True)
                return migrate(now, noun, then).migrated
    _say_read_by(assessment, now)
    require_fit_at_lines(now, assessment)
    return noun


def _say_read_by(assessment: Loaded[Assessment], framework: Framework) -> None:
    """Say that an assessment is read by another revision than the one that it names, where it is."""
    named, used = assessment.noun.revision, framework.revision
    if named is not None and named != used:
        said = f"{assessment.document.name} names revision {named} of {framework.id}, and is read by revision {used}"
        say(f"{said}: {to_read_by(named, used)}", err=True)


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
    tailorings: dict[str, Loaded[Tailoring]] = {given.noun.framework: given} if given else {}
    for assessment in assessments:
        framework = assessment.noun.framework
        own = None if given and given.noun.framework == framework else named_tailoring(assessment)
        if own and tailorings.setdefault(framework, own).noun != own.noun:
            files = f"{tailorings[framework].document.name} and {own.document.name}"
            raise click.UsageError(f"{framework} is tailored by {files}: say which (--tailoring)")
    return tailorings


def _as_used(framework: Loaded[Framework], tailorings: Mapping[str, "Loaded[Tailoring]"]) -> Framework:
    """Give the framework as a tailoring has it, where there is one of it."""
    return tailored(framework, tailorings.get(framework.noun.id)).noun
