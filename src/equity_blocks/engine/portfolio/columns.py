"""Columns: which of a frame's columns are practices, what their cells say, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from equity_blocks.argument_kinds import library
from equity_blocks.engine.portfolio.basis import MOST_JOINED, Column, Expr, total_of
from equity_blocks.engine.portfolio.program import Program
from equity_blocks.engine.portfolio.states import STATUSES
from equity_blocks.errors import InvalidDataError, Problem, UnsuitableError, visible
from equity_blocks.model.did_you_mean import did_you_mean, nearest
from equity_blocks.model.scale import Scale

LONG = ("assessment", "practice", "level")
"""The columns of a long frame, which may have `status`, too."""

NUMBERS = {"unknown": -1, "not_applicable": -2, "not_pursued": -3}
"""What a whole number says that is no level."""

_SHOWN = 3
"""So many wrong cells of a column are shown."""


class Cell(NamedTuple):
    """The column of a practice as expressions.

    Args:
        code: The code of its state; that behind the last state where it is a score; null where it is none.
        share: The share of its range that a score counts; `None` where there are no scores.
        wrong: Whether the cell says what its scale does not have; `None`: where the code is null.
        has_status: Whether a column says statuses beside levels.
        columns: The names of the columns it is read from.
        parts: What the column of levels says by itself, and that of statuses, where there are two.
        is_plain: Whether it is a single column of whole numbers with a sign.
    """

    code: Expr
    share: Expr | None = None
    wrong: Expr | None = None
    has_status: bool = False
    columns: Sequence[str] = ()
    parts: "tuple[Cell, Expr] | None" = None
    is_plain: bool = False

    @property
    def is_wrong(self) -> Expr:
        """Whether the cell says what its scale does not have."""
        return self.code.is_null() if self.wrong is None else self.wrong


def status_column(practice: str) -> str:
    """Name the column that may stand beside that of a practice and say its status."""
    return f"{practice}:status"


def opened(frame: Any) -> Any:
    """Give a frame of any library as one of narwhals.

    Raises:
        UnsuitableError: It is no frame, two of its columns have one name, or a name is no text.

    Example:
        >>> import pandas
        >>> opened(pandas.DataFrame({"trust": ["yes"]})).columns
        ['trust']
    """
    nw, kind = library("narwhals"), type(frame).__name__
    try:
        given = nw.from_native(frame)
    except nw.exceptions.DuplicateError:
        names = [*map(str, frame.column_names if hasattr(frame, "column_names") else frame.columns)]
        twice = [name for name, times in Counter(names).items() if times > 1]
        message = f"the frame has columns of one name: {_listed(twice)}; leave one of each, or rename them"
        raise UnsuitableError(message, code="name_clash", data={"columns": twice}) from None
    except TypeError:
        message = f"{kind} is no data frame: give one of pandas, Polars, PyArrow, DuckDB, Dask or PySpark"
        raise UnsuitableError(message, code="wrong_kind", data={"found": kind}) from None
    for name in given.collect_schema().names():
        if not isinstance(name, str):
            message = f"the name of the column {name!r} is no text: name columns by text, practices by their ids"
            raise UnsuitableError(message, code="wrong_type", data={"column": str(name), "found": type(name).__name__})
    return given


def is_long(program: Program, names: Sequence[str]) -> bool:
    """Say whether a frame has a row for each answer: the columns of a long frame, and no practice as a column."""
    return set(LONG) <= set(names) and not set(program.states).intersection(names)


def check_names(program: Program, names: Sequence[str]) -> None:
    """Make sure that the columns of a wide frame can be told apart.

    Raises:
        UnsuitableError: A column has the name of one that is added (`name_clash`), or no column is a practice.
        InvalidDataError: A column looks like a practice that has none.
    """
    figures = {figure.name for figure in program.figures}
    if unreadable := [name for name in names if name in figures and name in program.states]:
        message = (
            f"'{unreadable[0]}' is a practice, and a column that scoring adds: no frame can have it; "
            "score assessments with score_many"
        )
        raise UnsuitableError(message, code="name_clash", data={"columns": unreadable})
    added = [name for name in names if name in figures or name.startswith(OWN)]
    if added:
        message = f"the frame has columns that scoring adds: {_listed(added)}; rename them"
        raise UnsuitableError(message, code="name_clash", data={"columns": added})
    without = [practice for practice in program.states if practice not in names]
    problems = [*_misspelt(program, names, without)]
    if problems:
        raise InvalidDataError(problems)
    if program.states and len(without) == len(program.states):
        first = _listed([*program.states][:_SHOWN])
        message = f"no column is a practice: a wide frame has columns such as {first}, a long one {_listed(LONG)}"
        raise UnsuitableError(message, code="no_practices", data={"found": [*names]})


_BESIDE = ("status", "weight", "value")
"""What columns say beside a level: the practice, a colon, and one of these."""

OWN = "equity-blocks:"
"""What the names of columns begin with that are only there while a frame is scored."""


def _misspelt(program: Program, names: Sequence[str], without: Sequence[str]) -> Iterator[Problem]:
    for name in names:
        node, mark, beside = name.partition(":")
        said = _BESIDE if node in program.states else ("weight",) if node in program.blocks else ()
        if beside in said or (not mark and node in program.states):
            continue
        if said and mark:
            near = nearest(beside, said)
            hint = f"did you mean '{node}:{near[0]}'?" if near else ""
            if beside in _BESIDE:
                hint = f"'{node}' is a block, of which a column says a weight only: '{node}:weight'"
            code, message = "unknown_key", f"the column '{visible(name)}' says nothing that scoring reads"
        else:
            nodes = (*program.states, *program.blocks) if beside in ("weight", "value") else without
            hint = did_you_mean(node if beside in _BESIDE else name, nodes)
            code, message = "unknown_practice", f"the column '{visible(name)}' is no practice of the framework"
        if hint:
            yield Problem(code, message, hint, (name,), data={"found": name})


def cells_of(
    program: Program, schema: Mapping[str, Any], called: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Cell]:
    """Read every practice that has a column.

    Args:
        program: Says what cells may say.
        schema: The columns and their types, as narwhals names these.
        called: What a column is called that has another name than the practice or its status.

    Raises:
        UnsuitableError: A column holds neither numbers nor text.
    """
    import narwhals as nw

    cells = {}
    for name, scale in program.scales.items():
        beside = status_column(name)
        read = {key: called.get(key, key) for key in (name, beside) if key in schema}
        if read:
            level = nw.col(read[name]) if name in read else nw.lit(None, nw.Int32)
            status = nw.col(read[beside]) if beside in read else None
            cell = with_status(_cell(name, level, schema.get(name, nw.Int32()), scale), status, scale)
            cells[name] = cell._replace(columns=[*read.values()])
    return cells


def _cell(name: str, column: Expr, kind: Any, scale: Scale) -> Cell:
    import narwhals as nw

    if kind.is_decimal():  # as a whole number it would be rounded
        column, kind = column.cast(nw.Float64), nw.Float64()
    if kind.is_numeric():
        return _of_scores(column, kind, scale) if scale.range else _of_numbers(column, kind, scale)
    if kind == nw.Unknown:
        return Cell(_where_null(column, scale))
    if kind in (nw.String, nw.Categorical) or isinstance(kind, nw.Enum):
        return Cell(_of_text(column.cast(nw.String), scale))
    allowed = "scores" if scale.range else f"numbers from 0 to {scale.top}, or the ids of levels as text"
    message = f"the column '{visible(name)}' holds {kind}; it takes {allowed}, and null where nothing is answered"
    raise UnsuitableError(message, code="wrong_type", data={"column": name, "found": str(kind)})


def _code(value: int) -> Expr:
    import narwhals as nw

    return nw.lit(value, nw.Int32)


def _where_null(column: Expr, scale: Scale) -> Expr:
    import narwhals as nw

    return nw.when(column.is_null()).then(_code(len(scale.levels)))


def _of_numbers(column: Expr, kind: Any, scale: Scale) -> Cell:
    import narwhals as nw

    count, least = len(scale.levels), min(NUMBERS.values())
    wrong = ((column >= count) | (column < least)).fill_null(value=False)
    if kind.is_float():
        blank = column.is_null() | column.is_nan().fill_null(value=False)
        wrong = ~blank & (wrong | (column.floor() != column).fill_null(value=False))
        column = nw.when(blank | wrong).then(nw.lit(float(count))).otherwise(column)
    elif kind not in (nw.Int8, nw.Int16, nw.Int32, nw.UInt8, nw.UInt16):
        column = nw.when(wrong).then(nw.lit(count, kind)).otherwise(column)
    whole = column.cast(nw.Int32)
    if kind.is_unsigned_integer():
        return Cell(whole.fill_null(count), wrong=wrong)
    code = nw.when((whole >= 0).fill_null(value=True)).then(whole).otherwise(count - whole)
    return Cell(code.fill_null(count), wrong=wrong, is_plain=kind.is_signed_integer())


def total_of_plain(column: Column, names: Sequence[str]) -> Expr:
    """Add up columns of whole numbers: the positions of levels (`level`), or how many are `rated`, `open` and so on."""
    import narwhals as nw

    parts = [nw.col(*names[i : i + MOST_JOINED]) for i in range(0, len(names), MOST_JOINED)]
    return total_of([nw.sum_horizontal(_read_plain(column, part)) for part in parts])


def _read_plain(column: Column, plain: Expr) -> Expr:
    import narwhals as nw

    if column == "level":
        return plain.fill_null(0).cast(nw.Int32).clip(lower_bound=0)
    filled = plain.fill_null(NUMBERS["unknown"])
    flag = filled >= 0 if column == "rated" else filled == _NUMBERS_OF[column]
    return flag.cast(nw.Int32)


_NUMBERS_OF: Mapping[Column, int] = {
    "open": NUMBERS["unknown"],
    "struck_out": NUMBERS["not_applicable"],
    "left": NUMBERS["not_pursued"],
}


def _of_text(column: Expr, scale: Scale) -> Expr:
    import narwhals as nw

    codes = {"": len(scale.levels)}
    codes |= {status: len(scale.levels) + i for i, status in enumerate(STATUSES)}
    codes |= {level: i for i, level in enumerate(scale.ids)}
    named: Expr = None
    for text, code in codes.items():
        chosen = nw.when(column == nw.lit(text)).then(_code(code))
        named = chosen if named is None else chosen.otherwise(named)
    return nw.when(column.is_null()).then(_code(len(scale.levels))).otherwise(named)


def _of_scores(column: Expr, kind: Any, scale: Scale) -> Cell:
    """Scores of a range; below 0 the numbers of statuses are told from scores only where no score lies there."""
    import narwhals as nw

    (low, high), count = scale.range or (0.0, 1.0), len(scale.levels)
    column = column.cast(nw.Float64)
    if kind.is_float():
        column = nw.when(~column.is_nan()).then(column)
    is_blank: Expr = column.is_null()
    for none in scale.missing:
        is_blank = is_blank | (column == none).fill_null(value=False)
    score: Expr = nw.when((column >= low) & (column <= high)).then(_code(2 * count + len(STATUSES)))
    if low >= 0:
        for status, number in NUMBERS.items():
            score = nw.when(column == number).then(_code(count + STATUSES.index(status))).otherwise(score)
    return Cell(nw.when(is_blank).then(_code(count)).otherwise(score), (column - low) / (high - low))


def with_status(cell: Cell, status: Expr | None, scale: Scale) -> Cell:
    """Let a column of statuses decide where it says something; beside a level only what is not pursued has one."""
    import narwhals as nw

    if status is None:
        return cell
    count, status = len(scale.levels), status.cast(nw.String)
    blank, code = count + STATUSES.index("unanswered"), cell.code
    named: Expr = nw.when((status == "rated") & (code != blank)).then(code)
    for i, word in enumerate(STATUSES):
        named = nw.when((status == word) & (code == blank)).then(_code(count + i)).otherwise(named)
        named = nw.when((status == word) & (code == count + i)).then(_code(count + i)).otherwise(named)
    is_left = (status == "not_pursued") & (code < count)
    named = nw.when(is_left).then(code + (count + len(STATUSES))).otherwise(named)
    wrong = None if cell.wrong is None else cell.wrong | named.is_null() & ~(status.is_null() | (status == ""))
    chosen = nw.when(status.is_null() | (status == "")).then(code).otherwise(named)
    return cell._replace(code=chosen, wrong=wrong, has_status=True, is_plain=False, parts=(cell, status))


def problem_of(name: str, scale: Scale, number: int, examples: Sequence[Any]) -> Problem:
    """Say what is wrong in the column of a practice, in how many rows, with examples."""
    shown = [_plain(example) for example in examples][:_SHOWN]
    rows = "1 row says" if number == 1 else f"{number} rows say"
    named = ", ".join(repr(example) if not isinstance(example, str) else f"'{visible(example)}'" for example in shown)
    levels = f"scores from {scale.range[0]:g} to {scale.range[1]:g}" if scale.range else (
        f"{', '.join(scale.ids)} (or 0 to {scale.top})"
    )  # fmt: skip
    message = f"{rows} of '{name}' what its scale '{scale.id}' does not have, such as {named}: it has {levels}"
    hint = f"no level is null; codes: {', '.join(f'{word} or {code}' for word, code in NUMBERS.items())}"
    if any(_would_do(example, scale) for example in examples):
        words = "only the words of statuses" if scale.range else "ids of levels and the words of statuses"
        hint = f"the column is text, in which {words} are read: make all of it numbers"
    data = {"found": shown, "rows": number, "practice": name}
    return Problem("unknown_level", message, hint, (name,), data=data)


def _would_do(example: Any, scale: Scale) -> bool:
    """Whether a cell that is wrong would be right in a column of numbers, so that its column is one of text."""
    try:
        number = float(example)
    except (TypeError, ValueError):
        return False
    low, high = scale.range or (0, scale.top)
    return low <= number <= high and (bool(scale.range) or number.is_integer())


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(map(_plain, value))
    value = value.item() if hasattr(value, "item") else float(value) if isinstance(value, Decimal) else value
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"'{visible(name)}'" for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
