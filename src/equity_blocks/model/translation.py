"""One framework's assessment read in another: intervals, where they come from, and what is left to ask."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.crosswalk import Basis, CrosswalkId, Relation, Speaks
from equity_blocks.model.noun import Flag, Id, Noun, Text, keyed, schema_field
from equity_blocks.model.privacy import NUMBER, OwnName, PublicText, SharedWith
from equity_blocks.model.result import FrameworkRef, Made, Result, by_id
from equity_blocks.model.scorecard import Share
from equity_blocks.model.tolerance import ROUNDING

TELLING = 0.3
"""A score that is known less exactly than this says too little to be spoken of first."""

How = Literal["direct", "carried", "silent", "not_applicable", "not_pursued"]


class Range(Noun):
    """The interval in which a value lies for sure, and how much of it is spoken for.

    Example:
        >>> Range(low=0.25, high=0.75, coverage=0.5).high
        0.75
    """

    low: Share = Field(
        default=None, description="The least it can be; null where nothing counts, or nothing is totaled."
    )
    high: Share = Field(default=None, description="The most it can be.")
    coverage: Share = Field(default=None, description="Weighted share that answers speak for, carried or direct.")


class Passage(Noun):
    """One crosswalk on the way, in the direction it was read.

    Example:
        >>> Passage(crosswalk="a--b", revision=1, start="b", end="a", backwards=True, mappings=3, loss=0.4).start
        'b'
    """

    crosswalk: CrosswalkId = Field(description="The crosswalk's id.")
    revision: int = Field(description="Its revision, from 1.")
    start: Id = keyed(key="from", description="The framework it was read from.")
    end: Id = keyed(key="to", description="The framework it was read in.")
    backwards: bool = Field(description="Whether it was read from its `to` end.")
    mappings: int = Field(description="Mappings whose source says something.")
    loss: Share = Field(
        default=None, description="Mean width that these mappings add to what they carry; null without any."
    )


class Link(Noun):
    """The mapping that loses most on the way to a practice.

    Example:
        >>> Link(crosswalk="a--b", source="p", target="q", loss=0.7).loss
        0.7
    """

    crosswalk: CrosswalkId = Field(description="The crosswalk's id.")
    source: Id = keyed(key="from", description="The practice it was read from.")
    target: Id = keyed(key="to", description="The practice it was read in.")
    loss: float = Field(description="Width of what it says by itself, less the width of what its source holds.")


class Origin(Noun):
    """A practice that speaks for another one, or would if it were known, and what it says by itself.

    Example:
        >>> Origin(practice="p", low=0.5, high=0.5, relation="equal", share=1, uses=1, basis="editorial",
        ...     why="the same thing", says_low=0.5, says_high=0.5).crosswalk is None
        True
    """

    practice: Id = Field(description="The practice's id.")
    low: float = Field(description="The least the source counts, in [0, 1].")
    high: float = Field(description="The most the source counts, in [0, 1].")
    crosswalk: CrosswalkId | None = Field(
        default=None, description="The crosswalk that maps it; null: it speaks by itself."
    )
    relation: Relation = Field(description="How the two practices relate.")
    share: float = Field(description="How much of the target it speaks for.")
    uses: float = Field(description="How much of the source does so.")
    speaks: Speaks = Field(default="both", description="up: only the lower end speaks; down: only the upper one.")
    is_known: Flag = Field(default=True, description="Whether anything is known of it; if not, it lies from 0 to 1.")
    basis: Basis = Field(description="Where the mapping comes from.")
    why: PublicText = Field(description="Why they are mapped.")
    says_low: float = Field(description="The least the target counts if nothing else is known.")
    says_high: float = Field(description="The most the target counts if nothing else is known.")


class TranslatedPractice(Range):
    """A practice of the other framework, and what is known of it.

    Example:
        >>> TranslatedPractice(id="q", title="Q", status="silent", low=0, high=1, coverage=0).sources
        ()
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    status: How = Field(description="silent: nothing is known of it. The last two are said directly.")
    level: Id | None = Field(
        default=None, description="The highest level that `low` reaches; null where nothing is known."
    )
    counts: float = Field(default=0.0, description="Its share of all weights in the framework, in [0, 1].")
    origins: tuple[Id, ...] = Field(
        default=(), description="Rated practices that the value comes from, at the far end."
    )
    sources: tuple[Origin, ...] = Field(
        default=(),
        description="Where something speaks for it: all that the last crosswalk of the way maps to it, known or not.",
    )
    weakest: Link | None = Field(
        default=None, description="The mapping that loses most on the way; null: nothing is carried."
    )
    is_conflict: bool = Field(
        default=False, description="Whether what speaks for it contradicts itself or a direct answer."
    )
    levels: tuple[Id, ...] = Field(
        default=(),
        description="The levels left open, from the highest not above `low` to the nearest to `high`; one where they "
        "force it. Empty where nothing is known.",
    )


class TranslatedBlock(Range):
    """A block of the other framework.

    Example:
        >>> TranslatedBlock(id="b", title="B").low is None
        True
    """

    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="The block's title.")
    blocks: tuple["TranslatedBlock", ...] = Field(default=(), description="The blocks in it.")
    practices: tuple[TranslatedPractice, ...] = Field(
        default=(), description="The practices that stand directly in it."
    )


class Conflict(Noun):
    """Answers that cannot all be true if the crosswalk is right.

    Example:
        >>> Conflict(framework="b", practice="q", kind="sources", low=0.1, high=0.9, says=((0.1, 0.2), (0.8, 0.9))).kind
        'sources'
    """

    framework: Id = Field(description="The framework of the practice.")
    practice: Id = Field(description="The practice's id.")
    kind: Literal["sources", "direct"] = Field(description="direct: the direct answer lies outside what is carried.")
    low: float = Field(description="Lower end of the hull; for a direct answer, of that answer.")
    high: float = Field(description="Upper end of the hull; for a direct answer, of that answer.")
    says: tuple[tuple[float, float], ...] = Field(description="The intervals that have nothing in common.")


class Question(Noun):
    """A practice to ask about directly.

    Example:
        >>> Question(practice="q", title="Q", block="b", low=0, high=1, counts=0.1, width=0.1, left=0.4).left
        0.4
    """

    practice: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    block: Id = Field(description="The block it stands in.")
    low: float = Field(description="The least it can be, in [0, 1].")
    high: float = Field(description="The most it can be, in [0, 1].")
    counts: float = Field(description="Its share of all weights in the framework, in [0, 1].")
    width: float = Field(description="Its width times what it counts: what an answer takes off the whole width.")
    left: float = Field(description="The weighted width that is left once it and all before it are answered.")


class ReusedEvidence(Noun):
    """Evidence that is listed with a reused answer.

    Example:
        >>> ReusedEvidence(id="charter", title="Committee charter").title
        'Committee charter'
    """

    id: Annotated[Text, SharedWith("steering", NUMBER)] = Field(description="Its key in the register.")
    title: OwnName = Field(description="What it is called.")


class Reused(Noun):
    """An answer that speaks for practices of the other framework: what can be reused of it there.

    Example:
        >>> Reused(practice="p", title="P", level="partial", low=0.5, high=0.5, speaks_for=["q"]).evidence
        ()
    """

    practice: Id = Field(description="The rated practice's id.")
    title: PublicText = Field(description="The rated practice's title.")
    level: Id | None = Field(
        default=None, description="The level that it holds; null where criteria are open, so that it is not sure."
    )
    low: float = Field(description="The least it counts, in [0, 1].")
    high: float = Field(description="The most it counts, in [0, 1].")
    evidence: Annotated[tuple[ReusedEvidence, ...], SharedWith("steering", ())] = Field(
        default=(), description="The evidence that is listed with it; for the organization only."
    )
    speaks_for: tuple[Id, ...] = Field(description="Practices of the other framework that it says something of.")


class Headcount(Noun):
    """The number of practices, by what is known of them.

    Example:
        >>> Headcount(practices=2, carried=1, silent=1).direct
        0
    """

    practices: int = Field(default=0, description="All of them.")
    direct: int = Field(default=0, description="Answered directly.")
    carried: int = Field(default=0, description="Known from the other framework alone.")
    silent: int = Field(default=0, description="Nothing is known.")
    not_applicable: int = Field(default=0, description="Said not to apply, directly.")
    not_pursued: int = Field(default=0, description="Decided against, directly.")


class Translation(Result):
    """An assessment read in another framework. `framework` is the one it is read in, `source` the one that was rated.

    Example:
        >>> ref = FrameworkRef(id="b", edition="1", revision=1)
        >>> made = Translation(framework=ref, source=ref.replace(id="a"), passages=(), score=Range(), scope=Headcount())
        >>> list(made.practices)
        []
    """

    schema_: Literal["equity-blocks/translation/1"] = schema_field("equity-blocks/translation/1")
    source: FrameworkRef = Field(description="The framework that was rated.")
    passages: tuple[Passage, ...] = Field(description="The crosswalks on the way, in order.")
    weakest: CrosswalkId | None = Field(default=None, description="Where there are several: the one that loses most.")
    scope: Headcount = Field(description="How many practices there are, by what is known of them.")
    score: Range = Field(description="low and high are null for guidance, which is never totaled.")
    blocks: tuple[TranslatedBlock, ...] = Field(
        default=(), description="The blocks of the other framework, in source order."
    )
    conflicts: tuple[Conflict, ...] = Field(default=(), description="Answers that cannot all be true.")
    ask: tuple[Question, ...] = Field(default=(), description="What to ask directly, most worth asking first.")
    reuse: tuple[Reused, ...] = Field(
        default=(), description="The answers that speak for something there, in the order of the framework rated."
    )

    @property
    def is_telling(self) -> bool:
        """True if the interval of the score is narrow enough to be spoken of first: under 30 points."""
        low, high = self.score.low, self.score.high
        return low is not None and high is not None and high - low < TELLING - ROUNDING

    @property
    def practices(self) -> dict[str, TranslatedPractice]:
        """Every practice by its id, in source order."""
        return by_id(self.blocks)


class Route(Noun):
    """The crosswalks over which an assessment reaches a framework.

    Example:
        >>> Route(start="hcplan-apm", crosswalks=["hcplan-apm--ahe-roadmap"], practices=8).assessment is None
        True
    """

    assessment: Id | None = Field(default=None, description="The assessment's id; null where it has none.")
    start: Id = keyed(key="from", description="The framework that was rated.")
    crosswalks: tuple[CrosswalkId, ...] = Field(
        default=(), description="On the way, in order; none where it was rated itself."
    )
    practices: int = Field(description="How many practices it speaks for.")


class FrameworkCoverage(Noun):
    """The share of one framework that is spoken for.

    Example:
        >>> FrameworkCoverage(id="f", title="F", practices=4, spoken_for=1, share=0.2).not_covered
        ()
    """

    id: Id = Field(description="The framework's id.")
    title: str = Field(description="The framework's title.")
    practices: int = Field(description="How many it has.")
    spoken_for: int = Field(description="Practices that at least one answer speaks for, wholly or in part.")
    share: float = Field(description="Weighted share of the framework that is spoken for, in [0, 1].")
    routes: tuple[Route, ...] = Field(default=(), description="How each assessment reaches it.")
    not_covered: tuple[Id, ...] = Field(default=(), description="Practices that no answer speaks for.")
    tailored: Tailored | None = Field(default=None, description="What a tailoring changed; null where nothing was.")


class Coverage(Made):
    """Each framework, and how much of it the present assessments speak for.

    Example:
        >>> Coverage(frameworks=()).schema_
        'equity-blocks/coverage/1'
    """

    schema_: Literal["equity-blocks/coverage/1"] = schema_field("equity-blocks/coverage/1")
    organizations: tuple[Id, ...] = Field(default=(), description="Whose assessments they are, as far as they say.")
    frameworks: tuple[FrameworkCoverage, ...] = Field(description="Every framework that was asked about.")
