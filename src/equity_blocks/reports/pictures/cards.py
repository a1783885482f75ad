"""Cards: the few figures that are read first, each with its name."""

from typing import NamedTuple

from equity_blocks.reports.document import Column, Table


class Card(NamedTuple):
    """One figure.

    Args:
        title: What it is.
        figure: The figure; a text where there is none, such as a band.
        words: What has to stand beside it, such as the interval it lies in; empty: nothing.
    """

    title: str
    figure: str
    words: str = ""


class Cards(NamedTuple):
    """Cards, side by side.

    Args:
        title: What they show.
        cards: From left to right.
    """

    title: str
    cards: tuple[Card, ...]

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> Cards("At a glance", (Card("Readiness", "41%", "36% to 50%"),)).as_table().rows
            (('Readiness', '41%', '36% to 50%'),)
        """
        columns = (Column(self.title, is_wide=True), Column("Figure", "right"), Column("Beside it"))
        return Table(columns, tuple((card.title, card.figure, card.words) for card in self.cards))
