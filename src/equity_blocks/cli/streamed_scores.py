"""Tables scored part by part, so that neither the table nor its scores have to fit into the memory."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from equity_blocks.argument_kinds import library
from equity_blocks.cli.cohort_files import TABLES, columns_of, numbered, open_table, reason_of, require_even
from equity_blocks.cli.numbers_in_text import in_words_lazily
from equity_blocks.errors import FileAccessError, InvalidDataError
from equity_blocks.model import Framework

_CHUNK = 50_000
_GROUP = 20_000
"""So many rows are kept until they are written: rows may be long."""
_PARTS = {"POLARS_CSV_CHUNK_SIZE": "4000000"}
"""Polars takes 16 MB of CSV at a time for each processor, and keeps several; less takes less memory."""
_NUMBER = r"(?i)^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$|^[+-]?inf(inity)?$"
"""What a cell of CSV says that is a number, once the spaces around it are gone."""
_WHOLE = r"^[+-]?[0-9]{1,18}$"
"""A whole number that 64 bits hold."""
_TO_LOOK_AT = r"(^|;) *[=+@-]|[^ -~]"
"""A cell in which there may be a formula, or what cannot be seen; all others are written as they are."""

Lazy = Any
"""A lazy frame of Polars, which is imported when it is needed."""


def is_of_tables(file: str, output: str) -> bool:
    """Say whether both files are tables.

    Example:
        >>> is_of_tables("cohort.csv", "scores.parquet"), is_of_tables("cohort.csv", "scores.json")
        (True, False)
    """
    return {Path(file).suffix.lower(), Path(output).suffix.lower()} <= set(TABLES)


def can_stream(file: str, output: str) -> bool:
    """Say whether a table can be scored part by part: both files are tables, and Polars is installed.

    Example:
        >>> can_stream("cohort.csv", "scores.json")
        False
    """
    return is_of_tables(file, output) and find_spec("polars") is not None


def streamed(framework: Framework, file: str, output: str) -> str:
    """Score a table into another, part by part.

    The rows of a long table have to be brought together first, which takes several times the size of the file.

    Args:
        framework: What it rates.
        file: The table: CSV or Parquet.
        output: Where scores are written, CSV or Parquet; a file that is there is replaced.

    Returns:
        Where they are.

    Raises:
        FileAccessError: The table cannot be read, or the scores cannot be written.
        UnsuitableError: It has no practices, or a library is not installed.
        InvalidDataError: A level is not on its scale; every practice is listed, with the number of rows.
    """
    polars = library("polars")
    part = Path(output).with_name(f".{Path(output).name}.{os.getpid()}.part")
    try:
        with _streaming(polars, file, output):
            _score(framework, file, part, into=Path(output).suffix.lower())
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    return output


@contextmanager
def _streaming(polars: Any, file: str, output: str) -> Iterator[None]:
    """Let Polars compute everything part by part, and say in our words what it could not do."""
    os.environ.update({name: size for name, size in _PARTS.items() if name not in os.environ})
    try:
        with polars.Config(engine_affinity="streaming"):
            yield
    except (OSError, polars.exceptions.PolarsError) as error:
        if file.lower().endswith(".csv"):
            _require_readable(file)  # which says at which line it is not
        raise FileAccessError(f"{file} cannot be scored into {output}: {reason_of(error)}") from None


def _score(framework: Framework, file: str, part: Path, *, into: str) -> None:
    from equity_blocks.engine.portfolio.score_frame import score_frame

    rows = scanned(file, framework)
    try:
        scored = score_frame(framework, rows)
        if _is_long(framework, rows):
            scored = scored.sort("assessment")
        if into == ".csv":
            _as_written(scored).sink_csv(part)
        else:
            scored.sink_parquet(part, row_group_size=_GROUP)
    except InvalidDataError:
        require_levels(framework, rows)
        raise


def scanned(file: str, framework: Framework) -> Lazy:
    """Look at a table without reading it: the columns and types that `open_table` gives.

    Args:
        file: A file of CSV or Parquet.
        framework: Tells which columns are of levels; all others of CSV are text.

    Raises:
        FileAccessError: It cannot be read.
    """
    polars = library("polars")
    if Path(file).suffix.lower() == ".parquet":
        try:
            found = polars.scan_parquet(file)
            found.collect_schema()
        except (OSError, polars.exceptions.PolarsError) as error:
            raise FileAccessError(f"{file} cannot be read as a table: {reason_of(error)}") from None
        return found
    return _of_text(polars, file, columns_of(file), framework)


def _of_text(polars: Any, file: str, columns: list[str], framework: Framework) -> Lazy:
    if len(polars.scan_csv(file, infer_schema=False).collect_schema()) != len(columns):
        return polars.from_pandas(open_table(file, framework)).lazy()  # its lines end in a way that Polars cannot read
    texts = polars.scan_csv(file, infer_schema=False, new_columns=columns)
    kinds = _kinds(polars, texts, numbered(framework, columns))
    everything = polars.all()
    texts = texts.with_columns(polars.when(everything != "").then(everything))
    texts = texts.filter(polars.any_horizontal(everything.is_not_null()))
    return texts.with_columns(
        in_words_lazily(polars, framework, name, columns)
        if kind == polars.String
        else polars.col(name).str.strip_chars().cast(kind)
        for name, kind in kinds.items()
        if kind is not None
    )


def _kinds(polars: Any, texts: Lazy, levels: list[str]) -> Mapping[str, Any]:
    """Read all cells of levels once: a column of nothing but numbers is one of numbers, every other one of text.

    Returns:
        Column -> the kind of its numbers; `String` where there are words besides, `None` where there are no numbers.
    """
    cells_of = {name: polars.when(polars.col(name) != "").then(polars.col(name)) for name in levels}
    said = {name: cells.str.strip_chars() for name, cells in cells_of.items()}
    asked = [(~cells.str.contains(_NUMBER)).any().alias(f"text {i}") for i, cells in enumerate(said.values())]
    asked += [
        (cells.is_null().all() | (~cells.str.contains(_WHOLE)).any()).alias(f"share {i}")
        for i, cells in enumerate(said.values())
    ]
    asked += [cells.str.contains(_NUMBER).any().alias(f"number {i}") for i, cells in enumerate(said.values())]
    found = texts.select(asked or polars.len()).collect(engine="streaming").row(0, named=True)
    return {
        name: _kind(polars, *(found[f"{what} {i}"] for what in ("text", "number", "share")))
        for i, name in enumerate(levels)
    }


def _kind(polars: Any, has_text: bool, has_numbers: bool, has_shares: bool) -> Any:
    if has_text:
        return polars.String if has_numbers else None
    return polars.Float64 if has_shares else polars.Int64


def _require_readable(file: str) -> None:
    """Read CSV part by part as `open_table` reads it whole, for what that says of a line that is none.

    Raises:
        FileAccessError: It cannot be read.
    """
    pandas = library("pandas")
    try:
        with Path(file).open("rb") as stream, pandas.read_csv(stream, dtype="string", chunksize=_CHUNK) as parts:
            for part in parts:
                require_even(part, file)
    except (OSError, ValueError) as error:
        raise FileAccessError(f"{file} cannot be read as a table: {reason_of(error)}") from None


def require_levels(framework: Framework, rows: Lazy) -> None:
    """Look through a whole wide frame for cells that are wrong, all at once: a part knows only its own.

    Args:
        framework: What it rates.
        rows: A lazy frame of Polars.

    Raises:
        InvalidDataError: There are some; each column is listed, with the number of rows and examples.
    """
    from equity_blocks.engine.portfolio.score_frame import looks_at

    if _is_long(framework, rows):
        return
    frame = library("narwhals").from_native(rows)
    problems = []
    for look in looks_at(framework, frame.collect_schema()):
        wrong = frame.filter(look.is_wrong).select(*look.columns).to_native()
        number = wrong.select(library("polars").len()).collect(engine="streaming").item()
        if number:
            examples = sorted(wrong.unique().collect(engine="streaming").rows(), key=str)
            problems.append(look.told(number, [each[0] if len(each) == 1 else each for each in examples]))
    if problems:
        raise InvalidDataError(problems)


def _is_long(framework: Framework, rows: Lazy) -> bool:
    """Whether there is a row for each answer, so that all of them were looked at already."""
    from equity_blocks.engine.portfolio.columns import is_long
    from equity_blocks.engine.portfolio.program import compiled

    return is_long(compiled(framework), rows.collect_schema().names())


def _as_written(scored: Lazy) -> Lazy:
    """Text in which no spreadsheet finds a formula, as in all CSV; numbers stay."""
    from equity_blocks.exchange.csv_text import inert

    polars = library("polars")
    schema = scored.collect_schema()
    texts = [name for name, kind in schema.items() if not (kind.is_numeric() or kind.is_temporal())]
    texts = [name for name in texts if schema[name] not in (polars.Boolean, polars.Null)]
    plain = {name: f"column {i}" for i, name in enumerate(schema)}  # Polars takes some names for patterns of names
    written = scored.rename(plain).with_columns(
        _written(polars, polars.col(plain[name]), schema[name]) for name in texts
    )
    return written.rename({given: inert(name) for name, given in plain.items()})


def _written(polars: Any, column: Any, kind: Any) -> Any:
    from equity_blocks.exchange.csv_text import inert

    def guarded(cells: Any) -> Any:
        odd = cells.filter(cells.str.contains(_TO_LOOK_AT)).unique().drop_nulls()
        return cells.replace(odd, polars.Series(map(inert, odd), dtype=polars.String)) if len(odd) else cells

    def told(cells: Any) -> Any:
        return polars.Series([None if cell is None else str(cell) for cell in cells.to_list()], dtype=polars.String)

    if kind.is_nested() or kind in (polars.Binary, polars.Object):
        column = column.map_batches(told, return_dtype=polars.String, is_elementwise=True)
    return column.cast(polars.String).map_batches(guarded, return_dtype=polars.String, is_elementwise=True)
