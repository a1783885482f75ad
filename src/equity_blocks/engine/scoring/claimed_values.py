"""Claimed values: the levels that an assessment claims, in positions and values of their scales."""

from collections.abc import Iterable
from typing import NamedTuple

from equity_blocks.engine.scoring.combining import (
    CRITERIA_RULES,
    PLAIN,
    Voting,
    combined,
    criteria_values,
    voting_of,
)
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Practice
from equity_blocks.model.rating import Rating, Status
from equity_blocks.model.scale import Scale


class ClaimedValue(NamedTuple):
    """The level claimed for one practice, with its value and its range.

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
_EMPTY: dict[Status, ClaimedValue] = {
    "unanswered": ClaimedValue("unanswered", low=0.0, high=1.0),
    "unknown": ClaimedValue("unknown", low=0.0, high=1.0),
    "not_applicable": ClaimedValue("not_applicable"),
    "not_pursued": ClaimedValue("not_pursued"),
}


def claimed_values(framework: Framework, assessment: Assessment) -> dict[str, ClaimedValue]:
    """Read every practice's rating, in source order.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> claimed_values(framework, Assessment(framework="mini", ratings={"p": "partly"}))["p"].value
        0.5
    """
    ratings, voting = with_silence_counted(framework, assessment).ratings, voting_of(assessment)
    claimed: dict[str, ClaimedValue] = {}
    plain: dict[tuple[int, str | float], ClaimedValue] = {}  # most ratings are one of the few levels of a scale
    for name, practice in framework.practices.items():
        rating = ratings.get(name)
        if rating is None:
            claimed[name] = _EMPTY["unanswered"]
            continue
        scale = framework.scale_of(name)
        if rating.level is None or not _is_plain(rating):
            claimed[name] = claimed_value(practice, scale, rating, voting)
            continue
        key = (id(scale), rating.level)
        if key not in plain:
            plain[key] = claimed_value(practice, scale, rating, voting)
        claimed[name] = plain[key]
    return claimed


def _is_plain(rating: Rating) -> bool:
    """Whether the level is all that decides what a rating counts."""
    return not (rating.answers or rating.criteria or rating.agreed or rating.not_applicable or rating.not_pursued)


def claimed_value(practice: Practice, scale: Scale, rating: Rating, voting: Voting = PLAIN) -> ClaimedValue:
    """Read one rating on its practice's scale, several answers by one way of combining them."""
    status = rating.status
    if status in ("unanswered", "unknown", "not_applicable"):
        return _EMPTY[status]
    if (criteria := criteria_values(practice, scale, rating, voting)) is not None:
        return _of_criteria(practice, scale, criteria.values(), status)
    value = combined(rating, scale, voting)
    if value is None:
        return _EMPTY[status]
    return ClaimedValue(status, scale.held(value), value, value, value)


def _of_criteria(practice: Practice, scale: Scale, values: Iterable[float | None], status: Status) -> ClaimedValue:
    """The mean of the rated criteria, or the best of them, and the range the unrated ones leave open."""
    values = list(values)
    rated = [value for value in values if value is not None]
    if not rated:
        return _EMPTY[status]
    rule = CRITERIA_RULES[practice.criteria_rule]
    value = rule(rated)
    low, high = (rule([bound if value is None else value for value in values]) for bound in (0.0, 1.0))
    return ClaimedValue(status, scale.held(value), value, low, high)
