"""Scores that mean "no answer": read as nothing said, wherever a scale says which they are."""

from typing import Any

from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import RESERVED, Scale


def answered(framework: Framework, assessment: Assessment) -> Assessment:
    """Take the scores out of an assessment that mean "no answer" on their scale, so that nobody else has to know them.

    Returns:
        The assessment itself where no scale has such scores, or none is given; else one in which they are blank. A
        group that agreed on such a score could not say.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale={"id": "s", "range": [0, 100], "missing": [99]},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = answered(framework, Assessment(framework="mini", ratings={"p": 99, "q": 98}))
        >>> said.rating("p").status, said.rating("q").level
        ('unanswered', 98)
    """
    if not any(scale.missing for scale in framework.scales):
        return assessment
    changed = {}
    for name, rating in assessment.ratings.items():
        scale = framework.scale_of(name) if name in framework.practices else None
        if scale and scale.missing and (blank := _blanks(rating, scale)):
            changed[name] = rating.replace(**blank)
    return assessment.replace(ratings={**assessment.ratings, **changed}) if changed else assessment


def _blanks(rating: Rating, scale: Scale) -> dict[str, Any]:
    """The fields of a rating that say such a score, without it."""
    found: dict[str, Any] = {}
    if scale.is_missing(rating.level):
        found["level"] = None
    if any(map(scale.is_missing, rating.criteria.values())):
        found["criteria"] = {key: None if scale.is_missing(x) else x for key, x in rating.criteria.items()}
    if any(scale.is_missing(answer.level) for answer in rating.answers.values()):
        found["answers"] = {
            who: answer.replace(level=None) if scale.is_missing(answer.level) else answer
            for who, answer in rating.answers.items()
        }
    if rating.agreed and scale.is_missing(rating.agreed.level):
        found["agreed"] = rating.agreed.replace(level=RESERVED)
    return found
