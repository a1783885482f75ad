from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scheduling.instance import instance_of, whole
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
    here = instance_of(ScheduleProblem(T=1, cap=1, gain=[1, 2, 3], effort=[1 / 3, 1 / 3, 1 / 3]))
    assert sum(here.load) <= here.free[1]


def test_steps_that_cannot_be_done_are_dropped():
    """Banned, too large, too dear, in a circle, or needing such a step; alternatives that can be done keep a step."""
    here = instance_of(
        ScheduleProblem(
            T=2, cap=5, budget=1, gain=[1] * 8, effort=[1, 6, 1, 1, 1, 1, 1, 1], cost=[0, 0, 2, 0, 0, 0, 0, 0],
            all_of=[[], [], [], [4], [3], [1], [], []], any_of=[[], [], [], [], [], [], [[1, 2]], [[0, 1]]],
            window=[None, None, None, None, None, None, None, None],
        )
    )  # fmt: skip
    assert sorted(here.steps) == [0, 7]


def test_first_periods_follow_prerequisites_windows_and_capacity():
    """A step starts no earlier than the finish of what it needs and the lag allow."""
    here = instance_of(
        ScheduleProblem(T=6, cap=[0, 5, 5, 5, 5, 5], gain=[3, 2, 1], effort=[5, 4, 5], dur=[1, 2, 1],
                        all_of=[[], [0], [1]])
    )  # fmt: skip
    assert {s: here.first[i] for i, s in enumerate(here.steps)} == {0: 2, 1: 3, 2: 5}
