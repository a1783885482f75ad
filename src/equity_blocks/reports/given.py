"""What a report is made of: a framework, an assessment, and the results that were made from them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import UnsuitableError
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.branding import Branding
from equity_blocks.model.comparison import Comparison
from equity_blocks.model.evidence_review import EvidenceReview
from equity_blocks.model.noun import Noun
from equity_blocks.model.phrases import enumerated
from equity_blocks.model.plan import Plan
from equity_blocks.model.privacy import Audience
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.result import Result, head
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.stability import Stability
from equity_blocks.model.translation import Translation
from equity_blocks.model.trend import Trend

OF_ITS_OWN: tuple[Audience, ...] = ("owner", "steering")
"""Audiences within the organization."""
_FIELDS = {
    "ScoreCard": "card",
    "Plan": "plan",
    "Comparison": "comparison",
    "Trend": "trend",
    "Respondents": "respondents",
    "EvidenceReview": "evidence",
    "Stability": "stability",
}
"""Kind of result -> where it stands in `Given`; translations stand together."""


class Given(NamedTuple):
    """A framework, an assessment and its results, sorted by kind. What was not given is `None`.

    Args:
        framework: The framework that is rated.
        assessment: The assessment, shared for the audience.
        head: A result with the head that all share: whose it is, of when, draft or final, what was withheld.
        audience: Who may read all of it.
        branding: How the organization's own reports look.
        card: The score.
        plan: The plan.
        comparison: The change since last time.
        trend: The course over several rounds.
        respondents: Who said what, and who differs.
        evidence: What can be shown.
        stability: The score under other rules.
        translations: The assessment read in other frameworks.
        known: Those frameworks, as far as they are at hand, for their titles.
    """

    framework: Framework
    assessment: Assessment
    head: Result
    audience: Audience = "owner"
    branding: Branding | None = None
    card: ScoreCard | None = None
    plan: Plan | None = None
    comparison: Comparison | None = None
    trend: Trend | None = None
    respondents: Respondents | None = None
    evidence: EvidenceReview | None = None
    stability: Stability | None = None
    translations: tuple[Translation, ...] = ()
    known: tuple[Framework, ...] = ()

    @property
    def results(self) -> tuple[Any, ...]:
        """All results, in the order of the fields."""
        single = (getattr(self, field) for field in _FIELDS.values())
        return (*(result for result in single if result is not None), *self.translations)


def given_of(
    framework: Framework,
    assessment: Assessment,
    results: Iterable[Any],
    *,
    branding: Branding | None = None,
    known: Iterable[Framework] = (),
) -> Given:
    """Sort results by kind.

    Args:
        framework: The framework that is rated.
        assessment: The assessment, shared for the audience of the results.
        results: Results of this assessment, at most one of each kind, translations apart; all for one audience.
        branding: How the organization's own reports look. Default: plain.
        known: Frameworks that translations lead to, for their titles. Default: ids are shown.

    Raises:
        UnsuitableError: Anything is of a kind that no report shows (code `wrong_kind`), a result stands there twice
            (`given_twice`), is of another framework (`wrong_framework`) or assessment (`other_assessment`), or results
            are for different audiences (`mixed_audiences`).

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> given_of(framework, Assessment(framework="mini"), []).head.framework.id
        'mini'
    """
    require_kind("framework", framework, Framework)
    require_kind("assessment", assessment, Assessment)
    require_kind("branding", branding, Branding, type(None))
    others = tuple(known)
    for other in others:
        require_kind("known", other, Framework)
    sorted_results: dict[str, Any] = {}
    translations: list[Translation] = []
    everything = tuple(results)
    for result in everything:
        _require_result(result)
        if isinstance(result, Translation):
            translations.append(result)
            continue
        field = _FIELDS[type(result).__name__]
        if field in sorted_results:
            kind = type(result).__name__
            raise UnsuitableError(f"a report takes one {kind}, not several", code="given_twice", data={"found": kind})
        sorted_results[field] = result
    of_it = [result for result in everything if isinstance(result, Result)]
    _require_same_assessment(framework, assessment, of_it)
    shown = next((result for result in of_it if not isinstance(result, Translation)), None)
    audience = _audience(everything)
    return Given(
        framework,
        _without_own_words(assessment, audience),
        shown or Result(**head(framework, assessment)),
        audience,
        branding,
        translations=tuple(translations),
        known=others,
        **sorted_results,
    )


def _without_own_words(assessment: Assessment, audience: Audience) -> Assessment:
    """Leave out what the organization says in its own words where a report is for others, shared or not."""
    is_its_own = audience in ("owner", "steering")
    return assessment if is_its_own or assessment.narrative is None else assessment.replace(narrative=None)


def _require_result(result: Any) -> None:
    kind = type(result).__name__
    if not isinstance(result, Noun) or (kind not in _FIELDS and not isinstance(result, Translation)):
        allowed = (*_FIELDS, "Translation")
        message = f"no report shows a {kind}: give any of {enumerated(allowed, 'or')}"
        raise UnsuitableError(message, code="wrong_kind", data={"found": kind, "allowed": allowed})


def _require_same_assessment(framework: Framework, assessment: Assessment, results: Iterable[Result]) -> None:
    for result in results:
        kind = type(result).__name__
        rated = result.source if isinstance(result, Translation) else result.framework
        if rated.id != framework.id:
            message = f"the {kind} is of another framework than the report: {rated.id}, not {framework.id}"
            data = {"argument": kind, "found": rated.id, "allowed": framework.id}
            raise UnsuitableError(message, code="wrong_framework", data=data)
        if rated.revision != framework.revision:
            message = f"the {kind} was made by revision {rated.revision} of {rated.id}, not by {framework.revision}"
            data = {"argument": kind, "found": str(rated.revision), "allowed": str(framework.revision)}
            raise UnsuitableError(message, code="wrong_revision", data=data)
        if not _is_of(result, assessment):
            message = f"the {kind} is of another organization than the report"
            data = {"argument": kind, "found": _organization(result), "allowed": _organization(assessment)}
            raise UnsuitableError(message, code="other_assessment", data=data)
        if None not in (result.assessment, assessment.id) and result.assessment != assessment.id:
            message = f"the {kind} is of another assessment than the report: {result.assessment}, not {assessment.id}"
            data = {"argument": kind, "found": str(result.assessment), "allowed": str(assessment.id)}
            raise UnsuitableError(message, code="other_assessment", data=data)


def _organization(of: Result | Assessment) -> str:
    return of.organization.id if of.organization else ""


def _is_of(result: Result, assessment: Assessment) -> bool:
    """Whether both name the same organization; what is shared with other organizations has a pseudonym in its place."""
    theirs, ours = _organization(result), _organization(assessment)
    return result.audience == "cohort" or not theirs or not ours or theirs == ours


def _audience(results: Iterable[Any]) -> Audience:
    audiences: list[Audience] = list(
        dict.fromkeys(result.audience for result in results if hasattr(result, "audience"))
    )
    if len(audiences) > 1:
        message = f"the results are for different audiences: {enumerated(audiences)}; share all of them for the same"
        raise UnsuitableError(message, code="mixed_audiences", data={"found": tuple(audiences)})
    return audiences[0] if audiences else "owner"
