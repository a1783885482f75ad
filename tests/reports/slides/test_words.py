import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_blocks.reports.slides.words import broken, letters, lines, plain, safe, shortened


@settings(max_examples=60)
@given(st.text(max_size=80), st.integers(2, 60))
def test_a_shortened_text_is_the_beginning_of_it(text, most):
    """With a mark where something is left out, and never longer."""
    short = shortened(text, most)
    assert short == text or text.startswith(short.removesuffix("\N{HORIZONTAL ELLIPSIS}"))
    assert len(short) <= max(len(text), 1)


def test_words_stay_whole():
    """Where the text before them is not too short."""
    assert shortened("Governance and accountability for all", 20) == "Governance and\N{HORIZONTAL ELLIPSIS}"
    assert shortened("short", 20) == "short"


def test_what_steers_becomes_a_mark():
    """Characters that no file can hold, too."""
    assert safe("a\ufffe\x00\u202eb") == "a" + 3 * "\N{REPLACEMENT CHARACTER}" + "b"
    assert plain("a\n\tb  c") == "a b c"


@pytest.mark.parametrize(("text", "many"), [("", 1), ("one\ntwo", 2), ("W" * 60, 10), ("area " * 20, 10)])
def test_lines_are_counted_as_words_wrap(text, many):
    """A word longer than a line is broken; wide letters take more room."""
    assert letters(1.0, 12) == 11
    assert lines(text, 1.0, 12) == many


def test_long_words_are_cut():
    """The others stay."""
    assert broken("an incomprehensibility", 8) == "an incompr\N{HORIZONTAL ELLIPSIS}"
