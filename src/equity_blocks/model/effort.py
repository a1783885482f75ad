"""Effort: how much work it takes to bring a practice from the lowest level to the highest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import FrozenDict, Noun, Weight, unsound
from equity_blocks.model.tolerance import EDGE

Size = Literal["S", "M", "L", "XL"]
OrganizationSize = Literal["small", "medium", "large"]
Factor = Annotated[float, Field(gt=0, le=100, strict=True, allow_inf_nan=False)]
"""What something is multiplied by."""

if TYPE_CHECKING:
    FactorsBySize = Mapping[OrganizationSize, Factor]
else:
    FactorsBySize = Annotated[dict[OrganizationSize, Factor], AfterValidator(FrozenDict)]
"""Size of an organization -> what days of effort are multiplied by."""


class Effort(Noun):
    """Person-days as a range.

    Example:
        >>> Effort(low=20, likely=30, high=60).likely
        30.0
    """

    low: Weight = Field(description="Person-days if all goes well, 0 or more.")
    likely: Weight = Field(description="Person-days that are most likely, not below `low`.")
    high: Weight = Field(description="Person-days if much goes wrong, not below `likely`.")

    @model_validator(mode="after")
    def _is_ordered(self) -> "Effort":
        if not self.low <= self.likely <= self.high:
            message = f"low, likely and high must not fall, but are {self.low:g}, {self.likely:g} and {self.high:g}"
            data = {"found": (self.low, self.likely, self.high)}
            unsound([Problem("effort_not_ordered", message, data=data)])
        return self


class EffortDays(Noun):
    """Person-days of a whole practice, from the lowest level to the highest, by size. Editorial.

    Example:
        >>> EffortDays().days("M"), EffortDays().size(31)
        (30.0, 'L')
    """

    S: Weight = Field(default=10.0, description="Person-days of a small practice.")
    M: Weight = Field(default=30.0, description="Person-days of a medium one, not below S.")
    L: Weight = Field(default=90.0, description="Person-days of a large one, not below M.")
    XL: Weight = Field(default=240.0, description="Person-days of a very large one, not below L.")

    @model_validator(mode="after")
    def _is_rising(self) -> "EffortDays":
        if not self.S <= self.M <= self.L <= self.XL:
            data = {"found": (self.S, self.M, self.L, self.XL)}
            unsound([Problem("effort_not_ordered", "the days must not fall from S to XL", data=data)])
        return self

    def days(self, size: Size) -> float:
        """Give the days of a size."""
        return float(getattr(self, size))

    def size(self, days: float) -> Size:
        """Give the smallest size that holds so many days; XL if none does."""
        sizes: tuple[Size, ...] = ("S", "M", "L", "XL")
        return next((size for size in sizes if days <= self.days(size) * (1 + EDGE)), "XL")


def _kind(value: Any) -> str:
    return "range" if isinstance(value, dict | Effort) else "size"


EffortField = Annotated[Annotated[Effort, Tag("range")] | Annotated[Size, Tag("size")], Discriminator(_kind)]
"""A size, or a range of person-days."""
