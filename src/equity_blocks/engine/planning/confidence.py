"""Confidence: how often an action keeps its place when weights, ratings, values and effort vary."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.planning.ordering import Run
from equity_blocks.engine.planning.variations import laws_of
from equity_blocks.engine.robustness.sampled_package_ranks import PackageRace, picks_of, ranks_of
from equity_blocks.model.prerequisite_rules import Step, is_met

FIRST = 5
"""Among how many first actions a place is kept. Editorial."""


class Places(NamedTuple):
    """How practices fared over all draws.

    Args:
        draws: How many.
        leaders: The first practices of the order without a calendar.
        among: Practice -> how often it stood among the first.
        before: (practice, practice) -> how often the first stood before the second, both out of the first counting a
            half; for the leaders.
    """

    draws: int
    leaders: list[str]
    among: dict[str, int]
    before: dict[tuple[str, str], float]

    def share(self, practice: str) -> float:
        """Give the share of the draws in which a practice stood among the first, in [0, 1]."""
        return self.among.get(practice, 0) / self.draws


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
    laws = laws_of(standing, race.names)
    ranks = dict(zip(race.names, ranks_of(race, laws, picks_of(laws, draws, seed), k), strict=True))
    for run in runs:  # an alternative may have been taken that no draw takes
        ranks.setdefault(run.practice, [k] * draws)
    leaders = list(dict.fromkeys(run.practice for run in runs))[:k]
    pairs = [(a, b) for i, a in enumerate(leaders) for b in leaders[i + 1 :]]
    among = {name: draws - row.count(k) for name, row in ranks.items()}
    return Places(draws, leaders, among, {pair: _before(ranks, *pair) / draws for pair in pairs})


def _before(ranks: Mapping[str, Sequence[int]], first: str, second: str) -> float:
    return sum(0.5 if a == b else float(a < b) for a, b in zip(ranks[first], ranks[second], strict=True))


def race_of(standing: Standing, chosen: Sequence[str], runs: Sequence[Run]) -> PackageRace:
    """Freeze what each chosen practice needs, down to the lowest level, and in the order of the plan."""
    planned = {step for run in runs for step in run.steps}
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
    found: dict[str, int] = {}
    agenda = [(name, to)]
    while agenda:
        name, to = agenda.pop()
        if found.get(name, 0) >= to:
            continue
        found[name] = to
        for rule in standing.graph.needs(name, to):
            held = [option for option in rule.any_of if is_met(rule._replace(any_of=(option,)), standing.state)]
            taken = held or [option for option in rule.any_of if option in planned] or list(rule.any_of)
            agenda.append(taken[0])
    return found
