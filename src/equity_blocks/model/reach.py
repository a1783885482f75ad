"""The cheapest way to a band of the score."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun
from equity_blocks.model.scorecard import Scored, Share
from equity_blocks.model.scoring import Band


class Raise(Noun):
    """One practice raised.

    Example:
        >>> Raise(practice="p", title="P", block="b", to="in-place", effort=7.5, gain=0.01, wave=1).start_level is None
        True
    """

    practice: Id
    title: str
    block: Id = Field(description="The block it stands in.")
    start_level: Id | None = Field(None, alias="from", description="Null where nobody rated it: find out first.")
    to: Id
    effort: float = Field(description="Person-days.")
    gain: float = Field(description="What the score afterwards would lose without this raise alone.")
    wave: int = Field(description="When it can be done, if capacity is unlimited; from 1.")
    needed_by: tuple[Id, ...] = Field((), description="Practices raised here that need it.")


class Reach(Scored):
    """Which practices to raise, and how far, to get into a band with the least effort.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Reach(framework=ref, band=Band(id="far", title="Far", start=0.5), status="reached").effort
        0.0
    """

    schema_: Literal["equity-blocks/reach/1"] = Field("equity-blocks/reach/1", alias="schema")
    band: Band = Field(description="The band to get into.")
    status: Literal["reached", "reachable", "out_of_reach"]
    score_now: Share = Field(None, description="In [0, 1], as plans count: unanswered and unknown at the lowest level.")
    band_now: Id | None = None
    score_after: Share = Field(None, description="After the raises; null where the band is out of reach.")
    highest: Share = Field(None, description="The score with every practice as high as it can get.")
    effort: float = Field(0.0, description="Person-days of all raises.")
    is_least: bool = Field(False, description="Whether a search has shown that no way takes less.")
    bound: float | None = Field(None, description="Person-days below which no way lies; null where there is no way.")
    raises: tuple[Raise, ...] = Field((), description="In an order in which they can be finished.")
    held_back: tuple[Id, ...] = Field((), description="Practices not pursued; they do not rise, and do not count.")
    blocked: tuple[Id, ...] = Field((), description="Practices in scope that cannot get to their highest level.")
