"""The result of carrying an assessment over to another revision of its framework."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.assessment import Assessment
from equity_blocks.model.noun import Flag, Id, Noun, Text
from equity_blocks.model.result import FrameworkRef, Result

IdChange = Literal["kept", "renamed", "split", "merged", "removed", "unclear"]
"""What became of an id; unclear: it is in use, and nobody can tell whether for the same practice."""


class MigratedPractice(Noun):
    """What became of what was said about one practice.

    Example:
        >>> MigratedPractice(id="p", change="renamed", to=["q"], said="partial").retired
        False
    """

    id: Id = Field(description="The practice in the older revision.")
    change: IdChange
    to: tuple[Id, ...] = Field(
        default=(), description="The practices of the newer revision that come, or may come, from it."
    )
    said: str = Field(default="", description="What was said: a level or levels, or a status; empty where nothing was.")
    carried: Flag = Field(default=False, description="Whether what was said stands under a practice of the newer one.")
    retired: Flag = Field(default=False, description="Whether something of what was said is kept under `retired`.")
    to_review: Flag = Field(default=False, description="Whether somebody has to rate something anew, or look it over.")
    why: str = ""


class Migration(Result):
    """An assessment in the terms of another revision, and what became of every answer.

    Example:
        >>> ref = FrameworkRef(id="f", edition="1", revision=2)
        >>> Migration(framework=ref, rated=ref, assessment=Assessment(framework="f")).practices
        ()
    """

    schema_: Literal["equity-blocks/migration/1"] = Field(default="equity-blocks/migration/1", alias="schema")
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
    assessment: Assessment = Field(description="The assessment in the terms of the newer revision.")
