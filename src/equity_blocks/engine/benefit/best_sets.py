"""Best sets of steps to take next where the score is not a sum, so that a single package may change nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import TypeVar

from equity_blocks.engine.benefit.completions import Ascents, factor
from equity_blocks.engine.benefit.least_effort import RaiseSet, least_effort
from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.graph import StepGraph, steps_above
from equity_blocks.engine.scoring.rollup import WhatIf, parts_of
from equity_blocks.model.prerequisite_rules import reachable
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.model.tree import nodes_of

EXHAUSTIVE = 4_096
"""Up to so many combinations of levels, all sets are compared; beyond, sets that the tree suggests are improved."""
POOL = 60
"""How many sets are looked at in a turn: those that were best in earlier turns. Editorial."""
STARTS = 3
"""How many of them are improved. Editorial."""
ROUNDS = 30
"""How often each of these is improved at most. Editorial."""
TURNS = 40
"""In how many turns; later ones take the best of those looked at. Editorial."""
LOOKS = 6
"""How many levels of a practice, and values of a node, are looked at; of more, some are left out. Editorial."""

T = TypeVar("T")
Raises = dict[str, int]
"""Practice -> position, for those that rise."""
Merit = tuple[float, float, tuple[tuple[str, int], ...]]
"""Sort key, best first: the benefit for each day below 0, effort, ids."""

_UNSEEN: Merit = (float("-inf"), 0.0, ())


class BestSets:
    """Finds the steps with the largest true change of the score for their effort.

    Args:
        standing: Where the organization stands.
        highest: Practice -> how far it may rise; the others stay.
    """

    def __init__(self, standing: Standing, highest: Mapping[str, int]) -> None:
        self.standing = standing
        self.state = standing.state
        self.graph = StepGraph({**standing.state, **highest}, standing.graph.rules)
        self._ascents = Ascents(standing, self.graph.tops)
        self._parts = [set(self._ascents.practices(part)) for part in parts_of(standing.framework.tree)]
        self._what_if = self._from(self.state)
        self._ways: dict[tuple[tuple[str, int], ...], RaiseSet | None] = {}
        self._turns = 0
        self._scores: dict[tuple[int, ...], float] = {}
        self._merits: dict[tuple[tuple[str, int], ...], Merit] = {}

    def best(self, state: Mapping[str, int]) -> Raises:
        """Find the best set: true change of the score, times importance and horizon, for each day.

        Ties go to less effort, then to the ids that come first. What the change does not need is no part of the set.

        Args:
            state: Where every practice stands now.

        Returns:
            Practice -> position, for those that rise; nothing where nothing changes the score.
        """
        self._move_to(state)
        spans = {name: range(state[name], to + 1) for name, to in self.graph.tops.items() if to > state[name]}
        if not self.benefit(self._rising(self.graph.tops.items())):
            return {}
        return self._of_all(spans) if prod(map(len, spans.values())) <= EXHAUSTIVE else self._improved()

    def smallest(self, name: str) -> tuple[float, float]:
        """Weigh a practice: its package, or the smallest set with it that changes the score.

        Returns:
            Benefit and person-days; no benefit where nothing that it belongs to changes the score.
        """
        package = self._way({name: self.graph.tops[name]})
        if self._needs(package, name):
            return self.benefit(package), self.effort(package)
        sets = (raises for raises in self._least_sets if self._needs(raises, name))
        least = min(sets, key=self.effort, default=None)
        return (0.0, self.effort(package)) if least is None else (self.benefit(least), self.effort(least))

    def benefit(self, raises: Mapping[str, int]) -> float:
        """Give the true change of the score by some raises, times importance and horizon."""
        change = self._score(raises) - self._score({})
        return change * factor(self.standing, self.state, raises) if change > ROUNDING else 0.0

    def effort(self, raises: Mapping[str, int]) -> float:
        """Total the person-days of some raises."""
        return sum(self.standing.figures.effort(*step) for step in steps_above(self.state, raises))

    @cached_property
    def _least_sets(self) -> list[Raises]:
        return [self._shrunk(raises) for raises in self._suggested()]

    def _of_all(self, spans: Mapping[str, range]) -> Raises:
        sets = (self._rising(zip(spans, levels, strict=True)) for levels in product(*spans.values()))
        in_order = sorted(filter(self._is_closed, sets), key=self._merit)
        return next(filter(self._is_least, in_order))  # the empty set is

    def _improved(self) -> Raises:
        """Improve the best few of the packages and of the sets that the tree suggests."""
        sets = filter(None, (*self._suggested(), *self._packages()))
        pool = sorted(sets, key=lambda raises: self._merits.get(tuple(raises.items()), _UNSEEN))[:POOL]
        self._merits |= {tuple(raises.items()): self._merit(raises) for raises in pool}
        starts = sorted(pool, key=self._merit)[:STARTS]
        if not any(map(self.benefit, starts)):
            starts = [self._rising(self.graph.tops.items())]
        self._turns += 1
        ends = (self._climbed(start, pool) for start in starts) if self._turns <= TURNS else starts[:1]
        return min(map(self._shrunk, ends), key=self._merit)

    def _packages(self) -> Iterator[Raises]:
        """Each practice raised to some levels, with what it needs."""
        for name, top in self.graph.tops.items():
            for position in _some(range(self.state[name] + 1, top + 1)):
                yield self._way({name: position})

    def _suggested(self) -> Iterator[Raises]:
        """Of every node that is not additive, the sets that raise it to its next values, with what they need."""
        nodes = [node for node in nodes_of(self.standing.framework.tree) if not node.rule.is_additive]
        for node in nodes:
            now = self._ascents.value(node, self.state)
            for value in _some([value for value in self._ascents.values(node) if value > now + ROUNDING]):
                wanted = self._ascents.raised(node, value, self.state)
                if wanted is not None:
                    yield self._way(self._rising(wanted.items()))

    def _climbed(self, raises: Raises, pool: Sequence[Raises]) -> Raises:
        """Add another set, or drop a step and what rests on it, as long as that is better."""
        for _ in range(ROUNDS):
            near = self._near(raises)
            others = (other for other in pool if not near.isdisjoint(other))
            joined = ({**raises, **{n: max(to, raises.get(n, 0)) for n, to in other.items()}} for other in others)
            better = min((raises, *joined, *self._less(raises)), key=self._merit)
            if better is raises:
                break
            raises = better
        return raises

    def _near(self, raises: Raises) -> set[str]:
        """The raised practices, and all whose gains depend on theirs; what stands elsewhere is best taken by itself."""
        return set(raises).union(*(part for part in self._parts if not part.isdisjoint(raises)))

    def _shrunk(self, raises: Raises) -> Raises:
        """Drop, step by step, what the change of the score does not need; what takes most first."""
        enough = self._score(raises) - ROUNDING
        for name in sorted(raises, key=lambda name: (-self.effort({name: raises[name]}), name)):
            while name in raises and self._score(lower := self._lowered(raises, name, raises[name] - 1)) >= enough:
                raises = lower
        return raises

    def _needs(self, raises: Raises, name: str) -> bool:
        """Say whether raises change the score, and less without one practice."""
        without = self._lowered(raises, name, self.state[name])
        return name in raises and self._score(raises) > self._score(without) + ROUNDING

    def _is_closed(self, raises: Raises) -> bool:
        wanted = {**self.state, **raises}
        return reachable(wanted, self.graph.rules, self.state) == wanted

    def _is_least(self, raises: Raises) -> bool:
        enough = self._score(raises) - ROUNDING
        return all(self._score(less) < enough for less in self._less(raises))

    def _less(self, raises: Raises) -> Iterator[Raises]:
        return (self._lowered(raises, name, to - 1) for name, to in raises.items())

    def _lowered(self, raises: Raises, name: str, to: int) -> Raises:
        """Hold one practice down, and what rests on it."""
        tops = {**self.state, **raises, name: to}
        return self._rising(reachable(tops, self.graph.rules, self.state).items())

    def _rising(self, levels: Iterable[tuple[str, int]]) -> Raises:
        return {name: to for name, to in levels if to > self.state[name]}

    def _way(self, wanted: Raises) -> Raises:
        """Give some raises with all that they need; nothing where that is out of reach."""
        key = tuple(wanted.items())
        if key not in self._ways:
            self._ways[key] = least_effort(self.graph, self.state, wanted, self.standing.figures.effort)
        way = self._ways[key]
        return way.levels if way else {}

    def _merit(self, raises: Raises) -> Merit:
        benefit, effort = self.benefit(raises), self.effort(raises)
        ratio = benefit / effort if effort else float("inf") if benefit else 0.0
        return -float(f"{ratio:.9g}"), effort, tuple(sorted(raises.items()))

    def _score(self, raises: Mapping[str, int]) -> float:
        key = tuple({**self.state, **raises}.values())
        if key not in self._scores:
            values = self.standing.values
            changes = {name: values[name][to] for name, to in raises.items() if name in values}
            self._scores[key] = self._what_if.value(changes) or 0.0
        return self._scores[key]

    def _move_to(self, state: Mapping[str, int]) -> None:
        """Stand somewhere else; what does not depend on the difference is still known."""
        changed = {name for name, position in state.items() if self.state[name] != position}
        self._ways = {key: way for key, way in self._ways.items() if way and changed.isdisjoint(way.seen)}
        self.state = dict(state)
        self._what_if = self._from(self.state)
        if len(self._scores) > EXHAUSTIVE:
            self._scores = {}

    def _from(self, state: Mapping[str, int]) -> WhatIf:
        standing = self.standing
        return WhatIf(
            standing.framework, {name: values[state[name]] for name, values in standing.values.items()}, standing.beside
        )


def joined(ways: Iterable[Mapping[str, int]]) -> Raises:
    """Give the positions that any of some ways leads to.

    Example:
        >>> joined([{"a": 1}, {"a": 2, "b": 1}])
        {'a': 2, 'b': 1}
    """
    levels_of_all: Raises = {}
    for levels in ways:
        levels_of_all |= {name: max(to, levels_of_all.get(name, 0)) for name, to in levels.items()}
    return levels_of_all


def packages_of(standing: Standing) -> dict[str, tuple[float, float]]:
    """Give benefit and person-days of the package of every practice below its target, from where it stands.

    Where the score is not a sum and a package does not change it, the smallest set that it belongs to is weighed.
    """
    if standing.is_additive:
        return {name: standing.packages.weighed(name, aim) for name, aim in standing.aims.items()}
    ways = (standing.way(standing.state, {name: aim}) for name, aim in standing.aims.items())
    sets = BestSets(standing, joined(way.levels for way in ways if way))
    return {name: sets.smallest(name) for name in standing.aims}


def _some(choices: Sequence[T]) -> Sequence[T]:
    """The first few, and the last."""
    return choices if len(choices) <= LOOKS else [*choices[: LOOKS - 1], choices[-1]]
