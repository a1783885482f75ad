"""The cheapest way to a band of the score."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, keyed, schema_field
from equity_blocks.model.privacy import PublicText
from equity_blocks.model.scorecard import Outcome, Scored, Share
from equity_blocks.model.scoring import Band

Limit = Literal["targets", "default_target", "top"]
"""How far practices may rise: to their own targets, to the default target of their scales, or to the top."""


class Raise(Noun):
    """One practice raised.

    Example:
        >>> Raise(practice="p", title="P", block="b", to="in-place", effort=7.5, gain=0.01, wave=1).start_level is None
        True
    """

    practice: Id = Field(description="What is raised.")
    title: PublicText = Field(description="Its name.")
    block: Id = Field(description="The block it stands in.")
    start_level: Id | None = keyed(key="from", default=None, description="Null where nobody rated it: find out first.")
    to: Id = Field(description="The level to raise it to.")
    above_target: bool = Field(default=False, description="Whether that is above the target of the practice.")
    effort: float = Field(description="Person-days.")
    gain: float = Field(description="What the score afterwards would lose without this raise alone.")
    wave: int = Field(description="When it can be done, if capacity is unlimited; from 1.")
    needed_by: tuple[Id, ...] = Field(default=(), description="Practices raised here that need it.")


class Reach(Scored):
    """The practices to raise, and how far, to get into a band: to their targets first, and with the least effort.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Reach(framework=ref, band=Band(id="far", title="Far", start=0.5), status="reached").effort
        0.0
    """

    schema_: Literal["equity-blocks/reach/1"] = schema_field("equity-blocks/reach/1")
    band: Band = Field(description="The band to get into.")
    block: Id | None = Field(
        default=None, description="The block whose value shall lie there, and is the score here; null: the whole."
    )
    status: Literal["reached", "reachable", "out_of_reach"] = Field(description="Whether there is a way into it.")
    limit: Limit | None = Field(
        default=None, description="How far practices may rise, the first limit that is enough; null where none rises."
    )
    score_card: Share = Field(default=None, description="The score on the score card; null: none is shown there.")
    score_card_band: Outcome | None = Field(default=None, description="The band that it lies in.")
    score_now: Share = Field(
        default=None, description="In [0, 1], as plans count: unanswered and unknown at the lowest level."
    )
    band_now: Outcome | None = Field(default=None, description="The band that `score_now` lies in.")
    score_after: Share = Field(default=None, description="After the raises; null where the band is out of reach.")
    highest: Share = Field(default=None, description="The score with every practice as high as it can get.")
    effort: float = Field(default=0.0, description="Person-days of all raises.")
    is_least: bool = Field(
        default=False,
        description="Whether it is proven that no way goes less far beyond the limits before this one, in person-days, "
        "and that none with the same raises beyond them takes less.",
    )
    bound: float | None = Field(
        default=None,
        description="Person-days below which no way within the limit lies that has no other raises beyond the limits "
        "before; null where there is no way.",
    )
    raises: tuple[Raise, ...] = Field(default=(), description="In an order in which they can be finished.")
    held_back: tuple[Id, ...] = Field(
        default=(),
        description="Practices decided against (not pursued, dropped or for later) with which the band would be in "
        "reach; empty where it would not be even so.",
    )
    blocked: tuple[Id, ...] = Field(
        default=(), description="Practices in scope that cannot get to their highest level."
    )
