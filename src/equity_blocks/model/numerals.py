"""Numbers as people write them, and how YAML wants them."""

import re
from math import inf

_PLAIN = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_ZERO_BEFORE = r"[-+]*0[0-9]"
_DECIMAL_COMMA = r"(?P<whole>[-+]?[0-9]+),(?P<part>[0-9]+)"
_DOTS_THEN_COMMA = r"(?P<whole>[-+]?[0-9]{1,3}(?:[.'\u2019 ][0-9]{3})+),(?P<part>[0-9]+)"
_COMMAS_THEN_DOT = r"(?P<whole>[-+]?[0-9]{1,3}(?:,[0-9]{3})+)(?P<part>\.[0-9]+)?"
_GROUPS = r"[-+]?[0-9]{1,3}(?:([.'\u2019 _])[0-9]{3})(?:\1[0-9]{3})*|[-+]?[0-9]+(?:_[0-9]+)+"
_OTHER_BASES = r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+"
_AMOUNT = r"[0-9][0-9.,' ]*"
_UNITS = r"[$\u20ac\u00a3%]|[A-Z]{3}|k|pts?|points?|d|days?|person-days?|weeks?|months?|h|hours?"
_WITH_UNIT = rf"(?:[$\u20ac\u00a3]|[A-Z]{{3}}) ?(?P<after>{_AMOUNT})|(?P<before>{_AMOUNT}) ?(?:{_UNITS})"
_COMMA = r"\s*[-+]?[0-9][0-9.]*(?:,[0-9]+)+(?:\.[0-9]+)?\s*%?\s*"
_TIME = r"[0-9]+(?::[0-9]+)+"
_FRACTION = r"(?P<over>[0-9]{1,9})/(?P<under>[0-9]{1,9})"
_THOUSAND = 3


def as_number(text: str) -> int | float | None:
    """Read a text as the number that YAML would read without quotes; `None` where it would read none.

    Example:
        >>> as_number("62.5"), as_number("3"), as_number("62,5"), as_number("007")
        (62.5, 3, None, None)
    """
    if not re.fullmatch(_PLAIN, text) or re.match(_ZERO_BEFORE, text) or abs(float(text)) == inf:
        return None
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def has_comma(text: str) -> bool:
    """Say whether a text is a number with a comma in it.

    Example:
        >>> has_comma("62,5"), has_comma("62.5"), has_comma("yes, often")
        (True, False, False)
    """
    return re.fullmatch(_COMMA, text) is not None


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
    written = " ".join(text.split())
    for suggest in (_plain, _with_comma, _grouped, _other, _percent, _with_unit):
        hint = suggest(written)
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


def _plain(written: str) -> str:
    if not re.fullmatch(_PLAIN, written):
        return ""
    if abs(float(written)) == inf:
        return "it is too large: numbers end at about 1.8e308"
    if re.match(_ZERO_BEFORE, written):
        digits = written.lstrip("+-")
        return f"write {written.replace(digits, digits.lstrip('0') or '0')}, without zeros before it"
    return f"write {written} without quotes"


def _with_comma(written: str) -> str:
    match = re.fullmatch(_DOTS_THEN_COMMA, written) or re.fullmatch(_DECIMAL_COMMA, written)
    thousands = re.fullmatch(_COMMAS_THEN_DOT, written)
    if thousands and match and len(match["whole"].lstrip("+-0")) in range(1, _THOUSAND + 1):
        decimal = with_point(match["whole"], match["part"])
        return f"write {written.replace(',', '')}, or {decimal} if the comma was a decimal one"
    if thousands and (thousands["part"] or not match):
        return f"write {written.replace(',', '')}, without commas"
    return f"write {with_point(match['whole'], match['part'])}: a number has a point, no comma" if match else ""


def _grouped(written: str) -> str:
    if not re.fullmatch(_GROUPS, written):
        return ""
    return f"write {re.sub(r'[^-+0-9]', '', written)}, all digits together"


def _other(written: str) -> str:
    if re.fullmatch(_OTHER_BASES, written):
        return f"write {int(written, 0)}: numbers are decimal"
    if re.fullmatch(_TIME, written):
        return "write one number: with a colon it is a time"
    ratio = re.fullmatch(_FRACTION, written)
    if ratio and int(ratio["under"]):
        return f"write {int(ratio['over']) / int(ratio['under']):.6g}: a number has no stroke"
    if written.lower() in (".nan", "nan", ".inf", "-.inf", "inf"):
        return "leave it out where there is no value"
    return ""


def _percent(written: str) -> str:
    if not written.endswith("%"):
        return ""
    number = written[:-1].strip()
    match = re.fullmatch(_DECIMAL_COMMA, number)
    number = with_point(match["whole"], match["part"]) if match else number
    if not re.fullmatch(_PLAIN, number):
        return ""
    return f"write {number}, or {float(number) / 100:.12g} where 1 is all: a number has no sign"


def _with_unit(written: str) -> str:
    match = re.fullmatch(_WITH_UNIT, written)
    if not match:
        return ""
    number = (match["after"] or match["before"]).strip()
    is_clear = not re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", number)  # 1.200 may be either
    if is_clear and re.fullmatch(_PLAIN, number):
        return f"write {number}, the number alone"
    hint = _with_comma(number) or _grouped(number) if is_clear else ""
    return hint or "write the number alone"
