"""Racing: packages ranked by benefit over effort in every draw, with numpy or without, to the same whole numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from equity_blocks.engine.planning.variations import PARTS, Distributions, Draws

if TYPE_CHECKING:
    import numpy as np

Needs = list[tuple[int, float]]
"""Practices, by number, with the value that each must reach, in an order that breaks no rule."""
Ranks = Sequence[Sequence[int]]
"""For each practice its rank in each draw, from 0; k where it is not among the first k."""


class PackageRace(NamedTuple):
    """What the packages of a plan need, by numbers, so that many draws can be ranked.

    Args:
        names: Every practice that a package may raise.
        spans: For each, the value of its highest level less that of its lowest.
        packages: For each chosen practice, what its package raises, itself last.
    """

    names: list[str]
    spans: list[float]
    packages: list[Needs]


def ranks_of(race: PackageRace, laws: Distributions, picks: Draws, k: int) -> Ranks:
    """Rank the first k practices that each draw raises: the best package again and again.

    Args:
        race: Packages, and what they need.
        laws: What the figures of its practices may be.
        picks: What they are in each draw.
        k: How many first practices count.
    """
    if not race.packages:
        return [[k] * picks.draws for _ in race.names]
    try:
        import numpy  # noqa: F401, ICN001 - only asked whether it is there
    except ImportError:
        rows = zip(*map(picks.column, range(len(picks.rows))), strict=True)
        return list(zip(*(_OneDraw(race, laws, places).ranks(k) for places in rows), strict=True))
    return _AllDraws(race, laws, picks).ranks(k)


def _powers(race: PackageRace, laws: Distributions) -> dict[float, list[float]]:
    """Every value that can occur, to every exponent: computed once, so that both ways read the same bits."""
    values = {value for law in laws.held for value in law} | {v for needs in race.packages for _, v in needs}
    return {value: [value**exponent for exponent in laws.exponents] for value in values}


class _OneDraw:
    """One draw, in plain Python."""

    def __init__(self, race: PackageRace, laws: Distributions, places: tuple[int, ...]) -> None:
        self.race = race
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
        rank = [k] * len(self.held)
        raised = 0
        while raised < k:
            ratios = [self._ratio(package) for package in self.race.packages]
            best = max(range(len(ratios)), key=ratios.__getitem__)
            if ratios[best] < 0:
                break
            for i, value in self.race.packages[best]:
                if self.held[i] < value:
                    self.held[i] = value
                    if rank[i] == k and raised < k:
                        rank[i], raised = raised, raised + 1
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


class _AllDraws:
    """All draws side by side, with numpy: a row of numbers for each practice."""

    def __init__(self, race: PackageRace, laws: Distributions, picks: Draws) -> None:
        import numpy as np

        places = np.array([np.frombuffer(row, dtype="<u2") for row in picks.rows]) & (PARTS - 1)
        count, first = len(race.names), 1 + laws.blocks
        factors = np.array(laws.factors)
        self.race = race
        self.weights = np.empty((count, picks.draws))
        for i in range(count):
            weight = laws.benefits[i] * factors[places[first + i]]
            for block in laws.chains[i]:
                weight = weight * factors[places[1 + block]]
            self.weights[i] = weight
        self.days = [np.array(laws.days[i])[places[first + count + i]] for i in range(count)]
        self.held = [np.array(laws.held[i])[places[first + 2 * count + i]] for i in range(count)]
        # A power of numpy may differ from Python's in its last bit: these are Python's.
        powers = _powers(race, laws)
        self.goal = {value: np.array(powers[value])[places[0]] for needs in race.packages for _, value in needs}
        self.raised = [self._power(powers, i, laws, places) for i in range(count)]

    def _power(
        self, powers: dict[float, list[float]], i: int, laws: Distributions, places: Any
    ) -> "np.ndarray[Any, Any]":
        import numpy as np

        levels = sorted(set(laws.held[i]))
        table = np.array([powers[value] for value in levels])
        found: np.ndarray[Any, Any] = table[np.searchsorted(levels, self.held[i]), places[0]]
        return found

    def ranks(self, k: int) -> Ranks:
        """The same as one draw's, for all of them at once."""
        import numpy as np

        draws = len(self.held[0])
        rank = np.full((len(self.held), draws), k)
        counted = np.zeros(draws, dtype=int)
        is_open = np.ones(draws, dtype=bool)
        ratios = np.array([self._ratio(package) for package in self.race.packages])
        while is_open.any():
            best = ratios.argmax(axis=0)
            is_open &= ratios.max(axis=0) >= 0
            touched: set[int] = set()
            for c, package in enumerate(self.race.packages):
                mask = is_open & (best == c)
                if mask.any():
                    touched |= self._place(package, mask, rank, counted, k)
            is_open &= counted < k
            for c, package in enumerate(self.race.packages):
                if any(i in touched for i, _ in package):
                    ratios[c] = self._ratio(package)
        found: list[list[int]] = rank.tolist()
        return found

    def _ratio(self, package: Needs) -> "np.ndarray[Any, Any]":
        import numpy as np

        draws = len(self.held[0])
        benefit, effort, lacks = np.zeros(draws), np.zeros(draws), np.zeros(draws, dtype=bool)
        for i, value in package:
            short = self.held[i] < value
            lacks |= short
            benefit += np.where(short, self.weights[i] * (self.goal[value] - self.raised[i]), 0.0)
            effort += np.where(short, self.days[i] * (value - self.held[i]) / self.race.spans[i], 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(lacks, np.where(effort > 0, benefit / effort, np.inf), -1.0)

    def _place(self, package: Needs, mask: Any, rank: Any, counted: Any, k: int) -> set[int]:
        for i, value in package:
            short = mask & (self.held[i] < value)
            self.held[i][short] = value
            self.raised[i][short] = self.goal[value][short]
            new = short & (rank[i] == k) & (counted < k)
            rank[i][new] = counted[new]
            counted += new
        return {i for i, _ in package}
