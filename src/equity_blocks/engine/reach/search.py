"""The least effort to a score: a greedy ascent without what is not needed, then a search with bounds."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from equity_blocks.engine.benefit.least_effort import RaiseSet
from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.graph import steps_above
from equity_blocks.model.prerequisite_rules import Step, reachable
from equity_blocks.model.tree import Node, everywhere, nodes_of

Levels = dict[str, int]
READINGS = 40_000
"""How many levels of practices the search reads before it gives up the proof: all of them with each choice it looks at,
so that it takes about as long whatever their number is. Editorial."""
_EPSILON = 1e-9


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
        is_high_enough: Whether a score is high enough; never false above one for which it is true.
        edge: The score from which on it is, within rounding.

    While it runs, `best` is the cheapest way known, and `left` how many choices it may still look at.
    """

    def __init__(self, standing: Standing, is_high_enough: Callable[[float | None], bool], edge: float) -> None:
        rules = [node.rule for node in nodes_of(standing.tree)]
        self.standing = standing
        self.is_high_enough = is_high_enough
        self.edge = edge
        self.relaxed = everywhere(standing.tree, _as_mean)
        self.is_linear = all(rule.is_additive for rule in rules)
        self.is_bounded = all(rule.is_additive or "under_mean" in rule.laws for rule in rules)
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
        """Check whether the score at some levels is high enough."""
        return self.is_high_enough(self.standing.score(levels))

    def climbed(self, levels: Mapping[str, int]) -> Levels:
        """Climb from where the practices stand as far as the rules allow, never above these levels."""
        return reachable(levels, self.standing.graph.rules, self.standing.state)

    def effort(self, levels: Mapping[str, int], start: Mapping[str, int] | None = None) -> float:
        """Total the person-days from a state. Default: from where the practices stand."""
        return sum(self.standing.figures.effort(*step) for step in self._steps(levels, start))

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
        steps: list[Step] = []
        while True:
            for step in self._steps(self.highest, state):
                if step not in ways and (way := self.standing.way(state, {step[0]: step[1]})):
                    ways[step] = self.ratio(state, way.levels), way
            ratio, best = max(ways.values(), key=lambda item: item[0], default=(0.0, None))
            if best is None or ratio <= 0:
                return steps + self._steps(self.highest, state)
            steps += self._steps(best.levels, state)
            state.update(best.levels)
            ways = {step: steps for step, steps in ways.items() if best.levels.keys().isdisjoint(steps[1].seen)}

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
        least = dict(lowest)
        for name in free:
            while least[name] < highest[name]:
                self.left -= 1
                if self.is_met(self.climbed({**highest, name: least[name]})):
                    break
                least[name] += 1
        return least

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
        return steps_above(self.standing.state if start is None else start, levels)

    def _slopes(self) -> dict[str, float]:
        """Practice that counts and can rise -> what one unit of its value adds, were every aggregate a mean."""
        standing, slopes = self.standing, {}
        base = standing.score(standing.state, self.relaxed) or 0.0
        for name, values in standing.values.items():
            if span := values[self.highest[name]] - values[standing.state[name]]:
                raised = standing.score({**standing.state, name: self.highest[name]}, self.relaxed)
                slopes[name] = ((raised or 0.0) - base) / span
        return slopes


def _as_mean(node: Node) -> Node:
    return node if node.rule.is_additive else node._replace(aggregate="mean")
