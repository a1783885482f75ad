import io
import time
import zipfile

import pytest

import workbooks
from equity_blocks.errors import UnsuitableError
from equity_blocks.exchange.workbook import to_workbook
from equity_blocks.model.result import NOTICE

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
calamine = pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")


def _sheet(content, name):
    book = calamine.load_workbook(io.BytesIO(content))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _said(content, name):
    return "\n".join(str(cell) for row in _sheet(content, name) for cell in row if cell != "")


def test_the_sheets_stand_in_the_order_in_which_they_are_needed():
    """What is for programs comes last, and is hidden."""
    book = calamine.load_workbook(io.BytesIO(workbooks.made()))
    assert [(sheet.name, repr(sheet.visible).rpartition(".")[2]) for sheet in book.sheets_metadata] == [
        ("Start here", "Visible"),
        ("Answers", "Visible"),
        ("Parts", "Visible"),
        ("Levels", "Visible"),
        ("Summary", "Visible"),
        ("Lists", "Hidden"),
        ("_meta", "VeryHidden"),
    ]


def test_a_respondent_gets_no_summary():
    """What others said, and what is planned, is none of theirs."""
    content = workbooks.made(respondent="ann")
    assert calamine.load_workbook(io.BytesIO(content)).sheet_names == [
        "Start here",
        "Answers",
        "Parts",
        "Levels",
        "Lists",
        "_meta",
    ]


def test_the_start_says_draft_privacy_and_notice():
    """And for whom it is, and how to fill it in."""
    said = _said(workbooks.made(respondent="ann"), "Start here")
    for part in ("Draft: ", "For\nann", "beside your name", "choose the status unknown", NOTICE):
        assert part in said
    final = workbooks.asked(workbooks.mini())._replace(is_final=True)
    assert "Draft" not in _said(to_workbook(final), "Start here")
    confidential = workbooks.asked(workbooks.mini(), respondent="ann")._replace(promise="confidential")
    assert "never shown beside your name" in _said(to_workbook(confidential), "Start here")


def test_no_text_is_a_formula_or_an_address():
    """Whatever people wrote, the only formulas are ours, and they hold none of it."""
    notes = ['=HYPERLINK("http://x")', "+1", "-1", "@x", "http://x.example", "=cmd|' /C calc'!A0"]
    for note in notes:
        content = workbooks.made(ratings={"budget": {"level": "partly", "note": note, "owner": note}})
        text = zipfile.ZipFile(io.BytesIO(content)).read(workbooks.part_of(content, "Answers")).decode()
        place = workbooks.cell(content, "budget", "note")
        found = text[text.index(f'r="{place}"') :].partition("</c>")[0]
        assert 't="s"' in found
        assert "<f>" not in found
        assert "x.example" not in text


def test_the_same_questionnaire_makes_the_same_bytes():
    """So that a changed file is a changed questionnaire."""
    assert workbooks.made() == workbooks.made()


def test_a_text_beyond_a_cell_names_its_place():
    """Which column, of which practice."""
    with pytest.raises(UnsuitableError, match="'Note' of 'budget' has 40,000 characters") as caught:
        workbooks.made(ratings={"budget": {"note": "x" * 40_000}})
    assert caught.value.code == "too_long"


def test_nothing_asked_is_no_workbook():
    """An empty sheet would be filled in by nobody."""
    with pytest.raises(UnsuitableError, match="there is nothing to ask"):
        to_workbook(workbooks.asked(workbooks.mini())._replace(items=()))


def test_a_large_framework_is_written_quickly():
    """49 practices take under half a second on a machine of its own; twenty times that is a mistake."""
    import equity_blocks as eb

    framework = eb.load_framework("hcplan-apm")
    asked = workbooks.asked(framework)
    begun = time.process_time()
    to_workbook(asked, framework=framework)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ([None, None], "Choose a level for each row."),
        ([None, (0, 9)], "Choose a level, or type a score, for each row."),
        ([(0, 100), (0, 9)], "Type a score for each row."),
    ],
)
def test_the_start_says_what_a_row_takes(ranges, said):
    """A level is chosen, a score is typed."""
    asked = workbooks.asked(workbooks.mini())
    items = [asked.items[0]._replace(practice=f"p{i}", range=each) for i, each in enumerate(ranges)]
    assert f"Open the sheet Answers. {said}" in _said(to_workbook(asked._replace(items=tuple(items))), "Start here")
