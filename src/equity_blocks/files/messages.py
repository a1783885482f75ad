"""Each kind of Pydantic's errors in words: what was found, what is allowed, and what to write."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, NamedTuple, get_args, get_origin
from unicodedata import category, normalize

from pydantic_core import ErrorDetails

from equity_blocks.errors import Path
from equity_blocks.model.characters import odd_characters
from equity_blocks.model.did_you_mean import did_you_mean, folded
from equity_blocks.model.noun import Noun
from equity_blocks.model.numerals import number_hint

_LONGEST = 60


class Told(NamedTuple):
    """An error of Pydantic's, and where it is.

    Args:
        details: What Pydantic says.
        leftover: The key that is missing.
        path: The key path in the data.
        noun: What the mapping around it is read as.
        above: A key before an unknown one that has nothing under it; empty where there is none.
    """

    details: ErrorDetails
    leftover: str
    path: Path
    noun: type[Noun]
    above: str = ""

    @property
    def found(self) -> Any:
        """What stands there."""
        return self.details["input"]


Words = tuple[str, str, str]
"""Code, message, hint."""


class Spelled:
    """A number or a flag as the file has it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def shown(value: Any) -> str:
    """Show a value in a message, shortened.

    Example:
        >>> shown({"a": 1}), shown(True), shown("partial")
        ('a mapping (key: value)', 'true', "'partial'")
    """
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _missing(told: Told) -> Words:
    key = "practice" if told.leftover == "any_of" else told.leftover  # the short form is what people write
    field = next((f for name, f in told.noun.model_fields.items() if key in (name, f.alias)), None)
    words = _listed(field.annotation) if field else ()
    return "missing_key", f"the key '{key}' is missing", f"one of {', '.join(words)}" if words else ""


def _listed(annotation: Any) -> tuple[str, ...]:
    """The words of an enumeration, if a field is one."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return next(filter(None, map(_listed, get_args(annotation))), ())


def _unknown_key(told: Told) -> Words:
    key = str(told.details["loc"][-1])
    short = ["practice", "level"] if "any_of" in told.noun.model_fields else []
    keys = [field.alias or name for name, field in told.noun.model_fields.items()] + short
    hint = without_space(key) if " " not in key else ""
    if not hint and told.found is None and " " in key:
        hint = "text that contains a comma needs quotes inside { } and [ ]"
    hint = hint or did_you_mean(key.strip("\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"), keys)
    odd = odd_characters(key)
    if odd and odd[0] not in hint:
        hint = "; ".join(part for part in (hint, f"it has {odd[0]} in it") if part)
    if not hint and told.above in keys:
        hint = f"indent it if it belongs under '{told.above}'"
    return "unknown_key", f"unknown key '{key}'", hint or f"allowed: {', '.join(keys)}"


def without_space(text: str) -> str:
    """Say where a colon or a space is missing in what should be a key and its value, or an entry of a list.

    Example:
        >>> without_space("id:mini")
        "a space is missing after the colon: write 'id: mini'"
    """
    keyed = re.match(r"([A-Za-z][\w.-]*):(?=[^\s/])", text)
    if keyed:
        return f"a space is missing after the colon: write '{keyed[1]}: {_short(text[keyed.end() :])}'"
    plain = re.fullmatch(r"([A-Za-z][\w.-]*)(?: *= *| +)(\S+)", text)
    if plain:
        return f"a colon is missing: write '{plain[1]}: {_short(plain[2])}'"
    if re.match(r"-[A-Za-z]", text):
        return f"a space is missing after the dash: write '- {_short(text[1:])}'"
    return ""


def _short(text: str) -> str:
    first = next(iter(text.split()), "")
    return first if len(first) <= _LONGEST else first[: _LONGEST - 3] + "..."


_REASONS = {"not_applicable": "does not apply", "not_pursued": "is not pursued", "out": "is taken out"}


def _not_text(told: Told) -> Words:
    value = told.found
    if isinstance(value, dict):
        return "not_text", "expected text, found a mapping", "text that contains ': ' needs quotes"
    key = told.path[-1] if told.path else ""
    hint = f'put it in quotes: "{shown(value)}"' if isinstance(value, int | float | Spelled) else ""
    if key in _REASONS and isinstance(value, bool | Spelled | None):
        hint = f'say why it {_REASONS[str(key)]}: {key}: "..."'
    return "not_text", f"expected text, found {shown(value)}", hint


def _not_listed(told: Told) -> Words:
    expected = told.details["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    hint = did_you_mean(told.found, expected.split(", "))
    return "not_listed", f"{shown(told.found)} is not one of {expected}", hint


def _not_an_id(told: Told) -> Words:
    rule = "an id has small letters and digits, with single hyphens, dots or underscores between them"
    plain = "".join(c for c in normalize("NFKD", folded(str(told.found))) if category(c) != "Mn")
    slug = re.sub(r"\.*-+[-.]*", "-", re.sub(r"[^a-z0-9.]+", "-", plain)).strip("-.")
    hint = f"write '{slug}': {rule}" if re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", slug) else rule
    odd = odd_characters(str(told.found))
    return "not_an_id", f"{shown(told.found)} is not an id", f"{hint}; it has {odd[0]} in it" if odd else hint


def _not_a_mapping(told: Told) -> Words:
    value, hint = told.found, ""
    if isinstance(value, str):
        hint = without_space(value)
    elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        hint = "leave out the dashes before the keys"
    elif value is None:
        hint = "indent what belongs under it"
    return "not_a_mapping", f"expected a mapping (key: value), found {shown(value)}", hint


def _not_a_list(told: Told) -> Words:
    hint = "indent what belongs under it" if told.found is None else ""
    if isinstance(told.found, dict):
        hint = "begin each entry with a dash, also where there is only one: - ..."
    elif isinstance(told.found, str):
        hint = f"put it in brackets: [{_short(told.found)}]" if " " not in told.found else "begin each entry with '- '"
    return "not_a_list", f"expected a list, found {shown(told.found)}", hint


_YES_AND_NO = {
    **dict.fromkeys(("yes", "y", "on", "ja", "oui", "si", "wahr", "vrai"), "true"),
    **dict.fromkeys(("no", "n", "off", "nein", "non", "falsch", "faux"), "false"),
    "true": "true without quotes",
    "false": "false without quotes",
}


def _not_a_flag(told: Told) -> Words:
    meant = _YES_AND_NO.get(str(told.found).strip().lower())
    return "not_a_flag", f"expected true or false, found {shown(told.found)}", f"write {meant}" if meant else ""


def _not_a(what: str) -> Callable[[Told], Words]:
    def tell(told: Told) -> Words:
        hint = number_hint(told.found) if isinstance(told.found, str) else ""
        return "not_a_number", f"expected {what}, found {shown(told.found)}", hint

    return tell


def _with_comma(told: Told) -> Words:
    return "decimal_comma", f"{shown(told.found)} has a comma in a number", number_hint(str(told.found))


def _out_of_bounds(told: Told) -> Words:
    return "out_of_bounds", f"{shown(told.found)} is out of bounds: {told.details['msg'].lower()}", ""


def _empty(_told: Told) -> Words:
    return "empty", "text is needed here", ""


def _too_few(told: Told) -> Words:
    least = told.details["ctx"]["min_length"]
    return "too_few", f"at least {'one entry is' if least == 1 else 'two entries are'} needed here", ""


_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./ ])([0-9]{1,2})\2([0-9]{4})")


def _not_a_date(told: Told) -> Words:
    message = f"{shown(told.found)} is not a date written as YYYY-MM-DD"
    return "date", message, _date_hint(str(told.found).strip())


def _date_hint(said: str) -> str:
    first, last = _YEAR_FIRST.fullmatch(said), _YEAR_LAST.fullmatch(said)
    orders: list[tuple[str, str, str]] = []
    if first:
        orders = [(first[1], first[2], first[3])]
    elif last:
        by_day, by_month = (last[4], last[3], last[1]), (last[4], last[1], last[3])
        orders = [by_day] if last[2] == "." else [by_month, by_day]
    meant = dict.fromkeys(filter(None, (_iso(*order) for order in orders)))
    if meant:
        return f"write {' or '.join(meant)}"
    return "there is no such day" if orders else "write the 30th of September 2026 as 2026-09-30"


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


TELLERS: dict[str, Callable[[Told], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_type": _not_text,
    "literal_error": _not_listed,
    "string_pattern_mismatch": _not_an_id,
    "string_too_short": _empty,
    "too_short": _too_few,
    "date": _not_a_date,
    "decimal_comma": _with_comma,
    "bool_type": _not_a_flag,
    "float_type": _not_a("a number"),
    "int_type": _not_a("a whole number"),
    "int_from_float": _not_a("a whole number"),
    "finite_number": _not_a("a finite number"),
    "model_type": _not_a_mapping,
    "dict_type": _not_a_mapping,
    "tuple_type": _not_a_list,
    "greater_than": _out_of_bounds,
    "greater_than_equal": _out_of_bounds,
    "less_than_equal": _out_of_bounds,
}
"""By the type of Pydantic's error."""
