"""The least effort to some levels, with everything that is still missing before them."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import fsum

from equity_blocks.engine.graph import State, StepGraph, steps_above, waves
from equity_blocks.model.prerequisite_rules import Step, is_met, reachable

EXPANSIONS = 2_000
"""How many combinations `least_effort` weighs before it settles for a way that it knows to exist."""


@dataclass(frozen=True)
class RaiseSet:
    """A way to some levels.

    Args:
        levels: Practice -> the position to raise it to, for those that must rise.
        effort: What that costs in all.
        seen: Every practice whose level the answer depended on.
        is_least: Whether no way costs less; false if the search was cut short.
    """

    levels: dict[str, int]
    effort: float
    seen: frozenset[str]
    is_least: bool


def least_effort(
    graph: StepGraph, state: State, wanted: State, effort: Callable[[str, int], float], expansions: int = EXPANSIONS
) -> RaiseSet | None:
    """Find the least effort that brings practices to wanted levels, everything still missing before them included.

    Uniform-cost search over sets of raises, each with all that it needs without a choice. A raise set that cannot be
    ordered lacks an option of one unmet rule, so each such option is a branch. The problem is NP-hard with
    alternatives, so after `expansions` branches the way that fixpoint climbing found is given instead.

    Args:
        graph: Steps and rules.
        state: Where every practice stands now.
        wanted: Practice -> position it shall hold.
        effort: Effort of the step that reaches a position, >= 0.
        expansions: Bound on the search.

    Returns:
        The way, with no raises where everything holds already; `None` if the levels cannot be reached.

    Source: min-cost AND/OR graphs (Moehring, Skutella and Stork 2004).

    Example:
        >>> from equity_blocks.model.prerequisite_rules import Rule
        >>> graph = StepGraph({"a": 1, "b": 1, "c": 1}, {"a": (Rule(1, (("b", 1), ("c", 1))),)})
        >>> least_effort(graph, {}, {"a": 1}, lambda practice, position: {"a": 1, "b": 5, "c": 2}[practice]).levels
        {'a': 1, 'c': 1}
    """
    if any(graph.tops.get(name, 0) < position for name, position in wanted.items()):
        return None
    seen: set[str] = set(wanted)
    first = _closed(graph, state, {}, wanted.items(), seen)
    heap = [] if first is None else [(_cost(first, state, effort), tuple(sorted(first.items())))]
    visited: set[tuple[Step, ...]] = set()
    while heap:
        cost, key = heapq.heappop(heap)
        if key in visited:
            continue
        visited.add(key)
        levels = dict(key)
        options = _missing(graph, state, levels)
        if options is None:
            return RaiseSet(levels, cost, frozenset(seen), is_least=True)
        if len(visited) > expansions:
            return _known_way(graph, state, wanted, effort, seen)
        for option in options:
            more = _closed(graph, state, levels, [option], seen)
            if more is not None:
                heapq.heappush(heap, (_cost(more, state, effort), tuple(sorted(more.items()))))
    return None


def _cost(levels: State, state: State, effort: Callable[[str, int], float]) -> float:
    return fsum(effort(*step) for step in steps_above(state, levels))


def _closed(
    graph: StepGraph, state: State, levels: State, more: Iterable[Step], seen: set[str]
) -> dict[str, int] | None:
    """Raise more, and whatever that leaves no choice about; `None` where something would have to rise above its top."""
    raised, agenda = dict(levels), list(more)
    while agenda:
        name, position = agenda.pop()
        if position <= raised.get(name, state.get(name, 0)):
            continue
        if position > graph.tops.get(name, 0):
            return None
        raised[name] = position
        for rule in graph.needs(name, position):
            seen.update(other for other, _ in rule.any_of)
            if len(rule.any_of) == 1 and not is_met(rule, state):
                agenda += rule.any_of
    return raised


def _missing(graph: StepGraph, state: State, levels: State) -> set[Step] | None:
    """The options of which any orderable superset of these raises needs at least one; `None` if they can be ordered."""
    neighbours = set(levels) | {n for name, to in levels.items() for r in graph.needs(name, to) for n, _ in r.any_of}
    held = {name: state.get(name, 0) for name in neighbours}
    raised = {**held, **levels}
    reached = reachable(raised, graph.rules, held, frozenset(neighbours - set(levels)))
    stuck = [name for name in levels if reached[name] < levels[name]]
    if not stuck:
        return None
    unmet = [r for name in stuck for r in graph.needs(name, reached[name] + 1) if not is_met(r, reached)]
    # A rule that the raises do not even name an option for must be served; else the stuck steps wait for one another.
    unserved = [rule for rule in unmet if not is_met(rule, raised)]
    rules = unserved[:1] or unmet
    return {
        (name, least)
        for rule in rules
        for name, least in rule.any_of
        if raised.get(name, 0) < least <= graph.tops.get(name, 0)
    }


def _known_way(
    graph: StepGraph, state: State, wanted: State, effort: Callable[[str, int], float], seen: set[str]
) -> RaiseSet | None:
    """Climb everything wave by wave, then keep the steps that the wanted ones rest on, each on something earlier."""
    wave = {step: i for i, steps in enumerate(waves(graph, state)) for step in steps}
    if any((name, position) not in wave for name, position in wanted.items() if position > state.get(name, 0)):
        return None
    levels: dict[str, int] = {}
    agenda = list(wanted.items())
    while agenda:
        name, to = agenda.pop()
        for position in range(levels.get(name, state.get(name, 0)) + 1, to + 1):
            levels[name] = position
            unmet = [rule for rule in graph.needs(name, position) if not is_met(rule, state)]
            agenda += [min((o for o in rule.any_of if o in wave), key=wave.__getitem__) for rule in unmet]
    return RaiseSet(levels, _cost(levels, state, effort), frozenset([*seen, *graph.tops]), is_least=False)
