"""Ids as people read them."""


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
