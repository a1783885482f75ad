"""Numbers as people write them, and how YAML wants them."""

import re
from math import inf

_PLAIN = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"(?P<whole>[-+]?[0-9]+),(?P<part>[0-9]+)")
_DOTS_THEN_COMMA = re.compile(r"(?P<whole>[-+]?[0-9]{1,3}(?:[.'\u2019 ][0-9]{3})+),(?P<part>[0-9]+)")
_COMMAS_THEN_DOT = re.compile(r"(?P<whole>[-+]?[0-9]{1,3}(?:,[0-9]{3})+)(?P<part>\.[0-9]+)?")
_GROUPS = re.compile(r"[-+]?[0-9]{1,3}(?:([.'\u2019 _])[0-9]{3})(?:\1[0-9]{3})*|[-+]?[0-9]+(?:_[0-9]+)+")
_OTHER_BASES = re.compile(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+")
_AMOUNT = r"[0-9][0-9.,' ]*"
_UNITS = r"[$\u20ac\u00a3%]|[A-Z]{3}|k|pts?|points?|d|days?|person-days?|weeks?|months?|h|hours?"
_WITH_UNIT = re.compile(rf"(?:[$\u20ac\u00a3]|[A-Z]{{3}}) ?(?P<after>{_AMOUNT})|(?P<before>{_AMOUNT}) ?(?:{_UNITS})")
_COMMA = re.compile(r"\s*[-+]?[0-9][0-9.]*(?:,[0-9]+)+(?:\.[0-9]+)?\s*%?\s*")
_TIME = re.compile(r"[0-9]+(?::[0-9]+)+")
_FRACTION = re.compile(r"(?P<over>[0-9]{1,9})/(?P<under>[0-9]{1,9})")
_THOUSAND = 3


def as_number(text: str) -> int | float | None:
    """Read a text as the number that YAML would read without quotes; `None` where it would read none.

    Example:
        >>> as_number("62.5"), as_number("3"), as_number("62,5"), as_number("007")
        (62.5, 3, None, None)
    """
    digits = text.lstrip("+-")
    if not _PLAIN.fullmatch(text) or (digits[0] == "0" and digits[1:2].isdigit()) or abs(float(text)) == inf:
        return None
    return int(text) if digits.isdigit() else float(text)


def has_comma(text: str) -> bool:
    """Say whether a text is a number with a comma in it.

    Example:
        >>> has_comma("62,5"), has_comma("62.5"), has_comma("yes, often")
        (True, False, False)
    """
    return _COMMA.fullmatch(text) is not None


def number_hint(text: str) -> str:
    """Say what to write instead of a text that is meant as a number.

    Returns:
        What to write; empty where it does not look like a number.

    Example:
        >>> number_hint("62,5"), number_hint("1.200,50"), number_hint("62.5 %")
        ('write 62.5: a number has a point, no comma', 'write 1200.50: a number has a point, no comma', \
'write 62.5, or 0.625 where 1 is all: a number has no sign')
        >>> number_hint("40,000"), number_hint("1_000"), number_hint("partial")
        ('write 40000, or 40.000 if the comma was a decimal one', 'write 1000, all digits together', '')
    """
    said = " ".join(text.split())
    for tell in (_plain, _with_comma, _grouped, _other, _percent, _with_unit):
        hint = tell(said)
        if hint:
            return hint
    return ""


def with_point(whole: str, part: str) -> str:
    """Write a number that has a decimal comma with a point.

    Args:
        whole: What stands before the comma; dots in it group thousands.
        part: The digits after it.

    Example:
        >>> with_point("62", "5"), with_point("1.200", "50")
        ('62.5', '1200.50')
    """
    return f"{re.sub(r'[^-+0-9]', '', whole)}.{part}"


def _plain(said: str) -> str:
    if not _PLAIN.fullmatch(said):
        return ""
    if abs(float(said)) == inf:
        return "it is too large: numbers end at about 1.8e308"
    digits = said.lstrip("+-")
    if digits[0] == "0" and digits[1:2].isdigit():
        return f"write {said.replace(digits, digits.lstrip('0') or '0')}, without zeros before it"
    return f"write {said} without quotes"


def _with_comma(said: str) -> str:
    found = _DOTS_THEN_COMMA.fullmatch(said) or _DECIMAL_COMMA.fullmatch(said)
    thousands = _COMMAS_THEN_DOT.fullmatch(said)
    if thousands and found and len(found["whole"].lstrip("+-0")) in range(1, _THOUSAND + 1):
        decimal = with_point(found["whole"], found["part"])
        return f"write {said.replace(',', '')}, or {decimal} if the comma was a decimal one"
    if thousands and (thousands["part"] or not found):
        return f"write {said.replace(',', '')}, without commas"
    return f"write {with_point(found['whole'], found['part'])}: a number has a point, no comma" if found else ""


def _grouped(said: str) -> str:
    if not _GROUPS.fullmatch(said):
        return ""
    return f"write {re.sub(r'[^-+0-9]', '', said)}, all digits together"


def _other(said: str) -> str:
    if _OTHER_BASES.fullmatch(said):
        return f"write {int(said, 0)}: numbers are decimal"
    if _TIME.fullmatch(said):
        return "write one number: with a colon it is a time"
    ratio = _FRACTION.fullmatch(said)
    if ratio and int(ratio["under"]):
        return f"write {int(ratio['over']) / int(ratio['under']):.6g}: a number has no stroke"
    if said.lower() in (".nan", "nan", ".inf", "-.inf", "inf"):
        return "leave it out where there is no value"
    return ""


def _percent(said: str) -> str:
    if not said.endswith("%"):
        return ""
    number = said[:-1].strip()
    found = _DECIMAL_COMMA.fullmatch(number)
    number = with_point(found["whole"], found["part"]) if found else number
    if not _PLAIN.fullmatch(number):
        return ""
    return f"write {number}, or {float(number) / 100:.12g} where 1 is all: a number has no sign"


def _with_unit(said: str) -> str:
    found = _WITH_UNIT.fullmatch(said)
    if not found:
        return ""
    number = (found["after"] or found["before"]).strip()
    is_clear = not re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", number)  # 1.200 may be either
    if is_clear and _PLAIN.fullmatch(number):
        return f"write {number}, the number alone"
    hint = _with_comma(number) or _grouped(number) if is_clear else ""
    return hint or "write the number alone"
