"""Cells of frames that are there: columns as codes of numpy, and figures as columns of their library."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from equity_blocks.engine.portfolio.columns import NUMBERS, OWN, Cell, status_column, with_status
from equity_blocks.engine.portfolio.numpy_kernel import Cells, kind_of
from equity_blocks.engine.portfolio.program import Figure, Program
from equity_blocks.engine.portfolio.varied_columns import Varied
from equity_blocks.model.scale import Scale

Frame = Any
"""A frame of narwhals, which is imported when it is needed."""

Array = Any
"""An array of numpy, likewise."""

_LEAST = min(NUMBERS.values())

_NOT_IN_NUMPY = ("Int128", "UInt128")


def read(program: Program, frame: Frame, cells: Mapping[str, Cell]) -> tuple[dict[str, Cells], list[str]]:
    """Read the columns of practices.

    Args:
        program: Says what cells may say.
        frame: The frame.
        cells: Practice -> its column, as expressions.

    Returns:
        Practice -> its column, and the practices in which some cell says what its scale does not have.
    """
    found, wrong = {}, []
    for name, cell in cells.items():
        scale, codes = program.scales[name], _plain_codes(program, frame, name)
        shares = None
        if codes is None:
            codes, shares = _codes(program, frame, name, cell)
        if codes is None:
            wrong.append(name)
        else:
            found[name] = Cells(codes, program.states[name], shares, scale)
    return found, wrong


def _level_by_level(frame: Frame, level: Cell, status: Any, scale: Scale) -> tuple[Frame, Cell]:
    """Read levels and statuses first: what both say together reads each of them many times."""
    import narwhals as nw

    read_ = {"code": level.code, "share": level.share, "wrong": level.wrong}
    said = {name: expr for name, expr in read_.items() if expr is not None}
    share, wrong = (nw.col(name) if name in said else None for name in ("share", "wrong"))
    found = Cell(nw.col("code"), share, wrong)
    return frame.select(**said, status=status), with_status(found, nw.col("status"), scale)


def read_varied(frame: Frame, varied: Mapping[str, Varied]) -> tuple[dict[str, Array], list[str]]:
    """Read the columns of weights and of values.

    Args:
        frame: The frame.
        varied: The name of a column -> what it holds, as expressions.

    Returns:
        The name of a column -> its numbers, NaN where it says nothing; and the columns in which some cell is wrong.
    """
    import numpy as np

    found, wrong = {}, []
    for name, each in varied.items():
        numbers = frame.select(number=each.number).get_column("number").to_numpy().astype(np.float64, copy=False)
        found[name] = numbers
        if ((numbers < each.least) | (numbers > each.most)).any():
            wrong.append(name)
    return found, wrong


def _plain_codes(program: Program, frame: Frame, name: str) -> Array | None:
    """The codes of a column of levels by number, where it holds nothing else."""
    scale: Scale = program.scales[name]
    if scale.range or status_column(name) in frame.columns or name not in frame.columns or not len(frame):
        return None
    series, states = frame.get_column(name), len(program.states[name])
    if series.dtype.is_integer() and str(series.dtype) not in _NOT_IN_NUMPY:
        return _of_integers(series, len(scale.levels), kind_of(states))
    if series.dtype.is_float():
        return _of_floats(series.to_numpy(), len(scale.levels), kind_of(states))
    return None


def _of_integers(series: Any, count: int, kind: Any) -> Array | None:
    import numpy as np

    blanks, least, most = series.null_count(), series.min(), series.max()
    if blanks == len(series):
        return np.full(len(series), count, dtype=kind)
    if most >= count or least < _LEAST or (blanks and kind is not np.int8):
        return None
    given = (series.fill_null(count) if blanks else series).to_numpy().astype(kind, copy=False)
    return given if least >= 0 else np.where(given < 0, kind(count) - given, given)


def _of_floats(given: Array, count: int, kind: Any) -> Array | None:
    import numpy as np

    blank = np.isnan(given)
    filled = np.where(blank, 0.0, given)
    if filled.max() >= count or filled.min() < _LEAST:
        return None
    codes = filled.astype(kind)
    if not np.array_equal(codes, filled):
        return None
    codes = np.where(codes < 0, kind(count) - codes, codes)
    codes[blank] = count
    return codes


def _codes(program: Program, frame: Frame, name: str, cell: Cell) -> tuple[Array | None, Array | None]:
    import numpy as np

    if cell.parts:
        frame, cell = _level_by_level(frame, *cell.parts, program.scales[name])
    asked = {f"{OWN}code": cell.code, f"{OWN}wrong": cell.is_wrong} | (
        {} if cell.share is None else {f"{OWN}share": cell.share}
    )
    read_ = frame.select(**asked)
    if read_.get_column(f"{OWN}wrong").any():
        return None, None
    codes = read_.get_column(f"{OWN}code")
    count = len(program.states[name])
    codes = codes.to_numpy().astype(kind_of(count + 1), copy=False)
    if cell.share is None:
        return codes, None
    shares = read_.get_column(f"{OWN}share").to_numpy()
    return codes, np.where(codes == count, shares, 0.0)


def with_figures(program: Program, frame: Frame, found: Mapping[str, Array]) -> Frame:
    """Add the columns that were computed, with null where they are null."""
    import narwhals as nw

    columns = {figure.name: _series(figure, found[figure.name], frame) for figure in program.figures}
    if frame.implementation.is_pandas():
        pd = import_module("pandas")
        native = frame.to_native()
        added = pd.DataFrame(dict(columns.items()), index=native.index, copy=False)
        return nw.from_native(pd.concat([native, added], axis=1))
    return frame.with_columns(**{name: nw.from_native(column, series_only=True) for name, column in columns.items()})


def _series(figure: Figure, values: Array, frame: Frame) -> Any:
    """A column in the frame's own library."""
    import numpy as np

    kind = frame.implementation
    names = [*(band for _, band in figure.bands), None]
    if kind.is_pandas():
        pd = import_module("pandas")
        return pd.array(names, dtype="string").take(values) if figure.is_band else values
    if kind.is_polars():
        pl = import_module("polars")
        if figure.is_band:
            return pl.Series(names, dtype=pl.String).gather(np.where(values < 0, len(names) - 1, values))
        return pl.Series(values, nan_to_null=True)
    pa = import_module("pyarrow")

    if figure.is_band:
        bands = pa.array(names, type=pa.string())
        return pa.chunked_array([bands.take(pa.array(np.where(values < 0, len(names) - 1, values)))])
    return pa.chunked_array([pa.array(values, from_pandas=True, type=pa.float64())])


def polars_types(program: Program) -> dict[str, Any]:
    """Give the columns that scoring adds to a lazy Polars, with their types."""
    pl = import_module("polars")
    return {figure.name: pl.String if figure.is_band else pl.Float64 for figure in program.figures}
