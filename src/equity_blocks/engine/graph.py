"""The step graph: steps that can start, steps that wait for others, and the steps before them.

Everything here takes plain rules over level positions, so that it serves frameworks and whatever else has such rules.
A state says which position each practice holds; practices it does not name hold 0.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Literal

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Climb, Rule, Rules, Step, is_met

if TYPE_CHECKING:
    import networkx as nx

State = Mapping[str, int]


def steps_above(state: State, levels: State) -> list[Step]:
    """List the one-level steps from a state up to some levels, practice by practice and the lowest first.

    Example:
        >>> steps_above({"a": 1}, {"a": 3, "b": 1})
        [('a', 2), ('a', 3), ('b', 1)]
    """
    return [(name, i) for name, to in levels.items() for i in range(state.get(name, 0) + 1, to + 1)]


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

    @cached_property
    def named_by(self) -> Mapping[str, list[tuple[str, Rule]]]:
        """Practice -> the rules that name it, each with the practice that it binds."""
        naming: dict[str, list[tuple[str, Rule]]] = defaultdict(list)
        for practice in self.tops:
            for rule in self.rules.get(practice, ()):
                for other in dict.fromkeys(name for name, _ in rule.any_of):
                    naming[other].append((practice, rule))
        return {**naming}


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
    """Check whether a practice's next step can be taken now."""
    position = state.get(practice, 0) + 1
    return position <= graph.tops[practice] and all(is_met(rule, state) for rule in graph.needs(practice, position))


def frontier(graph: StepGraph, state: State) -> list[str]:
    """List the practices whose next step can be taken now: the "outer fringe" of knowledge space theory.

    Source: Doignon and Falmagne, Knowledge Spaces (1999).
    """
    return [practice for practice in graph.tops if is_ready(graph, state, practice)]


def waves(graph: StepGraph, state: State) -> list[list[Step]]:
    """Take all ready steps again and again: each step's earliest start when capacity is unlimited."""
    climb = Climb(graph.rules, {practice: state.get(practice, 0) for practice in graph.tops})
    places = {practice: i for i, practice in enumerate(graph.tops)}
    taken: list[list[Step]] = []
    able = list(graph.tops)
    while ready := [name for name in able if climb.level[name] < graph.tops[name] and climb.may_rise(name)]:
        held_up = {other for name in ready for other in climb.rise(name)}
        taken.append([(name, climb.level[name]) for name in ready])
        able = sorted(held_up.union(ready), key=places.__getitem__)
    return taken


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
    groups: list[list[str]] = []
    able = set(aims)
    while left := {name: None for name in aims if name not in held}:
        ready = [name for name in left if name in able and all(is_met(r, held) for r in graph.needs(name, aims[name]))]
        knot = ready or _need_one_another(graph, aims, held, left)
        groups.append(ready or [min(knot, key=lambda name: earliest[name, aims[name]])])
        held.update((name, aims[name]) for name in groups[-1])
        able = {other for name in groups[-1] for other, _ in graph.named_by.get(name, ())}
    return groups


def _need_one_another(
    graph: StepGraph, aims: Mapping[str, int], held: Mapping[str, int], left: Collection[str]
) -> list[str]:
    """List the practices that wait for nothing but one another, where each waits for something."""
    waits = {
        name: {
            other
            for rule in graph.needs(name, aims[name])
            if not is_met(rule, held)
            for other, _ in rule.any_of
            if other in left
        }
        for name in left
    }
    behind = {name: _reached(name, waits) for name in waits}
    return [name for name in waits if all(name in behind[other] for other in behind[name])]


def _reached(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [*edges.get(start, ())]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += edges.get(name, ())
    return seen


def loops(graph: StepGraph) -> list[list[Step]]:
    """List loops of the step graph, each as a chain of steps whose last equals its first.

    A loop is harmless where an alternative leads around it. One loop is given for each group of steps that all need one
    another.
    """
    import networkx as nx

    edges = step_edges(graph)
    whole: nx.DiGraph[Step] = nx.DiGraph()
    whole.add_edges_from((step, other) for step, needed in edges.items() for other in needed)
    groups: Iterable[set[Step]] = nx.strongly_connected_components(whole)
    chains = []
    for group in sorted(sorted(group) for group in groups if len(group) > 1 or group <= {*edges[min(group)]}):
        cycle = list(nx.find_cycle(whole.subgraph(group), source=group[0]))
        chains.append([*(step for step, *_ in cycle), cycle[0][0]])
    return chains


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


class Closures:
    """The steps that no way to a step can do without, for all steps within reach.

    Sets of steps are whole numbers with a bit for each step, so that sets of thousands take one operation to unite.

    Args:
        graph: Steps and rules.
        state: Where every practice stands.

    Source: landmarks of AND/OR graphs, the greatest fixpoint (Keyder, Richter and Helmert 2010).

    Example:
        >>> graph = StepGraph({"a": 1, "b": 1, "c": 1, "d": 1}, {"a": (Rule(1, (("b", 1), ("c", 1))),),
        ...     "b": (Rule(1, (("d", 1),)),), "c": (Rule(1, (("d", 1),)),)})
        >>> closures = Closures(graph, {})
        >>> closures.steps_in(closures.of["a", 1]), closures.is_certain("a", 1), closures.is_certain("b", 1)
        ([('d', 1), ('a', 1)], False, True)
    """

    def __init__(self, graph: StepGraph, state: State) -> None:
        self.graph, self.state = graph, state
        self.steps = [step for wave in waves(graph, state) for step in wave]
        """Every step within reach, in an order that breaks no rule."""
        self.bits = {step: 1 << i for i, step in enumerate(self.steps)}
        self.of: dict[Step, int] = {}
        """Step -> itself and the steps without which it is out of reach."""
        self._needs = {step: list(self._unmet(*step)) for step in self.steps}
        self._certain: set[Step] = set()
        for step in self.steps:
            if all(len(options) == 1 and options[0] in self._certain for options in self._needs[step]):
                self._certain.add(step)
        while self._settle():
            pass

    def is_certain(self, practice: str, position: int) -> bool:
        """Check whether a step leaves no choice about what it needs: its closure is the only way to it."""
        return (practice, position) in self._certain

    def needs(self, practice: str, position: int) -> list[list[Step]]:
        """Give what a step waits for directly: of each list, one."""
        return self._needs[practice, position]

    def shared(self, options: Iterable[Step]) -> int:
        """Give what is needed whichever of some options is taken."""
        return reduce(and_, (self.of[option] for option in options if option in self.of))

    def members(self, steps: Iterable[Step]) -> int:
        """Give the set of some steps; those out of reach, or held already, are left out."""
        return reduce(or_, (self.bits.get(step, 0) for step in steps), 0)

    def steps_in(self, members: int) -> list[Step]:
        """List the steps of a set, in an order that breaks no rule."""
        return [self.steps[i] for i in places_in(members)]

    def _unmet(self, practice: str, position: int) -> Iterator[list[Step]]:
        if position - 1 > self.state.get(practice, 0):
            yield [(practice, position - 1)]
        for rule in self.graph.needs(practice, position):
            if not is_met(rule, self.state):
                yield [option for option in dict.fromkeys(rule.any_of) if option in self.bits]

    def _settle(self) -> bool:
        """Take out of the closures what turns out not to be needed; say whether something was."""
        is_changed = False
        for step in self.steps:
            closure = self.bits[step]
            for options in self._needs[step]:
                closure |= self.shared(options)
            is_changed |= closure != self.of.get(step)
            self.of[step] = closure
        return is_changed


def places_in(members: int) -> Iterator[int]:
    """Give the places of the bits of a whole number, the lowest first.

    Example:
        >>> list(places_in(0b1010))
        [1, 3]
    """
    digits = f"{members:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


@checks_nouns
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
