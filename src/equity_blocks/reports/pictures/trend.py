"""A trend: a score over several rounds, each with the range it lay in."""

from collections.abc import Iterator
from typing import NamedTuple

from equity_blocks.reports.document import Column, Table, Value, figures, spanned


class Point(NamedTuple):
    """One round.

    Args:
        title: Which one it is, such as its day.
        value: The score as it was published.
        low: The least it could be.
        high: The most it could be.
        reread: The score by the framework of the last round; no value: it was rated by that one, or it is not known.
        words: What has to stand beside it, such as that it was a draft; empty: nothing.
    """

    title: str
    value: Value
    low: Value
    high: Value
    reread: Value
    words: str = ""

    @property
    def range(self) -> str:
        """Between what the published score lay, in words."""
        return spanned(self.low, self.high)


class Trend(NamedTuple):
    """Rounds from the oldest to the latest, on one scale from 0 to 100 percent.

    Args:
        title: What they show.
        points: One for each round.
        has_reread: Whether another revision was rated in any of them.
    """

    title: str
    points: tuple[Point, ...]
    has_reread: bool = False

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> from equity_blocks.reports.document import Value
            >>> share = Value("41%", value=0.41, unit="share", path="/rounds/0/value", of="trend")
            >>> none = Value("\N{EN DASH}", value=None, unit="share", path="/rounds/0/reread", of="trend")
            >>> Trend("Score", (Point("2026-01-01", share, share, share, none),)).as_table().rows
            (('2026-01-01', '41%', '41%'),)
        """
        titles = ("As published", "Range", "Read again") if self.has_reread else ("Score", "Range")
        columns = (Column("Round", is_wide=True), *figures(*titles))
        return Table(columns, tuple(self._rows()), self.title)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for point in self.points:
            title = f"{point.title}\n{point.words}" if point.words else point.title
            yield (title, point.value, point.range, *([point.reread] if self.has_reread else []))
