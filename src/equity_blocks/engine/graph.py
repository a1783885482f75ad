"""The step graph: what can start, what waits for what, and what it takes to get somewhere.

Everything here takes plain rules over level positions, so that it serves frameworks and whatever else has such rules.
A state says which position each practice holds; practices it does not name hold 0.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from equity_blocks.model.framework import Framework
from equity_blocks.model.rules import Rule, Rules, Step, is_met, reachable

if TYPE_CHECKING:
    import networkx as nx

State = Mapping[str, int]


@dataclass(frozen=True)
class StepGraph:
    """Practices with their highest position, and the rules between their levels.

    Args:
        tops: Practice -> highest position it may reach.
        rules: Practice -> its rules; absent where it has none.

    Example:
        >>> graph = StepGraph({"a": 1, "b": 2}, {"a": (Rule(1, (("b", 2),)),)})
        >>> frontier(graph, {"b": 1}), waves(graph, {})
        (['b'], [[('b', 1)], [('b', 2)], [('a', 1)]])
    """

    tops: Mapping[str, int]
    rules: Rules

    def needs(self, practice: str, position: int) -> list[Rule]:
        """Give the rules that must hold before a practice may hold a position."""
        return [rule for rule in self.rules.get(practice, ()) if rule.from_level <= position]


def graph_of(framework: Framework, kind: Literal["hard", "soft"] = "hard") -> StepGraph:
    """Give a framework's steps with its prerequisites of one kind.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "q first"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> frontier(graph_of(framework), {})
        ['q']
    """
    return StepGraph({name: framework.scale_of(name).top for name in framework.practices}, framework.rules(kind))


def is_ready(graph: StepGraph, state: State, practice: str) -> bool:
    """Say whether a practice's next step can be taken now."""
    position = state.get(practice, 0) + 1
    return position <= graph.tops[practice] and all(is_met(rule, state) for rule in graph.needs(practice, position))


def frontier(graph: StepGraph, state: State) -> list[str]:
    """List the practices whose next step can be taken now: the "outer fringe" of knowledge space theory.

    Source: Doignon and Falmagne, Knowledge Spaces (1999).
    """
    return [practice for practice in graph.tops if is_ready(graph, state, practice)]


def waves(graph: StepGraph, state: State) -> list[list[Step]]:
    """Take all ready steps again and again: each step's earliest start when capacity is unlimited."""
    level = {practice: state.get(practice, 0) for practice in graph.tops}
    found: list[list[Step]] = []
    while ready := frontier(graph, level):
        found.append([(practice, level[practice] + 1) for practice in ready])
        for practice in ready:
            level[practice] += 1
    return found


def practice_waves(framework: Framework) -> list[list[str]]:
    """Group practices by when each could be brought to its default target, one after the other, from nothing in place.

    A practice stands in a later wave than what it needs. Where practices need one another at different levels, the one
    whose steps can be taken first goes first.

    Returns:
        Waves of practice ids, in source order inside a wave.
    """
    graph = graph_of(framework)
    aims = {name: framework.scale_of(name).target for name in framework.practices}
    earliest = {step: i for i, steps in enumerate(waves(graph, {})) for step in steps}
    held: dict[str, int] = {}
    found: list[list[str]] = []
    while left := [name for name in aims if name not in held]:
        ready = [name for name in left if all(is_met(rule, held) for rule in graph.needs(name, aims[name]))]
        found.append(ready or [min(left, key=lambda name: earliest[name, aims[name]])])
        held.update((name, aims[name]) for name in found[-1])
    return found


def unreachable(graph: StepGraph, state: State) -> list[Step]:
    """List the steps that no order of work can reach from this state."""
    level = reachable(graph.tops, graph.rules, state)
    return [(p, position) for p, top in graph.tops.items() for position in range(level[p] + 1, top + 1)]


def inconsistencies(graph: StepGraph, state: State) -> list[Step]:
    """List the steps that are held although a rule that starts at exactly that level fails."""
    return [
        (practice, position)
        for practice in graph.tops
        for position in range(1, state.get(practice, 0) + 1)
        if any(r.from_level == position and not is_met(r, state) for r in graph.rules.get(practice, ()))
    ]


def newly_ready(graph: StepGraph, state: State, practice: str) -> list[str]:
    """List the other practices that become ready once this practice's next step is taken."""
    before = set(frontier(graph, state))
    after = frontier(graph, {**state, practice: state.get(practice, 0) + 1})
    return [other for other in after if other not in before and other != practice]


def steps_that_need(graph: StepGraph, state: State, practice: str) -> list[Step]:
    """List the other steps that can never be taken if this practice's next step is not."""
    with_it = reachable(graph.tops, graph.rules, state)
    without = reachable(graph.tops, graph.rules, state, frozenset([practice]))
    lost = [(p, position) for p in graph.tops for position in range(without[p] + 1, with_it[p] + 1)]
    return [step for step in lost if step != (practice, state.get(practice, 0) + 1)]


def loops(graph: StepGraph) -> list[list[Step]]:
    """List loops of the step graph, each as a chain of steps whose last equals its first.

    A loop is harmless where an alternative leads around it; `unreachable` tells whether one is. One loop is given for
    each group of steps that all need one another.
    """
    import networkx as nx

    whole: nx.DiGraph[Step] = nx.DiGraph()
    whole.add_edges_from((step, other) for step, needed in step_edges(graph).items() for other in needed)
    groups: Iterable[set[Step]] = nx.strongly_connected_components(whole)
    found = []
    for group in sorted(map(sorted, groups)):
        inside = whole.subgraph(group)
        if inside.number_of_edges():
            edges = list(nx.find_cycle(inside, source=group[0]))
            found.append([*(step for step, *_ in edges), edges[0][0]])
    return found


def step_edges(graph: StepGraph) -> dict[Step, list[Step]]:
    """Give each step with the steps it needs directly; of alternatives, each counts."""
    return {
        (practice, position): list(_needed_by(graph, practice, position))
        for practice, top in graph.tops.items()
        for position in range(1, top + 1)
    }


def _needed_by(graph: StepGraph, practice: str, position: int) -> Iterator[Step]:
    if position > 1:
        yield practice, position - 1
    for rule in graph.rules.get(practice, ()):
        if rule.from_level == position:
            yield from ((name, least) for name, least in rule.any_of if 0 < least <= graph.tops.get(name, 0))


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

    Uniform-cost search over sets of raises. A raise set that cannot be ordered lacks an option of one unmet rule, so
    each such option is a branch; with no alternatives there is a single branch. The problem is NP-hard with
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
        >>> graph = StepGraph({"a": 1, "b": 1, "c": 1}, {"a": (Rule(1, (("b", 1), ("c", 1))),)})
        >>> least_effort(graph, {}, {"a": 1}, lambda practice, position: {"a": 1, "b": 5, "c": 2}[practice]).levels
        {'a': 1, 'c': 1}
    """
    if any(graph.tops.get(name, 0) < position for name, position in wanted.items()):
        return None
    seen: set[str] = set(wanted)
    first = {name: position for name, position in wanted.items() if position > state.get(name, 0)}
    heap = [(_cost(first, state, effort), tuple(sorted(first.items())))]
    visited: set[tuple[Step, ...]] = set()
    while heap:
        cost, key = heapq.heappop(heap)
        if key in visited:
            continue
        visited.add(key)
        levels = dict(key)
        options = _missing(graph, state, levels, seen)
        if options is None:
            return RaiseSet(levels, cost, frozenset(seen), is_least=True)
        if len(visited) > expansions:
            return _known_way(graph, state, wanted, effort, seen)
        for name, position in options:
            more = {**levels, name: position}
            heapq.heappush(heap, (_cost(more, state, effort), tuple(sorted(more.items()))))
    return None


def _cost(levels: State, state: State, effort: Callable[[str, int], float]) -> float:
    return sum(effort(name, i) for name, to in levels.items() for i in range(state.get(name, 0) + 1, to + 1))


def _missing(graph: StepGraph, state: State, levels: State, seen: set[str]) -> set[Step] | None:
    """The options of which any orderable superset of these raises needs at least one; `None` if they can be ordered."""
    neighbours = set(levels) | {n for name in levels for r in graph.rules.get(name, ()) for n, _ in r.any_of}
    seen.update(neighbours)
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


def to_networkx(framework: Framework) -> "nx.DiGraph[Step]":
    """Give the step graph of a framework to networkx.

    Returns:
        A directed graph from what is needed to what needs it. Nodes are (practice id, position) with `practice`,
        `level` (id) and `title`; edges have `kind` (`chain` from a practice's own lower level, `hard`, `soft`) and
        `alternatives` (how many options the prerequisite has; 1 means that it must hold).

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "q first"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> list(to_networkx(framework).edges(data="kind"))
        [(('q', 1), ('p', 1), 'hard')]
    """
    import networkx as nx

    graph: nx.DiGraph[Step] = nx.DiGraph()
    for name, practice in framework.practices.items():
        scale = framework.scale_of(name)
        for position in range(1, scale.top + 1):
            graph.add_node((name, position), practice=name, level=scale.ids[position], title=practice.title)
            if position > 1:
                graph.add_edge((name, position - 1), (name, position), kind="chain", alternatives=1)
    for name, practice in framework.practices.items():
        for entry in (entry for entry in practice.requires if not entry.waived):
            rule = framework.rule(name, entry)
            for option in rule.any_of:
                if option[1] > 0:
                    graph.add_edge(option, (name, rule.from_level), kind=entry.kind, alternatives=len(rule.any_of))
    return graph
