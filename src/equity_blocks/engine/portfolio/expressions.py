"""The program as expressions of narwhals, for every library that takes these and for frames that are not there yet."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from equity_blocks.engine.portfolio.basis import (
    Expr,
    all_of,
    any_of,
    least_of,
    logarithm_of,
    one_where,
    times,
    total_of,
)
from equity_blocks.engine.portfolio.columns import OWN, Cell
from equity_blocks.engine.portfolio.formulas import FOLDS, Step, needed
from equity_blocks.engine.portfolio.made_columns import Frame, MadeColumns
from equity_blocks.engine.portfolio.practice_expressions import PracticeExpressions
from equity_blocks.engine.portfolio.program import Figure, Program
from equity_blocks.engine.portfolio.varied_columns import Varied

MOST_REPEATED = 16
"""A step is written again where it is used, up to so many terms; a longer one becomes a column."""


def run(
    program: Program,
    frame: Frame,
    cells: Mapping[str, Cell],
    kept: Sequence[str],
    varied: Mapping[str, Varied] = MappingProxyType({}),
) -> Frame:
    """Add every column of a scored frame.

    Args:
        program: What to compute.
        frame: The frame.
        cells: Practice -> its column; one that is missing is unanswered throughout.
        kept: The columns of the frame that stay.
        varied: The name of a column of weights or of values -> what it holds.

    Returns:
        A frame with the columns that stay, and those that the program gives.
    """
    writing = _Writing(program, cells, varied)
    figures = [writing.columns.noted(partial(writing.figure, figure)) for figure in program.figures]
    return writing.columns.computed(frame, kept, figures)


class _Writing:
    """A program written as expressions; what is long and used more than once becomes a column of its own."""

    def __init__(self, program: Program, cells: Mapping[str, Cell], varied: Mapping[str, Varied]) -> None:
        self.program, self.columns = program, MadeColumns()
        self.practices = PracticeExpressions(program, cells, varied, self.columns, self.at)
        self.written: dict[int, tuple[Expr, frozenset[str], int]] = {}
        self._write_steps()

    def figure(self, figure: Figure) -> Expr:
        """Write a column of a scored frame."""
        import narwhals as nw

        share = self.columns.make(f"{OWN}share {figure.value}", lambda: self.at(figure.value).clip(0.0, 1.0))
        is_known = nw.when(self.at(figure.is_known))
        if not figure.is_band:
            return is_known.then(share).alias(figure.name)
        named = nw.lit(None, nw.String)
        for edge, band in figure.bands:
            named = nw.when(share >= edge).then(nw.lit(band)).otherwise(named)
        return is_known.then(named).alias(figure.name)

    def at(self, place: int) -> Expr:
        """Give what a step has become."""
        expr, reads, _ = self.written[place]
        self.columns.read(reads)
        return expr

    def _write_steps(self) -> None:
        steps, figures = self.program.steps, self.program.figures
        wanted = [*{figure.value for figure in figures}, *(figure.is_known for figure in figures)]
        order = needed(steps, wanted)
        uses = Counter([*wanted, *(arg for place in order for arg in steps[place].args)])
        for place in order:
            step = steps[place]
            size = 1 + sum(self.written[arg][2] for arg in step.args) + len(step.data if step.op in FOLDS else ())
            write = partial(self._write, step)
            if step.op == "lowered" or size * (uses[place] - 1) > MOST_REPEATED:
                write, size = partial(self.columns.make, f"{OWN}{place}", write), 1
            self.written[place] = *self.columns.noted(write), size

    def _write(self, step: Step) -> Expr:
        if step.op == "test":
            return self.practices.flag(*step.data)
        if step.op == "lowered":
            return self._lowered(step)
        if step.op == "weight":
            return self.practices.weight(step.data)
        if step.op in FOLDS:
            return self.practices.folded(step)
        return _OPERATIONS[step.op](step, [self.at(arg) for arg in step.args])

    def _lowered(self, step: Step) -> Expr:
        import narwhals as nw

        code = self.practices.code(step.data[0])
        for flag, position in zip(step.args, step.data[1:], strict=True):
            code = nw.when(self.at(flag)).then(nw.lit(position, nw.Int32)).otherwise(code)
        return code


def _chosen(args: Sequence[Expr]) -> Expr:
    import narwhals as nw

    return nw.when(args[0]).then(args[1]).otherwise(args[2])


def _literal(step: Step) -> Expr:
    import narwhals as nw

    return nw.lit(step.data)


_LEAST_WHOLE = 1e-300
"""What a part is divided by where there is no whole; the part is 0 there."""

_OPERATIONS: Mapping[str, Callable[[Step, Sequence[Expr]], Expr]] = {
    "number": lambda step, _: _literal(step),
    "truth": lambda step, _: _literal(step),
    "add": lambda _, args: total_of(args),
    "times": lambda step, args: args[0] * step.data,
    "multiply": lambda _, args: args[0] * args[1],
    "ratio": lambda _, args: args[0] / args[1].clip(lower_bound=_LEAST_WHOLE),
    "lower": lambda _, args: least_of(args),
    "choose": lambda _, args: _chosen(args),
    "exponential": lambda _, args: args[0].exp(),
    "logarithm": lambda _, args: logarithm_of(args[0]),
    "above": lambda step, args: args[0] > step.data,
    "at_least": lambda step, args: args[0] >= step.data,
    "both": lambda _, args: all_of(args),
    "either": lambda _, args: any_of(args),
    "opposite": lambda _, args: ~args[0],
    "as_number": lambda _, args: times(one_where(args[0]), 1.0),
}
"""What each step does that stands above the columns."""
