from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.planning.periods import calendar_of
from equity_blocks.errors import UnsuitableError


@pytest.mark.parametrize(
    ("start", "fiscal", "names"),
    [
        ("2027-Q1", 1, ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1"]),
        ("2027-Q1", 7, ["SFY27-Q1", "SFY27-Q2", "SFY27-Q3", "SFY27-Q4", "SFY28-Q1"]),
        ("SFY27-Q3", 7, ["SFY27-Q3", "SFY27-Q4", "SFY28-Q1"]),
        ("FY27-Q4", 10, ["SFY27-Q4", "SFY28-Q1"]),
        ("2099-Q4", 7, ["SFY99-Q4", "SFY00-Q1"]),
        ("2027-11", 1, ["2027-11", "2027-12", "2028-01"]),
        (None, 1, ["1", "2", "3"]),
        ("1", 1, ["1", "2"]),
    ],
)
def test_periods_have_names(start, fiscal, names):
    """They go on over the end of a year."""
    calendar = calendar_of(start, fiscal)
    assert [calendar.name(i) for i in range(1, len(names) + 1)] == names


@pytest.mark.parametrize(
    ("start", "fiscal", "day", "due", "holding"),
    [
        ("2027-Q1", 1, date(2027, 6, 30), 2, 2),
        ("2027-Q1", 1, date(2027, 6, 29), 1, 2),
        ("2027-Q1", 1, date(2027, 1, 1), 0, 1),
        ("2027-Q1", 1, date(2020, 1, 1), -28, -27),
        ("2027-Q1", 7, date(2026, 9, 30), 1, 1),
        ("2027-Q1", 7, date(2027, 6, 30), 4, 4),
        ("2027-01", 1, date(2027, 2, 28), 2, 2),
        ("2028-02", 1, date(2028, 2, 28), 0, 1),
        ("2028-02", 1, date(2028, 2, 29), 1, 1),
    ],
)
def test_a_day_lies_in_a_period_and_is_kept_by_the_last_that_is_over(start, fiscal, day, due, holding):
    """The state fiscal year 2027 that begins in July is July 2026 to June 2027; leap years count."""
    calendar = calendar_of(start, fiscal)
    assert (calendar.due(day), calendar.holding(day)) == (due, holding)


def test_numbers_know_no_days():
    """They last as long as quarters."""
    calendar = calendar_of(None)
    assert calendar.due(date(2027, 1, 1)) is calendar.holding(date(2027, 1, 1)) is None
    assert [calendar.lasting(months) for months in (0, 1, 3, 4, 12)] == [0, 1, 1, 2, 4]
    assert [calendar_of("2027-01").lasting(months) for months in (0, 1, 12)] == [0, 1, 12]


@pytest.mark.parametrize("start", ["2027", "2027-Q0", "2027-Q5", "2027-00", "2027-13", "Q1", "", "27-01", "2027-Q1 "])
def test_what_is_no_start_is_refused(start):
    """With what would be one."""
    with pytest.raises(UnsuitableError, match=r"write a quarter \(2027-Q1\) or a month \(2027-01\)"):
        calendar_of(start)


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_fiscal_year_begins_in_a_month(month):
    """From 1 to 12."""
    with pytest.raises(UnsuitableError, match="from 1 to 12"):
        calendar_of("2027-Q1", month)


@pytest.mark.parametrize("start", ["0001-01", "9999-Q4", "1899-12", "2200-Q1"])
def test_a_year_far_off_is_a_slip_of_the_pen(start):
    """Two centuries around today are enough."""
    with pytest.raises(UnsuitableError, match=f"in a year from 1900 to 2199, not {start[:4]}"):
        calendar_of(start)


def test_a_month_has_no_fiscal_quarter():
    """Nothing of its name would change."""
    with pytest.raises(UnsuitableError, match="write a quarter"):
        calendar_of("2027-01", 7)


def test_the_last_day_that_there_is_has_a_period():
    """People write 9999-12-31 for never."""
    assert calendar_of("2027-Q1").due(date(9999, 12, 31)) == (9999 - 2027 + 1) * 4


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_what_is_due_on_a_day_ends_before_the_next(day):
    """A period is over on its last day."""
    calendar = calendar_of("2027-Q1")
    assert calendar.due(day) == calendar.holding(date.fromordinal(day.toordinal() + 1)) - 1
