import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import ScheduleProblem, solve
from equity_blocks.engine.scheduling.durations import STRETCH, shortest, soonest
from feasible import broken
from strategies import fewer


def _one(cap, effort, **fields):
    return ScheduleProblem(T=len(cap), cap=cap, gain=[1], effort=[effort], **fields)


@pytest.mark.parametrize(
    ("problem", "periods"),
    [
        (_one([30, 60, 30, 60], 100), 4),  # over three periods a share of 33 is more than 30
        (_one([40, 20, 40, 20], 60), 3),
        (_one([40, 20, 40, 20], 40), 1),
        (_one([20, 20, 20, 60], 60), 1),
        (_one([20, 20, 20, 60], 60, window=[(1, 3)]), 3),
        (_one([20, 20], 50), 1),  # it fits nowhere
        (_one([20, 20], 5, dur=[2]), 2),
        (_one([0, 0], 0), 1),
        (_one([0.1, 0.1, 0.1], 0.3), 3),
    ],
)
def test_the_shortest_run_that_fits_alone(problem, periods):
    """At an even share in each period, against the capacity that each period really has."""
    assert shortest(problem) == [periods]
    fits = solve(problem.replace(dur=[periods])).finish != (None,)
    assert fits == any(solve(problem.replace(dur=[d])).finish != (None,) for d in range(1, problem.T + 1))


def test_a_longer_run_that_ends_sooner_is_taken():
    """Beside what stands before it; without that it takes one period."""
    problem = ScheduleProblem(T=3, cap=10, gain=[3, 2, 1], effort=[6, 6, 8])
    assert soonest(problem) == [1, 1, 2]
    assert solve(problem.replace(dur=soonest(problem))).value > solve(problem).value


def test_a_schedule_gives_the_order():
    """The eight days come first and take one period; a step that is not done there comes last."""
    problem = ScheduleProblem(T=3, cap=10, gain=[3, 2, 1], effort=[6, 6, 8])
    assert soonest(problem, [2, 3, 1]) == [1, 1, 1]
    assert soonest(problem, [1, 2, None]) == [1, 1, 2]


@st.composite
def _problems(draw):
    periods, steps = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    numbers = st.integers(0, 9)
    return ScheduleProblem(
        T=periods,
        cap=draw(st.lists(numbers, min_size=periods, max_size=periods)),
        budget=draw(st.none() | st.integers(0, 20)),
        lag=draw(st.integers(0, 1)),
        gain=draw(st.lists(numbers, min_size=steps, max_size=steps)),
        effort=draw(st.lists(st.integers(0, 15), min_size=steps, max_size=steps)),
        cost=draw(st.lists(numbers, min_size=steps, max_size=steps)),
        all_of=[draw(st.lists(st.integers(0, s - 1), max_size=2)) if s else [] for s in range(steps)],
        any_of=[
            draw(st.lists(st.lists(st.integers(0, s - 1), min_size=1), max_size=1)) if s else [] for s in range(steps)
        ],
    )


@fewer
@given(_problems(), st.data())
def test_durations_stay_within_their_bounds(problem, data):
    """At least as long as alone, at most so many times as long; and a schedule with them is feasible."""
    ends = st.lists(st.none() | st.integers(1, problem.T), min_size=len(problem.gain), max_size=len(problem.gain))
    finish = data.draw(st.none() | ends)
    least, found = shortest(problem), soonest(problem, finish)
    assert all(1 <= d <= STRETCH * most for d, most in zip(found, least, strict=True))
    longer = problem.replace(dur=found)
    assert broken(longer, solve(longer).finish) == []
