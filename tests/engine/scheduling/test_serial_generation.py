from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.prepared_problem import instance_of
from equity_blocks.engine.scheduling.serial_generation import OPEN, generate, in_order_of_begin
from equity_blocks.model.schedule import ScheduleProblem
from feasible import broken, duties, worth
from strategies import schedule_problems


def _drawn(instance, random):
    order = random.sample(range(len(instance.jobs)), len(instance.jobs))
    return order, [random.choice((OPEN, *range(job.shortest, job.longest + 1))) for job in instance.jobs]


def _told(problem, instance, placing):
    begin, finish = [None] * len(problem.gain), [None] * len(problem.gain)
    for s, first, last in zip(instance.steps, placing.begins, placing.ends, strict=True):
        if s < len(finish) and last < instance.never:
            begin[s], finish[s] = first, last
    return begin, finish


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
def test_any_order_gives_a_feasible_schedule_of_the_merit_it_says(problem, random):
    """Steps whose turn comes before what they need are left out, never misplaced."""
    instance = instance_of(problem)
    placing = generate(instance, *_drawn(instance, random))
    begin, finish = _told(problem, instance, placing)
    assert broken(problem, finish, begin) == []
    assert instance.duties(placing.begins, placing.ends) == duties(problem, begin, finish)
    # Completions are placed like steps: one whose turn came too early is not counted, though its steps are done.
    assert placing.merit[-1] * instance.unit <= worth(problem, finish) + 1e-9


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
def test_placing_anew_from_a_position_is_placing_all(problem, random):
    """What stands before the position keeps its place."""
    instance = instance_of(problem)
    order, lengths = _drawn(instance, random)
    whole = generate(instance, order, lengths)
    assert all(generate(instance, order, lengths, start, whole) == whole for start in range(len(order) + 1))


@given(schedule_problems(most=7), st.randoms(use_true_random=False))
def test_placing_in_the_order_of_begin_loses_nothing(problem, random):
    """A schedule placed again in its own order, each step as long as it was, is no worse."""
    instance = instance_of(problem)
    before = generate(instance, *_drawn(instance, random))
    runs = zip(before.begins, before.ends, strict=True)
    lengths = [OPEN if end == instance.never else end - begin + 1 for begin, end in runs]
    assert generate(instance, in_order_of_begin(instance, before.begins), lengths).merit >= before.merit


def test_a_later_step_fills_room_that_an_earlier_one_left():
    """The second step does not fit into period 1, the third does."""
    instance = instance_of(ScheduleProblem(T=2, cap=5, gain=[9, 5, 1], effort=[3, 4, 2]))
    assert generate(instance, [0, 1, 2], [1, 1, 1]).ends == [1, 2, 1]


def test_an_open_run_ends_first_and_is_as_short_as_that_allows():
    """One of 8 days takes period 2, unless one of 14 takes 7 of 2 and of 3 before: then it needs all three."""
    problem = ScheduleProblem(T=3, cap=10, gain=[9, 5, 1], effort=[6, 8, 14], stretch=2)
    for order, second, third in (([0, 1, 2], (2, 2), (4, 4)), ([0, 2, 1], (1, 3), (2, 3))):
        placing = generate(instance_of(problem), order, [OPEN] * 3)
        runs = list(zip(placing.begins, placing.ends, strict=True))
        assert runs[:1] == [(1, 1)]
        assert runs[1:] == [second, third]


def test_what_is_under_way_begins_as_soon_as_it_can():
    """Of runs that end in the same period the longest is taken."""
    problem = ScheduleProblem(T=2, cap=[2, 10], gain=[1], effort=[4], stretch=2)
    instance = instance_of(problem)
    assert generate(instance, [0], [OPEN]).begins == [2]
    started = instance_of(problem.replace(started=[0]))
    assert generate(started, [0], [OPEN]).begins == [1]


def test_what_is_needed_in_the_same_period_goes_first():
    """With lag 0 a chain can lie in one period; the order of its links is kept."""
    instance = instance_of(ScheduleProblem(T=1, cap=9, lag=0, gain=[1, 2, 3], effort=[1] * 3, all_of=[[1], [2], []]))
    assert in_order_of_begin(instance, [1, 1, 1]) == [2, 1, 0]
