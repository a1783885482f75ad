"""Terms: what a schedule has to keep to, checked before anything is planned."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from math import inf
from typing import Any, NamedTuple, TypedDict, Unpack

from equity_blocks.engine.arguments import non_negative, non_negatives, required_whole, whole_number
from equity_blocks.engine.planning.periods import Calendar
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.schedule import MOST_AMOUNT, MOST_PERIODS, Planner

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
    days = non_negatives("capacity", capacity)
    listed = days if isinstance(days, list) else None
    if listed == []:
        raise UnsuitableError("there are no capacities: give one number, or one for each period")
    asked = whole_number("periods", periods, 1)
    every = asked if asked is not None else len(listed) if listed else DEFAULT_PERIODS
    if every > MOST_PERIODS:
        raise UnsuitableError(f"a schedule has from 1 to {MOST_PERIODS} periods, not {every}")
    if listed and len(listed) != every:
        raise UnsuitableError(f"there are {len(listed)} capacities for {every} periods: give one, or one for each")
    one = inf if days is None or isinstance(days, list) else days
    terms = Terms(calendar, tuple(listed or [one] * every), **others)
    _require(terms)
    return terms


UNDATED: Mapping[str, Any] = {
    "lag": 1, "planner": "greedy", "time_limit": 60.0, "certify": False, "delays": None, "fiscal_year_start": 1,
}  # fmt: skip
"""What only a calendar gives a meaning, and what it says where nothing is asked for."""


def require_undated(**said: Any) -> None:
    """Refuse what would do nothing, because there is no calendar.

    Args:
        said: Options of `plan` that need one.

    Raises:
        UnsuitableError: One of them asks for something.

    Example:
        >>> require_undated(lag=1, certify=True)
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: certify needs capacity, periods, start or budget
    """
    asked = [name for name, value in said.items() if value != UNDATED[name] and value != {}]
    if asked:
        verb = "needs" if len(asked) == 1 else "need"
        raise UnsuitableError(f"{' and '.join(asked)} {verb} capacity, periods, start or budget")


def _require(terms: Terms) -> None:
    """Every amount is a number, and none is below 0."""
    non_negative("budget", terms.budget)
    lag = whole_number("lag", terms.lag)
    if lag is None or lag > MOST_PERIODS:
        raise UnsuitableError(f"lag must be from 0 to {MOST_PERIODS} periods, not {terms.lag}")
    if terms.budget is not None and terms.budget > MOST_AMOUNT:
        raise UnsuitableError(f"budget must be at most {MOST_AMOUNT:g}; leave it out where there is no limit")
    if not non_negative("time_limit", terms.time_limit):
        raise UnsuitableError("time_limit must be above 0 seconds")
    if terms.certify and find_spec("highspy") is None:
        raise UnsuitableError('certify needs HiGHS: pip install "equity-blocks[optimize]"')
    for name, delay in terms.delays.items():
        required_whole(f"the delay of {name}", delay, most=MOST_PERIODS)
