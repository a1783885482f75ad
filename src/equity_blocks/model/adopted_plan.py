"""The plan that was adopted: what was decided, in a file that is kept for years."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.assessment import Organization, WorkProgress
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.noun import Id, Noun, StrictDate, Text, Weight, keyed, unsound
from equity_blocks.model.privacy import PublicText
from equity_blocks.model.result import FrameworkRef

_PERIOD = re.compile(r"[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8})?")


class AdoptedAction(Noun):
    """One action that was adopted.

    Example:
        >>> AdoptedAction(practice="p", start_level="planned", to="in-place", owner="CIO", finish="2027-Q2").to
        'in-place'
    """

    practice: Id = Field(description="The practice, by its id in the framework of that time.")
    title: str = Field(default="", description="What the practice was called. Default: its id.")
    start_level: Id | None = keyed(
        key="from", default=None, description="The level it was planned from. Default: it was not rated then."
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

    schema_: Literal["equity-blocks/adopted-plan/1"] = keyed(
        key="schema",
        default="equity-blocks/adopted-plan/1",
        description="Tells what kind of file it is; needed in a file.",
    )
    made_with: Id = Field(description="The version of equity-blocks that made the plan.")
    framework: FrameworkRef = Field(description="What was rated, by id, edition and revision.")
    assessment: Id | None = Field(
        default=None, description="The id of the assessment that the plan was made from. Default: it had none."
    )
    organization: Organization | None = Field(default=None, description="Whose plan it is. Default: not told.")
    as_of: StrictDate | None = Field(default=None, description="The date of the assessment. Default: it had none.")
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
                message = f"'{period}' is not the name of a period"
                hint = "write 2027-Q1, SFY27-Q1, 2027-01 or a number"
                yield Problem("not_a_period", message, hint, ("periods", i), data={"found": period})

    def _unknown_periods(self) -> Iterator[Problem]:
        for i, action in enumerate(self.actions):
            for name, period in (("start", action.start), ("finish", action.finish)):
                if period is not None and period not in self.periods:
                    message, hint = f"there is no period '{period}'", "periods lists them all"
                    path = ("actions", i, name)
                    yield unknown_name("unknown_period", message, period, self.periods, path, hint=hint)

    def last_day(self, period: str | None) -> date | None:
        """Give the last day of one of its periods; `None` where there is no date."""
        if self.calendar is None or period is None:
            return None
        return self.calendar.last_day(self.periods.index(period) + 1)


Outcome = Literal["done", "late", "open", "dropped", "added"]
"""What became of an action that was planned earlier.

* `done`: its practice is rated at the level, or above it.
* `late`: not done, and its period was over before the date of the assessment, or the plan now ends it later.
* `open`: not done, and nothing says that it is late: it has no date, or a date that the plan still keeps.
* `dropped`: not done, and nobody works on it any more; `dropped_as` says why.
* `added`: an action of the plan now that was not planned earlier.
"""

Dropped = Literal[
    "work_dropped", "not_pursued", "not_applicable", "removed", "split", "merged", "unclear", "level_removed"
]
"""Why nobody works on an action any more.

* `work_dropped`, `not_pursued`, `not_applicable`: so says the assessment.
* `removed`, `split`, `merged`: what the framework did with the practice; `unclear`: its id is in use, and nothing tells
  whether for the same practice.
* `level_removed`: the practice's scale has no such level any more.
"""


class PastAction(Noun):
    """An action that was planned earlier or has been added since, and what became of it.

    Example:
        >>> PastAction(practice="p", title="P", start_level="planned", to="in-place", now="partial", change="raised",
        ...     finish="2027-Q2", new_finish="2027-Q3", outcome="late").dropped_as is None
        True
    """

    practice: Id = Field(description="The practice, by its id when it was planned.")
    successor: Id | None = Field(default=None, description="Its id now; null: the same, or it is gone.")
    title: PublicText = Field(description="What the practice was called when it was planned.")
    start_level: Id | None = keyed(key="from", description="The level it was planned from; null: not rated then.")
    to: Id = Field(description="The level it was planned to reach.")
    now: Id | None = Field(description="The level it holds now; null: not rated.")
    change: Literal["raised", "unchanged", "fallen"] | None = Field(
        default=None, description="From the level that it was planned from to now; null: one of them is not known."
    )
    progress: WorkProgress | None = Field(default=None, description="What the later assessment says of the work.")
    outcome: Outcome = Field(description="What became of it.")
    dropped_as: Dropped | None = Field(default=None, description="Why it is dropped; null: it is not.")
    start: PublicText | None = Field(default=None, description="The period in which it was to begin; null: no date.")
    finish: PublicText | None = Field(default=None, description="The period in which it was to end; null: no date.")
    new_start: PublicText | None = Field(
        default=None, description="The period in which the plan now begins these levels; null: not planned or no date."
    )
    new_finish: PublicText | None = Field(
        default=None, description="The period in which the plan now reaches the level; null: not planned or no date."
    )


class EarlierPlan(Noun):
    """The plan that is looked back on.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> EarlierPlan(is_adopted=True, framework=FrameworkRef(id="f", edition="1", revision=1), as_of="2026-09-30",
        ...     made_with="2.0").as_of.year
        2026
    """

    is_adopted: bool = Field(description="Whether it was kept; else it is made now, of an earlier assessment.")
    framework: FrameworkRef = Field(description="What it was made for.")
    as_of: StrictDate | None = Field(default=None, description="The date of its assessment; null: it has none.")
    made_with: PublicText | None = Field(
        default=None, description="The version of equity-blocks that made it; null: it is made now."
    )
    named_revision: int | None = Field(
        default=None,
        description="The revision that the earlier assessment names, where it was read by another one, that of "
        "`framework`. null: it names that one, or none; or the plan was kept.",
    )
