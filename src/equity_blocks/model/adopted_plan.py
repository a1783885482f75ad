"""The plan that was adopted: what was decided, in a file that is kept for years."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.assessment import Organization
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.noun import Day, Id, Noun, Text, Weight, unsound
from equity_blocks.model.result import FrameworkRef

_PERIOD = re.compile(r"[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8})?")


class AdoptedAction(Noun):
    """One action that was adopted.

    Example:
        >>> AdoptedAction(practice="p", **{"from": "planned"}, to="in-place", owner="CIO", finish="2027-Q2").to
        'in-place'
    """

    practice: Id = Field(description="The practice, by its id in the framework of that time.")
    title: str = Field(default="", description="What the practice was called. Default: its id.")
    start_level: Id | None = Field(
        default=None, alias="from", description="The level it was planned from. Default: it was not rated then."
    )
    to: Id = Field(description="The level to be reached.")
    owner: str = Field(default="", description="Who leads it.")
    start: Text | None = Field(default=None, description="The period in which it begins. Default: no date was adopted.")
    finish: Text | None = Field(default=None, description="The period in which it ends. Default: no date was adopted.")
    effort: Weight | None = Field(default=None, description="Person-days. Default: not kept.")
    cost: Weight | None = Field(default=None, description="Money, in the client's currency. Default: none was given.")
    goals: tuple[Id, ...] = Field(default=(), description="Ids of the goals that it serves.")


class AdoptedPlan(Noun):
    """The actions of a plan that was adopted, to look back on later, whatever planner and content became of it.

    Raises:
        pydantic.ValidationError: A period has no name such as a calendar gives, or an action begins or ends in one that
            is not listed; all reasons are listed.

    Example:
        >>> kept = AdoptedPlan(made_with="2.0", framework={"id": "mini", "edition": "1", "revision": 1},
        ...     periods=["2027-Q1"], actions=[{"practice": "p", "to": "yes", "start": "2027-Q1", "finish": "2027-Q1"}])
        >>> kept.actions[0].finish, kept.framework.revision
        ('2027-Q1', 1)
    """

    schema_: Literal["equity-blocks/adopted-plan/1"] = Field(
        default="equity-blocks/adopted-plan/1",
        alias="schema",
        description="Tells what kind of file it is; needed in a file.",
    )
    made_with: Id = Field(description="The version of equity-blocks that made the plan.")
    framework: FrameworkRef = Field(description="What was rated, by id, edition and revision.")
    assessment: Id | None = Field(
        default=None, description="The id of the assessment that the plan was made from. Default: it had none."
    )
    organization: Organization | None = Field(default=None, description="Whose plan it is. Default: not told.")
    as_of: Day | None = Field(default=None, description="The date of the assessment. Default: it had none.")
    calendar: Calendar | None = Field(
        default=None, description="The calendar that was kept to. Default: the plan had no dates."
    )
    periods: tuple[Text, ...] = Field(default=(), description="The names of the calendar's periods, in order.")
    actions: tuple[AdoptedAction, ...] = Field(default=(), description="What was adopted, in the order of the plan.")

    @model_validator(mode="after")
    def _is_sound(self) -> "AdoptedPlan":
        unsound([*self._misnamed_periods(), *self._unknown_periods()])
        return self

    def _misnamed_periods(self) -> Iterator[Problem]:
        for i, period in enumerate(self.periods):
            if not _PERIOD.fullmatch(period):
                hint = "write 2027-Q1, SFY27-Q1, 2027-01 or a number"
                yield Problem("not_a_period", f"'{period}' is not the name of a period", hint, ("periods", i))

    def _unknown_periods(self) -> Iterator[Problem]:
        for i, action in enumerate(self.actions):
            for name, period in (("start", action.start), ("finish", action.finish)):
                if period is not None and period not in self.periods:
                    hint = did_you_mean(period, self.periods) or "periods lists them all"
                    yield Problem("unknown_period", f"there is no period '{period}'", hint, ("actions", i, name))

    def last_day(self, period: str | None) -> date | None:
        """Give the last day of one of its periods; `None` where there is no date."""
        if self.calendar is None or period is None:
            return None
        return self.calendar.last_day(self.periods.index(period) + 1)
