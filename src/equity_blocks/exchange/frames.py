"""Records of a result as a data frame of pandas, polars or pyarrow, with a type for each column."""

from typing import Any

from equity_blocks.argument_kinds import Backend, require_backend
from equity_blocks.exchange.records import record_columns, to_records
from equity_blocks.exchange.rows import Kind
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Noun

_TYPES: dict[Kind, dict[Backend, str]] = {
    "text": {"pandas": "string", "polars": "String", "pyarrow": "string"},
    "number": {"pandas": "Float64", "polars": "Float64", "pyarrow": "float64"},
    "integer": {"pandas": "Int64", "polars": "Int64", "pyarrow": "int64"},
    "flag": {"pandas": "boolean", "polars": "Boolean", "pyarrow": "bool_"},
    "date": {"pandas": "datetime64[s]", "polars": "Date", "pyarrow": "date32"},
}
"""What the libraries call each kind of value."""


def to_frame(
    result: Noun, *, of: str | None = None, framework: Framework | None = None, backend: Backend = "pandas"
) -> Any:
    """Make a data frame of one table of a result: the same rows and columns as `to_records`, and null where it is null.

    Numbers, whole numbers and flags are nullable, and dates are dates. It needs the library of the backend; that of
    pandas comes with `pip install equity-blocks[frames]`.

    Args:
        result: A result, a framework or an assessment.
        of: Which of its tables, such as `practices`, `blocks`, `actions` or `periods`. Default: the first.
        framework: Gives blocks their titles where a result has only their ids, as a plan does. Default: they are null.
        backend: The library that the frame is one of.

    Returns:
        A `pandas.DataFrame`, a `polars.DataFrame` or a `pyarrow.Table`.

    Raises:
        UnsuitableError: There is no such table or no such backend, or its library is not installed.

    Example:
        >>> import equity_blocks as eb
        >>> card = eb.score(eb.load_framework("hcplan-apm"), eb.Assessment(framework="hcplan-apm"))
        >>> eb.to_frame(card, backend="excel")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: there is no backend 'excel': there are pandas, polars, pyarrow
    """
    library = require_backend(backend)
    columns, records = record_columns(type(result), of=of), to_records(result, of=of, framework=framework)
    values = {column.name: [record[column.name] for record in records] for column in columns}
    types = {column.name: _TYPES[column.kind][backend] for column in columns}
    if backend == "pandas":
        return library.DataFrame({name: library.array(values[name], dtype=kind) for name, kind in types.items()})
    if backend == "polars":
        return library.DataFrame(values, schema={name: getattr(library, kind) for name, kind in types.items()})
    return library.table(
        values, schema=library.schema([(name, getattr(library, kind)()) for name, kind in types.items()])
    )
