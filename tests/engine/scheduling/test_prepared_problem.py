from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.prepared_problem import instance_of, whole
from equity_blocks.model.schedule import ScheduleProblem


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_whole_numbers_stay_in_proportion(amounts):
    """Nothing is rounded, and the unit leads back."""
    found, tolerance, unit = whole(list(map(float, amounts)))
    assert tolerance == 0
    assert [f * Fraction(unit) for f in found] == amounts


@given(st.lists(st.just(0.0) | st.floats(1e-250, 1e6), min_size=1))
def test_other_amounts_keep_their_leading_digits(amounts):
    """What rounding costs lies at the fifteenth digit of the largest."""
    found, _, unit = whole(amounts)
    assert all(abs(f * unit - a) <= 1e-14 * max(amounts) for f, a in zip(found, amounts, strict=True))


def test_a_third_three_times_is_a_whole():
    """Rounding never makes an exact fit impossible."""
    instance = instance_of(ScheduleProblem(T=1, cap=1, gain=[1, 2, 3], effort=[1 / 3, 1 / 3, 1 / 3]))
    assert sum(job.loads[0] for job in instance.jobs) <= instance.free[1]


def test_steps_that_cannot_be_done_are_dropped():
    """Banned, too large, too dear, in a circle, or needing such a step; alternatives that can be done keep a step."""
    instance = instance_of(
        ScheduleProblem(
            T=2, cap=5, budget=1, gain=[1] * 8, effort=[1, 6, 1, 1, 1, 1, 1, 1], cost=[0, 0, 2, 0, 0, 0, 0, 0],
            all_of=[[], [], [], [4], [3], [1], [], []], any_of=[[], [], [], [], [], [], [[1, 2]], [[0, 1]]],
            window=[None, None, None, None, None, None, None, None],
        )
    )  # fmt: skip
    assert sorted(instance.steps) == [0, 7]


def test_first_periods_follow_prerequisites_windows_and_capacity():
    """A step starts no earlier than the finish of what it needs and the lag allow."""
    instance = instance_of(
        ScheduleProblem(T=6, cap=[0, 5, 5, 5, 5, 5], gain=[3, 2, 1], effort=[5, 4, 5], dur=[1, 2, 1],
                        all_of=[[], [0], [1]])
    )  # fmt: skip
    assert {s: instance.jobs[i].first for i, s in enumerate(instance.steps)} == {0: 2, 1: 3, 2: 5}


@pytest.mark.parametrize(
    ("fields", "lengths"),
    [
        pytest.param({"cap": 10, "effort": [5]}, (1, 1), id="as said"),
        pytest.param({"cap": 10, "effort": [5], "stretch": 2}, (1, 3), id="up to two more"),
        pytest.param({"cap": 10, "effort": [25], "stretch": 1}, (3, 4), id="from the shortest run that fits"),
        pytest.param({"cap": [30, 60, 30, 60], "effort": [100], "stretch": 3}, (4, 4), id="at most all periods"),
        pytest.param({"cap": 10, "effort": [5], "dur": [2], "stretch": 1}, (2, 3), id="from the least that is said"),
        pytest.param({"cap": 10, "effort": [5], "window": [(2, 3)], "stretch": 3}, (1, 2), id="within its window"),
    ],
)
def test_the_lengths_that_a_step_may_take(fields, lengths):
    """From the fewest periods in which it fits alone, up to the stretch."""
    job = instance_of(ScheduleProblem(T=4, gain=[1], **fields)).jobs[0]
    assert (job.shortest, job.longest) == lengths
    assert [load * length for length, load in enumerate(job.loads, job.shortest)] == [job.effort] * len(job.loads)


def test_a_step_that_fits_nowhere_is_dropped_with_its_date_and_its_completion():
    """Its date counts as missed, by all periods; what counts only with it never counts."""
    instance = instance_of(
        ScheduleProblem(T=3, cap=[1, 0, 1], gain=[1, 1], effort=[1, 2], stretch=3, dur=[1, 2],
                        due=[{"last": 2, "steps": [0, 1]}], started=[1], completions=[{"gain": 9, "steps": [0, 1]}])
    )  # fmt: skip
    assert instance.steps == [0]
    assert instance.duties([1], [1]) == (1, 4, 4, 2)


def test_long_chains_are_read_quickly():
    """What waits is looked at once for each thing it waits for, not in rounds."""
    count = 3_000
    instance = instance_of(
        ScheduleProblem(T=1, cap=1, lag=0, gain=[1] * count, effort=[0] * count,
                        all_of=[[s + 1] for s in range(count - 1)] + [[]])
    )  # fmt: skip
    assert len(instance.steps) == count
