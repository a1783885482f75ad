"""Several answers, one level: the rules by which respondents make one statement."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from equity_blocks.model.assessment import Assessment, Combine, Respondent
from equity_blocks.model.noun import EMPTY
from equity_blocks.model.practice import CriteriaRule, Practice
from equity_blocks.model.rating import Answer, Rating
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.tolerance import ROUNDING

Vote = tuple[float, float]
"""What an answer counts, in [0, 1], and its respondent's weight, above 0."""

_TIE = 1 - ROUNDING
"""Weights that differ less than this are a tie: rounding decides nothing."""


class Voting(NamedTuple):
    """The rule by which answers become one level, and the weight of each respondent.

    Args:
        rule: The name of the rule.
        weights: Respondent id -> weight, above 0: their own times that of their role; who is absent has 1.
    """

    rule: Combine = "median_low"
    weights: Mapping[str, float] = EMPTY

    def outcome(self, values: Mapping[str, float]) -> float | None:
        """Make one value of what each respondent's answer counts; `None` where nobody names a level."""
        votes = [(value, self.weights.get(who, 1.0)) for who, value in values.items()]
        return RULES[self.rule](votes) if votes else None


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
    weights = weights_of(assessment.respondents, assessment.role_weights)
    return Voting(combine or assessment.combine, {who: weight for who, weight in weights.items() if weight != 1})


def weights_of(respondents: Iterable[Respondent], by_role: Mapping[str, float]) -> dict[str, float]:
    """Give what each respondent's answer counts: their own weight times that of their role."""
    return {who.id: who.weight * by_role.get(who.role or "", 1.0) for who in respondents}


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
    return voting.outcome(votes_of(rating, scale))


def votes_of(rating: Rating, scale: Scale, rule: CriteriaRule = "all") -> dict[str, float]:
    """Give what each respondent's level counts, in [0, 1]; who names none is not in it.

    Args:
        rating: What is said.
        scale: The practice's scale.
        rule: How the criteria that an answer names make one value. Default: their mean.

    Example:
        >>> from equity_blocks.model import Rating, Scale
        >>> scale = Scale.model_validate(["no", "partly", "yes"])
        >>> votes_of(Rating(answers={"ann": "partly", "ben": "unknown", "cleo": None}), scale)
        {'ann': 0.5}
    """
    values = {who: _answer_value(answer, scale, rule) for who, answer in rating.answers.items()}
    return {who: value for who, value in values.items() if value is not None}


def _answer_value(answer: Answer, scale: Scale, rule: CriteriaRule) -> float | None:
    if not answer.criteria:
        return value_of(answer.level, scale)
    values = [value for level in answer.criteria.values() if (value := value_of(level, scale)) is not None]
    return CRITERIA_RULES[rule](values) if values else None


def criteria_values(
    practice: Practice, scale: Scale, rating: Rating, voting: Voting = PLAIN
) -> dict[str, float | None] | None:
    """Give what each criterion of a practice counts, in [0, 1], where it is rated by criteria.

    Several answers are combined criterion by criterion, so that respondents may speak of different ones. Who names a
    level for the whole practice names it for every criterion.

    Args:
        practice: The practice, with its criteria.
        scale: Its scale.
        rating: What is said.
        voting: The rule and the weights. Default: the lower median, one respondent one vote.

    Returns:
        Criterion id -> its value, `None` where nobody names a level. `None` for the whole where no criterion is named,
        or the group agreed on a level for the practice.

    Example:
        >>> from equity_blocks.model import Practice, Rating, Scale
        >>> practice = Practice(id="p", title="P", criteria=[{"id": name, "title": name} for name in "abc"])
        >>> answers = {"ann": {"criteria": {"a": "yes"}}, "ben": {"criteria": {"a": "no", "b": "yes"}}}
        >>> criteria_values(practice, Scale.model_validate(["no", "yes"]), Rating(answers=answers))
        {'a': 0.0, 'b': 1.0, 'c': None}
    """
    if rating.agreed:
        return None
    if rating.criteria:
        return {each.id: value_of(rating.criteria.get(each.id), scale) for each in practice.criteria}
    if not any(answer.criteria for answer in rating.answers.values()):
        return None
    values = {}
    for each in practice.criteria:
        levels = {who: a.criteria.get(each.id) if a.criteria else a.level for who, a in rating.answers.items()}
        named = {who: value for who, level in levels.items() if (value := value_of(level, scale)) is not None}
        values[each.id] = voting.outcome(named)
    return values


def _mean_of_criteria(values: Sequence[float]) -> float:
    """The mean; between levels that count the same, the lowest of them that is named."""
    return min(max(values), max(min(values), fsum(values) / len(values)))


CRITERIA_RULES: Mapping[CriteriaRule, Callable[[Sequence[float]], float]] = {"all": _mean_of_criteria, "any": max}
"""How the criteria of a practice make one value."""


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
    average = fsum(value * weight for value, weight in votes) / fsum(weight for _, weight in votes)
    return min(highest(votes), max(lowest(votes), average))  # rounding must not lead out of what was said


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
