"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model.numerals import as_number, has_comma, number_hint, with_point


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("62,5", "write 62.5: a number has a point, no comma"),
        ("-0,25", "write -0.25: a number has a point, no comma"),
        ("1.200,50", "write 1200.50: a number has a point, no comma"),
        ("1.234.567,8", "write 1234567.8: a number has a point, no comma"),
        ("40,000", "write 40000, or 40.000 if the comma was a decimal one"),
        ("0,125", "write 0.125: a number has a point, no comma"),
        ("1,200.50", "write 1200.50, without commas"),
        ("1,200,000", "write 1200000, without commas"),
        ("1.200.000", "write 1200000, all digits together"),
        ("40 000", "write 40000, all digits together"),
        ("40'000", "write 40000, all digits together"),
        ("1_000", "write 1000, all digits together"),
        ("0x1A", "write 26: numbers are decimal"),
        ("0o17", "write 15: numbers are decimal"),
        ("1:30", "write one number: with a colon it is a time"),
        ("1/2", "write 0.5: a number has no stroke"),
        ("62.5 %", "write 62.5, or 0.625 where 1 is all: a number has no sign"),
        ("62,5%", "write 62.5, or 0.625 where 1 is all: a number has no sign"),
        ("$40,000", "write 40000, or 40.000 if the comma was a decimal one"),
        ("40 000 \u20ac", "write 40000, all digits together"),
        ("60 days", "write 60, the number alone"),
        ("1.200 EUR", "write the number alone"),
        ("62.5", "write 62.5 without quotes"),
        ("007", "write 7, without zeros before it"),
        ("1e400", "it is too large: numbers end at about 1.8e308"),
        (".nan", "leave it out where there is no value"),
    ],
)
def test_what_to_write_is_said(text: str, hint: str):
    """Never another number than the one that was meant."""
    assert number_hint(text) == hint


@pytest.mark.parametrize(
    "text", ["partial", "", "n/a", "Q1 2027", "2027-Q1", "a1", "ac-2.1", "1.2.3", "5-6", "30.09.2026", "1/0"]
)
def test_what_is_no_number_gets_no_hint(text: str):
    """Names with digits, dates and periods are none."""
    assert number_hint(text) == ""


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20))
def test_a_number_in_quotes_is_the_number(number: float):
    """Read from text as YAML reads it without quotes."""
    assert as_number(str(number)) == read_yaml(f"a: {number}").data["a"] == number


@pytest.mark.parametrize(
    "text", ["62,5", "007", "1e400", "-1e400", "9" * 400, "1_000", "0x1A", "", "-", ".", " 5", "\u0665"]
)
def test_what_yaml_reads_as_text_is_no_number(text: str):
    """Nothing is guessed."""
    assert as_number(text) is None


@pytest.mark.parametrize(
    ("text", "has"), [("62,5", True), ("1.200,50 %", True), ("1,2,3", True), ("yes, 5", False), ("5", False)]
)
def test_a_comma_in_a_number_is_seen(text: str, has: bool):
    """And not one in a sentence."""
    assert has_comma(text) is has


def test_dots_before_a_decimal_comma_group_thousands():
    """So they go, and a sign stays."""
    assert with_point("-1.200", "50") == "-1200.50"
