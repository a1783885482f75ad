"""How often each alternative takes each rank when the weights of the criteria vary."""

from math import fsum, sqrt
from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.noun import Noun
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
    """How often each alternative takes each rank, in the order in which the alternatives were given.

    Rank 1, the best, stands at position 0.

    Example:
        >>> table = RankAcceptability(acceptability=[[0.9, 0.1], [0.1, 0.9]], half_width=[[0.02, 0.02], [0.02, 0.02]],
        ...     beats=[[0, 0.9], [0.1, 0]], central_weights=[[0.6, 0.4], [0.1, 0.9]], confidence=[1, 1], draws=1000)
        >>> table.top(1), [round(width, 3) for width in table.top_half_width(1)]
        ((0.9, 0.1), [0.019, 0.019])
    """

    schema_: Literal["equity-blocks/acceptability/1"] = Field(default="equity-blocks/acceptability/1", alias="schema")
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
