"""The record of a tailoring in a framework: what it was made from, and everything that was changed."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, Positive, Text
from equity_blocks.model.privacy import OwnText, PublicText, SharedWith

ChangeKind = Literal[
    "title", "term", "question", "weight", "effort", "effort_days", "target", "out", "waived", "dropped", "added"
]


class TailoringChange(Noun):
    """One thing that a tailoring changed.

    Example:
        >>> TailoringChange(kind="weight", practice="vision-setting", title="Vision Setting", before="1", after="2").why
        ''
    """

    kind: ChangeKind = Field(
        description="out: taken out; waived: a prerequisite that does not bind any more; dropped: one on a practice "
        "that was taken out; added: a new one."
    )
    practice: Id | None = Field(
        default=None, description="The practice that is changed; null: it is a block, or the whole."
    )
    block: Id | None = Field(
        default=None, description="The block that is changed; null: it is a practice, or the whole."
    )
    title: PublicText = Field(
        default="", description="What the source calls the practice or the block; a term, a size or a horizon."
    )
    before: PublicText = Field(
        default="", description="What it was; empty where there was nothing, or for text that is long."
    )
    after: PublicText = Field(
        default="", description="What it is now; empty where there is nothing, or for text that is long."
    )
    level: Id | None = Field(
        default=None, description="waived, dropped, added: the level that the prerequisite is for."
    )
    why: OwnText = Field(default="", description="The organization's reason.")


class Tailored(Noun):
    """By which tailoring a framework was changed, and how.

    Example:
        >>> change = TailoringChange(kind="out", practice="p", title="P", why="no such members")
        >>> Tailored(changes=[change]).changes[0].why
        'no such members'
    """

    id: Annotated[Id | None, SharedWith("client", None)] = Field(
        default=None, description="The tailoring's id; null: it has none."
    )
    title: OwnText = Field(default="", description="The tailoring's title; empty: it has none.")
    revision: Positive | None = Field(
        default=None, description="The revision of the framework that the tailoring was made for."
    )
    file: OwnText = Field(default="", description="The file of the tailoring; empty where it did not come from one.")
    named_by: Literal["assessment", "options"] | None = Field(
        default=None, description="Who named that file: the assessment, or the options of the command."
    )
    changes: tuple[TailoringChange, ...] = Field(description="In the order of the framework.")

    @property
    def taken_out(self) -> dict[str, Text]:
        """Give the ids of the practices and blocks that were taken out, with their titles."""
        return {**self.blocks_taken_out, **self.practices_taken_out}

    @property
    def practices_taken_out(self) -> dict[str, Text]:
        """Give the ids of the practices that were taken out, with their titles."""
        return {change.practice: change.title for change in self._gone if change.practice}

    @property
    def blocks_taken_out(self) -> dict[str, Text]:
        """Give the ids of the blocks that were taken out, with their titles."""
        return {change.block: change.title for change in self._gone if change.block}

    @property
    def _gone(self) -> Iterator[TailoringChange]:
        return (change for change in self.changes if change.kind == "out")
