import heapq
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.benefit.least_effort import least_effort
from equity_blocks.engine.graph import StepGraph
from equity_blocks.model.prerequisite_rules import Rule
from strategies import graphs, step_graph_of

CASES = json.loads((Path(__file__).parents[2] / "cases" / "dependencies.json").read_text(encoding="utf-8"))["cases"]


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
def test_least_effort_of_the_dependency_cases(case):
    """The least effort to each practice's top level; the case leaves out what is there already, null is no way."""
    graph, efforts = step_graph_of(case), case["framework"]["effort"]
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
