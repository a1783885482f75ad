from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.instance import instance_of
from equity_blocks.engine.scheduling.serial import compact, generate, starting_order
from equity_blocks.model.schedule import ScheduleProblem
from feasible import broken
from strategies import schedule_problems


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
def test_any_order_gives_a_feasible_schedule_of_the_value_it_says(problem, random):
    """Steps whose turn comes before what they need are left out, never misplaced."""
    here = instance_of(problem)
    order = random.sample(range(len(here.steps)), len(here.steps))
    finish, value = generate(here, order)
    assert broken(problem, here.told(finish, len(problem.gain))) == []
    assert value == here.value(finish)


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
def test_placing_anew_from_a_position_is_placing_all(problem, random):
    """What stands before the position keeps its place."""
    here = instance_of(problem)
    order = random.sample(range(len(here.steps)), len(here.steps))
    whole = generate(here, order)
    assert all(generate(here, order, start, whole[0]) == whole for start in range(len(order) + 1))


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
def test_compacting_loses_nothing(problem, random):
    """A schedule placed again in its own order is worth no less."""
    here = instance_of(problem)
    finish, value = generate(here, random.sample(range(len(here.steps)), len(here.steps)))
    assert here.value(compact(here, finish)) >= value


def test_a_later_step_fills_room_that_an_earlier_one_left():
    """The second step does not fit into period 1, the third does."""
    here = instance_of(ScheduleProblem(T=2, cap=5, gain=[9, 5, 1], effort=[3, 4, 2]))
    order = sorted(range(3), key=lambda s: -here.gain[s])
    finish, _ = generate(here, order)
    assert [finish[s] for s in order] == [1, 2, 1]


def test_what_is_needed_in_the_same_period_goes_first():
    """With lag 0 a chain can lie in one period; the order of its links is kept."""
    here = instance_of(ScheduleProblem(T=1, cap=9, lag=0, gain=[1, 2, 3], effort=[1, 1, 1], all_of=[[1], [2], []]))
    order = starting_order(here, [1, 1, 1])
    assert [here.gain[s] for s in order] == [3, 2, 1]
