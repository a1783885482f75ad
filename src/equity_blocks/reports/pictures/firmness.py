"""Firmness: in how many of many variations each of the first actions keeps its place."""

from typing import Literal, NamedTuple

from equity_blocks.reports.document import Column, Table, Value, figures

Firm = Literal["firm", "likely", "open"]


class Hold(NamedTuple):
    """How firmly one action holds its place.

    Args:
        number: Its rank in the plan.
        title: What it is called.
        share: The share of the variations in which it keeps its place.
        width: How many points that share may lie beside it, so many variations being tried.
        words: The same in a word.
    """

    number: str
    title: str
    share: Value
    width: Value
    words: Firm


class Firmness(NamedTuple):
    """How firm the first actions are.

    Args:
        title: What it shows.
        holds: In the order of the plan.
    """

    title: str
    holds: tuple[Hold, ...]

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> share = Value("93%", value=0.93, unit="share", path="/actions/0/p_top/p", of="plan")
            >>> width = Value("3", value=0.03, unit="points", path="/actions/0/p_top/half_width", of="plan")
            >>> Firmness("Firm", (Hold("1", "Vision", share, width, "firm"),)).as_table().rows
            (('1', 'Vision', 'firm', '93%', '3'),)
        """
        columns = (
            *figures("#"),
            Column("Action", is_wide=True),
            Column("How firm"),
            *figures("Kept in", "Give or take, in points"),
        )
        rows = tuple((hold.number, hold.title, hold.words, hold.share, hold.width) for hold in self.holds)
        return Table(columns, rows, self.title)
