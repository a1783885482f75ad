"""How firm an order is: ranks under many weights, and whose uncertainty a score carries."""

from collections.abc import Iterator, Sequence
from math import fsum, isfinite
from random import Random
from typing import NamedTuple, TypeGuard

from equity_blocks.engine.argument_checks import ANY, MOST_DRAWS, required_whole
from equity_blocks.engine.robustness.rank_counts import Tally, tally
from equity_blocks.engine.robustness.weight_sampling import (
    KAPPA,
    Weights,
    dirichlet_weights,
    normalized,
    uniform_weights,
)
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.acceptability import RankAcceptability, half_width

Rows = Sequence[Sequence[float]]


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
    is nothing to weigh, and the order is certain. The result is the same with numpy (`equity-blocks[robust]`) and
    without, which takes longer.

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
    if weights is not None and _are_rows(weights):
        return [_normal(row, count) for row in _rows(weights, "weights")], None
    draws, seed = required_whole("draws", draws, 1, MOST_DRAWS), required_whole("seed", seed, ANY)
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    if weights is None:
        return uniform_weights(count, draws, random), seed
    if not (isfinite(kappa) and kappa > 0):
        raise UnsuitableError(f"kappa must be a number above 0, not {kappa}")
    (row,) = _rows([weights], "weights")  # type: ignore[list-item] # it holds no rows
    return dirichlet_weights(_normal(row, count), kappa * count, draws, random), seed


def _are_rows(weights: Sequence[float] | Rows) -> TypeGuard[Rows]:
    return len(weights) > 0 and hasattr(weights[0], "__len__")


def _rows(table: Rows, what: str) -> list[list[float]]:
    """Read rows of numbers, all of one length."""
    rows = [list(_numbers(row, f"{what}[{i}]")) for i, row in enumerate(table)]
    if not rows:
        raise UnsuitableError(f"{what} must have at least one row, one for each alternative")
    for i, row in enumerate(rows):
        if not row:
            raise UnsuitableError(f"{what}[{i}] is empty: at least one criterion is needed")
        if len(row) != len(rows[0]):
            raise UnsuitableError(f"{what}[{i}] has {len(row)} numbers, but {what}[0] has {len(rows[0])}")
    return rows


def _numbers(row: Sequence[float], what: str) -> Iterator[float]:
    if isinstance(row, str) or not hasattr(row, "__len__"):
        raise UnsuitableError(f"{what} must be a row of numbers, one for each criterion, not {row!r}")
    for j, found in enumerate(row):
        try:
            number = float(found)
        except (TypeError, ValueError):
            raise UnsuitableError(f"{what}[{j}] must be a number, not {found!r}") from None
        if not isfinite(number):
            raise UnsuitableError(f"{what}[{j}] must be a finite number, not {number}")
        yield number


def _normal(row: Sequence[float], count: int) -> Weights:
    if len(row) != count:
        raise UnsuitableError(f"there are {len(row)} weights, but {count} criteria")
    if min(row) < 0 or max(row) <= 0:
        raise UnsuitableError(f"weights must be 0 or more, and one of them above 0, not {[*row]}")
    return normalized([weight / max(row) for weight in row])


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


class VarianceShares(NamedTuple):
    """Where the uncertainty of a weighted mean comes from.

    Args:
        mean: Its expected value.
        variance: Its variance.
        shares: For each part its share of the variance, in [0, 1], with a sum of 1; `None` where nothing varies.
    """

    mean: float
    variance: float
    shares: tuple[float, ...] | None


def variance_shares(weights: Sequence[float], laws: Sequence[Sequence[tuple[float, float]]]) -> VarianceShares:
    r"""Split the variance of a weighted mean of independent values exactly among them.

    $$S_i = \frac{w_i^2 \, Var(x_i)}{\sum_j w_j^2 \, Var(x_j)}$$

    For a weighted mean of independent values these are both the first-order and the total index of Sobol', so nothing
    has to be sampled.

    Args:
        weights: One for each value, >= 0, not all 0. Only ratios matter.
        laws: For each value what it may be and how probable that is, as pairs; only ratios of the masses matter.

    Raises:
        UnsuitableError: Weights and laws differ in number, a law is empty, or weights or masses are negative, all 0 or
            not finite.

    Source: Saisana, Saltelli and Tarantola (2005); docs/methods/confidence.md.

    Example:
        >>> variance_shares([1, 1], [[(0, 1), (1, 1)], [(0.25, 1), (0.75, 1)]]).shares
        (0.8, 0.2)
    """
    if len(weights) != len(laws):
        raise UnsuitableError(f"there are {len(weights)} weights, but {len(laws)} laws")
    (row,) = _rows([weights], "weights")
    moments = [_moments(law, f"laws[{i}]") for i, law in enumerate(laws)]
    normal = _normal(row, len(row))
    parts = [weight**2 * variance for weight, (_, variance) in zip(normal, moments, strict=True)]
    whole = fsum(parts)
    mean = fsum(weight * expected for weight, (expected, _) in zip(normal, moments, strict=True))
    return VarianceShares(mean, whole, tuple(part / whole for part in parts) if whole > 0 else None)


def _moments(law: Sequence[tuple[float, float]], what: str) -> tuple[float, float]:
    """Mean and variance of a discrete law."""
    pairs = _rows(law, what)
    masses = _normal([mass for _, mass in pairs], len(pairs))
    mean = fsum(mass * value for mass, (value, _) in zip(masses, pairs, strict=True))
    return mean, fsum(mass * (value - mean) ** 2 for mass, (value, _) in zip(masses, pairs, strict=True))
