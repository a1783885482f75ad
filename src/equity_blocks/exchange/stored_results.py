"""Results that were kept as JSON, read again, also where a later version of the library wrote them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Literal, TypeVar, get_args, get_origin, overload

from pydantic import ValidationError

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.exchange.rows import types_in
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.noun import FrozenDict, Noun

R = TypeVar("R", bound=Noun)

ResultKind = Literal[
    "acceptability", "comparison", "coverage", "difference", "evidence", "explanation", "migration", "plan",
    "portfolio", "reach", "respondents", "scorecard", "sensitivity", "stability", "translation", "trend", "what-if",
]  # fmt: skip
"""The kinds of results, as their `schema` names them."""

RESULT_KINDS: tuple[ResultKind, ...] = get_args(ResultKind)

_CLASSES: Mapping[ResultKind, str] = {
    "acceptability": "acceptability.RankAcceptability",
    "comparison": "comparison.Comparison",
    "coverage": "translation.Coverage",
    "difference": "revision.Difference",
    "evidence": "evidence_review.EvidenceReview",
    "explanation": "explanation.Explanation",
    "migration": "revision.Migration",
    "plan": "plan.Plan",
    "portfolio": "portfolio.Portfolio",
    "reach": "reach.Reach",
    "respondents": "respondents.Respondents",
    "scorecard": "scorecard.ScoreCard",
    "sensitivity": "sensitivity.Sensitivity",
    "stability": "stability.Stability",
    "translation": "translation.Translation",
    "trend": "trend.Trend",
    "what-if": "what_if.WhatIf",
}

Place = tuple[str | int, ...]
"""Names of fields, positions in tuples and keys of mappings that lead to a value in a noun."""


def result_class(kind: ResultKind) -> type[Noun]:
    """Give the class of a kind of result, whose module is imported only now.

    Example:
        >>> result_class("scorecard").__name__
        'ScoreCard'
    """
    module, name = _CLASSES[kind].split(".")
    kind_of_noun: type[Noun] = getattr(import_module(f"equity_blocks.model.{module}"), name)
    return kind_of_noun


def schema_name(kind: ResultKind) -> str:
    """Give what stands under `schema` in the results of a kind.

    Example:
        >>> schema_name("scorecard")
        'equity-blocks/scorecard/1'
    """
    return str(result_class(kind).model_fields["schema_"].default)


@overload
def read_result(source: str | bytes | Mapping[str, Any]) -> Noun: ...
@overload
def read_result(source: str | bytes | Mapping[str, Any], kind: type[R]) -> R: ...
def read_result(source: str | bytes | Mapping[str, Any], kind: type[Noun] = Noun) -> Noun:
    """Read a result that was kept: what `model_dump_json()` or `model_dump(mode="json")` gave, now or years ago.

    A later version may have written it: keys that are not known are ignored, at every depth, and where a field takes
    one of some words, a word that is not known is kept as it is. All else is checked as by a constructor, which takes
    neither.

    Args:
        source: JSON text, its bytes, or the mapping that it holds.
        kind: The class that is expected. Default: any result.

    Returns:
        The result, of the class that its `schema` names.

    Raises:
        InvalidDataError: It is no JSON, no result of a kind that this version knows, not of the kind that is expected,
            or malformed; every reason is listed.

    Example:
        >>> from equity_blocks.model.translation import Coverage
        >>> kept = '{"schema": "equity-blocks/coverage/1", "frameworks": [], "from_the_future": true}'
        >>> read_result(kept, Coverage).frameworks
        ()
    """
    require_kind("source", source, str, bytes, Mapping)
    require_kind("kind", kind, type)
    data = source if isinstance(source, Mapping) else _parsed(source)
    known = _known_class(data, kind)
    try:
        return known.model_validate(data)
    except ValidationError:  # a later version may have written it
        return _forgiving(known, data)


def _forgiving(known: type[Noun], data: Mapping[str, Any]) -> Noun:
    """Make a result of what its class knows of some data, and of words that it does not know."""
    unknown_words: list[tuple[Place, str]] = []
    readable = _readable(known, data, (), unknown_words)
    try:
        result = known.model_validate(readable)
    except ValidationError as error:
        raise InvalidDataError(problems_of(error, known)) from None
    for place, word in unknown_words:
        _with_word(result, place, word)
    return result


def _parsed(text: str | bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        problem = Problem("not_json", f"this is not JSON: {error.msg}", line=error.lineno, column=error.colno)
        raise InvalidDataError([problem]) from None
    except (ValueError, RecursionError) as error:
        raise InvalidDataError([Problem("not_json", f"this is not JSON that can be read: {error}")]) from None
    if not isinstance(data, Mapping):
        raise InvalidDataError([Problem("not_a_mapping", "a result is a JSON object, and this is something else")])
    return data


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _known_class(data: Mapping[str, Any], kind: type[Noun]) -> type[Noun]:
    """The class that a result says it is of, where that is expected."""
    named = data.get("schema", data.get("schema_"))
    names = {f"equity-blocks/{each}/1": each for each in RESULT_KINDS}
    known = result_class(names[named]) if isinstance(named, str) and named in names else None
    if known is not None and issubclass(known, kind):
        return known
    allowed = [name for name, each in names.items() if kind is Noun or result_class(each) is kind]
    facts = {"found": named if isinstance(named, str) else None, "allowed": allowed}
    if not isinstance(named, str):
        message = "'schema' is missing, which says what kind of result it is"
        hint = f"one of {', '.join(allowed)}"
        raise InvalidDataError([Problem("missing_key", message, hint, ("schema",), data=facts)])
    message = f"'{named}' is not a result that this version reads here; it reads {', '.join(allowed)}"
    hint = did_you_mean(named, allowed) or "a later version of equity-blocks may read it"
    raise InvalidDataError([Problem("not_listed", message, hint, ("schema",), data=facts)])


def _readable(annotation: Any, value: Any, place: Place, unknown_words: list[tuple[Place, str]]) -> Any:
    """A value without the keys that its type does not know; a word that it does not know is listed and exchanged."""
    kinds = types_in(annotation)
    if isinstance(value, Mapping):
        nouns = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Noun)]
        if nouns:
            fields = max((_fields(noun) for noun in nouns), key=lambda fields: len(fields.keys() & value.keys()))
            return {
                key: _readable(fields[key][1], item, (*place, fields[key][0]), unknown_words)
                for key, item in value.items()
                if key in fields
            }
        of = next((get_args(kind) for kind in kinds if _is_mapping(kind)), ())
        keys = _words(types_in(of[0])) if of else ()
        return {
            key: _readable(of[1], item, (*place, key), unknown_words) if of else item
            for key, item in value.items()
            if not keys or key in keys
        }
    if isinstance(value, list | tuple):
        items = next((get_args(kind) for kind in kinds if get_origin(kind) is tuple), (Any, ...))
        several = items[1:] == (...,)
        return [
            _readable(items[0] if several else items[min(i, len(items) - 1)], item, (*place, i), unknown_words)
            for i, item in enumerate(value)
        ]
    words = _words(kinds)
    if isinstance(value, str) and words and value not in words and str not in kinds:
        unknown_words.append((place, value))
        return words[0]
    return value


def _words(kinds: Any) -> tuple[str, ...]:
    listed = (get_args(kind) for kind in kinds if get_origin(kind) is Literal)
    return tuple(word for words in listed for word in words if isinstance(word, str))


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


@cache
def _fields(noun: type[Noun]) -> dict[str, tuple[str, Any]]:
    """Key -> name and type of each field, under the name in JSON and the one in Python."""
    fields = {name: (name, field.annotation) for name, field in noun.model_fields.items()}
    return fields | {field.serialization_alias or name: fields[name] for name, field in noun.model_fields.items()}


def _with_word(value: Any, place: Place, word: str) -> Any:
    """A value with a word where a place leads; in a noun, which was just made and nobody else has, it is set."""
    if not place:
        return word
    first, rest = place[0], place[1:]
    if isinstance(value, Noun):
        object.__setattr__(value, str(first), _with_word(getattr(value, str(first)), rest, word))
        return value
    if isinstance(first, int):
        return (*value[:first], _with_word(value[first], rest, word), *value[first + 1 :])
    return FrozenDict({**value, first: _with_word(value[first], rest, word)})
