"""A heat map: every practice as a square, shaded by its level, which it names besides."""

from typing import NamedTuple

from equity_blocks.reports.document import Column, Table, Value, figures

STEPS = 5
"""How many shades there are, the palest for 0 and the fullest for 1. Editorial."""


class Square(NamedTuple):
    """One practice.

    Args:
        title: What it is called.
        words: Its level; where it has none, what is said instead.
        value: What it counts.
        is_open: Whether nobody could say yet; a practice without a level that is not open does not count.
        held: What its level counts on its scale, by which it is shaded; `None`: the same as it counts.
    """

    title: str
    words: str
    value: Value
    is_open: bool = False
    held: float | None = None

    @property
    def shade(self) -> str:
        """Name the shade: `s0` to `s4` by the level, `open` for no answer, `out` for what does not count.

        Example:
            >>> half = Value("50%", value=0.5, unit="share", path="/blocks/0/practices/0/value", of="scorecard")
            >>> Square("Vision", "Partial", half).shade
            's2'
        """
        number = self.value.value if self.held is None else self.held
        if isinstance(number, int | float):
            return f"s{round((STEPS - 1) * min(max(number, 0), 1))}"
        return "open" if self.is_open else "out"


class Row(NamedTuple):
    """The practices of one block.

    Args:
        title: What the block is called.
        squares: From left to right.
    """

    title: str
    squares: tuple[Square, ...]


class HeatMap(NamedTuple):
    """Practices by block.

    Args:
        title: What it shows.
        of: What each square is.
        rows: From top to bottom.
    """

    title: str
    of: str
    rows: tuple[Row, ...]

    @property
    def shades(self) -> frozenset[str]:
        """The shades that occur, so that nothing is explained that is not there."""
        return frozenset(square.shade for row in self.rows for square in row.squares)

    def as_table(self) -> Table:
        r"""Say the same as a table.

        Example:
            >>> half = Value("50%", value=0.5, unit="share", path="/blocks/0/practices/0/value", of="scorecard")
            >>> HeatMap("Levels", "Practice", (Row("People", (Square("Vision", "Partial", half),)),)).as_table().rows
            (('Vision\nPeople', 'Partial', '50%'),)
        """
        columns = (Column(self.of, is_wide=True), Column("Level"), *figures("Score"))
        rows = ((f"{of.title}\n{row.title}", of.words, of.value) for row in self.rows for of in row.squares)
        return Table(columns, tuple(rows), self.title)
