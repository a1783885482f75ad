"""Names of options as readers write them: arguments in Python, options on the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_SWITCHES = frozenset({"details", "everything", "later", "overwrite", "partnership", "why"})


def _in_python(name: str) -> str:
    return f"{name}=True" if name in _SWITCHES else name


_naming: ContextVar[Callable[[str], str]] = ContextVar("naming", default=_in_python)


def option(name: str) -> str:
    """Name an option in a sentence, as its reader writes it.

    Args:
        name: The argument's name in Python.

    Example:
        >>> option("everything"), option("framework_before")
        ('everything=True', 'framework_before')
    """
    return _naming.get()(name)


@contextmanager
def options_named(naming: Callable[[str], str]) -> Iterator[None]:
    """Name options in another way while a block of code runs; the command line does so.

    Args:
        naming: Gives an option's name for the argument's name in Python.

    Example:
        >>> with options_named("--{}".format):
        ...     option("pick")
        '--pick'
    """
    token = _naming.set(naming)
    try:
        yield
    finally:
        _naming.reset(token)
