"""The result of looking over the evidence of one assessment."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.noun import Count, Flag, Id, Map, Noun, StrictDate, Text, no_entries, schema_field
from equity_blocks.model.privacy import NUMBER, NoteText, OwnName, OwnText, PublicText, SharedWith
from equity_blocks.model.scorecard import Scored

Age = Literal["current", "outdated", "undated", "to_come"]
"""current: within the policy's months before `as_of`; to_come: dated after `as_of`."""


class UnevidencedClaim(Noun):
    """A claim above what current evidence shows.

    Example:
        >>> UnevidencedClaim(id="p", title="P", level="in-place", evidenced_level="planned", points=0.01).listed
        ()
    """

    id: Id = Field(description="The practice's id.")
    title: PublicText = Field(description="The practice's title.")
    level: Id = Field(description="As rated.")
    evidenced_level: Id = Field(description="The highest level that current evidence shows.")
    points: float | None = Field(
        description="What the score would lose at that level, in [0, 1]; null where there is no score."
    )
    listed: Annotated[tuple[Text, ...], SharedWith("steering", NUMBER)] = Field(
        default=(), description="Evidence it lists, none of which counts."
    )


class EvidenceItem(Noun):
    """A piece of evidence in the register.

    Example:
        >>> EvidenceItem(id="charter", title="Charter", age="undated", checked=False).age_months is None
        True
    """

    id: Annotated[Text, SharedWith("steering", NUMBER)] = Field(description="Its key in the register.")
    title: OwnName = Field(description="What it is called.")
    kind: OwnText = Field(default="", description="What kind of document it is; empty: not told.")
    profile: Annotated[Map[Id], SharedWith("steering", {})] = Field(
        default_factory=no_entries,
        description="What a contract is, by the kinds that the framework tells apart: a statement's id -> a choice's.",
    )
    newest: StrictDate | None = Field(default=None, description="The later of its date and its last review.")
    age: Age = Field(description="How old its newest date is, seen from `as_of`.")
    age_months: Count | None = Field(
        default=None, description="Months begun since then; null where undated or to come."
    )
    checked: Flag = Field(description="Whether somebody verified that it shows what it is listed for.")
    counts: Flag = Field(
        default=False, description="Whether the policy lets it count: current, and checked where that is asked."
    )
    practices: tuple[Id, ...] = Field(default=(), description="Practices whose ratings list it.")
    note: NoteText = Field(default="", description="What the assessment notes of it; for the owner only.")


class EvidenceReview(Scored):
    """The review of evidence: claims that current evidence does not show, and the age of the register.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> EvidenceReview(framework=ref, max_age=24, asks_for="listed").claims
        ()
    """

    schema_: Literal["equity-blocks/evidence/1"] = schema_field("equity-blocks/evidence/1")
    max_age: Count = Field(description="Months in which evidence is current, by the framework's policy.")
    asks_for: Literal["listed", "checked"] = Field(description="checked: only evidence counts that somebody checked.")
    value: float | None = Field(default=None, description="The score as claimed, in [0, 1]; null where withheld.")
    evidenced: float | None = Field(default=None, description="The score that current evidence shows.")
    claims: tuple[UnevidencedClaim, ...] = Field(default=(), description="The claim most points rest on comes first.")
    items: tuple[EvidenceItem, ...] = Field(
        default=(), description="The register: what is not current first, then the oldest."
    )
