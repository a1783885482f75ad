"""Pydantic's errors told as problems: what was found, what is allowed, the nearest match, and where it stands."""

from collections.abc import Callable, Iterator
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from equity_blocks.errors import Path, Problem
from equity_blocks.files.document import Document
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.noun import Noun


def problems_of(error: ValidationError, model: type[Noun], document: Document) -> list[Problem]:
    """Tell every error of one validation as a located problem, in source order.

    Args:
        error: What Pydantic raised.
        model: The noun that was being built.
        document: The document it was built from.
    """
    found = [problem for details in error.errors() for problem in _told(details, model, document)]
    located = [document.locate(problem) for problem in _without_echoes(found)]
    files = list(dict.fromkeys(problem.file for problem in located))
    return sorted(located, key=lambda p: (files.index(p.file), p.line, p.column, p.code))


def _told(details: ErrorDetails, model: type[Noun], document: Document) -> Iterator[Problem]:
    path, leftover = _in_data(details["loc"], document.data)
    context = details.get("ctx", {})
    if details["type"] == "unsound":
        for problem in context["problems"]:
            yield Problem(
                problem.code, problem.message, problem.hint, path + problem.key_path,
                links=tuple(path + link for link in problem.links),
            )  # fmt: skip
        return
    tell = _TELLERS.get(details["type"])
    if tell is None:
        message = details["msg"].removeprefix("Value error, ")
        yield Problem(details["type"], message[:1].lower() + message[1:], "", path)
        return
    written = document.spelling(path)
    if written is not None and isinstance(details["input"], int | float):
        details = {**details, "input": _Spelled(written)}
    code, message, hint = tell(details, leftover, _keys_at(model, path))
    yield Problem(code, message, hint, path)


def _in_data(loc: Path, data: Any) -> tuple[Path, str]:
    """Keep the parts of a location that are in the data; the last other part is what is missing."""
    path: list[str | int] = []
    node, leftover = data, ""
    for part in loc:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            leftover = str(part)
        else:
            path.append(part)
    return tuple(path), leftover


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop what only repeats another problem.

    That is "missing" where the same mapping has a misspelt key that was meant for it, and "at least one entry" where
    there are entries that are wrong themselves.
    """
    wrong = [p.key_path for p in problems if p.code != "too_few"]
    problems = [
        p for p in problems if p.code != "too_few" or not any(w[: len(p.key_path)] == p.key_path for w in wrong)
    ]
    meant = {(p.key_path[:-1], p.hint) for p in problems if p.code == "unknown_key"}
    return [
        p for p in problems
        if not (p.code == "missing_key" and (p.key_path, f"did you mean '{_named(p.message)}'?") in meant)
    ]  # fmt: skip


def _named(message: str) -> str:
    return message.split("'")[1]


def _keys_at(model: type[Noun], path: Path) -> list[str]:
    """The keys that are allowed in the mapping around the end of a path."""
    noun: type[Noun] = model
    in_map = False
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        field = next((f for name, f in noun.model_fields.items() if part in (name, f.alias)), None)
        if in_map or field is None:
            in_map = False
            continue
        in_map = _is_map(field.annotation)
        noun = _noun_in(field.annotation) or noun
    short = ["practice", "level"] if "any_of" in noun.model_fields else []
    return [field.alias or name for name, field in noun.model_fields.items()] + short


def _noun_in(annotation: Any) -> type[Noun] | None:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return annotation
    return next(filter(None, map(_noun_in, get_args(annotation))), None)


def _is_map(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict or any(map(_is_map, get_args(annotation)))


_LONGEST = 60


class _Spelled:
    """A number or a flag as the file has it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def shown(value: Any) -> str:
    """Show a value in a message, shortened."""
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


Told = tuple[str, str, str]


def _missing(_details: ErrorDetails, leftover: str, _keys: list[str]) -> Told:
    key = "practice" if leftover == "any_of" else leftover  # the short form is what people write
    return "missing_key", f"the key '{key}' is missing", ""


def _unknown_key(details: ErrorDetails, _leftover: str, keys: list[str]) -> Told:
    key = str(details["loc"][-1])
    if details["input"] is None and " " in key:
        return "unknown_key", f"unknown key '{key}'", "text that contains a comma needs quotes inside { } and [ ]"
    return "unknown_key", f"unknown key '{key}'", did_you_mean(key, keys) or f"allowed: {', '.join(keys)}"


def _not_text(details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
    value = details["input"]
    if isinstance(value, dict):
        return "not_text", "expected text, found a mapping", "text that contains ': ' needs quotes"
    hint = f'put it in quotes: "{shown(value)}"' if isinstance(value, int | float | _Spelled) else ""
    return "not_text", f"expected text, found {shown(value)}", hint


def _not_listed(details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
    expected = details["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    hint = did_you_mean(details["input"], expected.split(", "))
    return "not_listed", f"{shown(details['input'])} is not one of {expected}", hint


def _not_an_id(details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
    hint = "an id has small letters and digits, with single hyphens, dots or underscores between them"
    return "not_an_id", f"{shown(details['input'])} is not an id", hint


def _needed(code: str, what: str) -> Callable[[ErrorDetails, str, list[str]], Told]:
    def tell(details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
        return code, f"expected {what}, found {shown(details['input'])}", ""

    return tell


def _out_of_bounds(details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
    return "out_of_bounds", f"{shown(details['input'])} is out of bounds: {details['msg'].lower()}", ""


def _empty(_details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
    return "empty", "text is needed here", ""


def _too_few(details: ErrorDetails, _leftover: str, _keys: list[str]) -> Told:
    least = details["ctx"]["min_length"]
    return "too_few", f"at least {'one entry is' if least == 1 else 'two entries are'} needed here", ""


_TELLERS: dict[str, Callable[[ErrorDetails, str, list[str]], Told]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_type": _not_text,
    "literal_error": _not_listed,
    "string_pattern_mismatch": _not_an_id,
    "string_too_short": _empty,
    "too_short": _too_few,
    "bool_type": _needed("not_a_flag", "true or false"),
    "float_type": _needed("not_a_number", "a number"),
    "int_type": _needed("not_a_number", "a whole number"),
    "int_from_float": _needed("not_a_number", "a whole number"),
    "finite_number": _needed("not_a_number", "a finite number"),
    "model_type": _needed("not_a_mapping", "a mapping (key: value)"),
    "dict_type": _needed("not_a_mapping", "a mapping (key: value)"),
    "tuple_type": _needed("not_a_list", "a list"),
    "greater_than": _out_of_bounds,
    "greater_than_equal": _out_of_bounds,
    "less_than_equal": _out_of_bounds,
}
