"""Confidence in ranks: shares of draws in which each alternative takes each rank, and how firm a plan is."""

from math import fsum, sqrt
from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, schema_field
from equity_blocks.model.privacy import PublicText
from equity_blocks.model.tolerance import EDGE

Probability = Annotated[float, Field(ge=0, le=1 + EDGE)]
Weights = tuple[float, ...]

Z = 1.96
"""Standard deviations on each side of the mean that hold 95 % of a normal distribution."""


def half_width(share: float, draws: int) -> float:
    """Give half of the 95 % interval of a share that was counted in draws: 1.96 sqrt(p (1 - p) / N).

    It is 0 at a share of 0 or 1; what was never seen in N draws may still happen about 3 times in N.

    Example:
        >>> round(half_width(0.5, 10_000), 4)
        0.0098
    """
    return Z * sqrt(max(0.0, share * (1 - share)) / draws)


class RankAcceptability(Noun):
    """The share of draws in which each alternative takes each rank, in the order in which they were given.

    Rank 1, the best, stands at position 0.

    Example:
        >>> table = RankAcceptability(acceptability=[[0.9, 0.1], [0.1, 0.9]], half_width=[[0.02, 0.02], [0.02, 0.02]],
        ...     beats=[[0, 0.9], [0.1, 0]], central_weights=[[0.6, 0.4], [0.1, 0.9]], confidence=[1, 1], draws=1000)
        >>> table.top(1), [round(width, 3) for width in table.top_half_width(1)]
        ((0.9, 0.1), [0.019, 0.019])
    """

    schema_: Literal["equity-blocks/acceptability/1"] = schema_field("equity-blocks/acceptability/1")
    made_with: PublicText = Field(default="", description="The version of equity-blocks that made it; empty: not told.")
    acceptability: tuple[tuple[Probability, ...], ...] = Field(
        description="For each alternative the share of the draws in which it takes each rank; all lines sum to 1."
    )
    half_width: tuple[tuple[float, ...], ...] = Field(description="Half of the 95 % interval of each share.")
    beats: tuple[tuple[Probability, ...], ...] = Field(
        description="beats[i][j]: the share of the draws in which i stands before j; a tie counts half; 0 for i itself."
    )
    central_weights: tuple[Weights | None, ...] = Field(
        description="For each alternative the mean of the weights with which it is first; null where it never is."
    )
    confidence: tuple[Probability | None, ...] = Field(
        description="Share of the first rank that an alternative has at its central weights; null where it has none."
    )
    draws: Annotated[int, Field(ge=1)] = Field(description="How many weights were tried.")
    seed: int | None = Field(
        default=None, description="Where the draws began; null where the weights were given row by row."
    )

    def top(self, k: int) -> tuple[float, ...]:
        """Give for each alternative the share of the draws in which its rank is k or better."""
        return tuple(min(1.0, fsum(row[:k])) for row in self.acceptability)

    def top_half_width(self, k: int) -> tuple[float, ...]:
        """Give half of the 95 % interval of each share of `top(k)`."""
        return tuple(half_width(share, self.draws) for share in self.top(k))


FIRM, LIKELY = 0.9, 0.6
"""In which share of variations a place is kept to be called so. Judgement: docs/methods/confidence.md."""


class TopShare(Noun):
    """In which share of the variations an action stands among the first k.

    Example:
        >>> TopShare(k=5, p=0.93, half_width=0.02).firmness
        'firm'
    """

    k: int = Field(description="Among how many first actions, from 1.")
    p: float = Field(description="In [0, 1].")
    half_width: float = Field(description="Of the 95 % interval of p that so many draws leave.")

    @property
    def firmness(self) -> Literal["firm", "likely", "open"]:
        """`firm` from 0.9, `likely` from 0.6, else `open`. Editorial."""
        return "firm" if self.p >= FIRM else "likely" if self.p >= LIKELY else "open"


class Precedence(Noun):
    """The share of draws in which one action stands before another.

    Example:
        >>> Precedence(first="a", second="b", p=0.5).p
        0.5
    """

    first: Id = Field(description="The practice that stands first in the plan.")
    second: Id = Field(description="One that stands later.")
    p: float = Field(description="Share of the variations in which the first stands before the second, in [0, 1].")


class Confidence(Noun):
    """The confidence in the first places of a plan.

    Example:
        >>> Confidence(draws=1000, seed=0, k=5).before
        ()
    """

    draws: int = Field(description="How many variations of weights, ratings, value map and effort.")
    seed: int = Field(description="Where the draws began; the same seed gives the same.")
    k: int = Field(description="Among how many first actions a place counts.")
    first: tuple[Id, ...] = Field(
        default=(), description="The first k practices by benefit for effort, without a calendar."
    )
    before: tuple[Precedence, ...] = Field(default=(), description="Pairs of them.")
