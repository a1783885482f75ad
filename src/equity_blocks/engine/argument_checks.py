"""Checks of arguments: every value read for its kind and bounds, before anything is done with it."""

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


def wrong(name: str, requirement: str, *, code: str, **data: Any) -> UnsuitableError:
    """Make the error of an argument that is not what it must be.

    Args:
        name: The argument.
        requirement: What it must be, and what it is, as a sentence goes on after "must be".
        code: The code of the error.
        data: What was found, and the bounds that it breaks.

    Example:
        >>> wrong("pick", "at least 1, not 0", code="out_of_bounds", found=0, least=1).data["least"]
        1
    """
    return UnsuitableError(f"{name} must be {requirement}", code=code, data={"argument": name, **data})


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
        raise wrong(name, f"a whole number, not {value!r}", code="not_a_number", found=value)
    if value < least:
        raise wrong(name, f"at least {least}, not {value}", code="out_of_bounds", found=int(value), least=least)
    if most is not None and int(value) > most:
        raise wrong(name, f"at most {most:,}, not {value:,}", code="out_of_bounds", found=int(value), most=most)
    return int(value)


def required_whole(name: str, value: Any, least: int = 0, most: int | None = None) -> int:
    """Read a whole number that has to be there.

    Raises:
        UnsuitableError: It is `None`, no whole number, too small or too large.

    Example:
        >>> required_whole("draws", 10, 1, 100)
        10
    """
    number = whole_number(name, value, least, most)
    if number is None:
        raise wrong(name, "a whole number, not None", code="not_a_number", found=value)
    return number


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
        raise wrong(name, f"a number, not {value!r}", code="not_a_number", found=value)
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise wrong(name, "a finite number; leave it out where there is no limit", code="not_a_number", found=value)
    if number < 0:
        raise wrong(name, f"0 or more, not {number:g}", code="out_of_bounds", found=value, least=0)
    if number > most:
        raise wrong(
            name,
            f"at most {most:g}; leave it out where there is no limit",
            code="out_of_bounds",
            found=value,
            most=most,
        )
    return number


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
        raise wrong(name, f"a number, or a list of numbers, not {value!r}", code="not_a_number", found=value)
    numbers = [non_negative(name, part, most) for part in value]
    if None in numbers:
        raise wrong(name, "a list of numbers, but one of them is missing", code="not_a_number")
    return [part for part in numbers if part is not None]


def switch(name: str, value: Any) -> bool:
    """Read yes or no.

    Raises:
        UnsuitableError: It is neither `True` nor `False`.

    Example:
        >>> switch("everything", True)
        True
    """
    if not isinstance(value, bool):
        raise wrong(name, f"True or False, not {value!r}", code="not_a_flag", found=value)
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
        raise wrong(name, f"text, not {value!r}", code="not_text", found=value)
    return value
