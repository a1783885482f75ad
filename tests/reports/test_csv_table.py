import csv
import io

import pytest

from equity_blocks.reports.csv_table import as_csv
from equity_blocks.reports.document import Column, Table

COLUMNS = (Column("a"), Column("b"))


def _read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_head_stands_above_the_rows():
    """Lines end with a line feed."""
    assert as_csv(Table(COLUMNS, (("1", "x"), ("2", "")))) == "a,b\n1,x\n2,\n"


def test_a_table_without_rows_has_its_head():
    """A reader still learns the columns."""
    assert as_csv(Table(COLUMNS, ())) == "a,b\n"


@pytest.mark.parametrize(
    "text", ["a,b", 'say "x"', "two\nlines", "two\r\nlines", "a\rb", "a;b", "\u2028", "", " a "], ids=ascii
)
def test_what_is_written_is_read_back(text):
    """Commas, quotes and every kind of line break stay inside their cell."""
    assert _read(as_csv(Table(COLUMNS, ((text, "x"), ("y", text))))) == [["a", "b"], [text, "x"], ["y", text]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "-", "+a"],
)
def test_a_formula_becomes_text(text):
    """An apostrophe in front keeps a spreadsheet from running it."""
    assert _read(as_csv(Table(COLUMNS, ((text, "x"),))))[1] == ["'" + text, "x"]


@pytest.mark.parametrize("text", ["-0.5", "+3", "1e-05", "-1e-05", "0.16666666666666666", "0"])
def test_numbers_stay_numbers(text):
    """A minus sign alone makes no formula."""
    assert _read(as_csv(Table(COLUMNS, ((text, "x"),))))[1] == [text, "x"]
