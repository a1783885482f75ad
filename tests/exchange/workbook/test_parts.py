import io

import pytest

import workbooks
from equity_blocks.exchange.workbook import to_workbook
from equity_blocks.model.questionnaire import Choice

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
calamine = pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")


def _rows(content, name):
    return calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_each_part_is_a_row():
    """With the practice, what it says, the level, and what that counts."""
    content = workbooks.made(ratings={"vision": {"criteria": {"written": "partly", "known": "unknown"}}})
    assert _rows(content, "Parts")[5:] == [
        ["vision", "written", "Vision", "It is written", "Partly", "p:vision", 0.5],
        ["vision", "known", "Vision", "It is known", "unknown", "p:vision", ""],
    ]


def test_a_framework_without_parts_has_no_such_sheet():
    """An empty one would be a question."""
    asked = workbooks.asked(workbooks.mini())
    content = to_workbook(asked._replace(items=asked.items[1:]))
    assert "Parts" not in calamine.load_workbook(io.BytesIO(content)).sheet_names


def test_levels_are_explained_side_by_side():
    """The lowest on the left, for printing and for reading before answering."""
    asked = workbooks.asked(workbooks.mini())
    choices = tuple(choice._replace(meaning=f"Means {choice.id}.") for choice in asked.items[1].choices)
    content = to_workbook(asked._replace(items=(asked.items[1]._replace(choices=choices),)))
    (row,) = _rows(content, "Levels")[3:]
    assert row[0] == "Budget"
    assert row[2:5] == ["Not started\nMeans not-started.", "Partly\nMeans partly.", "In place\nMeans in-place."]


def test_a_level_that_is_called_what_it_means_is_not_told_twice():
    """As the points of a range, which have no other name."""
    asked = workbooks.asked(workbooks.mini())
    choices = tuple(Choice(name, name, name, i) for i, name in enumerate(("0", "50", "100")))
    content = to_workbook(asked._replace(items=(asked.items[0]._replace(choices=choices),)))
    assert _rows(content, "Levels")[3][2:5] == ["0", "50", "100"]
