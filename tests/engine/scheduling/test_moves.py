from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.instance import instance_of
from equity_blocks.engine.scheduling.moves import improve, pull, push
from equity_blocks.engine.scheduling.packages import package_order
from equity_blocks.engine.scheduling.serial import generate
from equity_blocks.model.schedule import ScheduleProblem
from strategies import fewer, schedule_problems

CHAIN = instance_of(ScheduleProblem(T=9, cap=9, gain=[4, 3, 2, 1], effort=[1, 1, 1, 1], all_of=[[], [0], [], [1]]))
FIRST, SECOND, LONE, THIRD = (next(i for i in range(4) if CHAIN.gain[i] == gain) for gain in (4, 3, 2, 1))


def test_a_step_pulled_forward_takes_along_what_it_needs():
    """The last link passes the lone step with the links before it."""
    assert pull(CHAIN, [LONE, FIRST, SECOND, THIRD], 3, 0, lambda: 0.0) == ([FIRST, SECOND, THIRD, LONE], 0)


def test_a_step_pushed_back_takes_along_what_needs_it():
    """The first link passes the lone step with the links after it."""
    assert push(CHAIN, [FIRST, SECOND, LONE, THIRD], 0, 2, lambda: 0.0) == ([LONE, FIRST, SECOND, THIRD], 0)


def test_a_step_pulled_forward_takes_along_one_alternative():
    """None of the group stands before the new place: chance says which comes along."""
    here = instance_of(ScheduleProblem(T=9, cap=9, gain=[4, 3, 2, 1], effort=[1] * 4, any_of=[[[1, 2]], [], [], []]))
    step, one, two, lone = (next(i for i in range(4) if here.gain[i] == gain) for gain in (4, 3, 2, 1))
    order = [lone, one, two, step]
    found = {tuple(pull(here, order, 3, 0, lambda c=c: c)[0]) for c in (0.0, 0.9)}
    assert found == {(one, step, lone, two), (two, step, lone, one)}


@given(schedule_problems(most=7), st.integers(0, 9))
@fewer
def test_moves_never_make_a_schedule_worse(problem, seed):
    """What comes out is worth no less than what went in, and is what it says."""
    here = instance_of(problem)
    order = package_order(here)
    finish, value = improve(here, order, seed, moves=40)
    assert value == here.value(finish) >= generate(here, order)[1]


def test_moves_find_the_best_order_of_few_steps():
    """All orders were tried: the best is worth 35, that of the packages 28."""
    here = instance_of(
        ScheduleProblem(T=3, cap=6, gain=[5, 5, 3, 4, 3], effort=[2, 6, 6, 2, 2], all_of=[[], [], [], [0], [1]])
    )
    best = max(generate(here, order)[1] for order in permutations(range(5)))
    assert (generate(here, package_order(here))[1], best) == (28, 35)
    assert improve(here, package_order(here), 0)[1] == best
