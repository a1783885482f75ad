"""Disparities to close and work under way, as an organization states them."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.noun import Day, Id, Noun, Text

Priority = Literal["low", "normal", "high"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Baseline(Noun):
    """Where a measure stood.

    Example:
        >>> Baseline(value=58, unit="percent", period="2025").value
        58.0
    """

    value: Number
    unit: str = ""
    period: str = ""


class GoalTarget(Noun):
    """Where a measure shall stand, and by when.

    Example:
        >>> GoalTarget(value=70, by="2028-06-30").by.year
        2028
    """

    value: Number
    by: Day | None = None


class RootCause(Noun):
    """A cause of a disparity, and the practices that act on it.

    Example:
        >>> RootCause(title="Visits are offered at hours nobody can keep", practices=["care-redesign"]).importance
        'normal'
    """

    title: Text
    importance: Priority = "normal"
    feasibility: Priority = "normal"
    practices: tuple[Id, ...] = ()


class Goal(Noun):
    """A disparity to close.

    Example:
        >>> Goal(id="g", population="Members after birth", measure="Postpartum visit").root_causes
        ()
    """

    id: Id
    title: str = ""
    population: Text
    measure: Text
    baseline: Baseline | None = None
    target: GoalTarget | None = None
    root_causes: tuple[RootCause, ...] = ()
    note: str = ""


class Initiative(Noun):
    """Work that the organization already has or plans, and the practices it carries.

    Example:
        >>> Initiative(id="cab", title="Community advisory board", practices=["stakeholder-involvement"]).status
        'planned'
    """

    id: Id
    title: Text
    owner: str = ""
    status: Literal["planned", "existing", "ended"] = "planned"
    practices: tuple[Id, ...] = ()
    note: str = ""
