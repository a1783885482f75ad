import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.solve import solve
from equity_blocks.model.schedule import ScheduleProblem
from feasible import best_merit, best_worth, broken, worth
from strategies import fewer, schedule_problems

pytest.importorskip("highspy", reason="the extra 'optimize' is not installed")

FOLDER = Path(__file__).parents[2] / "cases"
CASES = {
    case["id"]: case
    for name in ("planning_tiny", "planning_medium")
    for case in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["plans"]
}
SELF_SUPPORT = ScheduleProblem(
    T=2, cap=9, lag=0, gain=[5, 5, 1], effort=[1, 1, 1], any_of=[[[1, 2]], [[0, 2]], []], window=[None, None, (2, 2)]
)
"""Steps 0 and 1 could hold each other up in period 1; in truth they wait for step 2."""


BUSY = "t40"
"""One that is not solved before HiGHS is asked."""


def _problem(case):
    return ScheduleProblem(**{key: case[key] for key in ScheduleProblem.model_fields if key in case})


@pytest.mark.parametrize("name", CASES)
def test_the_optimum_of_every_case_is_found_and_proven(name):
    """Enumeration and two other solvers gave these optima."""
    problem, best = _problem(CASES[name]), CASES[name]["optimum"]
    found = solve(problem, "exact")
    assert broken(problem, found.finish) == []
    assert (found.value, worth(problem, found.finish), found.bound, found.gap) == (best, best, best, 0)


@pytest.mark.parametrize("name", [name for name in CASES if "lp_bound" in CASES[name] and "optimum" in CASES[name]])
def test_the_bound_of_two_seconds_lies_between_the_optimum_and_the_linear_one(name):
    """However soon HiGHS is stopped, no schedule is worth more; at the root it has the linear relaxation already."""
    limit = solve(_problem(CASES[name]), certify=True).bound
    assert CASES[name]["optimum"] - 1e-9 <= limit <= CASES[name]["lp_bound"] * (1 + 1e-6)


@given(schedule_problems(most=3))
@fewer
def test_no_schedule_is_better_than_the_exact_one(problem):
    """Trying every run of every step gives the same duties and the same worth, and the bounds are just these."""
    found, (duties, best) = solve(problem, "exact"), best_merit(problem)
    assert broken(problem, found.finish, found.begin) == []
    assert (found.duties, found.duties_bound, found.value, found.bound, found.gap) == (duties, duties, best, best, 0)


@given(schedule_problems(most=6), st.integers(0, 3))
@fewer
def test_more_capacity_never_makes_the_optimum_worse(problem, period):
    """Not true of list schedules (Graham 1969), true of optima; lengths that are open depend on the capacity."""
    problem = problem.replace(stretch=None, due=[], started=[])
    cap = list(problem.cap)
    cap[period % problem.T] += 1
    assert solve(problem.replace(cap=cap), "exact").value >= solve(problem, "exact").value


def test_a_step_is_no_alternative_to_itself():
    """Named among its own options it counts as not named; HiGHS once ran for ever on the row that this made."""
    problem = ScheduleProblem(T=4, cap=9, lag=0, gain=[2, 0, 1], effort=[1.5, 0, 2], any_of=[[], [], [[2, 0]]])
    assert solve(problem, "exact").finish == solve(problem.replace(any_of=[[], [], [[0]]]), "exact").finish


def test_steps_do_not_hold_each_other_up():
    """With lag 0 a circle of alternatives needs something outside; the solver is told so once it tries."""
    found = solve(SELF_SUPPORT, "exact")
    assert (found.finish, found.value, found.gap) == ((2, 2, 2), 11, 0)


def test_a_time_limit_gives_the_best_found_and_an_honest_gap():
    """No worse than the default planner; the gap is that to the bound."""
    problem = _problem(CASES["syn-n37-T8-lag1-s2"])
    found = solve(problem, "exact", time_limit=0.01)
    assert broken(problem, found.finish) == []
    assert found.value >= solve(problem).value
    assert found.bound is None or found.bound >= CASES["syn-n37-T8-lag1-s2"]["optimum"]


def test_amounts_that_are_not_whole_are_bounded_too():
    """Gains that have no exact binary form: the proven optimum is within the last bits of its bound."""
    problem = ScheduleProblem(T=4, cap=1.1, gain=[0.1, 0.7, 1 / 3, 1e-4], effort=[0.3, 0.8, 1 / 3, 0.7])
    found = solve(problem, "exact")
    assert broken(problem, found.finish) == []
    assert found.value == pytest.approx(float(best_worth(problem)))
    assert found.gap == pytest.approx(0, abs=1e-6)


def test_nothing_to_do_is_bounded_by_nothing():
    """No step can be done: the optimum and the bound are 0."""
    found = solve(ScheduleProblem(T=1, cap=0, gain=[1], effort=[1]), "exact")
    assert (found.finish, found.value, found.bound, found.gap) == ((None,), 0, 0, 0)


def test_the_solver_says_nothing():
    """Neither it nor the library prints, whatever the solver's version would like to say: stdout may be JSON."""
    code = (
        "import equity_blocks as eb\n"
        "problem = eb.ScheduleProblem(T=3, cap=5, gain=[2, 9, 4], effort=[5, 5, 4], all_of=[[], [0], []])\n"
        "assert eb.solve(problem, planner='exact').value == 28.0\n"
        "print('{}')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("{}\n", "", 0)


def test_an_interruption_stops_the_solver(monkeypatch):
    """Whoever interrupts a notebook gets it back at once, and HiGHS does not go on in the background."""
    import highspy

    stopped = threading.Event()
    cancelled = []

    def forever(_self):
        assert stopped.wait(10)

    def interrupted(*_args):
        raise KeyboardInterrupt

    def cancel(solver):
        cancelled.append(solver.HandleUserInterrupt)
        stopped.set()

    monkeypatch.setattr(highspy.Highs, "run", forever)
    monkeypatch.setattr(highspy.Highs, "cancelSolve", cancel)
    monkeypatch.setattr("threading.Thread.join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        solve(_problem(CASES[BUSY]), "exact")
    assert cancelled == [True]


def test_what_fails_in_the_solver_is_heard(monkeypatch):
    """It runs in a thread of its own, whose errors nobody would hear."""
    import highspy

    def failing(_self):
        raise ZeroDivisionError

    monkeypatch.setattr(highspy.Highs, "run", failing)
    with pytest.raises(ZeroDivisionError):
        solve(_problem(CASES[BUSY]), "exact")
