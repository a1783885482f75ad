"""The scored result of one assessment."""

from typing import Any, Literal

from pydantic import Field

from equity_blocks.model.assessment import Status
from equity_blocks.model.noun import FrozenDict, Id, Map, Noun
from equity_blocks.model.result import Result, by_id
from equity_blocks.model.scoring import Scoring

Share = float | None
"""A number in [0, 1]; `None` means "no value", never 0."""


HEARD = (
    "How many respondents named a level; null: not told. Where there are any, what outcomes may still be comes of what "
    "single people say, too, and is left out of what is shared."
)
"""Says what a count of respondents is for."""

_REMARKS = "What is doubtful about the score, such as how few practices it rests on."


class HeldNeed(Noun):
    """A practice and the level it must hold.

    Example:
        >>> HeldNeed(practice="trust-building", level="partial").level
        'partial'
    """

    practice: Id
    level: Id


class Alternatives(Noun):
    """A prerequisite in a result: one of these is enough.

    Example:
        >>> Alternatives(any_of=[HeldNeed(practice="a", level="partial")]).any_of[0].practice
        'a'
    """

    any_of: tuple[HeldNeed, ...]


class Scope(Noun):
    """How many practices there are, by what is said about them.

    Example:
        >>> Scope(practices=2, rated=1, unanswered=1).counted
        0
    """

    practices: int = 0
    rated: int = 0
    unanswered: int = 0
    unknown: int = 0
    not_applicable: int = 0
    not_pursued: int = 0
    counted: int = Field(default=0, description="Practices that make the point value: rated, with a weight above 0.")


class Outcome(Noun):
    """A band, with those between which it may still lie.

    `low` is the band with everything open at 0 and every answer at its lowest rater, `high` the one with everything
    open at 1 and every answer at its highest. Both are widened to include the value, which an agreed level may put
    outside what was answered. `None` means: the value is withheld, no band reaches so low, or it may not be told.

    Example:
        >>> Outcome(value="ship", low="hold", high="ship").is_sure
        False
    """

    value: Id | None = Field(default=None, description="The band of the value; null where the value is withheld.")
    low: Id | None = Field(default=None, description="The lowest that it may still be.")
    high: Id | None = Field(default=None, description="The highest that it may still be.")

    @property
    def is_sure(self) -> bool:
        """Whether nothing open and no rater can change it."""
        return self.value == self.low == self.high


class StageOutcome(Noun):
    """The highest stage reached, with the lowest and the highest it may still be; the ends as those of an `Outcome`.

    Example:
        >>> StageOutcome(value=0, low=0, high=2).high
        2
    """

    value: int | None = Field(
        default=None, description="A missing answer holds nothing; null where the value is withheld."
    )
    low: int | None = Field(default=None, description="The stage that is reached for sure.")
    high: int | None = Field(default=None, description="The stage that may be reached.")


class VerdictOutcome(Noun):
    """A verdict, with all that may still come of it; verdicts have no order.

    Example:
        >>> VerdictOutcome(value="shipped", possible=["held", "shipped"]).possible
        ('held', 'shipped')
    """

    value: Id | None = Field(default=None, description="The verdict; null where none applies, or it is withheld.")
    possible: tuple[Id, ...] = Field(
        default=(),
        description="Every verdict that some answer could give, in the framework's order: what is open anywhere on its "
        "scale, and what raters differ about anywhere between them. It may name more, never fewer.",
    )


class StageNeed(Noun):
    """What a stage still lacks: so many of some practices would have to hold the level.

    Example:
        >>> StageNeed(practices=["r3", "r4"], number=1).number
        1
    """

    practices: tuple[Id, ...] = Field(description="Those that count and do not hold the level yet.")
    number: int = Field(description="How many of them it takes.")


class NextStage(Noun):
    """The stage after the one that is reached, and what it lacks.

    Example:
        >>> NextStage(stage=3, needs=[StageNeed(practices=["r3", "r4"], number=2)]).stage
        3
    """

    stage: int
    needs: tuple[StageNeed, ...] = Field(
        default=(), description="All of these are lacking; empty where nothing that counts stands in the stage."
    )


class Reading(Noun):
    """What a score says about one node. Shares lie in [0, 1]; `None` means "no value", never 0.

    Where less is answered than the policy's `min_coverage`, the points (`value`, `whole`, `consistent`, `evidenced`,
    `of_target`, the values of `band` and `stage`) are withheld, while what they may be, the coverage and the target
    stay.

    Example:
        >>> Reading(value=0.5, low=0.25, high=0.75, coverage=0.5).band is None
        True
    """

    value: Share = Field(default=None, description="The score over the practices that are rated.")
    low: Share = Field(default=None, description="The score if everything unanswered or unknown were at 0.")
    high: Share = Field(default=None, description="The score if everything unanswered or unknown were at 1.")
    coverage: Share = Field(default=None, description="Weighted share of the applicable practices that is rated.")
    whole: Share = Field(
        default=None, description="The score with practices not pursued counted too, at their level, else 0."
    )
    consistent: Share = Field(
        default=None, description="The score with each practice capped by its hard prerequisites."
    )
    evidenced: Share = Field(
        default=None, description="The score of what current evidence shows; null without `as_of`."
    )
    raters: tuple[float, float] | None = Field(
        default=None, description="Every practice at its lowest and highest rater."
    )
    target: Share = Field(default=None, description="The score if every practice in scope met its target.")
    of_target: float | None = Field(
        default=None, description="`value` over `target`; above 1 where only the best is rated."
    )
    contribution: Share = Field(default=None, description="The node's part of the overall score; parts add up to it.")
    band: Outcome | None = Field(default=None, description="The named range that `value` lies in; null: no bands.")
    stage: StageOutcome | None = Field(default=None, description="The staged reading, beside the score.")
    next_stage: NextStage | None = Field(
        default=None,
        description="What is missing for the stage after the one in `stage`, and without staged reading for that of a "
        "gate; null where there is none, the last one is reached, or the value is withheld.",
    )
    output: float | None = Field(default=None, description="The value in the range that is published, if there is one.")
    points: float | None = Field(
        default=None, description="Points reached, where points add up; null elsewhere, and where they are withheld."
    )
    attainable: float | None = Field(default=None, description="Points that what counts could reach; null likewise.")
    distribution: Map[int] = Field(
        default_factory=FrozenDict,
        description="Level -> how many rated practices below the node hold it, for every level of their scales; a "
        "score on a range counts with the level that it reaches. The others are in the scope.",
    )


class PracticeScore(Noun):
    """What a score says about one practice.

    Example:
        >>> PracticeScore(id="p", title="P", status="unanswered", low=0.0, high=1.0).value is None
        True
    """

    id: Id
    title: str
    horizon: Literal["short", "long"] | None = None
    theme: str = ""
    status: Status
    level: Id | None = Field(default=None, description="The level it holds, as rated; null when not rated.")
    value: Share = None
    low: Share = None
    high: Share = None
    target: Id | None = Field(default=None, description="The level aimed for.")
    contribution: Share = Field(default=None, description="Its part of the overall score; null when it is not counted.")
    output: float | None = Field(
        default=None, description="The value as a score, where its scale has a range of scores."
    )
    consistent_level: Id | None = Field(default=None, description="The highest level its hard prerequisites allow.")
    evidenced_level: Id | None = Field(default=None, description="The highest level that current evidence shows.")
    unmet: tuple[Alternatives, ...] = Field(
        default=(), description="Hard prerequisites that do not hold at the claimed level."
    )
    unverified: tuple[Alternatives, ...] = Field(
        default=(), description="Hard prerequisites on practices nobody has rated."
    )
    waived: tuple[Alternatives, ...] = Field(
        default=(), description="Hard prerequisites on practices that do not apply here."
    )


class _Named(Noun):
    id: Id
    title: str


class BlockScore(Reading, _Named):
    """What a score says about one block, and what stands in it.

    Example:
        >>> BlockScore(id="b", title="B", value=0.5).practices
        ()
    """

    blocks: tuple["BlockScore", ...] = ()
    practices: tuple[PracticeScore, ...] = ()


class Remark(Noun):
    """Something that readers of a result should know: legal, but doubtful.

    Example:
        >>> Remark(code="goal_without_action", message="No action serves the goal g.").data
        {}
    """

    code: Id
    message: str
    data: Map[Any] = Field(default_factory=FrozenDict)


DOUBTS = ("narrow_base", "must_pass_not_applicable", "not_pursued_decides", "silent_voices")
"""Remarks on a score itself, which stand beside it wherever it leads."""


class Scored(Result):
    """A result that speaks of a score, with what that rests on.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> Scored(framework=FrameworkRef(id="f", edition="1", revision=1)).coverage is None
        True
    """

    scope: Scope = Field(default_factory=Scope)
    coverage: Share = Field(default=None, description="Weighted share of the applicable practices that is rated.")
    heard: int | None = Field(default=0, description=HEARD)
    remarks: tuple[Remark, ...] = Field(default=(), description=_REMARKS)
    policy_in_words: tuple[str, ...] = Field(default=(), description="One sentence each.")


class ScoreCard(Result):
    """A scored assessment, with the policy that made the numbers, the coverage and the scope beside them.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> card = ScoreCard(framework=FrameworkRef(id="f", edition="1", revision=1), scope=Scope(), score=Reading(),
        ...     blocks=(), policy=Scoring())
        >>> list(card.practices)
        []
    """

    schema_: Literal["equity-blocks/scorecard/1"] = Field(default="equity-blocks/scorecard/1", alias="schema")
    scope: Scope
    score: Reading
    blocks: tuple[BlockScore, ...]
    verdict: VerdictOutcome | None = Field(default=None, description="The named outcome, where there are any.")
    must_pass_failed: tuple[Id, ...] = Field(
        default=(), description="Must-pass practices that apply and do not hold their level, or are not rated."
    )
    heard: int | None = Field(default=0, description=HEARD)
    remarks: tuple[Remark, ...] = Field(default=(), description=_REMARKS)
    policy: Scoring
    policy_in_words: tuple[str, ...] = Field(default=(), description="One sentence each.")

    @property
    def practices(self) -> dict[str, PracticeScore]:
        """Every practice by its id, in source order."""
        return by_id(self.blocks)
