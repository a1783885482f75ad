from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.local_search import improve, pull, push
from equity_blocks.engine.scheduling.package_order import package_orders
from equity_blocks.engine.scheduling.prepared_problem import instance_of
from equity_blocks.engine.scheduling.serial_generation import OPEN, generate
from equity_blocks.model.schedule import ScheduleProblem
from strategies import fewer, schedule_problems

CHAIN = instance_of(ScheduleProblem(T=9, cap=9, gain=[4, 3, 2, 1], effort=[1, 1, 1, 1], all_of=[[], [0], [], [1]]))
FIRST, SECOND, LONE, THIRD = range(4)


def test_a_step_pulled_forward_takes_along_what_it_needs():
    """The last link passes the lone step with the links before it."""
    assert pull(CHAIN, [LONE, FIRST, SECOND, THIRD], 3, 0, lambda: 0.0) == ([FIRST, SECOND, THIRD, LONE], 0)


def test_a_step_pushed_back_takes_along_what_needs_it():
    """The first link passes the lone step with the links after it."""
    assert push(CHAIN, [FIRST, SECOND, LONE, THIRD], 0, 2, lambda: 0.0) == ([LONE, FIRST, SECOND, THIRD], 0)


def test_a_step_pulled_forward_takes_along_one_alternative():
    """None of the group stands before the new place: chance says which comes along."""
    instance = instance_of(
        ScheduleProblem(T=9, cap=9, gain=[4, 3, 2, 1], effort=[1] * 4, any_of=[[[1, 2]], [], [], []])
    )
    step, one, two, lone = range(4)
    found = {tuple(pull(instance, [lone, one, two, step], 3, 0, lambda c=c: c)[0]) for c in (0.0, 0.9)}
    assert found == {(one, step, lone, two), (two, step, lone, one)}


def _first(instance):
    return generate(instance, package_orders(instance)[0], [OPEN] * len(instance.jobs))


@given(schedule_problems(most=7), st.integers(0, 9))
@fewer
def test_moves_never_make_a_schedule_worse(problem, seed):
    """What comes out is worth no less than what went in, and is what it says."""
    instance = instance_of(problem)
    first = _first(instance)
    found = improve(instance, first, seed, moves=40)
    assert found.merit >= first.merit
    assert generate(instance, found.order, found.lengths) == found


def test_moves_find_the_best_order_of_few_steps():
    """All orders were tried: the best is worth 35, that of the packages 28."""
    instance = instance_of(
        ScheduleProblem(T=3, cap=6, gain=[5, 5, 3, 4, 3], effort=[2, 6, 6, 2, 2], all_of=[[], [], [], [0], [1]])
    )
    best = max(generate(instance, order, [OPEN] * 5).merit for order in permutations(range(5)))
    assert (_first(instance).merit, best) == ((28,), (35,))
    assert improve(instance, _first(instance), 0).merit == best


def test_moves_find_a_longer_run_where_it_lets_others_in():
    """Both fit only if the first, which would be done in one period, takes two: 2 x 1 + 1 x 9 against 9 alone."""
    problem = ScheduleProblem(T=2, cap=10, gain=[9, 1], effort=[10, 10], stretch=1, due=[{"last": 2, "steps": [0, 1]}])
    assert improve(instance_of(problem), _first(instance_of(problem)), 0).merit[0] == 0
