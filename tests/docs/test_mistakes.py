"""The table of mistakes in docs/problems.md: made here, so that it says what is really told.

`python tests/docs/test_mistakes.py` writes the table into the page anew.
"""

import re
from pathlib import Path

import pytest

from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.files.loading import load_framework
from equity_blocks.files.opening import open_assessment
from equity_blocks.model import misfits

HEADING = "Mistakes in hand-written YAML"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "problems.md"

TOP = "framework: hcplan-apm\n"
RATED = f"{TOP}ratings:\n"

MISTAKES: dict[str, tuple[str | bytes, int]] = {
    "a colon is missing": (f"{RATED}  trust-building partial\n  vision-setting: planned\n", 3),
    "another sign stands for it": (f"{RATED}  trust-building = partial\n", 3),
    "no space after the colon": (f"{RATED}  trust-building:partial\n  vision-setting: planned\n", 3),
    "no space after the colon, in braces": (f"{RATED}  trust-building: {{level:partial}}\n", 3),
    "a no-break space": (f"{RATED}  trust-building:\u00a0partial\n  vision-setting: planned\n", 3),
    "a tab": (f"{RATED}\ttrust-building: partial\n", 3),
    "one space too many": (f"{RATED}  trust-building: partial\n   vision-setting: planned\n", 4),
    "a quote that is not closed": (f'{TOP}note: "A draft.\nfinal: false\nratings:\n', 2),
    "the same, with a quote further on": (f'{TOP}note: "A draft.\nfinal: false\nedition: "2024-11"\n', 2),
    "an apostrophe in single quotes": (f"{TOP}note: 'The board's draft.'\n", 2),
    "text after the closing quote": (f'{TOP}note: "Draft" of May\n', 2),
    "typographic quotes": (f"{TOP}note: \u201cDraft: May\u201d\n", 2),
    "a colon in the text": (f"{TOP}note: Draft: to be confirmed\n", 2),
    "text that begins with a sign": (f"{TOP}note: @board, please confirm\n", 2),
    "a question mark alone": (f"{RATED}  trust-building: ?\n  vision-setting: planned\n", 3),
    "no space after the dash": (f"{TOP}respondents:\n  - id: cmo\n  -id: data\n", 4),
    "a dash of another kind": (f"{TOP}respondents:\n  \u2013 id: cmo\n    role: board\n", 3),
    "no dash at all": (f"{TOP}respondents: {{id: cmo}}\n", 2),
    "dashes before keys": (f"{RATED}  - trust-building: partial\n  - vision-setting: planned\n", 2),
    "a brace that is not closed": (f"{RATED}  trust-building: {{level: partial\n  vision-setting: planned\n", 3),
    "a comma is missing in braces": (f"{RATED}  trust-building: {{level: partial note: Draft}}\n", 3),
    "a comma in the text, in braces": (f"{RATED}  trust-building: {{not_applicable: no records, nor claims}}\n", 3),
    "a decimal comma": (f"{RATED}  trust-building: {{cost: 1.200,50}}\n", 3),
    "a comma between thousands": (f'{RATED}  trust-building: {{cost: "40,000"}}\n', 3),
    "a unit": (f"{RATED}  trust-building: {{cost: $40000}}\n", 3),
    "a number in quotes": (f'{TOP}respondents: [{{id: cmo, weight: "2"}}]\n', 2),
    "a number for text": (f"{TOP}edition: 2024.10\n", 2),
    "yes for true": (f"{TOP}final: yes\n", 2),
    "a date in another order": (f"{TOP}as_of: 30.09.2026\n", 2),
    "capitals in an id": (f"{TOP}respondents: [{{id: Chief Medical Officer}}]\n", 2),
    "a capital in a key": (f"{TOP}Ratings:\n", 2),
    "a key twice": (f"{RATED}  trust-building: partial\n  trust-building: planned\n", 4),
    "a key is missing": (f"{TOP}actions:\n  trust-building: {{start: 2026-10-01}}\n", 3),
    "a reason is missing": (f"{RATED}  trust-building: {{not_applicable: true}}\n", 3),
    "a misspelt level": (f"{RATED}  trust-building: in plase\n", 3),
    "n/a for a level": (f"{RATED}  trust-building: n/a\n", 3),
    "a misspelt practice": (f"{RATED}  trust-bilding: partial\n", 3),
    "another encoding": (f"{TOP}note: gepr\u00fcft\n".encode("latin-1"), 2),
}
"""What was done wrong -> a file that has nothing else wrong, and the line of the mistake."""


def told(text: str | bytes) -> Problem:
    """Give the one problem of an assessment."""
    try:
        assessment, document = open_assessment("a.yaml", text)
    except InvalidDataError as error:
        (problem,) = error.problems
        return problem
    (problem,) = misfits(load_framework("hcplan-apm"), assessment)
    return document.locate(problem)


def _code(text: str) -> str:
    mark = "``" if "`" in text else "`"
    return f"{mark}{text.replace('|', chr(92) + '|')}{mark}"


def _row(mistake: str, text: str | bytes) -> str:
    problem = told(text)
    line = (text if isinstance(text, str) else text.decode("latin-1")).splitlines()[problem.line - 1]
    line = line.replace("\t", "\u2192").replace("\u00a0", "\u237d")
    message = str(problem).removeprefix(f"a.yaml:{problem.line}:{problem.column}: ")
    return f"| {mistake} | {_code(line.strip())} | {message.replace('|', chr(92) + '|')} |"


def table() -> str:
    """Make the table anew."""
    rows = [_row(mistake, text) for mistake, (text, _) in MISTAKES.items()]
    return "\n".join(["| mistake | the line | what is told |", "|---|---|---|", *rows])


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_line(mistake: str):
    """Not where a parser notices it, and with something to do about it."""
    text, line = MISTAKES[mistake]
    problem = told(text)

    assert problem.line == line
    assert problem.hint


def test_the_page_says_what_is_told():
    """Whoever changes a message writes the table anew."""
    assert len(MISTAKES) >= 30
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {HEADING}\n", 1)[1].split("\n## ", 1)[0]
    assert table() in section


def main() -> None:
    """Write the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(f"\n## {HEADING}\n", 1)
    section, _, rest = after.partition("\n## ")
    lead = re.split(r"^\| mistake ", section, maxsplit=1, flags=re.MULTILINE)[0]
    end = f"\n\n## {rest}" if rest else "\n"
    PAGE.write_text(f"{before}\n## {HEADING}\n{lead}{table()}{end}", encoding="utf-8")


if __name__ == "__main__":
    main()
