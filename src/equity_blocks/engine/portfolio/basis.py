"""What tables of codes have in common: a few columns per practice, of which sums are made, and expressions of them."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Literal, NamedTuple

Expr = Any
"""An expression of narwhals, which is imported when it is needed."""

Column = Literal["level", "rated", "open", "struck_out", "left", "left_level", "left_rated"]
"""What the level counts where it is rated; whether it is; whether it is open, or does not apply; whether it is not
pursued and has no level; what its level counts that is not pursued, and whether it has one."""

_SAME = 1e-13


class Share(NamedTuple):
    """A column of a practice, and what it is multiplied by.

    Args:
        column: Which one.
        factor: By which number.
    """

    column: Column
    factor: float


def shares_of(table: Sequence[float], values: Sequence[float]) -> list[Share] | None:
    """Write a table of codes as a sum of columns.

    Args:
        table: What each code reads: the levels, the four statuses, the levels of what is not pursued.
        values: What each level counts.

    Returns:
        The columns with their factors; `None` where the table is no such sum.

    Example:
        >>> shares_of([0.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0])
        [Share(column='level', factor=2.0), Share(column='open', factor=1.0)]
    """
    count = len(values)
    rated, left = _line(table[:count], values), _line(table[count + 4 :], values)
    is_open, unknown, struck_out, unrated = table[count : count + 4]
    if rated is None or left is None or is_open != unknown:
        return None
    found: list[tuple[Column, float]] = [
        ("level", rated[0]), ("rated", rated[1]), ("open", is_open), ("struck_out", struck_out), ("left", unrated),
        ("left_level", left[0]), ("left_rated", left[1]),
    ]  # fmt: skip
    return [Share(column, factor) for column, factor in found if factor]


def _line(table: Sequence[float], values: Sequence[float]) -> tuple[float, float] | None:
    """The slope and the height of a line through what levels read, by what they count."""
    low, high = float(values[0]), float(values[-1])
    slope = (table[-1] - table[0]) / (high - low)
    height = table[0] - slope * low
    if abs(height) < _SAME:
        height = 0.0
    is_line = all(
        abs(slope * value + height - read) <= _SAME * max(1.0, abs(slope))
        for value, read in zip(values, table, strict=True)
    )
    return (slope, height) if is_line else None


def one_where(flag: Expr) -> Expr:
    """Give the whole number 1 where a flag holds, else 0, also where it is null."""
    import narwhals as nw

    return nw.when(flag).then(nw.lit(1, nw.Int32)).otherwise(nw.lit(0, nw.Int32))


def times(number: Expr, factor: float) -> Expr:
    """Multiply by a number, which gives a number with a fraction."""
    import narwhals as nw

    number = number.cast(nw.Float64)
    return number if factor == 1 else number * factor


def logarithm_of(number: Expr) -> Expr:
    """Give the logarithm; 0 of what is not above 0."""
    import narwhals as nw

    return nw.when(number > 0).then(number).otherwise(nw.lit(1.0)).log()


def total_of(terms: Sequence[Expr]) -> Expr:
    """Add up; null counts 0."""
    import narwhals as nw

    return _joined(nw.sum_horizontal, terms)


def least_of(terms: Sequence[Expr]) -> Expr:
    """Take the least."""
    import narwhals as nw

    return _joined(nw.min_horizontal, terms)


def most_of(terms: Sequence[Expr]) -> Expr:
    """Take the most."""
    import narwhals as nw

    return _joined(nw.max_horizontal, terms)


def all_of(flags: Sequence[Expr]) -> Expr:
    """Say whether all flags hold."""
    import narwhals as nw

    return _joined(partial(nw.all_horizontal, ignore_nulls=False), flags)


def any_of(flags: Sequence[Expr]) -> Expr:
    """Say whether any flag holds."""
    import narwhals as nw

    return _joined(partial(nw.any_horizontal, ignore_nulls=False), flags)


MOST_JOINED = 32
"""So many terms are joined at once, then what came of them: a chain of hundreds is too deep for some libraries."""


def _joined(join: Callable[..., Expr], terms: Sequence[Expr]) -> Expr:
    terms = list(terms)
    while len(terms) > 1:
        parts = [terms[i : i + MOST_JOINED] for i in range(0, len(terms), MOST_JOINED)]
        terms = [join(*part) if len(part) > 1 else part[0] for part in parts]
    return terms[0]


def flag_of(code: Expr, values: Sequence[float], scores: Any) -> Expr:
    """Say whether a code reads more than 0; `scores` says it of scores, where there are any."""
    import narwhals as nw

    end = len(values) - 1 if scores is None else len(values)
    tests = [_lies_in(code, first, last, end) for value, first, last in _runs(values) if value > 0]
    if scores is not None and not isinstance(scores, float):
        tests.append((code == len(values)) & scores)
    elif scores:
        tests.append(code == len(values))
    return any_of(tests) if tests else nw.lit(value=False)


def step_of(values: Sequence[float], levels: int) -> float:
    """Give the step between levels that are evenly spaced, else 0."""
    step = float(values[1] - values[0])
    is_even = all(abs(values[0] + step * i - values[i]) <= _EVEN for i in range(levels))
    return step if is_even else 0.0


_EVEN = 1e-15


def number_of(code: Expr, values: Sequence[float], levels: int) -> Expr:
    """Look up a number: levels that are evenly spaced are computed, all else is chosen."""
    import narwhals as nw

    step = step_of(values, levels) if levels else 0.0
    fixed = [0.0] * levels + [*values[levels:]] if step else [*values]
    found: Expr = nw.lit(0.0)
    for value, first, last in _runs(fixed):
        if value:
            found = nw.when(_lies_in(code, first, last, len(values))).then(nw.lit(value)).otherwise(found)
    if not step:
        return found
    rise = code.cast(nw.Float64) * step
    return nw.when(code < levels).then(rise + values[0] if values[0] else rise).otherwise(found)


def _runs(values: Sequence[float]) -> list[tuple[float, int, int]]:
    """Runs of codes that read the same: what they read, and the first and the last of them."""
    found, start = [], 0
    for value, same in groupby(values):
        length = len(list(same))
        found.append((value, start, start + length - 1))
        start += length
    return found


def _lies_in(code: Expr, first: int, last: int, end: int) -> Expr:
    if first == last:
        return code == first
    if first == 0:
        return code <= last
    return code >= first if last == end else (code >= first) & (code <= last)
