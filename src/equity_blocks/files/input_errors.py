"""Pydantic's errors told as problems: what was found, what is allowed, the nearest match, and where it stands."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from equity_blocks.errors import Path, Problem
from equity_blocks.files.messages import TELLERS, Spelled, Told
from equity_blocks.files.yaml_document import Document, comma_number
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
    tell = TELLERS.get(details["type"])
    if tell is None:
        message = details["msg"].removeprefix("Value error, ")
        yield Problem(details["type"], message[:1].lower() + message[1:], "", path)
        return
    written = document.spelling(path)
    if written is not None and isinstance(details["input"], int | float):
        details = {**details, "input": Spelled(written)}
    if details["type"] == "extra_forbidden":
        before, number = _cut_number(path, document)
        if number:
            yield Problem("decimal_comma", *number, before)
            return
    around = _noun_at(model, path if details["type"] == "missing" else path[:-1])
    above = _empty_above(path, document.data) if details["type"] == "extra_forbidden" else ""
    code, message, hint = tell(Told(details, leftover, path, around, above))
    yield Problem(code, message, hint, path)


def _cut_number(path: Path, document: Document) -> tuple[Path, tuple[str, str] | None]:
    """Find the number whose digits after a decimal comma became a key of their own, and what to say of it."""
    around = document.data
    for part in path[:-1]:
        around = around[part]
    keys = list(around)
    at = keys.index(path[-1])
    if at == 0 or around[path[-1]] is not None:
        return path, None
    before = (*path[:-1], keys[at - 1])
    return before, comma_number(document.spelling(before) or around[keys[at - 1]], str(path[-1]))


def _empty_above(path: Path, data: Any) -> str:
    """The nearest key before one in its mapping that has nothing under it; empty where there is none."""
    for part in path[:-1]:
        data = data[part]
    before = list(data)[: list(data).index(path[-1])]
    return str(next((key for key in reversed(before) if data[key] is None), ""))


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
    unknown = [(p.key_path[:-1], str(p.key_path[-1]), p.hint) for p in problems if p.code == "unknown_key"]
    return [
        p for p in problems
        if not (p.code == "missing_key" and any(path == p.key_path and _is_meant(_named(p.message), key, hint)
                                                for path, key, hint in unknown))
    ]  # fmt: skip


def _is_meant(name: str, key: str, hint: str) -> bool:
    """Whether a key that is unknown was meant for one that is missing."""
    return f"did you mean '{name}'?" in hint or key.startswith(f"{name}:")


def _named(message: str) -> str:
    return message.split("'")[1]


def _noun_at(model: type[Noun], parents: Path) -> type[Noun]:
    """The noun that the mapping at a path is read as."""
    noun: type[Noun] = model
    in_map = False
    for part in parents:
        if isinstance(part, int):
            continue
        field = next((f for name, f in noun.model_fields.items() if part in (name, f.alias)), None)
        if in_map or field is None:
            in_map = False
            continue
        in_map = _is_map(field.annotation)
        noun = _noun_in(field.annotation) or noun
    return noun


def _noun_in(annotation: Any) -> type[Noun] | None:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return annotation
    return next(filter(None, map(_noun_in, get_args(annotation))), None)


def _is_map(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict or any(map(_is_map, get_args(annotation)))
