"""Periods: the calendar that a schedule runs over."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from equity_blocks.engine.arguments import whole_number
from equity_blocks.errors import UnsuitableError

MONTHS_OF_QUARTER = 3
_YEAR = 12
_QUARTER = re.compile(r"(?:SFY|FY)?(\d{2}|\d{4})-Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_CENTURY = 2000
YEARS = range(1900, 2200)
"""The years in which a calendar may begin; another one is a slip of the pen."""


class Calendar(NamedTuple):
    """Periods of equal length, counted from 1.

    Args:
        first: The month in which period 1 begins, as year times 12 plus month less one; `None` for plain numbers.
        months: Months in a period. Plain numbers count as quarters wherever months matter.
        year_start: The month in which the (fiscal) year begins, from 1.

    Example:
        >>> calendar_of("2027-Q1").name(2), calendar_of("2027-11").name(3), calendar_of(None).name(3)
        ('2027-Q2', '2028-01', '3')
    """

    first: int | None = None
    months: int = MONTHS_OF_QUARTER
    year_start: int = 1

    def name(self, period: int) -> str:
        """Give a period's id: `2027-Q1`, `2027-01`, `SFY27-Q1`, or its number."""
        if self.first is None:
            return str(period)
        begin = self.first + (period - 1) * self.months
        if self.months == 1:
            return f"{begin // _YEAR}-{begin % _YEAR + 1:02d}"
        year, month = divmod(begin - (self.year_start - 1), _YEAR)
        quarter = month // MONTHS_OF_QUARTER + 1
        if self.year_start == 1:
            return f"{year}-Q{quarter}"
        return f"SFY{(year + 1) % 100:02d}-Q{quarter}"

    def holding(self, day: date) -> int | None:
        """Give the period that a day lies in, 0 or less where that is over already; `None` for plain numbers."""
        return None if self.first is None else self._since(day) // self.months + 1

    def due(self, day: date) -> int | None:
        """Give the last period that ends on a day or before; `None` for plain numbers."""
        if self.first is None:
            return None
        ends_month = monthrange(day.year, day.month)[1] == day.day
        return (self._since(day) + ends_month) // self.months

    def _since(self, day: date) -> int:
        return day.year * _YEAR + day.month - 1 - (self.first or 0)

    def lasting(self, months: int) -> int:
        """Give how many periods so many months take, rounded up."""
        return -(-months // self.months)


def calendar_of(start: str | None, fiscal_year_start: int = 1) -> Calendar:
    """Read where a calendar begins.

    Args:
        start: A quarter (`2027-Q1`), a month (`2027-01`), or `None` for plain numbers. With a fiscal year, a quarter is
            one of the fiscal year (`2027-Q1` and `SFY27-Q1` are the same).
        fiscal_year_start: The month, from 1 to 12, in which the fiscal year begins; it is named for the year in which
            it ends. Default: the calendar year.

    Raises:
        UnsuitableError: The start is neither, its year is not one from 1900 to 2199, or the fiscal month does not exist
            or is given for a start that is a month.

    Example:
        >>> calendar_of("2027-Q1", 7).name(1), calendar_of("2027-Q1", 7).holding(date(2026, 7, 1))
        ('SFY27-Q1', 1)
        >>> calendar_of("2027-Q1").due(date(2027, 6, 30)), calendar_of("2027-Q1").due(date(2027, 6, 29))
        (2, 1)
    """
    if whole_number("fiscal_year_start", fiscal_year_start, -_YEAR) is None or not 1 <= fiscal_year_start <= _YEAR:
        raise UnsuitableError(f"a fiscal year starts in a month from 1 to 12, not {fiscal_year_start}")
    if start is None or start == "1":
        if fiscal_year_start != 1:
            raise UnsuitableError("fiscal_year_start names quarters: write the first one as start (2027-Q1)")
        return Calendar()
    if found := _MONTH.fullmatch(start):
        if fiscal_year_start != 1:
            message = f"fiscal_year_start names quarters, but '{start}' is a month: write a quarter (2027-Q1)"
            raise UnsuitableError(message)
        return Calendar(_year(found[1]) * _YEAR + int(found[2]) - 1, 1, 1)
    if start.upper().startswith(("SFY", "FY")) and fiscal_year_start == 1:
        raise UnsuitableError(f"'{start}' is of a fiscal year: say in which month it starts (fiscal_year_start)")
    if found := _QUARTER.fullmatch(start):
        year = _year(found[1])
        begins = year * _YEAR + fiscal_year_start - 1 - (_YEAR if fiscal_year_start > 1 else 0)
        return Calendar(begins + (int(found[2]) - 1) * MONTHS_OF_QUARTER, MONTHS_OF_QUARTER, fiscal_year_start)
    message = f"'{start}' is not the start of a period: write a quarter (2027-Q1) or a month (2027-01), or leave it out"
    raise UnsuitableError(message)


def _year(digits: str) -> int:
    year = int(digits) + (_CENTURY if len(digits) == 2 else 0)  # noqa: PLR2004 - two digits
    if year not in YEARS:
        raise UnsuitableError(f"a calendar starts in a year from {YEARS[0]} to {YEARS[-1]}, not {digits}")
    return year
