"""Policies: how ratings become a score, said as data in the framework."""

from collections.abc import Mapping
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from equity_blocks.errors import Problem
from equity_blocks.model.aggregates import AGGREGATES, Aggregate
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.noun import NO_ITEMS, Count, Flag, Id, Many, Names, Noun, Positive, Unit, keyed, unsound
from equity_blocks.model.privacy import PublicName
from equity_blocks.model.publishing import Figure, Output, OutputField, Rounding
from equity_blocks.model.targets import AnyLevel

Missing = Literal["exclude", "zero", "void", "fail"]
NotApplicable = Literal["exclude", "full", "target"]
EmptyBlock = Literal["exclude", "zero", "void"]

DEPTHS: Mapping[str, float] = {"children": 1, "grandchildren": 2, "practices": inf}
"""How many levels below it a node looks, by the words for it."""


def _over(value: Any) -> str | int:
    if (type(value) is str and value in DEPTHS) or (type(value) is int and value > 0):
        return value
    message = "{found} is not one of {allowed}, or a number of levels from 1{hint}"
    near = did_you_mean(value, DEPTHS)
    facts = {"found": repr(value), "allowed": ", ".join(DEPTHS), "hint": f" ({near})" if near else ""}
    raise PydanticCustomError("not_listed", message, facts)


Over = Annotated[
    Literal["children", "grandchildren", "practices"] | int,
    BeforeValidator(
        _over,
        json_schema_input_type=Literal["children", "grandchildren", "practices"] | Annotated[int, Field(ge=1)],
    ),
]
"""How deep a node looks for what counts in it."""


EmptyStage = Literal["met", "unmet", "met_above"]
"""What a stage without practices is; `met_above`: met, but the first is unmet."""


class StageAsk(Noun):
    """A demand of a stage: that a share of some practices holds the level.

    Example:
        >>> StageAsk(of="recommended", share=0.5).of
        ('recommended',)
    """

    of: Names = Field(
        default=NO_ITEMS,
        description="Ids of blocks, for all practices in them, or of practices. Default: all practices.",
    )
    share: Annotated[float, Field(gt=0, le=1, strict=True, allow_inf_nan=False)] = Field(
        default=1.0, description="Least share of those that count, by their number, exactly that included."
    )


def _all_of(value: Any) -> Any:
    """A single thing that is asked is all that its stage asks."""
    if not isinstance(value, list | tuple):
        return value
    if not value or any(isinstance(ask, list | tuple) and not ask for ask in value):
        raise PydanticCustomError("too_few", "a stage asks for something, such as {of: basics, share: 0.5}")
    return [[ask] if isinstance(ask, dict | StageAsk) else ask for ask in value]


Asks = Annotated[
    tuple[tuple[StageAsk, ...], ...],
    BeforeValidator(_all_of, json_schema_input_type=list[StageAsk | list[StageAsk]]),
]
"""What each stage asks, the first stage first: one thing, or several that must all be met."""


class Rollup(Noun):
    """The rule that makes one node of what stands in it; what it leaves open, the framework's policy decides.

    Example:
        >>> Rollup(aggregate="all_or_nothing").aggregate
        'all_or_nothing'
    """

    aggregate: Aggregate | None = Field(
        default=None,
        description="How the value of a node comes of those of its children. Default: the policy's, else the mean.",
    )
    over: Over | None = Field(
        default=None,
        description="How many levels below the node it looks for what counts in it; practices that stand higher up "
        "count too, and the blocks in between do not. children: 1; grandchildren: 2; practices: down to all practices.",
    )
    unanswered: Missing | None = Field(
        default=None,
        description="What a practice without a rating counts in this node, and where the node says it itself, a block "
        "in it that has no value because an answer is missing.",
    )
    empty_block: EmptyBlock | None = Field(
        default=None,
        description="What this block counts above it where nothing in it applies or is pursued: it is left out, it "
        "counts 0, or what it counts in has no value. Of the whole: what each of its blocks counts that says nothing.",
    )
    not_applicable: NotApplicable | None = Field(
        default=None, description="What a practice that does not apply counts."
    )
    minimum_share: Unit | None = Field(
        default=None, description="blend: the share of the minimum; the rest is the mean."
    )
    level: AnyLevel | None = Field(
        default=None,
        description="gate and all_or_nothing: the level a practice must hold, or {share: 0.5}. Default: the default "
        "target of its scale.",
    )
    empty_stage: EmptyStage | None = Field(default=None, description="gate: what a stage without practices is.")
    stage_count: Count | None = Field(
        default=None,
        description="gate: how many stages there are. Default: the highest stage of a practice in the node.",
    )
    asks: Asks | None = Field(
        default=None,
        description="gate: what each stage asks, the first stage first. Default: that every practice of the stage "
        "holds the level.",
    )
    output: OutputField | None = Field(
        default=None,
        description="The range in which the value is published: {low: 0, high: 100}, or scale, the range of the "
        "block's scale (of the whole: of the framework's). Default: from 0 to 1, but points where they are summed.",
    )
    rounding: Rounding | None = Field(
        default=None, description="How the published figure is rounded. Default: it is not."
    )


class Band(Noun):
    """A named range of a score, from its lower edge up to the next band's.

    Example:
        >>> Band(id="emerging", title="Emerging", start=0.25).start
        0.25
    """

    no_figure: ClassVar[tuple[str, ...]] = ("title",)

    id: Id = Field(description="Names the band in results.")
    title: PublicName = Field(description="What people read.")
    start: Figure = keyed(key="from", description="Lower edge, in [0, 1]; with `bands_in: output`, a published figure.")


class Stages(Noun):
    """A staged reading beside the score: stage k is reached if every practice up to k holds a level.

    Example:
        >>> Stages(level="in-place").empty_stage
        'met'
    """

    level: AnyLevel | None = Field(
        default=None, description="Level to hold, or {share: 0.5}. Default: the default target of the scale."
    )
    empty_stage: EmptyStage = Field(default="met", description="Whether a stage without practices is met.")
    asks: Asks | None = Field(
        default=None,
        description="What each stage asks, the first stage first. Default: that every practice of the stage holds the "
        "level.",
    )


class BlockRange(Noun):
    """Asks whether some top-level block's value lies in a range. A bound that is absent does not bind.

    Example:
        >>> BlockRange(above=0.55, below=0.8).at_most is None
        True
    """

    above: Unit | None = Field(default=None, description="A share that the value is above.")
    at_least: Unit | None = Field(default=None, description="A share that the value is not below.")
    below: Unit | None = Field(default=None, description="A share that the value is below.")
    at_most: Unit | None = Field(default=None, description="A share that the value is not above.")

    @model_validator(mode="after")
    def _holds_something(self) -> "BlockRange":
        low = max(bound for bound in (self.above, self.at_least, 0.0) if bound is not None)
        high = min(bound for bound in (self.below, self.at_most, 1.0) if bound is not None)
        if low > high or (low == high and (low == self.above or high == self.below)):
            unsound([Problem("empty_range", "no value lies in this range", "raise the upper or lower the lower bound")])
        return self


class Condition(Noun):
    """A condition under which a verdict applies: any of what it names holds.

    Example:
        >>> Condition(must_pass_failed=3).must_pass_failed
        3
    """

    any_block: BlockRange | None = Field(default=None, description="A top-level block whose value lies in this range.")
    overall: BlockRange | None = Field(default=None, description="The overall value lies in this range.")
    must_pass_failed: Positive | None = Field(
        default=None, description="At least so many must-pass practices lack their level."
    )

    @model_validator(mode="after")
    def _asks_something(self) -> "Condition":
        if self.any_block is None and self.overall is None and self.must_pass_failed is None:
            hint = "name any_block, overall or must_pass_failed, or leave out when: for what always holds"
            unsound([Problem("empty_condition", "this condition asks nothing, so it never holds", hint)])
        return self


class Verdict(Noun):
    """A named outcome. The first verdict whose condition holds applies; one without a condition always does.

    Example:
        >>> Verdict(id="accredited", title="Accredited").when is None
        True
    """

    no_figure: ClassVar[tuple[str, ...]] = ("title",)

    id: Id = Field(description="Names the verdict in results.")
    title: PublicName = Field(description="What people read.")
    when: Condition | None = Field(
        default=None, description="What has to hold, any of it. Default: it holds where none before it does."
    )


class Scoring(Rollup):
    """The policy that makes a score out of ratings. The defaults are those of the package, not of any source.

    `unanswered` defaults to `exclude`, but to `fail` where the aggregate is `gate` or `all_or_nothing`. A block that
    names an aggregate has that one's default, unless the framework or the block says something else.

    Example:
        >>> Scoring().aggregate, Scoring().unanswered, Scoring(aggregate="gate").unanswered
        ('mean', 'exclude', 'fail')
    """

    aggregate: Aggregate = Field(default="mean", description="How a node's value comes from its children.")
    over: Over = Field(
        default="children", description="What counts in a node: its children, or what stands deeper in it."
    )
    unanswered: Missing = Field(
        default="exclude",
        description="What a practice without a rating counts. Default for gate and all_or_nothing: fail.",
    )
    empty_block: EmptyBlock = Field(
        default="exclude", description="What a block counts above it where nothing in it applies or is pursued."
    )
    not_applicable: NotApplicable = Field(default="exclude", description="What a practice that does not apply counts.")
    minimum_share: Unit = Field(default=0.25, description="blend: the share of the minimum; the rest is the mean.")
    empty_stage: EmptyStage = Field(default="met", description="gate: what a stage without practices is.")
    top: Rollup | None = Field(default=None, description="How the overall value differs from that of the blocks.")
    overall: Flag = Field(
        default=True, description="false: the framework has no total; only its blocks have values. Default: it has one."
    )
    min_coverage: Unit = Field(default=0.5, description="Share answered below which a node's point is withheld (null).")
    evidence_max_age: Count = Field(default=24, description="Months before `as_of` in which evidence is current.")
    evidence_counts: Literal["listed", "checked"] = Field(
        default="listed", description="checked: only if somebody checked it."
    )
    bands: Many[Band] = Field(default=NO_ITEMS, description="Named ranges of the score, lowest first. Default: none.")
    bands_in: Literal["share", "output"] = Field(
        default="share",
        description="What bands begin at: share, a value in [0, 1]; output, a figure in the range that the whole is "
        "published in. Then the published figure decides, as it is rounded.",
    )
    band_edge: Literal["upper", "lower"] = Field(
        default="upper", description="The band that a score on an edge belongs to."
    )
    stages: Stages | None = Field(default=None, description="A staged reading beside the score. Default: none.")
    verdicts: Many[Verdict] = Field(
        default=NO_ITEMS, description="Named outcomes, the first that applies. Default: none."
    )

    @model_validator(mode="after")
    def _has_bands_within(self) -> "Scoring":
        """Shares lie in [0, 1], and published figures in their range, as far as it is said here."""
        ends = (0.0, 1.0)
        if self.bands_in == "output":
            if self.published is None:
                return self
            ends = self.published.low, self.published.high
        hint = "" if self.bands_in == "output" else "bands in published figures need `bands_in: output`"
        problems = []
        for i, band in enumerate(self.bands):
            if not ends[0] <= band.start <= ends[1]:
                message = f"a band begins from {ends[0]:g} to {ends[1]:g}, not at {band.start:g}"
                data = {"found": band.start, "least": ends[0], "most": ends[1]}
                problems.append(Problem("out_of_bounds", message, hint, ("bands", i, "from"), data=data))
        unsound(problems)
        return self

    @model_validator(mode="after")
    def _missing_answers_are_settled(self) -> "Scoring":
        """A missing answer fails where each answer is a yes or a no."""
        if "unanswered" not in self.model_fields_set:
            self.__dict__["unanswered"] = AGGREGATES[self.aggregate].unanswered
        return self

    @property
    def published(self) -> Output | None:
        """The range in which the whole is published; `None` where it has none, or the scale's, which the tree knows."""
        output = (self.top and self.top.output) or self.output
        return output if isinstance(output, Output) else None

    @property
    def rounds(self) -> Rounding | None:
        """The rounding of the figure of the whole; `None`: it is not rounded."""
        return (self.top and self.top.rounding) or self.rounding

    def decides(self, value: float) -> float:
        """Give the share that decides on a value's band: itself, or where bands are figures, what is published.

        Example:
            >>> percent = {"output": {"low": 0, "high": 100}, "rounding": {"mode": "half_up"}}
            >>> Scoring(**percent).decides(0.645), Scoring(bands_in="output", **percent).decides(0.645)
            (0.645, 0.65)
        """
        if self.bands_in == "share" or self.published is None or self.rounds is None:
            return value
        return self.published.share(self.rounds.of(self.published.figure(value)))

    @property
    def edges(self) -> tuple[float, ...]:
        """The lower edge of each band as a share, lowest first.

        Example:
            >>> bands = [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 65}]
            >>> Scoring(bands_in="output", output={"low": 0, "high": 100}, bands=bands).edges
            (0.0, 0.65)
        """
        if self.bands_in == "share" or self.published is None:
            return tuple(band.start for band in self.bands)
        return tuple(self.published.share(band.start) for band in self.bands)
