"""New values as a file would have them: in its indentation, in brackets, or as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from equity_blocks.errors import STEERING
from equity_blocks.files.writing import as_yaml

_ENDLESS = 10**9
"""A width at which no line is folded."""


def is_container(value: Any) -> bool:
    """Say whether a value is a mapping or a list that holds something, so that it takes lines of its own.

    Example:
        >>> is_container({"a": 1}), is_container([]), is_container("a")
        (True, False, False)
    """
    return isinstance(value, Mapping | list | tuple) and bool(value)


def is_same(one: Any, other: Any) -> bool:
    """Say whether two values are the same plain data: the order of keys makes no difference, and 1 is no `True`.

    Example:
        >>> is_same({"a": (1,), "b": None}, {"b": None, "a": [1.0]}), is_same(1, True)
        (True, False)
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same(part, other[key]) for key, part in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def block_lines(value: Any, step: int = 2, offset: int = 2) -> list[str]:
    """Write a value as lines of YAML, by the quoting rules of `as_yaml`.

    Args:
        value: Plain data.
        step: Spaces by which a mapping in a mapping is indented.
        offset: Spaces by which a list in a mapping is indented.

    Returns:
        Its lines; those of a folded text behind the first are indented by 2.

    Example:
        >>> block_lines({"level": "partial", "notes": ["Two clinics"]}, step=4)
        ['level: partial', 'notes:', '  - "Two clinics"']
    """
    if not is_container(value):
        return as_yaml({"k": value})[len("k: ") :].rstrip("\n").split("\n")
    lines = []
    if not isinstance(value, Mapping):
        for part in value:
            first, *others = block_lines(part, step, offset)
            lines += [f"- {first}", *(f"  {line}" for line in others)]
        return lines
    for key, part in value.items():
        first, *others = block_lines(part, step, offset)
        name = flow_text(key)
        if is_container(part):
            indent = " " * (step if isinstance(part, Mapping) else offset)
            lines += [f"{name}:", *(indent + line for line in (first, *others))]
        else:
            lines += [f"{name}: {first}", *others]
    return lines


def flow_text(value: Any) -> str:
    """Write a value as one line of YAML, containers in brackets.

    Example:
        >>> flow_text({"level": "partial", "note": "Two clinics"})
        '{level: partial, note: "Two clinics"}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow_text(key)}: {flow_text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return as_yaml({"k": value}, width=_ENDLESS)[len("k: ") :].rstrip("\n")


def json_text(value: Any, step: int | None = None) -> str:
    """Write a value as JSON; what shows nothing and steers what is shown stands there as an escape.

    Args:
        value: Plain data.
        step: Spaces by which each level is indented. Default: everything on one line.

    Example:
        >>> json_text({"note": "Zoë"})
        '{"note": "Zoë"}'
    """
    return json.dumps(value, ensure_ascii=False, indent=step).translate(_ESCAPES)


_ESCAPES = {code: json.dumps(chr(code))[1:-1] for code in STEERING if code > 0x1F}  # noqa: PLR2004 - JSON escapes those


def literal_lines(text: str) -> list[str] | None:
    r"""Write a text as the lines of an indented one, the sign before them first; `None` where that could be misread.

    Example:
        >>> literal_lines("Two clinics.\n\nOne later.\n")
        ['|', 'Two clinics.', '', 'One later.']
        >>> literal_lines(" indented") is None
        True
    """
    lines = text.removesuffix("\n").split("\n")
    if not lines[0] or not lines[-1].strip() or lines[0][0] in " \t" or not all(map(str.isprintable, lines)):
        return None
    return ["|" if text.endswith("\n") else "|-", *lines]
