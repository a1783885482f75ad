"""What people wrote beside their ratings, where it comes back to whoever owns it."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Id, Noun, Text

NoteKind = Literal[
    "rating", "answer", "agreed", "not_applicable", "not_pursued", "evidence", "progress", "goal", "initiative"
]


class Note(Noun):
    """What somebody wrote about a practice, or about what it goes with. It stays with its owner: nothing shared has it.

    Example:
        >>> Note(kind="answer", by="cmo", level="partial", text="two clinics").of
        ''
    """

    kind: NoteKind = Field(description="Where it stands in the assessment.")
    by: str = Field(default="", description="The respondent, or who agreed; empty where nobody is named.")
    of: str = Field(default="", description="The title of the evidence, the goal or the initiative that it is about.")
    level: Id | None = Field(default=None, description="What was answered or agreed; null for all else.")
    text: Text
