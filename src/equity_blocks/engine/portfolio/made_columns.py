"""Columns that are only there while a frame is scored: made in stages, each of what stages before it made."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.basis import Expr

Frame = Any
"""A frame of narwhals."""


class Made(NamedTuple):
    """A column that is made.

    Args:
        expr: What it is.
        reads: The columns that it reads, made before or of the frame, as far as this was noted.
        stage: After so many stages it can be computed.
    """

    expr: Expr
    reads: frozenset[str]
    stage: int


class MadeColumns:
    """Columns by their names, and what is read of them by what is being written."""

    def __init__(self) -> None:
        self.made: dict[str, Made] = {}
        self._reads: set[str] = set()

    def make(self, name: str, write: Callable[[], Expr]) -> Expr:
        """Make a column, unless it is there, and read it.

        Args:
            name: Its name.
            write: Gives what it is.
        """
        import narwhals as nw

        if name not in self.made:
            expr, reads = self.noted(write)
            stage = 1 + max((self.made[read].stage for read in reads if read in self.made), default=-1)
            self.made[name] = Made(expr, reads, stage)
        self._reads.add(name)
        return nw.col(name)

    def noted(self, write: Callable[[], Expr]) -> tuple[Expr, frozenset[str]]:
        """Write an expression, and give the columns that it reads.

        Example:
            >>> import narwhals as nw
            >>> columns = MadeColumns()
            >>> columns.noted(lambda: columns.make("twice", lambda: nw.col("a") * 2) + 1)[1]
            frozenset({'twice'})
        """
        before, self._reads = self._reads, set()
        expr = write()
        reads, self._reads = frozenset(self._reads), before
        return expr, reads

    def read(self, names: Iterable[str]) -> None:
        """Note that what is being written reads columns."""
        self._reads.update(names)

    def _is_there(self, name: str, stage: int) -> bool:
        """Whether a column stands in the frame before a stage: it was made, or was there from the beginning."""
        return name not in self.made or self.made[name].stage < stage

    def computed(self, frame: Frame, kept: Sequence[str], last: Sequence[tuple[Expr, frozenset[str]]]) -> Frame:
        """Compute all columns stage by stage, and the last ones of them.

        Args:
            frame: The frame.
            kept: The columns of the frame that stay.
            last: Expressions with the columns that they read, as `noted` gives them.

        Returns:
            A frame with the columns that stay, and the last ones.
        """
        import narwhals as nw

        for stage in sorted({made.stage for made in self.made.values()}):
            later = [reads for _, reads in last] + [made.reads for made in self.made.values() if made.stage > stage]
            needed = sorted(name for name in frozenset().union(*later).difference(kept) if self._is_there(name, stage))
            here = (made.expr.alias(name) for name, made in self.made.items() if made.stage == stage)
            frame = frame.select(nw.col(*kept, *needed), *here)
        return frame.select(nw.col(*kept), *(expr for expr, _ in last))
