"""Parts that sum to a whole to the last bit."""

from collections.abc import Mapping
from math import fsum, inf, nextafter
from typing import TypeVar

from equity_blocks.model.tolerance import ROUNDING

K = TypeVar("K")


def exact(parts: Mapping[K, float], whole: float) -> dict[K, float]:
    """Take the rounding out of parts that add up, so that their exact sum rounds to the whole.

    Parts that do not add up to the whole, because some are missing, stay as they are. No part changes its sign.

    Example:
        >>> parts = exact({"a": 0.1, "b": 0.2, "c": 0.3}, 0.6)
        >>> fsum(parts.values()) == 0.6
        True
    """
    missing = fsum([whole, *(-part for part in parts.values())])
    if fsum(parts.values()) == whole or abs(missing) > ROUNDING:
        return dict(parts)
    # The largest part hides the change best; where its own last bit is too coarse, a smaller one takes it.
    for name in sorted(parts, key=lambda name: abs(parts[name]), reverse=True):
        near = parts[name] + missing
        for part in (near, nextafter(near, inf), nextafter(near, -inf)):
            found = {**parts, name: part}
            if part * parts[name] >= 0 and fsum(found.values()) == whole:
                return found
    return dict(parts)
