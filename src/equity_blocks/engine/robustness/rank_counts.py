"""Counting ranks over many draws: with numpy where it is there, else in plain Python, to the same whole numbers."""

from collections import Counter
from collections.abc import Sequence
from math import floor
from typing import NamedTuple

Row = Sequence[float]

DIGITS = 1e12
"""Scores that agree to this fraction of the range of values tie; the rest is rounding."""


class Tally(NamedTuple):
    """What was counted, in whole numbers.

    Args:
        places: For each alternative how often it had so many before it and shared its place among so many.
        wins: `wins[i][j]`: in how many draws i stood before j.
        firsts: For each alternative the draws in which nobody stood before it, with how many shared the first place.
    """

    places: list[Counter[tuple[int, int]]]
    wins: list[list[int]]
    firsts: list[list[tuple[int, int]]]


def tally(values: Sequence[Row], weights: Sequence[Row]) -> Tally:
    """Rank alternatives by their weighted sums, once for each row of weights; the highest sum is first.

    Args:
        values: For each alternative its value on each criterion; all finite.
        weights: For each draw the weight of each criterion, with a sum of 1.

    Example:
        >>> tally([[1, 0], [0, 1]], [[0.75, 0.25], [0.5, 0.5]]).wins
        [[0, 1], [0, 0]]
    """
    spread = _spread(values)
    try:
        import numpy  # noqa: F401, ICN001 - only asked whether it is there
    except ImportError:
        return _plain(spread, weights)
    return _with_numpy(spread, weights)


def _spread(values: Sequence[Row]) -> list[list[float]]:
    """Stretch all values over 0 to 1 together: an order by weighted sums stays what it is."""
    size = max((abs(value) for row in values for value in row), default=0.0) or 1.0
    scaled = [[value / size for value in row] for row in values]
    low = min(value for row in scaled for value in row)
    span = max(value for row in scaled for value in row) - low or 1.0
    return [[(value - low) / span for value in row] for row in scaled]


def _plain(values: list[list[float]], weights: Sequence[Row]) -> Tally:
    n = len(values)
    places: list[Counter[tuple[int, int]]] = [Counter() for _ in values]
    firsts: list[list[tuple[int, int]]] = [[] for _ in values]
    wins = [[0] * n for _ in values]
    for draw, row in enumerate(weights):
        scores = [_score(row, alternative) for alternative in values]
        order = sorted(range(n), key=scores.__getitem__, reverse=True)
        start = 0
        while start < n:
            end = start
            while end < n and scores[order[end]] == scores[order[start]]:
                end += 1
            for i in order[start:end]:
                places[i][start, end - start] += 1
                if start == 0:
                    firsts[i].append((draw, end))
                won = wins[i]
                for j in order[end:]:
                    won[j] += 1
            start = end
    return Tally(places, wins, firsts)


def _score(weights: Row, values: Row) -> int:
    """Sum in the order of the criteria, as the arrays do, so that both count the same."""
    total = 0.0
    for weight, value in zip(weights, values, strict=True):
        total += weight * value
    return floor(total * DIGITS + 0.5)


def _with_numpy(values: list[list[float]], weights: Sequence[Row]) -> Tally:
    import numpy as np

    columns, shares = np.array(values).T, np.array(weights).T
    total = np.zeros((len(values), len(weights)))
    for criterion, share in zip(columns, shares, strict=True):
        total += share[None, :] * criterion[:, None]
    scores = np.floor(total * DIGITS + 0.5)
    places: list[Counter[tuple[int, int]]] = []
    firsts: list[list[tuple[int, int]]] = []
    behind = np.zeros((len(values), len(values)), dtype=np.int64)
    for i, own in enumerate(scores):
        above = scores > own
        before = np.count_nonzero(above, axis=0)
        sharing = np.count_nonzero(scores == own, axis=0)
        behind[i] = np.count_nonzero(above, axis=1)
        kinds, counts = np.unique(before * (len(values) + 1) + sharing, return_counts=True)
        pairs = [divmod(kind, len(values) + 1) for kind in kinds.tolist()]
        places.append(Counter(dict(zip(pairs, counts.tolist(), strict=True))))
        draws = np.flatnonzero(before == 0)
        firsts.append(list(zip(draws.tolist(), sharing[draws].tolist(), strict=True)))
    return Tally(places, behind.T.tolist(), firsts)
