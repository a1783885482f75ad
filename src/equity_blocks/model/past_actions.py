"""What became of the actions of an earlier plan."""

from typing import Literal

from pydantic import Field

from equity_blocks.model.noun import Day, Id, Noun
from equity_blocks.model.result import FrameworkRef

Outcome = Literal["done", "late", "open", "dropped", "added"]
"""What became of an action that was planned earlier.

* `done`: its practice is rated at the level, or above it.
* `late`: not done, and its period was over before the date of the assessment, or the plan now ends it later.
* `open`: not done, and nothing says that it is late: it has no date, or a date that the plan still keeps.
* `dropped`: not done, and nobody works on it any more; `dropped_as` says why.
* `added`: an action of the plan now that was not planned earlier.
"""

Dropped = Literal[
    "work_dropped", "not_pursued", "not_applicable", "removed", "split", "merged", "unclear", "level_removed"
]
"""Why nobody works on an action any more.

* `work_dropped`, `not_pursued`, `not_applicable`: so says the assessment.
* `removed`, `split`, `merged`: what the framework did with the practice; `unclear`: its id is in use, and nothing tells
  whether for the same practice.
* `level_removed`: the practice's scale has no such level any more.
"""


class PastAction(Noun):
    """What was planned earlier, or has been added since, and what became of it.

    Example:
        >>> PastAction(practice="p", title="P", **{"from": "planned"}, to="in-place", now="partial", change="raised",
        ...     finish="2027-Q2", new_finish="2027-Q3", outcome="late").dropped_as is None
        True
    """

    practice: Id = Field(description="The practice, by its id when it was planned.")
    successor: Id | None = Field(default=None, description="Its id now; null: the same, or it is gone.")
    title: str
    start_level: Id | None = Field(alias="from", description="The level it was planned from; null: not rated then.")
    to: Id = Field(description="The level it was planned to reach.")
    now: Id | None = Field(description="The level it holds now; null: not rated.")
    change: Literal["raised", "unchanged", "fallen"] | None = Field(
        default=None, description="From the level that it was planned from to now; null: one of them is not known."
    )
    progress: Literal["planned", "started", "done", "dropped"] | None = Field(
        default=None, description="What the later assessment says of the work."
    )
    outcome: Outcome
    dropped_as: Dropped | None = Field(default=None, description="Why it is dropped; null: it is not.")
    start: str | None = Field(default=None, description="The period in which it was to begin; null: no date.")
    finish: str | None = Field(default=None, description="The period in which it was to end; null: no date.")
    new_start: str | None = Field(
        default=None, description="The period in which the plan now begins these levels; null: not planned or no date."
    )
    new_finish: str | None = Field(
        default=None, description="The period in which the plan now reaches the level; null: not planned or no date."
    )


class EarlierPlan(Noun):
    """The plan that is looked back on.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> EarlierPlan(is_adopted=True, framework=FrameworkRef(id="f", edition="1", revision=1), as_of="2026-09-30",
        ...     made_with="2.0").as_of.year
        2026
    """

    is_adopted: bool = Field(description="Whether it was kept; else it is made now, of an earlier assessment.")
    framework: FrameworkRef = Field(description="What it was made for.")
    as_of: Day | None = Field(default=None, description="The date of its assessment; null: it has none.")
    made_with: str | None = Field(
        default=None, description="The version of equity-blocks that made it; null: it is made now."
    )
