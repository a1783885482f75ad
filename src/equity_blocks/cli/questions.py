"""The commands that ask one question about an assessment: score, explain, stability, reach, evidence, respondents."""

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.core import ParameterSource

from equity_blocks.cli.open_inputs import refuse_overwriting_inputs
from equity_blocks.cli.options import format_option, framework_option, least_option, output_option, share_option
from equity_blocks.cli.output import emit, shared
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import open_both
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Combine
from equity_blocks.model.phrases import counted

if TYPE_CHECKING:
    from equity_blocks.files.opening import Loaded
    from equity_blocks.files.yaml_document import Document
    from equity_blocks.model import Assessment, Framework
    from equity_blocks.model.explanation import ExplainedPractice, Explanation
    from equity_blocks.model.questionnaire import Questionnaire
    from equity_blocks.reports.document import Document as Sheet


@click.command("score")
@click.argument("file")
@framework_option
@click.option("--details", is_flag=True, help="Add by which policy the score was made.")
@share_option
@format_option()
def score_command(*, file: str, framework: str | None, details: bool, audience: str, form: str) -> None:
    """Score the assessment in FILE."""
    from equity_blocks.engine.scoring.score import score

    rated, assessment = open_both(file, framework)
    card = score(rated.noun, assessment.noun)
    emit(form, shared(card, audience), rated.noun, details=details)


@click.command("explain")
@click.argument("file")
@click.argument("node", required=False)
@framework_option
@share_option
@format_option()
def explain_command(file: str, node: str | None, framework: str | None, audience: str, form: str) -> None:
    """Explain the score of the assessment in FILE, or the value of NODE: a block or a practice.

    Shows what adds up to it, what one level more of each practice would gain, and what the lenses take away.
    """
    from equity_blocks.engine.scoring.explain import explain

    rated, assessment = open_both(file, framework)
    explanation = with_places(explain(rated.noun, assessment.noun, node), assessment.document)
    emit(form, shared(explanation, audience), rated.noun)


def with_places(explanation: "Explanation", document: "Document") -> "Explanation":
    """Add to the grounds of each practice the file and line of its rating."""
    ratings = document.data.get("ratings") or {}

    def with_place(practice: "ExplainedPractice") -> "ExplainedPractice":
        if practice.grounds is None or practice.id not in ratings:
            return practice
        place = document.place(("ratings", practice.id))
        return practice.replace(grounds=practice.grounds.replace(place=f"{place.file}:{place.line}"))

    return explanation.replace(practices=tuple(map(with_place, explanation.practices)))


@click.command("stability")
@click.argument("file")
@framework_option
@share_option
@format_option()
def stability_command(file: str, framework: str | None, audience: str, form: str) -> None:
    """Score the assessment in FILE under other rules, and say what stays."""
    from equity_blocks.engine.scoring.stability import stability

    rated, assessment = open_both(file, framework)
    emit(form, shared(stability(rated.noun, assessment.noun), audience), rated.noun)


@click.command("reach")
@click.argument("file")
@click.argument("band")
@click.option("--block", metavar="BLOCK", help="Bring this block into the band. Default: the whole.")
@framework_option
@share_option
@format_option()
def reach_command(*, file: str, band: str, block: str | None, framework: str | None, audience: str, form: str) -> None:
    """Find the cheapest way into BAND from the assessment in FILE: to targets first, prerequisites included."""
    from equity_blocks.engine.reach.reach import reach

    rated, assessment = open_both(file, framework)
    emit(form, shared(reach(rated.noun, assessment.noun, band, block), audience), rated.noun)


@click.command("evidence")
@click.argument("file")
@framework_option
@share_option
@format_option()
def evidence_command(file: str, framework: str | None, audience: str, form: str) -> None:
    """List the claims in FILE that rest on no current evidence, and how old its evidence is."""
    from equity_blocks.engine.scoring.evidence import review_evidence

    rated, assessment = open_both(file, framework)
    emit(form, shared(review_evidence(rated.noun, assessment.noun), audience), rated.noun)


@click.command("respondents")
@click.argument("file")
@output_option("Write a sheet for a meeting there, of what they differ on: a name that ends in .html, .md or .docx.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--combine", type=click.Choice(get_args(Combine)), help="Rule for one level. Default: the file's.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the intervals.")
@framework_option
@share_option
@least_option
@format_option()
def respondents_command(*, file: str, framework: str | None, audience: str, form: str, **options: Any) -> None:
    """Show where the respondents in FILE differ, with both sides, and how far they agree.

    It shows names and notes: it is for the owner of the assessment. With --share it shows nobody, and only groups that
    are large enough. With -o it is a sheet for those who meet: question, levels and both sides of each practice that
    they differ on, and room for what they agree on; `agree` writes that in.
    """
    from equity_blocks.engine.respondents.summary import respondents

    combine, output = options["combine"], options["output"]
    if output:
        _require_sheet(output, audience)
        _write_sheet(*open_both(file, framework), output, force=options["force"])
        return
    if combine and audience != "owner":
        raise click.UsageError("--combine is for the owner: several rules together give away what single people say")
    rated, assessment = open_both(file, framework)
    view = respondents(rated.noun, assessment.noun, combine=combine, seed=options["seed"])
    view = shared(view, audience, min_respondents=options["least"])
    emit(form, view, rated.noun, of="answers" if audience == "owner" else "practices")


_SHEETS = (".html", ".md", ".docx")
_NOT_ON_THE_SHEET = ("form", "combine", "seed", "least")


def _require_sheet(output: str, audience: str) -> None:
    """Refuse at once a sheet that nobody else may have, or that cannot be made."""
    refuse_overwriting_inputs(output)
    if audience != "owner":
        message = f"--share {audience} cannot have the sheet: each side of it is what single people say"
        raise click.UsageError(f"{message}; without -o the view of respondents is shared")
    if not output.lower().endswith(_SHEETS):
        raise click.BadParameter(f"'{output}' does not end in .html, .md or .docx", param_hint="-o")
    context = click.get_current_context()
    given = [name for name in _NOT_ON_THE_SHEET if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        option = {"form": "format", "least": "min-respondents"}.get(given[0], given[0])
        raise click.UsageError(f"--{option} changes nothing on the sheet: leave it out, or -o")


def _write_sheet(rated: "Loaded[Framework]", assessment: "Loaded[Assessment]", output: str, *, force: bool) -> None:
    from equity_blocks.engine.collecting.questionnaire import questionnaire
    from equity_blocks.reports.meeting import meeting_sheet
    from equity_blocks.saving import save_bytes

    asked = questionnaire(rated.noun, assessment.noun, contested=True)
    content = _sheet_in(Path(output).suffix.lower(), meeting_sheet(asked), asked)
    path = save_bytes(output, content, overwrite=force)
    say(f"wrote {path}: {counted(len(asked.items), rated.noun.vocabulary.practice, rated.noun.vocabulary.practices)}")


def _sheet_in(ending: str, sheet: "Sheet", asked: "Questionnaire") -> bytes:
    if ending == ".html":
        from equity_blocks.reports.html import as_html

        return as_html(sheet).encode()
    if ending == ".md":
        from equity_blocks.reports.markdown import as_markdown

        return as_markdown(sheet).encode()
    try:
        word = import_module("equity_blocks.reports.word")
    except ModuleNotFoundError:
        message = "a sheet for Word needs python-docx: pip install equity-blocks[office]"
        raise UnsuitableError(message, code="not_installed", data={"argument": "output", "found": "docx"}) from None
    day = dt.date.fromisoformat(asked.as_of) if asked.as_of else None
    content: bytes = word.as_word(sheet, is_draft=not asked.is_final, as_of=day)
    return content
