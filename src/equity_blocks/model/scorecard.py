"""The scored result of one assessment."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.assessment import Status
from equity_blocks.model.noun import Id, Noun
from equity_blocks.model.result import Result, by_id
from equity_blocks.model.scoring import Scoring

Share = float | None
"""A number in [0, 1]; `None` means "no value", never 0."""


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
    counted: int = Field(0, description="Practices that make the point value: rated, with a weight above 0.")


class StageRange(Noun):
    """The highest stage reached for sure, and the highest that may be reached.

    Example:
        >>> StageRange(low=0, high=2).high
        2
    """

    low: int
    high: int


class Reading(Noun):
    """What a score says about one node. Shares lie in [0, 1]; `None` means "no value", never 0.

    Where less is answered than the policy's `min_coverage`, the points (`value`, `whole`, `consistent`, `evidenced`,
    `of_target`, `band`) are withheld, while the interval, the coverage and the target stay.

    Example:
        >>> Reading(value=0.5, low=0.25, high=0.75, coverage=0.5).band is None
        True
    """

    value: Share = Field(None, description="The score over the practices that are rated.")
    low: Share = Field(None, description="The score if everything unanswered or unknown were at 0.")
    high: Share = Field(None, description="The score if everything unanswered or unknown were at 1.")
    coverage: Share = Field(None, description="Weighted share of the applicable practices that is rated.")
    whole: Share = Field(None, description="The score with practices not pursued counted too, at their level, else 0.")
    consistent: Share = Field(None, description="The score with each practice capped by its hard prerequisites.")
    evidenced: Share = Field(None, description="The score of what current evidence shows; null without `as_of`.")
    raters: tuple[float, float] | None = Field(None, description="Every practice at its lowest and highest rater.")
    target: Share = Field(None, description="The score if every practice in scope met its target.")
    of_target: float | None = Field(None, description="`value` over `target`; above 1 where only the best is rated.")
    contribution: Share = Field(None, description="The node's part of the overall score; parts add up to it.")
    band: Id | None = Field(None, description="The named range that `value` lies in.")
    stage: StageRange | None = Field(None, description="The staged reading, beside the score.")
    output: float | None = Field(None, description="The value in the range that is published, if there is one.")


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
    level: Id | None = Field(None, description="The level it holds, as rated; null when not rated.")
    value: Share = None
    low: Share = None
    high: Share = None
    target: Id | None = Field(None, description="The level aimed for.")
    contribution: Share = Field(None, description="Its part of the overall score; null when it is not counted.")
    output: float | None = Field(None, description="The value as a score, where its scale has a range of scores.")
    consistent_level: Id | None = Field(None, description="The highest level its hard prerequisites allow.")
    evidenced_level: Id | None = Field(None, description="The highest level that current evidence shows.")
    unmet: tuple[Alternatives, ...] = Field((), description="Hard prerequisites that do not hold at the claimed level.")
    unverified: tuple[Alternatives, ...] = Field((), description="Hard prerequisites on practices nobody has rated.")
    waived: tuple[Alternatives, ...] = Field((), description="Hard prerequisites on practices that do not apply here.")


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


class Scored(Result):
    """A result that speaks of a score, with what that rests on.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> Scored(framework=FrameworkRef(id="f", edition="1", revision=1)).coverage is None
        True
    """

    scope: Scope = Field(default_factory=Scope)
    coverage: Share = Field(None, description="Weighted share of the applicable practices that is rated.")
    policy_in_words: tuple[str, ...] = Field((), description="One sentence each.")


class ScoreCard(Result):
    """A scored assessment, with the policy that made the numbers, the coverage and the scope beside them.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> card = ScoreCard(framework=FrameworkRef(id="f", edition="1", revision=1), scope=Scope(), score=Reading(),
        ...     blocks=(), policy=Scoring())
        >>> list(card.practices)
        []
    """

    schema_: Literal["equity-blocks/scorecard/1"] = Field("equity-blocks/scorecard/1", alias="schema")
    scope: Scope
    score: Reading
    blocks: tuple[BlockScore, ...]
    verdict: Id | None = Field(None, description="The named outcome, where the framework has any.")
    must_pass_failed: tuple[Id, ...] = Field(
        (), description="Must-pass practices that apply and do not hold their level, or are not rated."
    )
    policy: Scoring
    policy_in_words: tuple[str, ...] = Field((), description="One sentence each.")

    @property
    def practices(self) -> dict[str, PracticeScore]:
        """Every practice by its id, in source order."""
        return by_id(self.blocks)
