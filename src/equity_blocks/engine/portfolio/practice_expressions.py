"""What a program reads of practices as expressions: their codes, sums of their columns, and single values."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.basis import (
    Column,
    Expr,
    Share,
    flag_of,
    least_of,
    logarithm_of,
    most_of,
    number_of,
    one_where,
    shares_of,
    step_of,
    times,
    total_of,
)  # fmt: skip
from equity_blocks.engine.portfolio.columns import OWN, Cell, total_of_plain
from equity_blocks.engine.portfolio.formulas import Item, Step
from equity_blocks.engine.portfolio.made_columns import MadeColumns
from equity_blocks.engine.portfolio.program import Program
from equity_blocks.engine.portfolio.states import Reading, table
from equity_blocks.engine.portfolio.varied_columns import Varied, value_column, weight_column

_OF_STATUSES = ("left_level", "left_rated")
"""Columns that say nothing in a frame without a column of statuses."""

_JOINS: Mapping[str, Callable[[Sequence[Expr]], Expr]] = {"sum": total_of, "least": least_of, "most": most_of}


class _Term(NamedTuple):
    """A practice in a sum of columns, the step that lowers its codes (-1: none does), and what it is multiplied by."""

    practice: str
    codes: int
    factor: float


class _Plain(NamedTuple):
    """A column of a frame that holds whole numbers, and what one of them counts."""

    unit: float
    column: str


class PracticeExpressions:
    """The practices of a frame, as what a program reads of them.

    Args:
        program: Says what their cells may say.
        cells: Practice -> its column; one that is missing is unanswered throughout.
        varied: The name of a column of weights or of values -> what it holds.
        columns: Where columns are made.
        lowered: Gives the codes that a step has lowered.
    """

    def __init__(
        self,
        program: Program,
        cells: Mapping[str, Cell],
        varied: Mapping[str, Varied],
        columns: MadeColumns,
        lowered: Callable[[int], Expr],
    ) -> None:
        self.program, self.varied, self.columns, self.lowered = program, varied, columns, lowered
        self.cells = {name: cells.get(name) for name in program.states}
        self._sums: dict[tuple[Column, tuple[_Term, ...]], str] = {}

    def folded(self, step: Step) -> Expr:
        """Write a fold: a sum, or the least or the most of what is read."""
        if step.op == "sum" and (summed := self._summed(step.data)) is not None:
            return summed
        return _JOINS[step.op]([self._term(item) for item in step.data])

    def flag(self, name: str, reading: Reading, codes: int = -1) -> Expr:
        """Write whether a practice reads more than 0.

        Args:
            name: The practice.
            reading: What is read.
            codes: The step that lowers its codes; -1: as they are.
        """
        values = table(reading, self.program.states[name])
        return flag_of(self.code(name, codes), values, self._scores(name, reading))

    def weight(self, node: str) -> Expr:
        """Write by what a weight is multiplied."""
        name = weight_column(node)
        return self.columns.make(_own_name(name), lambda: self.varied[name].number.fill_null(1.0))

    def code(self, name: str, codes: int = -1) -> Expr:
        """Write the codes of a practice.

        Args:
            name: The practice.
            codes: The step that lowers them; -1: as they are.
        """
        import narwhals as nw

        if codes >= 0:
            return self.lowered(codes)
        given = self.cells[name] or Cell(nw.lit(len(self.program.scales[name].levels), nw.Int32))
        return self.columns.make(_code_name(name), lambda: given.code)

    def _share(self, name: str) -> Expr:
        cell = self.cells[name]
        return self.columns.make(_share_name(name), lambda: cell and cell.share)

    def _summed(self, items: Sequence[Item]) -> Expr | None:
        """Write a sum as sums of columns that others need, too."""
        import narwhals as nw

        parts: dict[Column, list[_Term]] = defaultdict(list)
        for item in items:
            shares = self._shares(item)
            if shares is None:
                return None
            for column, factor in shares:
                codes = item.codes if column == "level" else -1
                parts[column].append(_Term(item.practice, codes, factor))
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

    def _shared(self, column: Column, terms: tuple[_Term, ...]) -> Expr:
        """A weighted sum of columns, which is a column itself."""
        name = self._sums.setdefault((column, terms), f"{OWN}sum {len(self._sums)}")
        return self.columns.make(name, lambda: self._total(column, terms))

    def _total(self, column: Column, terms: Sequence[_Term]) -> Expr:
        """Add up; columns of whole numbers that are multiplied by the same are read together."""
        plain: dict[float, list[str]] = defaultdict(list)
        coded: dict[float, list[Expr]] = defaultdict(list)
        for term in terms:
            if found := self._plain(column, term):
                plain[found.unit * term.factor].append(found.column)
                self.columns.read([found.column])
            else:
                code = self.code(term.practice, term.codes)
                coded[term.factor].append(self._coded_column(column, term.practice, code))
        sums = [times(total_of_plain(column, names), factor) for factor, names in plain.items()]
        return total_of([*sums, *(times(total_of(columns), factor) for factor, columns in coded.items())])

    def _plain(self, column: Column, term: _Term) -> _Plain | None:
        """Give the column of whole numbers that can be read as it is; `None` where its codes have to be."""
        cell, values = self.cells[term.practice], self.program.scales[term.practice].values
        if term.codes >= 0 or cell is None or not cell.is_plain:
            return None
        unit = 1.0 if column != "level" else 0.0 if values[0] else step_of(values, len(values))
        return _Plain(unit, cell.columns[0]) if unit else None

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

    def _value(self, name: str, codes: int) -> Expr:
        """What levels count; one that is lowered counts what the scale says, but no more than the one above it."""
        import narwhals as nw

        code, column = self.code(name, codes), value_column(name)
        given = self.columns.make(_own_name(column), lambda: self.varied[column].number)
        claims = [state.claim for state in self.program.states[name]]
        levels = [0.0 if claim.position is None else float(claim.value or 0.0) for claim in claims]
        own = number_of(code, levels, len(self.program.scales[name].levels))
        if codes >= 0:
            given = nw.when((code == self.code(name)) | (given < own)).then(given).otherwise(own)
        return nw.when(given.is_null()).then(own).otherwise(given)

    def _term(self, item: Item) -> Expr:
        read = self._unweighed(item)
        return read * self.weight(item.weight) if item.weight else read

    def _unweighed(self, item: Item) -> Expr:
        import narwhals as nw

        read = self._read(item.practice, item.codes, item.reading, item.factor)
        if item.otherwise is None:
            return read
        is_known = self.flag(item.practice, item.reading._replace(what="known"), item.codes)
        return nw.when(is_known).then(read).otherwise(nw.lit(item.otherwise))

    def _read(self, name: str, codes: int, reading: Reading, factor: float) -> Expr:
        """Look up what a reading reads from the codes of a practice, as a number."""
        import narwhals as nw

        code, states = self.code(name, codes), self.program.states[name]
        values, scores = table(reading, states), self._scores(name, reading)
        found = number_of(code, [value * factor for value in values], len(self.program.scales[name].levels))
        if value_column(name) in self.varied and reading.what in ("value", "logarithm"):
            value = self._value(name, codes)
            value = value if reading.what == "value" else logarithm_of(value)
            is_named = flag_of(code, [float(reading.reads_level(state)) for state in states], None)
            return nw.when(is_named).then(value * factor).otherwise(found)
        if scores is None:
            return found
        if isinstance(scores, float):
            number = nw.lit(scores * factor)
        else:
            number = (scores if reading.what in ("value", "logarithm") else times(one_where(scores), 1.0)) * factor
        return nw.when(code == len(values)).then(number).otherwise(found)

    def _scores(self, name: str, reading: Reading) -> Any:
        """What a reading reads of scores on a range; `None` where there are none."""
        cell = self.cells[name]
        if cell is None or cell.share is None:
            return None
        share = self._share(name)
        return (
            logarithm_of(share) if reading.what == "logarithm" else reading.of_scores(share, self.program.scales[name])
        )


def _code_name(name: str) -> str:
    return f"{OWN}code of {name.replace('.', ' ')}"


def _share_name(name: str) -> str:
    return f"{OWN}share of {name.replace('.', ' ')}"


def _own_name(column: str) -> str:
    return f"{OWN}{column.replace('.', ' ')}"
