"""Answers of several respondents side by side, with their spread, their agreement, and who stands where."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.assessment import Combine, Promise, Respondent, Silent
from equity_blocks.model.noun import NULL, Id, Map, MaybeDay, Noun, no_entries, schema_field
from equity_blocks.model.privacy import NoteText, PublicText, SharedWith
from equity_blocks.model.rating import Agreed, Imported, Status
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import Share


class RespondentAnswer(Noun):
    """One respondent's answer about one practice.

    Example:
        >>> RespondentAnswer(respondent="cmo", status="rated", level="partial").note
        ''
    """

    respondent: Id = Field(description="The respondent's id.")
    role: Id | None = Field(default=None, description="The respondent's role; null: not told.")
    organization: Id | None = Field(default=None, description="The respondent's organization; null: not told.")
    status: Status = Field(description="What kind of answer it is.")
    level: Id | None = Field(
        default=None, description="The level that was named; of criteria, the one that their values hold together."
    )
    value: Share = Field(default=None, description="What the answer counts, in [0, 1].")
    criteria: Map[PublicText | None] = Field(
        default_factory=no_entries,
        description="Criterion -> the level that was named for it, where criteria were rated.",
    )
    date: MaybeDay = Field(default=NULL, description="When it was given; null where that is not said.")
    imported: Annotated[Imported | None, SharedWith("owner", None)] = Field(
        default=None, description="Where it was read from; null: it was written into the file."
    )
    not_applicable: NoteText = Field(default="", description="Why it does not apply; empty where they do not say so.")
    note: NoteText = Field(default="", description="What the respondent wrote beside it.")


class EndAnswer(Noun):
    """One end of what is said: the level, and who names it.

    Example:
        >>> EndAnswer(level="not-started", respondents=["member-voice"]).respondents
        ('member-voice',)
    """

    level: Id = Field(description="The level at that end.")
    respondents: tuple[Id, ...] = Field(description="Who names it.")


class PracticeAnswers(Noun):
    """All answers about one practice, and how far apart they are.

    Example:
        >>> PracticeAnswers(id="p", title="P", block="b", status="unanswered", answers=()).contested
        False
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    block: Id = Field(description="The block it stands in.")
    status: Status = Field(description="What counts of all that is said.")
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
    lowest: EndAnswer | None = Field(default=None, description="Who says the lowest; null where nobody differs.")
    highest: EndAnswer | None = Field(default=None, description="Who says the highest; null where nobody differs.")
    note: NoteText = Field(default="", description="What was noted about the practice as a whole.")


Doubt = Literal["no_pairs", "one_level", "one_practice", "hardly_any_spread"]
"""Why an alpha cannot be told, or cannot be read at its face value."""


class Agreement(Noun):
    """The agreement of raters over several practices.

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
    """The agreement of raters over the practices of a block, blocks inside it included.

    Example:
        >>> BlockAgreement(id="b", title="B", units=1).block is None
        True
    """

    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="The block's title.")
    block: Id | None = Field(default=None, description="The block it stands in; null at the top.")


class GroupLevel(Noun):
    """The level at which a group sees a practice.

    Example:
        >>> GroupLevel(practice="p", level="partial", value=0.5).level
        'partial'
    """

    practice: Id = Field(description="The practice's id.")
    level: Id = Field(description="What the combining rule makes of the group's answers, as of all answers.")
    value: float = Field(description="What the level counts, in [0, 1].")


class GroupBlock(Noun):
    """The value at which a group sees a block.

    Example:
        >>> GroupBlock(id="b", title="B").value is None
        True
    """

    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="The block's title.")
    value: Share = Field(default=None, description="Weighted mean over the practices that the group rated.")


class Group(Noun):
    """The view that respondents of one role, or of one organization, have of the whole.

    Example:
        >>> group = Group(id="members", title="Members", size=1, respondents=["ann"], practices=(), blocks=())
        >>> group.value is None
        True
    """

    id: Id = Field(description="The role's or the organization's id.")
    title: PublicText = Field(description="Its title.")
    size: int = Field(description="How many respondents are in it.")
    respondents: tuple[Id, ...] = Field(default=(), description="Who they are; empty in what is shared.")
    value: Share = Field(default=None, description="Weighted mean over everything that the group rated.")
    difference: float | None = Field(
        default=None,
        description="Mean, over the practices that the group rated, of its value less what all answers together make "
        "of the practice; in [-1, 1], below 0 where it sees less in place.",
    )
    blocks: tuple[GroupBlock, ...] = Field(description="Where the group sees each block.")
    practices: tuple[GroupLevel, ...] = Field(description="Only what the group rated.")


class Policy(Noun):
    """The rules by which answers were combined and intervals drawn.

    Example:
        >>> Policy(combine="median_low", draws=1000, confidence=0.95, seed=0).draws
        1000
    """

    combine: Combine = Field(description="How one level comes out of several answers.")
    silent: Silent = Field(default="exclude", description="What silence counts of those who were asked.")
    role_weights: Map[float] = Field(
        default_factory=no_entries, description="Role -> what each answer of it counts; empty in what is shared."
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

    schema_: Literal["equity-blocks/respondents/1"] = schema_field("equity-blocks/respondents/1")
    people: int | None = Field(
        default=None, description="How many respondents there are; null where too few to be told."
    )
    respondents: tuple[Respondent, ...] = Field(default=(), description="Who they are; empty in what is shared.")
    member_voice: bool | None = Field(
        default=None,
        description="Whether somebody who answered speaks for members or community partners; null where the framework "
        "has no such role, or no respondent is listed.",
    )
    respondents_told: Promise = Field(
        default="attributed", description="Whether they were told that answers stay beside their names."
    )
    practices: tuple[PracticeAnswers, ...] = Field(
        description="Those with answers: contested ones first, then by falling spread, then in source order."
    )
    without_answers: tuple[Id, ...] = Field(default=(), description="Practices that carry no respondent's answer.")
    agreement: Agreement = Field(description="How far raters agree over all practices.")
    blocks: tuple[BlockAgreement, ...] = Field(description="How far they agree over each block.")
    roles: tuple[Group, ...] = Field(description="How each role sees the whole.")
    organizations: tuple[Group, ...] = Field(description="How each organization sees the whole.")
    policy: Policy = Field(description="How answers were combined, and intervals drawn.")

    @property
    def contested(self) -> tuple[PracticeAnswers, ...]:
        """The practices to discuss first."""
        return tuple(practice for practice in self.practices if practice.contested)
