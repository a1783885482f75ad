"""Targets: levels to aim for, shared by many practices."""

from pydantic import Field

from equity_blocks.model.noun import FrozenDict, LevelRef, Map, Noun


class Targets(Noun):
    """The level to aim for where a rating names none: by block, else by horizon, else by default.

    Example:
        >>> Targets(default="in-place", long="partial").long
        'partial'
    """

    default: LevelRef | None = Field(None, description="Default: the default target of the practice's scale.")
    short: LevelRef | None = None
    long: LevelRef | None = None
    blocks: Map[LevelRef] = Field(default_factory=FrozenDict)
