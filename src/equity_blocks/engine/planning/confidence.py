"""Confidence in the first places of a plan, when weights, ratings, values and effort vary."""

from collections.abc import Mapping, Sequence
from math import exp, sqrt
from statistics import NormalDist
from typing import NamedTuple

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.benefit.step_benefit import effort_of
from equity_blocks.engine.planning.ordering import Run, steps_of
from equity_blocks.engine.robustness.acceptability import KAPPA
from equity_blocks.engine.robustness.sampled_package_ranks import (
    PARTS,
    Distributions,
    Law,
    PackageRace,
    picks_of,
    ranks_of,
)
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.model.acceptability import Confidence, Precedence, TopShare, half_width
from equity_blocks.model.action import PlannedEffort
from equity_blocks.model.prerequisite_rules import Step, is_met

FIRST = 5
"""Among how many first actions a place is kept. Editorial."""
MISRATED = 0.15
"""How probable it is that a single rating is one level off."""
SIGMA = 0.3
"""The spread of the logarithm of effort, where no range is given; also that of the value map's exponent."""


class Places(NamedTuple):
    """Places of practices over all draws.

    Args:
        draws: How many.
        k: Among how many first actions a place counts.
        leaders: The first practices of the order without a calendar.
        among: Practice -> how often it stood among the first.
        before: (practice, practice) -> how often the first stood before the second, both out of the first counting a
            half; for the leaders.
    """

    draws: int
    k: int
    leaders: list[str]
    among: dict[str, int]
    before: dict[tuple[str, str], float]

    def top_share(self, practice: str) -> TopShare:
        """Give the share of the draws in which a practice stood among the first."""
        share = self.among.get(practice, 0) / self.draws
        return TopShare(k=self.k, p=share, half_width=half_width(share, self.draws))

    def confidence(self, seed: int) -> Confidence:
        """Give the shares of the draws in which each of the first stood before each other.

        Args:
            seed: Where the draws began.
        """
        pairs = tuple(Precedence(first=first, second=second, p=p) for (first, second), p in self.before.items())
        return Confidence(draws=self.draws, seed=seed, k=self.k, first=tuple(self.leaders), before=pairs)


def places(
    standing: Standing,
    chosen: Sequence[str],
    runs: Sequence[Run],
    *,
    k: int = FIRST,
    draws: int = 1_000,
    seed: int = 0,
) -> Places:
    """Rank the actions of a plan anew in many variations, by benefit for effort and without a calendar.

    Of alternative prerequisites, the one that holds now, or that the plan takes, is taken in every draw.

    Args:
        standing: Where the organization stands.
        chosen: The practices that the plan was made for.
        runs: Its actions in the order without a calendar.
        k: Among how many first actions a place counts.
        draws: How many variations.
        seed: The same seed gives the same result.
    """
    race = race_of(standing, chosen, runs)
    laws = distributions_of(standing, race.names)
    ranks = dict(zip(race.names, ranks_of(race, laws, picks_of(laws, draws, seed), k), strict=True))
    for run in runs:  # an alternative may have been taken that no draw takes
        ranks.setdefault(run.practice, [k] * draws)
    leaders = list(dict.fromkeys(run.practice for run in runs))[:k]
    pairs = [(a, b) for i, a in enumerate(leaders) for b in leaders[i + 1 :]]
    among = {name: draws - row.count(k) for name, row in ranks.items()}
    return Places(draws, k, leaders, among, {pair: _before(ranks, *pair) / draws for pair in pairs})


def _before(ranks: Mapping[str, Sequence[int]], first: str, second: str) -> float:
    return sum(0.5 if a == b else float(a < b) for a, b in zip(ranks[first], ranks[second], strict=True))


def race_of(standing: Standing, chosen: Sequence[str], runs: Sequence[Run]) -> PackageRace:
    """Freeze what each chosen practice needs, down to the lowest level, and in the order of the plan."""
    planned = set(steps_of(runs))
    order = {name: i for i, name in enumerate(dict.fromkeys(run.practice for run in runs))}
    ends: dict[str, int] = {}
    for run in runs:
        ends[run.practice] = max(ends.get(run.practice, 0), run.to)
    wanted = [(name, min(ends[name], standing.aims.get(name, ends[name]))) for name in chosen if name in ends]
    packages = [_closure(standing, name, to, planned) for name, to in wanted]
    names = list(dict.fromkeys(name for package in packages for name in package))
    index = {name: i for i, name in enumerate(names)}
    values = {name: standing.framework.scale_of(name).values for name in names}
    return PackageRace(
        names,
        [values[name][-1] - values[name][0] for name in names],
        [
            [
                (index[name], values[name][to])
                for name, to in sorted(package.items(), key=lambda item: (order.get(item[0], -1), item[0]))
            ]
            for package in packages
        ],
    )


def _closure(standing: Standing, name: str, to: int, planned: set[Step]) -> dict[str, int]:
    needed: dict[str, int] = {}
    agenda = [(name, to)]
    while agenda:
        name, to = agenda.pop()
        if needed.get(name, 0) >= to:
            continue
        needed[name] = to
        for rule in standing.graph.needs(name, to):
            held = [option for option in rule.any_of if is_met(rule._replace(any_of=(option,)), standing.state)]
            taken = held or [option for option in rule.any_of if option in planned] or list(rule.any_of)
            agenda.append(taken[0])
    return needed


def distributions_of(standing: Standing, names: Sequence[str]) -> Distributions:
    """Give the distributions of the figures of some practices around their nominal values, independent of one another.

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
    efforts = [effort_of(framework, assessment, name) for name in names]
    return Distributions(
        benefits=[standing.figures.benefits[name] for name in names],
        chains=[[blocks.index(block.id) for block in framework.chains[name]] for name in names],
        blocks=len(blocks),
        factors=weight_factors(),
        days=[_days(effort) for effort in efforts],
        held=[_held(standing, name) for name in names],
        exponents=_lognormal(1.0),
    )


_MIDDLES = [(i + 0.5) / PARTS for i in range(PARTS)]


def _normal() -> Law:
    return [NormalDist().inv_cdf(p) for p in _MIDDLES]


def weight_factors() -> Law:
    """Give factors of a weight: mean 1 and variance 1 over KAPPA, by the cube of Wilson and Hilferty (1931)."""
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
    claim, scale, rating = standing.claimed[name], standing.framework.scale_of(name), standing.assessment.rating(name)
    if claim.value is None or claim.position is None:
        return _spread(scale.values if claim.in_scope else [scale.values[standing.state[name]]])
    if rating.answers and not rating.agreed:
        rule = standing.framework.practices[name].criteria_rule
        return _spread(sorted(votes_of(rating, scale, rule).values()) or [claim.value])
    off = round(MISRATED / 2 * PARTS)
    lower = scale.values[max(0, claim.position - 1)]
    higher = max(claim.value, scale.values[min(scale.top, claim.position + 1)])
    return [lower] * off + [claim.value] * (PARTS - 2 * off) + [higher] * off


def _spread(values: Sequence[float]) -> Law:
    """All equally often, as nearly as the parts allow."""
    return [values[i * len(values) // PARTS] for i in range(PARTS)]
