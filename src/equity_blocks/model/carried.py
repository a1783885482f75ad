"""What another framework's assessment says about a practice, kept apart from what was rated."""

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import Id, LevelRef, Noun, Unit, unsound


class Carried(Noun):
    """A level that a crosswalk carries over. It is a proposal: it never counts as rated.

    Example:
        >>> Carried(level="partial", low=0.5, high=0.8, framework="hcplan-apm", source=["vision-setting"]).level
        'partial'
    """

    level: LevelRef = Field(description="The highest level whose value is not above `low`: what is sure.")
    low: Unit = Field(description="The least that the practice can count, in [0, 1].")
    high: Unit = Field(description="The most that it can count, in [`low`, 1].")
    framework: Id | None = Field(default=None, description="The framework that was rated.")
    source: tuple[Id, ...] = Field(default=(), alias="from", description="Its practices that the level comes from.")

    @model_validator(mode="after")
    def _low_is_not_above_high(self) -> "Carried":
        if self.low > self.high:
            message = f"low {self.low:g} lies above high {self.high:g}"
            unsound([Problem("contradiction", message, "exchange them, or remove what was carried", ("low",))])
        return self
