"""The result of looking over several assessments of one framework, in the order of their dates."""

from typing import Annotated, Literal

from pydantic import Field

from equity_blocks.model.assessment import Organization
from equity_blocks.model.comparison import LikeForLike
from equity_blocks.model.noun import Flag, Id, Noun, StrictDate, schema_field
from equity_blocks.model.privacy import PublicText, SharedWith
from equity_blocks.model.result import FrameworkRef
from equity_blocks.model.scorecard import Scope, Scored, Share


class RoundBlock(Noun):
    """A block in one round.

    Example:
        >>> RoundBlock(id="b", title="B", value=0.5).reread is None
        True
    """

    id: Id = Field(description="The block's id in the framework of the last round.")
    title: PublicText = Field(description="Its title there.")
    value: Share = Field(
        default=None,
        description="Its value as it was published, in [0, 1]; null: none, or no such block was rated then.",
    )
    reread: Share = Field(
        default=None,
        description="Its value by the framework of the last round; null: none, or that framework was rated.",
    )

    @property
    def comparable(self) -> float | None:
        """The value by the framework of the last round, wherever that is known; else as it was published."""
        return self.value if self.reread is None else self.reread


class Round(Noun):
    """One assessment among several.

    Example:
        >>> Round(number=1, framework=FrameworkRef(id="f", edition="1", revision=1), value=0.4, reread=0.5).comparable
        0.5
    """

    number: int = Field(description="From 1, in the order of the dates.")
    framework: FrameworkRef = Field(description="What was rated then.")
    assessment: Annotated[Id | None, SharedWith("client", None)] = Field(
        default=None, description="The id of that assessment; null: it has none."
    )
    organization: Organization | None = Field(default=None, description="Whose it is; null: not told.")
    as_of: StrictDate | None = Field(default=None, description="The date of that assessment; null: it has none.")
    final: Flag = Field(default=False, description="Whether its ratings were final.")
    scope: Scope = Field(
        default_factory=Scope, description="How many practices there were, by what was said about them."
    )
    coverage: Share = Field(default=None, description="Weighted share of what applied then that was rated, in [0, 1].")
    value: Share = Field(default=None, description="The score as it was published, in [0, 1]; null: none.")
    low: Share = Field(default=None, description="The score then, if everything unanswered or unknown were at 0.")
    high: Share = Field(default=None, description="The score then, if everything unanswered or unknown were at 1.")
    reread: Share = Field(
        default=None,
        description="The score where the ratings of then are carried over to the framework of the last round; null: "
        "none, that framework was rated, or what was rated then is not at hand.",
    )
    since: LikeForLike | None = Field(
        default=None,
        description="The change since the round before, over what both rated and the same respondents answered, by the "
        "framework of this round; null: it is the first.",
    )
    blocks: tuple[RoundBlock, ...] = Field(
        default=(), description="The blocks of the framework of the last round, at every depth, in source order."
    )

    @property
    def comparable(self) -> float | None:
        """The score by the framework of the last round, wherever that is known; else as it was published."""
        return self.value if self.reread is None else self.reread


class Trend(Scored):
    """The course of a score over several rounds. The head is that of the last one.

    Example:
        >>> Trend(framework=FrameworkRef(id="f", edition="1", revision=1), rounds=()).is_reread
        False
    """

    schema_: Literal["equity-blocks/trend/1"] = schema_field("equity-blocks/trend/1")
    rounds: tuple[Round, ...] = Field(description="The assessments, the oldest first.")

    @property
    def is_reread(self) -> bool:
        """Whether another revision was rated in any round, and is read again by that of the last one."""
        return any(
            read.reread is not None or any(block.reread is not None for block in read.blocks) for read in self.rounds
        )
