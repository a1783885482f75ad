"""A portfolio: how the organizations of a cohort stand, what they lack, and where one of them sits."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.framework import Terms
from equity_blocks.model.noun import Id, Map, Noun, no_entries, schema_field
from equity_blocks.model.privacy import Audience, PublicText
from equity_blocks.model.result import FrameworkRef, Made
from equity_blocks.model.scorecard import Share
from equity_blocks.model.vocabulary import Vocabulary, vocabulary


class Distribution(Noun):
    """How a score is spread over organizations. Each counts with what is assured: what is open or left out is at 0.

    Example:
        >>> Distribution(organizations=40, q50=0.41).mean is None
        True
    """

    organizations: int = Field(description="How many are in it: those of whom something is rated.")
    mean: Share = Field(default=None, description="The mean of what is assured, in [0, 1]; null: not told.")
    mean_high: Share = Field(
        default=None, description="The mean if all that is unanswered or unknown were at the top; null: not told."
    )
    q10: Share = Field(default=None, description="Below it is a tenth of the organizations; null: not told.")
    q25: Share = Field(default=None, description="Below it is a quarter; null: not told.")
    q50: Share = Field(default=None, description="The median; null: not told.")
    q75: Share = Field(default=None, description="Above it is a quarter; null: not told.")
    q90: Share = Field(default=None, description="Above it is a tenth; null: not told.")
    bands: Map[int] = Field(
        default_factory=no_entries,
        description="Band -> how many organizations are in it: a band of the framework, else a quarter of the range.",
    )


class CohortBlock(Distribution):
    """A block over all organizations of a group.

    Example:
        >>> CohortBlock(id="b", title="B", organizations=7).title
        'B'
    """

    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="Its title.")


class CohortPractice(Distribution):
    """A practice over all organizations of a group to which it applies.

    Example:
        >>> CohortPractice(id="p", title="P", block="b", organizations=30, levels={"no": 12, "yes": 11}).unanswered
        0
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="Its title.")
    block: Id = Field(description="The block it stands in.")
    levels: Map[int] = Field(default_factory=no_entries, description="Level -> how many organizations hold it.")
    unanswered: int = Field(default=0, description="Organizations that said nothing.")
    unknown: int = Field(default=0, description="Organizations that could not say.")
    not_applicable: int = Field(default=0, description="Organizations to which it does not apply.")
    not_pursued: int = Field(default=0, description="Organizations that decided against it.")


class CohortGroup(Noun):
    """The organizations that say the same in one column, or all of them.

    Example:
        >>> CohortGroup(organizations=40, score=Distribution(organizations=40)).column
        ''
    """

    column: PublicText = Field(default="", description="The column; empty: these are all.")
    value: PublicText = Field(default="", description="What it says.")
    organizations: int = Field(description="How many there are of whom something is rated.")
    complete: int | None = Field(
        default=None, description="How many of them rated all that applies to them; null: not told."
    )
    score: Distribution = Field(description="The score of the whole.")
    blocks: tuple[CohortBlock, ...] = Field(default=(), description="Every block, in source order.")
    practices: tuple[CohortPractice, ...] = Field(
        default=(), description="Every practice, in source order; none where the group is too small to show them."
    )


Quantile = Literal["q10", "q25", "q50", "q75", "q90"]

QUANTILES: dict[Quantile, float] = {"q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9}


class Standing(Noun):
    """Where one organization sits among the others, over what applies to it.

    Example:
        >>> Standing(peers=39, low=0.4, high=0.5, rank=12, best=9, worst=20).node is None
        True
    """

    node: Id | None = Field(default=None, description="The block; null: the whole.")
    title: PublicText = Field(default="", description="The title of the block; empty for the whole.")
    peers: int = Field(description="How many others are compared with it: those of whom something there is rated.")
    low: Share = Field(default=None, description="What is assured of its score: what is open or left out is at 0.")
    high: Share = Field(default=None, description="Its score if all that is unanswered or unknown were at the top.")
    coverage: Share = Field(default=None, description="Weighted share that it rated of what applies to it.")
    rank: int | None = Field(
        default=None, description="1 is the highest of what is assured; who ties shares a rank; null: not told."
    )
    best: int | None = Field(
        default=None,
        description="The best rank that it may have, whatever open answers turn out to be; null: not told.",
    )
    worst: int | None = Field(default=None, description="The worst rank that it may have; null: not told.")
    above: Quantile | None = Field(
        default=None,
        description="The highest quantile of the group of all that `low` reaches; null: none, or not told.",
    )
    below: Quantile | None = Field(
        default=None, description="The lowest quantile that it does not reach; null: none, or not told."
    )


class CommonGap(Noun):
    """A practice that many organizations hold below the framework's target, or decided against.

    Example:
        >>> CommonGap(practice="p", title="P", block="b", organizations=12, applies_to=40, share=0.3).open
        0
    """

    practice: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="Its title.")
    block: Id = Field(description="The block it stands in.")
    organizations: int = Field(description="How many are below the target, as they rated it.")
    open: int = Field(default=0, description="How many more have not answered, or could not say.")
    applies_to: int = Field(description="To how many it applies.")
    share: Share = Field(default=None, description="Share of these that is below the target, in [0, 1].")


class MissingPrerequisite(Noun):
    """A practice for which others wait: it is rated below what they ask for.

    Example:
        >>> MissingPrerequisite(practice="p", title="P", organizations=30, share=0.75, waits=4.2, among_first=1.0,
        ...     half_width=0.0).waits
        4.2
    """

    practice: Id = Field(description="The practice that is waited for.")
    title: PublicText = Field(description="Its title.")
    organizations: int = Field(description="How many organizations it holds back.")
    share: Share = Field(default=None, description="Share of all organizations, in [0, 1].")
    waits: float = Field(description="How many practices wait for it in each of these, in the mean.")
    among_first: Share = Field(
        default=None, description="Share of the resamples in which it is among the first, in [0, 1]; null: not told."
    )
    half_width: float | None = Field(
        default=None,
        description="Half of the 95 % interval of that share, for the number of resamples; null: not told.",
    )


class CohortChange(Noun):
    """The change since an earlier round, of the organizations that are in both, over what each rated both times.

    Example:
        >>> CohortChange(organizations=30, before=0.4, after=0.5, change=0.1).risen is None
        True
    """

    node: Id | None = Field(default=None, description="The block; null: the whole.")
    title: PublicText = Field(default="", description="The title of the block; empty for the whole.")
    organizations: int = Field(description="How many rated something there both times.")
    before: Share = Field(default=None, description="The mean then, in [0, 1]; null: not told.")
    after: Share = Field(default=None, description="The mean now; null: not told.")
    change: float | None = Field(default=None, description="The mean change, in [-1, 1]; null: not told.")
    risen: int | None = Field(default=None, description="How many have risen; null: not told.")
    fallen: int | None = Field(default=None, description="How many have fallen; null: not told.")


class Portfolio(Made):
    """How the organizations of a cohort stand.

    Example:
        >>> Portfolio(framework=FrameworkRef(id="f", edition="1", revision=1)).groups
        ()
    """

    schema_: Literal["equity-blocks/portfolio/1"] = schema_field("equity-blocks/portfolio/1")
    framework: FrameworkRef = Field(description="The framework that was rated.")
    audience: Audience = Field(default="owner", description="Who may read it; the owner has all of it.")
    min_organizations: int = Field(
        default=5, description="Least organizations in anything that is shown to others than the owner."
    )
    rounds: int = Field(default=1, description="How many rounds of the cohort were given, the last one included.")
    unrated: int | None = Field(
        default=None, description="Organizations of whom nothing is rated, which are in no figure; null: not told."
    )
    groups: tuple[CohortGroup, ...] = Field(
        default=(), description="All organizations first, then the groups of each column that are shown."
    )
    suppressed: tuple[PublicText, ...] = Field(
        default=(), description="Columns of which groups were left out, because they are small or would tell others."
    )
    organization: Id | None = Field(default=None, description="Whose standing it is; null: nobody's, or not told.")
    standing: tuple[Standing, ...] = Field(
        default=(), description="Where it sits: the whole first, then the blocks, in source order."
    )
    gaps: tuple[CommonGap, ...] = Field(default=(), description="The most common gap first.")
    held_back: tuple[MissingPrerequisite, ...] = Field(
        default=(), description="What holds back most organizations first."
    )
    first: int = Field(default=5, description="Among how many first ones a prerequisite is in `among_first`.")
    resamples: int = Field(default=0, description="How many resamples `among_first` counts.")
    change: tuple[CohortChange, ...] = Field(
        default=(), description="Since the round before: the whole first, then the blocks; empty: there was none."
    )
    has_total: bool = Field(default=True, description="false: the framework has no total, by design.")
    terms: Terms = Field(
        default={}, validate_default=True, description="What the framework calls a block and a practice."
    )

    @property
    def vocabulary(self) -> Vocabulary:
        """The words for a block and a practice in sentences."""
        return vocabulary(self.terms)
