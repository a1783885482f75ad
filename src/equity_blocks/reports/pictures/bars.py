"""Bars: shares beside each other, each with the interval it lies in and the target it is to reach."""

from typing import NamedTuple

from equity_blocks.reports.document import Column, Table, Value, figures, spanned


class Bar(NamedTuple):
    """One bar.

    Args:
        title: Whose it is.
        value: How long it is.
        low: The least it can be.
        high: The most it can be.
        target: What it is to reach.
        depth: How deep it stands: 0 for a block, 1 for a block in it.
        words: What somebody says about it; empty: nothing.
    """

    title: str
    value: Value
    low: Value
    high: Value
    target: Value
    depth: int = 0
    words: str = ""

    @property
    def range(self) -> str:
        """Between what it lies, in words; one figure where both ends are the same."""
        return spanned(self.low, self.high)


class Bars(NamedTuple):
    """Bars, one below the other, on one scale from 0 to 100 percent.

    Args:
        title: What they show.
        of: What each of them is of.
        bars: From top to bottom.
    """

    title: str
    of: str
    bars: tuple[Bar, ...]

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> from equity_blocks.reports.document import Value
            >>> share = Value("41%", value=0.41, unit="share", path="/blocks/0/value", of="scorecard")
            >>> Bars("Blocks", "Block", (Bar("Data", share, share, share, share),)).as_table().rows
            (('Data', '41%', '41%', '41%'),)
        """
        columns = (Column(self.of, is_wide=True), *figures("Score", "Range", "Target"))
        return Table(columns, tuple(map(_row, self.bars)), self.title)


def _row(bar: Bar) -> tuple[str, ...]:
    title = f"{bar.title}\n{bar.words}" if bar.words else bar.title
    return title, bar.value, bar.range, bar.target
