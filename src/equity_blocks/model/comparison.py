"""The result of comparing two assessments of one framework."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.assessment import Organization, Status
from equity_blocks.model.noun import Day, Flag, Id, Noun, Text
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

    framework: FrameworkRef
    organization: Organization | None = None
    as_of: Day | None = None
    final: Flag = False
    scope: Scope = Field(default_factory=Scope)
    coverage: Share = Field(default=None, description="Weighted share of what applied then that was rated, in [0, 1].")
    remarks: tuple[Remark, ...] = Field(default=(), description="What is doubtful about the score of then.")


class Change(Noun):
    """What became of one value in [0, 1]; `None` means "no value", never 0.

    Example:
        >>> Change(before=0.25, after=0.5, change=0.25, percent=100.0).percent
        100.0
    """

    before: float | None = None
    after: float | None = None
    change: float | None = Field(default=None, description="after - before, in [-1, 1]; null where either is null.")
    percent: float | None = Field(
        default=None, description="The change in percent of before, unrounded; null where before is 0 or null."
    )


class _Named(Noun):
    id: Id
    title: str


class LevelMove(Noun):
    """The levels before and after; null where none is given.

    Example:
        >>> LevelMove(**{"from": "planned"}, to="partial").model_dump()
        {'from': 'planned', 'to': 'partial'}
    """

    start: Id | None = Field(default=None, alias="from")
    to: Id | None = None


class StatusMove(Noun):
    """What kind of statement was made before and after; null where the practice was not in that framework.

    Example:
        >>> StatusMove(**{"from": "unanswered"}, to="rated").to
        'rated'
    """

    start: Status | None = Field(default=None, alias="from")
    to: Status | None = None


class PracticeChange(Change, _Named):
    """What became of one practice.

    Example:
        >>> PracticeChange(id="p", title="P", status=StatusMove(**{"from": "unknown"}, to="rated"), cause="scope").cause
        'scope'
    """

    status: StatusMove
    level: LevelMove = Field(default_factory=LevelMove)
    cause: Cause | None = Field(
        default=None, description="The step of the split that replays its change; null: no change."
    )
    like_for_like: Flag = Field(default=False, description="Rated both times, and by the same respondents.")


class BlockChange(Change, _Named):
    """What became of one block, and of what stands in it.

    Example:
        >>> BlockChange(id="b", title="B", before=0.5, after=0.5, change=0.0, percent=0.0).practices
        ()
    """

    split: tuple["SplitPart", ...] = Field(
        default=(), description="As for the whole; the steps sum to the block's change."
    )
    blocks: tuple["BlockChange", ...] = ()
    practices: tuple[PracticeChange, ...] = ()


class SplitPart(Noun):
    """One step of the split of a change.

    Example:
        >>> SplitPart(cause="ratings", practices=["p"], change=0.1, score=0.6).score
        0.6
    """

    cause: Cause
    practices: tuple[Id, ...] = Field(default=(), description="Practices whose ratings are replayed in this step.")
    change: float | None = Field(
        default=None,
        description="What this step adds; the steps sum to the change exactly. Null where an end is withheld, and for "
        "the framework where the revision that was rated is not at hand.",
    )
    score: float | None = Field(default=None, description="The value after this step.")


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
        >>> Regression(id="p", title="P", level=LevelMove(**{"from": "partial"}, to="planned"), change=-0.25).change
        -0.25
    """

    level: LevelMove
    change: float = Field(description="Change of the practice's value, below 0.")


class LostEvidence(_Named):
    """A practice that current evidence showed before, and shows no longer.

    Example:
        >>> LostEvidence(id="p", title="P", level="partial", evidence=["charter"]).evidence
        ('charter',)
    """

    level: Id | None = None
    evidence: tuple[Text, ...] = Field(
        default=(), description="What was current before, by its id in the older register."
    )


class GoalChange(_Named):
    """How far a goal is that both assessments have.

    Example:
        >>> GoalChange(id="g", title="Postpartum visits", start=58, then=58, now=61, target=70, is_closing=True,
        ...     closed=0.25).now
        61.0
    """

    start: float | None = Field(default=None, description="The baseline as the later assessment gives it.")
    then: float | None = Field(
        default=None, description="What the earlier assessment observed last; its baseline where it observed nothing."
    )
    now: float | None = Field(default=None, description="The same of the later assessment.")
    target: float | None = Field(default=None, description="As the later assessment gives it.")
    unit: str = Field(default="", description="Of all these figures.")
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
    """What changed from one assessment to a later one. The head is that of the later one.

    Example:
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Comparison(framework=ref, before=Side(framework=ref), score=Change(), like_for_like=LikeForLike()).split
        ()
    """

    schema_: Literal["equity-blocks/comparison/1"] = Field(default="equity-blocks/comparison/1", alias="schema")
    before: Side
    score: Change = Field(description="The overall score.")
    like_for_like: LikeForLike
    split: tuple[SplitPart, ...] = Field(
        default=(), description="framework, scope, respondents, ratings: in this order."
    )
    blocks: tuple[BlockChange, ...] = ()
    gone: tuple[PracticeChange, ...] = Field(
        default=(), description="Practices whose rating lives on in no single practice: removed, split or merged."
    )
    regressions: tuple[Regression, ...] = Field(default=(), description="The largest loss first.")
    lost_evidence: tuple[LostEvidence, ...] | None = Field(default=(), description="null where a date is missing.")
    goals: tuple[GoalChange, ...] = Field(default=(), description="Goals that both assessments have, by their ids.")

    @property
    def practices(self) -> dict[str, PracticeChange]:
        """Every practice of the framework by its id, in source order."""
        return by_id(self.blocks)
