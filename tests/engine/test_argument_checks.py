from decimal import Decimal
from fractions import Fraction

import pytest

from equity_blocks.engine.argument_checks import (
    non_negative,
    non_negatives,
    optional_text,
    required_whole,
    switch,
    whole_number,
)
from equity_blocks.errors import UnsuitableError


@pytest.mark.parametrize("value", ["3", 2.0, True, [3], Decimal(3)])
def test_a_count_is_a_whole_number(value):
    """Nothing else is taken for one, and a truth least of all."""
    with pytest.raises(UnsuitableError, match="pick must be a whole number, not"):
        whole_number("pick", value)


def test_a_count_has_a_least():
    """It is named, and nothing stays nothing."""
    assert whole_number("pick", 1, 1) == 1
    assert whole_number("pick", None, 1) is None
    with pytest.raises(UnsuitableError, match="pick must be at least 1, not 0"):
        whole_number("pick", 0, 1)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("5", "must be a number, not '5'"),
        (True, "must be a number, not True"),
        (Decimal(5), "must be a number"),
        (float("nan"), "must be a finite number"),
        (float("inf"), "must be a finite number"),
        (10**400, "must be a finite number"),
        (-1, "must be 0 or more, not -1"),
    ],
)
def test_an_amount_is_a_finite_number(value, said):
    """What it is not is said."""
    with pytest.raises(UnsuitableError, match=f"budget {said}"):
        non_negative("budget", value)


@pytest.mark.parametrize("value", [5, 5.0, Fraction(5)])
def test_any_number_is_an_amount(value):
    """Whole, broken or a float."""
    assert non_negative("budget", value) == 5.0


def test_amounts_are_one_or_many():
    """Anything that holds numbers in an order is a list of them."""
    assert non_negatives("capacity", 60) == 60.0
    assert non_negatives("capacity", (60, 40)) == non_negatives("capacity", iter([60, 40])) == [60.0, 40.0]
    assert non_negatives("capacity", None) is None


@pytest.mark.parametrize("value", ["60", b"60", {"a": 1}, {60}, object()])
def test_what_holds_no_numbers_in_order_is_refused(value):
    """A text of digits would else be many small numbers."""
    with pytest.raises(UnsuitableError, match="capacity must be a number, or a list of numbers, not"):
        non_negatives("capacity", value)


def test_a_hole_in_a_list_is_refused():
    """A missing capacity is not an unlimited one."""
    with pytest.raises(UnsuitableError, match="one of them is missing"):
        non_negatives("capacity", [60, None])


def test_text_is_text():
    """A year is not the start of a period."""
    assert optional_text("start", "2027-Q1") == "2027-Q1"
    with pytest.raises(UnsuitableError, match="start must be text, not 2027"):
        optional_text("start", 2027)


def test_a_count_has_a_most():
    """Written as people read it."""
    assert required_whole("draws", 10, 1, 10) == 10
    with pytest.raises(UnsuitableError, match="draws must be at most 1,000, not 10,000"):
        required_whole("draws", 10_000, 1, 1_000)


@pytest.mark.parametrize("value", [None, "a", 1.5])
def test_a_count_that_has_to_be_there_is_no_default(value):
    """Nothing is not taken for one either."""
    with pytest.raises(UnsuitableError, match="seed must be a whole number, not"):
        required_whole("seed", value)


@pytest.mark.parametrize("value", [None, "yes", 1, []])
def test_a_switch_is_on_or_off(value):
    """A text is not a yes."""
    assert switch("everything", False) is False
    with pytest.raises(UnsuitableError, match="everything must be True or False, not"):
        switch("everything", value)
