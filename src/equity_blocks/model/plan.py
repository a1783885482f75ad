"""The action plan made from one assessment."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.acceptability import Confidence
from equity_blocks.model.action import Action, Reason
from equity_blocks.model.adopted_plan import EarlierPlan, PastAction
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.goal import InitiativeStatus, Observed, Priority
from equity_blocks.model.noun import Id, Map, Noun, StrictDate, no_entries, schema_field
from equity_blocks.model.privacy import NoteText, OwnName, OwnText, PublicText, SharedWith
from equity_blocks.model.scorecard import OfAnswers, Outcome, Remark

Origin = Literal["assessment", "options", "default"]


class NotPlanned(Noun):
    """A practice that is not in the plan, and why.

    Example:
        >>> NotPlanned(practice="p", title="P", reasons=[Reason(code="decided_later")]).reasons[0].code
        'decided_later'
    """

    practice: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    reasons: tuple[Reason, ...] = Field(description="Why it is not in the plan.")
    reason: PublicText = Field(default="", description="The same in words.")


class Period(Noun):
    """A calendar slot with capacity.

    Example:
        >>> Period(id="2027-Q1", capacity=60.0, used=58.5, score=0.46).used
        58.5
    """

    id: PublicText = Field(description="A quarter (2027-Q1, SFY27-Q1), a month (2027-01), or a number.")
    capacity: float | None = Field(description="Person-days; null where it is unlimited.")
    used: float = Field(description="Person-days of the actions that run in it.")
    cost: float = Field(default=0.0, description="Money of the steps that end in it.")
    score: float | None = Field(description="The score at its end, read like `score_now`.")


MOST_PERIODS_MORE = 8
"""Up to how many more periods are tried to find what makes room. Editorial: two years of quarters."""


class Room(Noun):
    """The least that would make room for all that found none, either of the two.

    Example:
        >>> Room(periods=1, days=20).days
        20
    """

    periods: int | None = Field(
        default=None, description=f"More periods like the last one; null: not up to {MOST_PERIODS_MORE}."
    )
    days: int | None = Field(default=None, description="More person-days in each period; null: they do not do it.")


class ServedCause(Noun):
    """A root cause of a goal, and the actions that serve it or why there is none.

    Example:
        >>> ServedCause(title="Visits are offered at hours nobody can keep", importance="high", actions=[2]).reasons
        ()
    """

    title: OwnName = Field(description="The organization's own words.")
    importance: Priority = Field(description="Of the root cause, as the organization says.")
    actions: tuple[int, ...] = Field(default=(), description="Ranks of the actions on practices that it names.")
    reasons: tuple[Reason, ...] = Field(
        default=(), description="Why each practice that it names has no action; empty where one of them has."
    )
    reason: PublicText = Field(default="", description="The same in words.")


class ServedGoal(Noun):
    """A goal, and the actions that serve it.

    Example:
        >>> ServedGoal(id="g", title="Postpartum visits", aim="from 58 to 70 percent").actions
        ()
    """

    id: Id = Field(description="The goal's id.")
    title: OwnName = Field(description="The measure and the population where the goal has no title.")
    aim: OwnText = Field(default="", description="From where to where, and by when, in words.")
    actions: tuple[int, ...] = Field(default=(), description="Ranks of the actions that serve it.")
    lead: int | None = Field(default=None, description="Quarters from practice in place to a measure that can move.")
    due: StrictDate | None = Field(
        default=None, description="When its practices must be in place: the target's day less the lead; null: no day."
    )
    finish: PublicText | None = Field(
        default=None, description="The period in which the last action that serves it ends; null without a calendar."
    )
    in_time: bool | None = Field(
        default=None,
        description="Whether all actions that serve it end in periods that are over by `due`; null: there is no day, "
        "no calendar with dates, or no action.",
    )
    observed: tuple[Observed, ...] = Field(default=(), description="What the measure was since, the latest last.")
    closed: float | None = Field(
        default=None,
        description="Share of the gap from baseline to target that the latest observation closes, below 0 where the "
        "gap has widened; null where a figure is missing.",
    )
    progress: OwnText = Field(default="", description="What was observed last, in words.")
    note: NoteText = Field(default="", description="What the assessment notes of it; for the owner only.")
    causes: tuple[ServedCause, ...] = Field(default=(), description="Its root causes, in the order of the assessment.")


class CarryingInitiative(Noun):
    """An initiative of the organization, and the actions that it carries.

    Example:
        >>> CarryingInitiative(id="cab", title="Advisory board", status="existing", actions=[1]).owner
        ''
    """

    id: Id = Field(description="The initiative's id.")
    title: OwnName = Field(description="What it is called.")
    owner: OwnText = Field(default="", description="Who leads it; empty: nobody is named.")
    status: InitiativeStatus = Field(description="Whether it runs already.")
    actions: tuple[int, ...] = Field(default=(), description="Ranks of the actions that it carries.")
    note: NoteText = Field(default="", description="What the assessment notes of it; for the owner only.")


class WantedBand(Noun):
    """The band that a plan was made for, and whether it leads there.

    Example:
        >>> WantedBand(id="far", title="Far", start=0.5, is_reached=True, period="2027-Q4").period
        '2027-Q4'
    """

    id: Id = Field(description="The band's id.")
    title: PublicText = Field(description="The band's title.")
    start: float = Field(description="The score that it begins at.")
    is_reached: bool = Field(description="Whether the plan ends in it, or above.")
    period: PublicText | None = Field(
        default=None,
        description="The first period that ends in it; null where it is reached already, or without a calendar.",
    )


class Plan(OfAnswers):
    """Ordered actions that break no prerequisite.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None)
        >>> plan.actions
        ()
    """

    schema_: Literal["equity-blocks/plan/1"] = schema_field("equity-blocks/plan/1")
    planner: Literal["greedy", "exact"] = Field(description="Which planner set the dates.")
    bound: float | None = Field(
        default=None,
        description="No schedule of these steps is worth more that keeps as many dates and goes on as soon with what "
        "is under way, in runs of up to `stretch` periods over the shortest; null: not computed, or the score is no "
        "sum.",
    )
    gap: float | None = Field(
        default=None, description="How far below the bound it may be, as a share of it; null: unknown."
    )
    stretch: int | None = Field(
        default=None,
        description="Up to how many periods over its shortest run each step could take; null without a calendar.",
    )
    selection: Literal["decided", "proposed", "all", "band"] = Field(
        description="How the actions were chosen: by decisions in the assessment, proposed, all, or for a band."
    )
    band: WantedBand | None = Field(default=None, description="Null: none was asked for.")
    score_now: float | None = Field(description="The score with everything unanswered or unknown at its lowest level.")
    band_now: Outcome | None = Field(default=None, description="The band that `score_now` lies in; null: no bands.")
    score_card: float | None = Field(
        default=None, description="The score on the score card of the same assessment; null: none is shown there."
    )
    score_card_band: Outcome | None = Field(default=None, description="The band that `score_card` lies in.")
    unrated: int = Field(
        default=0, description="Practices that nobody has rated or could; they count as at their lowest level."
    )
    score_after: float | None = Field(description="The same reading once every action is done.")
    budget: float | None = Field(default=None, description="Money for all periods; null where it is unlimited.")
    lag: int = Field(
        default=1, description="Least periods from where a prerequisite ends to where what needs it begins."
    )
    calendar: Calendar | None = Field(
        default=None, description="The calendar that was kept to, periods written out. Null: the plan has no dates."
    )
    calendar_from: Map[Origin] = Field(
        default_factory=no_entries,
        description="Field of the calendar -> who said it: the assessment, the options of the plan, or nobody.",
    )
    periods: tuple[Period, ...] = Field(
        default=(), description="The calendar's periods in order; empty without a calendar."
    )
    critical: tuple[Id, ...] = Field(default=(), description="The chain of practices that decides when the plan ends.")
    actions: tuple[Action, ...] = Field(default=(), description="In the order in which they are ranked.")
    goals: Annotated[tuple[ServedGoal, ...], SharedWith("steering", ())] = Field(
        default=(), description="The goals of the assessment, and what serves them."
    )
    initiatives: Annotated[tuple[CarryingInitiative, ...], SharedWith("steering", ())] = Field(
        default=(), description="The initiatives of the assessment, and what they carry."
    )
    later: tuple[NotPlanned, ...] = Field(default=(), description="Practices that are not chosen now, and why.")
    unscheduled: tuple[NotPlanned, ...] = Field(
        default=(), description="Practices that cannot be planned, or find no room, and why."
    )
    room: Room | None = Field(
        default=None,
        description="What would make room for all that found none; null: all found some, or it is not days or periods "
        "that they lack.",
    )
    remarks: tuple[Remark, ...] = Field(default=(), description="What is doubtful about the plan as a whole.")
    confidence: Confidence | None = Field(default=None, description="Null: not asked for.")
    earlier: EarlierPlan | None = Field(default=None, description="What `past` looks back on; null: on nothing.")
    past: tuple[PastAction, ...] = Field(
        default=(),
        description="What became of each action of an earlier plan, where one was given; then what was added.",
    )
