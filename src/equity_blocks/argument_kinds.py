"""Checks of arguments: what a public function was given, against what it takes, in words that say what was meant."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from importlib import import_module
from types import UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from equity_blocks.errors import UnsuitableError

F = TypeVar("F", bound=Callable[..., Any])

Backend = Literal["pandas", "polars", "pyarrow"]
"""A library whose frames are given back."""

BACKENDS: tuple[Backend, ...] = get_args(Backend)


def require_kind(name: str, value: object, *kinds: type) -> None:
    """Raise an error where an argument is of another kind than its function takes; the error says what was meant.

    Args:
        name: The argument's name.
        value: What was given.
        kinds: The classes that it may be of.

    Raises:
        UnsuitableError: It is of none of these classes; code `wrong_kind`.

    Example:
        >>> from equity_blocks.errors import InvalidDataError
        >>> require_kind("framework", "hcplan-apm", InvalidDataError)
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: framework must be an InvalidDataError, not the text 'hcplan-apm'
    """
    if isinstance(value, kinds):
        return
    names = [kind.__name__ for kind in kinds if kind is not type(None)]
    *others, last = map(_with_article, names)
    allowed = f"{', '.join(others)} or {last}" if others else last
    message = f"{name} must be {allowed}, not {_kind_of(value)}"
    hint = next(filter(None, (_hint(kind, value) for kind in names)), "")
    data = {"argument": name, "found": type(value).__name__, "allowed": names}
    raise UnsuitableError(f"{message}: {hint}" if hint else message, code="wrong_kind", data=data)


def checks_nouns(function: F) -> F:
    """Let a function refuse arguments that are not the nouns or the texts that its annotations ask for, before it runs.

    Annotations that are looked at are nouns, text, `None` among them, and sequences or iterables of nouns or texts.

    Example:
        >>> from equity_blocks.model import Framework
        >>> @checks_nouns
        ... def count(framework: Framework) -> int:
        ...     return len(framework.practices)
        >>> count(None)
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: framework must be a Framework, not None
    """
    kinds = {name: _kinds_in(annotation) for name, annotation in function.__annotations__.items() if name != "return"}
    checked_kinds = {name: pair for name, pair in kinds.items() if any(map(_is_checked, (*pair[0], *pair[1])))}
    names = function.__code__.co_varnames

    @wraps(function)
    def checked(*args: Any, **options: Any) -> Any:
        for name, value in (*zip(names, args, strict=False), *options.items()):
            if name in checked_kinds:
                _require_kinds(name, value, *checked_kinds[name])
        return function(*args, **options)

    return cast("F", checked)


def _kinds_in(annotation: Any) -> tuple[tuple[type, ...], tuple[type, ...]]:
    """Give the classes that an annotation allows, and those that it allows for the parts of a sequence."""
    if get_origin(annotation) in (UnionType, Union):
        parts = [_kinds_in(part) for part in get_args(annotation)]
        return tuple(kind for one, _ in parts for kind in one), tuple(kind for _, many in parts for kind in many)
    if get_origin(annotation) in (Sequence, Iterable):
        return (), tuple(kind for kind in get_args(annotation) if isinstance(kind, type))
    is_class = isinstance(annotation, type) and annotation not in (Any, float)
    return (annotation if is_class else object,), ()  # of all else, anything goes


def _is_noun(kind: type) -> bool:
    return hasattr(kind, "model_fields")


def _is_checked(kind: type) -> bool:
    return kind is str or _is_noun(kind)


def _require_kinds(name: str, value: object, single: tuple[type, ...], several: tuple[type, ...]) -> None:
    is_one = isinstance(value, str | bytes | Mapping) or _is_noun(type(value)) or not isinstance(value, Iterable)
    if several and not is_one:
        if isinstance(value, Collection):  # what can be read only once is left to the function
            for i, part in enumerate(value):
                require_kind(f"{name}[{i}]", part, *several)
    elif single:
        require_kind(name, value, *single)
    else:
        listed = " or ".join("texts" if kind is str else f"{kind.__name__}s" for kind in several)
        hint = next(filter(None, (_hint(kind.__name__, value) for kind in several)), "")
        message = f"{name} must be a list of {listed}, not {_kind_of(value)}"
        data = {"argument": name, "found": type(value).__name__, "allowed": ("list", "tuple")}
        raise UnsuitableError(f"{message}: {hint}" if hint else message, code="wrong_kind", data=data)


_LOADED = {name: name.lower() for name in ("Framework", "Assessment", "Tailoring", "Crosswalk", "Branding")}
"""Nouns that have a file, and the word for each in `load_...` and `read_...`."""


def _hint(wanted: str, value: object) -> str:
    word = _LOADED.get(wanted)
    if word is None:
        return ""
    if isinstance(value, bytes | Mapping) or (isinstance(value, str) and "\n" in value):
        return f"read_{word}(...) makes one of it"
    if isinstance(value, str) or hasattr(value, "__fspath__"):
        return f"load_{word}({str(value)!r}) opens one"
    return "look at the order of the arguments" if type(value).__name__ in _LOADED else ""


_LONGEST = 60
"""Characters of a text that are shown."""


def _kind_of(value: object) -> str:
    if isinstance(value, str):
        return f"the text {value[:_LONGEST]!r}"
    return "None" if value is None else _with_article("Mapping" if isinstance(value, Mapping) else type(value).__name__)


_PLAIN = {
    "str": "text",
    "bytes": "bytes",
    "Mapping": "a mapping",
    "Path": "a path",
    "bool": "True or False",
    "type": "a class",
}


def _with_article(name: str) -> str:
    return _PLAIN.get(name) or f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def library(name: str) -> Any:
    """Give a library that is optional, or say how it is installed.

    Args:
        name: The library: one of the extra `frames`, or `polars` or `pyarrow`, which users bring.

    Raises:
        UnsuitableError: It is not installed (code `not_installed`).

    Example:
        >>> library("an_unheard_of_library")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: an_unheard_of_library is not installed: pip install equity-blocks[frames]
    """
    try:
        return import_module(name)
    except ImportError:
        package = name if name in ("polars", "pyarrow") else "equity-blocks[frames]"
        message = f"{name} is not installed: pip install {package}"
        raise UnsuitableError(message, code="not_installed", data={"found": name}) from None


def require_backend(backend: str) -> Any:
    """Give the library that an argument `backend` names.

    Raises:
        UnsuitableError: There is no such backend (code `not_listed`), or its library is not installed
            (`not_installed`).

    Example:
        >>> require_backend("excel")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: there is no backend 'excel': there are pandas, polars, pyarrow
    """
    if backend not in BACKENDS:
        message = f"there is no backend '{backend}': there are {', '.join(BACKENDS)}"
        data = {"argument": "backend", "found": backend, "allowed": BACKENDS}
        raise UnsuitableError(message, code="not_listed", data=data)
    return library(backend)
