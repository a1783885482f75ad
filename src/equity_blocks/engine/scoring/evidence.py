"""Evidence: which claims rest on none, and how old the register is."""

from datetime import date

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.scoring.lens_gaps import evidence_gap
from equity_blocks.engine.scoring.lenses import is_current, months_before
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Evidence
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.evidence_review import Age, EvidenceItem, EvidenceReview, UnevidencedClaim
from equity_blocks.model.framework import Framework
from equity_blocks.model.result import head
from equity_blocks.model.tree import TOP


@checks_nouns
def review_evidence(framework: Framework, assessment: Assessment) -> EvidenceReview:
    """Look over the evidence of an assessment: the claims without any, and the age of what is listed.

    Args:
        framework: A framework with `use: assessment`; its policy says how long evidence is current.
        assessment: Ratings of that framework, with a date.

    Returns:
        The review: claims, the most points first, and the register, what is not current first.

    Raises:
        UnsuitableError: The framework is guidance, or the assessment has no `as_of` to count from.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/methods/evidence.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}], scale={"id": "s", "levels": [
        ...     {"id": "no", "value": 0}, {"id": "yes", "value": 1, "needs_evidence": True}]})
        >>> made = review_evidence(framework, Assessment(framework="mini", as_of="2026-06-30",
        ...     evidence={"charter": {"title": "Charter", "date": "2023-06-30"}},
        ...     ratings={"p": {"level": "yes", "evidence": ["charter"]}}))
        >>> made.claims[0].points, made.items[0].age, made.items[0].age_months
        (1.0, 'outdated', 36)
    """
    run = _dated(framework, assessment)
    top = run.card().score
    return EvidenceReview.trusted(
        **head(framework, run.assessment),
        **run.grounds(),
        max_age=framework.scoring.evidence_max_age,
        asks_for=framework.scoring.evidence_counts,
        value=top.value,
        evidenced=top.evidenced,
        claims=_claims(run),
        items=_register(run),
    )


def _dated(framework: Framework, assessment: Assessment) -> ScoringRun:
    require_scorable(framework)
    assessment = require_fit(framework, assessment)
    if assessment.as_of is None:
        raise UnsuitableError(
            "the assessment has no date, so nobody knows how old its evidence is: give it an as_of", code="no_date"
        )
    return ScoringRun(framework, assessment)


def _claims(run: ScoringRun) -> tuple[UnevidencedClaim, ...]:
    """List the claims above what current evidence shows, the one that most of the score rests on first."""
    # Where the score is withheld, the points go, and the order that they make stays.
    gap = evidence_gap(run, run.framework.tree, run.figures.values[TOP])
    is_shown = run.is_shown(TOP)
    return tuple(
        UnevidencedClaim.trusted(
            id=capped.id,
            title=capped.title,
            level=capped.level,
            points=capped.points if is_shown else None,
            evidenced_level=capped.counts_as,
            listed=run.assessment.rating(capped.id).evidence,
        )
        for capped in (gap.practices if gap else ())
    )


def _register(run: ScoringRun) -> tuple[EvidenceItem, ...]:
    shows: dict[str, list[str]] = {}
    for practice in run.framework.practices:
        for name in dict.fromkeys(run.assessment.rating(practice).evidence):
            shows.setdefault(name, []).append(practice)
    items = [_item(run, name, tuple(shows.get(name, ()))) for name in run.assessment.evidence]
    return tuple(sorted(items, key=lambda item: (item.age == "current", -(item.age_months or 0))))


def _item(run: ScoringRun, name: str, practices: tuple[str, ...]) -> EvidenceItem:
    item, as_of = run.assessment.evidence[name], run.assessment.as_of
    assert as_of is not None
    newest = item.newest
    return EvidenceItem.trusted(
        id=name,
        title=item.title,
        kind=item.kind,
        profile=item.profile,
        newest=newest,
        age=_age(item, as_of, run.framework.scoring.evidence_max_age),
        age_months=months_begun(newest, as_of) if newest and newest <= as_of else None,
        checked=item.checked is not None,
        counts=name in (run.current_evidence or ()),
        practices=practices,
        note=item.note,
    )


def _age(item: Evidence, as_of: date, months: int) -> Age:
    if item.newest is None:
        return "undated"
    if item.newest > as_of:
        return "to_come"
    return "current" if is_current(item, months_before(as_of, months), as_of) else "outdated"


def months_begun(day: date, as_of: date) -> int:
    """Count the months begun since a day, so that a count above the policy's months means outdated.

    Example:
        >>> months_begun(date(2024, 6, 30), date(2026, 6, 30)), months_begun(date(2024, 6, 29), date(2026, 6, 30))
        (24, 25)
    """
    months = 12 * (as_of.year - day.year) + as_of.month - day.month
    return months if months_before(as_of, months) <= day else months + 1
