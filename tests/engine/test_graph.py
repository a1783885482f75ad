import heapq
import json
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.graph import (
    Closures,
    StepGraph,
    frontier,
    graph_of,
    inconsistencies,
    is_ready,
    least_effort,
    loops,
    newly_ready,
    practice_waves,
    step_edges,
    steps_that_need,
    to_networkx,
    unreachable,
    waves,
)
from equity_blocks.model.framework import Framework
from equity_blocks.model.rules import Rule, reachable
from strategies import dice, fewer, frameworks

CASES = json.loads((Path(__file__).parents[1] / "cases" / "dependencies.json").read_text(encoding="utf-8"))["cases"]


def _graph_of(case):
    data = case["framework"]
    rules = {
        name: [Rule(rule["from_level"], tuple(map(tuple, rule["any_of"]))) for rule in found]
        for name, found in data["requires"].items()
    }
    return StepGraph(data["max"], rules)


def _named(steps):
    return [f"{practice}@{position}" for practice, position in steps]


def _is_cyclic(needed):
    try:
        TopologicalSorter(needed).prepare()
    except CycleError:
        return True
    return False


@st.composite
def graphs(draw):
    """Draw any graph of a few practices, in reach or not, with a state, wanted levels and whole efforts."""
    drawn = draw(dice(72))
    tops = {f"p{i}": drawn.pick((1, 2, 1, 3)) for i in range(drawn.pick((4, 3, 5, 2, 1)))}
    steps = [(name, position) for name, top in tops.items() for position in range(1, top + 1)]
    rules = {name: [] for name in tops}
    for _ in range(drawn.number(9)):
        name, before = drawn.pick(steps)
        others = [step for step in steps if step[0] != name] or steps
        options = tuple(drawn.pick(others) for _ in range(drawn.pick((1, 2, 2, 3))))
        rules[name].append(Rule(before, options))
    state = {name: drawn.pick((0, 0, 0, *range(top + 1))) for name, top in tops.items()}
    wanted = dict(drawn.pick(steps) for _ in range(drawn.pick((1, 1, 2))))
    effort = {step: drawn.number(6) for step in steps}
    return StepGraph(tops, rules), state, wanted, effort


def _allowed(graph, state, name):
    """The definition of a step that can be taken, word by word."""
    more = state[name] + 1
    due = [rule for rule in graph.rules[name] if rule.from_level <= more]
    return more <= graph.tops[name] and all(any(state[q] >= least for q, least in rule.any_of) for rule in due)


def _cheapest(graph, state, wanted, effort):
    """Dijkstra over whole level vectors: every order of single steps, however silly."""
    names = list(graph.tops)
    heap = [(0, tuple(state[name] for name in names))]
    done = set()
    while heap:
        cost, vector = heapq.heappop(heap)
        held = dict(zip(names, vector, strict=True))
        if all(held[name] >= level for name, level in wanted.items()):
            return cost
        if vector in done:
            continue
        done.add(vector)
        for i, name in enumerate(names):
            if _allowed(graph, held, name):
                after = (*vector[:i], vector[i] + 1, *vector[i + 1 :])
                heapq.heappush(heap, (cost + effort[name, vector[i] + 1], after))
    return None


def _can_be_ordered(graph, state, levels):
    """Whether some order of single steps leads from the state to exactly these levels."""
    held = dict(state)
    while held != {**state, **levels}:
        step = next((n for n, to in levels.items() if held[n] < to and _allowed(graph, held, n)), None)
        if step is None:
            return False
        held[step] += 1
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_dependency_cases_of_an_independent_reference(case):
    """Every expected field of the case, exactly."""
    graph, state, expected = _graph_of(case), case["state"], case["expected"]
    ready = frontier(graph, state)
    assert ready == expected["frontier"]
    assert [_named(wave) for wave in waves(graph, state)] == expected["waves"]
    assert reachable(graph.tops, graph.rules, state) == expected["reachable"]
    assert _named(unreachable(graph, state)) == expected["unreachable"]
    assert _named(inconsistencies(graph, state)) == expected["inconsistencies"]
    assert {name: newly_ready(graph, state, name) for name in ready} == expected["newly_ready_if_done"]
    needed = {name: _named(steps_that_need(graph, state, name)) for name in ready}
    assert needed == expected["steps_that_need_it"]
    assert bool(loops(graph)) == expected["step_graph_cyclic"]
    by_practice = {name: {q for rule in graph.rules[name] for q, _ in rule.any_of} for name in graph.tops}
    assert _is_cyclic(by_practice) == expected["practice_graph_cyclic"]
    assert set(expected) == {
        *("frontier", "waves", "reachable", "unreachable", "inconsistencies", "newly_ready_if_done"),
        *("steps_that_need_it", "step_graph_cyclic", "practice_graph_cyclic", "min_effort_to_max"),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_least_effort_of_the_dependency_cases(case):
    """The least effort to each practice's top level; the case leaves out what is there already, null is no way."""
    graph, efforts = _graph_of(case), case["framework"]["effort"]
    found = {}
    for name, top in graph.tops.items():
        way = least_effort(graph, case["state"], {name: top}, lambda practice, to: efforts[practice][to - 1])
        if way is None or way.effort:
            found[f"{name}@{top}"] = None if way is None else way.effort
            assert way is None or way.is_least
    assert found == case["expected"]["min_effort_to_max"]


@given(graphs())
def test_least_effort_equals_dijkstra_over_all_states(drawn):
    """The branching search finds the same cost as trying every order, and a way that can be walked."""
    graph, state, wanted, effort = drawn
    way = least_effort(graph, state, wanted, lambda name, to: effort[name, to])
    cost = _cheapest(graph, state, wanted, effort)
    assert (None if way is None else way.effort) == cost
    if way is not None:
        assert way.is_least
        assert _can_be_ordered(graph, state, way.levels)
        steps = [(name, i) for name, to in way.levels.items() for i in range(state[name] + 1, to + 1)]
        assert sum(effort[step] for step in steps) == way.effort
        assert all({**state, **way.levels}[name] >= level for name, level in wanted.items())
        assert all(to > state[name] for name, to in way.levels.items())


@given(graphs(), st.integers(0, 2))
def test_a_search_cut_short_still_gives_a_way(drawn, expansions):
    """However few branches are weighed, the answer can be walked, serves, and exists whenever there is a way."""
    graph, state, wanted, effort = drawn
    way = least_effort(graph, state, wanted, lambda name, to: effort[name, to], expansions=expansions)
    cost = _cheapest(graph, state, wanted, effort)
    assert (way is None) == (cost is None)
    if way is not None:
        assert _can_be_ordered(graph, state, way.levels)
        assert all({**state, **way.levels}[name] >= level for name, level in wanted.items())
        assert way.effort >= cost
        assert way.effort == cost or not way.is_least


def test_a_search_cut_short_is_not_led_in_circles():
    """To reach b takes a, which takes b or c: without c neither can begin, so the way must hold c."""
    graph = StepGraph(
        {"a": 1, "b": 1, "c": 1}, {"a": (Rule(1, (("b", 1), ("c", 1))),), "b": (Rule(1, (("a", 1),)),), "c": ()}
    )
    way = least_effort(graph, {}, {"b": 1}, lambda _name, _to: 1.0, expansions=1)
    assert way.levels == {"a": 1, "b": 1, "c": 1}


@given(graphs(), st.data())
def test_a_way_depends_only_on_what_it_saw(drawn, data):
    """Raising a practice that the search never looked at leaves the answer as it was."""
    graph, state, wanted, effort = drawn
    way = least_effort(graph, state, wanted, lambda name, to: effort[name, to])
    if way is None:
        return
    unseen = {name: data.draw(st.integers(0, graph.tops[name])) for name in graph.tops if name not in way.seen}
    again = least_effort(graph, {**state, **unseen}, wanted, lambda name, to: effort[name, to])
    assert (again.levels, again.effort) == (way.levels, way.effort)


@given(graphs())
def test_closures_hold_the_steps_without_which_another_is_lost(drawn):
    """Hold one step down: exactly the steps that need it whatever the way are out of reach."""
    graph, state, _, _ = drawn
    closures = Closures(graph, state)
    assert sorted(closures.steps) == sorted(step for wave in waves(graph, state) for step in wave)
    for name, position in closures.steps:
        without = reachable({**graph.tops, name: position - 1}, graph.rules, state)
        lost = {step for step in closures.steps if without[step[0]] < step[1]}
        assert lost == {step for step in closures.steps if closures.of[step] & closures.bits[name, position]}


@given(graphs())
def test_where_there_is_no_choice_the_closure_is_the_way(drawn):
    """The search finds the very steps of the closure."""
    graph, state, _, effort = drawn
    closures = Closures(graph, state)
    for name, position in closures.steps:
        if closures.is_certain(name, position):
            way = least_effort(graph, state, {name: position}, lambda other, to: effort[other, to])
            steps = {(other, i) for other, to in way.levels.items() for i in range(state[other] + 1, to + 1)}
            assert steps == set(closures.steps_in(closures.of[name, position]))


def test_least_effort_of_a_worked_example():
    """Option c costs 2 but needs d at 4, option b costs 5: b it is, 1 + 5 = 6; with d held, c: 1 + 2 = 3."""
    rules = {"a": (Rule(1, (("b", 1), ("c", 1))),), "b": (), "c": (Rule(1, (("d", 1),)),), "d": ()}
    graph = StepGraph({"a": 1, "b": 1, "c": 1, "d": 1}, rules)
    costs = {"a": 1, "b": 5, "c": 2, "d": 4}
    dear = least_effort(graph, {}, {"a": 1}, lambda name, _to: costs[name])
    assert (dear.levels, dear.effort) == ({"a": 1, "b": 1}, 6)
    cheap = least_effort(graph, {"d": 1}, {"a": 1}, lambda name, _to: costs[name])
    assert (cheap.levels, cheap.effort) == ({"a": 1, "c": 1}, 3)


def test_what_is_held_takes_no_effort():
    """An empty way costs nothing, and nothing costs less."""
    way = least_effort(StepGraph({"a": 2}, {}), {"a": 2}, {"a": 1}, lambda _name, _to: 7)
    assert (way.levels, way.effort, way.is_least) == ({}, 0, True)


def test_there_is_no_way_above_the_top():
    """A practice that may not rise, and one that is not there, cannot be reached."""
    assert least_effort(StepGraph({"a": 1}, {}), {}, {"a": 2}, lambda _name, _to: 1) is None
    assert least_effort(StepGraph({"a": 1}, {}), {}, {"b": 1}, lambda _name, _to: 1) is None


@given(graphs())
def test_what_can_start_now_is_ready_by_definition(drawn):
    """The frontier holds exactly the practices whose next step breaks no rule."""
    graph, state, _, _ = drawn
    assert frontier(graph, state) == [name for name in graph.tops if _allowed(graph, state, name)]
    assert all(is_ready(graph, state, name) == _allowed(graph, state, name) for name in graph.tops)


@given(graphs())
def test_waves_take_each_step_as_early_as_can_be(drawn):
    """Every step in reach stands in one wave: ready at its beginning, and not at that of the wave before."""
    graph, state, _, _ = drawn
    found = waves(graph, state)
    held, before = dict(state), None
    for wave in found:
        for name, position in wave:
            assert held[name] == position - 1
            assert _allowed(graph, held, name)
            assert before is None or not (_allowed(graph, before, name) and before[name] == position - 1)
        before = dict(held)
        held.update(wave)
    assert held == reachable(graph.tops, graph.rules, state)
    taken = sorted(step for wave in found for step in wave)
    everything = [(name, i) for name, top in graph.tops.items() for i in range(state[name] + 1, top + 1)]
    assert sorted([*taken, *unreachable(graph, state)]) == everything


@given(graphs())
def test_loops_are_chains_of_steps_that_need_each_other(drawn):
    """Each link of a loop is an edge, the chain closes, and there is one exactly where no order of steps exists."""
    graph = drawn[0]
    edges = step_edges(graph)
    found = loops(graph)
    for chain in found:
        assert chain[0] == chain[-1]
        assert all(needed in edges[step] for step, needed in pairwise(chain))
    assert bool(found) == _is_cyclic(edges)


def test_a_step_needs_directly_its_own_lower_step_and_what_starts_at_its_level():
    """Practice a@1 needs b@1, a@2 only a@1: what a@1 needed it has already."""
    graph = StepGraph({"a": 2, "b": 1}, {"a": (Rule(1, (("b", 1), ("b", 0))),), "b": ()})
    assert step_edges(graph) == {("a", 1): [("b", 1)], ("a", 2): [("a", 1)], ("b", 1): []}


def test_a_loop_is_told_in_full():
    """Where a needs b, b needs c and c needs a, all three links are named."""
    rules = {"a": (Rule(1, (("b", 1),)),), "b": (Rule(1, (("c", 1),)),), "c": (Rule(1, (("a", 1),)),)}
    assert loops(StepGraph({"a": 1, "b": 1, "c": 1}, rules)) == [[("a", 1), ("b", 1), ("c", 1), ("a", 1)]]


def test_practices_may_need_each_other_at_different_levels():
    """Practice a@2 needs b@1 and b@1 needs a@1: a cycle of practices, but none of steps."""
    graph = StepGraph({"a": 2, "b": 1}, {"a": (Rule(2, (("b", 1),)),), "b": (Rule(1, (("a", 1),)),)})
    assert loops(graph) == []
    assert waves(graph, {}) == [[("a", 1)], [("b", 1)], [("a", 2)]]


def test_steps_that_need_a_frozen_one_are_those_lost_without_it():
    """With c as the other way to a, only b hangs on d."""
    rules = {"a": (Rule(1, (("b", 1), ("c", 1))),), "b": (Rule(1, (("d", 1),)),), "c": (), "d": ()}
    graph = StepGraph({"a": 1, "b": 1, "c": 1, "d": 1}, rules)
    assert steps_that_need(graph, {}, "d") == [("b", 1)]
    assert newly_ready(graph, {}, "d") == ["b"]
    assert steps_that_need(graph, {}, "c") == []


@fewer
@given(frameworks())
def test_a_framework_leaves_every_step_in_reach(framework):
    """From nothing in place, its hard rules let every practice climb to its top."""
    graph = graph_of(framework)
    assert unreachable(graph, {}) == []
    assert graph.tops == {name: framework.scale_of(name).top for name in framework.practices}


@fewer
@given(frameworks())
def test_practice_waves_name_each_practice_once(framework):
    """What a practice needs at its target stands in earlier waves, unless nothing else could go first."""
    found = practice_waves(framework)
    assert sorted(name for wave in found for name in wave) == sorted(framework.practices)
    graph, held = graph_of(framework), dict.fromkeys(framework.practices, 0)
    for wave in found:
        aims = {name: framework.scale_of(name).target for name in wave}
        ready = {
            n for n, aim in aims.items() if all(any(held[q] >= m for q, m in r.any_of) for r in graph.needs(n, aim))
        }
        assert ready == set(wave) or len(wave) == 1
        held |= aims


def _three():
    """Practice a: hard b@2 from 2, soft c@1 or b@1 from 1."""
    hard = {"practice": "b", "level": 2, "from": 2, "why": "b first"}
    either = {"any_of": [{"practice": "c", "level": 1}, {"practice": "b", "level": 1}], "from": 1, "why": "helps"}
    practices = [
        {"id": "a", "title": "Alpha", "requires": [hard, either | {"kind": "soft"}]},
        {"id": "b", "title": "Beta"},
        {"id": "c", "title": "Gamma"},
    ]
    block = {"id": "x", "title": "X", "practices": practices}
    return Framework(id="mini", title="Mini", scale=["none", "some", "all"], blocks=[block])


def test_practice_waves_put_needs_first():
    """To its target a needs b, and nothing needs c."""
    assert practice_waves(_three()) == [["b", "c"], ["a"]]


def test_the_step_graph_goes_to_networkx_with_kinds_and_alternatives():
    """Nodes say which level they are; edges run from what is needed to what needs it."""
    graph = to_networkx(_three())
    assert graph.nodes["a", 2] == {"practice": "a", "level": "all", "title": "Alpha"}
    assert len(graph) == 6
    assert {edge: graph.edges[edge] for edge in graph.edges} == {
        (("a", 1), ("a", 2)): {"kind": "chain", "alternatives": 1},
        (("b", 1), ("b", 2)): {"kind": "chain", "alternatives": 1},
        (("c", 1), ("c", 2)): {"kind": "chain", "alternatives": 1},
        (("b", 2), ("a", 2)): {"kind": "hard", "alternatives": 1},
        (("c", 1), ("a", 1)): {"kind": "soft", "alternatives": 2},
        (("b", 1), ("a", 1)): {"kind": "soft", "alternatives": 2},
    }


@fewer
@given(frameworks(soft=False))
def test_networkx_sees_the_loops_that_the_engine_sees(framework):
    """One graph, two libraries: graphlib finds a cycle in the exported edges exactly where there is a loop."""
    exported = to_networkx(framework)
    assert _is_cyclic({step: list(exported.predecessors(step)) for step in exported}) == bool(
        loops(graph_of(framework))
    )
