"""The result of a what-if: score, lenses and plan, before and after."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, keyed, schema_field
from equity_blocks.model.plan import Plan
from equity_blocks.model.privacy import PublicText
from equity_blocks.model.scorecard import OfAnswers, Reading


class Supposition(Noun):
    """One practice at another level than it is rated.

    Example:
        >>> Supposition(practice="p", title="P", start_level=None, to="in-place").to
        'in-place'
    """

    practice: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    start_level: Id | None = keyed(key="from", description="As rated; null: not rated.")
    to: Id = Field(description="The level that it is supposed at.")


class BlockBeforeAfter(Noun):
    """A block's reading before and after.

    Example:
        >>> BlockBeforeAfter(id="b", title="B", before=Reading(value=0.25), after=Reading(value=0.5)).after.value
        0.5
    """

    id: Id = Field(description="The block's id.")
    title: PublicText = Field(description="The block's title.")
    before: Reading = Field(description="Its reading as things are.")
    after: Reading = Field(description="Its reading as it is supposed.")


class WhatIf(OfAnswers):
    """Two readings of one assessment: as it is, and as it is supposed.

    Example:
        >>> WhatIf.model_fields["schema_"].default
        'equity-blocks/what-if/1'
    """

    schema_: Literal["equity-blocks/what-if/1"] = schema_field("equity-blocks/what-if/1")
    supposed: tuple[Supposition, ...] = Field(default=(), description="Practices at another level.")
    conditions: tuple[PublicText, ...] = Field(
        default=(), description="What else is supposed, in words: capacity, delays and the like."
    )
    before: Reading = Field(description="The reading as things are.")
    after: Reading = Field(description="The reading as it is supposed.")
    blocks: tuple[BlockBeforeAfter, ...] = Field(default=(), description="The blocks, before and after.")
    opened: tuple[Id, ...] = Field(default=(), description="Practices whose next level can start only now.")
    plan_before: Plan = Field(description="The plan as things are.")
    plan_after: Plan = Field(description="The plan as it is supposed.")
