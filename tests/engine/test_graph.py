import json
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from equity_blocks.engine.benefit.least_effort import least_effort
from equity_blocks.engine.graph import (
    Closures,
    StepGraph,
    frontier,
    graph_of,
    is_ready,
    loops,
    practice_waves,
    step_edges,
    to_networkx,
    waves,
)
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Rule, reachable
from strategies import fewer, frameworks, graphs, step_graph_of

CASES = json.loads((Path(__file__).parents[1] / "cases" / "dependencies.json").read_text(encoding="utf-8"))["cases"]


def _named(steps):
    return [f"{practice}@{position}" for practice, position in steps]


def _is_cyclic(needed):
    try:
        TopologicalSorter(needed).prepare()
    except CycleError:
        return True
    return False


def _allowed(graph, state, name):
    """The definition of a step that can be taken, word by word."""
    more = state[name] + 1
    due = [rule for rule in graph.rules[name] if rule.from_level <= more]
    return more <= graph.tops[name] and all(any(state[q] >= least for q, least in rule.any_of) for rule in due)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_dependency_cases_of_an_independent_reference(case):
    """What can start, in which waves, how far all can rise, and whether there are loops."""
    graph, state, expected = step_graph_of(case), case["state"], case["expected"]
    ready = frontier(graph, state)
    assert ready == expected["frontier"]
    assert [_named(wave) for wave in waves(graph, state)] == expected["waves"]
    assert reachable(graph.tops, graph.rules, state) == expected["reachable"]
    assert bool(loops(graph)) == expected["step_graph_cyclic"]
    by_practice = {name: {q for rule in graph.rules[name] for q, _ in rule.any_of} for name in graph.tops}
    assert _is_cyclic(by_practice) == expected["practice_graph_cyclic"]


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
    assert taken == [(name, i) for name in sorted(held) for i in range(state[name] + 1, held[name] + 1)]


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


@fewer
@given(frameworks())
def test_a_framework_leaves_every_step_in_reach(framework):
    """From nothing in place, its hard rules let every practice climb to its top."""
    graph = graph_of(framework)
    assert graph.tops == {name: framework.scale_of(name).top for name in framework.practices}
    assert reachable(graph.tops, graph.rules, dict.fromkeys(graph.tops, 0)) == graph.tops


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


def _on_three_levels(**requires):
    """One block of practices with targets of `all`, each needing others: (practice, level, from)."""
    practices = [
        {
            "id": name,
            "title": name,
            "requires": [{"practice": q, "level": least, "from": before, "why": "w"} for q, least, before in needs],
        }
        for name, needs in requires.items()
    ]
    scale = {"id": "s", "levels": [{"id": n, "value": v} for n, v in (("none", 0), ("some", 0.5), ("all", 1))]}
    block = {"id": "x", "title": "X", "practices": practices}
    return Framework(id="mini", title="Mini", scale={**scale, "default_target": "all"}, blocks=[block])


def test_of_practices_that_need_one_another_the_one_that_can_begin_goes_first():
    """For all of it a needs some of b, and b all of a: a can be done first, wherever it stands."""
    a, b = [("b", "some", "all")], [("a", "all", "all")]
    assert practice_waves(_on_three_levels(a=a, b=b)) == [["a"], ["b"]]
    assert practice_waves(_on_three_levels(b=b, a=a)) == [["a"], ["b"]]


def test_what_waits_for_a_knot_does_not_untie_it():
    """Z waits for some of b alone: though its steps can be taken as early as those of a, the knot comes before it."""
    a, b, z = [("b", "some", "all")], [("a", "all", "all")], [("b", "some", "all")]
    assert practice_waves(_on_three_levels(z=z, a=a, b=b)) == [["a"], ["b"], ["z"]]


def test_of_two_knots_the_one_that_waits_for_nothing_is_untied_first():
    """C and d need one another, and c all of b, too; a and b need one another and nothing else."""
    first = {"a": [("b", "some", "all")], "b": [("a", "all", "all")]}
    second = {"c": [("d", "some", "all"), ("b", "all", "all")], "d": [("c", "some", "all")]}
    assert practice_waves(_on_three_levels(**second, **first)) == [["a"], ["b"], ["d"], ["c"]]


@fewer
@given(frameworks(rules=12, soft=False, own_scales=False))
def test_a_wave_against_a_need_is_of_practices_that_need_one_another(framework):
    """Where all targets are at the top, what goes before something that it needs is in a circle of needs."""
    framework = framework.replace(scale=framework.scale.replace(default_target=None))
    graph, waves_of = graph_of(framework), practice_waves(framework)
    aims = {name: framework.scale_of(name).target for name in framework.practices}
    needed = {n: {q for rule in graph.needs(n, aim) for q, _ in rule.any_of} for n, aim in aims.items()}

    def behind(start):
        reached, ahead = set(), [*needed[start]]
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead += needed[name]
        return reached

    held = dict.fromkeys(framework.practices, 0)
    for wave in waves_of:
        for name in wave:
            unmet = [r for r in graph.needs(name, aims[name]) if not any(held[q] >= m for q, m in r.any_of)]
            assert not unmet or name in behind(name)
        held |= {name: aims[name] for name in wave}


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


def test_what_needs_more_than_a_default_target_still_comes_after_what_it_needs():
    """`c` only rises to its target, so what `a` needs of it is never held; `b` needs `a` all the same, and is later."""
    levels = [{"id": f"l{i}", "value": i / 3} for i in range(4)]
    scale = {"id": "four", "levels": levels, "default_target": "l2"}
    requires = {"a": [("c", "l3")], "b": [("a", "l1")], "c": []}
    practices = [
        {
            "id": name,
            "title": name,
            "requires": [{"practice": other, "level": level, "from": "l2", "why": "first"} for other, level in needs],
        }
        for name, needs in requires.items()
    ]
    framework = Framework(
        id="mini", title="Mini", scale=scale, blocks=[{"id": "x", "title": "X", "practices": practices}]
    )

    assert practice_waves(framework) == [["c"], ["a"], ["b"]]
