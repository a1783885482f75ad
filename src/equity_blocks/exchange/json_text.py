"""JSON from outside: read within limits, and refused with a reason where it is none or means to harm."""

import json
from typing import Any

from equity_blocks.errors import InvalidDataError, Problem

MOST_BYTES = 20_000_000
"""What a file of answers may have."""

MOST_DEEP = 40
"""How many levels of lists and objects may stand in one another."""


def read_json(content: bytes, name: str) -> dict[str, Any]:
    """Read a JSON object.

    Args:
        content: UTF-8.
        name: What to call the file in messages.

    Raises:
        InvalidDataError: It is too large or too deep, is no UTF-8, no JSON or no object, names a key twice, or has a
            number that is none.

    Example:
        >>> read_json(b'{"resourceType": "QuestionnaireResponse"}', "a.json")
        {'resourceType': 'QuestionnaireResponse'}
        >>> read_json(b"[" * 100_000, "a.json")
        Traceback (most recent call last):
        equity_blocks.errors.InvalidDataError: a.json: its lists and objects stand more than 40 deep in one another...
    """
    if len(content) > MOST_BYTES:
        _refuse(name, "too_large", f"it has more than {MOST_BYTES:,} bytes", "import it in parts")
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        _refuse(name, "not_utf8", "it is not written in UTF-8", "save it again as UTF-8")
    except RecursionError:
        _refuse_depth(name)
    except ValueError as error:
        _refuse(name, "not_json", f"it cannot be read as JSON: {error}", "export it again")
    if not isinstance(data, dict):
        _refuse(name, "not_json", "it is no JSON object", "export it again")
    if _is_deep(data):
        _refuse_depth(name)
    return data  # type: ignore[no-any-return]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        double = next(key for key in found if names.count(key) > 1)
        raise ValueError(f"the key '{double[:60]}' is there twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _is_deep(data: Any) -> bool:
    level = [data]
    for _ in range(MOST_DEEP):
        level = [part for each in level for part in _parts(each)]
        if not level:
            return False
    return True


def _parts(data: Any) -> list[Any]:
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [part for part in inside if isinstance(part, dict | list)]


def _refuse(name: str, code: str, message: str, hint: str) -> None:
    raise InvalidDataError([Problem(code, message, hint, (), name)]) from None


def _refuse_depth(name: str) -> None:
    message = f"its lists and objects stand more than {MOST_DEEP} deep in one another"
    _refuse(name, "too_deep", message, "no answers do: export it again")
