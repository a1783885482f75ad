"""Figures as people read them: rounded, but never so that the text says something else than the figure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import floor

from equity_blocks.model.publishing import Output
from equity_blocks.model.scoring import BlockRange, Scoring
from equity_blocks.model.tolerance import EDGE

NO_VALUE = "\N{EN DASH}"
"""What stands where there is no value, which is not 0."""

_MINUS = "\N{MINUS SIGN}"
_MOST_DIGITS = 3
"""So many digits after the point are tried before a figure is told by the edge that it lies beside."""
_TO_TELL_APART = 8
"""So many where figures that differ would else read the same: they differ by more than the tolerance."""
_PUBLISHED_DIGITS = 2
Edges = Iterable[float]
"""Figures at which something changes its name, in the unit of what is written."""


def edges_of(scoring: Scoring) -> tuple[float, ...]:
    """Give the shares at which a framework's score changes its name, rising.

    Args:
        scoring: Its policy: where bands begin, where verdicts turn, and the least that has to be answered.

    Example:
        >>> edges_of(Scoring(bands=[{"id": "far", "title": "Far", "from": 0.65}]))
        (0.5, 0.65)
    """
    asked = [verdict.when for verdict in scoring.verdicts if verdict.when]
    ranges = [bounds for when in asked for bounds in (when.any_block, when.overall) if bounds]
    turns = (bound for bounds in ranges for bound in _bounds(bounds))
    return tuple(sorted({scoring.min_coverage, *scoring.edges, *turns}))


def _bounds(of: BlockRange) -> Iterator[float]:
    yield from (bound for bound in (of.above, of.at_least, of.below, of.at_most) if bound is not None)


def percent(share: float | None, edges: Edges = ()) -> str:
    """Write a share for people: in whole percents, halves away from zero, as far as that is true.

    Where a whole percent would lie on another side of an edge than the share, it takes up to three digits more; where
    these do too, the edge is named instead. Shares that lie within 1e-9 of an edge lie on it.

    Args:
        share: In [0, 1]; `None`: there is no value.
        edges: Shares at which something changes its name, such as where a band begins. 0 and 1 always are: 100% is all,
            and 0% nothing.

    Example:
        >>> percent(0.396), percent(0.996), percent(0.004), percent(None) == NO_VALUE
        ('40%', '99.6%', '0.4%', True)
        >>> percent(0.648), percent(0.648, [0.65]), percent(0.6499999, [0.65])
        ('65%', '64.8%', '< 65%')
    """
    return percents(share, edges=edges)[0]


def percents(*shares: float | None, edges: Edges = (), digits: int = 0) -> tuple[str, ...]:
    """Write shares that stand side by side, such as before and after: all with the same digits, and in their order.

    They take up to three digits more, until those that differ read differently.

    Args:
        shares: As for `percent`.
        edges: As for `percent`.
        digits: Least digits after the point. Default: none.

    Example:
        >>> percents(0.36, 0.454), percents(0.331, 0.3349), percents(0.33, 0.33)
        (('36%', '45%'), ('33.1%', '33.5%'), ('33%', '33%'))
    """
    return tuple(text if text == NO_VALUE else f"{text}%" for text in _with_gaps(shares, edges, digits))


def side_by_side(*shares: float | None, edges: Edges = ()) -> tuple[str, ...]:
    """Write shares of one thing that are no change, such as a score with its range.

    Each has as few digits as it takes; they stand in their order, and those that differ read differently.

    Args:
        shares: As for `percent`.
        edges: As for `percent`.

    Example:
        >>> side_by_side(0.643, 0.641, 0.9), side_by_side(1.0, 0.996)
        (('64.3%', '64.1%', '90%'), ('100%', '99.6%'))
    """
    known = [100 * share for share in shares if share is not None]
    texts = iter(_apart(known, _of_hundred(edges)))
    return tuple(NO_VALUE if share is None else f"{next(texts)}%" for share in shares)


def between(low: float | None, high: float | None, edges: Edges = ()) -> str:
    """Write an interval of shares; one figure where both ends are the same.

    Example:
        >>> between(0.64, 0.81), between(0.5, 0.5), between(0.646, 0.651), between(None, None) == NO_VALUE
        ('64% to 81%', '50%', '64.6% to 65.1%', True)
    """
    first, last = side_by_side(low, high, edges=edges)
    return first if first == last else f"{first} to {last}"


def in_full(share: float) -> str:
    """Write a share that people set themselves, such as one of a policy, as they set it.

    Example:
        >>> in_full(0.5), in_full(0.999999)
        ('50%', '99.9999%')
    """
    return f"{_exact(100 * share)}%"


def points(share: float | None, edges: Edges = ()) -> str:
    """Write a share in points of 100, with one digit so that parts visibly add up, and more as `percent` takes them.

    Example:
        >>> points(0.0556), points(0.0004), points(None) == NO_VALUE
        ('5.6', '0.04', True)
    """
    return _with_gaps([share], edges, 1)[0]


def signed_points(change: float | None, digits: int = 1) -> str:
    """Write a change of a share in points of 100, with its sign, and with digits where it would read as none.

    Args:
        change: In [-1, 1]; `None`: there is none.
        digits: Least digits after the point, as many as the figures have that it stands beside. Default: one.

    Example:
        >>> signed_points(0.1844), signed_points(-0.0004) == f"{_MINUS}0.04", signed_points(0.0)
        ('+18.4', True, '0.0')
        >>> signed_points(0.184, 0), signed_points(-0.25, 0) == f"{_MINUS}25", signed_points(0.001, 0)
        ('+18', True, '+0.1')
    """
    return NO_VALUE if change is None else _signed(100 * change, digits)


def moved(
    before: float | None, after: float | None, change: float | None, edges: Edges = (), digits: int = 0
) -> tuple[str, str, str]:
    """Write a share before and after a change, and the change in points of 100: all with the same digits.

    Args:
        before: In [0, 1]; `None`: there is no value.
        after: The same, after it.
        change: What lies between them, in [-1, 1].
        edges: As for `percent`.
        digits: Least digits after the point. Default: none.

    Example:
        >>> moved(0.36, 0.454, 0.094), moved(0.331, 0.3349, 0.0039)
        (('36%', '45%', '+9'), ('33.1%', '33.5%', '+0.4'))
    """
    first, last = percents(before, after, edges=edges, digits=digits)
    most = max(digits, *(len(text.rstrip("%").partition(".")[2]) for text in (first, last)))
    return first, last, signed_points(change, most)


def published(number: float | None, output: Output | None = None, edges: Edges = ()) -> str:
    """Write the figure in which a share is published, on the side of every edge on which it lies.

    Args:
        number: In the unit in which it is published; `None`: there is none.
        output: The range in which it is published. Default: it is not known, and no edge in it.
        edges: As for `percent`, in shares.

    Example:
        >>> published(64.996, Output(low=0, high=100), [0.65]), published(None) == NO_VALUE
        ('64.996', True)
    """
    if number is None:
        return NO_VALUE
    return figure(number, [output.figure(edge) for edge in (0.0, 1.0, *edges)] if output else ())


def decimals(number: float | None, digits: int, edges: Edges = ()) -> str:
    """Write a number with so many digits after the point, and more beside an edge.

    Args:
        number: In any unit; `None`: there is no value.
        digits: Least digits after the point.
        edges: Numbers at which something changes its name. Default: none.

    Example:
        >>> decimals(0.8, 2, [0.8]), decimals(0.7961, 2, [0.8]), decimals(None, 2) == NO_VALUE
        ('0.80', '0.796', True)
    """
    return NO_VALUE if number is None else _written([number], tuple(edges), digits)[0]


def figure(number: float, edges: Edges = ()) -> str:
    """Write a figure: at most two digits after the point and none that say nothing, more beside an edge.

    Args:
        number: In any unit.
        edges: Figures in that unit at which something changes its name. Default: none.

    Example:
        >>> figure(10 / 3), figure(12345.0), figure(0.5), figure(64.996), figure(64.996, [65])
        ('3.33', '12345', '0.5', '65', '64.996')
    """
    text = _written([number], tuple(edges), _PUBLISHED_DIGITS)[0]
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(number: float, digits: int) -> str:
    """Write a number with its sign, halves away from zero; only nothing is 0, which has no sign."""
    tolerance = 100 * EDGE
    more = next((d for d in range(digits, _TO_TELL_APART) if float(_fixed(abs(number), d))), digits)
    if abs(number) <= tolerance:
        return _fixed(0.0, digits)
    return f"{'+' if number > 0 else _MINUS}{_fixed(abs(number), more)}"


def _with_gaps(shares: Sequence[float | None], edges: Edges, digits: int) -> tuple[str, ...]:
    known = [100 * share for share in shares if share is not None]
    texts = iter(_written(known, _of_hundred(edges), digits))
    return tuple(NO_VALUE if share is None else next(texts) for share in shares)


def _of_hundred(edges: Edges) -> tuple[float, ...]:
    return 0.0, 100.0, *(100 * edge for edge in edges)


def _tolerance(edges: Sequence[float]) -> float:
    return EDGE * max(1.0, *map(abs, (*edges, 1.0)))


def _written(numbers: Sequence[float], edges: Sequence[float], digits: int) -> list[str]:
    """Write numbers with the fewest digits, from `digits` on, with which the texts say nothing that is not so."""
    tolerance = _tolerance(edges)
    for marks in (False, True):
        for count in range(digits, max(digits, _MOST_DIGITS) + 1):
            texts = [_text(number, count, edges, tolerance, marks=marks) for number in numbers]
            if _holds(numbers, texts, edges, tolerance):
                return texts
    for count in range(_MOST_DIGITS + 1, _TO_TELL_APART + 1):
        texts = [_fixed(number, count) for number in numbers]
        if _holds(numbers, texts, edges, tolerance):
            break
    return texts


def _apart(numbers: Sequence[float], edges: Sequence[float]) -> list[str]:
    """Write each number with the fewest digits with which no two texts say what is not so."""
    tolerance = _tolerance(edges)
    forms = [_form(number, 0, edges, tolerance) for number in numbers]
    while True:
        texts = [text for text, _ in forms]
        clashing = [i for i in _clashing(numbers, texts, tolerance) if forms[i][1] <= _TO_TELL_APART]
        if not clashing:
            return texts
        for i in clashing:
            forms[i] = _form(numbers[i], forms[i][1], edges, tolerance)


def _form(number: float, digits: int, edges: Sequence[float], tolerance: float) -> tuple[str, int]:
    """Write a number with the fewest digits, from `digits` on, that are true beside the edges; and what comes next."""
    for count in range(digits, _TO_TELL_APART + 1):
        text = _fixed(number, count)
        if _is_true(number, text, edges, tolerance):
            return text, count + 1
        if count == _MOST_DIGITS:
            return _by_edge(number, edges, tolerance), count + 1
    return text, _TO_TELL_APART + 1


def _text(number: float, digits: int, edges: Sequence[float], tolerance: float, *, marks: bool) -> str:
    """One number; one that its most digits still put on another side of an edge is told by that edge."""
    if marks and not _is_true(number, _fixed(number, _MOST_DIGITS), edges, tolerance):
        return _by_edge(number, edges, tolerance)
    return _fixed(number, digits)


def _by_edge(number: float, edges: Sequence[float], tolerance: float) -> str:
    nearest = min(edges, key=lambda edge: abs(edge - number))
    return f"{('', '> ', '< ')[_side(number, nearest, tolerance)]}{_exact(nearest)}"


def _holds(numbers: Sequence[float], texts: Sequence[str], edges: Sequence[float], tolerance: float) -> bool:
    """Whether every text lies where its number lies, beside the edges and beside each other."""
    are_true = all(_is_true(number, text, edges, tolerance) for number, text in zip(numbers, texts, strict=True))
    return are_true and not _clashing(numbers, texts, tolerance)


def _clashing(numbers: Sequence[float], texts: Sequence[str], tolerance: float) -> set[int]:
    """The places of numbers whose texts stand in another order than they do."""
    read = [_read(text) for text in texts]
    return {
        place
        for i, j in combinations(range(len(numbers)), 2)
        if _side(numbers[i], numbers[j], tolerance) != _order(*read[i], *read[j])
        for place in (i, j)
    }


def _is_true(number: float, text: str, edges: Sequence[float], tolerance: float) -> bool:
    value, mark = _read(text)
    return all(_side(number, edge, tolerance) == (_side(value, edge, tolerance) or mark) for edge in edges)


def _read(text: str) -> tuple[float, int]:
    """Read a text back: its figure, and whether it says "less than" (-1) or "more than" (1) that."""
    return float(text.lstrip("<> ")), {"<": -1, ">": 1}.get(text[:1], 0)


def _side(number: float, edge: float, tolerance: float) -> int:
    return 0 if abs(number - edge) <= tolerance else (number > edge) - (number < edge)


def _order(value: float, mark: int, other: float, other_mark: int) -> int:
    """Which of two texts says more."""
    return ((value, mark) > (other, other_mark)) - ((value, mark) < (other, other_mark))


def _fixed(number: float, digits: int) -> str:
    """Write a number with so many digits after the point, halves away from zero, and no sign before 0."""
    scale = 10.0**digits
    size = floor(abs(number) * scale + 0.5 + EDGE) / scale
    return f"{size if number > 0 else -size or 0.0:.{digits}f}"


def _exact(number: float) -> str:
    return f"{number:.10g}"
