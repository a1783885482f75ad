"""Blanks: lines to write on, each with what belongs there, on paper and in a file alike."""

from typing import NamedTuple

from equity_blocks.reports.document import Column, Table


class Blanks(NamedTuple):
    """Lines to write on.

    Args:
        title: What is written there.
        lines: What belongs on each, such as `By`.
    """

    title: str
    lines: tuple[str, ...]

    def as_table(self) -> Table:
        r"""Say the same as a table, whose cells are two lines high and blank.

        Example:
            >>> Blanks("Agreed", ("Level", "Why")).as_table().rows
            (('Level', '\n'), ('Why', '\n'))
        """
        columns = (Column(self.title), Column("", is_wide=True))
        return Table(columns, tuple((line, "\n") for line in self.lines), caption=self.title)
