"""Errors of shape in words: what was found, what is allowed, and what to write, by the kind of Pydantic's error."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal, NamedTuple, get_args, get_origin
from unicodedata import category, normalize

from pydantic import BaseModel

from equity_blocks.errors import Path, Problem
from equity_blocks.model.did_you_mean import did_you_mean, folded, nearest, odd_characters, unknown_name
from equity_blocks.model.numerals import number_hint

_LONGEST = 60


class ShapeError(NamedTuple):
    """An error of Pydantic's.

    Args:
        kind: Its type.
        message: What Pydantic says.
        found: What stands there.
        loc: The place that Pydantic names.
        context: What Pydantic says of it besides.
        around: The class that the mapping around it is read as.
        spelling: A number or a flag as the source spells it; empty where Python spells it so too.
        above: A key before an unknown one that has nothing under it; empty where there is none.
    """

    kind: str
    message: str
    found: Any
    loc: Path
    context: Mapping[str, Any]
    around: type[BaseModel]
    spelling: str = ""
    above: str = ""

    @property
    def shown(self) -> str:
        """A value as a message shows it."""
        return self.spelling or shown(self.found)

    def problem(self, code: str, message: str, hint: str = "", **facts: Any) -> Problem:
        """Make the problem of this error; its data says what was found, unless that is a mapping or a list."""
        is_single = self.found is None or isinstance(self.found, str | int | float | date)
        return Problem(code, message, hint, data={"found": self.found, **facts} if is_single else facts)


def shown(value: Any) -> str:
    """Show a value in a message, shortened.

    Example:
        >>> shown({"a": 1}), shown(True), shown("partial")
        ('a mapping (key: value)', 'true', "'partial'")
    """
    if isinstance(value, Mapping):
        return "a mapping (key: value)"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    return _shortened(str(value).lower() if isinstance(value, bool) else repr(value))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _missing(error: ShapeError) -> Problem:
    key = "practice" if error.loc[-1] == "any_of" else error.loc[-1]  # the short form is what people write
    field = next((f for name, f in error.around.model_fields.items() if key in (name, f.serialization_alias)), None)
    words = _words_of(field.annotation) if field else ()
    hint = f"one of {', '.join(words)}" if words else ""
    return Problem("missing_key", f"the key '{key}' is missing", hint, data={"missing": key, "allowed": words})


def _words_of(annotation: Any) -> tuple[str, ...]:
    """List the words of an enumeration, if a field is one."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return next(filter(None, map(_words_of, get_args(annotation))), ())


def _unknown_key(error: ShapeError) -> Problem:
    key = str(error.loc[-1])
    short_form = ["practice", "level"] if "any_of" in error.around.model_fields else []
    keys = [field.serialization_alias or name for name, field in error.around.model_fields.items()] + short_form
    unquoted = key.strip("\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb")
    hint = without_space(key) if " " not in key else ""
    if not hint and error.found is None and " " in key:
        hint = "text that contains a comma needs quotes inside { } and [ ]"
    hint = hint or did_you_mean(unquoted, keys)
    odd = odd_characters(key)
    if odd and odd[0] not in hint:
        hint = "; ".join(part for part in (hint, f"it has {odd[0]} in it") if part)
    if not hint and error.above in keys:
        hint = f"indent it if it belongs under '{error.above}'"
    problem = unknown_name("unknown_key", f"unknown key '{key}'", unquoted, keys, ())
    return replace(problem, hint=hint or f"allowed: {', '.join(keys)}", data={**problem.data, "found": key})


def without_space(text: str) -> str:
    """Say where a colon or a space is missing in what should be a key and its value, or an entry of a list.

    Example:
        >>> without_space("id:mini")
        "a space is missing after the colon: write 'id: mini'"
    """
    keyed = re.match(r"([A-Za-z][\w.-]*):(?=[^\s/])", text)
    if keyed:
        return f"a space is missing after the colon: write '{keyed[1]}: {_first_word(text[keyed.end() :])}'"
    plain = re.fullmatch(r"([A-Za-z][\w.-]*)(?: *= *| +)(\S+)", text)
    if plain:
        return f"a colon is missing: write '{plain[1]}: {_first_word(plain[2])}'"
    if re.match(r"-[A-Za-z]", text):
        return f"a space is missing after the dash: write '- {_first_word(text[1:])}'"
    return ""


def _first_word(text: str) -> str:
    return _shortened(next(iter(text.split()), ""))


_REASONS = {"not_applicable": "does not apply", "not_pursued": "is not pursued", "out": "is taken out"}


def _not_text(error: ShapeError) -> Problem:
    key = str(error.loc[-1]) if error.loc else ""
    hint = f'put it in quotes: "{error.shown}"' if isinstance(error.found, int | float) else ""
    if isinstance(error.found, Mapping):
        hint = "text that contains ': ' needs quotes"
    elif key in _REASONS:
        hint = f'say why it {_REASONS[key]}: {key}: "..."'
    found = "a mapping" if isinstance(error.found, Mapping) else error.shown
    return error.problem("not_text", f"expected text, found {found}", hint)


def _not_listed(error: ShapeError) -> Problem:
    expected = error.context["expected"].replace("'", "").replace(" or ", ", ")
    allowed = tuple(expected.split(", "))
    hint, near = did_you_mean(error.found, allowed), nearest(error.found, allowed)
    return error.problem("not_listed", f"{error.shown} is not one of {expected}", hint, allowed=allowed, nearest=near)


def _not_an_id(error: ShapeError) -> Problem:
    rule = "an id has small letters and digits, with single hyphens, dots or underscores between them"
    plain = "".join(c for c in normalize("NFKD", folded(str(error.found))) if category(c) != "Mn")
    slug = re.sub(r"\.*-+[-.]*", "-", re.sub(r"[^a-z0-9.]+", "-", plain)).strip("-.")
    near = (slug,) if re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", slug) else ()
    hint = f"write '{slug}': {rule}" if near else rule
    odd = odd_characters(str(error.found))
    hint = f"{hint}; it has {odd[0]} in it" if odd else hint
    revised = re.fullmatch(r"([a-z0-9]+(?:[-._][a-z0-9]+)*)@([1-9][0-9]*)", str(error.found))
    if revised and error.loc[-1:] == ("framework",) and "revision" in error.around.model_fields:
        near, hint = (revised[1],), f"write framework: {revised[1]}, and below it revision: {revised[2]}"
    return error.problem("not_an_id", f"{error.shown} is not an id", hint, nearest=near)


def _not_a_mapping(error: ShapeError) -> Problem:
    value, hint = error.found, ""
    if isinstance(value, str):
        hint = without_space(value)
    elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        hint = "leave out the dashes before the keys"
    elif value is None:
        hint = "indent what belongs under it"
    return error.problem("not_a_mapping", f"expected a mapping (key: value), found {error.shown}", hint)


def _not_a_list(error: ShapeError) -> Problem:
    value = error.found
    hint = "indent what belongs under it" if value is None else ""
    if isinstance(value, dict):
        hint = "begin each entry with a dash, also where there is only one: - ..."
    elif isinstance(value, str):
        hint = f"put it in brackets: [{_first_word(value)}]" if " " not in value else "begin each entry with '- '"
    return error.problem("not_a_list", f"expected a list, found {error.shown}", hint)


_YES_AND_NO = {
    **dict.fromkeys(("yes", "y", "on", "ja", "oui", "si", "wahr", "vrai"), "true"),
    **dict.fromkeys(("no", "n", "off", "nein", "non", "falsch", "faux"), "false"),
    "true": "true without quotes",
    "false": "false without quotes",
}


def _not_a_flag(error: ShapeError) -> Problem:
    flag = _YES_AND_NO.get(str(error.found).strip().lower())
    message = f"expected true or false, found {error.shown}"
    return error.problem("not_a_flag", message, f"write {flag}" if flag else "", allowed=(True, False))


def _not_a_number(expected: str) -> Callable[[ShapeError], Problem]:
    def words(error: ShapeError) -> Problem:
        hint = number_hint(error.found) if isinstance(error.found, str) else ""
        return error.problem("not_a_number", f"expected {expected}, found {error.shown}", hint)

    return words


def _decimal_comma(error: ShapeError) -> Problem:
    return error.problem("decimal_comma", f"{error.shown} has a comma in a number", number_hint(str(error.found)))


_BOUNDS = {"ge": "least", "le": "most", "gt": "above", "lt": "below"}


def _out_of_bounds(error: ShapeError) -> Problem:
    bounds = {_BOUNDS[name]: bound for name, bound in error.context.items() if name in _BOUNDS}
    return error.problem("out_of_bounds", f"{error.shown} is out of bounds: {error.message.lower()}", **bounds)


def _empty(error: ShapeError) -> Problem:
    return error.problem("empty", "text is needed here")


def _too_few(error: ShapeError) -> Problem:
    least = error.context["min_length"]
    entries = "one entry is" if least == 1 else "two entries are"
    return Problem("too_few", f"at least {entries} needed here", data={"least": least})


_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./ ])([0-9]{1,2})\2([0-9]{4})")


def _not_a_date(error: ShapeError) -> Problem:
    text = str(error.found).strip()
    days = _days_in(text)
    if days:
        hint = f"write {' or '.join(days)}"
    elif _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text):
        hint = "there is no such day"
    else:
        hint = "write the 30th of September 2026 as 2026-09-30"
    return error.problem("date", f"{error.shown} is not a date written as YYYY-MM-DD", hint, nearest=days)


def _days_in(text: str) -> tuple[str, ...]:
    """List the days, as YYYY-MM-DD, that a date in another order can mean."""
    first, last = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text)
    orders: Iterable[tuple[str, str, str]] = ()
    if first:
        orders = [(first[1], first[2], first[3])]
    elif last:
        by_day, by_month = (last[4], last[3], last[1]), (last[4], last[1], last[3])
        orders = [by_day] if last[2] == "." else [by_month, by_day]
    return tuple(dict.fromkeys(filter(None, (_iso(*order) for order in orders))))


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


WORDS: dict[str, Callable[[ShapeError], Problem]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_type": _not_text,
    "literal_error": _not_listed,
    "string_pattern_mismatch": _not_an_id,
    "string_too_short": _empty,
    "too_short": _too_few,
    "date": _not_a_date,
    "decimal_comma": _decimal_comma,
    "bool_type": _not_a_flag,
    "float_type": _not_a_number("a number"),
    "int_type": _not_a_number("a whole number"),
    "int_from_float": _not_a_number("a whole number"),
    "finite_number": _not_a_number("a finite number"),
    "model_type": _not_a_mapping,
    "dict_type": _not_a_mapping,
    "tuple_type": _not_a_list,
    "greater_than": _out_of_bounds,
    "greater_than_equal": _out_of_bounds,
    "less_than_equal": _out_of_bounds,
}
"""By the type of Pydantic's error."""
