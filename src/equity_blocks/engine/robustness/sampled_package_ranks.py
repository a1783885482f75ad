"""Ranking packages by benefit over effort in many draws of the figures: a kernel that knows nothing of frameworks.

Every law is a list of equally probable values, and every draw a place in it.
"""

from collections.abc import Sequence
from random import Random
from struct import unpack
from typing import NamedTuple

PARTS = 1024
"""How many equally probable values a law has: a power of two."""

Law = list[float]


class Distributions(NamedTuple):
    """Distributions of the figures of practices, by number; each law has `PARTS` values.

    Args:
        benefits: Nominal benefit of one unit of value.
        chains: The numbers of the blocks around it.
        blocks: How many blocks there are.
        factors: The law of every factor of a weight.
        days: Distributions of the person-days from the lowest level to the highest.
        held: Distributions of the value that it holds, in [0, 1].
        exponents: The law of the value map's exponent: a value `v` counts `v ** exponent` in the benefit.
    """

    benefits: list[float]
    chains: list[list[int]]
    blocks: int
    factors: Law
    days: list[Law]
    held: list[Law]
    exponents: Law


class Draws(NamedTuple):
    """The values drawn from each law: one row for each law, one column for each draw.

    Args:
        draws: How many draws.
        rows: Two bytes for each place, the lower one first; all but the last ten bits count for nothing.
    """

    draws: int
    rows: list[bytes]

    def column(self, row: int) -> list[int]:
        """Give the places of one law in all draws."""
        return [place & (PARTS - 1) for place in unpack(f"<{self.draws}H", self.rows[row])]


def picks_of(laws: Distributions, draws: int, seed: int) -> Draws:
    """Draw a place in every law: first the exponent's, then each block's, then each practice's three.

    Args:
        laws: What varies.
        draws: How many draws.
        seed: The same seed gives the same picks.
    """
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    rows = 1 + laws.blocks + 3 * len(laws.benefits)
    return Draws(draws, [random.randbytes(2 * draws) for _ in range(rows)])


Needs = list[tuple[int, float]]
"""Practices, by number, with the value that each must reach, in an order that breaks no rule."""


class PackageRace(NamedTuple):
    """The packages of a plan by numbers, so that many draws can be ranked.

    Args:
        names: Every practice that a package may raise.
        spans: For each, the value of its highest level less that of its lowest.
        packages: For each chosen practice, what its package raises, itself last.
    """

    names: list[str]
    spans: list[float]
    packages: list[Needs]


def ranks_of(race: PackageRace, laws: Distributions, picks: Draws, k: int) -> Sequence[Sequence[int]]:
    """Rank the first k practices that each draw raises: the best package again and again.

    Args:
        race: Packages, and what they need.
        laws: What the figures of its practices may be.
        picks: What they are in each draw.
        k: How many first practices count.

    Returns:
        For each practice its rank in each draw, from 0; k where it is not among the first k.
    """
    if not race.packages:
        return [[k] * picks.draws for _ in race.names]
    holding: list[list[int]] = [[] for _ in race.names]
    for c, needs in enumerate(race.packages):
        for i, _ in needs:
            holding[i].append(c)
    rows = zip(*map(picks.column, range(len(picks.rows))), strict=True)
    return list(zip(*(_Draw(race, holding, laws, places).ranks(k) for places in rows), strict=True))


class _Draw:
    """One draw."""

    def __init__(
        self, race: PackageRace, holding: list[list[int]], laws: Distributions, places: tuple[int, ...]
    ) -> None:
        self.race, self.holding = race, holding
        count, first = len(race.names), 1 + laws.blocks
        factors = [laws.factors[place] for place in places]
        self.weights = []
        for i in range(count):
            weight = laws.benefits[i] * factors[first + i]
            for block in laws.chains[i]:
                weight *= factors[1 + block]
            self.weights.append(weight)
        self.days = [laws.days[i][places[first + count + i]] for i in range(count)]
        self.held = [laws.held[i][places[first + 2 * count + i]] for i in range(count)]
        self.exponent = laws.exponents[places[0]]

    def ranks(self, k: int) -> list[int]:
        """Rank, the best package first, until k practices are raised or nothing lacks anything."""
        rank, raised = [k] * len(self.held), 0
        ratios = [self._ratio(package) for package in self.race.packages]
        while raised < k and (most := max(ratios)) >= 0:
            package = self.race.packages[ratios.index(most)]
            lacks = [(i, value) for i, value in package if self.held[i] < value]
            for i, value in lacks:
                self.held[i] = value
                if rank[i] == k and raised < k:
                    rank[i], raised = raised, raised + 1
            for c in {c for i, _ in lacks for c in self.holding[i]}:
                ratios[c] = self._ratio(self.race.packages[c])
        return rank

    def _ratio(self, package: Needs) -> float:
        """Benefit over effort of what a package still lacks; below 0 where it lacks nothing."""
        lacks = [(i, value) for i, value in package if self.held[i] < value]
        if not lacks:
            return -1.0
        benefit = effort = 0.0
        for i, value in lacks:
            benefit += self.weights[i] * (value**self.exponent - self.held[i] ** self.exponent)
            effort += self.days[i] * (value - self.held[i]) / self.race.spans[i]
        return benefit / effort if effort > 0 else float("inf")
