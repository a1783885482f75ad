"""The least effort to a score: a greedy ascent without what is not needed, then a search with bounds."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from equity_blocks.engine.benefit.least_effort import RaiseSet
from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.scoring.aggregates import ADDITIVE
from equity_blocks.model.prerequisite_rules import Step, reachable
from equity_blocks.model.tree import Node, everywhere, nodes_of

Levels = dict[str, int]
READINGS = 40_000
"""How many levels of practices the search reads before it gives up the proof: all of them with each choice it looks at,
so that it takes about as long whatever their number is. Editorial."""
_EPSILON = 1e-9
_BOUNDED = ADDITIVE | {"minimum", "geometric", "blend"}
"""Aggregates that never lie above the mean, so that the mean bounds them."""


class Way(NamedTuple):
    """A way to a score.

    Args:
        levels: Practice -> position, for all that apply.
        effort: Person-days from where the practices stand.
        bound: Person-days below which no way lies.
        is_least: Whether it is proven that no way takes less.
    """

    levels: Levels
    effort: float
    bound: float
    is_least: bool


class Ascent:
    """The search for the least effort to a score that the tops of the steps are enough for.

    Args:
        standing: Where every practice stands, how far it may rise, the rules and the effort.
        is_there: Whether a score is high enough; never false above one for which it is true.
        edge: The score from which on it is, within rounding.

    While it runs, `best` is the cheapest way known, and `left` how many choices it may still look at.
    """

    def __init__(self, standing: Standing, is_there: Callable[[float | None], bool], edge: float) -> None:
        aggregates = {node.aggregate for node in nodes_of(standing.tree)}
        self.standing = standing
        self.is_there = is_there
        self.edge = edge
        self.relaxed = everywhere(standing.tree, _as_mean)
        self.is_linear = aggregates <= ADDITIVE
        self.is_bounded = aggregates <= _BOUNDED
        self.highest = self.climbed(standing.graph.tops)
        self.slopes = self._slopes()
        able = [name for name, to in self.highest.items() if to > standing.state[name]]
        self.able = sorted(able, key=lambda name: -self.ratio(standing.state, {name: self.highest[name]}))
        self.best = self.highest
        self.left = 0

    def cheapest(self) -> Way:
        """Give the way with the least effort that is found, with a bound.

        Source: branch and bound; the bound of a knapsack is that of Dantzig (1957), see docs/methods/explain.md.
        """
        alone = [step for name in self.able for step in self._steps({name: self.highest[name]})]
        self.best = min((self.pruned(steps) for steps in (alone, self.by_package())), key=self.effort)
        floor = self.needed(self.highest, self.standing.state, self.able)
        bound = self.effort(floor) + self.missing(floor, self.highest, self.able)
        self.left = READINGS // max(1, len(self.highest))
        self._visit(0, floor)
        effort = self.effort(self.best)
        is_least = self.left > 0 or effort <= bound * (1 + _EPSILON)
        return Way(self.best, effort, effort if is_least else bound, is_least)

    def is_met(self, levels: Mapping[str, int]) -> bool:
        """Say whether the score at some levels is high enough."""
        return self.is_there(self.standing.score(levels))

    def climbed(self, levels: Mapping[str, int]) -> Levels:
        """Climb from where the practices stand as far as the rules allow, never above these levels."""
        return reachable(levels, self.standing.graph.rules, self.standing.state)

    def effort(self, levels: Mapping[str, int], start: Mapping[str, int] | None = None) -> float:
        """Total the person-days from a state. Default: from where the practices stand."""
        return sum(self.standing.worth.effort(*step) for step in self._steps(levels, start))

    def gain(self, start: Mapping[str, int], levels: Mapping[str, int]) -> float:
        """Give what raises from a state add to the score, were every aggregate a mean."""
        values = self.standing.values
        return sum(
            self.slopes[name] * (values[name][to] - values[name][start[name]])
            for name, to in levels.items()
            if name in self.slopes
        )

    def ratio(self, start: Mapping[str, int], levels: Mapping[str, int]) -> float:
        """Give what raises from a state add for each day, were every aggregate a mean."""
        gain, days = self.gain(start, levels), self.effort(levels, start)
        return gain / days if days else float("inf") if gain else 0.0

    def by_package(self) -> list[Step]:
        """List the steps to the tops: each time the package with the most gain for its effort; what gains nothing last.

        A package is the least effort to one level of one practice, with all that is still missing before it.
        """
        state = dict(self.standing.state)
        ways: dict[Step, tuple[float, RaiseSet]] = {}
        found: list[Step] = []
        while True:
            for step in self._steps(self.highest, state):
                if step not in ways and (way := self.standing.way(state, {step[0]: step[1]})):
                    ways[step] = self.ratio(state, way.levels), way
            ratio, best = max(ways.values(), key=lambda item: item[0], default=(0.0, None))
            if best is None or ratio <= 0:
                return found + self._steps(self.highest, state)
            found += self._steps(best.levels, state)
            state.update(best.levels)
            ways = {step: found for step, found in ways.items() if best.levels.keys().isdisjoint(found[1].seen)}

    def pruned(self, steps: Sequence[Step]) -> Levels:
        """Take the first steps of a list that are enough, then drop from the last on whatever is not needed.

        With a step goes what rests on it. What cannot be dropped now could not be later: less is raised then.
        """

        def first(many: int) -> Levels:
            levels = dict(self.standing.state)
            for name, position in steps[:many]:
                levels[name] = max(levels[name], position)
            return self.climbed(levels)

        many = bisect_left(range(len(steps)), x=True, key=lambda many: self.is_met(first(many)))
        levels = first(many)
        for name, position in reversed(steps[:many]):
            if levels[name] >= position and self.is_met(lower := self.climbed({**levels, name: position - 1})):
                levels = lower
        return levels

    def needed(self, highest: Mapping[str, int], lowest: Mapping[str, int], free: Sequence[str]) -> Levels:
        """Give the levels below which the score is out of reach, even with all other practices as high as they can get.

        Args:
            highest: How high each practice can get.
            lowest: Where each stands at least.
            free: The practices to ask about.
        """
        found = dict(lowest)
        for name in free:
            while found[name] < highest[name]:
                self.left -= 1
                if self.is_met(self.climbed({**highest, name: found[name]})):
                    break
                found[name] += 1
        return found

    def missing(self, levels: Mapping[str, int], highest: Mapping[str, int], free: Sequence[str]) -> float:
        """Bound the effort that is still missing, by the best raises in part and without prerequisites.

        Args:
            levels: Where the practices stand whose level is settled, and the others at least.
            highest: How far each can get.
            free: Practices whose level is open, the largest gain for its effort first.
        """
        base = self.standing.score(levels, self.relaxed)
        if not self.is_bounded or base is None:
            return 0.0
        missing, effort = self.edge - 2 * _EPSILON - base, 0.0
        for name in free:
            gain = self.gain(levels, {name: highest[name]})
            if missing <= 0:
                break
            if gain > 0:
                effort += self.effort({name: highest[name]}, levels) * min(1.0, missing / gain)
                missing -= gain
        return effort if missing <= _EPSILON else float("inf")

    def _visit(self, i: int, levels: Levels) -> None:
        """Try all levels of the practices from the i-th on; those before are settled, those after stand at least so."""
        self.left -= 1
        if self.left <= 0:
            return
        settled, free = self.able[:i], self.able[i:]
        highest = self.climbed({**levels, **{name: self.highest[name] for name in free}})
        if any(highest[name] < levels[name] for name in settled) or not self.is_met(highest):
            return
        floor = levels if self.is_linear else self.needed(highest, levels, free)
        if self.effort(floor) + self.missing(floor, highest, free) >= self.effort(self.best) * (1 - _EPSILON):
            return
        if self.climbed(floor) == floor and self.is_met(floor):
            self.best = floor
            return
        if free:
            for position in range(highest[free[0]], floor[free[0]] - 1, -1):
                self._visit(i + 1, {**floor, free[0]: position})

    def _steps(self, levels: Mapping[str, int], start: Mapping[str, int] | None = None) -> list[Step]:
        start = self.standing.state if start is None else start
        return [(name, i) for name, to in levels.items() for i in range(start[name] + 1, to + 1)]

    def _slopes(self) -> dict[str, float]:
        """Practice that counts and can rise -> what one unit of its value adds, were every aggregate a mean."""
        standing, found = self.standing, {}
        base = standing.score(standing.state, self.relaxed) or 0.0
        for name, values in standing.values.items():
            if span := values[self.highest[name]] - values[standing.state[name]]:
                raised = standing.score({**standing.state, name: self.highest[name]}, self.relaxed)
                found[name] = ((raised or 0.0) - base) / span
        return found


def _as_mean(node: Node) -> Node:
    return node if node.aggregate in ADDITIVE else node._replace(aggregate="mean")
