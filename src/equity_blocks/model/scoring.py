"""Policies: how ratings become a score, said as data in the framework."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import Count, Id, LevelRef, Noun, Text, Unit, unsound

Aggregate = Literal["mean", "sum", "minimum", "geometric", "blend", "all_or_nothing", "gate"]
Missing = Literal["exclude", "zero", "void", "fail"]
NotApplicable = Literal["exclude", "full", "target"]
Over = Literal["children", "grandchildren", "practices"]
Number = Annotated[float, Field(ge=-1e12, le=1e12, strict=True, allow_inf_nan=False)]


def default_missing(aggregate: Aggregate) -> Missing:
    """Give what a missing answer counts by default: where each answer is a yes or a no, it is a no.

    Example:
        >>> default_missing("mean"), default_missing("gate")
        ('exclude', 'fail')
    """
    return "fail" if aggregate in ("gate", "all_or_nothing") else "exclude"


class Rounding(Noun):
    """How a published figure is rounded.

    Example:
        >>> Rounding(mode="truncate", digits=1).digits
        1
    """

    mode: Literal["nearest", "truncate"] = Field("nearest", description="truncate cuts; nearest takes halves to even.")
    digits: Annotated[int, Field(ge=0, le=9, strict=True)] = Field(0, description="Digits after the point, at most 9.")


EmptyStage = Literal["met", "unmet", "met_above"]
"""What a stage without practices is; `met_above`: met, but the first is unmet."""


class Output(Noun):
    """The range in which a node's value is published: 0 becomes `low`, 1 becomes `high`.

    Example:
        >>> Output(low=0, high=100).high
        100.0
    """

    low: Number = 0.0
    high: Number = 1.0

    @model_validator(mode="after")
    def _is_rising(self) -> "Output":
        if self.low >= self.high:
            unsound([Problem("empty_range", f"low must lie below high, but they are {self.low:g} and {self.high:g}")])
        return self


class Rollup(Noun):
    """How one node comes from what stands in it. What it does not say, the framework's policy says.

    Example:
        >>> Rollup(aggregate="all_or_nothing").aggregate
        'all_or_nothing'
    """

    aggregate: Aggregate | None = None
    over: Over | None = Field(
        None,
        description="grandchildren: what stands in the node's blocks counts instead of these blocks; practices: all "
        "practices below the node count directly, whatever block they stand in.",
    )
    unanswered: Missing | None = Field(None, description="What a practice without a rating counts in this node.")
    not_applicable: NotApplicable | None = Field(None, description="What a practice that does not apply counts.")
    minimum_share: Unit | None = Field(None, description="blend: the share of the minimum; the rest is the mean.")
    level: LevelRef | None = Field(
        None,
        description="gate and all_or_nothing: the level a practice must hold. Default, also for a practice whose scale "
        "lacks the level: the default target of its scale.",
    )
    empty_stage: EmptyStage | None = Field(None, description="gate: what a stage without practices is.")
    stage_count: Count | None = Field(
        None, description="gate: how many stages there are. Default: the highest stage of a practice in the node."
    )
    output: Output | None = Field(None, description="The range in which the value is published.")
    rounding: Rounding | None = Field(None, description="How the published figure is rounded. Default: it is not.")


class Band(Noun):
    """A named range of a score, from its lower edge up to the next band's.

    Example:
        >>> Band(id="emerging", title="Emerging", **{"from": 0.25}).start
        0.25
    """

    id: Id
    title: Text
    start: Unit = Field(alias="from", description="Lower edge in [0, 1].")


class Stages(Noun):
    """A staged reading beside the score: stage k is reached if every practice up to k holds a level.

    Example:
        >>> Stages(level="in-place").empty_stage
        'met'
    """

    level: LevelRef | None = Field(None, description="Level to hold. Default: the default target of the scale.")
    empty_stage: EmptyStage = Field("met", description="Whether a stage without practices is met.")


class BlockRange(Noun):
    """Asks whether some top-level block's value lies in a range. A bound that is absent does not bind.

    Example:
        >>> BlockRange(above=0.55, below=0.8).at_most is None
        True
    """

    above: Unit | None = None
    at_least: Unit | None = None
    below: Unit | None = None
    at_most: Unit | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> "BlockRange":
        low = max(bound for bound in (self.above, self.at_least, 0.0) if bound is not None)
        high = min(bound for bound in (self.below, self.at_most, 1.0) if bound is not None)
        if low > high or (low == high and (low == self.above or high == self.below)):
            unsound([Problem("empty_range", "no value lies in this range", "raise the upper or lower the lower bound")])
        return self


class Condition(Noun):
    """When a verdict applies: if any of what it names holds.

    Example:
        >>> Condition(must_pass_failed=3).must_pass_failed
        3
    """

    any_block: BlockRange | None = Field(None, description="A top-level block whose value lies in this range.")
    overall: BlockRange | None = Field(None, description="The overall value lies in this range.")
    must_pass_failed: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        None, description="At least so many must-pass practices lack their level."
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

    id: Id
    title: Text
    when: Condition | None = None


class Scoring(Rollup):
    """The policy that makes a score out of ratings. The defaults are those of the package, not of any source.

    `unanswered` defaults to `exclude`, but to `fail` where the aggregate is `gate` or `all_or_nothing`. A block that
    names an aggregate has that one's default, unless the framework or the block says something else.

    Example:
        >>> Scoring().aggregate, Scoring().unanswered, Scoring(aggregate="gate").unanswered
        ('mean', 'exclude', 'fail')
    """

    aggregate: Aggregate = Field("mean", description="How a node's value comes from its children.")
    over: Over = Field("children", description="What counts in a node: its children, or what stands deeper in it.")
    unanswered: Missing = Field(
        "exclude", description="What a practice without a rating counts. Default for gate and all_or_nothing: fail."
    )
    not_applicable: NotApplicable = Field("exclude", description="What a practice that does not apply counts.")
    minimum_share: Unit = Field(0.25, description="blend: the share of the minimum; the rest is the mean.")
    empty_stage: EmptyStage = Field("met", description="gate: what a stage without practices is.")
    stage_count: Count | None = Field(
        None, description="gate: how many stages there are. Default: the highest stage of a practice in the node."
    )
    top: Rollup | None = Field(None, description="How the overall value differs from that of the blocks.")
    min_coverage: Unit = Field(0.5, description="Share answered below which a node's point is withheld (null).")
    evidence_max_age: Count = Field(24, description="Months before `as_of` in which evidence is current.")
    evidence_counts: Literal["listed", "checked"] = Field("listed", description="checked: only if somebody checked it.")
    bands: tuple[Band, ...] = Field((), description="Named ranges of the score, lowest first. Default: none.")
    band_edge: Literal["upper", "lower"] = Field("upper", description="The band that a score on an edge belongs to.")
    stages: Stages | None = Field(None, description="A staged reading beside the score. Default: none.")
    verdicts: tuple[Verdict, ...] = Field((), description="Named outcomes, the first that applies. Default: none.")

    def model_post_init(self, _context: Any) -> None:
        """A missing answer fails where each answer is a yes or a no."""
        if "unanswered" not in self.model_fields_set:
            self.__dict__["unanswered"] = default_missing(self.aggregate)
