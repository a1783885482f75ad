import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.errors import visible
from equity_blocks.exchange.csv_text import as_csv, guarded, unguarded

COLUMNS = ("a", "b")


def _read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_head_stands_above_the_rows():
    """Lines end with a line feed."""
    assert as_csv(COLUMNS, (("1", "x"), ("2", ""))) == "a,b\n1,x\n2,\n"


def test_a_table_without_rows_has_its_head():
    """A reader still learns the columns."""
    assert as_csv(COLUMNS, ()) == "a,b\n"


@pytest.mark.parametrize(
    "text", ["a,b", 'say "x"', "two\nlines", "a;b", "a; b", "a - b = c", "", " a ", "\u2013", "1,=2"]
)
def test_what_is_written_is_read_back(text):
    """Commas, quotes and line breaks stay inside their cell."""
    assert _read(as_csv(COLUMNS, ((text, "x"), ("y", text)))) == [["a", "b"], [text, "x"], ["y", text]]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("two\r\nlines", "two\nlines"),
        ("a\rb", "a\nb"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\u202eb", "a\ufffdb"),
        ("a\u2028b", "a\ufffdb"),
        ("\ufeffa", "\ufffda"),
    ],
    ids=ascii,
)
def test_what_steers_a_terminal_or_turns_text_round_becomes_a_mark(text, written):
    """CSV is printed, too; line ends of other systems are line ends."""
    assert _read(as_csv(COLUMNS, ((text, "x"),))) == [["a", "b"], [written, "x"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "-", "+a", "-1_0",
        "-inf", "\t=1", "\n=1", " =1", "\u00a0=1", "\u3000=1", "\u200b=1", "\u2060+1", "\ttext", "\ntext",
        "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a", "\ufe66a",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_formula_becomes_text(text):
    """An apostrophe in front keeps a spreadsheet from running it, also behind what cannot be seen."""
    assert _read(as_csv((text, "b"), ((text, "x"),))) == [["'" + text, "b"], ["'" + text, "x"]]


@pytest.mark.parametrize("text", ["\r=1", "\r\n=1", "\ufeff=1", "\x00=1", "\u202e=1", "\ufeff \uff1d1"], ids=ascii)
def test_a_formula_behind_marks_becomes_text(text):
    """What is left out in front of it leaves no formula behind."""
    ((_, _), (cell, _)) = _read(as_csv(COLUMNS, ((text, "x"),)))
    assert cell.startswith("'")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;=1", "a;'=1"),
        ("a\n=1", "a\n'=1"),
        ("a\t@b", "a\t'@b"),
        ("a; \uff1d1;-2", "a;' \uff1d1;'-2"),
        ("=1;=2", "'=1;'=2"),
    ],
    ids=ascii,
)
def test_a_formula_where_others_end_a_cell_becomes_text(text, written):
    """Spreadsheets of other countries divide cells at semicolons, others at tabs, and some read line by line."""
    assert _read(as_csv(COLUMNS, ((text, "x"),)))[1] == [written, "x"]


@pytest.mark.parametrize("text", ["-0.5", "+3", "1e-05", "-1e-05", "0.16666666666666666", "0", "1e300", "-.5"])
def test_numbers_stay_numbers(text):
    """A minus sign alone makes no formula."""
    assert _read(as_csv(COLUMNS, ((text, "x"),)))[1] == [text, "x"]


def test_flags_and_missing_values_are_written_as_programs_read_them():
    """Nothing stands where there is no value, and a flag is a word in small letters."""
    assert as_csv(("a", "b", "c"), ((None, True, 0),)) == "a,b,c\n,true,0\n"


@given(st.text(st.sampled_from("'=+-@;\t\n\r \u00a0\u200b\uff1da1"), max_size=12) | st.text(max_size=20))
def test_what_is_guarded_comes_back_to_the_letter(text):
    """And needs no other guard; line ends are line feeds, and what no one can see is a mark, as everywhere."""
    assert unguarded(guarded(text)) == visible(text)
    assert _read(as_csv(("a",), [(guarded(text),)])) == [["a"], [guarded(text)] if guarded(text) else [""]]
