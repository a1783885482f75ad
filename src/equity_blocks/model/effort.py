"""Effort: how much work it takes to bring a practice from the lowest level to the highest."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import Noun, Weight, unsound

Size = Literal["S", "M", "L", "XL"]


class Effort(Noun):
    """Person-days as a range.

    Example:
        >>> Effort(low=20, likely=30, high=60).likely
        30.0
    """

    low: Weight
    likely: Weight
    high: Weight

    @model_validator(mode="after")
    def _is_ordered(self) -> "Effort":
        if not self.low <= self.likely <= self.high:
            message = f"low, likely and high must not fall, but are {self.low:g}, {self.likely:g} and {self.high:g}"
            unsound([Problem("effort_not_ordered", message)])
        return self


def _kind(value: Any) -> str:
    return "range" if isinstance(value, dict | Effort) else "size"


EffortField = Annotated[Annotated[Effort, Tag("range")] | Annotated[Size, Tag("size")], Discriminator(_kind)]
"""A size, or a range of person-days."""
