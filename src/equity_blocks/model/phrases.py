"""Words: ids as people read them, numbers with their nouns, lists in a sentence."""

from collections.abc import Sequence


def worded(name: str) -> str:
    """Write an id as words.

    Example:
        >>> worded("in-place"), worded("do_first")
        ('in place', 'do first')
    """
    return name.replace("-", " ").replace("_", " ")


def period_named(period: str) -> str:
    """Name a period in a sentence: one that only has a number needs the word.

    Example:
        >>> period_named("8"), period_named("2027-Q1")
        ('period 8', '2027-Q1')
    """
    return f"period {period}" if period.isdecimal() else period


def period_kind(period: str) -> str:
    """Say what a period is: a quarter or a month; one that only has a number is a period.

    Example:
        >>> period_kind("2027-Q1"), period_kind("SFY27-Q1"), period_kind("2027-01"), period_kind("8")
        ('quarter', 'quarter', 'month', 'period')
    """
    if period.isdecimal():
        return "period"
    return "quarter" if "-Q" in period else "month"


def lowered(text: str) -> str:
    """Begin with a small letter, but leave an abbreviation as it is.

    Example:
        >>> lowered("Members of the council"), lowered("LGBTQ+ people")
        ('members of the council', 'LGBTQ+ people')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    Example:
        >>> counted(1, "practice"), counted(2, "practice")
        ('1 practice', '2 practices')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def number_in_words(number: int) -> str:
    """Write a small number as a word, and others in figures.

    Example:
        >>> number_in_words(3), number_in_words(12)
        ('three', '12')
    """
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def to_read_by(named: int, used: int) -> str:
    """Say what to do where a file names another revision of a framework than the one by which it is read.

    Args:
        named: The revision that the file names.
        used: The one by which it is read; nothing carries answers back to it from a later one.

    Example:
        >>> to_read_by(1, 2), to_read_by(3, 2)
        ('`migrate` carries the answers over', 'upgrade equity-blocks, or open the file of that revision')
    """
    carried = "`migrate` carries the answers over"
    return carried if named < used else "upgrade equity-blocks, or open the file of that revision"


def enumerated(items: Sequence[str], word: str = "and") -> str:
    """Write a list as a sentence does; empty where there is nothing.

    Args:
        items: What is listed.
        word: What stands before the last of them.

    Example:
        >>> enumerated(["a", "b", "c"]), enumerated(["a", "b"], "or")
        ('a, b and c', 'a or b')
    """
    return f" {word} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def listed(names: Sequence[str], most: int = 3) -> str:
    """List names as a sentence does, the rest counted.

    Args:
        names: What is listed.
        most: How many are named at most; of more, the rest are a number.

    Example:
        >>> listed(["A", "B"]), listed(["A", "B", "C", "D", "E"])
        ('A and B', 'A, B, C and 2 more')
    """
    return enumerated(list(names) if len(names) <= most else [*names[:most], f"{len(names) - most} more"])
