"""A two-by-two: actions by how important and how feasible they are."""

from typing import NamedTuple

from equity_blocks.model.action import Quadrant
from equity_blocks.reports.document import Column, Table, figures

_NAMES: dict[Quadrant, tuple[str, str]] = {
    "do-first": ("Do first", "more important, easier"),
    "big-step": ("Big steps", "more important, harder"),
    "quick-win": ("Quick wins", "less important, quick"),
    "later": ("Later", "less important, not quick"),
}
"""What each quarter is called, and what stands in it; in the order in which they are read."""


class Item(NamedTuple):
    """One action.

    Args:
        number: Its rank in the plan.
        title: What it is called.
        quadrant: Where it stands.
    """

    number: str
    title: str
    quadrant: Quadrant


class Quarter(NamedTuple):
    """A quarter of the picture.

    Args:
        id: Which one.
        name: What it is called.
        words: What stands in it.
        holds: Its actions.
    """

    id: Quadrant
    name: str
    words: str
    holds: tuple[Item, ...]


class TwoByTwo(NamedTuple):
    """Actions in four quarters: importance upward, ease to the right.

    Args:
        title: What it shows.
        actions: In the order of the plan.
    """

    title: str
    actions: tuple[Item, ...]

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The four, in the order in which they are read."""
        return tuple(
            Quarter(which, *words, tuple(action for action in self.actions if action.quadrant == which))
            for which, words in _NAMES.items()
        )

    def as_table(self) -> Table:
        r"""Say the same as a table.

        Example:
            >>> TwoByTwo("Actions", (Item("1", "Vision", "do-first"),)).as_table().rows
            (('1', 'Vision', 'Do first\nmore important, easier'),)
        """
        columns = (*figures("#"), Column("Action", is_wide=True), Column("By importance and feasibility"))
        held = ((quarter, item) for quarter in self.quarters for item in quarter.holds)
        rows = tuple((item.number, item.title, f"{quarter.name}\n{quarter.words}") for quarter, item in held)
        return Table(columns, rows, self.title)
