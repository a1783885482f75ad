"""A course: a share from period to period, with what it is to reach."""

from typing import NamedTuple

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Column, Table, Value, figures

_MANY = 12
"""From more points on than these they stand below each other. Editorial."""


class Point(NamedTuple):
    """The share at one time.

    Args:
        title: When.
        value: What it is then.
    """

    title: str
    value: Value


class Course(NamedTuple):
    """A share over time, on a scale from 0 to 100 percent.

    Args:
        title: What it shows.
        points: From the first to the last.
        target: What it is to reach; `None`: nobody said.
    """

    title: str
    points: tuple[Point, ...]
    target: Value | None = None

    @property
    def is_long(self) -> bool:
        """Whether there are too many points to stand side by side."""
        return len(self.points) > _MANY

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> share = Value("41%", value=0.41, unit="share", path="/score_now", of="plan")
            >>> Course("Score", (Point("Now", share),), share).as_table().rows
            (('Now', '41%'), ('If every target is met', '41%'))
        """
        target = () if self.target in (None, NO_VALUE) else (("If every target is met", self.target),)
        rows = (*((point.title, point.value) for point in self.points), *target)
        return Table((Column("At the end of", is_wide=True), *figures("Score")), rows, self.title)
