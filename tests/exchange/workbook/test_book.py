import builtins

import pytest

from equity_blocks.errors import UnsuitableError
from equity_blocks.exchange.workbook.book import MOST_CHARACTERS, RAMP, Book, cell_text, height
from equity_blocks.model.colors import DARK, contrast


def test_a_missing_library_names_the_extra(monkeypatch):
    """Whoever has not installed it is told how."""
    find = builtins.__import__
    import importlib

    def refuse(name, *rest, **how):
        if name == "xlsxwriter":
            raise ImportError(name)
        return find(name, *rest, **how)

    monkeypatch.setattr("equity_blocks.exchange.workbook.book.import_module", lambda name: refuse(name) or importlib)
    with pytest.raises(UnsuitableError, match=r"pip install equity-blocks\[excel\]") as caught:
        Book("Mini")
    assert caught.value.code == "not_installed"


def test_text_beyond_a_cell_is_refused():
    """Excel would cut it without a word; a smile counts as two."""
    assert len(cell_text("x" * MOST_CHARACTERS)) == MOST_CHARACTERS
    with pytest.raises(UnsuitableError, match=r"'Note' of 'vision' has 32,768 characters, and a cell .* holds 32,767"):
        cell_text("x" * (MOST_CHARACTERS - 1) + "\N{GRINNING FACE}", "'Note' of 'vision'")


def test_what_no_cell_can_hold_becomes_a_mark():
    """Half a character, and what steers a terminal."""
    assert cell_text("a\ud800b\x1b") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_rows_grow_with_their_longest_cell():
    """Programs that do not fit rows to their text show all of it all the same."""
    assert height([("one line", 30)]) < height([("word " * 40, 30), ("short", 9)]) <= 400


@pytest.mark.parametrize("color", RAMP)
def test_levels_stay_readable_on_their_color(color):
    """Dark letters on each step of the ramp, by the contrast that small text asks for."""
    assert contrast(DARK, color) >= 4.5
