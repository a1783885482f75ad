import io
import re
import zipfile

import pytest

import workbooks
from equity_blocks.engine.collecting.questionnaire import questionnaire
from equity_blocks.exchange.workbook import to_workbook

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")


def _xml(content, sheet="Answers"):
    return zipfile.ZipFile(io.BytesIO(content)).read(workbooks.part_of(content, sheet)).decode()


def test_levels_are_chosen_from_a_defined_list_and_scores_checked():
    """A drop-down by name, and for a range the least and the most."""
    content = workbooks.made()
    checks = re.findall(r"<dataValidation [^>]*[^/]>.*?</dataValidation>", _xml(content))
    at = {re.search(r'sqref="(\w+)"', check)[1]: check for check in checks}
    assert "<formula1>Levels_1</formula1>" in at[workbooks.cell(content, "budget", "level")]
    score = at[workbooks.cell(content, "access", "level")]
    assert 'type="decimal"' in score
    assert "<formula1>0.0</formula1><formula2>10.0</formula2>" in score
    assert '"rated,unknown,does not apply,not pursued"' in at[workbooks.cell(content, "budget", "status")]


def test_what_cannot_be_said_is_not_offered():
    """Where a practice is meant for everybody, it cannot not apply."""
    asked = workbooks.asked(workbooks.mini())
    items = tuple(item._replace(may_not_apply=False) for item in asked.items)
    assert "does not apply&quot;" not in _xml(to_workbook(asked._replace(items=items))).replace('","', "")
    assert '"rated,unknown,not pursued"' in _xml(to_workbook(asked._replace(items=items)))


def test_what_levels_mean_is_at_hand():
    """In the note of each level, with what could show it."""
    content = workbooks.made()
    notes = (
        zipfile.ZipFile(io.BytesIO(content))
        .read(
            "xl/comments2.xml"
            if "xl/comments2.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
            else "xl/comments1.xml"
        )
        .decode()
    )
    assert notes.count("<comment ") == 3
    assert "Not started" in notes


def test_blanks_and_contradictions_are_flagged():
    """Yellow where nothing is said, red where two things are."""
    text = _xml(workbooks.made())
    rules = re.findall(r"<cfRule .*?<formula>(.*?)</formula>", text)
    assert any(rule.endswith("=0") for rule in rules)
    assert any('="does not apply"' in rule.replace("&quot;", '"') for rule in rules)


def test_the_sheet_stays_where_people_look():
    """Headings and titles are frozen, rows can be filtered, and printing repeats the headings."""
    content = workbooks.made()
    text = _xml(content)
    assert 'state="frozen"' in text
    assert "<autoFilter " in text
    assert 'orientation="landscape"' in text
    assert 'fitToHeight="0"' in text
    assert "sheetProtection" not in text  # sorting would be refused
    book = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Titles" in book


def test_last_year_is_shown_and_is_no_answer():
    """A grey column beside the answers."""
    asked = workbooks.asked(workbooks.mini())
    items = (asked.items[0]._replace(reference="Partly", is_changed=True), *asked.items[1:])
    content = to_workbook(asked._replace(items=items))
    strings = zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml").decode()
    assert "Partly (asked differently now)" in strings
    assert workbooks.read(content).data["ratings"]["vision"] == {}


def test_what_respondents_answered_is_not_asked_of_the_owner():
    """Its level is given, nothing can be chosen there, and it is counted as answered."""
    said = {"budget": {"answers": {"cmo": "partly", "cfo": "in-place"}}}
    people = [{"id": "cmo"}, {"id": "cfo"}]
    answered = workbooks.assessed(workbooks.mini(), said, respondents=people)
    content = to_workbook(questionnaire(workbooks.mini(), answered))
    checked = re.findall(r'sqref="(\w+)"', _xml(content))
    assert workbooks.cell(content, "budget", "level") not in checked
    assert workbooks.cell(content, "vision", "level") in checked
    question = workbooks.shown(content, "Answers", workbooks.cell(content, "budget", "question"))
    assert question.endswith("leave the level blank. `agree` writes what they settle on.")
