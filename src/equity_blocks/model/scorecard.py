"""The scored result of one assessment."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from equity_blocks.errors import NotFoundError
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.noun import Facts, Id, Map, Noun, no_entries, schema_field
from equity_blocks.model.privacy import PublicText, SharedWith
from equity_blocks.model.rating import Status
from equity_blocks.model.result import Result, by_id
from equity_blocks.model.scoring import Scoring
from equity_blocks.model.tree import walk

T = TypeVar("T")
Share = float | None
"""A number in [0, 1]; `None` means "no value", never 0."""


class HeldNeed(Noun):
    """A practice and the level it must hold.

    Example:
        >>> HeldNeed(practice="trust-building", level="partial").level
        'partial'
    """

    practice: Id = Field(description="The practice that is needed.")
    level: Id = Field(description="The level that it has to hold.")


class Alternatives(Noun):
    """A prerequisite in a result: one of these is enough.

    Example:
        >>> Alternatives(any_of=[HeldNeed(practice="a", level="partial")]).any_of[0].practice
        'a'
    """

    any_of: tuple[HeldNeed, ...] = Field(description="The alternatives.")


class Scope(Noun):
    """The number of practices, by what is said about them.

    Example:
        >>> Scope(practices=2, rated=1, unanswered=1).counted
        0
    """

    practices: int = Field(default=0, description="All of them.")
    rated: int = Field(default=0, description="With a level.")
    unanswered: int = Field(default=0, description="Nobody said anything.")
    unknown: int = Field(default=0, description="Somebody was asked, and nobody could say.")
    not_applicable: int = Field(default=0, description="Said not to apply to the organization.")
    not_pursued: int = Field(default=0, description="Decided against.")
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
    low: Annotated[Id | None, SharedWith("owner", None, if_heard=True)] = Field(
        default=None, description="The lowest that it may still be."
    )
    high: Annotated[Id | None, SharedWith("owner", None, if_heard=True)] = Field(
        default=None, description="The highest that it may still be."
    )

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
    low: Annotated[int | None, SharedWith("owner", None, if_heard=True)] = Field(
        default=None, description="The stage that is reached for sure."
    )
    high: Annotated[int | None, SharedWith("owner", None, if_heard=True)] = Field(
        default=None, description="The stage that may be reached."
    )


class VerdictOutcome(Noun):
    """A verdict, with all that may still come of it; verdicts have no order.

    Example:
        >>> VerdictOutcome(value="shipped", possible=["held", "shipped"]).possible
        ('held', 'shipped')
    """

    value: Id | None = Field(default=None, description="The verdict; null where none applies, or it is withheld.")
    possible: Annotated[tuple[Id, ...], SharedWith("owner", (), if_heard=True)] = Field(
        default=(),
        description="Every verdict that some answer could give, in the framework's order: what is open anywhere on its "
        "scale, and what raters differ about anywhere between them. It may name more, never fewer.",
    )


class StageNeed(Noun):
    """The needs of a stage: so many of some practices would have to hold the level.

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

    stage: int = Field(description="Its number.")
    needs: tuple[StageNeed, ...] = Field(
        default=(), description="All of these are lacking; empty where nothing that counts stands in the stage."
    )


class Reading(Noun):
    """The score of one node. Shares lie in [0, 1]; `None` means "no value", never 0.

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
    raters: Annotated[tuple[float, float] | None, SharedWith("owner", None)] = Field(
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
        default_factory=no_entries,
        description="Level -> how many rated practices below the node hold it, for every level of their scales; a "
        "score on a range counts with the level that it reaches. The others are in the scope.",
    )


class PracticeScore(Noun):
    """The score of one practice.

    Example:
        >>> PracticeScore(id="p", title="P", status="unanswered", low=0.0, high=1.0).value is None
        True
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    horizon: Literal["short", "long"] | None = Field(
        default=None, description="Short or long, where the source says so."
    )
    theme: PublicText = Field(default="", description="Sub-heading of the source inside the block; empty: none.")
    status: Status = Field(description="What is said about it.")
    level: Id | None = Field(default=None, description="The level it holds, as rated; null when not rated.")
    value: Share = Field(default=None, description="What it counts; null: not rated.")
    low: Share = Field(
        default=None, description="Its value if it is open and were at 0, else the value; null: it does not count."
    )
    high: Share = Field(default=None, description="The same if it were at 1.")
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
    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="The block's title.")


class BlockScore(Reading, _Named):
    """The score of one block, and of what stands in it.

    Example:
        >>> BlockScore(id="b", title="B", value=0.5).practices
        ()
    """

    blocks: tuple["BlockScore", ...] = Field(default=(), description="The blocks in it.")
    practices: tuple[PracticeScore, ...] = Field(default=(), description="The practices that stand directly in it.")


class Remark(Noun):
    """Something that readers of a result should know: legal, but doubtful.

    Example:
        >>> Remark(code="goal_without_action", message="No action serves the goal g.").data
        {}
    """

    code: Id = Field(description="Stable name of what is doubtful.")
    message: PublicText = Field(description="The same in words.")
    data: Annotated[Facts, SharedWith("cohort")] = Field(
        default_factory=no_entries, description="The facts that fill the sentence."
    )


DOUBTS = ("narrow_base", "must_pass_not_applicable", "not_pursued_decides", "silent_voices")
"""Remarks on a score itself, which stand beside it wherever it leads."""


class OfAnswers(Result):
    """A result in which what outcomes may still be comes of what single people say.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> OfAnswers(framework=FrameworkRef(id="f", edition="1", revision=1), heard=3).heard
        3
    """

    heard: Annotated[int | None, SharedWith("owner", None)] = Field(
        default=0,
        description="How many respondents named a level; null: not told. Where there are any, what outcomes may still "
        "be comes of what single people say, too, and is left out of what is shared.",
    )


class Judged(OfAnswers):
    """A result with a score, or about one: how many practices it rests on, what is doubtful, and by which policy.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> Judged(framework=FrameworkRef(id="f", edition="1", revision=1)).scope.practices
        0
    """

    scope: Scope = Field(default_factory=Scope, description="How many practices there are, by what is said about them.")
    remarks: tuple[Remark, ...] = Field(
        default=(), description="What is doubtful about the score, such as how few practices it rests on."
    )
    policy_in_words: tuple[PublicText, ...] = Field(default=(), description="One sentence each.")


class Scored(Judged):
    """A result that speaks of a score, with what that rests on.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> Scored(framework=FrameworkRef(id="f", edition="1", revision=1)).coverage is None
        True
    """

    coverage: Share = Field(default=None, description="Weighted share of the applicable practices that is rated.")


class ScoreCard(Judged):
    """A scored assessment, with the policy that made the numbers, the coverage and the scope beside them.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> card = ScoreCard(framework=FrameworkRef(id="f", edition="1", revision=1), scope=Scope(), score=Reading(),
        ...     blocks=(), policy=Scoring())
        >>> list(card.practices)
        []
    """

    schema_: Literal["equity-blocks/scorecard/1"] = schema_field("equity-blocks/scorecard/1")
    score: Reading = Field(description="The reading of the whole.")
    blocks: tuple[BlockScore, ...] = Field(description="Each block with its practices, in source order.")
    verdict: VerdictOutcome | None = Field(default=None, description="The named outcome, where there are any.")
    must_pass_failed: tuple[Id, ...] = Field(
        default=(), description="Must-pass practices that apply and do not hold their level, or are not rated."
    )
    policy: Scoring = Field(description="The policy that made the numbers.")

    @property
    def practices(self) -> dict[str, PracticeScore]:
        """Every practice by its id, in source order."""
        return by_id(self.blocks)

    def practice(self, practice_id: str) -> PracticeScore:
        """Give what the card says about a practice.

        Args:
            practice_id: Its id.

        Raises:
            NotFoundError: No practice has this id; the nearest one is named.
        """
        return self._named(practice_id, self.practices, "unknown_practice", self.vocabulary.practice)

    def block(self, block_id: str) -> BlockScore:
        """Give what the card says about a block, at whatever depth it stands.

        Args:
            block_id: Its id.

        Raises:
            NotFoundError: No block has this id; the nearest one is named.

        Example:
            >>> from equity_blocks.model import FrameworkRef
            >>> card = ScoreCard(framework=FrameworkRef(id="f", edition="1", revision=1), scope=Scope(),
            ...     score=Reading(), blocks=[BlockScore(id="b", title="B", value=0.5)], policy=Scoring())
            >>> card.block("b").value
            0.5
        """
        blocks = {block.id: block for block in walk(self.blocks)}
        return self._named(block_id, blocks, "unknown_block", self.vocabulary.block)

    def _named(self, name: str, known: Mapping[str, T], code: str, kind: str) -> T:
        if name not in known:
            raise NotFoundError.of(unknown_name(code, f"{self.framework.id} has no {kind} '{name}'", name, known, ()))
        return known[name]
