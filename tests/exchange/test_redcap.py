import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answered
import canaries
import equity_blocks as eb
import hostile_texts
import workbooks
from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.answer_fields import CARRIED
from equity_blocks.exchange.csv_text import as_csv
from equity_blocks.exchange.questions import Question
from equity_blocks.exchange.redcap import COLUMNS, asked_in, field_name, from_export, to_dictionary
from redcap_records import exported

NAME = "data.csv"


def _rows(asked):
    return [*csv.DictReader(io.StringIO(to_dictionary(asked), newline=""))]


def _read(text, framework=None):
    return from_export(text.encode(), NAME, framework or workbooks.mini())


def _told(text):
    return [(problem.code, problem.place) for reply in _read(text) for problem in reply.problems]


@pytest.mark.parametrize("name", ["hcplan-apm", "rise-to-health-payers", "mini"])
def test_a_dictionary_is_one_that_redcap_takes(name):
    """18 columns; the record first; names short, plain, without two underscores, each once; the id beside each."""
    framework = workbooks.mini() if name == "mini" else eb.load_framework(name)
    rows = _rows(workbooks.questionnaire(framework, respondent="ann"))
    assert [*rows[0]] == [*COLUMNS]
    assert len(COLUMNS) == 18
    names = [row[COLUMNS[0]] for row in rows]
    assert names[0] == "record_id"
    assert len(names) == len(set(names))
    assert [each for each in names if not re.fullmatch("[a-z](?!.*__)[a-z0-9_]{0,25}", each)] == []
    annotated = {row["Field Annotation"].removeprefix("id: ") for row in rows}
    assert set(framework.practices) <= annotated
    assert {row["Form Name"] for row in rows} == {framework.id.replace("-", "_")}


def test_levels_are_numbered_and_a_reason_is_asked_where_it_is_needed():
    """Raw codes from 0, and those of statuses far from them; a score has its bounds."""
    rows = {row[COLUMNS[0]]: row for row in _rows(workbooks.asked(workbooks.mini(), respondent="ann"))}
    choices = "0, Not started | 1, Partly | 2, In place | 98, Unknown | 99, Does not apply"
    assert rows["q_budget"]["Choices, Calculations, OR Slider Labels"] == choices
    assert rows["r_budget"]["Branching Logic (Show field only if...)"] == "[q_budget] = '99'"
    assert rows["r_access"]["Branching Logic (Show field only if...)"] == "[s_access] = '99'"
    score = rows["q_access"]
    assert [score[column] for column in COLUMNS[7:10]] == ["number", "0", "10"]
    assert rows["q_vision"]["Section Header"] == "Board"
    assert rows["q_budget"]["Section Header"] == ""


def test_a_dictionary_holds_nothing_that_anybody_said():
    """Neither names, nor notes, nor answers, nor plans, the owner's own included."""
    framework, assessment = canaries.FRAMEWORK, canaries.assessment()
    assert canaries.found(to_dictionary(workbooks.questionnaire(framework, assessment))) == []


def test_names_are_the_same_in_every_dictionary():
    """Whatever else is asked; names that could be taken for others have a hash."""
    assert field_name("a-b", Question("a-b/note", "note", "")) == "n_a_b"
    odd = [("a_b", "a_b/note"), ("a.b", "a.b/note"), ("x" * 40, "x/note"), ("x" * 41, "y/note")]
    names = [field_name(practice, Question(link, "note", "")) for practice, link in odd]
    assert len({*names, "n_a_b"}) == 5
    assert max(map(len, names)) == 26


def test_labels_hold_no_formula_no_html_and_no_field():
    """Whatever a framework says."""
    asked = workbooks.questionnaire(hostile_texts.framework(), hostile_texts.assessment())
    rows = _rows(asked)
    assert as_csv(COLUMNS, [[*row.values()] for row in rows]) == to_dictionary(asked)
    said = [row[column] for row in rows for column in (COLUMNS[2], COLUMNS[4], COLUMNS[5], COLUMNS[6])]
    assert [text for text in said if re.search(r"[<\[\]\n]", text)] == []


@settings(max_examples=25)
@given(st.integers(0, 10**9), st.sampled_from(("owner", "answers")))
def test_random_answers_come_back_as_they_were(number, kind):
    """From the raw export of a record that says what is known."""
    framework, ratings, asked = answered.drawn(number, kind)
    (reply,) = from_export(exported(asked), NAME, framework)
    assert answered.same(framework, ratings, reply)
    assert (reply.kind, reply.carries, reply.fingerprint) == (kind, CARRIED[kind], framework.fingerprint)
    assert reply.data.get("respondents", []) == ([{"id": "ann"}] if kind == "answers" else [])


@pytest.mark.parametrize("text", answered.TEXTS)
def test_texts_come_back_to_the_letter(text):
    """Emoji, line breaks, apostrophes, and 5,000 letters."""
    framework = workbooks.mini()
    ratings = {"budget": {"note": text, "not_applicable": text}}
    (reply,) = from_export(exported(workbooks.asked(framework, ratings)), NAME, framework)
    assert reply.data["ratings"]["budget"] == ratings["budget"]


def test_each_record_is_a_respondent():
    """Called as they said, else after the record; with the day of the survey."""
    replies = _read(
        "record_id,mini_timestamp,eb_respondent,q_budget\n1,2026-09-12 10:00:00,ann,1\nOrg 7,[not completed],,98\n"
    )
    assert [reply.data["respondents"][0]["id"] for reply in replies] == ["ann", "record-org-7"]
    assert [reply.filled_on for reply in replies] == ["2026-09-12", ""]
    assert [reply.data["ratings"] for reply in replies] == [
        {"budget": {"level": "partly"}}, {"budget": {"level": "unknown"}},
    ]  # fmt: skip
    assert replies[0].data["respondents"][0]["asked"] == ["budget"]
    assert replies[0].place(("ratings", "budget", "level")) == "row 2, q_budget"


def test_columns_of_other_questions_are_told():
    """Nothing that REDCap adds itself, and nothing that is blank."""
    text = "record_id,redcap_event_name,q_budget,age,q_bugdet,mini_complete\n1,a,1,50,1,2\n2,a,1,,,2\n"
    notes = [reply.notes for reply in _read(text)]
    assert notes == [("row 2: columns of other questions were left out: age and q_bugdet",), ()]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("record_id,q_budget\n1,Partly\n", [("unknown_option", "row 2, q_budget")]),
        ("record_id,q_access\n1,many\n", [("wrong_type", "row 2, q_access")]),
        ("record_id,q_access\n1,11\n", [("unknown_level", "row 2, q_access")]),
        ("record_id,q_budget\n1,1\n1,2\n", [("duplicate_row", "row 3, record_id")]),
        ("record_id,q_budget\n1,99\n", [("no_reason", "row 2, q_budget")]),
        ("record_id,age\n1,50\n", [("missing_columns", "row 2, record_id")]),
        ("record_id,eb_facts,q_budget\n1,framework=other revision=1,1\n", [("wrong_framework", "row 2, eb_facts")]),
        ("record_id,eb_facts,q_budget\n1,framework=mini revision=7,1\n", [("wrong_revision", "row 2, eb_facts")]),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row_and_field(text, told):
    """Labels instead of codes, what is no number, repeats, and another project."""
    assert _told(text) == told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"id,q_budget\n1,1\n", "missing_columns"),
        (b"record_id,q_budget,q_budget\n1,1,1\n", "missing_columns"),
        (b"record_id,q_budget\n", "no_answers"),
        (b"record_id\n\xff", "not_utf8"),
        (b"record_id\n" + b"1\n" * 10_001, "too_large"),
        (b"record_id\n" + b"1" * 20_000_001, "too_large"),
        (b'record_id\n"' + b"1" * 1_000_001 + b'"', "not_a_table"),
    ],
)
def test_what_is_no_export_is_refused(content, code):
    """With what to do."""
    with pytest.raises(InvalidDataError, match=r"^data\.csv: ") as caught:
        from_export(content, NAME, workbooks.mini())
    assert [problem.code for problem in caught.value.problems] == [code]


def test_an_export_says_which_framework_it_answers():
    """If its first filled record does."""
    asked = workbooks.asked(workbooks.mini(), respondent="ann")
    assert asked_in(exported(asked), NAME) == ("mini", 1)
    assert asked_in(b"record_id,q_budget\n1,1\n", NAME) is None
