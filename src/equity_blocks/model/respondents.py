"""What several respondents say, side by side: answers, spread, agreement, and who stands where."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.assessment import Agreed, Combine, Respondent, Silent, Status
from equity_blocks.model.noun import FrozenDict, Id, Map, Noun
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import Share


class RespondentAnswer(Noun):
    """What one respondent says about one practice.

    Example:
        >>> RespondentAnswer(respondent="cmo", status="rated", level="partial").note
        ''
    """

    respondent: Id
    role: Id | None = None
    organization: Id | None = None
    status: Literal["rated", "unanswered", "unknown", "not_applicable"]
    level: Id | None = None
    value: Share = Field(default=None, description="What the level counts, in [0, 1].")
    not_applicable: str = Field(default="", description="Why it does not apply; empty where they do not say so.")
    note: str = ""


class Side(Noun):
    """One end of what is said: the level, and who names it.

    Example:
        >>> Side(level="not-started", respondents=["member-voice"]).respondents
        ('member-voice',)
    """

    level: Id
    respondents: tuple[Id, ...]


class PracticeAnswers(Noun):
    """What respondents say about one practice, and how far apart they are.

    Example:
        >>> PracticeAnswers(id="p", title="P", block="b", status="unanswered", answers=()).contested
        False
    """

    id: Id
    title: str
    block: Id = Field(description="The block it stands in.")
    status: Status
    answers: tuple[RespondentAnswer, ...] = Field(description="In the order of the assessment's respondents.")
    silent: tuple[Id, ...] = Field(
        default=(),
        description="Who was asked and says nothing of it; empty in what is shared. They are no raters, whatever their "
        "silence counts.",
    )
    raters: int | None = Field(default=0, description="How many of them named a level; null where too few to be told.")
    combined: Id | None = Field(
        default=None, description="The level that the combining rule makes of the answers, and of silence if it counts."
    )
    agreed: Agreed | None = Field(default=None, description="What the group settled on; it overrides what is combined.")
    level: Id | None = Field(default=None, description="The level that counts: agreed, else combined.")
    value: Share = Field(default=None, description="What that counts in the score, in [0, 1].")
    spread: Share = Field(
        default=None, description="Leik's D: 0 all alike, 1 half at either end; null below two raters."
    )
    range: int | None = Field(
        default=None, description="Levels between the lowest and the highest; null below two raters."
    )
    contested: bool | None = Field(
        default=False,
        description="Two levels apart or more, a whole scale apart, or two who differ; null where too few to be told.",
    )
    lowest: Side | None = Field(default=None, description="Who says the lowest; null where nobody differs.")
    highest: Side | None = Field(default=None, description="Who says the highest; null where nobody differs.")
    note: str = Field(default="", description="What was noted about the practice as a whole.")


Doubt = Literal["no_pairs", "one_level", "one_practice", "hardly_any_spread"]
"""Why an alpha cannot be told, or cannot be read at its face value."""


class Agreement(Noun):
    """How far raters agree over several practices.

    Example:
        >>> Agreement(units=0).alpha is None
        True
    """

    alpha: float | None = Field(
        default=None,
        description="Krippendorff's ordinal alpha: 1 perfect, 0 as by chance, below 0 worse; null if undefined.",
    )
    low: float | None = Field(default=None, description="Lower end of the bootstrap interval; null where it has none.")
    high: float | None = Field(default=None, description="Upper end of the bootstrap interval; null where it has none.")
    units: int = Field(description="Practices with two raters or more; only they say something about agreement.")
    spread: Share = Field(default=None, description="Mean of Leik's D over these practices.")
    doubt: Doubt | None = Field(
        default=None,
        description="Why alpha is null: `no_pairs`, no practice has two raters; `one_level`, all that can be paired is "
        "one and the same level. Or why it says little: `one_practice`, it rests on a single one; `hardly_any_spread`, "
        "more than nine in ten of the answers that can be paired name one level. Null: neither, or not told.",
    )


class BlockAgreement(Agreement):
    """How far raters agree over the practices of a block, blocks inside it included.

    Example:
        >>> BlockAgreement(id="b", title="B", units=1).block is None
        True
    """

    id: Id
    title: str
    block: Id | None = Field(default=None, description="The block it stands in; null at the top.")


class GroupLevel(Noun):
    """Where a group sees a practice.

    Example:
        >>> GroupLevel(practice="p", level="partial", value=0.5).level
        'partial'
    """

    practice: Id
    level: Id = Field(description="What the combining rule makes of the group's answers, as of all answers.")
    value: float


class GroupBlock(Noun):
    """Where a group sees a block.

    Example:
        >>> GroupBlock(id="b", title="B").value is None
        True
    """

    id: Id
    title: str
    value: Share = Field(default=None, description="Weighted mean over the practices that the group rated.")


class Group(Noun):
    """How respondents of one role, or of one organization, see the whole.

    Example:
        >>> group = Group(id="members", title="Members", size=1, respondents=["ann"], practices=(), blocks=())
        >>> group.value is None
        True
    """

    id: Id
    title: str
    size: int = Field(description="How many respondents are in it.")
    respondents: tuple[Id, ...] = Field(default=(), description="Who they are; empty in what is shared.")
    value: Share = Field(default=None, description="Weighted mean over everything that the group rated.")
    difference: float | None = Field(
        default=None,
        description="Mean, over the practices that the group rated, of its value less what all answers together make "
        "of the practice; in [-1, 1], below 0 where it sees less in place.",
    )
    blocks: tuple[GroupBlock, ...]
    practices: tuple[GroupLevel, ...] = Field(description="Only what the group rated.")


class Policy(Noun):
    """How answers were combined and the intervals drawn.

    Example:
        >>> Policy(combine="median_low", draws=1000, confidence=0.95, seed=0).draws
        1000
    """

    combine: Combine
    silent: Silent = Field(default="exclude", description="What silence counts of those who were asked.")
    role_weights: Map[float] = Field(
        default_factory=FrozenDict, description="Role -> what each answer of it counts; empty in what is shared."
    )
    draws: int = Field(description="Bootstrap samples of practices.")
    confidence: float = Field(description="Share of the samples that an interval covers.")
    seed: int = Field(description="The same seed gives the same intervals.")


class Respondents(Result):
    """The answers of several respondents: what is contested first, how far they agree, and how each group sees it.

    The owner's own view shows everything, notes and names included. `share` makes one that shows groups that are large
    enough, and nobody.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> policy = Policy(combine="median_low", draws=1000, confidence=0.95, seed=0)
        >>> view = Respondents(framework=FrameworkRef(id="f", edition="1", revision=1), respondents=(), practices=(),
        ...     agreement=Agreement(units=0), blocks=(), roles=(), organizations=(), policy=policy)
        >>> view.contested
        ()
    """

    schema_: Literal["equity-blocks/respondents/1"] = Field(default="equity-blocks/respondents/1", alias="schema")
    people: int | None = Field(
        default=None, description="How many respondents there are; null where too few to be told."
    )
    respondents: tuple[Respondent, ...] = Field(default=(), description="Who they are; empty in what is shared.")
    member_voice: bool | None = Field(
        default=None,
        description="Whether somebody who answered speaks for members or community partners; null where the framework "
        "has no such role, or no respondent is listed.",
    )
    respondents_told: Literal["attributed", "confidential"] = "attributed"
    practices: tuple[PracticeAnswers, ...] = Field(
        description="Those with answers: contested ones first, then by falling spread, then in source order."
    )
    without_answers: tuple[Id, ...] = Field(default=(), description="Practices that carry no respondent's answer.")
    agreement: Agreement
    blocks: tuple[BlockAgreement, ...]
    roles: tuple[Group, ...]
    organizations: tuple[Group, ...]
    policy: Policy

    @property
    def contested(self) -> tuple[PracticeAnswers, ...]:
        """The practices to discuss first."""
        return tuple(practice for practice in self.practices if practice.contested)
