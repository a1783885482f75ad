"""Values of levels that count the same."""

from copy import deepcopy
from math import fsum
from pickle import dumps, loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.tied_value import TiedValue, reaches

LOW, HIGH = TiedValue(0.5, 1), TiedValue(0.5, 2)


def test_the_higher_level_is_the_greater():
    """Medians, maxima, thresholds and sets keep two levels apart."""
    assert sorted([HIGH, LOW]) == [LOW, HIGH]
    assert (LOW < HIGH, LOW <= HIGH, LOW > HIGH, LOW >= HIGH, LOW == HIGH, LOW != HIGH) == (
        *[True] * 2,
        *[False] * 3,
        True,
    )
    assert max(LOW, HIGH).position == 2
    assert len({LOW, HIGH, TiedValue(0.5, 1)}) == 2


@given(st.floats(0, 1), st.floats(0, 1))
def test_beside_other_numbers_it_is_a_number(value: float, other: float):
    """All comparisons and sums are those of what it counts."""
    tied = TiedValue(value, 1)
    assert (tied < other, tied <= other, tied > other, tied >= other, tied == other) == (
        value < other, value <= other, value > other, value >= other, value == other
    )  # fmt: skip
    assert (other < tied, other == tied) == (other < value, other == value)
    assert fsum([tied, other]) == fsum([value, other])
    assert type(tied + other) is float


def test_a_copy_knows_its_level():
    """Also one that went through a file."""
    assert deepcopy(HIGH).position == loads(dumps(HIGH)).position == 2


@pytest.mark.parametrize(
    ("value", "least", "holds"),
    [
        (LOW, LOW, True),
        (LOW, HIGH, False),
        (HIGH, LOW, True),
        (0.5, HIGH, True),
        (0.4, LOW, False),
        (LOW, 0.5, True),
        (LOW, 0.75, False),
        (0.5 - 1e-13, 0.5, True),
        (0.0, TiedValue(0.0, 0), True),
        (0.0, TiedValue(0.0, 1), False),
        (TiedValue(0.0, 1), TiedValue(0.0, 1), True),
        (0.7, TiedValue(0.0, 1), True),
    ],
)
def test_a_level_is_held_from_itself_upwards(value: float, least: float, holds: bool):
    """Of levels that count the same only from the one that is asked for; nothing holds the lowest alone."""
    assert reaches(value, least) is holds
