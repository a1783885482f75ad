import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

import equity_blocks as eb
from equity_blocks.engine.scheduling.solve import solve, value_of
from equity_blocks.model.schedule import ScheduleProblem
from feasible import best_merit, broken, duties, worth
from strategies import fewer, schedule_problems

FOLDER = Path(__file__).parents[2] / "cases"
CASES = {
    case["id"]: case
    for name in ("planning_tiny", "planning_medium")
    for case in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["plans"]
}


def _problem(case):
    return ScheduleProblem(**{key: case[key] for key in ScheduleProblem.model_fields if key in case})


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
def test_a_schedule_keeps_every_rule_and_says_its_merit(problem):
    """The independent checker finds nothing, and counts the same duties and the same worth."""
    found = solve(problem)
    assert broken(problem, found.finish, found.begin) == []
    assert found.duties == duties(problem, found.begin, found.finish)
    assert Fraction(found.value) == worth(problem, found.finish)


@given(schedule_problems(most=3))
@fewer
def test_few_steps_reach_the_optimum(problem):
    """No choice of runs at all is better."""
    found = solve(problem)
    assert (found.duties, found.value) == best_merit(problem)


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


def test_only_a_problem_can_be_solved():
    """Its fields alone are not one: they would not have been checked."""
    with pytest.raises(eb.UnsuitableError, match="problem must be a ScheduleProblem, not dict"):
        solve({"T": 1, "cap": 1, "gain": [], "effort": []})


@pytest.mark.parametrize("limit", [1e-9, 0.01, 0.2])
def test_the_exact_planner_says_how_far_it_came_however_soon_it_has_to_stop(limit):
    """Where HiGHS has no time at all, what the steps are worth by themselves is a bound."""
    pytest.importorskip("highspy")
    case = CASES["syn-n49-T8-lag0-s33"]
    found = solve(_problem(case), "exact", time_limit=limit)
    assert found.value <= case["optimum"] <= found.bound
    assert 0 <= found.gap < 1


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


def test_without_the_solver_there_is_an_error_that_names_the_extra(monkeypatch):
    """`exact` and `certify` say what to install, and `greedy` works."""
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    problem = ScheduleProblem(T=2, cap=1, gain=[1], effort=[1])
    assert solve(problem).value == 2
    for options in ({"planner": "exact"}, {"certify": True}):
        with pytest.raises(eb.UnsuitableError, match=r'pip install "equity-blocks\[optimize\]"'):
            solve(problem, **options)


@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_dates_come_before_work_under_way_and_that_before_benefit(planner):
    """One period of ten days for steps of ten: the dated one first, then what is started, then what is worth most."""
    fields = {"T": 3, "cap": 10, "gain": [9, 2, 1], "effort": [10, 10, 10]}
    dated, begun = {"due": [{"last": 1, "steps": [1]}]}, {"started": [2]}
    finish = {"neither": (1, 2, 3), "dated": (2, 1, 3), "begun": (2, 3, 1), "both": (3, 1, 2)}
    for name, more in {"neither": {}, "dated": dated, "begun": begun, "both": {**dated, **begun}}.items():
        assert solve(ScheduleProblem(**fields, **more), planner).finish == finish[name]


@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_a_date_that_cannot_be_kept_is_missed_by_as_little_as_can_be(planner):
    """Its chain of two goes first, though it gains nothing and ends one period late."""
    problem = ScheduleProblem(
        T=3, cap=10, gain=[9, 0, 0], effort=[10, 10, 10], all_of=[[], [], [1]], due=[{"last": 1, "steps": [1, 2]}]
    )
    found = solve(problem, planner)
    assert (found.finish, tuple(found.duties)) == ((3, 1, 2), (1, 0, 0, 1))


@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_a_run_takes_longer_where_all_gain_by_that(planner):
    """Steps of 6, 6 and 8 days in periods of 10: the third runs over both periods beside the others."""
    found = solve(ScheduleProblem(T=2, cap=10, gain=[3, 2, 1], effort=[6, 6, 8], stretch=1), planner)
    assert (found.begin, found.finish) == ((1, 2, 1), (1, 2, 2))


@pytest.mark.parametrize("planner", ["greedy", "exact"])
def test_a_completion_counts_from_the_period_in_which_its_last_step_ends(planner):
    """Two steps gain nothing by themselves and 9 together; a third gains 4: 9 x 2 + 4 against 4 x 3 + 9."""
    problem = ScheduleProblem(T=3, cap=1, gain=[0, 0, 4], effort=[1, 1, 1], completions=[{"gain": 9, "steps": [0, 1]}])
    found = solve(problem, planner)
    assert found.value == 22
    assert found.finish[2] == 3


def test_a_greedy_schedule_can_be_bounded():
    """The bound is that of the exact planner where two seconds do."""
    pytest.importorskip("highspy")
    problem = _problem(CASES["p01"]) if "p01" in CASES else _problem(next(iter(CASES.values())))
    assert solve(problem).bound is None
    assert solve(problem, certify=True).bound == solve(problem, "exact").value
