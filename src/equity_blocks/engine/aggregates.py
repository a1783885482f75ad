"""Aggregates: how the value of a node comes from the values of its children."""

from collections.abc import Iterable
from math import fsum
from operator import mul

Weighted = tuple[float, float | None]
"""A child's weight (>= 0) and its value in [0, 1]; `None` where it has no value."""


def mean(children: Iterable[Weighted]) -> float | None:
    r"""Weighted arithmetic mean of the children that have a value and a weight above 0.

    $$x = \frac{\sum_i w_i x_i}{\sum_i w_i}$$ with `w_i` the weight and `x_i` the value of child `i`.

    Children trade off fully: a point lost in one is made good by a point in another of the same weight. It is bounded
    by its children, idempotent, strictly monotone, and indifferent to order (bit for bit), to the scale of the weights
    and to children without weight; contributions `w_i x_i / sum w` add up to it.

    Args:
        children: Weights and values, in any order.

    Returns:
        A float in [lowest value, highest value]; `None` when no child counts.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6, linear aggregation.

    Example:
        >>> mean([(1, 0.5), (3, 1.0), (2, None)])
        0.875
    """
    counted = [(weight, value) for weight, value in children if value is not None and weight > 0]
    if not counted:
        return None
    weights, values = zip(*counted, strict=True)
    total: float = fsum(map(mul, weights, values)) / fsum(weights)
    return float(min(max(total, min(values)), max(values)))  # rounding must not lead out of the children's range


AGGREGATES = {"mean": mean}
"""Name in the YAML -> function."""
