"""Columns and rows: what a field of a noun gives as cells, and what each cell means."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from equity_blocks.model.noun import Noun

Kind = Literal["text", "number", "integer", "flag", "date"]
Cell = str | float | int | bool | dt.date | None
Record = dict[str, Cell]


class RecordColumn(NamedTuple):
    """A column of the records of a result.

    Args:
        name: The key in every record.
        kind: What its values are, where they are not null.
        meaning: What it says, in which unit, and what null means; ids in one text are divided by spaces.

    Example:
        >>> RecordColumn("value", "number", "In [0, 1].").kind
        'number'
    """

    name: str
    kind: Kind
    meaning: str = ""


class Rows(NamedTuple):
    """One table of a kind of result.

    Args:
        columns: Its columns, in order.
        rows: Gives the values of each row of a result, in the order of the columns.
    """

    columns: tuple[RecordColumn, ...]
    rows: Callable[[Any], Iterable[tuple[Cell, ...]]]


BLOCK_TITLE = "block_title"
"""The column of a block's title, beside that of its id."""


class Field(NamedTuple):
    """A column, and where its values stand.

    Args:
        column: The column.
        path: From the nouns of a row to the value: positions and names of fields.
    """

    column: RecordColumn
    path: tuple[str | int, ...]


def rows_of(fields: Iterable[Field], nouns: Callable[[Any], Iterable[tuple[Any, ...]]]) -> Rows:
    """Make a table whose rows are read from nouns, field by field.

    Args:
        fields: The columns, left to right.
        nouns: Gives what each row of a result is read from; `None` where a noun is missing.
    """
    known = tuple(fields)
    return Rows(
        tuple(field.column for field in known),
        lambda result: (tuple(_read(row, field) for field in known) for row in nouns(result)),
    )


def cell_field(name: str, meaning: str, place: int) -> Field:
    """Make the column of a text that itself stands in a row, such as a key.

    Args:
        name: What the column is called.
        meaning: What it says.
        place: Where it stands in what a row is read from.
    """
    return Field(RecordColumn(name, "text", meaning), (place,))


def fields_of(kind: type, place: int, *, names: Mapping[str, str] | None = None, id: str = "id") -> list[Field]:  # noqa: A002
    """List the columns that a kind of noun brings to a row; a noun in a field is spread over several.

    Args:
        kind: The kind of noun.
        place: Where it stands in what a row is read from.
        names: Field -> its column, where only some fields are wanted. Default: every field that fits into a cell.
        id: The column of the field `id`.
    """
    columns = names or {name: id if name == "id" else _name(name, field) for name, field in _model(kind).items()}
    return [
        inner
        for name, field in _model(kind).items()
        if name in columns and name not in _LEFT_OUT
        for inner in _spread(columns[name], field.annotation, (place, name), field.description or "")
    ]


_LEFT_OUT = ("tailored",)
"""Fields that say what a result rests on, and nothing of the row."""


def item_kind(kind: type, field: str) -> type:
    """Find the kind of noun that stands in a field, alone or with others.

    Example:
        >>> from equity_blocks.model.plan import Plan
        >>> item_kind(Plan, "actions").__name__
        'Action'
    """
    (holder,) = types_in(_model(kind)[field].annotation)
    items = [arg for arg in get_args(holder) if arg is not Ellipsis]
    kinds = types_in(items[-1]) if items else [holder]
    item: type = kinds[0]
    return item


def is_keyed(kind: type, field: str) -> bool:
    """Say whether what stands in a field stands there under keys."""
    (holder,) = types_in(_model(kind)[field].annotation)
    return get_origin(holder) is dict


def _model(kind: type) -> dict[str, Any]:
    return kind.model_fields if issubclass(kind, Noun) else {}


def _name(name: str, field: Any) -> str:
    return field.serialization_alias or name


def _spread(name: str, annotation: Any, path: tuple[str | int, ...], meaning: str) -> Iterator[Field]:
    """Give the columns of one field: one for a single value, several for a noun, none for what fits into no cell."""
    possible = types_in(annotation)
    kind = _kind(possible)
    if kind:
        yield Field(RecordColumn(name, kind, meaning), path)
        return
    (only, *others) = possible or (None,)
    if others:
        return
    if get_origin(only) is tuple:
        yield from _spread_tuple(name, get_args(only), path, meaning)
    elif isinstance(only, type) and issubclass(only, Noun):
        for inner, field in only.model_fields.items():
            column = name if inner == "value" else f"{name}_{field.serialization_alias or inner}"
            words = " ".join(filter(None, (meaning if inner == "value" else "", field.description)))
            if get_origin(next(iter(types_in(field.annotation)), None)) is not tuple:
                yield from _spread(column, field.annotation, (*path, inner), words)


def _spread_tuple(name: str, items: tuple[Any, ...], path: tuple[str | int, ...], meaning: str) -> Iterator[Field]:
    if items[-1] is Ellipsis:
        (only, *others) = types_in(items[0])
        if not others and (only in _shorts() or _kind([only])):
            yield Field(RecordColumn(name, "text", meaning), path)
    elif [_kind(types_in(item)) for item in items] == ["number", "number"]:
        for place, end in enumerate(("low", "high")):
            column = RecordColumn(f"{name}_{end}", "number", f"{meaning} The {end}est.".strip())
            yield Field(column, (*path, place))


def types_in(annotation: Any) -> list[Any]:
    """List the types that a value may have, without `None` and without what annotates them.

    Example:
        >>> types_in(Annotated[int | None, "in days"])
        [<class 'int'>]
    """
    if get_origin(annotation) is Annotated:
        return types_in(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for arg in get_args(annotation) if arg is not NoneType for kind in types_in(arg)]
    return [annotation]


_KINDS: dict[Any, Kind] = {str: "text", bool: "flag", int: "integer", float: "number", dt.date: "date"}


def _kind(possible: list[Any]) -> Kind | None:
    """Name the kind of a value of one of some types; `None` where they do not fit into a cell."""
    kinds = {_KINDS.get(kind) or ("text" if get_origin(kind) is Literal else None) for kind in possible}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "text" if kinds and None not in kinds else None


@cache
def _shorts() -> dict[type, Callable[[Any], str]]:
    """Kinds of nouns of which several are written into one cell, with how each is written."""
    from equity_blocks.model.action import Activity, Help
    from equity_blocks.model.scorecard import Alternatives

    return {
        Alternatives: lambda item: " or ".join(f"{need.practice}@{need.level}" for need in item.any_of),
        Activity: lambda item: f"{item.framework}:{item.practice}",
        Help: lambda item: f"{item.framework}:{item.id}",
    }


def _read(row: Any, field: Field) -> Cell:
    value = row
    for step in field.path:
        if value is None:
            return None
        value = value[step] if isinstance(step, int) else getattr(value, step)
    if isinstance(value, tuple):
        return _in_one_text(value)
    return str(value) if field.column.kind == "text" and value is not None else value


def _in_one_text(items: tuple[Any, ...]) -> str:
    """Write several values into one cell: ids divided by spaces, prerequisites by `and`, sentences by semicolons."""
    shorts = _shorts()
    words = [shorts[type(item)](item) if type(item) in shorts else str(item) for item in items]
    if any("@" in word for word in words):
        return " and ".join(words)
    return ("; " if any(" " in word for word in words) else " ").join(words)
