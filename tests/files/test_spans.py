"""Spans cut a text exactly where its values begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.files.spans import Lines, spans_of
from noisy_text import Written, drawn_data, leaves
from strategies import Dice


def values(text):
    """Give the text of every value that stands alone."""
    return [text[span.start : span.end] for span in spans_of(text).inner() if not span.values and not span.keys]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # why\nb:\n", ["a", "1", "b", ""]),
        ("a: 'x\n  y'  # why\n", ["a", "'x\n  y'"]),
        ("a: |\n  x\n\n  y \n\n# why\nb: 1\n", ["a", "|\n  x\n\n  y ", "b", "1"]),
        ("a: |+\n  x\n\n\nb: 1\n", ["a", "|+\n  x\n\n", "b", "1"]),
        ("a: &x b\nc: *x\n", ["a", "b", "c", "*x"]),
        ("- a\n-\n  b\n- {c: [d, ]}\n", ["a", "b", "c", "d"]),
        ('{"a": "\\ud83d\\ude00", "b": 1}', ['"a"', '"\\ud83d\\ude00"', '"b"', "1"]),
        ("é: 🎉🎉\nb: 1\n", ["é", "🎉🎉", "b", "1"]),
    ],
)
def test_a_value_is_cut_out_exactly(text, expected):
    """Without its anchor, and without the comments and blank lines behind it."""
    assert sorted(values(text)) == sorted(expected)


def test_a_text_without_values_has_no_span():
    """Comments are no value."""
    assert spans_of("# nothing\n") is None


@given(st.binary(min_size=600, max_size=600))
def test_every_value_is_found_where_it_was_written(thrown):
    """In whichever style: the pieces of a writer of our own are the spans."""
    drawn = Dice(thrown)
    data = drawn_data(drawn)
    written = Written(data, drawn)
    pieces = [piece for piece, path in written.pieces if path is not None]
    text = written.text.removeprefix("\ufeff")
    root = spans_of(text)
    keys = {id(key) for span in root.inner() for key in span.keys}
    found = [text[s.start : s.end] for s in root.inner() if not s.values and id(s) not in keys]
    assert len(found) == len(leaves(data))
    assert sorted(found) == sorted(pieces)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(newline):
    """Places and lines are counted alike."""
    lines = Lines(f"ab{newline}cd")
    at = len(f"ab{newline}") + 1
    assert (lines.newline, lines.start_of_line(at), lines.column(at), lines.line(at)) == (newline, at - 1, 1, 2)
    assert (lines.end_of_line(0), lines.next_line(0), lines.next_line(at)) == (2, at - 1, at + 1)
