"""Terms: what a schedule has to keep to, checked before anything is planned."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple, TypedDict, Unpack

from equity_blocks.engine.planning.periods import Calendar
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.schedule import MOST_PERIODS, Planner

DEFAULT_PERIODS = 8
"""How many periods a schedule has where nothing is said. Editorial: two years of quarters."""

_NOBODY: Mapping[str, int] = {}


class Terms(NamedTuple):
    """What a schedule has to keep to.

    Args:
        calendar: Names the periods.
        capacity: Person-days of each period; infinite where they are unlimited.
        budget: Money for all periods; `None` for unlimited.
        lag: 1: a prerequisite is done in an earlier period; 0: in the same one at the latest.
        planner: Which planner.
        seed: Of the local search.
        time_limit: Seconds for the exact planner.
        certify: Whether to compute the bound for a greedy schedule too.
        delays: Practice -> periods before it can start.
    """

    calendar: Calendar
    capacity: tuple[float, ...]
    budget: float | None = None
    lag: int = 1
    planner: Planner = "greedy"
    seed: int = 0
    time_limit: float = 60.0
    certify: bool = False
    delays: Mapping[str, int] = _NOBODY


class Others(TypedDict, total=False):
    """What else the terms may say."""

    budget: float | None
    lag: int
    planner: Planner
    seed: int
    time_limit: float
    certify: bool
    delays: Mapping[str, int]


def terms_of(
    calendar: Calendar, periods: int | None, capacity: float | Sequence[float] | None, **others: Unpack[Others]
) -> Terms:
    """Check and complete what a caller says about a schedule.

    Args:
        calendar: Names the periods.
        periods: How many. Default: as many as there are capacities, else 8.
        capacity: Person-days of each period, or of every one. Default: unlimited.
        others: Further fields of `Terms`.

    Raises:
        UnsuitableError: An amount is below 0 or no number, there are no periods or too many, or there are not as many
            capacities as periods.

    Example:
        >>> terms_of(Calendar(), 3, 60).capacity
        (60.0, 60.0, 60.0)
    """
    listed = list(capacity) if isinstance(capacity, Sequence) else None
    if listed == []:
        raise UnsuitableError("there are no capacities: give one number, or one for each period")
    count = periods if periods is not None else len(listed) if listed else DEFAULT_PERIODS
    if not 1 <= count <= MOST_PERIODS:
        raise UnsuitableError(f"a schedule has from 1 to {MOST_PERIODS} periods, not {count}")
    if listed and len(listed) != count:
        raise UnsuitableError(f"there are {len(listed)} capacities for {count} periods: give one, or one for each")
    days = listed or [capacity if isinstance(capacity, int | float) else inf] * count
    terms = Terms(calendar, tuple(map(float, days)), **others)
    _require(terms)
    return terms


def _require(terms: Terms) -> None:
    """No amount may be below 0 or no number."""
    if any(not day >= 0 for day in terms.capacity):
        raise UnsuitableError("capacity must be 0 or more person-days")
    if terms.budget is not None and not terms.budget >= 0:
        raise UnsuitableError(f"the budget must be 0 or more, not {terms.budget:g}")
    if not 0 <= terms.lag <= MOST_PERIODS:
        raise UnsuitableError(f"the lag must be from 0 to {MOST_PERIODS} periods, not {terms.lag}")
    for name, delay in terms.delays.items():
        if delay < 0:
            raise UnsuitableError(f"{name} cannot start {-delay} periods early: a delay is 0 or more periods")
