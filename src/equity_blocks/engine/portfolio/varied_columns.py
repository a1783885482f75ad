"""Columns beside those of practices: by what weights are multiplied in a row, and what the levels it names count."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from equity_blocks.engine.portfolio.program import Program
from equity_blocks.errors import Problem, UnsuitableError, visible

MOST_FACTOR = 1e100
"""A weight multiplied by more than this, or by less than one over it, loses digits in a column."""

Expr = Any
"""An expression of narwhals, which is imported when it is needed."""


class Varied(NamedTuple):
    """A column of numbers that differ between rows.

    Args:
        column: What the frame calls it.
        number: Its numbers; null where it says nothing.
        least: The least that is allowed.
        most: The most.
    """

    column: str
    number: Expr
    least: float
    most: float

    @property
    def is_wrong(self) -> Expr:
        """Whether a cell says what is not allowed."""
        return ((self.number < self.least) | (self.number > self.most)).fill_null(value=False)


def weight_column(node: str) -> str:
    """Name the column of what the weight of a practice or a block is multiplied by.

    Example:
        >>> weight_column("trust")
        'trust:weight'
    """
    return f"{node}:weight"


def value_column(practice: str) -> str:
    """Name the column of what the level of a practice counts in a row.

    Example:
        >>> value_column("trust")
        'trust:value'
    """
    return f"{practice}:value"


def varying(program: Program, names: Sequence[str]) -> frozenset[str]:
    """Give the practices and blocks whose weights have a column.

    Example:
        >>> from equity_blocks.engine.portfolio.program import compiled
        >>> from equity_blocks.model import Framework
        >>> mini = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> sorted(varying(compiled(mini), ["p", "p:weight", "b:weight"]))
        ['b', 'p']
    """
    return frozenset(node for node in (*program.states, *program.blocks) if weight_column(node) in names)


def varied_of(
    program: Program, schema: Mapping[str, Any], called: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Varied]:
    """Read every column of weights and of values.

    Args:
        program: Says which practices and blocks there are.
        schema: The columns and their types, as narwhals names these.
        called: What a column is called in the frame that has another name there.

    Returns:
        The name of a column, such as `trust:weight` -> what it holds.

    Raises:
        UnsuitableError: A column holds no numbers, or says what levels count of a practice on a range.
    """
    factors = [(weight_column(node), 1 / MOST_FACTOR, MOST_FACTOR) for node in (*program.states, *program.blocks)]
    values = [(value_column(practice), 0.0, 1.0) for practice in program.states]
    found = {}
    for name, least, most in (*factors, *values):
        if name in schema:
            _require_levels(program, name)
            column = called.get(name, name)
            found[name] = Varied(column, _number(name, column, schema[name]), least, most)
    return found


def _require_levels(program: Program, name: str) -> None:
    practice, _, what = name.rpartition(":")
    if what == "value" and program.scales[practice].range:
        message = f"'{name}' says what a level counts, and '{practice}' is on a range of scores: leave it out"
        raise UnsuitableError(message, code="wrong_type", data={"column": name, "found": "a range"})


def _number(name: str, column: str, kind: Any) -> Expr:
    import narwhals as nw

    if not (kind.is_numeric() or kind == nw.Unknown):
        message = f"the column '{name}' holds {kind}; it takes numbers, and null where nothing differs"
        raise UnsuitableError(message, code="wrong_type", data={"column": name, "found": str(kind)})
    number = nw.col(column).cast(nw.Float64)
    return nw.when(~number.is_nan()).then(number) if kind.is_float() else number


def problem_of_varied(name: str, varied: Varied, number: int, examples: Sequence[Any]) -> Problem:
    """Say what is wrong in a column of weights or of values, in how many rows, with examples.

    Example:
        >>> problem_of_varied("p:value", Varied("p:value", None, 0, 1), 2, [1.5]).message
        "2 rows of 'p:value' hold such as 1.5; it takes numbers from 0 to 1, and null where nothing differs"
    """
    shown = list(examples)[:3]
    rows = "1 row of" if number == 1 else f"{number} rows of"
    holds = "holds" if number == 1 else "hold such as"
    named = ", ".join(visible(f"{example:g}") for example in shown)
    allowed = f"numbers from {varied.least:g} to {varied.most:g}"
    message = f"{rows} '{name}' {holds} {named}; it takes {allowed}, and null where nothing differs"
    hint = "" if name.endswith(":value") else "1 leaves a weight as it is; what shall not count is a framework's to say"
    data = {"found": shown, "rows": number, "column": name, "least": varied.least, "most": varied.most}
    return Problem("out_of_bounds", message, hint, (name,), data=data)
