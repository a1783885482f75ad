"""Stability: how far a score, its band and the order of the blocks depend on the rules that made them."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, schema_field
from equity_blocks.model.privacy import PublicText
from equity_blocks.model.scorecard import Outcome, Scored, Share

RuleKind = Literal["own", "everywhere", "top", "unanswered", "not_applicable", "levels"]
"""What differs under a rule from the framework's own."""


class RankedBlock(Noun):
    """A top-level block under one rule.

    Example:
        >>> RankedBlock(id="b", title="B", value=0.25, rank=1).rank
        1
    """

    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="The block's title.")
    value: Share = Field(default=None, description="Its value under the rule, in [0, 1]; null: none.")
    rank: int | None = Field(
        default=None, description="1 is the lowest; blocks that tie share a rank; null without value."
    )


class RuleReading(Noun):
    """The score under one rule.

    Example:
        >>> RuleReading(id="top-minimum", kind="top", title="lowest part at the top", score=0.3).flips
        0
    """

    id: Id = Field(description="Stable name of the rule.")
    kind: RuleKind = Field(description="What differs.")
    title: PublicText = Field(description="The rule in words.")
    score: Share = Field(default=None, description="The score under it, in [0, 1]; null: withheld.")
    band: Outcome | None = Field(default=None, description="The band it lies in; null: no bands.")
    blocks: tuple[RankedBlock, ...] = Field(default=(), description="The top-level blocks, in source order.")
    flips: int = Field(default=0, description="Pairs of blocks that stand the other way round than under the own rule.")


class Stability(Scored):
    """The same ratings under other rules: what stays, and what turns.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Stability(framework=ref, sentence="no score").rules
        ()
    """

    schema_: Literal["equity-blocks/stability/1"] = schema_field("equity-blocks/stability/1")
    sentence: PublicText = Field(description="The finding in one sentence.")
    low: Share = Field(default=None, description="The lowest score of all rules.")
    high: Share = Field(default=None, description="The highest score of all rules.")
    band: Outcome | None = Field(default=None, description="The band under the framework's own rule.")
    band_rules: int = Field(default=0, description="Under how many rules the band is that one.")
    lowest: tuple[Id, ...] = Field(default=(), description="The lowest blocks under the own rule, at most two.")
    lowest_rules: int = Field(default=0, description="Under how many rules the lowest blocks are these.")
    lowest_ties: int = Field(
        default=0, description="Under how many rules other blocks are as low as these, and none lower."
    )
    pairs: int = Field(default=0, description="Pairs of blocks that do not tie under the own rule.")
    flips: int = Field(default=0, description="How many of these stand the other way round under some rule.")
    rules: tuple[RuleReading, ...] = Field(default=(), description="The framework's own rule first.")
