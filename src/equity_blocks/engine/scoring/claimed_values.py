"""What an assessment says about each practice, in positions and values of its scale."""

from math import fsum
from typing import NamedTuple

from equity_blocks.engine.scoring.combining import PLAIN, Voting, combined, voting_of
from equity_blocks.engine.scoring.silence import heard
from equity_blocks.model.assessment import Assessment, Rating, Status
from equity_blocks.model.framework import Framework, Practice
from equity_blocks.model.scale import RESERVED, Scale


class Claim(NamedTuple):
    """What is said about one practice.

    Args:
        status: What kind of statement it is.
        position: The level held, as its position; `None` where no level is given.
        value: What that counts, in [0, 1]; with criteria it may lie between two levels.
        low: The value with unrated criteria at 0; 0 where the practice is in scope without a rating.
        high: The value with unrated criteria at 1; 1 where the practice is in scope without a rating.
    """

    status: Status
    position: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def in_scope(self) -> bool:
        """Whether the practice counts, or would count once it is rated."""
        return self.status in IN_SCOPE


IN_SCOPE = frozenset({"rated", "unanswered", "unknown"})
_EMPTY: dict[Status, Claim] = {
    "unanswered": Claim("unanswered", low=0.0, high=1.0),
    "unknown": Claim("unknown", low=0.0, high=1.0),
    "not_applicable": Claim("not_applicable"),
    "not_pursued": Claim("not_pursued"),
}


def claims(framework: Framework, assessment: Assessment) -> dict[str, Claim]:
    """Read every practice's rating, in source order.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> claims(framework, Assessment(framework="mini", ratings={"p": "partly"}))["p"].value
        0.5
    """
    ratings, voting = heard(framework, assessment), voting_of(assessment)
    found: dict[str, Claim] = {}
    plain: dict[tuple[int, str | float], Claim] = {}  # most ratings are one of the few levels of a scale
    for name, practice in framework.practices.items():
        rating = ratings.get(name)
        if rating is None:
            found[name] = _EMPTY["unanswered"]
            continue
        scale = framework.scale_of(name)
        if rating.level is None or not _is_plain(rating):
            found[name] = claim(practice, scale, rating, voting)
            continue
        key = (id(scale), rating.level)
        if key not in plain:
            plain[key] = claim(practice, scale, rating, voting)
        found[name] = plain[key]
    return found


def _is_plain(rating: Rating) -> bool:
    """Whether the level is all that decides what a rating counts."""
    return not (rating.answers or rating.criteria or rating.agreed or rating.not_applicable or rating.not_pursued)


def claim(practice: Practice, scale: Scale, rating: Rating, voting: Voting = PLAIN) -> Claim:
    """Read one rating on its practice's scale, several answers by one way of combining them."""
    status = rating.status
    if status in ("unanswered", "unknown", "not_applicable"):
        return _EMPTY[status]
    if rating.criteria and not rating.agreed:
        return _of_criteria(practice, scale, rating, status)
    value = combined(rating, scale, voting)
    if value is None:
        return _EMPTY[status]
    return Claim(status, scale.held(value), value, value, value)


def _of_criteria(practice: Practice, scale: Scale, rating: Rating, status: Status) -> Claim:
    """The mean of the rated criteria, or the best of them, and the range the unrated ones leave open."""
    said = [rating.criteria.get(criterion.id) for criterion in practice.criteria]
    values = [None if level in (None, RESERVED) else scale.value(level) for level in said]
    rated = [value for value in values if value is not None]
    if not rated:
        return _EMPTY[status]
    rule = _mean if practice.criteria_rule == "all" else max
    value = rule(rated)
    low, high = (rule([bound if value is None else value for value in values]) for bound in (0.0, 1.0))
    return Claim(status, scale.held(value), value, low, high)


def _mean(values: list[float]) -> float:
    """The mean; between levels that count the same, the lowest of them that is named."""
    return min(max(values), max(min(values), fsum(values) / len(values)))
