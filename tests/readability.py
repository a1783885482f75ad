"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by the rules of English spelling.

Run as a script with the id or path of a framework, it lists the grade of every question and plain question.

Words are counted as they are spoken: a word with a hyphen is one, an abbreviation has the syllables of its letters,
and a number those of its words. Of two pronunciations the fuller one counts, but for `every` and `-ically`.

Source: Kincaid JP, Fishburne RP, Rogers RL, Chissom BS (1975) Derivation of new readability formulas for Navy enlisted
personnel. Research Branch Report 8-75, Naval Technical Training, Millington, Tennessee.
"""

import re
import sys
from collections.abc import Iterator
from statistics import fmean
from typing import NamedTuple

from equity_blocks.model import Framework, Practice

HARD = 10.0
"""Above this grade a wording is listed."""

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,]?[0-9]+)*(?:['\N{RIGHT SINGLE QUOTATION MARK}-][A-Za-z0-9]+)*")
_SENTENCE_END = re.compile(r"[.?!]+[\"')\N{RIGHT DOUBLE QUOTATION MARK}]*(?=\s|$)")
_NO_END = re.compile(r"\b(?:e\.g|i\.e|vs|U\.S|No)\.")
_VOWELS = re.compile(r"[aeiouy]+")

_HEADS = (
    "base|care|case|cease|code|cyber|date|face|file|fire|frame|gate|grade|gwide|home|house|lake|life|like|live|mile|name|"
    "nine|note|nurse|page|pipe|place|price|safe|scale|score|side|smoke|some|space|stake|state|store|take|time|trade|"
    "trouble|type|voice|wage|white|whole|wide|else|where|fore|use"
)
_TAILS = "ful(?:ly)?|hood|less|ly|ments?|ness|some|teen|ty|wards?|wide"
_SILENT_E = r"(?<![^aeiouyl.-]l)(?<![bcdgt]r)(?:e(?=-|$)|(?<![cgsxz])(?<![cs]h)(?:es$|e(?='s$)))"
_SILENT_ED = r"(?<![td])(?<![^aeiouylr][lr])ed$"

_RULES = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        # What is spelt longer than it is spoken.
        (r"^every", "evry"),
        (r"^busi(?=ness)", "biz"),
        (r"ically$", "icly"),
        # Letters that are consonants.
        (r"(?<=q)u|(?<=g)u(?=[ae]|i(?!ty|ties))", "w"),
        (r"(?<![a-z])y(?=[aeiou])|(?<=[aeiou])y(?=[aiou]|e[er])", "j"),
        # Words in words, whose last e is silent: every-thing, home-less, safe-ly.
        (r"^(any|evry)(?=one|body|thing|where|day|how)", r"\1-"),
        (r"^(?:where|there|here)(?=(?:as|by|fore|of|in|to|with|upon)$)", "ver-"),
        (rf"^({_HEADS})(?=one$|(?!ver)[^aeiouyrs'-][a-z']{{2}}|s[a-z]{{3}}|r[a-z]{{4}})", r"\1-"),
        (rf"(?<=[^aeiouy]e)(?=(?:{_TAILS})(?:'s)?$)", "-"),
        # Vowels side by side that are spoken apart.
        (r"(?<=[^cstl]i)(?=a(?!ge))|(?<=li)(?=a(?![nr]$|rit))|(?<=[cst]i)(?=a(?:t(?!iv)|r|lit|st))", "."),
        (r"(?<=[^ct]i)(?<![aeiou][ln]i)(?=en[ct])|(?<=^sci)(?=en)|(?<=i)(?=et|est$)", "."),
        (r"(?<=[a-z]{2}i)(?=ers?$)|(?<=hi)(?=er)|(?<=i)(?=u)", "."),
        (r"(?<=[^ctgsxnlhv]i)(?=o)|(?<=[ctgsxnlhv]i)(?=o(?![nur]))|(?<=vi)(?=ous)", "."),
        (r"(?<=cre)(?=at)|(?<=[aeiou][^aeiou]e)(?=as?$)|(?<=[aeiou]ne)(?=ar)|(?<=[eo])(?=act)", "."),
        (r"(?<=^re)(?=a(?:cq|dj|dm|ff|li[stz]|llo|pp|rr|ss)|us|i[mns][a-z]{3}|e[mnsvx][a-z]{3})", "."),
        (r"(?<=^pre)(?=e[nvxm][a-z]{3})|(?<=[^pgjy]e)(?=o)|(?<=ge)(?=o[gml])|(?<=e)(?=it(?:y|ies))", "."),
        (r"(?<=co)(?=ali|aut)|(?<=^co)(?=e[rfv]|i[nm][a-z]{2}|o(?:pe|pt|rd))", "."),
        (r"(?<=o)(?=e[mtx]|econ|ics?$|ical)|(?<=who)(?=ever)|(?<=a)(?=o|ics?$)", "."),
        (r"(?<=[^s]u)(?=a)|(?<=su)(?=a(?![dsv])|ers?$)|(?<=u)(?=e(?:n[ct]|l|t))|(?<=u)(?=[ou])", "."),
        (r"(?<=u)(?=i(?:t(?:y|ies|ous|ion|ive)|ds?$|n[es]?$|na|sm))", "."),
        (r"(?<=[aeiouy])(?=ing)|(?<=[^aeiouw-]y)(?=er)", "."),
        # The silent e at the end: made, makes, named, one's; not table, centre, nurses, ended, settled.
        (rf"([aeiouy][^aeiouy.-]+)(?:{_SILENT_E}|{_SILENT_ED})", r"\1"),
        # Syllables without a vowel of their own: racism, algorithm, didn't, boss's.
        (r"(?<=s)(?=ms?$)|(?<=th)(?=ms?$)|(?<=[ds])(?=n't$)|(?:(?<=[sxzcg])|(?<=[cs]h))(?='s$)", "e"),
    )
)
"""What is written -> how it counts: in groups of vowels. One after the other; `-` parts words and `.` vowels."""

_OTHERWISE = {
    "alien": 3, "argue": 2, "brilliant": 2, "cashier": 2, "clothes": 1, "coworker": 3, "creature": 2, "diabetes": 4,
    "embed": 2, "evening": 2, "element": 3, "fireside": 2, "frontier": 2, "lineage": 3, "lion": 2, "maybe": 2,
    "medieval": 4, "naive": 2, "nevertheless": 4, "nuclear": 3, "premier": 2, "priest": 1, "recipe": 3, "sacred": 2,
    "soldier": 2, "suicide": 3, "theater": 3, "thereafter": 3, "triage": 2, "valiant": 2, "wednesday": 2, "whatever": 3,
}  # fmt: skip
"""Words that the rules count wrongly; their plurals go with them."""
_SPOKEN = {"SOGI": 2, "REL": 1, "HEDIS": 2, "TEFCA": 2, "FHIR": 1, "SWOT": 1, "COVID": 2, "LAN": 1, "ACAP": 2}
"""Abbreviations that are spoken as words."""
_UNITS = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = 2
_SEVENTY = 7


class Grade(NamedTuple):
    """The grade of one text of a practice."""

    practice: str
    audience: str
    grade: float
    text: str


def syllables(word: str) -> int:
    """Count the syllables of a word, an abbreviation or a number; the parts of a word with hyphens add up."""
    plain = word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return sum(_of_part(part) for part in plain.split("-") if part)


def _of_part(part: str) -> int:
    bare, digits = part.removesuffix("s").removesuffix("'"), part.replace(",", "").replace(".", "")
    if digits.isdigit():
        return _of_number(int(digits))
    if len(bare) > 1 and bare.isupper():
        return _SPOKEN.get(bare) or sum(map(_of_sign, bare))
    return _of_word(part.lower())


def _of_sign(sign: str) -> int:
    return _of_number(int(sign)) if sign.isdigit() else 3 if sign == "W" else 1


def _of_word(word: str) -> int:
    for known in (word, word.removesuffix("'s"), word.removesuffix("s")):
        if known in _OTHERWISE:
            return _OTHERWISE[known]
    for pattern, spoken in _RULES:
        word = pattern.sub(spoken, word)
    return max(len(_VOWELS.findall(word)), 1)


def _of_number(number: int) -> int:
    """Count what is said for a number; four figures from 1100 are said as a year, but for 2000 to 2009."""
    if number < len(_UNITS):
        return _UNITS[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return _TENS + (ten == _SEVENTY) + (_UNITS[unit] if unit else 0)
    is_year = 1100 <= number < 10_000 and number // 10 != 200
    size = 1_000_000 if number >= 1_000_000 else 1000 if number >= 1000 and not is_year else 100
    more, rest = divmod(number, size)
    said = 0 if is_year and rest else 2
    return _of_number(more) + said + (_of_number(rest) if rest else 0)


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade: 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    words = _WORD.findall(text)
    sentences = max(len(_SENTENCE_END.findall(_NO_END.sub("", text))), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def question_grades(framework: Framework) -> list[Grade]:
    """Grade every wording of every question."""
    return [item for practice in framework.practices.values() for item in _grades(practice, "question")]


def plain_grades(framework: Framework) -> list[Grade]:
    """Grade every wording in plain language."""
    return [item for practice in framework.practices.values() for item in _grades(practice, "plain")]


def level_grades(framework: Framework) -> list[Grade]:
    """Grade every wording of what a level means for a practice."""
    return [
        Grade(practice.id, audience, grade(text), text)
        for practice in framework.practices.values()
        for meanings in practice.levels.values()
        for audience, text in meanings.items()
    ]


def _grades(practice: Practice, field: str) -> Iterator[Grade]:
    for audience, text in getattr(practice, field).items():
        yield Grade(practice.id, audience, grade(text), text)


def mean(grades: list[Grade]) -> float:
    """Give the mean of some grades."""
    return fmean(item.grade for item in grades)


def listing(framework: Framework) -> Iterator[str]:
    """List every wording of a framework, the hardest first."""
    for title, items in (("questions", question_grades(framework)), ("plain", plain_grades(framework))):
        if items:
            over = sum(item.grade > HARD for item in items)
            yield f"{title}: mean {mean(items):.2f}, {over} of {len(items)} above {HARD:g}"
            for item in sorted(items, key=lambda item: -item.grade):
                yield f"  {item.grade:5.1f} {item.practice} [{item.audience}]: {item.text}"


if __name__ == "__main__":
    from equity_blocks import load_framework

    sys.stdout.write("\n".join(listing(load_framework(sys.argv[1]))) + "\n")
