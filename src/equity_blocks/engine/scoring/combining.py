"""Several answers, one level: the rules by which respondents make one statement."""

from collections.abc import Callable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from equity_blocks.model.assessment import Assessment, Combine, Rating
from equity_blocks.model.noun import EMPTY
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.tolerance import ROUNDING

Vote = tuple[float, float]
"""What an answer counts, in [0, 1], and its respondent's weight, above 0."""

_TIE = 1 - ROUNDING
"""Weights that differ less than this are a tie: rounding decides nothing."""


class Voting(NamedTuple):
    """How answers become one level.

    Args:
        rule: The name of the rule.
        weights: Respondent id -> weight, above 0: their own times that of their role; who is absent has 1.
    """

    rule: Combine = "median_low"
    weights: Mapping[str, float] = EMPTY


PLAIN = Voting()
"""The lower median, one respondent one vote."""


def voting_of(assessment: Assessment, combine: Combine | None = None) -> Voting:
    """Give an assessment's way of combining, or the same weights with another rule.

    Example:
        >>> from equity_blocks.model import Assessment
        >>> voting_of(Assessment(framework="f", combine="mode", role_weights={"members": 3},
        ...     respondents=[{"id": "ann", "weight": 2}, {"id": "ben", "role": "members"}, {"id": "cleo"}]))
        Voting(rule='mode', weights={'ann': 2.0, 'ben': 3.0})
    """
    by_role = assessment.role_weights
    weights = {who.id: who.weight * by_role.get(who.role or "", 1.0) for who in assessment.respondents}
    return Voting(combine or assessment.combine, {who: weight for who, weight in weights.items() if weight != 1})


def combined(rating: Rating, scale: Scale, voting: Voting = PLAIN) -> float | None:
    """Give the one value that a rating stands for.

    What a group agreed on overrides what its members answered; else the rule makes one value of the answers. Blank
    answers, `unknown` and "does not apply" do not vote.

    Args:
        rating: What is said.
        scale: The practice's scale.
        voting: The rule and the weights. Default: the lower median, one respondent one vote. It asks nothing of the
            levels but their order, and leans to the cautious side when the middle is a tie.

    Returns:
        A float in [0, 1], the value of a level unless the rule is `mean`; `None` when nobody named a level.

    Source: judgement, see docs/methods/respondents.md.

    Example:
        >>> from equity_blocks.model import Rating, Scale
        >>> scale = Scale.model_validate(["no", "partly", "yes"])
        >>> combined(Rating(answers={"a": "yes", "b": "no", "c": "partly", "d": "yes"}), scale)
        0.5
    """
    if rating.agreed:
        return value_of(rating.agreed.level, scale)
    if not rating.answers:
        return value_of(rating.level, scale)
    votes = [(value, voting.weights.get(who, 1.0)) for who, value in votes_of(rating, scale).items()]
    return RULES[voting.rule](votes) if votes else None


def votes_of(rating: Rating, scale: Scale) -> dict[str, float]:
    """Give what each respondent's level counts, in [0, 1]; who names none is not in it.

    Example:
        >>> from equity_blocks.model import Rating, Scale
        >>> scale = Scale.model_validate(["no", "partly", "yes"])
        >>> votes_of(Rating(answers={"ann": "partly", "ben": "unknown", "cleo": None}), scale)
        {'ann': 0.5}
    """
    said = {who: value_of(answer.level, scale) for who, answer in rating.answers.items()}
    return {who: value for who, value in said.items() if value is not None}


def value_of(level: str | float | None, scale: Scale) -> float | None:
    """Give what a level counts, in [0, 1]; `None` where none is named, and for `unknown`."""
    return None if level is None or level == RESERVED else scale.value(level)


def median_low(votes: Sequence[Vote]) -> float:
    """Give the weighted lower median: the least value that half the weight or more does not exceed.

    Example:
        >>> median_low([(0.0, 1), (1.0, 1)]), median_low([(0.0, 1), (1.0, 3)])
        (0.0, 1.0)
    """
    half = fsum(weight for _, weight in votes) / 2 * _TIE
    values = sorted({value for value, _ in votes})
    return next(v for v in values if fsum(weight for value, weight in votes if value <= v) >= half)


def mean(votes: Sequence[Vote]) -> float:
    """Give the weighted mean of the values, which may lie between two levels.

    Example:
        >>> mean([(0.0, 1), (1.0, 3)])
        0.75
    """
    found = fsum(value * weight for value, weight in votes) / fsum(weight for _, weight in votes)
    return min(highest(votes), max(lowest(votes), found))  # rounding must not lead out of what was said


def mode(votes: Sequence[Vote]) -> float:
    """Give the value with the most weight behind it, of several the lowest.

    Example:
        >>> mode([(0.0, 1), (0.5, 1), (1.0, 2)]), mode([(0.5, 1), (1.0, 1)])
        (1.0, 0.5)
    """
    behind = {v: fsum(weight for value, weight in votes if value == v) for v in sorted({v for v, _ in votes})}
    most = max(behind.values()) * _TIE
    return next(value for value, weight in behind.items() if weight >= most)


def lowest(votes: Sequence[Vote]) -> float:
    """Give the lowest value that anybody names, whatever the weights.

    Example:
        >>> lowest([(0.5, 1), (1.0, 9)])
        0.5
    """
    return min(value for value, _ in votes)


def highest(votes: Sequence[Vote]) -> float:
    """Give the highest value that anybody names, whatever the weights.

    Example:
        >>> highest([(0.5, 9), (1.0, 1)])
        1.0
    """
    return max(value for value, _ in votes)


RULES: dict[Combine, Callable[[Sequence[Vote]], float]] = {
    "median_low": median_low,
    "mean": mean,
    "mode": mode,
    "lowest": lowest,
    "highest": highest,
}
"""Name in the YAML -> function."""
