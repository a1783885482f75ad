"""Texts of slides: safe to write, and short enough for their place."""

from math import ceil

from equity_blocks.reports.office import harmless

POINT = 72
"""Points of an inch."""
LINE = 1.2
"""How high a line is, measured by the size of its type."""
_LETTER = 0.52
"""How wide a letter is in the mean, measured by the size of its type: rather too wide than too narrow."""


def safe(text: str) -> str:
    r"""Give a text that is safe to write, without tabs; line breaks stay.

    Example:
        >>> safe("two\nlines,\tapart")
        'two\nlines, apart'
    """
    return harmless(text).replace("\t", " ")


def plain(text: str) -> str:
    r"""Give a text that is safe to write, on one line.

    Example:
        >>> plain("two\nlines")
        'two lines'
    """
    return " ".join(safe(text).split())


def shortened(text: str, most: int) -> str:
    """Shorten a text at the end of a word; a word that is too long is cut.

    Args:
        text: The text.
        most: So many letters of mean width there is room for.

    Example:
        >>> shortened("Governance and accountability", 20), shortened("W" * 30, 5) == "WW\N{HORIZONTAL ELLIPSIS}"
        ('Governance and…', True)
    """
    if _wide(text) <= most:
        return text
    many = next(place for place in range(len(text) + 1) if _wide(text[: place + 1]) > most - 1)
    cut = text[: max(1, many)]
    words = cut if text[len(cut)] == " " else cut.rpartition(" ")[0]
    kept = words.rstrip(" ,;:(") if len(words) > most // 2 else cut
    return f"{kept}\N{HORIZONTAL ELLIPSIS}"


def broken(text: str, most: int) -> str:
    """Cut the words of a text that are longer than a line, which nothing could break.

    Example:
        >>> broken("a " + "w" * 30, 5) == "a ww\N{HORIZONTAL ELLIPSIS}"
        True
    """
    return " ".join(shortened(word, most) for word in text.split(" "))


def _wide(text: str) -> float:
    """Tell how wide a text is, in letters of mean width."""
    return sum(_WIDE.get(letter, 1.3 if letter.isupper() else 1.0) for letter in text)


_WIDE = dict.fromkeys("WM@%mw", 1.8) | dict.fromkeys("iljtfrI.,;:'|!()[]/- ", 0.6)


def letters(width: float, size: float) -> int:
    """Tell how many letters stand on a line.

    Args:
        width: How long it is, in inches.
        size: How large the type is, in points.

    Example:
        >>> letters(1.0, 12)
        11
    """
    return max(1, int(width * POINT / (size * _LETTER)))


def lines(text: str, width: float, size: float) -> int:
    r"""Tell how many lines a text takes.

    Args:
        text: The text; it may have line breaks.
        width: How long a line is, in inches.
        size: How large the type is, in points.

    Example:
        >>> lines("two\nlines", 4.0, 12), lines("area " * 20, 1.0, 12)
        (2, 10)
    """
    return sum(_wrapped(line, letters(width, size)) for line in text.split("\n"))


def _wrapped(text: str, most: int) -> int:
    """Count the lines that words take, one after the other; a word longer than a line is broken."""
    count, left = 1, float(most)
    for word in text.split():
        wide = _wide(word)
        if wide > left and left < most:
            count, left = count + 1, float(most)
        if wide > most:
            count, wide = count + ceil(wide / most) - 1, wide % most
        left -= wide + _WIDE[" "]
    return count
