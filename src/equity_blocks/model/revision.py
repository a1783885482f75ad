"""Revisions of a framework: what changed from one to another, and what became of an assessment."""

from typing import Literal, get_args

from pydantic import Field

from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Terms
from equity_blocks.model.noun import Flag, Id, Noun, Text, keyed, schema_field
from equity_blocks.model.result import FrameworkRef, Made, Result

Kind = Literal[
    "added", "removed", "renamed", "split", "merged", "moved", "weight", "scale", "levels", "criteria", "effort",
    "horizon", "prerequisite_added", "prerequisite_removed", "prerequisite_changed", "scoring", "other", "wording",
]  # fmt: skip
"""What kind of change it is, in the order in which changes are listed; `wording` changes no number and no id."""

KINDS: tuple[Kind, ...] = get_args(Kind)


class Alteration(Noun):
    """One change between two revisions.

    Example:
        >>> Alteration(kind="weight", node="practice", id="p", title="P", field="weight", start="1", to="2").to
        '2'
    """

    kind: Kind = Field(description="What kind of change it is.")
    node: Literal["framework", "block", "practice"] = Field(description="What has changed.")
    id: Id = Field(description="The node's id in the newer revision; the older one where it is there no longer.")
    title: str = Field(default="", description="The node's title.")
    was: tuple[Id, ...] = Field(default=(), description="renamed, split, merged: the older ids it comes from.")
    field: Text | None = Field(
        default=None, description="The key that differs, as in the YAML; null for the node as a whole."
    )
    start: str | None = keyed(
        key="from", default=None, description="What stood there, as text; null where nothing did."
    )
    to: str | None = Field(default=None, description="What stands there now, as text; null where nothing does.")


class Difference(Made):
    """The difference between two revisions of a framework.

    Example:
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> Difference(old=ref, new=ref).is_same
        True
    """

    schema_: Literal["equity-blocks/difference/1"] = schema_field("equity-blocks/difference/1")
    old: FrameworkRef = Field(description="The older revision.")
    new: FrameworkRef = Field(description="The newer revision.")
    terms: Terms = Field(
        default={}, validate_default=True, description="What the newer one calls a block and a practice."
    )
    alterations: tuple[Alteration, ...] = Field(
        default=(), description="In the order of their kinds; wording comes last."
    )
    needs_revision: Flag = Field(
        default=False, description="Whether more than wording changed, but the revision was not raised."
    )

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs."""
        return not self.alterations and self.old == self.new

    def of(self, kind: Kind) -> tuple[Alteration, ...]:
        """Give the changes of one kind."""
        return tuple(item for item in self.alterations if item.kind == kind)


IdChange = Literal["kept", "renamed", "split", "merged", "removed", "unclear"]
"""What became of an id; unclear: it is in use, and nobody can tell whether for the same practice."""


class MigratedPractice(Noun):
    """The fate of everything that was said about one practice.

    Example:
        >>> MigratedPractice(id="p", change="renamed", to=["q"], said="partial").retired
        False
    """

    id: Id = Field(description="The practice in the older revision.")
    change: IdChange = Field(description="What became of its id.")
    to: tuple[Id, ...] = Field(
        default=(), description="The practices of the newer revision that come, or may come, from it."
    )
    said: str = Field(default="", description="What was said: a level or levels, or a status; empty where nothing was.")
    carried: Flag = Field(default=False, description="Whether what was said stands under a practice of the newer one.")
    retired: Flag = Field(default=False, description="Whether something of what was said is kept under `retired`.")
    to_review: Flag = Field(default=False, description="Whether somebody has to rate something anew, or look it over.")
    why: str = Field(default="", description="Why something is retired or has to be looked over; empty: nothing is.")


class Migration(Result):
    """An assessment in the terms of another revision, and what became of every answer.

    Example:
        >>> ref = FrameworkRef(id="f", edition="1", revision=2)
        >>> Migration(framework=ref, rated=ref, migrated=Assessment(framework="f")).practices
        ()
    """

    schema_: Literal["equity-blocks/migration/1"] = schema_field("equity-blocks/migration/1")
    rated: FrameworkRef | None = Field(
        default=None, description="The revision that was rated; null where the file says none."
    )
    practices: tuple[MigratedPractice, ...] = Field(
        default=(), description="Every practice that the older assessment speaks of."
    )
    added: tuple[Id, ...] = Field(
        default=(), description="Practices of the newer revision that nobody could rate before."
    )
    notes: tuple[Text, ...] = Field(
        default=(), description="What became of targets and of who was asked what, and what does not fit even now."
    )
    migrated: Assessment = Field(description="The assessment in the terms of the newer revision.")
