"""How firm the first places of a plan are."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun

FIRM, LIKELY = 0.9, 0.6
"""In which share of variations a place is kept to be called so. Judgement: docs/methods/confidence.md."""


class TopShare(Noun):
    """In which share of the variations an action stands among the first k.

    Example:
        >>> TopShare(k=5, p=0.93, half_width=0.02).firmness
        'firm'
    """

    k: int
    p: float = Field(description="In [0, 1].")
    half_width: float = Field(description="Of the 95 % interval of p that so many draws leave.")

    @property
    def firmness(self) -> Literal["firm", "likely", "open"]:
        """`firm` from 0.9, `likely` from 0.6, else `open`. Editorial."""
        return "firm" if self.p >= FIRM else "likely" if self.p >= LIKELY else "open"


class Precedence(Noun):
    """How often one action stands before another.

    Example:
        >>> Precedence(first="a", second="b", p=0.5).p
        0.5
    """

    first: Id = Field(description="The practice that stands first in the plan.")
    second: Id = Field(description="One that stands later.")
    p: float = Field(description="Share of the variations in which the first stands before the second, in [0, 1].")


class Confidence(Noun):
    """How firm the first places of a plan are.

    Example:
        >>> Confidence(draws=1000, seed=0, k=5).before
        ()
    """

    draws: int = Field(description="How many variations of weights, ratings, value map and effort.")
    seed: int
    k: int = Field(description="Among how many first actions a place counts.")
    first: tuple[Id, ...] = Field(
        default=(), description="The first k practices by benefit for effort, without a calendar."
    )
    before: tuple[Precedence, ...] = Field(default=(), description="Pairs of them.")
