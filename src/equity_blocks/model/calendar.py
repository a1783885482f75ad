"""The calendar of a plan: its periods, and the days and the money that there are for them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from math import inf
from typing import Annotated, Any, NamedTuple

from pydantic import Discriminator, Field, Tag, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import NULL, Given, Noun, unsound
from equity_blocks.model.privacy import PublicText

MOST_PERIODS = 1_200
"""A hundred years of months."""

MOST_AMOUNT = 1e12
"""Of effort or money."""

Amount = Annotated[float, Field(ge=0, le=MOST_AMOUNT, strict=True, allow_inf_nan=False)]

DEFAULT_LAG = 1
"""Periods from the finish of a prerequisite to the start of what needs it, where nothing is said: the safe choice."""

DEFAULT_PERIODS = 8
"""How many periods a calendar has where nothing is said. Editorial: two years of quarters."""

YEARS = range(1900, 2200)
"""The years in which a calendar may begin; another one is a slip of the pen."""

DATING = ("capacity", "periods", "start", "budget")
"""What makes a schedule of a plan; without all of these a calendar only says how, were there one."""

MONTHS_OF_QUARTER = 3
_MONTHS_OF_YEAR = 12
_CENTURY = 2000
_SHORT_YEAR = 100
_NUMBERED = "1"
_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<part>0[1-9]|1[0-2])")
_QUARTERS = (
    re.compile(r"(?P<fiscal>SFY|FY)? ?(?P<year>[0-9]{2}|[0-9]{4})[- /]?Q(?P<part>[1-4])", re.IGNORECASE),
    re.compile(r"Q(?P<part>[1-4])[- /](?P<fiscal>SFY|FY)? ?(?P<year>[0-9]{2}|[0-9]{4})", re.IGNORECASE),
)


class _Start(NamedTuple):
    """What the text of a start says.

    Args:
        year: The year, a fiscal one where the calendar has such.
        part: Which quarter or month of it, from 1.
        months: How many months that is.
        is_fiscal: Whether it is called one of a fiscal year.
    """

    year: int
    part: int
    months: int
    is_fiscal: bool


def _start_of(text: str) -> _Start | None:
    """Read a quarter or a month; `None` where it is neither."""
    if month := _MONTH.fullmatch(text):
        return _Start(int(month["year"]), int(month["part"]), 1, is_fiscal=False)
    spaced = re.sub(r"\s", " ", text.replace("\u2011", "-"))
    quarter = next(filter(None, (form.fullmatch(spaced) for form in _QUARTERS)), None)
    if quarter is None:
        return None
    year = int(quarter["year"]) + (_CENTURY if len(quarter["year"]) == len("27") else 0)
    return _Start(year, int(quarter["part"]), MONTHS_OF_QUARTER, is_fiscal=bool(quarter["fiscal"]))


def _one_or_each(value: Any) -> str:
    return "each" if isinstance(value, list | tuple) else "one"


_Capacity = Annotated[
    Annotated[Amount, Tag("one")]
    | Annotated[tuple[Amount, ...], Tag("each"), Field(min_length=1, max_length=MOST_PERIODS)],
    Discriminator(_one_or_each),
]
Capacity = Given[_Capacity | None, float | list[float] | tuple[float, ...] | None]
"""Person-days of every period, or of each one."""


class Calendar(Noun):
    """Periods of equal length, counted from 1, and what there is to spend in them.

    Raises:
        pydantic.ValidationError: The start is none, a fiscal year has no quarter to begin with, there are not as many
            capacities as periods, or an amount is out of bounds; every reason is listed.

    Example:
        >>> calendar = Calendar(start="2027-Q1", periods=3, capacity=60)
        >>> calendar.name(2), calendar.capacities, calendar.lag
        ('2027-Q2', (60.0, 60.0, 60.0), 1)
        >>> Calendar(start="2027-11").name(3), Calendar().name(3), Calendar().count
        ('2028-01', '3', 8)
    """

    start: PublicText | None = Field(
        default=None,
        description="The first period: a quarter (2027-Q1) or a month (2027-01). With a fiscal year, a quarter is one "
        "of it (2027-Q1 is SFY27-Q1). Default: periods have numbers.",
    )
    periods: Annotated[int, Field(ge=1, le=MOST_PERIODS, strict=True)] | None = Field(
        default=None, description=f"How many periods there are. Default: as many as capacities, else {DEFAULT_PERIODS}."
    )
    capacity: Capacity = Field(
        default=NULL,
        description="Person-days in each period: one number, or a list with one for each. Default: unlimited.",
    )
    fiscal_year_start: Annotated[int, Field(ge=1, le=_MONTHS_OF_YEAR, strict=True)] = Field(
        default=1,
        description="The month, from 1 to 12, in which the fiscal year begins; it is named for the year in which it "
        "ends. Default: the calendar year.",
    )
    budget: Amount | None = Field(default=None, description="Money for all periods together. Default: unlimited.")
    lag: Annotated[int, Field(ge=0, le=MOST_PERIODS, strict=True)] = Field(
        default=DEFAULT_LAG,
        description="Periods from the end of what a step needs to its start, at least. 1: it is done in an earlier "
        "period; 0: in the same one will do.",
    )

    @model_validator(mode="after")
    def _is_sound(self) -> "Calendar":
        unsound([*self._start_problems(), *self._fiscal_problems(), *self._capacity_problems()])
        return self

    def _start_problems(self) -> Iterator[Problem]:
        if self.start is None or self.start == _NUMBERED:
            return
        if self._begins is None:
            message = f"'{self.start}' is not the start of a period"
            hint = "write a quarter (2027-Q1) or a month (2027-01), or leave it out"
            yield Problem("not_a_period", message, hint, ("start",), data={"found": self.start})
        elif self._begins.year not in YEARS:
            message = f"a calendar starts in a year from {YEARS[0]} to {YEARS[-1]}, not {self._begins.year:04d}"
            data = {"found": self._begins.year, "least": YEARS[0], "most": YEARS[-1]}
            yield Problem("out_of_bounds", message, "", ("start",), data=data)

    def _fiscal_problems(self) -> Iterator[Problem]:
        begins, a_quarter = self._begins, "write a quarter as start (2027-Q1)"
        if self.fiscal_year_start == 1:
            if begins and begins.is_fiscal:
                message = f"'{self.start}' is of a fiscal year"
                hint = "say in which month it starts (fiscal_year_start)"
                yield Problem("fiscal_year", message, hint, ("start",), data={"found": self.start})
        elif begins is None and self.start in (None, _NUMBERED):
            yield Problem("fiscal_year", "fiscal_year_start needs start", a_quarter, ("fiscal_year_start",))
        elif begins and begins.months == 1:
            message = f"fiscal_year_start names quarters, but '{self.start}' is a month"
            yield Problem("fiscal_year", message, a_quarter, ("fiscal_year_start",))

    def _capacity_problems(self) -> Iterator[Problem]:
        if isinstance(self.capacity, tuple) and len(self.capacity) != self.count:
            message = f"there are {len(self.capacity)} capacities for {self.count} periods"
            data = {"found": len(self.capacity), "allowed": (self.count,)}
            yield Problem("lengths_differ", message, "give one, or one for each", ("capacity",), data=data)

    @cached_property
    def _begins(self) -> _Start | None:
        return None if self.start is None else _start_of(self.start)

    @property
    def is_dated(self) -> bool:
        """True if it names enough to make a schedule: capacity, periods, start or budget."""
        return any(getattr(self, name) is not None for name in DATING)

    @property
    def said(self) -> dict[str, Any]:
        """The fields that were given, with their values; not those that hold by default."""
        given = (name for name in type(self).model_fields if name in self.model_fields_set)
        return {name: value for name in given if (value := getattr(self, name)) is not None}

    @property
    def count(self) -> int:
        """The number of periods."""
        if self.periods is not None:
            return self.periods
        return len(self.capacity) if isinstance(self.capacity, tuple) else DEFAULT_PERIODS

    @property
    def capacities(self) -> tuple[float, ...]:
        """Person-days of each period; infinite where they are unlimited."""
        if isinstance(self.capacity, tuple):
            return self.capacity
        return (inf if self.capacity is None else self.capacity,) * self.count

    @property
    def months(self) -> int:
        """Months in a period: 1 or 3. Plain numbers count as quarters wherever months matter."""
        return self._begins.months if self._begins else MONTHS_OF_QUARTER

    @property
    def first(self) -> int | None:
        """The month in which period 1 begins, as year times 12 plus month less one; `None` for plain numbers."""
        if self._begins is None:
            return None
        before = _MONTHS_OF_YEAR if self.fiscal_year_start > 1 else 0
        into = self.fiscal_year_start - 1 + (self._begins.part - 1) * self._begins.months
        return self._begins.year * _MONTHS_OF_YEAR + into - before

    def name(self, period: int) -> str:
        """Give a period's id: `2027-Q1`, `2027-01`, `SFY27-Q1`, or its number."""
        if self.first is None:
            return str(period)
        begin = self.first + (period - 1) * self.months
        if self.months == 1:
            return f"{begin // _MONTHS_OF_YEAR}-{begin % _MONTHS_OF_YEAR + 1:02d}"
        year, month = divmod(begin - (self.fiscal_year_start - 1), _MONTHS_OF_YEAR)
        quarter = month // MONTHS_OF_QUARTER + 1
        if self.fiscal_year_start == 1:
            return f"{year}-Q{quarter}"
        return f"SFY{(year + 1) % _SHORT_YEAR:02d}-Q{quarter}"

    def holding(self, day: date) -> int | None:
        """Give the period that a day lies in, 0 or less where that is over already; `None` for plain numbers."""
        return None if self.first is None else _months_since(self.first, day) // self.months + 1

    def due(self, day: date) -> int | None:
        """Give the last period that ends on a day or before; `None` for plain numbers."""
        if self.first is None:
            return None
        ends_month = monthrange(day.year, day.month)[1] == day.day
        return (_months_since(self.first, day) + ends_month) // self.months

    def last_day(self, period: int) -> date | None:
        """Give the day on which a period ends; `None` for plain numbers."""
        if self.first is None:
            return None
        year, month = divmod(self.first + period * self.months - 1, _MONTHS_OF_YEAR)
        return date(year, month + 1, monthrange(year, month + 1)[1])

    def lasting(self, months: int) -> int:
        """Give how many periods so many months take, rounded up."""
        return -(-months // self.months)


def _months_since(first: int, day: date) -> int:
    return day.year * _MONTHS_OF_YEAR + day.month - 1 - first
