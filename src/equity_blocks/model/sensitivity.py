"""Sensitivity: how much of the variation of a score comes from each weight, each rating, and what levels count."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, schema_field
from equity_blocks.model.privacy import PublicText, SharedWith
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import Share

InputKind = Literal["weights", "ratings", "levels", "weight", "rating", "level"]
"""What was varied: all weights, all ratings or the values of all levels together; or a single weight or rating, or the
levels of a single scale."""


class SensitivityIndex(Noun):
    """The part that one input has in the variance of a score.

    Example:
        >>> SensitivityIndex(kind="weight", of="p", title="P", first=0.2, total=0.25).first_half_width is None
        True
    """

    kind: InputKind = Field(
        description="What was varied: all weights, all ratings or the values of all levels together; or a single "
        "weight or rating, or the levels of a single scale."
    )
    of: Id | None = Field(
        default=None,
        description="The practice or block whose weight or rating it is, or the scale; null: all together.",
    )
    title: PublicText = Field(default="", description="Its title; empty: all together.")
    first: float | None = Field(
        default=None,
        description="First-order index: the share of the variance that goes away when this is known, without what it "
        "does together with others. An estimate, which may fall below 0; null: the score does not vary.",
    )
    first_half_width: float | None = Field(default=None, description="Half of the 95 % interval of `first`.")
    total: float | None = Field(
        default=None,
        description="Total index: the share of the variance that stays when all others are known; null: the score "
        "does not vary.",
    )
    total_half_width: float | None = Field(default=None, description="Half of the 95 % interval of `total`.")


class Sensitivity(Result):
    """How far a score would vary with weights, ratings and values of levels, and what most of it comes from.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Sensitivity(framework=ref, draws=1024, seed=0, kappa=10).inputs
        ()
    """

    schema_: Literal["equity-blocks/sensitivity/1"] = schema_field("equity-blocks/sensitivity/1")
    draws: int = Field(description="How many pairs of draws were compared for each input.")
    seed: int = Field(description="Where the draws began; the same seed gives the same.")
    kappa: float = Field(
        description="How closely weights lie around the framework's: a factor has the variance 1/kappa."
    )
    mean: Share = Field(default=None, description="The mean of the drawn scores, in [0, 1].")
    deviation: float | None = Field(default=None, description="Their standard deviation.")
    low: Share = Field(default=None, description="Below it lie 2.5 % of the drawn scores.")
    high: Share = Field(default=None, description="Above it lie 2.5 % of them.")
    groups: tuple[SensitivityIndex, ...] = Field(
        default=(), description="All weights together, all ratings together, and all levels together, where they vary."
    )
    inputs: Annotated[tuple[SensitivityIndex, ...], SharedWith("steering", ())] = Field(
        default=(), description="Every weight, rating and scale that varies, the highest total index first."
    )
