"""Draws of weights: over the whole simplex, or around given weights.

Only the standard library's generator is used, so that a seed gives the same weights with numpy and without.
"""

from collections.abc import Sequence
from math import fsum, log
from random import Random

Weights = tuple[float, ...]

KAPPA = 10.0
"""How closely draws lie around given weights: each varies by somewhat less than a third of itself. Judgement."""


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
