"""Agreement of raters: alpha over many practices, the spread of one, and measures that others report.

Published worked examples are reproduced to their last digit, see docs/methods/respondents.md.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import floor, fsum, inf, isinf, isnan
from numbers import Real
from random import Random
from statistics import median, variance
from typing import Any, Literal, NamedTuple

from equity_blocks.engine.argument_checks import ANY, MOST_DRAWS, required_whole
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.tolerance import EDGE

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Matrix = Sequence[Sequence[float | str | None]]
"""A row for each rater, a column for each unit; `None` where a rater says nothing about a unit."""

DRAWS = 1000
CONFIDENCE = 0.95


class _Pairs(NamedTuple):
    """What alpha sees of some units.

    Args:
        values: The distinct values that can be paired, in order where they have one.
        counts: For each unit how often it got each value.
        observed: For each unit how often each two different values meet in it, each rater counting once.
    """

    values: tuple[float | str, ...]
    counts: list[tuple[int, ...]]
    observed: list[tuple[float, ...]]


def krippendorff_alpha(data: Matrix, metric: Metric = "ordinal") -> float | None:
    r"""Measure how far raters agree on units, for any number of raters and with gaps.

    $$\alpha = 1 - \frac{D_o}{D_e} = 1 - (n - 1) \frac{\sum_{c<k} o_{ck} \, \delta_{ck}^2}
    {\sum_{c<k} n_c n_k \, \delta_{ck}^2}$$

    with `n_c` how often value `c` occurs in units that two raters or more rated, `n` their sum,
    `o_ck` = sum over units of `n_uc n_uk / (m_u - 1)` with `n_uc` how often unit `u` got `c` and `m_u` how many rated
    it, and the squared difference `delta_ck^2`: nominal 1; ordinal `(n_c/2 + n_{c+1} + ... + n_k/2)^2`; interval
    `(c - k)^2`; ratio `((c - k) / (c + k))^2`. All pairs are enumerated, nothing is sampled.

    Args:
        data: A row for each rater, a column for each unit; `None` where a rater says nothing, and so is NaN, which
            data frames put there. Finite numbers, and for `nominal` text too.
        metric: What the values mean. Default: an order, nothing else.

    Returns:
        A float up to 1: 1 perfect agreement, 0 as by chance, below 0 worse than that. `None` where it is undefined: no
        unit has two raters, or all values that can be paired are the same.

    Raises:
        UnsuitableError: It is no such table, rows differ in length, the metric is unknown, or the values cannot be
            compared by it.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; see docs/methods/respondents.md.

    Example:
        >>> raters = [[1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        ...     [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]]
        >>> round(krippendorff_alpha(raters), 3), round(krippendorff_alpha(raters, "nominal"), 3)
        (0.815, 0.743)
    """
    pairs = _pairs(data, metric)
    return _alpha(pairs.values, pairs.counts, pairs.observed, metric)


def alpha_interval(
    data: Matrix, metric: Metric = "ordinal", *, draws: int = DRAWS, confidence: float = CONFIDENCE, seed: int = 0
) -> tuple[float, float] | None:
    """Give the percentile bootstrap interval of alpha: units are drawn with replacement, raters stay.

    It answers how far alpha would move with other practices of the same kind, rated by the same people.

    Args:
        data: As for `krippendorff_alpha`.
        metric: As for `krippendorff_alpha`.
        draws: Samples, above 0. Default: 1000.
        confidence: Share of the samples within the interval, in (0, 1). Default: 0.95.
        seed: The same seed gives the same interval. Default: 0.

    Returns:
        The lower and the upper end; `None` with fewer than two units, or where more than half of the samples have no
        alpha.

    Raises:
        UnsuitableError: As for `krippendorff_alpha`, or `draws` or `confidence` is out of its bounds.

    Source: Efron and Tibshirani (1993), the percentile interval; see docs/methods/respondents.md.

    Example:
        >>> low, high = alpha_interval([[0, 1, 2, 2, 0], [0, 1, 2, 1, 0]], draws=200)
        >>> round(low, 2), high
        (-0.08, 1.0)
    """
    require_sampling(draws, confidence)
    pairs = _pairs(data, metric)
    units = range(len(pairs.counts))
    if len(units) < 2:  # noqa: PLR2004 - one unit drawn again and again is always itself
        return None
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    alphas = []
    for _ in range(draws):
        drawn = random.choices(units, k=len(units))
        alpha = _alpha(pairs.values, [pairs.counts[u] for u in drawn], [pairs.observed[u] for u in drawn], metric)
        if alpha is not None:
            alphas.append(alpha)
    if 2 * len(alphas) <= draws:
        return None
    alphas.sort()
    return _quantile(alphas, (1 - confidence) / 2), _quantile(alphas, (1 + confidence) / 2)


def require_sampling(draws: int, confidence: float) -> None:
    """Make sure that an interval can be drawn.

    Raises:
        UnsuitableError: `draws` is below 1, or `confidence` does not lie in (0, 1).
    """
    if required_whole("draws", draws, ANY, MOST_DRAWS) < 1:
        raise UnsuitableError(
            f"draws is {draws}: use 1 or more, such as {DRAWS}",
            code="out_of_bounds",
            data={"argument": "draws", "found": draws, "least": 1},
        )
    if not (isinstance(confidence, Real) and 0 < confidence < 1):
        found = f"{confidence:g}" if isinstance(confidence, Real) else repr(confidence)
        raise UnsuitableError(
            f"confidence is {found}: use a share above 0 and below 1, such as {CONFIDENCE}",
            code="out_of_bounds",
            data={"argument": "confidence", "found": confidence, "above": 0, "below": 1},
        )


def _quantile(ranked: Sequence[float], share: float) -> float:
    place = share * (len(ranked) - 1)
    below = min(floor(place + EDGE), len(ranked) - 1)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + max(0.0, place - below) * (ranked[above] - ranked[below])


def _pairs(data: Matrix, metric: Metric) -> _Pairs:
    units = [column for column in _columns(data) if len(column) > 1]
    values = _ordered({value for column in units for value in column}, metric)
    counts = [tuple(tally[value] for value in values) for tally in map(Counter, units)]
    observed = [
        tuple(c * k / (len(column) - 1) for c, k in combinations(row, 2))
        for row, column in zip(counts, units, strict=True)
    ]
    return _Pairs(values, counts, observed)


def _columns(data: Matrix) -> Iterator[list[float | str]]:
    try:
        rows = [list(row) for row in data]
    except TypeError:
        raise UnsuitableError(
            "data must be a table: a row for each rater, a column for each unit", code="not_a_table"
        ) from None
    if len({len(row) for row in rows}) > 1:
        raise UnsuitableError(
            "every rater needs a value, or None, for every unit: the rows differ in length", code="lengths_differ"
        )
    for column in zip(*rows, strict=True):
        yield [value for value in map(_read, column) if value is not None]


def _read(value: Any) -> float | str | None:
    """Read one cell: text, a finite number, or nothing."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, Real):
        raise UnsuitableError(
            f"{value!r} is neither a number nor text; where a rater says nothing, give None",
            code="not_a_number",
            data={"found": value},
        )
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if isinf(number):
        raise UnsuitableError("the values must be finite numbers", code="not_a_number")
    return None if isnan(number) else number


def _ordered(values: set[float | str], metric: Metric) -> tuple[float | str, ...]:
    if not isinstance(metric, str) or metric not in _GAPS:
        raise UnsuitableError(
            f"{metric!r} is not a metric: there are {', '.join(_GAPS)}",
            code="not_listed",
            data={"argument": "metric", "found": metric, "allowed": tuple(_GAPS)},
        )
    if metric == "nominal":
        return tuple(sorted(values, key=repr))
    if any(isinstance(value, str) for value in values):
        raise UnsuitableError(
            f"the metric '{metric}' compares numbers; text can only be compared by 'nominal'", code="not_a_number"
        )
    if metric == "ratio" and any(float(value) < 0 for value in values):
        raise UnsuitableError("the metric 'ratio' compares numbers from 0 up", code="out_of_bounds", data={"least": 0})
    return tuple(sorted(values, key=float))


def _alpha(
    values: Sequence[float | str], counts: Sequence[Sequence[int]], observed: Sequence[Sequence[float]], metric: Metric
) -> float | None:
    totals: list[int] = [sum(column) for column in zip(*counts, strict=True)]
    gaps = _GAPS[metric](values, totals)
    expected: float = fsum(c * k * gap for (c, k), gap in zip(combinations(totals, 2), gaps, strict=True))
    if not expected:
        return None
    met = map(fsum, zip(*observed, strict=True))
    observed_gaps: float = fsum(together * gap for together, gap in zip(met, gaps, strict=True))
    return 1 - (sum(totals) - 1) * observed_gaps / expected


def _nominal(values: Sequence[float | str], _totals: Sequence[int]) -> list[float]:
    return [1.0 for _ in combinations(values, 2)]


def _ordinal(_values: Sequence[float | str], totals: Sequence[int]) -> list[float]:
    """Squared ranks apart: all that lie between two values, and half of each of the two."""
    places = range(len(totals))
    return [(sum(totals[c : k + 1]) - (totals[c] + totals[k]) / 2) ** 2 for c, k in combinations(places, 2)]


def _interval(values: Sequence[float | str], _totals: Sequence[int]) -> list[float]:
    largest = max((abs(float(value)) for value in values), default=0.0) or 1.0  # neither end may get lost in squares
    return [(float(c) / largest - float(k) / largest) ** 2 for c, k in combinations(values, 2)]


def _ratio(values: Sequence[float | str], _totals: Sequence[int]) -> list[float]:
    largest = max((float(value) for value in values), default=0.0) or 1.0
    scaled = [float(value) / largest for value in values]
    return [((c - k) / (c + k)) ** 2 for c, k in combinations(scaled, 2)]


_GAPS: dict[Metric, Callable[[Sequence[float | str], Sequence[int]], list[float]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}


def leik_spread(positions: Sequence[float], levels: int) -> float | None:
    r"""Measure how far raters of one practice are apart: Leik's ordinal dispersion D.

    $$D = \frac{2}{A - 1} \sum_{l=1}^{A-1} \min(F_l, 1 - F_l)$$

    with `A` the number of levels and `F_l` the share of raters at level `l` or below. It equals `2 AD / (A - 1)` with
    `AD` the average deviation from the median.

    Args:
        positions: A position for each rater, from 0; between two levels too, where scores of a range are rated: the sum
            is then the integral of the same over the range.
        levels: How many levels the scale has, at least 2.

    Returns:
        A float in [0, 1]: 0 all at one level, 1 half at either end. `None` below two raters.

    Source: Leik (1966), A measure of ordinal consensus.

    Example:
        >>> leik_spread([0, 0, 4, 4], 5), leik_spread([2, 3, 3, 4], 5), leik_spread([1], 5)
        (1.0, 0.25, None)
    """
    raters = len(positions)
    if raters < 2:  # noqa: PLR2004 - one rater is not apart from anybody
        return None
    gaps = ((after - before) * min(i, raters - i) for i, (before, after) in enumerate(pairwise(sorted(positions)), 1))
    return 2 * sum(gaps) / (raters * (levels - 1))


def average_deviation(ratings: Sequence[float]) -> float | None:
    """Give the mean distance from the median, in levels.

    Args:
        ratings: A rating for each rater, in levels.

    Returns:
        A float from 0 to half the width of the scale; `None` without ratings.

    Source: Burke and Dunlap (2002), average deviation about the median.

    Example:
        >>> average_deviation([1, 5, 1, 5])
        2.0
    """
    if not ratings:
        return None
    middle = median(ratings)
    return fsum(abs(rating - middle) for rating in ratings) / len(ratings)


def within_group(ratings: Sequence[float], options: int) -> float | None:
    r"""Measure agreement within one group on one item: r_WG.

    $$r_{WG} = 1 - \frac{s^2}{(A^2 - 1) / 12}$$ with `s^2` the sample variance and `A` the number of options.

    Args:
        ratings: A rating for each rater, in levels.
        options: How many levels the scale has, at least 2.

    Returns:
        A float up to 1; below 0 where ratings differ more than random ones would, never clipped. `None` below two
        raters.

    Source: James, Demaree and Wolf (1984).

    Example:
        >>> round(within_group([2, 3, 3, 4], 5), 3), within_group([3], 5)
        (0.667, None)
    """
    if len(ratings) < 2:  # noqa: PLR2004 - one rating has no variance
        return None
    return 1 - float(variance(map(Fraction, ratings)) / Fraction(options**2 - 1, 12))


def weighted_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    categories: Sequence[Hashable],
    weights: Literal["unweighted", "linear", "quadratic"] = "linear",
) -> float | None:
    r"""Measure how far two raters agree on the same units.

    $$\kappa_w = 1 - \frac{\sum_u d(a_u, b_u)}{\frac{1}{N} \sum_u \sum_v d(a_u, b_v)}$$

    with `a_u`, `b_u` what they say about unit `u` of `N`, and `d` 0 or 1 (unweighted), the places apart (linear), or
    their square (quadratic).

    Args:
        first: What the one rater says, unit by unit.
        second: What the other says, in the same order.
        categories: All categories in their order. Leaving out unused ones changes the distances.
        weights: How distances count.

    Returns:
        A float up to 1; `None` where both use one and the same category throughout.

    Source: Cohen (1960, 1968).

    Example:
        >>> weighted_kappa([0, 1, 2, 2], [0, 1, 2, 1], [0, 1, 2])
        0.7142857142857143
    """
    place = {category: i for i, category in enumerate(categories)}
    power = {"unweighted": 0, "linear": 1, "quadratic": 2}[weights]

    def apart(a: Hashable, b: Hashable) -> int:
        return abs(place[a] - place[b]) ** power if a != b else 0

    expected = sum(apart(a, b) for a in first for b in second)
    seen = sum(apart(a, b) for a, b in zip(first, second, strict=True))
    return float(1 - Fraction(seen * len(first), expected)) if expected else None
