"""Rounding decides nothing: tolerances, sums to the last bit, and levels that count the same."""

from copy import deepcopy
from functools import reduce
from math import fsum
from operator import add
from pickle import dumps, loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.tolerance import EDGE, ROUNDING, TiedValue, exact, plain, reaches


def test_rounding_lies_within_the_tolerances():
    """Tenths added one by one miss their sum by less than either, and a hundredth of a point is more than both."""
    tenths = reduce(add, [0.1] * 8)  # `sum` makes good for rounding from Python 3.12 on
    assert tenths != 0.8
    assert abs(tenths - 0.8) < ROUNDING < EDGE < 1e-4
    thousands = [1 / 3] * 10_000
    assert 0 < abs(reduce(add, thousands) - fsum(thousands)) < EDGE


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


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_rounding_is_taken_out(values):
    """Parts whose whole was rounded otherwise add up to it afterwards, and hardly move."""
    whole = sum(values)
    found = exact(dict(enumerate(values)), whole)
    assert fsum(found.values()) == whole
    assert list(found.values()) == pytest.approx(values, abs=1e-12)


def test_parts_that_do_not_add_up_stay_as_they_are():
    """Where a part is missing, nothing is pushed onto another."""
    assert exact({"a": 0.25}, 0.5) == {"a": 0.25}
    assert exact({}, 0.5) == {}


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=6))
def test_changes_keep_their_signs(values):
    """Parts of a change may be below 0; none turns."""
    whole = sum(values)
    found = exact(dict(enumerate(values)), whole)
    assert list(found.values()) == pytest.approx(values, abs=1e-12)
    assert all(a * b >= 0 for a, b in zip(values, found.values(), strict=True))


def test_a_bare_number_does_not_know_its_level():
    """What leaves the score is a number like any other."""
    assert (type(plain(HIGH)), plain(HIGH), plain(None)) == (float, 0.5, None)
