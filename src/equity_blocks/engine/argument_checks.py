"""What a caller may ask: every value checked for its kind, before anything is done with it."""

from collections.abc import Iterable, Mapping
from math import inf, isfinite
from numbers import Integral, Real
from typing import Any

from equity_blocks.errors import UnsuitableError

ANY = -(2**63)
"""The least that a whole number may be where any will do."""
MOST_DRAWS = 1_000_000
"""Most variations that are drawn: at that many a half-width is a tenth of a percent, and the memory of a laptop holds
them."""


def whole_number(name: str, value: Any, least: int = 0, most: int | None = None) -> int | None:
    """Read a whole number; `None` stays.

    Raises:
        UnsuitableError: It is no whole number, too small or too large.

    Example:
        >>> whole_number("pick", 3), whole_number("pick", None)
        (3, None)
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise UnsuitableError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise UnsuitableError(f"{name} must be at least {least}, not {value}")
    if most is not None and int(value) > most:
        raise UnsuitableError(f"{name} must be at most {most:,}, not {value:,}")
    return int(value)


def required_whole(name: str, value: Any, least: int = 0, most: int | None = None) -> int:
    """Read a whole number that has to be there.

    Raises:
        UnsuitableError: It is `None`, no whole number, too small or too large.

    Example:
        >>> required_whole("draws", 10, 1, 100)
        10
    """
    found = whole_number(name, value, least, most)
    if found is None:
        raise UnsuitableError(f"{name} must be a whole number, not None")
    return found


def non_negative(name: str, value: Any, most: float = inf) -> float | None:
    """Read a number of days, of money or of seconds; `None` stays.

    Raises:
        UnsuitableError: It is no number, not finite, below 0, or more than `most`.

    Example:
        >>> non_negative("budget", 5), non_negative("budget", None)
        (5.0, None)
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Real):
        raise UnsuitableError(f"{name} must be a number, not {value!r}")
    try:
        found = float(value)
    except OverflowError:
        found = inf
    if not isfinite(found):
        raise UnsuitableError(f"{name} must be a finite number; leave it out where there is no limit")
    if found < 0:
        raise UnsuitableError(f"{name} must be 0 or more, not {found:g}")
    if found > most:
        raise UnsuitableError(f"{name} must be at most {most:g}; leave it out where there is no limit")
    return found


def non_negatives(name: str, value: Any, most: float = inf) -> float | list[float] | None:
    """Read one number, or a list of them: a list, a tuple, an array.

    Raises:
        UnsuitableError: It is neither, or a part of it is no number.

    Example:
        >>> non_negatives("capacity", (60, 40)), non_negatives("capacity", 60)
        ([60.0, 40.0], 60.0)
    """
    if value is None or isinstance(value, Real):
        return non_negative(name, value, most)
    if isinstance(value, str | bytes | Mapping | set | frozenset) or not isinstance(value, Iterable):
        raise UnsuitableError(f"{name} must be a number, or a list of numbers, not {value!r}")
    found = [non_negative(name, part, most) for part in value]
    if None in found:
        raise UnsuitableError(f"{name} must be a list of numbers, but one of them is missing")
    return [part for part in found if part is not None]


def switch(name: str, value: Any) -> bool:
    """Read yes or no.

    Raises:
        UnsuitableError: It is neither `True` nor `False`.

    Example:
        >>> switch("everything", True)
        True
    """
    if not isinstance(value, bool):
        raise UnsuitableError(f"{name} must be True or False, not {value!r}")
    return value


def optional_text(name: str, value: Any) -> str | None:
    """Read a text; `None` stays.

    Raises:
        UnsuitableError: It is something else.

    Example:
        >>> optional_text("start", "2027-Q1")
        '2027-Q1'
    """
    if value is not None and not isinstance(value, str):
        raise UnsuitableError(f"{name} must be text, not {value!r}")
    return value
