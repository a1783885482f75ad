"""Explanations: parts of a number, what would raise it, its policy in words, and what the lenses take away."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.aggregates import Aggregate
from equity_blocks.model.assessment import Check
from equity_blocks.model.noun import Flag, Id, Map, Noun, StrictDate, Text, no_entries, schema_field
from equity_blocks.model.privacy import NUMBER, NoteText, OwnName, OwnText, PublicText, SharedWith
from equity_blocks.model.publishing import Output, Rounding
from equity_blocks.model.rating import Agreed, Status
from equity_blocks.model.respondents import RespondentAnswer
from equity_blocks.model.result import Note
from equity_blocks.model.scorecard import Alternatives, NextStage, Outcome, Scored, Share
from equity_blocks.model.scoring import Asks, EmptyBlock, EmptyStage, Missing, NotApplicable, Over


class ExplainedPart(Noun):
    """A part that stands directly in a node: a block, a practice, or a criterion of a practice.

    Example:
        >>> ExplainedPart(kind="block", id="b", title="B", weight=1.0, value=0.5, contribution=0.25).contribution
        0.25
    """

    kind: Literal["block", "practice", "criterion"] = Field(description="What it is.")
    id: Id = Field(description="Its id.")
    title: PublicText = Field(description="Its title.")
    weight: float = Field(description="Relative to the other parts.")
    value: Share = Field(
        default=None, description="In [0, 1]; null where it has none, or where too little is answered."
    )
    contribution: Share = Field(
        default=None, description="Its part of the node's value; null where the node does not add up."
    )


class ListedEvidence(Noun):
    """Evidence that a rating lists.

    Example:
        >>> ListedEvidence(id="charter", title="Charter").counts is None
        True
    """

    id: Annotated[Text, SharedWith("steering", NUMBER)] = Field(description="Its key in the register.")
    title: OwnName = Field(description="What it is called.")
    kind: OwnText = Field(default="", description="What kind of document it is; empty: not told.")
    profile: Annotated[Map[Id], SharedWith("steering", {})] = Field(
        default_factory=no_entries,
        description="What a contract is, by the kinds that the framework tells apart: a statement's id -> a choice's.",
    )
    newest: StrictDate | None = Field(default=None, description="The later of its date and its last review.")
    checked: Check | None = Field(default=None, description="Who verified it, and when; null: nobody.")
    counts: Flag | None = Field(
        default=None, description="Whether the policy lets it count; null: the assessment has no date."
    )


class Grounds(Noun):
    """The grounds of a practice's value, for whoever has to check it.

    Example:
        >>> Grounds(rule=["Its level was rated directly."], place="riverbend-2026.yaml:41").answers
        ()
    """

    rule: tuple[PublicText, ...] = Field(description="How its value comes from its rating, one sentence each.")
    answers: Annotated[tuple[RespondentAnswer, ...], SharedWith("owner", ())] = Field(
        default=(), description="Who answered what, and when; for the owner only."
    )
    agreed: Annotated[Agreed | None, SharedWith("owner", None)] = Field(
        default=None, description="What the group settled on, in place of single answers; for the owner only."
    )
    evidence: Annotated[tuple[ListedEvidence, ...], SharedWith("steering", ())] = Field(
        default=(), description="What the rating lists; for the organization only."
    )
    place: NoteText = Field(
        default="", description="File and line of the rating; empty: it was not read from a file. For the owner only."
    )


class ExplainedPractice(Noun):
    """The contribution of one practice to a node's value, and what one level more would add.

    Example:
        >>> ExplainedPractice(id="p", title="P", block="b", status="unanswered").gain is None
        True
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    block: Id = Field(description="The block it stands in.")
    status: Status = Field(description="What is said about it.")
    level: Id | None = Field(default=None, description="The level it holds, as rated; null when not rated.")
    value: Share = Field(default=None, description="What it counts, in [0, 1]; null: nothing.")
    contribution: Share = Field(
        default=None, description="Its part of the node's value; the parts add up to it exactly."
    )
    next_level: Id | None = Field(default=None, description="One level more; null at the top and out of scope.")
    gain: float | None = Field(
        default=None,
        description="Exact change of the node's value by one level more. What nobody rated counts at the lowest level "
        "before it, and at the next one after it.",
    )
    notes: Annotated[tuple[Note, ...], SharedWith("owner", ())] = Field(
        default=(), description="What people wrote about it; for the owner only."
    )
    grounds: Grounds | None = Field(default=None, description="What its value rests on; null: not told.")


class NodeAbove(Noun):
    """A node around the one explained, and what that one makes of its value.

    Example:
        >>> NodeAbove(title="Mini", value=0.5, contribution=0.1).id is None
        True
    """

    id: Id | None = Field(default=None, description="The block; null for the framework as a whole.")
    title: PublicText = Field(description="Its title.")
    value: Share = Field(default=None, description="Its value, in [0, 1]; null: withheld, or nothing counts.")
    counts: Flag = Field(
        default=True, description="Whether it counts there as such; false: what stands in it counts instead."
    )
    contribution: Share = Field(
        default=None, description="What the explained node adds to that value; null where it does not add up."
    )
    gain: float | None = Field(
        default=None, description="Of a practice: change of that node's value by one level more."
    )


class CappedPractice(Noun):
    """A practice that a lens lowers.

    Example:
        >>> CappedPractice(id="p", title="P", level="in-place", counts_as="partial", points=0.01).unmet
        ()
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
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
    """The points that a lens takes away from a node's value, and where.

    Example:
        >>> LensGap(lens="consistent", value=0.3, points=0.1).practices
        ()
    """

    lens: Literal["consistent", "evidenced"] = Field(description="Through which lens it is seen.")
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

    aggregate: Aggregate = Field(description="How the value comes from the parts.")
    over: Over = Field(description="Over which parts.")
    unanswered: Missing = Field(description="What nobody answered counts.")
    not_applicable: NotApplicable = Field(description="What does not apply counts.")
    minimum_share: float | None = Field(default=None, description="blend: the share of the minimum; null for others.")
    empty_stage: EmptyStage | None = Field(default=None, description="gate: what an empty stage is.")
    asks: Asks | None = Field(default=None, description="gate: what each stage asks, where that is said.")
    empty_block: EmptyBlock = Field(
        default="exclude", description="What it counts above it where nothing in it applies or is pursued."
    )
    output: Output | None = Field(default=None, description="The range in which the value is published; null: none.")
    rounding: Rounding | None = Field(default=None, description="How the published figure is rounded; null: it is not.")
    min_coverage: float = Field(description="Share answered below which the value is withheld, in [0, 1].")


class Explanation(Scored):
    """The explanation of a node's value.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Explanation(framework=ref, kind="framework", title="F").value is None
        True
    """

    schema_: Literal["equity-blocks/explanation/1"] = schema_field("equity-blocks/explanation/1")
    node: Id | None = Field(default=None, description="A block or a practice; null for the framework as a whole.")
    kind: Literal["framework", "block", "practice"] = Field(description="What is explained.")
    title: PublicText = Field(description="Its title.")
    value: Share = Field(default=None, description="In [0, 1]; null where too little is answered, or nothing counts.")
    low: Share = Field(default=None, description="The value if all that is open were at 0.")
    high: Share = Field(default=None, description="The value if all that is open were at 1.")
    band: Outcome | None = Field(default=None, description="The band that the value lies in; null: no bands.")
    output: float | None = Field(default=None, description="The value as it is published, where a range is declared.")
    next_stage: NextStage | None = Field(
        default=None, description="What is missing for the next stage, as on the score card; null where there is none."
    )
    points: float | None = Field(default=None, description="Points reached, where points add up; null elsewhere.")
    attainable: float | None = Field(default=None, description="Points that what counts could reach; null likewise.")
    distribution: Map[int] = Field(
        default_factory=no_entries, description="Level -> how many rated practices below the node hold it."
    )
    is_additive: bool = Field(
        default=False, description="Whether the contributions of the practices add up to the value."
    )
    parts: tuple[ExplainedPart, ...] = Field(default=(), description="What stands directly in it.")
    practices: tuple[ExplainedPractice, ...] = Field(
        default=(), description="Every practice below it, in source order."
    )
    above: tuple[NodeAbove, ...] = Field(default=(), description="The nodes around it, the innermost first.")
    note: NoteText = Field(
        default="", description="Of the whole: what is noted of the assessment; for the owner only. Else empty."
    )
    consistent: LensGap | None = Field(
        default=None, description="What the prerequisites take away; null: there is no value."
    )
    evidenced: LensGap | None = Field(default=None, description="Null where the assessment has no date.")
    policy: NodePolicy | None = Field(
        default=None, description="Null for a practice, whose value comes from its rating."
    )
    policy_in_words: tuple[PublicText, ...] = Field(
        default=(), description="One sentence each; for a practice, how its value comes from its rating."
    )
