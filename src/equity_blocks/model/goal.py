"""Disparities to close and work under way, as an organization states them, and what follows from the figures."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.calendar import MONTHS_OF_QUARTER
from equity_blocks.model.noun import NO_ITEMS, NULL, Flag, Id, Many, MaybeDay, Noun
from equity_blocks.model.privacy import NoteText, OwnName, OwnText

Priority = Literal["low", "normal", "high"]
InitiativeStatus = Literal["planned", "existing", "ended"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
LONGEST_LEAD = 400
"""A hundred years of quarters: more is a slip of the pen."""

LARGEST_SMALL = 10
"""A count from 1 to this may identify members. Source: the cell size policy of CMS."""

_SHARES = ("percent", "%")
_NOT_COUNTS = (
    *_SHARES, "per ", "rate", "ratio", "score", "point", "index", "day", "week", "month", "year", "hour",
)  # fmt: skip


class Baseline(Noun):
    """The figure that a measure had at first.

    Example:
        >>> Baseline(value=58, unit="percent", period="2025").value
        58.0
    """

    value: Number = Field(description="The figure, in `unit`.")
    unit: OwnText = Field(default="", description="Such as percent, or members.")
    period: OwnText = Field(default="", description="When it was measured, as the organization names it.")


class GoalTarget(Noun):
    """The figure that a measure shall reach, and by when.

    Example:
        >>> GoalTarget(value=70, by="2028-06-30").by.year
        2028
    """

    value: Number = Field(description="The figure to reach, in the unit of the baseline.")
    by: MaybeDay = Field(default=NULL, description="The day by which it shall be reached. Default: no day.")


class Observed(Noun):
    """A figure that a measure had after the baseline.

    Example:
        >>> Observed(period="2026", value=60).value
        60.0
    """

    period: OwnName = Field(description="When it was measured, as the organization names it.")
    value: Number = Field(description="In the unit of the baseline.")


class RootCause(Noun):
    """A cause of a disparity, and the practices that act on it.

    Example:
        >>> RootCause(title="Visits are offered at hours nobody can keep", practices=["care-redesign"]).importance
        'normal'
    """

    title: OwnName = Field(description="The cause, in a sentence.")
    importance: Priority = Field(
        default="normal",
        description="Passed on to its practices: low counts 1, normal 2, high 4; a practice's own mark goes first.",
    )
    feasibility: Priority = Field(
        default="normal", description="How able the organization is to do something about it."
    )
    practices: Many[Id] = Field(default=NO_ITEMS, description="Ids of the practices that act on it.")


class Goal(Noun):
    """A disparity to close.

    Example:
        >>> goal = Goal(id="g", population="Members after birth", measure="Postpartum visit")
        >>> goal.root_causes, goal.lead
        ((), 4)
    """

    id: Id = Field(description="Names the goal in plans.")
    title: OwnText = Field(default="", description="What people call it. Default: the measure and the population.")
    population: OwnName = Field(description="For whom the disparity is.")
    measure: OwnName = Field(description="What is measured.")
    baseline: Baseline | None = Field(default=None, description="Where the measure stood. Default: not measured yet.")
    target: GoalTarget | None = Field(default=None, description="Where it shall stand. Default: not decided yet.")
    confirmed: Flag = Field(
        default=True,
        description="false: taken from a library, and chooses nothing until it was confirmed with local data and the "
        "people concerned.",
    )
    lead: Annotated[int, Field(ge=0, le=LONGEST_LEAD, strict=True)] = Field(
        default=4,
        description="Quarters from a practice in place to a measure that can move. The default is editorial.",
    )
    observed: Many[Observed] = Field(default=NO_ITEMS, description="What the measure was since, the latest last.")
    root_causes: Many[RootCause] = Field(default=NO_ITEMS, description="Why the disparity is there.")
    note: NoteText = Field(default="", description="What is noted about the goal; for the owner only.")


class Initiative(Noun):
    """Work that the organization already has or plans, and the practices it carries.

    Example:
        >>> Initiative(id="cab", title="Community advisory board", practices=["stakeholder-involvement"]).status
        'planned'
    """

    id: Id = Field(description="Names the initiative in plans.")
    title: OwnName = Field(description="What people call it.")
    owner: OwnText = Field(default="", description="Who leads it.")
    status: InitiativeStatus = Field(default="planned", description="Whether the work is planned, existing or ended.")
    practices: Many[Id] = Field(default=NO_ITEMS, description="Ids of the practices that it carries.")
    note: NoteText = Field(default="", description="What is noted about the work; for the owner only.")


def titled(goal: Goal) -> str:
    """Give what people call a goal.

    Example:
        >>> titled(Goal(id="g", population="Members after birth", measure="Postpartum visit"))
        'Postpartum visit (Members after birth)'
    """
    return goal.title or f"{goal.measure} ({goal.population})"


def aim_of(goal: Goal) -> str:
    """Say from where to where a goal leads, and by when.

    Example:
        >>> goal = Goal(id="g", population="Members", measure="Visits", target={"value": 70, "by": "2028-06-30"},
        ...     baseline={"value": 58, "unit": "percent"})
        >>> aim_of(goal)
        'from 58 to 70 percent by 2028-06-30'
    """
    start, end = goal.baseline, goal.target
    unit = f" {start.unit}" if start and start.unit else ""
    by = f" by {end.by.isoformat()}" if end and end.by else ""
    if start and end:
        return f"from {start.value:g} to {end.value:g}{unit}{by}"
    return f"to {end.value:g}{by}" if end else f"now {start.value:g}{unit}" if start else ""


def confirmed_goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Leave out the goals that nobody has confirmed: they choose nothing and are held against no plan.

    Example:
        >>> taken, own = (Goal(id=name, population="Members", measure="Visits") for name in ("taken", "own"))
        >>> [goal.id for goal in confirmed_goals([taken.replace(confirmed=False), own])]
        ['own']
    """
    return tuple(goal for goal in goals if goal.confirmed)


def served_by(goal: Goal) -> list[str]:
    """List the practices that act on a goal's root causes, each once; none while it is not confirmed."""
    causes = goal.root_causes if goal.confirmed else ()
    return list(dict.fromkeys(name for cause in causes for name in cause.practices))


def named_by_causes(goals: Iterable[Goal]) -> dict[str, Priority]:
    """Give each practice that root causes of confirmed goals name the importance of the most important one.

    Example:
        >>> causes = [{"title": title, "importance": importance, "practices": ["p"]}
        ...     for title, importance in (("Hours", "low"), ("Trust", "high"))]
        >>> named_by_causes([Goal(id="g", population="Members", measure="Visits", root_causes=causes)])
        {'p': 'high'}
    """
    order: tuple[Priority, ...] = ("low", "normal", "high")
    named = (cause for goal in confirmed_goals(goals) for cause in goal.root_causes)
    causes = sorted(named, key=lambda cause: order.index(cause.importance))
    return {name: cause.importance for cause in causes for name in cause.practices}


def due_of(goal: Goal) -> date | None:
    """Give the day by which what serves a goal must be in place: the target's day less the lead.

    The last day of a month stays the last day of a month. `None`: the target has no day, or lies before the lead of
    all calendars.

    Example:
        >>> goal = Goal(id="g", population="Members", measure="Visits", target={"value": 70, "by": "2028-06-30"})
        >>> due_of(goal).isoformat(), due_of(goal.replace(lead=1)).isoformat()
        ('2027-06-30', '2028-03-31')
    """
    by = goal.target.by if goal.target else None
    if by is None:
        return None
    months = by.year * 12 + by.month - 1 - goal.lead * MONTHS_OF_QUARTER
    year, month = months // 12, months % 12 + 1
    if year < date.min.year:
        return None
    last = monthrange(year, month)[1]
    is_last = by.day == monthrange(by.year, by.month)[1]
    return date(year, month, last if is_last else min(by.day, last))


def goal_rank(goals: Iterable[Goal]) -> dict[str, int]:
    """Give each practice that serves a goal the place of the nearest one, from 0; goals without a date come last.

    Example:
        >>> near, far = ({"id": name, "population": "Members", "measure": "Visits", "target": {"value": 1, "by": by},
        ...     "root_causes": [{"title": "Hours", "practices": [name, "both"]}]}
        ...     for name, by in (("near", "2028-06-30"), ("far", "2030-06-30")))
        >>> goal_rank([Goal(**far), Goal(**near)])
        {'both': 0, 'near': 0, 'far': 1}
    """
    nearest: dict[str, date] = {}
    for goal in goals:
        due = due_of(goal) or date.max
        nearest |= {name: min(due, nearest.get(name, due)) for name in served_by(goal)}
    places = {due: i for i, due in enumerate(sorted(set(nearest.values())))}
    return {name: places[due] for name, due in sorted(nearest.items(), key=lambda item: item[1])}


def share_closed(goal: Goal) -> float | None:
    """Give the share of the gap between baseline and target that the latest observation closes.

    Returns:
        `(observed - baseline) / (target - baseline)`: below 0 where the gap has widened, above 1 beyond the target.
        `None` where one of the three is missing, or there is no gap.

    Example:
        >>> share_closed(Goal(id="g", population="Members", measure="Visits", baseline={"value": 58},
        ...     target={"value": 70}, observed=[{"period": "2026", "value": 61}]))
        0.25
    """
    if not (goal.baseline and goal.target and goal.observed) or goal.target.value == goal.baseline.value:
        return None
    start = goal.baseline.value
    return (goal.observed[-1].value - start) / (goal.target.value - start)


def progress_of(goal: Goal) -> str:
    """Say what was observed last, and how much of the gap that closes.

    Example:
        >>> progress_of(Goal(id="g", population="Members", measure="Visits", observed=[{"period": "2026", "value": 60}],
        ...     baseline={"value": 58, "unit": "percent"}, target={"value": 70}))
        'Observed 60 in 2026: 2 of 12 points of the gap closed'
    """
    if not goal.observed:
        return ""
    last, share = goal.observed[-1], share_closed(goal)
    observation = f"Observed {last.value:g} in {last.period}"
    if share is None or goal.baseline is None or goal.target is None:
        return observation
    if share >= 1:
        return f"{observation}: the gap is closed"
    unit = "points " if goal.baseline.unit.strip().lower().startswith(_SHARES) else ""
    gap, change = abs(goal.target.value - goal.baseline.value), abs(last.value - goal.baseline.value)
    if share < 0:
        unit = unit.replace("s", "") if change == 1 else unit
        return f"{observation}: the gap is {change:g} {unit}wider than at first"
    return f"{observation}: {change:g} of {gap:g} {unit}of the gap closed"


def small_counts(goal: Goal) -> Iterator[tuple[str, float]]:
    """Find a goal's figures that may be counts of members, from 1 to 10.

    A figure whose unit says that it is a share, a rate or a time is none; without a unit it may be one.

    Returns:
        The name of the field that holds it (`baseline`, `target` or `observed`), and the figure.

    Example:
        >>> goal = Goal(id="g", population="Members after birth", measure="Deaths", baseline={"value": 7})
        >>> list(small_counts(goal))
        [('baseline', 7.0)]
    """
    unit = goal.baseline.unit.strip().lower() if goal.baseline else ""
    if unit.startswith(_NOT_COUNTS):
        return
    figures = [("baseline", goal.baseline), ("target", goal.target), *(("observed", each) for each in goal.observed)]
    for field, figure in figures:
        if figure is not None and 1 <= figure.value <= LARGEST_SMALL:
            yield field, figure.value
