"""The result of looking over the evidence of one assessment."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Count, Day, Flag, Id, Noun, Text
from equity_blocks.model.scorecard import Scored

Age = Literal["current", "outdated", "undated", "to_come"]
"""current: within the policy's months before `as_of`; to_come: dated after `as_of`."""


class UnevidencedClaim(Noun):
    """A claim above what current evidence shows.

    Example:
        >>> UnevidencedClaim(id="p", title="P", level="in-place", evidenced_level="planned", points=0.01).listed
        ()
    """

    id: Id
    title: str
    level: Id = Field(description="As rated.")
    evidenced_level: Id = Field(description="The highest level that current evidence shows.")
    points: float | None = Field(
        description="What the score would lose at that level, in [0, 1]; null where there is no score."
    )
    listed: tuple[Text, ...] = Field(default=(), description="Evidence it lists, none of which counts.")


class EvidenceItem(Noun):
    """A piece of evidence in the register.

    Example:
        >>> EvidenceItem(id="charter", title="Charter", age="undated", checked=False).age_months is None
        True
    """

    id: Text
    title: str
    kind: str = ""
    newest: Day | None = Field(default=None, description="The later of its date and its last review.")
    age: Age
    age_months: Count | None = Field(
        default=None, description="Months begun since then; null where undated or to come."
    )
    checked: Flag = Field(description="Whether somebody verified that it shows what it is listed for.")
    counts: Flag = Field(
        default=False, description="Whether the policy lets it count: current, and checked where that is asked."
    )
    practices: tuple[Id, ...] = Field(default=(), description="Practices whose ratings list it.")
    note: str = Field(default="", description="What the assessment notes of it; for the owner only.")


class EvidenceReview(Scored):
    """What current evidence does not show, and how old the register is.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> ref = FrameworkRef(id="f", edition="1", revision=1)
        >>> EvidenceReview(framework=ref, max_age=24, asks_for="listed").claims
        ()
    """

    schema_: Literal["equity-blocks/evidence/1"] = Field(default="equity-blocks/evidence/1", alias="schema")
    max_age: Count = Field(description="Months in which evidence is current, by the framework's policy.")
    asks_for: Literal["listed", "checked"] = Field(description="checked: only evidence counts that somebody checked.")
    value: float | None = Field(default=None, description="The score as claimed, in [0, 1]; null where withheld.")
    evidenced: float | None = Field(default=None, description="The score that current evidence shows.")
    claims: tuple[UnevidencedClaim, ...] = Field(default=(), description="The claim most points rest on comes first.")
    items: tuple[EvidenceItem, ...] = Field(
        default=(), description="The register: what is not current first, then the oldest."
    )
