"""What would be different if something were: score, lenses and plan, before and after."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun
from equity_blocks.model.plan import Plan
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import HEARD, Reading


class Supposition(Noun):
    """One practice at another level than it is rated.

    Example:
        >>> Supposition(practice="p", title="P", **{"from": None}, to="in-place").to
        'in-place'
    """

    practice: Id
    title: str
    start_level: Id | None = Field(alias="from", description="As rated; null: not rated.")
    to: Id


class BlockBeforeAfter(Noun):
    """A block's reading before and after.

    Example:
        >>> BlockBeforeAfter(id="b", title="B", before=Reading(value=0.25), after=Reading(value=0.5)).after.value
        0.5
    """

    id: Id
    title: str
    before: Reading
    after: Reading


class WhatIf(Result):
    """Two readings of one assessment: as it is, and as it is supposed.

    Example:
        >>> WhatIf.model_fields["schema_"].default
        'equity-blocks/what-if/1'
    """

    schema_: Literal["equity-blocks/what-if/1"] = Field(default="equity-blocks/what-if/1", alias="schema")
    supposed: tuple[Supposition, ...] = Field(default=(), description="Practices at another level.")
    conditions: tuple[str, ...] = Field(
        default=(), description="What else is supposed, in words: capacity, delays and the like."
    )
    heard: int | None = Field(default=0, description=HEARD)
    before: Reading
    after: Reading
    blocks: tuple[BlockBeforeAfter, ...] = ()
    opened: tuple[Id, ...] = Field(default=(), description="Practices whose next level can start only now.")
    plan_before: Plan
    plan_after: Plan
