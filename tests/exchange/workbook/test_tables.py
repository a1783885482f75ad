import datetime as dt

import pytest

import workbooks
from equity_blocks.exchange.workbook.archive import Archive
from equity_blocks.exchange.workbook.columns import ANSWERS, answer_columns
from equity_blocks.exchange.workbook.tables import Opened, Table, meta_of, shown

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")


def _opened(content):
    return Opened(Archive(content, "a.xlsx"), content)


def test_the_metadata_names_what_was_asked():
    """Framework, kind, practices in their order, parts, and what the drop-downs said."""
    meta = meta_of(_opened(workbooks.made(respondent="ann")))
    assert (meta.facts["framework"], meta.kind, meta.facts["respondent"]) == ("mini", "answers", "ann")
    assert list(meta.items) == ["vision", "budget", "access"]
    assert meta.parts == {"vision": ("written", "known")}
    assert meta.levels[meta.items["budget"]] == {
        "Not started": "not-started",
        "Partly": "partly",
        "In place": "in-place",
    }


def test_another_programs_sheet_is_no_metadata():
    """A format that is not ours is not read as if it were."""
    content = workbooks.changed(
        workbooks.made(), {"xl/sharedStrings.xml": lambda text: text.replace("workbook/1", "workbook/9")}
    )
    assert meta_of(_opened(content)) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2026, 9, 12), "2026-09-12"),  # noqa: DTZ001 - cells know no time zones
        (dt.date(2026, 9, 12), "2026-09-12"),
        (0.1 + 0.2, "0.3"),
        (12.0, "12"),
        ("\n ", ""),
    ],
)
def test_a_cell_reads_as_people_see_it(value, text):
    """Days as ISO writes them, numbers without what rounding left."""
    assert shown(value) == text


def test_columns_are_found_wherever_they_stand():
    """By their hidden names, and rows by their ids."""
    content = workbooks.made(ratings={"budget": {"note": "here"}})
    columns = answer_columns(workbooks.asked(workbooks.mini()))
    table = Table(_opened(content), ANSWERS, columns, "a.xlsx")
    row = next(row for row in table.rows if row.text("id") == "budget")
    assert table.problems == []
    assert (row.text("note"), row.place("note")) == ("here", f"Answers!{workbooks.cell(content, 'budget', 'note')}")
    assert row.value("nothing") is None


def test_a_sheet_without_its_hidden_row_is_told():
    """Without it nobody knows which column is which."""
    content = workbooks.changed(workbooks.made(), {"xl/sharedStrings.xml": lambda text: text.replace("eb.", "x.")})
    table = Table(_opened(content), ANSWERS, answer_columns(workbooks.asked(workbooks.mini())), "a.xlsx")
    assert [problem.code for problem in table.problems] == ["missing_columns"]


def test_a_column_that_is_there_twice_is_told():
    """Somebody pasted one beside another."""
    content = workbooks.changed(
        workbooks.made(), {"xl/sharedStrings.xml": lambda text: text.replace("eb.owner<", "eb.note<")}
    )
    table = Table(_opened(content), ANSWERS, answer_columns(workbooks.asked(workbooks.mini())), "a.xlsx")
    assert [problem.code for problem in table.problems] == ["duplicate_column", "missing_columns"]
