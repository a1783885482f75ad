"""Variations: how far a plan's figures may lie from their nominal values, each as far as it is uncertain."""

from collections.abc import Sequence
from math import exp, sqrt
from statistics import NormalDist

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.benefit.step_benefit import effort_of
from equity_blocks.engine.robustness.sampled_package_ranks import PARTS, Distributions, Law
from equity_blocks.engine.robustness.weight_sampling import KAPPA
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.model.plan import PlannedEffort

MISRATED = 0.15
"""How probable it is that a single rating is one level off."""
SIGMA = 0.3
"""The spread of the logarithm of effort, where no range is given; also that of the value map's exponent."""


def laws_of(standing: Standing, names: Sequence[str]) -> Distributions:
    """Say how far each figure of some practices may lie from its nominal value, independently of all others.

    * Weights: each practice's and each block's times a gamma variate with mean 1 and variance 1/10, which makes shares
      that follow a Dirichlet law around the nominal ones.
    * Ratings: one of the respondents' answers; a single answer is one level off with probability 0.15; an unanswered
      practice stands at any level.
    * Effort: within the organization's range (triangular), else log-normal around the likely days.
    * Value map: an exponent, log-normal around 1, so that levels keep their order.

    Source: methods of docs/methods/confidence.md; the spreads are judgement.
    """
    framework, assessment = standing.framework, standing.assessment
    blocks = sorted({block.id for name in names for block in framework.chains[name]})
    efforts = [effort_of(framework, framework.practices[name], assessment.rating(name)) for name in names]
    return Distributions(
        benefits=[standing.worth.benefits[name] for name in names],
        chains=[[blocks.index(block.id) for block in framework.chains[name]] for name in names],
        blocks=len(blocks),
        factors=_gamma(),
        days=[_days(effort) for effort in efforts],
        held=[_held(standing, name) for name in names],
        exponents=_lognormal(1.0),
    )


_MIDDLES = [(i + 0.5) / PARTS for i in range(PARTS)]


def _normal() -> Law:
    return [NormalDist().inv_cdf(p) for p in _MIDDLES]


def _gamma() -> Law:
    """Mean 1 and variance 1 over KAPPA, by the cube of Wilson and Hilferty (1931)."""
    return [(1 - 1 / (9 * KAPPA) + z / (3 * sqrt(KAPPA))) ** 3 for z in _normal()]


def _lognormal(middle: float) -> Law:
    return [middle * exp(SIGMA * z) for z in _normal()]


def _days(effort: PlannedEffort) -> Law:
    if effort.low is None or effort.high is None:
        return _lognormal(effort.likely)
    return _triangular(effort.low, effort.likely, effort.high)


def _triangular(low: float, likely: float, high: float) -> Law:
    if low == high:
        return [low] * PARTS
    rise = (likely - low) / (high - low)
    return [
        low + sqrt(p * (high - low) * (likely - low))
        if p < rise
        else high - sqrt((1 - p) * (high - low) * (high - likely))
        for p in _MIDDLES
    ]


def _held(standing: Standing, name: str) -> Law:
    """The values that a practice may hold, each as often as it is probable."""
    claim, scale, rating = standing.said[name], standing.framework.scale_of(name), standing.assessment.rating(name)
    if claim.value is None or claim.position is None:
        return _spread(scale.values if claim.in_scope else [scale.values[standing.state[name]]])
    if rating.answers and not rating.agreed:
        return _spread(sorted(votes_of(rating, scale).values()) or [claim.value])
    off = round(MISRATED / 2 * PARTS)
    lower = scale.values[max(0, claim.position - 1)]
    higher = max(claim.value, scale.values[min(scale.top, claim.position + 1)])
    return [lower] * off + [claim.value] * (PARTS - 2 * off) + [higher] * off


def _spread(values: Sequence[float]) -> Law:
    """All equally often, as nearly as the parts allow."""
    return [values[i * len(values) // PARTS] for i in range(PARTS)]
