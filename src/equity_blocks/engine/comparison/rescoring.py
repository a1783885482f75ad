"""Values of changed assessments: what a number would be if something had been said otherwise."""

from collections.abc import Mapping

from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.framework import Framework

UNSAID = Rating()
LEFT_OUT = Rating(not_pursued="left out of this reading")
"""What takes a practice out of a score under every policy, which `not_applicable` does not."""


def rescored(framework: Framework, assessment: Assessment, changes: Mapping[str, Rating] | None = None) -> Values:
    """Give the value of every node, however little is answered, after changing some ratings.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        changes: Practice -> what is said about it instead. Default: nothing is changed.

    Returns:
        Block id, and `TOP` for the whole -> a float in [0, 1]; `None` where nothing counts.

    Example:
        >>> from equity_blocks.model.tree import TOP
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = Assessment(framework="mini", ratings={"p": "no", "q": "yes"})
        >>> rescored(framework, said)[TOP], rescored(framework, said, {"p": LEFT_OUT})[TOP]
        (0.5, 1.0)
    """
    return ScoringRun(framework, with_ratings(assessment, changes or {})).made.values


def with_ratings(assessment: Assessment, changes: Mapping[str, Rating]) -> Assessment:
    """Give the assessment with some ratings changed."""
    return assessment.replace(ratings={**assessment.ratings, **changes}) if changes else assessment
