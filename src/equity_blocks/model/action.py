"""The actions of a plan: which practice they raise, why, at what effort, and what helps with them."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.acceptability import TopShare
from equity_blocks.model.assessment import WorkProgress
from equity_blocks.model.effort import Size
from equity_blocks.model.noun import Facts, Id, Noun, keyed, no_entries
from equity_blocks.model.practice import Caution, Resource
from equity_blocks.model.privacy import OwnText, PublicText, SharedWith
from equity_blocks.model.result import Note
from equity_blocks.model.scorecard import Alternatives

Quadrant = Literal["do-first", "big-step", "quick-win", "later"]


class Reason(Noun):
    """A reason why something stands where it stands: a stable code, and the facts that fill its sentence.

    Example:
        >>> Reason(code="not_rated").data
        {}
    """

    code: Id = Field(description="Stable name of the reason.")
    data: Annotated[Facts, SharedWith("cohort")] = Field(
        default_factory=no_entries, description="The facts that fill its sentence."
    )


class Activity(Noun):
    """A practice of another framework that does a part of what an action is about.

    Example:
        >>> Activity(framework="rise-to-health-payers", practice="a", title="A").serves
        1
    """

    framework: Id = Field(description="The framework that offers it.")
    practice: Id = Field(description="Its id in that framework.")
    title: PublicText = Field(description="Its title there.")
    kind: PublicText = Field(
        default="practice", description="What its framework calls its practices, such as activity."
    )
    uses: float = Field(
        default=1.0, gt=0, le=1, description="How much of the action's practice it speaks of, above 0 up to 1."
    )
    serves: int = Field(default=1, ge=1, description="How many actions of the plan it serves.")


class Help(Noun):
    """Something that another framework found to help, or to get in the way.

    Example:
        >>> Help(framework="ahe-roadmap", id="e", title="Train staff", kind="facilitator").summary
        ''
    """

    framework: Id = Field(description="The framework that reports it.")
    id: Id = Field(description="Its id in that framework.")
    title: PublicText = Field(description="Its title there.")
    kind: PublicText = Field(description="facilitator, challenge, or what a guidance framework calls its practices.")
    summary: PublicText = Field(default="", description="What it is, in our own words.")


class PlannedEffort(Noun):
    """Person-days of an action; `low` and `high` are null where only a size is known.

    Example:
        >>> PlannedEffort(likely=30.0, size="M", basis="framework").low is None
        True
    """

    low: float | None = Field(default=None, description="At least so many; null: not told.")
    likely: float = Field(description="Most likely so many, > 0.")
    high: float | None = Field(default=None, description="At most so many; null: not told.")
    size: Size | None = Field(
        default=None,
        description="The smallest size that holds the likely days, before the organization's own size multiplies them.",
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

    practices: tuple[Id, ...] = Field(description="The action's practice, and those it needs.")
    benefit: float = Field(description="Of all its steps; only ratios inside one plan mean something.")
    effort: float = Field(description="Person-days of all its steps.")


class PlannedStep(Noun):
    """One level more of one practice.

    Example:
        >>> PlannedStep(start_level="planned", to="partial", effort=7.5, gain=0.01).to
        'partial'
    """

    start_level: Id = keyed(key="from", description="The level it begins at.")
    to: Id = Field(description="The level it ends at.")
    effort: float = Field(description="Person-days.")
    gain: float | None = Field(description="Change of the score, in its unit; null where there is no total.")
    start: PublicText | None = Field(
        default=None, description="The period in which it begins; null without a calendar."
    )
    finish: PublicText | None = Field(default=None, description="The period in which it ends.")


class Action(Noun):
    """A run of one-level steps of one practice.

    Example:
        >>> action = Action(rank=1, practice="p", title="P", block="b", start_level=None, to="partial", wave=1,
        ...     gain=0.1, benefit=0.5, effort=PlannedEffort(likely=30.0, basis="assumed"),
        ...     package=Package(practices=["p"], benefit=0.5, effort=30.0), quadrant="do-first")
        >>> action.model_dump(mode="json")["from"] is None
        True
    """

    rank: int = Field(description="Place in the plan, from 1.")
    practice: Id = Field(description="The practice that it raises.")
    title: PublicText = Field(description="The practice's title.")
    block: Id = Field(description="The block it stands in.")
    start_level: Id | None = keyed(key="from", description="null: not rated, find out first.")
    to: Id = Field(description="The level that it raises the practice to.")
    wave: int = Field(description="From 1: what can start together when capacity is unlimited.")
    start: PublicText | None = Field(
        default=None, description="The period in which it begins; null without a calendar."
    )
    finish: PublicText | None = Field(default=None, description="The period in which it ends.")
    slack: int | None = Field(
        default=None,
        description="Periods it can slip, by prerequisites alone, before something later or the end moves.",
    )
    gain: float | None = Field(description="Change of the score, in its unit; null where there is no total.")
    benefit: float = Field(description="What the plan maximizes; only ratios inside one plan mean something.")
    effort: PlannedEffort = Field(description="Person-days of its steps.")
    cost: float | None = Field(default=None, description="Money, in the client's currency; null where none was given.")
    package: Package = Field(description="The action with everything still missing that it needs.")
    waits_for: tuple[Alternatives, ...] = Field(default=(), description="Hard prerequisites that do not hold yet.")
    unlocks: tuple[Id, ...] = Field(
        default=(), description="Practices that wait for this, or for an alternative to it."
    )
    completes: tuple[Id, ...] = Field(
        default=(), description="It gains nothing by itself, but with these, which are not far enough yet either."
    )
    builds_on: tuple[Id, ...] = Field(default=(), description="Practices whose present level this can build on.")
    quadrant: Quadrant = Field(description="By importance and feasibility.")
    p_top: TopShare | None = Field(
        default=None, description="How firm its place among the first is; null: not asked for."
    )
    goals: Annotated[tuple[Id, ...], SharedWith("steering", ())] = Field(
        default=(), description="Ids of the goals that it serves."
    )
    initiatives: Annotated[tuple[Id, ...], SharedWith("steering", ())] = Field(
        default=(), description="Ids of the initiatives that carry it."
    )
    progress: WorkProgress | None = Field(
        default=None, description="What the assessment says of work on it; null where it says nothing."
    )
    owner: OwnText = Field(default="", description="Who leads it, as the assessment says; empty: nobody is named.")
    roles: tuple[Id, ...] = Field(default=(), description="Ids of the roles that lead and take part, the leader first.")
    involve: tuple[PublicText, ...] = Field(default=(), description="Who outside the organization must take part.")
    evidence: tuple[PublicText, ...] = Field(default=(), description="What would show that it is done.")
    reasons: tuple[Reason, ...] = Field(default=(), description="Why it stands where it stands.")
    reason: PublicText = Field(default="", description="The same in words.")
    notes: Annotated[tuple[Note, ...], SharedWith("owner", ())] = Field(
        default=(), description="What people wrote about it; for the owner only."
    )
    activities: tuple[Activity, ...] = Field(default=(), description="What other frameworks offer; see `add_offers`.")
    helps: tuple[Help, ...] = Field(default=(), description="What helps or gets in the way, by other frameworks.")
    cautions: tuple[Caution, ...] = Field(default=(), description="What to look out for before acting on it.")
    resources: tuple[Resource, ...] = Field(default=(), description="What its source offers to read or use.")
    steps: tuple[PlannedStep, ...] = Field(default=(), description="Its levels, one by one.")
