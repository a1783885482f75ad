"""The program as expressions of narwhals, for every library that takes these and for frames that are not there yet."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.basis import (
    Column,
    Expr,
    Share,
    all_of,
    any_of,
    flag_of,
    least_of,
    most_of,
    number_of,
    one_where,
    shares_of,
    step_of,
    total_of,
)  # fmt: skip
from equity_blocks.engine.portfolio.columns import OWN, Cell, total_of_plain
from equity_blocks.engine.portfolio.formulas import FOLDS, Item, Step, needed
from equity_blocks.engine.portfolio.program import Figure, Program
from equity_blocks.engine.portfolio.states import Reading, table
from equity_blocks.engine.portfolio.varied_columns import Varied, value_column, weight_column

Frame = Any
"""A frame of narwhals."""

MOST_REPEATED = 16
"""A step is written again where it is used, up to so many terms; a longer one becomes a column."""

_OF_STATUSES = ("left_level", "left_rated")
"""Columns that say nothing in a frame without a column of statuses."""


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
    import narwhals as nw

    writing = _Writing(program, cells, varied)
    for stage in writing.stages():
        left = [name for name in writing.needed_after(stage) if writing.made[name].stage < stage]
        made = (made.expr.alias(name) for name, made in writing.made.items() if made.stage == stage)
        frame = frame.select(nw.col(*kept, *left), *made)
    return frame.select(nw.col(*kept), *writing.figures)


class _Made(NamedTuple):
    """A column that is only there while a frame is scored.

    Args:
        expr: What it is.
        reads: The columns made before that it reads.
        stage: After so many stages it can be computed.
    """

    expr: Expr
    reads: frozenset[str]
    stage: int


class _Writing:
    """A program written as expressions; what is long and used more than once becomes a column of its own."""

    def __init__(self, program: Program, cells: Mapping[str, Cell], varied: Mapping[str, Varied]) -> None:
        self.program, self.varied = program, varied
        self.cells = {name: cells.get(name) for name in program.states}
        self.made: dict[str, _Made] = {}
        self._sums: dict[tuple[Column, tuple[tuple[str, int, float], ...]], str] = {}
        self.written: dict[int, tuple[Expr, frozenset[str], int]] = {}
        self._reads: set[str] = set()
        self._write_steps()
        self._reads = set()
        self.figures = [self._figure(figure).alias(figure.name) for figure in program.figures]
        self._last_reads = frozenset(self._reads)

    def _figure(self, figure: Figure) -> Expr:
        import narwhals as nw

        share = self._make(f"{OWN}share {figure.value}", lambda: self.at(figure.value).clip(0.0, 1.0))
        is_known = nw.when(self.at(figure.is_known))
        if not figure.is_band:
            return is_known.then(share)
        named = nw.lit(None, nw.String)
        for edge, band in figure.bands:
            named = nw.when(share >= edge).then(nw.lit(band)).otherwise(named)
        return is_known.then(named)

    def stages(self) -> list[int]:
        """The stages in which columns are made, one upon the other."""
        return sorted({made.stage for made in self.made.values()})

    def needed_after(self, stage: int) -> list[str]:
        """The columns that later stages read."""
        read = self._last_reads.union(*(made.reads for made in self.made.values() if made.stage > stage))
        return sorted(read)

    def at(self, place: int) -> Expr:
        """Give what a step has become."""
        expr, reads, _ = self.written[place]
        self._reads |= reads
        return expr

    def _make(self, name: str, write: Callable[[], Expr]) -> Expr:
        """Make a column, unless it is there, and read it."""
        import narwhals as nw

        if name not in self.made:
            before, self._reads = self._reads, set()
            expr = write()
            stage = 1 + max((self.made[read].stage for read in self._reads), default=-1)
            self.made[name], self._reads = _Made(expr, frozenset(self._reads), stage), before
        self._reads.add(name)
        return nw.col(name)

    def _write_steps(self) -> None:
        steps = self.program.steps
        wanted = [
            *{figure.value for figure in self.program.figures},
            *(figure.is_known for figure in self.program.figures),
        ]
        order = needed(steps, wanted)
        uses = Counter([*wanted, *(arg for place in order for arg in steps[place].args)])
        for place in order:
            step = steps[place]
            size = 1 + sum(self.written[arg][2] for arg in step.args) + len(step.data if step.op in FOLDS else ())
            self._reads = set()
            if step.op == "lowered" or size * (uses[place] - 1) > MOST_REPEATED:
                expr, size = self._make(f"{OWN}{place}", partial(self._write, step)), 1
            else:
                expr = self._write(step)
            self.written[place] = expr, frozenset(self._reads), size

    def _write(self, step: Step) -> Expr:
        if step.op == "test":
            name, reading = step.data
            return self._read(name, -1, reading, flag=True)
        if step.op == "lowered":
            return self._lowered(step)
        if step.op == "weight":
            return self._weight(step.data)
        if step.op == "sum" and (summed := self._summed(step.data)) is not None:
            return summed
        if step.op in FOLDS:
            return _JOINS[step.op]([self._term(item) for item in step.data])
        return _OPERATIONS[step.op](step, [self.at(arg) for arg in step.args])

    def _lowered(self, step: Step) -> Expr:
        import narwhals as nw

        code = self._code(step.data[0])
        for flag, position in zip(step.args, step.data[1:], strict=True):
            code = nw.when(self.at(flag)).then(nw.lit(position, nw.Int32)).otherwise(code)
        return code

    def _code(self, name: str, codes: int = -1) -> Expr:
        import narwhals as nw

        if codes >= 0:
            return self.at(codes)
        given = self.cells[name] or Cell(nw.lit(len(self.program.scales[name].levels), nw.Int32))
        return self._make(_code_name(name), lambda: given.code)

    def _share(self, name: str) -> Expr:
        cell = self.cells[name]
        return self._make(_share_name(name), lambda: cell and cell.share)

    def _summed(self, items: Sequence[Item]) -> Expr | None:
        """Write a sum as sums of columns that others need, too."""
        import narwhals as nw

        parts: dict[Column, list[tuple[str, int, float]]] = {}
        for item in items:
            shares = self._shares(item)
            if shares is None:
                return None
            for column, factor in shares:
                codes = item.codes if column == "level" else -1
                parts.setdefault(column, []).append((item.practice, codes, factor))
        sums = [self._shared(column, tuple(terms)) for column, terms in parts.items()]
        return total_of(sums) if sums else nw.lit(0.0)

    def _shares(self, item: Item) -> list[Share] | None:
        """What an item reads as columns; those that say nothing in this frame are left out."""
        if item.reading.what in ("logarithm", "held", "unheld"):
            return None
        if item.weight or value_column(item.practice) in self.varied:
            return None
        states, cell = self.program.states[item.practice], self.cells[item.practice]
        read = [item.factor * value for value in table(item.reading, states)]
        shares = shares_of(read, self.program.scales[item.practice].values)
        if shares is None or (cell is not None and cell.has_status):
            return shares
        return [s for s in shares if (s.column == "open" if cell is None else s.column not in _OF_STATUSES)]

    def _shared(self, column: Column, terms: tuple[tuple[str, int, float], ...]) -> Expr:
        """A weighted sum of columns, which is a column itself; those of whole numbers are read together."""

        def write() -> Expr:
            plain: dict[float, list[str]] = {}
            coded: dict[float, list[Expr]] = {}
            for name, codes, factor in terms:
                if codes < 0 and (unit := self._unit(column, name)):
                    plain.setdefault(unit * factor, []).extend(cells_of(name))
                else:
                    coded.setdefault(factor, []).append(self._coded_column(column, name, self._code(name, codes)))
            sums = [_times(total_of_plain(column, names), factor) for factor, names in plain.items()]
            sums += [_times(total_of(columns), factor) for factor, columns in coded.items()]
            return total_of(sums)

        def cells_of(name: str) -> Sequence[str]:
            cell = self.cells[name]
            return cell.columns if cell else ()

        return self._make(self._sums.setdefault((column, terms), f"{OWN}sum {len(self._sums)}"), write)

    def _unit(self, column: Column, name: str) -> float:
        """What a step of a practice's plain column counts; 0 where it has to be read by its codes."""
        cell, values = self.cells[name], self.program.scales[name].values
        if cell is None or not cell.is_plain:
            return 0.0
        if column != "level":
            return 1.0
        return 0.0 if values[0] else step_of(values, len(values))

    def _coded_column(self, column: Column, name: str, code: Expr) -> Expr:
        import narwhals as nw

        scale, cell = self.program.scales[name], self.cells[name]
        count, has_scores = len(scale.levels), cell is not None and cell.share is not None
        is_score = code == len(self.program.states[name])
        match column:
            case "level":
                read = number_of(code, [*map(float, scale.values), *[0.0] * (count + 4)], count)
                return nw.when(is_score).then(self._share(name)).otherwise(read) if has_scores else read
            case "rated":
                is_so = (code < count) | is_score if has_scores else code < count
            case "open":
                is_so = (code == count) | (code == count + 1)
            case "struck_out" | "left":
                is_so = code == count + (2 if column == "struck_out" else 3)
            case "left_level":
                return number_of(code, [*[0.0] * (count + 4), *map(float, scale.values)], 0)
            case _:
                is_so = (code >= count + 4) & ~is_score
        return one_where(is_so)

    def _weight(self, node: str) -> Expr:
        """By what a weight is multiplied."""
        name = weight_column(node)
        return self._make(_own_name(name), lambda: self.varied[name].number.fill_null(1.0))

    def _value(self, name: str, codes: int) -> Expr:
        """What levels count; one that is lowered counts what the scale says, but no more than the one above it."""
        import narwhals as nw

        code, column = self._code(name, codes), value_column(name)
        given = self._make(_own_name(column), lambda: self.varied[column].number)
        claims = [state.claim for state in self.program.states[name]]
        levels = [0.0 if claim.position is None else float(claim.value or 0.0) for claim in claims]
        own = number_of(code, levels, len(self.program.scales[name].levels))
        if codes >= 0:
            given = nw.when((code == self._code(name)) | (given < own)).then(given).otherwise(own)
        return nw.when(given.is_null()).then(own).otherwise(given)

    def _term(self, item: Item) -> Expr:
        read = self._unweighed(item)
        return read * self._weight(item.weight) if item.weight else read

    def _unweighed(self, item: Item) -> Expr:
        import narwhals as nw

        read = self._read(item.practice, item.codes, item.reading, item.factor)
        if item.otherwise is None:
            return read
        is_known = self._read(item.practice, item.codes, item.reading._replace(what="known"), flag=True)
        return nw.when(is_known).then(read).otherwise(nw.lit(item.otherwise))

    def _read(self, name: str, codes: int, reading: Reading, factor: float = 1.0, *, flag: bool = False) -> Expr:
        """Look up what a reading reads from the codes of a practice, as a number or as a flag."""
        import narwhals as nw

        code = self._code(name, codes)
        values = table(reading, self.program.states[name])
        cell = self.cells[name]
        scores: Any = None
        if cell is not None and cell.share is not None:
            scores = self._of_scores(name, reading)
        if flag:
            return flag_of(code, values, scores)
        found = number_of(code, [value * factor for value in values], len(self.program.scales[name].levels))
        if value_column(name) in self.varied and reading.what in ("value", "logarithm"):
            value = self._value(name, codes)
            is_named = flag_of(code, [float(reading.reads_level(state)) for state in self.program.states[name]], None)
            value = (value if reading.what == "value" else _logarithm(value)) * factor
            return nw.when(is_named).then(value).otherwise(found)
        if scores is None:
            return found
        number = nw.lit(scores * factor) if isinstance(scores, float) else _as_number(scores, reading.what) * factor
        return nw.when(code == len(values)).then(number).otherwise(found)

    def _of_scores(self, name: str, reading: Reading) -> Any:
        import narwhals as nw

        share = self._share(name)
        if reading.what == "logarithm":
            return nw.when(share > 0).then(share).otherwise(nw.lit(1.0)).log()
        return reading.of_scores(share, self.program.scales[name])


def _code_name(name: str) -> str:
    return f"{OWN}code of {name.replace('.', ' ')}"


def _share_name(name: str) -> str:
    return f"{OWN}share of {name.replace('.', ' ')}"


def _own_name(column: str) -> str:
    return f"{OWN}{column.replace('.', ' ')}"


def _times(read: Expr, factor: float) -> Expr:
    import narwhals as nw

    read = read.cast(nw.Float64)
    return read if factor == 1 else read * factor


def _as_number(read: Expr, what: str) -> Expr:
    return read if what in ("value", "logarithm") else _times(one_where(read), 1.0)


def _chosen(args: Sequence[Expr]) -> Expr:
    import narwhals as nw

    return nw.when(args[0]).then(args[1]).otherwise(args[2])


def _logarithm(value: Expr) -> Expr:
    import narwhals as nw

    return nw.when(value > 0).then(value).otherwise(nw.lit(1.0)).log()


def _literal(step: Step) -> Expr:
    import narwhals as nw

    return nw.lit(step.data)


_LEAST_WHOLE = 1e-300
"""What a part is divided by where there is no whole; the part is 0 there."""

_JOINS: Mapping[str, Callable[[Sequence[Expr]], Expr]] = {"sum": total_of, "least": least_of, "most": most_of}

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
    "logarithm": lambda _, args: _logarithm(args[0]),
    "above": lambda step, args: args[0] > step.data,
    "at_least": lambda step, args: args[0] >= step.data,
    "both": lambda _, args: all_of(args),
    "either": lambda _, args: any_of(args),
    "opposite": lambda _, args: ~args[0],
    "as_number": lambda _, args: _times(one_where(args[0]), 1.0),
}
"""What each step does that stands above the columns."""
