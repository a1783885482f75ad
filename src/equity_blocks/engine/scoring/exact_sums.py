"""Parts that sum to a whole to the last bit."""

from collections.abc import Mapping
from math import fsum, inf, nextafter
from typing import TypeVar

from equity_blocks.model.tolerance import ROUNDING

K = TypeVar("K")


def exact(parts: Mapping[K, float], whole: float) -> dict[K, float]:
    """Take the rounding out of parts that add up on paper, so that their exact sum rounds to the whole.

    Parts that do not add up to the whole, because some are missing, stay as they are. No part changes its sign.

    Example:
        >>> parts = exact({"a": 0.1, "b": 0.2, "c": 0.3}, 0.6)
        >>> fsum(parts.values()) == 0.6
        True
    """
    found = dict(parts)
    if fsum(parts.values()) == whole or abs(_missing(found, whole)) > ROUNDING:
        return found
    # The largest part hides the change best; what is finer than its last bit goes to smaller ones, of finer bits.
    for name in sorted(parts, key=lambda name: abs(parts[name]), reverse=True):
        near = found[name] + _missing(found, whole)
        for part in (near, nextafter(near, inf), nextafter(near, -inf)):
            if part * parts[name] >= 0 and fsum([*found.values(), -found[name], part]) == whole:
                found[name] = part
                return found
        if near * parts[name] > 0:
            found[name] = near
    return dict(parts)


def _missing(parts: Mapping[K, float], whole: float) -> float:
    return fsum([whole, *(-part for part in parts.values())])
