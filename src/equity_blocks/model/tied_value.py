"""Values of levels that count the same: numbers that know which level they stand for."""

from typing import Any, Self

from equity_blocks.model.tolerance import ROUNDING


class TiedValue(float):
    """What a level counts where a level beside it counts the same.

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
