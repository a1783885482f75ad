"""The least effort to a score: a search with bounds where it is small, else a greedy ascent that is pruned."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from equity_blocks.engine.graph import RaiseSet
from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.scoring.aggregates import ADDITIVE
from equity_blocks.model.rules import reachable
from equity_blocks.model.tree import Node, everywhere, nodes_of

Levels = dict[str, int]
SMALL = 12
"""Up to so many practices that can rise, all combinations are searched through."""
NODES = 6_000
"""How many partial choices the search looks at before it gives up the proof."""
_EPSILON = 1e-9
_BOUNDED = ADDITIVE | {"minimum", "geometric", "blend"}
"""Aggregates that never lie above the mean, so that the mean bounds them."""


class Found(NamedTuple):
    """A way to a score.

    Args:
        levels: Practice -> position, for all that apply.
        is_least: Whether no way takes less.
        bound: Person-days below which no way lies.
    """

    levels: Levels
    is_least: bool
    bound: float


class ReachProblem:
    """A situation, and the score to get to.

    Args:
        here: Where every practice stands, the rules and the effort.
        is_there: Whether a score is high enough; never false above one for which it is true.
        edge: The score from which on it is, within rounding.
    """

    def __init__(self, here: Situation, is_there: Callable[[float | None], bool], edge: float) -> None:
        self.here = here
        self.is_there = is_there
        self.edge = edge
        tree = here.framework.tree
        self.values = here.values
        self.relaxed = everywhere(tree, _as_mean)
        self.is_linear = all(node.aggregate in ADDITIVE for node in nodes_of(tree))
        self.is_bounded = all(node.aggregate in _BOUNDED for node in nodes_of(tree))
        self.slopes = self._slopes()

    def is_met(self, levels: Mapping[str, int]) -> bool:
        """Say whether the score at some levels is high enough."""
        return self.is_there(self.here.score(levels))

    def effort(self, levels: Mapping[str, int]) -> float:
        """Total the person-days from the present state."""
        state, effort = self.here.state, self.here.worth.effort
        return sum(effort(name, i) for name, to in levels.items() for i in range(state[name] + 1, to + 1))

    def climbed(self, levels: Mapping[str, int]) -> Levels:
        """Climb from the present state as far as the rules allow, never above these levels."""
        return reachable(levels, self.here.graph.rules, self.here.state)

    def _slopes(self) -> dict[str, float]:
        """Practice -> what one unit of its value adds to the score, were every aggregate a mean."""
        state = self.here.state
        base = self.here.score(state, self.relaxed)
        found = {}
        for name, top in self.here.graph.tops.items():
            span = self.values[name][top] - self.values[name][state[name]] if name in self.values else 0.0
            raised = self.here.score({**state, name: top}, self.relaxed) if span else base
            found[name] = (raised - base) / span if span and raised is not None and base is not None else 0.0
        return found

    def relaxed_gain(self, levels: Mapping[str, int], start: Mapping[str, int]) -> float:
        """Give what raises from one state to another add to the score, were every aggregate a mean."""
        return sum(
            self.slopes[name] * (self.values[name][to] - self.values[name][start[name]])
            for name, to in levels.items()
            if to != start[name] and name in self.values
        )

    def least(self, levels: Mapping[str, int], highest: Mapping[str, int], free: list[str]) -> float:
        """Bound the effort that is still missing, by the best raises in part and without prerequisites.

        Args:
            levels: Where the practices stand whose level is settled, and the others at least.
            highest: How far each can get.
            free: Practices whose level is open, the largest relaxed gain for its effort first.
        """
        base = self.here.score(levels, self.relaxed)
        if not self.is_bounded or base is None:
            return 0.0
        missing, effort = self.edge - 2 * _EPSILON - base, 0.0
        for name in free:
            if missing <= 0:
                break
            gain = self.relaxed_gain({name: highest[name]}, levels)
            if gain <= 0:
                continue
            days = self.effort({name: highest[name]}) - self.effort({name: levels[name]})
            effort += days * min(1.0, missing / gain)
            missing -= gain
        return effort if missing <= _EPSILON else float("inf")

    def by_promise(self, names: list[str]) -> list[str]:
        """Order practices by their relaxed gain for their effort, the best first."""

        def ratio(name: str) -> float:
            top = {name: self.here.graph.tops[name]}
            gain, days = self.relaxed_gain(top, self.here.state), self.effort(top)
            return gain / days if days else float("inf") if gain else 0.0

        return sorted(names, key=lambda name: -ratio(name))


def cheapest(ascent: ReachProblem, top: Levels) -> Found:
    """Find the least effort to a score that can be reached.

    Args:
        ascent: Where from and where to.
        top: How far every practice can get.

    Returns:
        The way, with what is known about how good it is.

    Source: branch and bound; the bound of a knapsack is that of Dantzig (1957), see docs/methods/explain.md.
    """
    state = ascent.here.state
    able = ascent.by_promise([name for name, to in top.items() if to > state[name]])
    ways = [pruned(ascent, levels, able) for levels in (*greedy(ascent), top)]
    best = min(ways, key=ascent.effort)
    if len(able) <= SMALL:
        search = _Search(ascent, able, best)
        search.visit(0, dict(state))
        if search.left > 0:
            return Found(search.best, is_least=True, bound=search.effort)
        best = search.best
    bound = max(ascent.least(state, top, able), ascent.effort(needed(ascent, top, state, able)))
    effort = ascent.effort(best)
    is_least = effort <= bound * (1 + _EPSILON)
    return Found(best, is_least, effort if is_least else bound)


def needed(ascent: ReachProblem, highest: Levels, lowest: Levels, free: list[str]) -> Levels:
    """Give the levels below which the score cannot be reached, even with all other practices as high as they can get.

    Args:
        ascent: Where from and where to.
        highest: How high each practice can get.
        lowest: Where each stands at least.
        free: The practices to ask about.
    """
    found = dict(lowest)
    for name in free:
        while found[name] < highest[name] and not ascent.is_met(ascent.climbed({**highest, name: found[name]})):
            found[name] += 1
    return found


def greedy(ascent: ReachProblem) -> list[Levels]:
    """Take the package with the most gain for its effort until the score is reached.

    Where no package gains anything, as under a minimum with two lowest children, what it promises under a mean decides.

    Returns:
        The levels at the end; before them, those of the cheapest package that would have got there at an earlier turn.
    """
    here = ascent.here
    state = dict(here.state)
    ways: dict[tuple[str, int], RaiseSet | None] = {}
    shortcut: tuple[float, Levels] | None = None
    while not ascent.is_met(state):
        now, spent = ascent.here.score(state) or 0.0, ascent.effort(state)
        best: tuple[tuple[float, float, float], Levels, set[str]] | None = None
        for name, top in here.graph.tops.items():
            for position in range(state[name] + 1, top + 1):
                key = (name, position)
                if key not in ways:
                    ways[key] = here.way(state, {name: position})
                way = ways[key]
                if way is None:
                    break
                after = {**state, **way.levels}
                score = ascent.here.score(after)
                merit = _merit((score or 0.0) - now, ascent.relaxed_gain(way.levels, state), way.effort)
                if ascent.is_there(score) and (shortcut is None or spent + way.effort < shortcut[0]):
                    shortcut = spent + way.effort, after
                if best is None or merit > best[0]:
                    best = merit, after, set(way.levels)
        if best is None:  # whoever asks knows that the score can be reached
            raise AssertionError("no way up")
        state = best[1]
        ways = {key: way for key, way in ways.items() if way is None or best[2].isdisjoint(way.seen)}
    return [state] if shortcut is None else [shortcut[1], state]


def _merit(gain: float, relaxed_gain: float, effort: float) -> tuple[float, float, float]:
    gain = gain if gain > _EPSILON else 0.0
    if effort <= 0:
        return float("inf"), float("inf"), gain
    return gain / effort, relaxed_gain / effort, gain


def pruned(ascent: ReachProblem, levels: Levels, able: list[str]) -> Levels:
    """Lower, step by step, whatever is not needed, and with it what rests on it; the least promising first."""
    levels = dict(levels)
    while True:
        before = dict(levels)
        for name in reversed(able):
            while levels[name] > ascent.here.state[name]:
                lower = ascent.climbed({**levels, name: levels[name] - 1})
                if not ascent.is_met(lower):
                    break
                levels = lower
        if levels == before:
            return levels


class _Search:
    """Branch and bound over the levels of the practices that can rise.

    Args:
        ascent: Where from and where to.
        able: The practices to choose levels for, the most promising first.
        best: A way that is known.
    """

    def __init__(self, ascent: ReachProblem, able: list[str], best: Levels) -> None:
        self.ascent = ascent
        self.able = able
        self.best = best
        self.effort = ascent.effort(best)
        self.left = NODES

    def visit(self, i: int, levels: Levels) -> None:
        """Try all levels of the practices from the i-th on; those before are settled, those after stand at least so."""
        self.left -= 1
        if self.left <= 0:
            return
        ascent, free = self.ascent, self.able[i:]
        highest = ascent.climbed({**levels, **{name: ascent.here.graph.tops[name] for name in free}})
        settled = self.able[:i]
        if any(highest[name] < levels[name] for name in settled) or not ascent.is_met(highest):
            return
        floor = levels if ascent.is_linear else needed(ascent, highest, levels, free)
        if ascent.effort(floor) + ascent.least(floor, highest, free) >= self.effort * (1 - _EPSILON):
            return
        if ascent.climbed(floor) == floor and ascent.is_met(floor):
            self.best, self.effort = dict(floor), ascent.effort(floor)
            return
        if free:
            name = free[0]
            for position in range(highest[name], floor[name] - 1, -1):
                self.visit(i + 1, {**floor, name: position})


def _as_mean(node: Node) -> Node:
    return node if node.aggregate in ADDITIVE else node._replace(aggregate="mean")
