"""The result of comparing two assessments of one framework."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.assessment import Organization
from equity_blocks.model.noun import Flag, Id, Noun, StrictDate, Text, keyed, schema_field
from equity_blocks.model.privacy import OwnName, OwnText, PublicText, SharedWith
from equity_blocks.model.rating import Status
from equity_blocks.model.result import FrameworkRef, by_id
from equity_blocks.model.scorecard import Remark, Scope, Scored, Share

Cause = Literal["framework", "scope", "respondents", "ratings"]
"""Why a score changed, in the order in which the causes are replayed."""


class Side(Noun):
    """One of the two assessments that are compared.

    Example:
        >>> Side(framework=FrameworkRef(id="f", edition="1", revision=1)).final
        False
    """

    framework: FrameworkRef = Field(description="What was rated then.")
    assessment: Annotated[Id | None, SharedWith("client", None)] = Field(
        default=None, description="The id of that assessment; null: it has none."
    )
    organization: Organization | None = Field(default=None, description="Whose it is; null: not told.")
    as_of: StrictDate | None = Field(default=None, description="The date of that assessment; null: it has none.")
    final: Flag = Field(default=False, description="Whether its ratings were final.")
    scope: Scope = Field(
        default_factory=Scope, description="How many practices there were, by what was said about them."
    )
    coverage: Share = Field(default=None, description="Weighted share of what applied then that was rated, in [0, 1].")
    remarks: tuple[Remark, ...] = Field(default=(), description="What is doubtful about the score of then.")


class Change(Noun):
    """The change of one value in [0, 1]; `None` means "no value", never 0.

    Example:
        >>> Change(before=0.25, after=0.5, change=0.25, percent=100.0).percent
        100.0
    """

    before: float | None = Field(default=None, description="The value then, in [0, 1]; null: none.")
    after: float | None = Field(default=None, description="The value now, in [0, 1]; null: none.")
    change: float | None = Field(default=None, description="after - before, in [-1, 1]; null where either is null.")
    percent: float | None = Field(
        default=None, description="The change in percent of before, unrounded; null where before is 0 or null."
    )


class _Named(Noun):
    id: Id = Field(description="Id of the practice, block or goal.")
    title: PublicText = Field(description="Its title.")


class LevelMove(Noun):
    """The levels before and after; null where none is given.

    Example:
        >>> LevelMove(start="planned", to="partial").model_dump()
        {'from': 'planned', 'to': 'partial'}
    """

    start: Id | None = keyed(key="from", default=None, description="The level before; null: none.")
    to: Id | None = Field(default=None, description="The level after; null: none.")


class StatusMove(Noun):
    """The kind of statement before and after; null where the practice was not in that framework.

    Example:
        >>> StatusMove(start="unanswered", to="rated").to
        'rated'
    """

    start: Status | None = keyed(
        key="from", default=None, description="The status before; null: the practice was not in that framework."
    )
    to: Status | None = Field(default=None, description="The status after; null likewise.")


class PracticeChange(Change, _Named):
    """The change of one practice.

    Example:
        >>> PracticeChange(id="p", title="P", status=StatusMove(start="unknown", to="rated"), cause="scope").cause
        'scope'
    """

    status: StatusMove = Field(description="Kind of statement before and after.")
    level: LevelMove = Field(default_factory=LevelMove, description="Level before and after.")
    cause: Cause | None = Field(
        default=None, description="The step of the split that replays its change; null: no change."
    )
    like_for_like: Flag = Field(default=False, description="Rated both times, and by the same respondents.")


class SplitPart(Noun):
    """One step of the split of a change.

    Example:
        >>> SplitPart(cause="ratings", practices=["p"], change=0.1, score=0.6).score
        0.6
    """

    cause: Cause = Field(description="What is replayed in this step.")
    practices: tuple[Id, ...] = Field(default=(), description="Practices whose ratings are replayed in this step.")
    change: float | None = Field(
        default=None,
        description="What this step adds; the steps sum to the change exactly. Null where an end is withheld, and for "
        "the framework where the revision that was rated is not at hand.",
    )
    score: float | None = Field(default=None, description="The value after this step.")


class BlockChange(Change, _Named):
    """The change of one block, and of what stands in it.

    Example:
        >>> BlockChange(id="b", title="B", before=0.5, after=0.5, change=0.0, percent=0.0).practices
        ()
    """

    split: tuple[SplitPart, ...] = Field(
        default=(), description="As for the whole; the steps sum to the block's change."
    )
    reread: float | None = Field(
        default=None,
        description="The value of the earlier ratings, carried over to the framework of now; null: none, or one "
        "framework was rated both times.",
    )
    blocks: tuple["BlockChange", ...] = Field(default=(), description="The blocks in it.")
    practices: tuple[PracticeChange, ...] = Field(default=(), description="The practices that stand directly in it.")


class LikeForLike(Change):
    """The change over the practices that can be compared without reserve.

    Example:
        >>> LikeForLike(before=0.4, after=0.5, change=0.1, percent=25.0, practices=30, coverage=0.8).practices
        30
    """

    practices: int = Field(default=0, description="How many practices are rated both times by the same respondents.")
    coverage: float | None = Field(default=None, description="Their weighted share of what applies now, in [0, 1].")


class Regression(_Named):
    """A practice that counts less than before.

    Example:
        >>> Regression(id="p", title="P", level=LevelMove(start="partial", to="planned"), change=-0.25).change
        -0.25
    """

    level: LevelMove = Field(description="Level before and after.")
    change: float = Field(description="Change of the practice's value, below 0.")


class LostEvidence(_Named):
    """A practice that current evidence showed before, and shows no longer.

    Example:
        >>> LostEvidence(id="p", title="P", level="partial", evidence=["charter"]).evidence
        ('charter',)
    """

    level: Id | None = Field(default=None, description="The level that is rated now; null: not rated.")
    evidence: Annotated[tuple[Text, ...], SharedWith("steering", ())] = Field(
        default=(), description="What was current before, by its id in the older register."
    )


class GoalChange(_Named):
    """The progress of a goal that both assessments have.

    Example:
        >>> GoalChange(id="g", title="Postpartum visits", start=58, then=58, now=61, target=70, is_closing=True,
        ...     closed=0.25).now
        61.0
    """

    start: float | None = Field(default=None, description="The baseline as the later assessment gives it.")
    start_then: float | None = Field(default=None, description="The baseline as the earlier assessment gives it.")
    then: float | None = Field(
        default=None, description="What the earlier assessment observed last; its baseline where it observed nothing."
    )
    now: float | None = Field(default=None, description="The same of the later assessment.")
    target: float | None = Field(default=None, description="As the later assessment gives it.")
    title: OwnName = Field(description="The goal's title, or its measure and population.")
    unit: OwnText = Field(default="", description="Of all these figures.")
    period: OwnText = Field(default="", description="When the baseline was measured, as the later assessment says.")
    period_then: OwnText = Field(default="", description="The same of the earlier assessment.")
    is_closing: bool | None = Field(
        default=None,
        description="Whether the measure is nearer to the target now than then; null: a figure is missing, there is no "
        "later one, or the two assessments name other units.",
    )
    closed: float | None = Field(
        default=None,
        description="Share of the gap from baseline to target that the latest observation closes, below 0 where the "
        "gap has widened; null where a figure is missing.",
    )


class Comparison(Scored):
    """The comparison of an assessment with a later one. The head is that of the later one.

    Example:
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Comparison(framework=ref, before=Side(framework=ref), score=Change(), like_for_like=LikeForLike()).split
        ()
    """

    schema_: Literal["equity-blocks/comparison/1"] = schema_field("equity-blocks/comparison/1")
    before: Side = Field(description="The earlier assessment.")
    score: Change = Field(
        description="The overall score as it was published: that of then by the framework that was rated then."
    )
    reread: Change | None = Field(
        default=None,
        description="The overall score where the earlier ratings are carried over to the framework of now, as "
        "`migrate` does, and scored there; null: one framework was rated both times, or that of then is not at hand.",
    )
    like_for_like: LikeForLike = Field(description="The change over what can be compared without reserve.")
    split: tuple[SplitPart, ...] = Field(
        default=(), description="framework, scope, respondents, ratings: in this order."
    )
    blocks: tuple[BlockChange, ...] = Field(default=(), description="What became of each block, in source order.")
    gone: tuple[PracticeChange, ...] = Field(
        default=(), description="Practices whose rating lives on in no single practice: removed, split or merged."
    )
    regressions: tuple[Regression, ...] = Field(default=(), description="The largest loss first.")
    lost_evidence: tuple[LostEvidence, ...] | None = Field(default=(), description="null where a date is missing.")
    goals: Annotated[tuple[GoalChange, ...], SharedWith("steering", ())] = Field(
        default=(), description="Goals that both assessments have, by their ids."
    )

    @property
    def practices(self) -> dict[str, PracticeChange]:
        """Every practice of the framework by its id, in source order."""
        return by_id(self.blocks)
