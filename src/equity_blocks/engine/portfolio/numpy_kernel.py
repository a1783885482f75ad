"""The program in numpy: chunks of rows, columns of small codes, and one look-up for several practices at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.formulas import FOLDS, Item, needed
from equity_blocks.engine.portfolio.numpy_operations import flagged, lowered, operations, runs_of
from equity_blocks.engine.portfolio.program import Program
from equity_blocks.engine.portfolio.states import Reading, State, What, table
from equity_blocks.model.scale import Scale

CHUNK = 16_384
"""Rows that are computed at once: columns of them stay near the processor."""

SCORES = 65_536
"""Rows of scores that are numbered at once: there may be as many different ones."""

BUNDLE = 1_024
"""The most states that practices have together which are looked up at once."""

Array = Any
"""An array of numpy, which is imported when it is needed."""


class Cells(NamedTuple):
    """A column of one practice.

    Args:
        codes: The state of each row; that behind the last one is a score.
        states: What the codes mean.
        shares: The share that a score on a range counts, for each row; `None` where the scale has no scores.
        scale: The scale of the practice.
        values: What the level that a row names counts there; NaN where it counts what the scale says. `None`: nowhere.
    """

    codes: Array
    states: Sequence[State]
    shares: Array | None
    scale: Scale
    values: Array | None = None

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.states) + (0 if self.shares is None else len(self.shares))

    def table(self, reading: Reading) -> Array:
        """Read every state."""
        import numpy as np

        fixed = np.array(table(reading, self.states), dtype=np.float64)
        if self.shares is None:
            return fixed
        if reading.what == "logarithm":
            scores = np.log(np.where(self.shares > 0, self.shares, 1.0))
        else:
            scores = np.asarray(reading.of_scores(self.shares, self.scale), dtype=np.float64)
        return np.concatenate([fixed, np.broadcast_to(scores, self.shares.shape)])


def run(
    program: Program,
    cells: Mapping[str, Cells],
    rows: int,
    weights: Mapping[str, Array] = MappingProxyType({}),
) -> dict[str, Array]:
    """Compute every column of a scored frame.

    Args:
        program: What to compute.
        cells: Practice -> its column; one that is missing is unanswered throughout.
        rows: How many rows there are.
        weights: Practice or block -> by what its weight is multiplied, for each whose weight varies in the program.

    Returns:
        Column -> its numbers, NaN where it is null; of bands, the places in the figure's list, -1 where it is null.
    """
    import numpy as np

    cells = {name: cells.get(name) or unanswered(program, name, rows) for name in program.states}
    out = {f.name: np.empty(rows, dtype=np.int16 if f.is_band else np.float64) for f in program.figures}
    has_scores = any(each.shares is not None for each in cells.values())
    block = SCORES if has_scores else max(rows, 1)
    for first in range(0, rows, block):
        here = slice(first, min(first + block, rows))
        cut: dict[tuple[int, int], Sequence[State]] = {}
        ready = {name: _ready(each, here, cut) for name, each in cells.items()}
        kernel = _Kernel(program, ready, {name: factors[here] for name, factors in weights.items()})
        parts = {name: values[here] for name, values in out.items()}
        for start in range(0, here.stop - first, CHUNK):
            kernel.run(slice(start, min(start + CHUNK, here.stop - first)), parts)
    return out


def unanswered(program: Program, name: str, rows: int) -> Cells:
    """Give the column of a practice that nobody has rated."""
    import numpy as np

    scale, states = program.scales[name], program.states[name]
    return Cells(np.broadcast_to(kind_of(len(states))(len(scale.levels)), rows), states, None, scale)


def kind_of(states: int) -> Any:
    """Give the kind of number that holds the codes of so many states.

    Example:
        >>> kind_of(9).__name__, kind_of(500).__name__
        ('int8', 'int32')
    """
    import numpy as np

    return np.int8 if states < 128 else np.int32  # noqa: PLR2004 - a byte with a sign


def _ready(cells: Cells, rows: slice, cut: dict[tuple[int, int], Sequence[State]]) -> Cells:
    """Take some rows; leave out the states behind the last one that occurs, and number the scores that do.

    What is cut to the same length stays one list, of which each reading is made once.
    """
    import numpy as np

    cells = cells._replace(codes=cells.codes[rows], values=None if cells.values is None else cells.values[rows])
    if cells.shares is not None:
        shares, places = np.unique(cells.shares[rows], return_inverse=True)
        count = len(cells.states)
        return cells._replace(codes=np.where(cells.codes == count, count + places, cells.codes), shares=shares)
    end = max(int(cells.codes.max()), len(cells.scale.levels) - 1) + 1
    return cells._replace(states=cut.setdefault((id(cells.states), end), cells.states[:end]))


_OF_VALUES: tuple[What, ...] = ("value", "logarithm")
"""What reads a number of a level."""

_JOINS: Mapping[str, Callable[[Any], Any]] = {
    "sum": lambda np: np.add,
    "least": lambda np: np.minimum,
    "most": lambda np: np.maximum,
}


class _Slot(NamedTuple):
    """A practice as a fold reads it, whatever it reads: by these codes, times that column of weights if it has one."""

    practice: str
    codes: int
    weight: str


_Slots = tuple[_Slot, ...]


class _Fold(NamedTuple):
    """Steps that fold the same practices in the same way, and the tables that they need.

    Args:
        op: How they fold.
        bundles: Practices whose joint state is looked up at once, each with a table: a row a state, a column a step.
        places: The steps, each with the column of the tables that it is.
    """

    op: str
    bundles: list[tuple[_Slots, Array]]
    places: dict[int, int]


class _Chunk(NamedTuple):
    """What is known of some rows.

    Args:
        rows: Which ones.
        codes: Practice and the step that lowers it -> its codes.
        indices: Practices -> their joint state.
    """

    rows: slice
    codes: dict[tuple[str, int], Array]
    indices: dict[_Slots, Array]


class _Kernel:
    """A program made ready for some columns."""

    def __init__(self, program: Program, cells: Mapping[str, Cells], weights: Mapping[str, Array]) -> None:
        self.program, self.cells, self.weights = program, cells, weights
        self.tables: dict[tuple[int, Reading], Array] = {}
        wanted = [place for figure in program.figures for place in (figure.value, figure.is_known)]
        self.order = needed(program.steps, wanted)
        self.folds = {next(iter(fold.places)): fold for fold in self._folds()}
        self.tests = {place: self._codes_of_test(place) for place in self.order if program.steps[place].op == "test"}
        self.last = self._last_uses(wanted)
        self.bands = {f.name: self._edges(f.bands) for f in program.figures if f.is_band}
        self.operations = operations()

    @staticmethod
    def _edges(bands: Sequence[tuple[float, str]]) -> Array:
        import numpy as np

        return np.array([edge for edge, _ in bands])

    def _folds(self) -> list[_Fold]:
        """Put folds together that read the same columns once all of them can be read."""
        groups: dict[tuple[str, _Slots], list[int]] = {}
        for place in self.order:
            step = self.program.steps[place]
            if step.op in FOLDS:
                slots = tuple(_Slot(item.practice, item.codes, item.weight) for item in step.data)
                groups.setdefault((step.op, slots), []).append(place)
        return [self._fold(op, slots, places) for (op, slots), places in groups.items()]

    def _fold(self, op: str, slots: _Slots, places: Sequence[int]) -> _Fold:
        """Make the tables of some steps; steps that read the same from the same are one column."""
        import numpy as np

        tables = {place: [self._item_table(item) for item in self.program.steps[place].data] for place in places}
        columns: dict[bytes, int] = {}
        is_of = {place: columns.setdefault(b"".join(map(bytes, read)), len(columns)) for place, read in tables.items()}
        firsts = {column: place for place, column in reversed(is_of.items())}
        join, bundles, at = _JOINS[op](np), [], 0
        for together in self._together(slots):
            ends = range(at, at + len(together))
            read = [np.stack([tables[firsts[c]][i] for c in range(len(columns))], axis=-1) for i in ends]
            joint = reduce(lambda a, b: join(a[:, None, :], b[None, :, :]).reshape(-1, a.shape[-1]), read)
            bundles.append((together, np.ascontiguousarray(joint)))
            at += len(together)
        return _Fold(op, bundles, is_of)

    def _together(self, slots: _Slots) -> list[_Slots]:
        """Divide practices into runs with few enough joint states; one with columns of its own is a run by itself."""
        runs: list[list[_Slot]] = []
        size = BUNDLE + 1
        for slot in slots:
            cells = self.cells[slot.practice]
            is_alone = bool(slot.weight) or cells.values is not None
            size *= cells.size
            if size > BUNDLE or is_alone:
                runs.append([])
                size = BUNDLE + 1 if is_alone else cells.size
            runs[-1].append(slot)
        return [tuple(run) for run in runs]

    def _item_table(self, item: Item) -> Array:
        import numpy as np

        read = self._table(item.practice, item.reading) * item.factor
        if item.otherwise is not None:
            known = self._table(item.practice, item.reading._replace(what="known")) > 0
            read = np.where(known, read, item.otherwise)
        if self.cells[item.practice].values is None:
            return read
        rise = np.array([item.reading.reads_level(state) for state in self.cells[item.practice].states])
        rises = [np.where(rise & (item.reading.what == what), item.factor, 0.0) for what in _OF_VALUES]
        return np.concatenate([np.where(rise, 0.0, read), *rises])

    def _table(self, name: str, reading: Reading) -> Array:
        cells = self.cells[name]
        if cells.shares is not None:
            return cells.table(reading)
        key = id(cells.states), reading
        if key not in self.tables:
            self.tables[key] = cells.table(reading)
        return self.tables[key]

    def _codes_of_test(self, place: int) -> Any:
        """The runs of codes of which a flag is true; for many scores, the flag of each."""
        name, reading = self.program.steps[place].data
        flags = self._table(name, reading) > 0
        runs = runs_of(flags)
        return runs if len(runs) <= 4 else flags  # noqa: PLR2004 - a look-up is faster than many comparisons

    def _last_uses(self, wanted: Sequence[int]) -> dict[int, list[int]]:
        """Step -> the steps that nobody needs after it."""
        last = {arg: place for place in self.order for arg in self.program.steps[place].args}
        uses: dict[int, list[int]] = {}
        for arg, place in last.items():
            if arg not in wanted:
                uses.setdefault(place, []).append(arg)
        return uses

    def run(self, rows: slice, out: Mapping[str, Array]) -> None:
        """Compute one chunk."""
        import numpy as np

        found: dict[int, Array] = {}
        codes = {(name, -1): cells.codes[rows] for name, cells in self.cells.items()}
        chunk = _Chunk(rows, codes, {})
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for place in self.order:
                step = self.program.steps[place]
                if step.op == "test":
                    found[place] = flagged(codes[step.data[0], -1], self.tests[place])
                elif step.op == "lowered":
                    codes[step.data[0], place] = lowered(codes[step.data[0], -1], step, found)
                elif step.op in FOLDS:
                    if place in self.folds:
                        found.update(self._folded(self.folds[place], chunk))
                elif step.op == "weight":
                    found[place] = self.weights[step.data][rows]
                else:
                    found[place] = self.operations[step.op](step, found)
                for arg in self.last.get(place, ()):
                    found.pop(arg, None)
            self._write(found, rows, out)

    def _folded(self, fold: _Fold, chunk: _Chunk) -> dict[int, Array]:
        import numpy as np

        join = _JOINS[fold.op](np)
        total: Array = None
        for slots, joint in fold.bundles:
            if slots not in chunk.indices:
                chunk.indices[slots] = self._index(slots, chunk.codes)
            term = joint.take(chunk.indices[slots], axis=0, mode="clip")
            if len(slots) == 1:
                self._multiply(term, slots[0], joint, chunk)
            total = term if total is None else join(total, term, out=total)
        columns = np.ascontiguousarray(total.T)
        return {place: columns[column] for place, column in fold.places.items()}

    def _index(self, slots: _Slots, codes: Mapping[tuple[str, int], Array]) -> Array:
        """The joint state of some practices."""
        import numpy as np

        if len(slots) == 1:
            return codes[slots[0][:2]].astype(np.intp)
        index = codes[slots[0][:2]].astype(np.int16)
        for slot in slots[1:]:
            index *= np.int16(self.cells[slot.practice].size)
            np.add(index, codes[slot[:2]], out=index, casting="unsafe")
        return index.astype(np.intp)

    def _multiply(self, term: Array, slot: _Slot, joint: Array, chunk: _Chunk) -> None:
        """Count what the columns of one practice say beside its codes: values of its levels, and its weight."""
        import numpy as np

        size = self.cells[slot.practice].size
        for i, what in enumerate(_OF_VALUES, 1):
            rise = joint[i * size : (i + 1) * size]
            if rise.any():
                value = self._values(slot, chunk)
                read = value if what == "value" else np.log(np.where(value > 0, value, 1.0))
                term += rise.take(chunk.indices[slot,], axis=0, mode="clip") * read[:, None]
        if slot.weight:
            term *= self.weights[slot.weight][chunk.rows, None]

    def _values(self, slot: _Slot, chunk: _Chunk) -> Array:
        """What levels count; one that is lowered counts what the scale says, but no more than the one above it."""
        import numpy as np

        cells = self.cells[slot.practice]
        given, codes = np.asarray(cells.values)[chunk.rows], chunk.codes[slot[:2]]
        levels = [0.0 if state.claim.position is None else float(state.claim.value or 0) for state in cells.states]
        own = np.array(levels).take(chunk.indices[slot,], mode="clip")
        if slot.codes < 0:
            return np.where(np.isnan(given), own, given)
        is_named = (codes == chunk.codes[slot.practice, -1]) & ~np.isnan(given)
        return np.where(is_named, given, np.fmin(own, given))

    def _write(self, found: Mapping[int, Array], rows: slice, out: Mapping[str, Array]) -> None:
        import numpy as np

        for figure in self.program.figures:
            target, value, is_known = out[figure.name][rows], found[figure.value], found[figure.is_known]
            if figure.is_band:
                target[:] = np.searchsorted(self.bands[figure.name], value, side="right") - 1
                target[~np.broadcast_to(is_known, target.shape)] = -1
            else:
                np.clip(value, 0.0, 1.0, out=target)
                target[~np.broadcast_to(is_known, target.shape)] = np.nan
