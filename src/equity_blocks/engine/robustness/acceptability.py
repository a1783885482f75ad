"""Rank acceptability: how often each alternative takes each rank when weights vary.

Only the standard library draws and counts, so that a seed gives the same table on every machine.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import floor, fsum, isfinite, log
from operator import lt
from random import Random
from typing import Any, NamedTuple, TypeGuard

from equity_blocks.engine.argument_checks import ANY, MOST_DRAWS, required_whole, wrong
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.acceptability import RankAcceptability, half_width
from equity_blocks.version import VERSION

Rows = Sequence[Sequence[float]]
Weights = tuple[float, ...]

KAPPA = 10.0
"""How closely draws lie around given weights: each varies by somewhat less than a third of itself. Judgement."""
DIGITS = 1e12
"""Scores that agree to this fraction of the range of values tie; the rest is rounding."""


def rank_acceptability(
    values: Rows,
    weights: Sequence[float] | Rows | None = None,
    draws: int = 10_000,
    seed: int = 0,
    *,
    kappa: float = KAPPA,
) -> RankAcceptability:
    r"""Count how often each alternative takes each rank when the weights of the criteria vary.

    An alternative's score is `sum over criteria of w_c * values[i][c]`, the highest is first, and

    $$b_i^r = P(rank_i = r), \qquad P(rank_i \le k) = \sum_{r \le k} b_i^r$$

    over the draws. Alternatives whose scores agree in 12 digits of the range of values tie: each of t that share t
    ranks has 1/t of each of them, of "stands before" a half, and of a shared first place 1/t. With one criterion there
    is nothing to weigh, and the order is certain.

    Args:
        values: A row for each alternative, a number for each criterion; higher is better, and criteria must be
            comparable, such as values in [0, 1].
        weights: Default: nothing is known, every point of the simplex is as likely. Numbers >= 0, one for each
            criterion: draws around them, Dirichlet with parameters `kappa * n * w_c` for n criteria. Rows of such
            numbers: exactly these are tried. Only ratios matter.
        draws: How many weights are tried, from 1 to 1,000,000; with rows of weights, their number.
        seed: The same seed gives the same result.
        kappa: How closely draws lie around given weights, > 0: the variance of a weight is
            `w (1 - w) / (kappa n + 1)`. At 1 and even weights every point is as likely; large, the weights as given.

    Returns:
        The table, with alternatives in the order given.

    Raises:
        UnsuitableError: There are no alternatives or criteria, rows differ in length, something is not a finite
            number, weights are negative or all 0, or `draws`, `seed` or `kappa` are no such numbers.

    Source: SMAA-2, Lahdelma and Salminen (2001); Tervonen and Lahdelma (2007); docs/methods/confidence.md.

    Example:
        >>> table = rank_acceptability([[0.9, 0.2], [0.4, 0.6], [0.3, 0.1]])
        >>> [[round(share, 1) for share in row] for row in table.acceptability]
        [[0.6, 0.4, 0.0], [0.4, 0.6, 0.0], [0.0, 0.0, 1.0]]
    """
    numbers = _rows(values, "values")
    tried, start = _tried(weights, len(numbers[0]), draws, seed, kappa)
    counted = tally(numbers, tried)
    table = tuple(_shares(counted, i, len(tried)) for i in range(len(numbers)))
    central = tuple(_central(counted, i, tried) for i in range(len(numbers)))
    return RankAcceptability(
        made_with=VERSION,
        acceptability=table,
        half_width=tuple(tuple(half_width(share, len(tried)) for share in row) for row in table),
        beats=_beats(counted, len(tried)),
        central_weights=central,
        confidence=tuple(_confidence(numbers, i, weights) for i, weights in enumerate(central)),
        draws=len(tried),
        seed=start,
    )


def _tried(
    weights: Sequence[float] | Rows | None, count: int, draws: int, seed: int, kappa: float
) -> tuple[list[Weights], int | None]:
    """The weights to try, each with a sum of 1, and where their draws began."""
    if weights is not None:
        _require_list("weights", weights)
    if weights is not None and _are_rows(weights):
        return [_normal(row, count) for row in _rows(weights, "weights")], None
    draws, seed = required_whole("draws", draws, 1, MOST_DRAWS), required_whole("seed", seed, ANY)
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    if weights is None:
        return uniform_weights(count, draws, random), seed
    if not (isfinite(kappa) and kappa > 0):
        raise wrong("kappa", f"a number above 0, not {kappa}", code="out_of_bounds", found=kappa, above=0)
    (row,) = _rows([weights], "weights")  # type: ignore[list-item] # it holds no rows
    return dirichlet_weights(_normal(row, count), kappa * count, draws, random), seed


def _are_rows(weights: Sequence[float] | Rows) -> TypeGuard[Rows]:
    return len(weights) > 0 and hasattr(weights[0], "__len__")


def _require_list(name: str, value: Any) -> None:
    if isinstance(value, str | bytes | Mapping) or not hasattr(value, "__len__") or not hasattr(value, "__getitem__"):
        raise wrong(name, f"a list, not {value!r:.60}", code="not_a_list")


def _rows(table: Rows, name: str) -> list[list[float]]:
    """Read rows of numbers, all of one length."""
    _require_list(name, table)
    rows = [list(_numbers(row, f"{name}[{i}]")) for i, row in enumerate(table)]
    if not rows:
        raise UnsuitableError(
            f"{name} must have at least one row, one for each alternative",
            code="too_few",
            data={"argument": name, "least": 1},
        )
    for i, row in enumerate(rows):
        if not row:
            raise UnsuitableError(
                f"{name}[{i}] is empty: at least one criterion is needed",
                code="too_few",
                data={"argument": f"{name}[{i}]", "least": 1},
            )
        if len(row) != len(rows[0]):
            raise UnsuitableError(
                f"{name}[{i}] has {len(row)} numbers, but {name}[0] has {len(rows[0])}",
                code="lengths_differ",
                data={"argument": f"{name}[{i}]", "found": len(row), "allowed": (len(rows[0]),)},
            )
    return rows


def _numbers(row: Sequence[float], name: str) -> Iterator[float]:
    if isinstance(row, str) or not hasattr(row, "__len__"):
        raise wrong(name, f"a row of numbers, one for each criterion, not {row!r}", code="not_a_list")
    for j, given in enumerate(row):
        try:
            number = float(given)
        except (TypeError, ValueError):
            raise wrong(f"{name}[{j}]", f"a number, not {given!r}", code="not_a_number", found=given) from None
        if not isfinite(number):
            raise wrong(f"{name}[{j}]", f"a finite number, not {number}", code="not_a_number", found=number)
        yield number


def _normal(row: Sequence[float], count: int) -> Weights:
    if len(row) != count:
        raise UnsuitableError(
            f"there are {len(row)} weights, but {count} criteria",
            code="lengths_differ",
            data={"argument": "weights", "found": len(row), "allowed": (count,)},
        )
    if min(row) < 0 or max(row) <= 0:
        raise wrong("weights", f"0 or more, and one of them above 0, not {[*row]}", code="out_of_bounds", least=0)
    return normalized([weight / max(row) for weight in row])


class Tally(NamedTuple):
    """Counts over some draws, in whole numbers.

    Args:
        places: For each alternative how often it had so many before it and shared its place among so many.
        wins: `wins[i][j]`: in how many draws i stood before j.
        firsts: For each alternative the draws in which nobody stood before it, with how many shared the first place.
    """

    places: list[Counter[tuple[int, int]]]
    wins: list[list[int]]
    firsts: list[list[tuple[int, int]]]


def tally(values: Rows, weights: Rows) -> Tally:
    """Rank alternatives by their weighted sums, once for each row of weights; the highest sum is first.

    Args:
        values: For each alternative its value on each criterion; all finite.
        weights: For each draw the weight of each criterion, with a sum of 1.

    Example:
        >>> tally([[1, 0], [0, 1]], [[0.75, 0.25], [0.5, 0.5]]).wins
        [[0, 1], [0, 0]]
    """
    columns = list(zip(*weights, strict=True))
    scores = [_scores(row, columns) for row in _spread(values)]
    places: list[list[tuple[int, int]]] = [[] for _ in scores]
    for drawn in zip(*scores, strict=True):
        in_order = sorted(drawn)
        for own, place in zip(drawn, places, strict=True):
            behind = bisect_left(in_order, own)
            ahead = bisect_right(in_order, own)
            place.append((len(in_order) - ahead, ahead - behind))
    ranks = [[before for before, _ in place] for place in places]
    return Tally(
        places=[Counter(place) for place in places],
        wins=[[sum(map(lt, own, other)) for other in ranks] for own in ranks],
        firsts=[[(draw, sharing) for draw, (before, sharing) in enumerate(place) if not before] for place in places],
    )


def _spread(values: Rows) -> list[list[float]]:
    """Stretch all values over 0 to 1 together: an order by weighted sums stays what it is."""
    size = max((abs(value) for row in values for value in row), default=0.0) or 1.0
    scaled = [[value / size for value in row] for row in values]
    low = min(value for row in scaled for value in row)
    span = max(value for row in scaled for value in row) - low or 1.0
    return [[(value - low) / span for value in row] for row in scaled]


def _scores(values: Sequence[float], columns: Rows) -> list[int]:
    """The weighted sum of one alternative in each draw, summed in the order of the criteria, rounding taken off."""
    totals = [0.0] * len(columns[0])
    for value, weights in zip(values, columns, strict=True):
        totals = [total + weight * value for total, weight in zip(totals, weights, strict=True)]
    return [floor(total * DIGITS + 0.5) for total in totals]


def _shares(counted: Tally, i: int, draws: int) -> tuple[float, ...]:
    """Spread each shared place evenly over the ranks it stands for."""
    ranks: list[list[float]] = [[] for _ in counted.places]
    for (before, sharing), count in sorted(counted.places[i].items()):
        for rank in range(before, before + sharing):
            ranks[rank].append(count / sharing)
    return tuple(fsum(parts) / draws for parts in ranks)


def _beats(counted: Tally, draws: int) -> tuple[tuple[float, ...], ...]:
    alternatives = range(len(counted.wins))
    return tuple(
        tuple(0.0 if i == j else (draws + counted.wins[i][j] - counted.wins[j][i]) / (2 * draws) for j in alternatives)
        for i in alternatives
    )


def _central(counted: Tally, i: int, tried: Sequence[Weights]) -> Weights | None:
    """The mean of the weights with which an alternative is first, a shared first place counting in part."""
    firsts = counted.firsts[i]
    if not firsts:
        return None
    whole = fsum(1 / sharing for _, sharing in firsts)
    return tuple(fsum(tried[d][c] / sharing for d, sharing in firsts) / whole for c in range(len(tried[0])))


def _confidence(values: Rows, i: int, central: Weights | None) -> float | None:
    return None if central is None else _shares(tally(values, [central]), i, 1)[0]


def uniform_weights(count: int, draws: int, random: Random) -> list[Weights]:
    """Draw weights that sum to 1, every point of the simplex being as likely as any other.

    `w_i = e_i / (e_1 + ... + e_n)` with independent exponential `e_i = -ln(1 - u_i)`: the spacings of n - 1 uniform
    points on a line of length 1.

    Args:
        count: How many weights, at least 1.
        draws: How many times.
        random: The generator.

    Source: Tervonen and Lahdelma (2007); docs/methods/confidence.md.

    Example:
        >>> [[round(w, 3) for w in weights] for weights in uniform_weights(3, 2, Random(0))]
        [[0.486, 0.371, 0.143], [0.195, 0.467, 0.338]]
    """
    return [normalized([-log(1.0 - random.random()) for _ in range(count)]) for _ in range(draws)]


def dirichlet_weights(nominal: Sequence[float], concentration: float, draws: int, random: Random) -> list[Weights]:
    """Draw weights around given ones: Dirichlet with parameters `concentration * w_i`.

    The mean of weight i is `w_i`, its variance `w_i (1 - w_i) / (concentration + 1)`. A weight of 0 stays 0.

    Args:
        nominal: The weights to draw around, >= 0, with a sum of 1.
        concentration: How closely the draws lie around them, above 0.
        draws: How many times.
        random: The generator.

    Source: Dirichlet draws as normalized gamma variates; docs/methods/confidence.md.

    Example:
        >>> drawn = dirichlet_weights((0.5, 0.25, 0.25), 99, 2000, Random(0))
        >>> round(fsum(weights[0] for weights in drawn) / 2000, 2)
        0.5
    """
    parameters = [concentration * weight for weight in nominal]
    drawn: list[Weights] = []
    while len(drawn) < draws:
        parts = [random.gammavariate(parameter, 1.0) if parameter else 0.0 for parameter in parameters]
        if fsum(parts) > 0:  # with tiny parameters all parts may be too small for a float
            drawn.append(normalized(parts))
    return drawn


def normalized(weights: Sequence[float]) -> Weights:
    """Divide weights by their sum.

    Example:
        >>> normalized([1, 3])
        (0.25, 0.75)
    """
    whole = fsum(weights)
    return tuple(weight / whole for weight in weights)
