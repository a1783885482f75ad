"""Ids as people read them."""


def worded(name: str) -> str:
    """Write an id as words.

    Example:
        >>> worded("in-place"), worded("do_first")
        ('in place', 'do first')
    """
    return name.replace("-", " ").replace("_", " ")
