"""Why a number is what it is: its parts, what would raise it, its policy in words, and what the lenses take away."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.assessment import Status
from equity_blocks.model.note import Note
from equity_blocks.model.noun import Flag, FrozenDict, Id, Map, Noun
from equity_blocks.model.publishing import Output, Rounding
from equity_blocks.model.scorecard import Alternatives, NextStage, Outcome, Scored, Share
from equity_blocks.model.scoring import Aggregate, Asks, EmptyBlock, EmptyStage, Missing, NotApplicable, Over


class ExplainedPart(Noun):
    """What stands directly in a node: a block, a practice, or a criterion of a practice.

    Example:
        >>> ExplainedPart(kind="block", id="b", title="B", weight=1.0, value=0.5, contribution=0.25).contribution
        0.25
    """

    kind: Literal["block", "practice", "criterion"]
    id: Id
    title: str
    weight: float = Field(description="Relative to the other parts.")
    value: Share = Field(
        default=None, description="In [0, 1]; null where it has none, or where too little is answered."
    )
    contribution: Share = Field(
        default=None, description="Its part of the node's value; null where the node does not add up."
    )


class ExplainedPractice(Noun):
    """What one practice makes of a node's value, and what one level more would.

    Example:
        >>> ExplainedPractice(id="p", title="P", block="b", status="unanswered").gain is None
        True
    """

    id: Id
    title: str
    block: Id = Field(description="The block it stands in.")
    status: Status
    level: Id | None = Field(default=None, description="The level it holds, as rated; null when not rated.")
    value: Share = None
    contribution: Share = Field(
        default=None, description="Its part of the node's value; the parts add up to it exactly."
    )
    next_level: Id | None = Field(default=None, description="One level more; null at the top and out of scope.")
    gain: float | None = Field(
        default=None,
        description="Exact change of the node's value by one level more. What nobody rated counts at the lowest level "
        "before it, and at the next one after it.",
    )
    notes: tuple[Note, ...] = Field(default=(), description="What people wrote about it; for the owner only.")


class NodeAbove(Noun):
    """A node around the one explained, and what that one makes of its value.

    Example:
        >>> NodeAbove(title="Mini", value=0.5, contribution=0.1).id is None
        True
    """

    id: Id | None = Field(default=None, description="The block; null for the framework as a whole.")
    title: str
    value: Share = None
    counts: Flag = Field(
        default=True, description="Whether it counts there as such; false: what stands in it counts instead."
    )
    contribution: Share = None
    gain: float | None = Field(
        default=None, description="Of a practice: change of that node's value by one level more."
    )


class CappedPractice(Noun):
    """A practice that a lens lowers.

    Example:
        >>> CappedPractice(id="p", title="P", level="in-place", counts_as="partial", points=0.01).unmet
        ()
    """

    id: Id
    title: str
    level: Id = Field(description="As rated.")
    counts_as: Id = Field(description="The level that the lens leaves.")
    points: float | None = Field(description="What the node's value loses when this practice alone is lowered.")
    unmet: tuple[Alternatives, ...] = Field(default=(), description="Consistent: the prerequisites that do not hold.")


class RestsOn(Alternatives):
    """An unmet prerequisite, and what rests on it.

    Example:
        >>> RestsOn(any_of=[{"practice": "a", "level": "partial"}], practices=["p"], points=0.01).practices
        ('p',)
    """

    practices: tuple[Id, ...] = Field(description="The practices that it caps.")
    points: float | None = Field(description="What the node's value loses when these practices are lowered together.")


class LensGap(Noun):
    """What a lens takes away from a node's value, and where.

    Example:
        >>> LensGap(lens="consistent", value=0.3, points=0.1).practices
        ()
    """

    lens: Literal["consistent", "evidenced"]
    value: Share = Field(default=None, description="The node's value through this lens.")
    points: float | None = Field(default=None, description="What is lost in all.")
    practices: tuple[CappedPractice, ...] = Field(
        default=(), description="The one that most points rest on comes first."
    )
    rests_on: tuple[RestsOn, ...] = Field(
        default=(), description="Consistent: by prerequisite. A practice that lacks two stands under both."
    )


class NodePolicy(Noun):
    """The policy of one node with everything filled in.

    Example:
        >>> NodePolicy(aggregate="mean", over="children", unanswered="exclude", not_applicable="exclude",
        ...     min_coverage=0.5).output is None
        True
    """

    aggregate: Aggregate
    over: Over
    unanswered: Missing
    not_applicable: NotApplicable
    minimum_share: float | None = Field(default=None, description="blend: the share of the minimum; null for others.")
    empty_stage: EmptyStage | None = Field(default=None, description="gate: what an empty stage is.")
    asks: Asks | None = Field(default=None, description="gate: what each stage asks, where that is said.")
    empty_block: EmptyBlock = Field(
        default="exclude", description="What it counts above it where nothing in it applies or is pursued."
    )
    output: Output | None = None
    rounding: Rounding | None = None
    min_coverage: float


class Explanation(Scored):
    """Why a node's value is what it is.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Explanation(framework=ref, kind="framework", title="F").value is None
        True
    """

    schema_: Literal["equity-blocks/explanation/1"] = Field(default="equity-blocks/explanation/1", alias="schema")
    node: Id | None = Field(default=None, description="A block or a practice; null for the framework as a whole.")
    kind: Literal["framework", "block", "practice"]
    title: str
    value: Share = Field(default=None, description="In [0, 1]; null where too little is answered, or nothing counts.")
    low: Share = None
    high: Share = None
    band: Outcome | None = None
    output: float | None = Field(default=None, description="The value as it is published, where a range is declared.")
    next_stage: NextStage | None = Field(
        default=None, description="What is missing for the next stage, as on the score card; null where there is none."
    )
    points: float | None = Field(default=None, description="Points reached, where points add up; null elsewhere.")
    attainable: float | None = Field(default=None, description="Points that what counts could reach; null likewise.")
    distribution: Map[int] = Field(
        default_factory=FrozenDict, description="Level -> how many rated practices below the node hold it."
    )
    is_additive: bool = Field(
        default=False, description="Whether the contributions of the practices add up to the value."
    )
    parts: tuple[ExplainedPart, ...] = Field(default=(), description="What stands directly in it.")
    practices: tuple[ExplainedPractice, ...] = Field(
        default=(), description="Every practice below it, in source order."
    )
    above: tuple[NodeAbove, ...] = Field(default=(), description="The nodes around it, the innermost first.")
    note: str = Field(
        default="", description="Of the whole: what is noted of the assessment; for the owner only. Else empty."
    )
    consistent: LensGap | None = None
    evidenced: LensGap | None = Field(default=None, description="Null where the assessment has no date.")
    policy: NodePolicy | None = Field(
        default=None, description="Null for a practice, whose value comes from its rating."
    )
    policy_in_words: tuple[str, ...] = Field(
        default=(), description="One sentence each; for a practice, how its value comes from its rating."
    )
