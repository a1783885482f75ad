import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answered
import canaries
import hostile_texts
import workbooks
from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.answer_fields import CARRIED
from equity_blocks.exchange.csv_answers import ASKED, CARRIES, FACTS, FILLED, asked_in, from_csv, to_csv
from equity_blocks.exchange.csv_text import as_csv

NAME = "a.csv"


def _back(asked, framework, change=lambda text: text):
    return from_csv(change(to_csv(asked)).encode(), NAME, framework)


def _read(text):
    return from_csv(text.encode(), NAME, workbooks.mini())


def _told(reply):
    return [(problem.code, problem.place) for problem in reply.problems]


@settings(max_examples=25)
@given(st.integers(0, 10**9), st.sampled_from(("owner", "answers")))
def test_random_answers_come_back_as_they_were(number, kind):
    """Of the owner, and of a respondent; scores, parts, shares and odd texts among them."""
    framework, ratings, asked = answered.drawn(number, kind)
    reply = _back(asked, framework)
    assert answered.same(framework, ratings, reply)
    assert (reply.kind, reply.carries, reply.notes) == (kind, CARRIED[kind], ())
    assert reply.data.get("respondents", []) == ([{"id": "ann", "people": 3}] if kind == "answers" else [])


@pytest.mark.parametrize("text", answered.TEXTS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_texts_come_back_to_the_letter(text, delimiter):
    """Also where a program saved the table with another sign between cells, and other line ends."""
    framework = workbooks.mini()
    ratings = {"budget": {"note": text, "not_applicable": text, "owner": text}}

    def saved(written):
        stream = io.StringIO()
        rows = csv.reader(io.StringIO(written, newline=""))
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        return "\ufeff" + stream.getvalue()

    assert _back(workbooks.asked(framework, ratings), framework, saved).data["ratings"]["budget"] == ratings["budget"]


def test_no_cell_is_a_formula():
    """Whatever people and frameworks write."""
    framework, assessment = hostile_texts.framework(), hostile_texts.assessment()
    written = to_csv(workbooks.questionnaire(framework, assessment))
    rows = [*csv.reader(io.StringIO(written, newline=""))]
    assert as_csv(rows[0], rows[1:]) == written
    assert from_csv(written.encode(), NAME, framework).problems == ()


def test_a_respondents_table_holds_nothing_of_others():
    """Neither names, nor notes, nor plans: only the id of the assessment."""
    asked = workbooks.questionnaire(canaries.FRAMEWORK, canaries.assessment(), respondent="somebody-new")
    assert canaries.found(to_csv(asked)) == ["zx-id"]


def test_columns_are_those_that_are_documented():
    """Each says what stands there; a respondent's has nothing of the plan."""
    framework = workbooks.mini()
    for kind, how in (("owner", {}), ("answers", {"respondent": "ann"})):
        header = to_csv(workbooks.asked(framework, **how)).partition("\n")[0].split(",")
        assert header == [*ASKED, *FILLED[kind], *FACTS]
    assert all(text.endswith(".") for columns in (ASKED, FACTS, *FILLED.values()) for text in columns.values())
    assert set(FILLED["answers"]) < set(FILLED["owner"])
    assert set(CARRIES) == set(FILLED)


def test_a_table_of_somebodys_own_is_read():
    """Two columns are enough; it carries what it has columns for."""
    reply = _read("Practice;Level;Note\nvision;In place;\nbudget;;since May\n")
    assert reply.data == {
        "framework": "mini",
        "ratings": {"vision": {"level": "in-place"}, "budget": {"note": "since May"}},
    }
    assert (reply.kind, reply.carries) == ("answers", ("level", "note"))
    assert reply.place(("ratings", "budget", "note")) == "row 3, note"


def test_a_role_is_asked_no_more_than_its_rows():
    """What was asked is known from the rows; without such a limit, everything was."""
    framework = workbooks.mini()
    asked = workbooks.asked(framework, respondent="ann")
    some = asked._replace(items=asked.items[:1], asked=asked.asked._replace(practices=("vision",)))
    assert _back(some, framework).data["respondents"] == [{"id": "ann", "asked": ["vision"]}]
    assert _back(asked, framework).data["respondents"] == [{"id": "ann"}]


def test_what_is_agreed_comes_back():
    """With the day."""
    framework = workbooks.mini()
    said = {"budget": {"answers": {"ann": "not-started", "ben": "in-place"}}}
    known = workbooks.assessed(framework, said, respondents=[{"id": "ann"}, {"id": "ben"}])
    asked = workbooks.questionnaire(framework, known, contested=True)
    rows = [*csv.DictReader(io.StringIO(to_csv(asked), newline=""))]
    rows[0] |= {"level": "partly", "by": "board", "date": "2026-09-12", "why": "=why"}
    reply = _read(as_csv([*rows[0]], [[*row.values()] for row in rows]))
    assert (reply.kind, reply.carries, reply.problems) == ("contested", ("agreed",), ())
    agreed = {"level": "partly", "by": "board", "date": "2026-09-12", "why": "=why"}
    assert reply.data["ratings"] == {"budget": {"agreed": agreed}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("practice,level\nvision,hgih\n", [("unknown_level", "row 2, level")]),
        ("practice,level\nvison,partly\n", [("unknown_practice", "row 2")]),
        ("practice,level\nvision,partly\nvision,partly\n", [("duplicate_row", "row 3, practice")]),
        ("practice,part,level\nvision,writen,partly\n", [("unknown_criterion", "row 2, part")]),
        ("practice,part,level\nvision,,partly\nvision,known,partly\n", [("contradiction", "row 2, level")]),
        ("practice,level,remark\nvision,partly,x\n", [("extra_column", "row 1")]),
        ("practice,level\nvision,partly,x\n", [("extra_column", "row 2")]),
        ("practice,level\n,partly\n", [("extra_row", "row 2, practice")]),
        ("practice,level,framework\nvision,partly,other\n", [("wrong_framework", "row 2")]),
        ("practice,level,revision\nvision,partly,9\n", [("wrong_revision", "row 2")]),
        ("practice,level,kind,owner\nvision,partly,answers,x\n", [("extra_column", "row 1")]),
        ("practice,level,respondent\nvision,partly,ann\nbudget,partly,ben\n", [("contradiction", "row 3, respondent")]),
        ("row,practice,level\n1 of 3,vision,partly\n3 of 3,access,5\n", [("missing_row", "")]),
        ('practice,level,note\nvision,partly,"a\x07b"\n', [("control_character", "row 2, note")]),
        ("practice,level\naccess,11\n", [("unknown_level", "row 2, level")]),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(text, told):
    """As a spreadsheet counts rows."""
    assert _told(_read(text)) == told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"practice,note\nvision,x\n", "missing_columns"),
        (b"practice,level,level\nvision,x,y\n", "duplicate_column"),
        ("practice,level\nvision,\xfc\n".encode("latin-1"), "not_utf8"),
        (b"practice,level\n" + b"vision,\n" * 10_001, "too_large"),
        (b"practice,level\n" + b"x" * 20_000_001, "too_large"),
        (b'practice,level\nvision,"' + b"x" * 1_000_001 + b'"\n', "not_a_table"),
        (b"", "missing_columns"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(content, code):
    """At once."""
    begun = time.perf_counter()
    with pytest.raises(InvalidDataError, match=r"^a\.csv: ") as caught:
        from_csv(content, NAME, workbooks.mini())
    assert [problem.code for problem in caught.value.problems] == [code]
    assert time.perf_counter() - begun < 2


def test_a_table_says_which_framework_it_asks_about():
    """If it does."""
    framework = workbooks.mini()
    assert asked_in(to_csv(workbooks.asked(framework)).encode(), NAME) == ("mini", 1)
    assert asked_in(b"practice,level\nvision,partly\n", NAME) is None
