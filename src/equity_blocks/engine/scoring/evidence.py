"""Evidence: which claims rest on none, and how old the register is."""

from datetime import date

from equity_blocks.engine.scoring.lens_gaps import evidence_gap
from equity_blocks.engine.scoring.lenses import current_evidence, is_current, months_before
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment, Evidence
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.evidence_review import Age, EvidenceItem, EvidenceReview, UnevidencedClaim
from equity_blocks.model.framework import Framework
from equity_blocks.model.result import head
from equity_blocks.model.tree import TOP


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
    assessment = run.assessment
    top = run.card().score
    return EvidenceReview.model_validate(
        {
            **head(framework, assessment),
            **run.grounds(),
            "max_age": framework.scoring.evidence_max_age,
            "asks_for": framework.scoring.evidence_counts,
            "value": top.value,
            "evidenced": top.evidenced,
            "claims": _claims(run),
            "items": _register(framework, assessment),
        }
    )


def _dated(framework: Framework, assessment: Assessment) -> ScoringRun:
    require_scorable(framework)
    assessment = require_fit(framework, assessment)
    if assessment.as_of is None:
        raise UnsuitableError("the assessment has no date, so nobody knows how old its evidence is: give it an as_of")
    return ScoringRun(framework, assessment)


def _claims(run: ScoringRun) -> tuple[UnevidencedClaim, ...]:
    """List the claims above what current evidence shows, the one that most of the score rests on first."""
    # Where the score is withheld, the points go, and the order that they make stays.
    gap = evidence_gap(run, run.framework.tree, run.made.values[TOP]) or {"practices": ()}
    is_shown = run.is_shown(TOP)
    return tuple(
        UnevidencedClaim.model_validate(
            {
                **{key: found[key] for key in ("id", "title", "level")},
                "points": found["points"] if is_shown else None,
                "evidenced_level": found["counts_as"],
                "listed": run.assessment.rating(found["id"]).evidence,
            }
        )
        for found in gap["practices"]
    )


def _register(framework: Framework, assessment: Assessment) -> list[EvidenceItem]:
    counting = current_evidence(framework, assessment) or frozenset()
    items = [_item(framework, assessment, name, name in counting) for name in assessment.evidence]
    return sorted(items, key=lambda item: (item.age == "current", -(item.age_months or 0)))


def _item(framework: Framework, assessment: Assessment, name: str, counts: bool) -> EvidenceItem:
    item, as_of = assessment.evidence[name], assessment.as_of
    assert as_of is not None
    age = _age(item, as_of, framework.scoring.evidence_max_age)
    newest = item.newest
    return EvidenceItem.model_validate(
        {
            "id": name,
            "title": item.title,
            "kind": item.kind,
            "newest": newest,
            "age": age,
            "age_months": months_begun(newest, as_of) if newest and newest <= as_of else None,
            "checked": item.checked is not None,
            "counts": counts,
            "practices": [n for n in framework.practices if name in assessment.rating(n).evidence],
            "note": item.note,
        }
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
