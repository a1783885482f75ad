"""Which calendar a plan kept to, and who said so, in one line."""

from equity_blocks.model.calendar import Calendar
from equity_blocks.model.figures import figure
from equity_blocks.model.phrases import counted, enumerated, period_kind
from equity_blocks.model.plan import Origin, Plan
from equity_blocks.reports.document import worded

_ORIGINS: dict[Origin, str] = {"assessment": "from the assessment", "options": "from the options"}


def calendar_line(plan: Plan) -> str:
    """Say which calendar a plan kept to, and where it comes from; empty where it has none.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None, calendar=Calendar(start="2027-Q1", periods=8, capacity=60),
        ...     calendar_from={"start": "assessment", "periods": "default", "capacity": "options"})
        >>> calendar_line(plan)
        '8 quarters from 2027-Q1, 60 person-days each (from the assessment; capacity from the options).'
    """
    calendar = plan.calendar
    if calendar is None:
        return ""
    first = calendar.name(1)
    start = f" from {first}" if calendar.first is not None else ""
    lag = f", lag {calendar.lag}" if plan.calendar_from.get("lag", "default") != "default" else ""
    return f"{counted(calendar.count, period_kind(first))}{start}, {_days(calendar)}{lag} ({_origin(plan)})."


def _days(calendar: Calendar) -> str:
    if calendar.capacity is None:
        return "with no limit of person-days"
    if isinstance(calendar.capacity, tuple):
        return f"{enumerated([figure(days) for days in calendar.capacity])} person-days"
    return f"{figure(calendar.capacity)} person-days each"


def _origin(plan: Plan) -> str:
    """Who said it; of two, the options are told field by field."""
    said: dict[Origin, list[str]] = {}
    for name, origin in plan.calendar_from.items():
        said.setdefault(origin, []).append(worded(name))
    told = [words for origin, words in _ORIGINS.items() if origin in said]
    if len(told) == 1:
        return told[0]
    return f"{told[0]}; {enumerated(said['options'])} {told[1]}" if told else "nobody said more"
