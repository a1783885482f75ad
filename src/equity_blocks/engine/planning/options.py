"""Options of `plan`, checked, and put over the calendar that the assessment names."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any, NamedTuple, TypedDict, Unpack

from pydantic import ValidationError

from equity_blocks.engine.argument_checks import (
    non_negative,
    non_negatives,
    optional_text,
    required_whole,
    whole_number,
    wrong,
)
from equity_blocks.engine.scheduling.solve import TIME_LIMIT, require_planner
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.calendar import DATING, DEFAULT_LAG, MOST_AMOUNT, MOST_PERIODS, Calendar
from equity_blocks.model.framework import Framework
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.plan import Origin
from equity_blocks.model.schedule import Planner

_NEEDED = "capacity, periods, start or budget"


class PlanOptions(TypedDict, total=False):
    """The options of `plan`, but for `since`, for those who pass them on."""

    pick: int | None
    everything: bool
    band: str | None
    periods: int | None
    capacity: float | Sequence[float] | None
    start: str | None
    fiscal_year_start: int | None
    budget: float | None
    lag: int | None
    planner: Planner
    seed: int
    time_limit: float
    certify: bool
    delays: Mapping[str, int] | None
    confidence: int | None


class UsedCalendar(NamedTuple):
    """The calendar of a plan, and where it comes from.

    Args:
        calendar: The calendar, with the number of its periods written out; `None`: there is none.
        origins: Field of the calendar -> who said it.
    """

    calendar: Calendar | None = None
    origins: Mapping[str, Origin] = {}


def _capacity(name: str, value: Any) -> float | tuple[float, ...] | None:
    days = non_negatives(name, value, MOST_AMOUNT)
    if isinstance(days, list) and not 1 <= len(days) <= MOST_PERIODS:
        lengths = f"one number, or from 1 to {MOST_PERIODS:,} of them, not {len(days)}"
        raise wrong(name, lengths, code="out_of_bounds", least=1, most=MOST_PERIODS)
    return tuple(days) if isinstance(days, list) else days


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "start": optional_text,
    "periods": partial(whole_number, least=1, most=MOST_PERIODS),
    "capacity": _capacity,
    "fiscal_year_start": partial(whole_number, least=1, most=12),
    "budget": partial(non_negative, most=MOST_AMOUNT),
    "lag": partial(whole_number, most=MOST_PERIODS),
}
"""Field of the calendar -> how an option of that name is read; numbers of other kinds become Python's own."""


def calendar_of(planning: Calendar | None, options: Mapping[str, Any]) -> UsedCalendar:
    """Put the options of a plan over the calendar that the assessment names.

    What an option makes void goes: a list of capacities says how many periods there are, and a start that is no quarter
    leaves no fiscal year.

    Args:
        planning: The assessment's. `None`: it names none.
        options: Options of `plan`; `None` says nothing, and what is not of the calendar is passed over.

    Returns:
        The calendar; none where nobody says capacity, periods, start or budget.

    Raises:
        UnsuitableError: An option is of the wrong kind or out of bounds, or the calendar makes no sense.

    Example:
        >>> used = calendar_of(Calendar(start="2027-Q1", capacity=60), {"capacity": 80, "periods": None})
        >>> used.calendar.capacities[:2], used.origins["start"], used.origins["capacity"], used.origins["periods"]
        ((80.0, 80.0), 'assessment', 'options', 'default')
    """
    read = {name: reader(name, options.get(name)) for name, reader in _READERS.items()}
    asked = {name: value for name, value in read.items() if value is not None}
    known = {name: value for name, value in _kept(planning, asked).items() if name not in asked}
    if not any(name in DATING for name in (*asked, *known)):
        return UsedCalendar()
    calendar = _sound({**known, **asked})
    origins: dict[str, Origin] = dict.fromkeys(Calendar.model_fields, "default")
    origins |= {**dict.fromkeys(known, "assessment"), **dict.fromkeys(asked, "options")}
    if calendar.periods is None and isinstance(calendar.capacity, tuple):
        origins["periods"] = origins["capacity"]
    return UsedCalendar(calendar.replace(periods=calendar.count), origins)


def _kept(planning: Calendar | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What of the assessment's calendar goes with what is asked."""
    known = planning.said if planning else {}
    if isinstance(asked.get("capacity"), tuple):
        known.pop("periods", None)
    if "Q" not in asked.get("start", "Q").upper():
        known.pop("fiscal_year_start", None)
    return known


def _sound(fields: Mapping[str, Any]) -> Calendar:
    try:
        return Calendar.model_validate(fields)
    except ValidationError as error:
        problems = problems_of(error, Calendar)
        texts = (": ".join(filter(None, (problem.message, problem.hint))) for problem in problems)
        raise UnsuitableError("; ".join(texts), code=problems[0].code, data=problems[0].data) from None


_IDLE: Mapping[str, tuple[Any, ...]] = {
    "lag": (None, DEFAULT_LAG),
    "planner": ("greedy",),
    "time_limit": (TIME_LIMIT,),
    "certify": (False,),
    "delays": (None, {}),
    "fiscal_year_start": (None, 1),
}
"""What only a calendar gives a meaning, and what it says where nothing is asked for."""


def _useless(message: str, **data: Any) -> UnsuitableError:
    return UnsuitableError(message, code="useless_option", data=data)


def require_meant(calendar: Calendar | None, **options: Unpack[PlanOptions]) -> None:
    """Refuse options that would do nothing, or that make no sense beside one another.

    Args:
        calendar: That of the plan; `None`: it has none.
        options: How a schedule is made: `planner`, `seed`, `time_limit`, `certify`, `delays`, `lag`,
            `fiscal_year_start`; and `confidence`, which gives a seed a meaning, too.

    Raises:
        UnsuitableError: One does; what it needs is named.

    Example:
        >>> require_meant(None, certify=True)
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: certify needs capacity, periods, start or budget
    """
    planner, limit = options.get("planner", "greedy"), options.get("time_limit", TIME_LIMIT)
    require_planner(planner)
    if calendar is None:
        _require_idle(options)
        if options.get("seed") and options.get("confidence") is None:
            raise _useless(f"seed needs confidence, or {_NEEDED}", argument="seed")
    elif planner == "exact" and options.get("certify"):
        raise _useless("certify is for the greedy planner: the exact one bounds its plan anyway", argument="certify")
    elif planner == "greedy" and limit != TIME_LIMIT:
        raise _useless(
            "time_limit needs planner='exact': the greedy planner takes no account of it", argument="time_limit"
        )
    elif not non_negative("time_limit", limit):
        raise wrong("time_limit", "above 0 seconds", code="out_of_bounds", above=0)
    elif options.get("certify") and find_spec("highspy") is None:
        raise UnsuitableError(
            'certify needs HiGHS: pip install "equity-blocks[optimize]"',
            code="not_installed",
            data={"argument": "certify"},
        )


def _require_idle(options: Mapping[str, Any]) -> None:
    """Nothing is asked for that only a calendar gives a meaning."""
    asked = [name for name, idle in _IDLE.items() if name in options and options[name] not in idle]
    if asked:
        verb = "needs" if len(asked) == 1 else "need"
        raise _useless(f"{' and '.join(asked)} {verb} {_NEEDED}", arguments=tuple(asked))


def delays_of(framework: Framework, delays: Mapping[str, int] | None) -> Mapping[str, int]:
    """Read by how many periods practices are delayed.

    Raises:
        UnsuitableError: These are no delays: no mapping, or not whole numbers from 0 to 1,200.
        NotFoundError: There is no practice of such a name; the nearest is named.

    Example:
        >>> delays_of(Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[]), None)
        {}
    """
    if not isinstance(delays or {}, Mapping):
        raise UnsuitableError(
            f"delays must name practices with their periods, not {delays!r}",
            code="wrong_kind",
            data={"argument": "delays", "found": type(delays).__name__},
        )
    return {
        framework.practice(name).id: required_whole(f"the delay of {name}", by, most=MOST_PERIODS)
        for name, by in (delays or {}).items()
    }
