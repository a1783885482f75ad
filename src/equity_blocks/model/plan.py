"""The action plan made from one assessment."""

from typing import Any, Literal

from pydantic import Field

from equity_blocks.model.framework import Resource
from equity_blocks.model.noun import FrozenDict, Id, Map, Noun
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import Alternatives

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
    size: Literal["S", "M", "L", "XL"] | None = Field(None, description="The smallest size that holds the likely days.")
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
    gain: float = Field(description="Change of the score, in its unit.")
    start: str | None = None
    finish: str | None = None


class TopShare(Noun):
    """In which share of the variations an action keeps its place among the first k.

    Example:
        >>> TopShare(k=5, p=0.93, half_width=0.02).k
        5
    """

    k: int
    p: float
    half_width: float


class Activity(Noun):
    """What another framework offers for an action.

    Example:
        >>> Activity(framework="rise-to-health-payers", practice="a", title="A").practice
        'a'
    """

    framework: Id
    practice: Id
    title: str


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
    start: str | None = None
    finish: str | None = None
    gain: float = Field(description="Change of the score, in its unit.")
    benefit: float = Field(description="What the plan maximizes; only ratios inside one plan mean something.")
    effort: PlannedEffort
    package: Package
    waits_for: tuple[Alternatives, ...] = Field((), description="Hard prerequisites that do not hold yet.")
    unlocks: tuple[Id, ...] = Field((), description="Practices that wait for this, or for an alternative to it.")
    builds_on: tuple[Id, ...] = Field((), description="Practices whose present level this can build on.")
    quadrant: Quadrant
    p_top: TopShare | None = None
    goals: tuple[Id, ...] = ()
    initiatives: tuple[Id, ...] = ()
    owner: str = ""
    roles: tuple[Id, ...] = ()
    involve: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    reason: str = ""
    activities: tuple[Activity, ...] = ()
    resources: tuple[Resource, ...] = ()
    steps: tuple[PlannedStep, ...] = ()


class Left(Noun):
    """A practice that is not in the plan, and why.

    Example:
        >>> Left(practice="p", title="P", reasons=[Reason(code="decided_later")]).reasons[0].code
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

    id: str
    capacity: float
    used: float
    score: float


class Plan(Result):
    """Ordered actions that break no prerequisite.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None)
        >>> plan.actions
        ()
    """

    schema_: Literal["equity-blocks/plan/1"] = Field("equity-blocks/plan/1", alias="schema")
    planner: Literal["greedy", "exact"]
    bound: float | None = None
    gap: float | None = None
    selection: Literal["decided", "proposed", "all"]
    score_now: float | None = Field(description="The score with everything unanswered or unknown at its lowest level.")
    score_after: float | None = Field(description="The same reading once every action is done.")
    periods: tuple[Period, ...] = ()
    actions: tuple[Action, ...] = ()
    later: tuple[Left, ...] = ()
    unscheduled: tuple[Left, ...] = ()
