"""The result of comparing two revisions of a framework."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.framework import Terms
from equity_blocks.model.noun import Flag, Id, Noun, Text
from equity_blocks.model.result import NOTICE, FrameworkRef

Kind = Literal[
    "added", "removed", "renamed", "split", "merged", "moved", "weight", "scale", "levels", "criteria", "effort",
    "horizon", "prerequisite_added", "prerequisite_removed", "prerequisite_changed", "scoring", "other", "wording",
]  # fmt: skip
"""What kind of change it is, in the order in which changes are listed; `wording` changes no number and no id."""

KINDS: tuple[Kind, ...] = (
    "added", "removed", "renamed", "split", "merged", "moved", "weight", "scale", "levels", "criteria", "effort",
    "horizon", "prerequisite_added", "prerequisite_removed", "prerequisite_changed", "scoring", "other", "wording",
)  # fmt: skip


class Alteration(Noun):
    """One change between two revisions.

    Example:
        >>> Alteration(kind="weight", node="practice", id="p", title="P", field="weight", **{"from": "1"}, to="2").to
        '2'
    """

    kind: Kind
    node: Literal["framework", "block", "practice"]
    id: Id = Field(description="The node's id in the newer revision; the older one where it is there no longer.")
    title: str = ""
    was: tuple[Id, ...] = Field(default=(), description="renamed, split, merged: the older ids it comes from.")
    field: Text | None = Field(
        default=None, description="The key that differs, as in the YAML; null for the node as a whole."
    )
    start: str | None = Field(
        default=None, alias="from", description="What stood there, as text; null where nothing did."
    )
    to: str | None = Field(default=None, description="What stands there now, as text; null where nothing does.")


class Difference(Noun):
    """What changed from one revision of a framework to another.

    Example:
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Difference(old=ref, new=ref).is_same
        True
    """

    schema_: Literal["equity-blocks/difference/1"] = Field(default="equity-blocks/difference/1", alias="schema")
    notice: str = NOTICE
    old: FrameworkRef
    new: FrameworkRef
    terms: Terms = Field(
        default={}, validate_default=True, description="What the newer one calls a block and a practice."
    )
    alterations: tuple[Alteration, ...] = Field(
        default=(), description="In the order of their kinds; wording comes last."
    )
    needs_revision: Annotated[
        Flag, Field(description="More than wording changed, but the revision was not raised.")
    ] = False

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs."""
        return not self.alterations and self.old == self.new

    def of(self, kind: Kind) -> tuple[Alteration, ...]:
        """Give the changes of one kind."""
        return tuple(item for item in self.alterations if item.kind == kind)
