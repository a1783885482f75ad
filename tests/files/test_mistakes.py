"""Mistakes in hand-written YAML: each is found at its line, wherever the parser stumbles."""

import time

import pytest
import yaml

from equity_blocks.errors import InvalidDataError
from equity_blocks.files import yaml_reader
from equity_blocks.files.mistakes import mistake_in, odd_spaces, unreadable
from equity_blocks.files.yaml_document import MAX_DEPTH, TOO_DEEP
from equity_blocks.files.yaml_reader import read_yaml

TOP = "id: mini\n"

MISTAKES = {
    "colon": (f"{TOP}title Mini\nscale: s\n", "2:1", "a colon is missing after 'title'"),
    "colon in a list": ("a:\n  - id: a\n    title A\n    weight: 2\n", "3:5", "write 'title: A'"),
    "colon of a heading": (f"{TOP}ratings\n  a: x\n", "2:1", "write 'ratings:'"),
    "colon at the last": ("a:\n  b: x\n  c partial\n", "3:3", "write 'c: partial'"),
    "equals sign": (f"{TOP}title = Mini\n", "2:7", "'=' stands where a colon"),
    "semicolon": ("id; mini\ntitle: x\n", "1:3", "';' stands where a colon"),
    "wide colon": (f"{TOP}title\uff1aMini\nscale: s\n", "2:6", "a fullwidth colon (U+FF1A)"),
    "space": (f"{TOP}title:Mini\nscale: s\n", "2:6", "a space is missing after the colon of 'title'"),
    "space in a list": ("a:\n  - id:a\n    title: A\n", "2:7", "write 'id: a'"),
    "space after a dash": ("a:\n  - id: a\n  -id: b\n", "3:3", "a space is missing after the dash"),
    "no-break indentation": ("a:\n\u00a0\u00a0b: c\n  d: e\n", "2:1", "a no-break space (U+00A0) stands at the"),
    "no-break after a colon": (f"{TOP}title:\u00a0Mini\nscale: s\n", "2:7", "a no-break space (U+00A0)"),
    "no-break after a dash": ("a:\n  -\u00a0id: a\n    b: c\n", "2:4", "a no-break space"),
    "zero-width indentation": ("a:\n\u200b  b: c\n  d: e\n", "2:1", "a zero width space (U+200B)"),
    "tab": ("a:\n  b: c\n\td: e\n", "3:1", "a tab stands at the beginning"),
    "tab after a dash": ("a:\n  -\tid: x\n    b: c\n", "2:4", "a tab"),
    "quote": (f'{TOP}title: "Mini\nscale: s\n', "2:8", "the quote that opens here is not closed"),
    "quote and a later one": (f'{TOP}title: "Mini\na: b\nc: "d"\n', "2:8", "is not closed"),
    "single quote": (f"{TOP}title: 'Mini\na: it's\n", "2:8", "is not closed (put ' at the end"),
    "quote in braces": ('a: {b: "Mini, c: 2}\nd: e\n', "1:8", "is not closed"),
    "quote in braces and a later one": ('a: {b: "Mini, c: "x"}\nd: e\n', "1:8", "is not closed"),
    "quote and another mistake": ('a: "Mini\nb: c\nfoo bar\nd: e\n', "1:4", "is not closed"),
    "apostrophe": ("a: 'it's fine'\n", "1:7", "a quote inside the text"),
    "quotes in quotes": ('a: "the "good" one"\n', "1:9", "a quote inside the text"),
    "after the quote": ('a: "Mini" the small\n', "1:11", "text goes on after the closing quote"),
    "typographic quotes": ("a: \u201cMini: small\u201d\n", "1:4", "a left double quotation mark (U+201C)"),
    "backslash": ('a: "C:\\home"\n', "1:7", "a backslash inside double quotes"),
    "bracket": ("a: [b, c\nd: e\n", "1:4", "the [ that opens here is not closed"),
    "brace at the end": ("a:\n  b: {c: d\n", "2:6", "the { that opens here is not closed"),
    "other bracket": ("a: {b: c]\nd: e\n", "1:9", "closed by ] (put } here)"),
    "bracket too many": ("a: {b: c}}\nd: e\n", "1:10", "this } closes nothing"),
    "bracket of nothing": ("a: b\nc: {d: e}]\n", "2:10", "this ] closes nothing"),
    "en dash": ("a:\n  \u2013 id: a\n    b: c\n", "2:3", "an en dash (U+2013) stands where a list needs a hyphen"),
    "bullet": ("a:\n  \u2022 id: a\n    b: c\n", "2:3", "a bullet (U+2022)"),
    "star": ("a:\n  * id: a\n    b: c\n", "2:3", "a star stands where a list needs a hyphen"),
    "less indented": ("a:\n  b: c\n d: e\n", "3:2", "indented by 1 space"),
    "more indented": ("a: b\n  c: d\n", "2:3", "indented by 2 spaces"),
    "list less indented": ("a:\n  - b: c\n   d: e\n    f: g\n", "3:4", "indent it by 4"),
    "dash less indented": ("a:\n  - b: c\n    d: e\n - f: g\n", "4:2", "indented by 1 space"),
    "colon in text": ("a: Mini: the small one\n", "1:4", 'needs quotes: "Mini: the small one"'),
    "question mark": ("a:\n  b: ?\n  c: d\n", "2:6", "a question mark alone"),
    "question mark in braces": ("a: {b: ?, c: d}\n", "1:8", "a question mark alone"),
    "comma": ("a: {b: c d: e}\n", "1:9", "a comma is missing before 'd'"),
    "bracket in text": ("a: {b: see [1] here, c: 2}\n", "1:8", "has a bracket or a colon in it: 'see [1] here'"),
    **{
        f"begins with {sign}": (f"{TOP}title: {text}\nscale: s\n", "2:8", f"text cannot begin with '{sign}'")
        for sign, text in {
            "@": "@home", "%": "%home", "`": "`x`", "*": "*bold* text", "|": "| text", ">": ">50 people", "&": "& co",
            "-": "- x", "[": "[draft] plan", "{": "{x} y", ",": ", x", "]": "] x",
        }.items()
    },
}  # fmt: skip


def told(text: str) -> str:
    """Tell the one problem of a text."""
    with pytest.raises(InvalidDataError, match="<text>") as caught:
        read_yaml(text)
    (problem,) = caught.value.problems
    return str(problem).removeprefix("<text>:")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_at_its_place(mistake: str):
    """The message says what it is, at the line and column where it was made."""
    text, place, words = MISTAKES[mistake]

    assert told(text).startswith(f"{place}: ")
    assert words in told(text)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_far_down_a_long_file(mistake: str):
    """Five hundred lines before it, and others after it, change only the line."""
    text, place, words = MISTAKES[mistake]
    before = "".join(f"key-{i}:\n  - text: 'some words'\n" for i in range(250))
    line, _, column = place.partition(":")

    found = told(f"{before}{text}last: 'some words'\n")

    assert words in found
    assert found.startswith(f"{int(line) + 500}:{column}: ")


@pytest.mark.parametrize(
    "text",
    [
        'a: "text\n  that goes\n  on"\nb: "x"\n',
        "a: text\n  that goes on\nb: it's\n",
        "a: |\n  title Mini\n  x:y\n  'open\n  \ttab\nb: c\n",
        "a: http://example.org/b:c\n",
        "a: -5\nb: [-1, 2]\n",
        "a: {b: 'x, y: z'}\n",
    ],
)
def test_what_is_right_is_not_looked_at(text: str):
    """Text over several lines, addresses and numbers below 0 are read."""
    assert read_yaml(text).data


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 'text\n  that goes\n  on'\nb: c: d\n", 4), ("a: |\n  title Mini\n  'open\nb: c: d\n", 4)],
)
def test_what_is_right_is_not_blamed(text: str, line: int):
    """Lines that look like mistakes, in text over several lines, take the parser no further when they are mended."""
    assert told(text).startswith(f"{line}:")


def test_what_no_mend_helps_is_left_to_the_parser():
    """Nothing is guessed that takes it no further."""
    assert mistake_in("title Mini\n", 0, 0, lambda _: 0) is None


@pytest.mark.parametrize("line", ["{" + ", ".join(f'a{k}: "b' for k in range(40_000)), "a b " * 200_000, "- " * 10_000])
def test_no_line_takes_long(line: str):
    """However long a line is, the problem comes soon."""
    start = time.perf_counter()

    told(f"x: y\n{line}\nz: [\n")

    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("kind", ["CSafeLoader", "SafeLoader"])
def test_either_parser_leads_to_the_mistake(kind: str, monkeypatch: pytest.MonkeyPatch):
    """Where PyYAML was built without libyaml as well."""
    monkeypatch.setattr(yaml_reader, "_Parser", getattr(yaml, kind))
    assert told("id: mini\ntitle Mini\nscale: s\n").startswith("2:1: a colon is missing after 'title'")


def test_odd_spaces_are_those_that_separate():
    """Inside of text they may stand."""
    assert odd_spaces("\u00a0- a:\tb\u00a0c") == [0, 5]


def problem_in(text: str) -> str:
    """Give the problem of text that the parser refuses."""
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, yaml.CSafeLoader)
    return str(unreadable(caught.value, "a.yaml", text, yaml.CSafeLoader))


def test_a_known_mistake_is_told_instead_of_what_the_parser_says():
    """At the line of the mistake."""
    assert problem_in("id: mini\ntitle Mini\nscale: s\n").startswith("a.yaml:2:1: a colon is missing after 'title'")


def test_a_character_that_no_text_holds_is_told_at_its_place():
    """The parser reads no further than there."""
    assert problem_in("a: b\nc: \x07d\n") == (
        "a.yaml:2:4: this is not readable YAML: control characters are not allowed (remove it)"
    )


def test_anything_else_is_told_in_the_words_of_the_parser():
    """With its place; an error without one stands at the top of the file."""
    assert problem_in("a: &\nb: c\n").startswith("a.yaml:1:4: ")
    assert str(unreadable(ValueError("odd"), "a.yaml", "a", yaml.CSafeLoader)) == (
        "a.yaml:1:1: this is not readable YAML: odd"
    )


def test_the_bound_of_the_parser_itself_is_told_as_ours():
    """It has a bound of its own, and may meet it first."""
    error = yaml.MarkedYAMLError(None, None, "exceeded max nesting depth", yaml.Mark("a", 0, 0, 0, None, None))
    problem = unreadable(error, "a.yaml", "[[", yaml.CSafeLoader)
    assert (problem.code, problem.message) == ("too_deep", TOO_DEEP)
    assert str(MAX_DEPTH) in TOO_DEEP
