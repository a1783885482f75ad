"""Makes the tables of docs/methods/content.md from the frameworks that ship: grades of wordings, and who is asked.

Run it by `python docs/make_content.py`.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import equity_blocks as eb
from equity_blocks.model.phrases import enumerated, worded

FOLDER = Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "tests"))

from readability import HARD, Grade, level_grades, mean, plain_grades, question_grades  # noqa: E402 - it stands beside the tests

PAGE = FOLDER / "methods" / "content.md"
MADE = "made by docs/make_content.py: change the frameworks, not this text"


def page() -> str:
    """Give the page with its tables as the frameworks are now."""
    text = PAGE.read_text(encoding="utf-8")
    for name, rows in (("grades", _grades()), ("hard", _hard()), ("pack", _pack()), ("asked", _asked())):
        start, end = f"<!-- {name}: {MADE} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n\n" + "\n".join(rows) + f"\n\n{end}{rest.partition(end)[2]}"
    return text


def _frameworks() -> list[eb.Framework]:
    return [eb.load_framework(listing.id) for listing in eb.frameworks()]


def _rated() -> list[eb.Framework]:
    return [framework for framework in _frameworks() if framework.use == "assessment"]


def _grades() -> Iterator[str]:
    yield "| framework | wordings for | number | mean grade | hardest | above 10 |"
    yield "|---|---|---|---|---|---|"
    for framework in _frameworks():
        questions, plain, levels = question_grades(framework), plain_grades(framework), level_grades(framework)
        audiences = list(dict.fromkeys(item.audience for item in questions))
        yield _row(framework, "everybody and every audience", questions)
        if len(audiences) > 1:
            for audience in audiences:
                whom = "everybody" if audience == "default" else f"a {worded(audience)}"
                yield _row(framework, f"{whom} alone", [item for item in questions if item.audience == audience])
        for what, items in (("in plain words", plain), ("levels, everybody and every audience", levels)):
            if items:
                yield _row(framework, what, items)


def _row(framework: eb.Framework, whom: str, grades: list[Grade]) -> str:
    hard = sum(item.grade > HARD for item in grades)
    top = max(item.grade for item in grades)
    return f"| {framework.id} | {whom} | {len(grades)} | {mean(grades):.1f} | {top:.1f} | {hard or ''} |"


def _hard() -> Iterator[str]:
    yield "| grade | practice | wording |"
    yield "|---|---|---|"
    found = [(item, framework) for framework in _frameworks() for item in question_grades(framework)]
    for item, framework in sorted(found, key=lambda pair: -pair[0].grade):
        if item.grade > HARD:
            whom = "everybody" if item.audience == "default" else worded(item.audience)
            yield f"| {item.grade:.2f} | {framework.id}: `{item.practice}`, {whom} | {item.text} |"


def _pack() -> Iterator[str]:
    yield "| framework | asked of members and community partners |"
    yield "|---|---|"
    for framework in _rated():
        pack = [f"`{practice.id}`" for practice in framework.practices.values() if practice.plain]
        yield f"| {framework.id} | {', '.join(pack)} |"


def _asked() -> Iterator[str]:
    yield "| framework | asked, in how many practices |"
    yield "|---|---|"
    for framework in _frameworks():
        asked = Counter(role for practice in framework.practices.values() for role in practice.asked_of())
        told = enumerated([f"{framework.roles[role]} ({count})" for role, count in asked.most_common()])
        yield f"| {framework.id} | {told} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
