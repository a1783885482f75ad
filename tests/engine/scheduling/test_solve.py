import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import equity_blocks as eb
from equity_blocks.engine.scheduling.solve import bound, solve, value_of
from equity_blocks.model.schedule import ScheduleProblem
from feasible import best_worth, broken, worth
from strategies import fewer, schedule_problems

FOLDER = Path(__file__).parents[2] / "cases"
CASES = {
    case["id"]: case
    for name in ("planning_tiny", "planning_medium")
    for case in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["plans"]
}


def _problem(case):
    return ScheduleProblem(**{key: case[key] for key in ScheduleProblem.model_fields if key in case})


def _shuffled(problem, order):
    """The same steps, step `order[i]` standing at position i."""
    place = {s: i for i, s in enumerate(order)}
    picked = {name: [getattr(problem, name)[s] for s in order] for name in ("gain", "effort", "cost", "dur", "window")}
    return problem.replace(
        **picked,
        all_of=[[place[q] for q in problem.all_of[s]] for s in order],
        any_of=[[[place[q] for q in group] for group in problem.any_of[s]] for s in order],
    )


@pytest.mark.parametrize("name", CASES)
def test_the_checker_accepts_the_published_optimum(name):
    """The cases' own schedules are feasible and worth what the cases say: the checker reads the rules as they do."""
    case = CASES[name]
    assert broken(_problem(case), case["one_optimal_finish"]) == []
    assert value_of(_problem(case), case["one_optimal_finish"]) == case["optimum"]


@pytest.mark.parametrize("name", CASES)
def test_the_default_planner_is_near_the_optimum(name):
    """Feasible, worth what it says, the optimum for few steps and at most 0.5 % below it for many."""
    problem = _problem(CASES[name])
    found = solve(problem)
    assert broken(problem, found.finish) == []
    assert found.value == worth(problem, found.finish)
    least = 1.0 if len(problem.gain) < 10 else 0.995
    assert least * CASES[name]["optimum"] <= found.value <= CASES[name]["optimum"]


@given(schedule_problems())
@fewer
def test_a_schedule_keeps_every_rule_and_says_its_worth(problem):
    """The independent checker finds nothing, and its value is the same."""
    found = solve(problem)
    assert broken(problem, found.finish) == []
    assert Fraction(found.value) == worth(problem, found.finish)


@given(schedule_problems(most=4))
@fewer
def test_few_steps_reach_the_optimum(problem):
    """No finish vector at all is better; and where a bound is given it is the optimum."""
    found, best = solve(problem), best_worth(problem)
    assert found.value == best
    assert found.bound in (None, best)


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
@fewer
def test_the_numbering_of_steps_changes_nothing(problem, random):
    """Steps that figures tell apart keep their finish under every numbering, and the value stays."""
    problem = problem.replace(gain=[gain + 2.0 ** -(10 + s) for s, gain in enumerate(problem.gain)])
    order = random.sample(range(len(problem.gain)), len(problem.gain))
    found, again = solve(problem), solve(_shuffled(problem, order))
    assert again.value == found.value
    assert again.finish == tuple(found.finish[s] for s in order)


def test_the_numbering_of_many_steps_changes_nothing():
    """The same for 99 steps, many of which have the same figures."""
    problem = _problem(CASES["syn-n37-T8-lag1-s2"])
    order = [s * 38 % 99 for s in range(99)]
    assert solve(_shuffled(problem, order)).value == solve(problem).value


@given(schedule_problems(most=3))
@fewer
def test_alike_steps_give_one_value_under_every_numbering(problem):
    """Whatever the figures, the value does not depend on the numbers."""
    orders = list(permutations(range(len(problem.gain))))
    assert len({solve(_shuffled(problem, order)).value for order in orders}) == 1


def test_a_seed_gives_one_schedule():
    """The same seed gives the same schedule again, and what random choices there are come from it alone."""
    problem = _problem(CASES["syn-n49-T8-lag0-s33"])
    assert solve(problem, seed=3) == solve(problem, seed=3)
    assert solve(problem, seed=3).finish != solve(problem, seed=4).finish


@pytest.mark.parametrize(
    ("fields", "finish"),
    [
        pytest.param({"T": 2, "cap": 1, "gain": [], "effort": []}, (), id="nothing to do"),
        pytest.param({"T": 2, "cap": 0, "gain": [1, 1], "effort": [1, 0]}, (None, 1), id="no capacity"),
        pytest.param({"T": 2, "cap": 1, "gain": [1], "effort": [2]}, (None,), id="larger than a period"),
        pytest.param({"T": 2, "cap": 1, "gain": [1], "effort": [2], "dur": [2]}, (2,), id="spread over two"),
        pytest.param({"T": 2, "cap": 1, "gain": [1], "effort": [1], "dur": [3]}, (None,), id="longer than all"),
        pytest.param({"T": 2, "cap": 9, "gain": [1], "effort": [1], "window": [(2, 1)]}, (None,), id="banned"),
        pytest.param({"T": 3, "cap": 9, "gain": [1], "effort": [1], "window": [(2, 2)]}, (2,), id="pinned"),
        pytest.param(
            {"T": 3, "cap": 1, "gain": [1, 5], "effort": [1, 1], "window": [(1, 1), None]}, (None, 1), id="due"
        ),
        pytest.param(
            {"T": 2, "cap": 9, "gain": [1, 1], "effort": [1, 1], "all_of": [[1], [0]]}, (None, None), id="loop"
        ),
        pytest.param(
            {"T": 2, "cap": 9, "lag": 0, "gain": [1, 1], "effort": [1, 1], "all_of": [[], [0]]},
            (1, 1),
            id="same period",
        ),
        pytest.param(
            {"T": 3, "cap": 9, "lag": 2, "gain": [1, 1], "effort": [1, 1], "all_of": [[], [0]]}, (1, 3), id="two later"
        ),
        pytest.param(
            {"T": 1, "cap": 0.3, "gain": [1, 1], "effort": [0.1, 0.2]}, (1, 1), id="decimals add up as written"
        ),
        pytest.param(
            {"T": 1, "cap": 1, "gain": [1, 1, 1], "effort": [1, 1, 1], "dur": [1, 1, 1], "budget": 0},
            (1, None, None),
            id="nothing costs anything",
        ),
        pytest.param({"T": 1, "cap": 9, "gain": [0], "effort": [1]}, (1,), id="worth nothing"),
    ],
)
def test_edges_have_a_plain_answer(fields, finish):
    """What can be done is done; what cannot is left out without an error."""
    assert solve(ScheduleProblem(**fields)).finish == finish


def test_an_alternative_is_chosen_by_what_it_costs():
    """Of two ways to the same gain the one that fits is taken."""
    problem = ScheduleProblem(
        T=2, cap=2, gain=[0, 0, 9], effort=[9, 1, 1], all_of=[[], [], []], any_of=[[], [], [[0, 1]]]
    )
    assert solve(problem).finish == (None, 1, 2)


def test_an_unknown_planner_is_refused():
    """The message names the planners and the nearest."""
    problem = ScheduleProblem(T=1, cap=1, gain=[], effort=[])
    with pytest.raises(
        eb.UnsuitableError, match=r"'greed' is not a planner; choose greedy or exact \(did you mean 'greedy'\?\)"
    ):
        solve(problem, "greed")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"time_limit": 0}, "time_limit must be above 0 seconds"),
        ({"time_limit": -1}, "time_limit must be 0 or more"),
        ({"time_limit": float("nan")}, "time_limit must be a finite number"),
        ({"time_limit": "5"}, "time_limit must be a number, not '5'"),
        ({"seed": None}, "seed must be a whole number, not None"),
        ({"seed": "a"}, "seed must be a whole number"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"moves": -1}, "moves must be at least 0, not -1"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options, said):
    """With its name and what it is."""
    with pytest.raises(eb.UnsuitableError, match=said):
        solve(ScheduleProblem(T=1, cap=1, gain=[], effort=[]), **options)


@pytest.mark.parametrize("how", [solve, bound])
def test_only_a_problem_can_be_solved(how):
    """Its fields alone are not one: they would not have been checked."""
    with pytest.raises(eb.UnsuitableError, match="the problem must be a ScheduleProblem, not dict"):
        how({"T": 1, "cap": 1, "gain": [], "effort": []})


def test_a_bound_needs_a_time():
    """There is no waiting for ever."""
    with pytest.raises(eb.UnsuitableError, match="time_limit must be a number of seconds, not None"):
        bound(ScheduleProblem(T=1, cap=1, gain=[], effort=[]), None)


@pytest.mark.parametrize("limit", [1e-9, 0.01, 0.2])
def test_the_exact_planner_says_how_far_it_came_however_soon_it_has_to_stop(limit):
    """The linear relaxation needs no time limit."""
    pytest.importorskip("highspy")
    case = CASES["syn-n49-T8-lag0-s33"]
    found = solve(_problem(case), "exact", time_limit=limit)
    assert found.value <= case["optimum"] <= found.bound
    assert 0 <= found.gap < 0.01


def test_more_moves_are_never_worse():
    """The first moves are the same."""
    problem = _problem(CASES["syn-n37-T8-lag1-s2"])
    values = [solve(problem, moves=moves).value for moves in (0, 100, 1_000, 10_000)]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_money_is_weighed_where_it_binds():
    """Ten days of capacity are plenty, and what brings most per day costs all the money there is."""
    problem = ScheduleProblem(T=1, cap=100, budget=10, gain=[6, 4, 4, 4], effort=[1, 2, 2, 2], cost=[10, 3, 3, 3])
    assert solve(problem, moves=0).finish == (None, 1, 1, 1)


def test_without_the_solver_there_is_no_bound_and_an_error_that_names_the_extra(monkeypatch):
    """`bound` is null, `exact` says what to install, and `greedy` works."""
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    problem = ScheduleProblem(T=2, cap=1, gain=[1], effort=[1])
    assert bound(problem) is None
    assert solve(problem).value == 2
    with pytest.raises(eb.UnsuitableError, match=r'pip install "equity-blocks\[optimize\]"'):
        solve(problem, "exact")


def test_what_is_proven_stays_proven():
    """The exact planner has nothing left to do where everything was tried, however little time it has."""
    pytest.importorskip("highspy")
    fields = {"T": 4, "cap": 10, "gain": [0, 9, 4, 6], "effort": [6, 4, 5, 9], "all_of": [[], [0], [], [2]]}
    found = solve(ScheduleProblem(**fields), "exact", time_limit=1e-6)
    assert (found.planner, found.value, found.gap) == ("exact", 51, 0)
