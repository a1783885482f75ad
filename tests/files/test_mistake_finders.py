"""Finders of mistakes: what they guess of a line, before anybody tries it."""

import pytest

from equity_blocks.files.mistake_finders import FINDERS, HIDING


def guesses(line: str) -> list[tuple[int, str]]:
    """Give the columns and the mended lines that all finders together make of a line."""
    return [(mistake.column, mistake.mended) for find in FINDERS for mistake in find([line], 0)]


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("title Mini", "title: Mini"),
        ("  - id:a", "  - id: a"),
        ("-id: a", "- id: a"),
        ("\u2022 id: a", "- id: a"),
        ("title\uff1aMini", "title: Mini"),
        ('a: "open', 'a: "open"'),
        ("a: 'it's'", 'a: "it\'s"'),
        ('a: "b" c', 'a: "b c"'),
        ("a: \u201cb\u201d", 'a: "b"'),
        ("a: [b, c", "a: [b, c]"),
        ("a: {b: [c}", "a: {b: [c]}"),
        ("a: {b: c]", "a: {b: c}"),
        ("a: b}", "a: b"),
        ("a: {b: c d: e}", "a: {b: c, d: e}"),
        ("a: b: c", 'a: "b: c"'),
        ("a: @b", 'a: "@b"'),
        ("a: ?", 'a: "?"'),
        ("a: {b: ?}", 'a: {b: "?"}'),
    ],
)
def test_a_line_is_mended_as_it_was_meant(line: str, mended: str):
    """One of the guesses is right; the parser finds out which."""
    assert mended in [text for _, text in guesses(line)]


@pytest.mark.parametrize("line", ["", "a: b", "- a: b", "a: [b, c]", 'a: "b: c"'])
def test_a_line_that_is_right_gives_no_guess(line: str):
    """As an empty one."""
    assert [text for _, text in guesses(line) if text != line] == []


@pytest.mark.parametrize("line", ["a: {b: c d: e}", "a: \u201cb\u201d", "a: 'x' y", "\u2013 a: b"])
def test_a_guess_stands_inside_its_line(line: str):
    """So that an editor can go there."""
    assert all(0 <= column <= len(line) for column, _ in guesses(line))


def test_indentation_is_that_of_a_line_nearby():
    """The nearest depth comes first."""
    (indentation,) = (find for find in FINDERS if find.__name__ == "_indentation")
    mistakes = list(indentation(["a:", "  b: c", "   d: e"], 2))
    assert [mistake.mended for mistake in mistakes] == ["  d: e", "d: e"]
    assert set(HIDING) < set(FINDERS)
