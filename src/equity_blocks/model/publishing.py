"""Publishing: the figure that stands for a value in [0, 1], in a range of its own and rounded."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import Noun, unsound

Figure = Annotated[float, Field(ge=-1e12, le=1e12, strict=True, allow_inf_nan=False)]
"""A published figure."""


class Rounding(Noun):
    """The rounding of a published figure.

    A figure is rounded as its decimals read: 2.675 ends in a half, though a computer keeps a little less.

    Example:
        >>> Rounding(mode="half_up", digits=2).of(2.675), Rounding(mode="half_up").of(-2.5)
        (2.68, -3.0)
        >>> Rounding(digits=2).of(2.665), Rounding(mode="truncate", digits=1).of(41.19)
        (2.66, 41.1)
    """

    mode: Literal["nearest", "half_up", "truncate"] = Field(
        default="nearest",
        description="nearest takes halves to even; half_up takes halves away from zero, as spreadsheets do; truncate "
        "cuts toward zero.",
    )
    digits: Annotated[int, Field(ge=0, le=9, strict=True)] = Field(
        default=0, description="Digits after the point, at most 9."
    )

    def of(self, figure: float) -> float:
        """Round a figure.

        Source: the modes of the General Decimal Arithmetic Specification (Cowlishaw 2009): half-even, half-up, down.
        """
        seen = Decimal(f"{figure:.{_SURE}g}")
        if seen.adjusted() + self.digits >= _SURE - 1:
            seen = Decimal(repr(figure))
        seen = seen.quantize(_step(self.digits + _NOISE), ROUND_HALF_EVEN, _DIGITS)
        return float(seen.quantize(_step(self.digits), _MODES[self.mode], _DIGITS)) + 0.0  # no minus before a zero


_DIGITS = Context(prec=400)
"""Enough for every float and all digits behind its point."""
_SURE = 15
"""So many digits are kept by every float; what sums lose lies behind them."""
_NOISE = 9
"""So many digits behind the last one that is kept, a figure is what it is but for rounding."""
_MODES = {"nearest": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP, "truncate": ROUND_DOWN}


def _step(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def figure_at(low: float, high: float, value: float) -> float:
    """Give the figure that lies a value on the way from one end of a range to the other.

    Example:
        >>> figure_at(0, 5, (0.8 + 0.4) / 2)
        3.0
    """
    return float(f"{low + (high - low) * value:.{_SURE}g}")


class Output(Noun):
    """The range in which a node's value is published: 0 becomes `low`, 1 becomes `high`.

    Example:
        >>> Output(low=0, high=100).high
        100.0
    """

    low: Figure = Field(default=0.0, description="What 0 is published as.")
    high: Figure = Field(default=1.0, description="What 1 is published as; above `low`.")

    @model_validator(mode="after")
    def _is_rising(self) -> "Output":
        if self.low >= self.high:
            message = f"low must lie below high, but they are {self.low:g} and {self.high:g}"
            unsound([Problem("empty_range", message, data={"found": (self.low, self.high)})])
        return self

    def figure(self, value: float) -> float:
        """Give what a value is published as, before it is rounded.

        Args:
            value: In [0, 1].

        Example:
            >>> Output(low=1, high=5).figure(0.5), Output(low=1, high=5).share(3)
            (3.0, 0.5)
        """
        return figure_at(self.low, self.high, value)

    def share(self, figure: float) -> float:
        """Give the value that is published as a figure."""
        return (figure - self.low) / (self.high - self.low)


def _kind(value: Any) -> str:
    return "of the scale" if isinstance(value, str) else "own range"


OutputField = Annotated[
    Annotated[Output, Tag("own range")] | Annotated[Literal["scale"], Tag("of the scale")], Discriminator(_kind)
]
"""The range in which values are published: its ends, or `scale` for the range of the node's own scale."""
