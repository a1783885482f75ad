"""The commands that ask one question about an assessment: score, explain, stability, reach, evidence, respondents."""

from typing import TYPE_CHECKING, get_args

import click

from equity_blocks.cli.options import format_option, framework_option, least_option, share_option
from equity_blocks.cli.output import emit, shared
from equity_blocks.cli.tailored_inputs import open_both
from equity_blocks.model.assessment import Combine

if TYPE_CHECKING:
    from equity_blocks.files.yaml_document import Document
    from equity_blocks.model.explanation import ExplainedPractice, Explanation


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
@click.option("--combine", type=click.Choice(get_args(Combine)), help="Rule for one level. Default: the file's.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the intervals.")
@framework_option
@share_option
@least_option
@format_option()
def respondents_command(
    *, file: str, combine: Combine | None, seed: int, framework: str | None, audience: str, least: int, form: str
) -> None:
    """Show where the respondents in FILE differ, with both sides, and how far they agree.

    It shows names and notes: it is for the owner of the assessment. With --share it shows nobody, and only groups that
    are large enough.
    """
    from equity_blocks.engine.respondents.summary import respondents

    if combine and audience != "owner":
        raise click.UsageError("--combine is for the owner: several rules together give away what single people say")
    rated, assessment = open_both(file, framework)
    view = shared(respondents(rated.noun, assessment.noun, combine=combine, seed=seed), audience, min_respondents=least)
    emit(form, view, rated.noun, of="answers" if audience == "owner" else "practices")
