"""The action plan made from one assessment."""

from typing import Any, Literal

from pydantic import Field

from equity_blocks.model.calendar import Calendar
from equity_blocks.model.confidence import Confidence, TopShare
from equity_blocks.model.framework import Resource
from equity_blocks.model.goal import Observed, Priority
from equity_blocks.model.note import Note
from equity_blocks.model.noun import Day, FrozenDict, Id, Map, Noun, Text
from equity_blocks.model.offer import Activity, Help
from equity_blocks.model.past_actions import EarlierPlan, PastAction
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import HEARD, Alternatives, Outcome, Remark

Origin = Literal["assessment", "options", "default"]
Quadrant = Literal["do-first", "big-step", "quick-win", "later"]


class Reason(Noun):
    """Why something stands where it stands: a stable code, and the facts that fill its sentence.

    Example:
        >>> Reason(code="not_rated").data
        {}
    """

    code: Id
    data: Map[Any] = Field(default_factory=FrozenDict)


class PlannedEffort(Noun):
    """Person-days of an action; `low` and `high` are null where only a size is known.

    Example:
        >>> PlannedEffort(likely=30.0, size="M", basis="framework").low is None
        True
    """

    low: float | None = None
    likely: float
    high: float | None = None
    size: Literal["S", "M", "L", "XL"] | None = Field(
        default=None, description="The smallest size that holds the likely days."
    )
    basis: Literal["organization", "framework", "assumed"] = Field(
        description="organization: its own estimate; framework: editorial; assumed: none given, counted as M."
    )


class Package(Noun):
    """An action with everything still missing that it needs.

    Example:
        >>> Package(practices=["a", "b"], benefit=0.5, effort=40.0).practices
        ('a', 'b')
    """

    practices: tuple[Id, ...]
    benefit: float
    effort: float


class PlannedStep(Noun):
    """One level more of one practice.

    Example:
        >>> PlannedStep(**{"from": "planned", "to": "partial"}, effort=7.5, gain=0.01).to
        'partial'
    """

    start_level: Id = Field(alias="from")
    to: Id
    effort: float = Field(description="Person-days.")
    gain: float | None = Field(description="Change of the score, in its unit; null where there is no total.")
    start: str | None = Field(default=None, description="The period in which it begins; null without a calendar.")
    finish: str | None = Field(default=None, description="The period in which it ends.")


class Action(Noun):
    """A run of one-level steps of one practice.

    Example:
        >>> action = Action(rank=1, practice="p", title="P", block="b", **{"from": None}, to="partial", wave=1,
        ...     gain=0.1, benefit=0.5, effort=PlannedEffort(likely=30.0, basis="assumed"),
        ...     package=Package(practices=["p"], benefit=0.5, effort=30.0), quadrant="do-first")
        >>> action.model_dump(mode="json")["from"] is None
        True
    """

    rank: int = Field(description="Place in the plan, from 1.")
    practice: Id
    title: str
    block: Id
    start_level: Id | None = Field(alias="from", description="null: not rated, find out first.")
    to: Id
    wave: int = Field(description="From 1: what can start together when capacity is unlimited.")
    start: str | None = Field(default=None, description="The period in which it begins; null without a calendar.")
    finish: str | None = Field(default=None, description="The period in which it ends.")
    slack: int | None = Field(
        default=None,
        description="Periods it can slip, by prerequisites alone, before something later or the end moves.",
    )
    gain: float | None = Field(description="Change of the score, in its unit; null where there is no total.")
    benefit: float = Field(description="What the plan maximizes; only ratios inside one plan mean something.")
    effort: PlannedEffort
    cost: float | None = Field(default=None, description="Money, in the client's currency; null where none was given.")
    package: Package
    waits_for: tuple[Alternatives, ...] = Field(default=(), description="Hard prerequisites that do not hold yet.")
    unlocks: tuple[Id, ...] = Field(
        default=(), description="Practices that wait for this, or for an alternative to it."
    )
    completes: tuple[Id, ...] = Field(
        default=(), description="It gains nothing by itself, but with these, which are not far enough yet either."
    )
    builds_on: tuple[Id, ...] = Field(default=(), description="Practices whose present level this can build on.")
    quadrant: Quadrant
    p_top: TopShare | None = None
    goals: tuple[Id, ...] = ()
    initiatives: tuple[Id, ...] = ()
    progress: Literal["planned", "started", "done", "dropped"] | None = Field(
        default=None, description="What the assessment says of work on it; null where it says nothing."
    )
    owner: str = ""
    roles: tuple[Id, ...] = ()
    involve: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    reason: str = ""
    notes: tuple[Note, ...] = Field(default=(), description="What people wrote about it; for the owner only.")
    activities: tuple[Activity, ...] = Field(default=(), description="What other frameworks offer; see `add_offers`.")
    helps: tuple[Help, ...] = Field(default=(), description="What helps or gets in the way, by other frameworks.")
    resources: tuple[Resource, ...] = ()
    steps: tuple[PlannedStep, ...] = ()


class NotPlanned(Noun):
    """A practice that is not in the plan, and why.

    Example:
        >>> NotPlanned(practice="p", title="P", reasons=[Reason(code="decided_later")]).reasons[0].code
        'decided_later'
    """

    practice: Id
    title: str
    reasons: tuple[Reason, ...]
    reason: str = ""


class Period(Noun):
    """A calendar slot with capacity.

    Example:
        >>> Period(id="2027-Q1", capacity=60.0, used=58.5, score=0.46).used
        58.5
    """

    id: str = Field(description="A quarter (2027-Q1, SFY27-Q1), a month (2027-01), or a number.")
    capacity: float | None = Field(description="Person-days; null where it is unlimited.")
    used: float = Field(description="Person-days of the actions that run in it.")
    cost: float = Field(default=0.0, description="Money of the steps that end in it.")
    score: float | None = Field(description="The score at its end, read like `score_now`.")


MOST_PERIODS_MORE = 8
"""Up to how many more periods are tried to find what makes room. Editorial: two years of quarters."""


class Room(Noun):
    """What would make room for all that found none, either of the two.

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

    title: Text = Field(description="The organization's own words.")
    importance: Priority = Field(description="Of the root cause, as the organization says.")
    actions: tuple[int, ...] = Field(default=(), description="Ranks of the actions on practices that it names.")
    reasons: tuple[Reason, ...] = Field(
        default=(), description="Why each practice that it names has no action; empty where one of them has."
    )
    reason: str = Field(default="", description="The same in words.")


class ServedGoal(Noun):
    """A goal, and the actions that serve it.

    Example:
        >>> ServedGoal(id="g", title="Postpartum visits", aim="from 58 to 70 percent").actions
        ()
    """

    id: Id
    title: str = Field(description="The measure and the population where the goal has no title.")
    aim: str = Field(default="", description="From where to where, and by when, in words.")
    actions: tuple[int, ...] = Field(default=(), description="Ranks of the actions that serve it.")
    lead: int | None = Field(default=None, description="Quarters from practice in place to a measure that can move.")
    due: Day | None = Field(
        default=None, description="When its practices must be in place: the target's day less the lead; null: no day."
    )
    finish: str | None = Field(
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
    progress: str = Field(default="", description="What was observed last, in words.")
    note: str = Field(default="", description="What the assessment notes of it; for the owner only.")
    causes: tuple[ServedCause, ...] = Field(default=(), description="Its root causes, in the order of the assessment.")


class CarryingInitiative(Noun):
    """An initiative of the organization, and the actions that it carries.

    Example:
        >>> CarryingInitiative(id="cab", title="Advisory board", status="existing", actions=[1]).owner
        ''
    """

    id: Id
    title: str
    owner: str = ""
    status: Literal["planned", "existing", "ended"]
    actions: tuple[int, ...] = Field(default=(), description="Ranks of the actions that it carries.")
    note: str = Field(default="", description="What the assessment notes of it; for the owner only.")


class WantedBand(Noun):
    """The band that a plan was made for, and whether it leads there.

    Example:
        >>> WantedBand(id="far", title="Far", start=0.5, is_reached=True, period="2027-Q4").period
        '2027-Q4'
    """

    id: Id
    title: str
    start: float = Field(description="The score that it begins at.")
    is_reached: bool
    period: str | None = Field(
        default=None,
        description="The first period that ends in it; null where it is reached already, or without a calendar.",
    )


class Plan(Result):
    """Ordered actions that break no prerequisite.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None)
        >>> plan.actions
        ()
    """

    schema_: Literal["equity-blocks/plan/1"] = Field(default="equity-blocks/plan/1", alias="schema")
    assessment: Id | None = Field(
        default=None, description="The id of the assessment that it was made from; null: it has none."
    )
    planner: Literal["greedy", "exact"]
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
    selection: Literal["decided", "proposed", "all", "band"]
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
        default_factory=FrozenDict,
        description="Field of the calendar -> who said it: the assessment, the options of the plan, or nobody.",
    )
    periods: tuple[Period, ...] = ()
    critical: tuple[Id, ...] = Field(default=(), description="The chain of practices that decides when the plan ends.")
    actions: tuple[Action, ...] = ()
    goals: tuple[ServedGoal, ...] = ()
    initiatives: tuple[CarryingInitiative, ...] = ()
    later: tuple[NotPlanned, ...] = ()
    unscheduled: tuple[NotPlanned, ...] = ()
    room: Room | None = Field(
        default=None,
        description="What would make room for all that found none; null: all found some, or it is not days or periods "
        "that they lack.",
    )
    heard: int | None = Field(default=0, description=HEARD)
    remarks: tuple[Remark, ...] = ()
    confidence: Confidence | None = Field(default=None, description="Null: not asked for.")
    earlier: EarlierPlan | None = Field(default=None, description="What `past` looks back on; null: on nothing.")
    past: tuple[PastAction, ...] = Field(
        default=(),
        description="What became of each action of an earlier plan, where one was given; then what was added.",
    )
