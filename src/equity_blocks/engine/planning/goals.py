"""Goals: what they are called, which practices act on them, and figures too small to show."""

from collections.abc import Iterator

from equity_blocks.model.goal import Goal

LARGEST_SMALL = 10
"""A count from 1 to this may identify members. Source: the cell size policy of CMS."""

_NOT_COUNTS = (
    "percent",
    "%",
    "per ",
    "rate",
    "ratio",
    "score",
    "point",
    "index",
    "day",
    "week",
    "month",
    "year",
    "hour",
)


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


def served_by(goal: Goal) -> list[str]:
    """List the practices that act on a goal's root causes, each once."""
    return list(dict.fromkeys(name for cause in goal.root_causes for name in cause.practices))


def small_counts(goal: Goal) -> Iterator[tuple[str, float]]:
    """Find a goal's figures that may be counts of members, from 1 to 10.

    A figure whose unit says that it is a share, a rate or a time is none; without a unit it may be one.

    Returns:
        The name of the field that holds it (`baseline` or `target`), and the figure.

    Example:
        >>> goal = Goal(id="g", population="Members after birth", measure="Deaths", baseline={"value": 7})
        >>> list(small_counts(goal))
        [('baseline', 7.0)]
    """
    unit = goal.baseline.unit.strip().lower() if goal.baseline else ""
    if unit.startswith(_NOT_COUNTS):
        return
    for field, figure in (("baseline", goal.baseline), ("target", goal.target)):
        if figure is not None and 1 <= figure.value <= LARGEST_SMALL:
            yield field, figure.value
