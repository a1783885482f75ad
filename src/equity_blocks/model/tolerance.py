"""Rounding: how far two figures may lie apart and still be the same, sums to the last bit, and levels that tie."""

from collections.abc import Mapping
from math import fsum, inf, nextafter
from typing import Any, Self, TypeVar

EDGE = 1e-9
"""At an edge that people set, such as a band or a least coverage: a sum of tenths that is 0.8 on paper is not below it.
Sums of thousands of figures in [0, 1] are out by far less, and no scale, weight or threshold is that fine."""

ROUNDING = 1e-12
"""Between two figures in [0, 1] that should be equal, such as parts and their whole, or a value and its level's."""

K = TypeVar("K")


def exact(parts: Mapping[K, float], whole: float) -> dict[K, float]:
    """Take the rounding out of parts that add up on paper, so that their exact sum rounds to the whole.

    Parts that do not add up to the whole, because some are missing, stay as they are. No part changes its sign.

    Example:
        >>> parts = exact({"a": 0.1, "b": 0.2, "c": 0.3}, 0.6)
        >>> fsum(parts.values()) == 0.6
        True
    """
    exact_parts = dict(parts)
    if fsum(parts.values()) == whole or abs(_missing(exact_parts, whole)) > ROUNDING:
        return exact_parts
    # The largest part hides the change best; what is finer than its last bit goes to smaller ones, of finer bits.
    for name in sorted(parts, key=lambda name: abs(parts[name]), reverse=True):
        near = exact_parts[name] + _missing(exact_parts, whole)
        for part in (near, nextafter(near, inf), nextafter(near, -inf)):
            if part * parts[name] >= 0 and fsum([*exact_parts.values(), -exact_parts[name], part]) == whole:
                exact_parts[name] = part
                return exact_parts
        if near * parts[name] > 0:
            exact_parts[name] = near
    return dict(parts)


def _missing(parts: Mapping[K, float], whole: float) -> float:
    return fsum([whole, *(-part for part in parts.values())])


class TiedValue(float):
    """The value of a level where a level beside it counts the same.

    It computes like any number. Only beside another one does it matter which level it stands for: of two that count the
    same, the one of the higher level is the greater, so that medians, maxima and thresholds keep levels apart.

    Example:
        >>> planned, begun = TiedValue(0.5, 1), TiedValue(0.5, 2)
        >>> planned < begun, planned == begun, planned == 0.5, max(planned, begun).position
        (True, False, True, 2)
    """

    __slots__ = ("position",)

    position: int

    def __new__(cls, value: float, position: int) -> Self:
        """Make the value of the level at a position, counted from 0."""
        made = super().__new__(cls, value)
        made.position = position
        return made

    def __getnewargs__(self) -> Any:
        """Copy and pickle with the position."""
        return float(self), self.position

    def __eq__(self, other: object) -> bool:
        return float(self) == other and self._stands_at(other) == self.position

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(float(self))

    def __lt__(self, other: float) -> bool:
        return float(self) < other or (float(self) == other and self.position < self._stands_at(other))

    def __le__(self, other: float) -> bool:
        return self < other or self == other

    def __gt__(self, other: float) -> bool:
        return not self <= other

    def __ge__(self, other: float) -> bool:
        return not self < other

    def _stands_at(self, other: object) -> int:
        """A bare number equals whichever level counts so much."""
        return other.position if isinstance(other, TiedValue) else self.position


def plain(value: float | None) -> float | None:
    """Give a value as a bare number, without the level that it stands for; `None` stays.

    Example:
        >>> type(plain(TiedValue(0.5, 1))), plain(None)
        (<class 'float'>, None)
    """
    return None if value is None else float(value)


def reaches(value: float, least: float, within: float = ROUNDING) -> bool:
    """Say whether a value holds the level that counts `least`.

    Args:
        value: What a practice counts, in [0, 1]. Nothing (a bare 0) holds the lowest level only.
        least: What the level counts. Where other levels count the same, it knows which one it is.
        within: How far the value may fall short of it: computers round.

    Example:
        >>> planned, begun = TiedValue(0.5, 1), TiedValue(0.5, 2)
        >>> reaches(planned, begun), reaches(begun, planned), reaches(0.5, begun), reaches(0.7, 0.75)
        (False, True, True, False)
    """
    if isinstance(least, TiedValue):
        if isinstance(value, TiedValue):
            return value >= least
        if value <= 0:
            return least.position == 0
    return value >= least - within
