"""Which practices of each framework are spoken for already."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.crosswalk import CrosswalkId
from equity_blocks.model.noun import Id, Noun
from equity_blocks.model.result import NOTICE


class Route(Noun):
    """How an assessment reaches a framework.

    Example:
        >>> Route(start="hcplan-apm", crosswalks=["hcplan-apm--ahe-roadmap"], practices=8).assessment is None
        True
    """

    assessment: Id | None = Field(default=None, description="The assessment's id; null where it has none.")
    start: Id = Field(alias="from", description="The framework that was rated.")
    crosswalks: tuple[CrosswalkId, ...] = Field(
        default=(), description="On the way, in order; none where it was rated itself."
    )
    practices: int = Field(description="How many practices it speaks for.")


class FrameworkCoverage(Noun):
    """How much of one framework is spoken for.

    Example:
        >>> FrameworkCoverage(id="f", title="F", practices=4, spoken_for=1, share=0.2).not_covered
        ()
    """

    id: Id
    title: str
    practices: int
    spoken_for: int = Field(description="Practices that at least one answer speaks for, wholly or in part.")
    share: float = Field(description="Weighted share of the framework that is spoken for, in [0, 1].")
    routes: tuple[Route, ...] = ()
    not_covered: tuple[Id, ...] = Field(default=(), description="Practices that no answer speaks for.")
    tailored: Tailored | None = Field(default=None, description="What a tailoring changed; null where nothing was.")


class Coverage(Noun):
    """Each framework, and how much of it the present assessments speak for.

    Example:
        >>> Coverage(frameworks=()).schema_
        'equity-blocks/coverage/1'
    """

    schema_: Literal["equity-blocks/coverage/1"] = Field(default="equity-blocks/coverage/1", alias="schema")
    notice: str = NOTICE
    organizations: tuple[Id, ...] = Field(default=(), description="Whose assessments they are, as far as they say.")
    frameworks: tuple[FrameworkCoverage, ...]
