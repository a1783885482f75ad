import csv
import io

import pytest

from equity_blocks import Framework
from equity_blocks.exchange.decisions import (
    COLUMNS,
    FIELDS,
    from_decisions,
    is_decision_book,
    is_decisions,
    to_decision_book,
    to_decisions,
)
from equity_blocks.exchange.workbook.archive import Archive
from equity_blocks.exchange.workbook.tables import Opened
from equity_blocks.model.rating import Rating


@pytest.fixture(scope="module")
def framework():
    """Give a framework with two practices."""
    practices = [{"id": "p", "title": "=P"}, {"id": "q", "title": "Q"}]
    return Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )


def _filled(sheet, decided):
    rows = [row | own for row, own in zip(csv.DictReader(io.StringIO(sheet)), decided, strict=True)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def test_a_sheet_comes_back_with_what_was_decided(framework):
    """Text, numbers, and that nothing shall stand there; what is blank stays undecided."""
    conflicts = [
        ("p", "owner", [("a.xlsx C7", "CIO"), ("b.xlsx C7", "=CFO")], None),
        ("p", "effort", [("a.xlsx", "M"), ("b.xlsx", 40)], "S"),
        ("q", "target", [("a.xlsx", "yes"), ("b.xlsx", {"share": 0.4})], None),
        ("q", "owner", [("a.xlsx", "X"), ("b.xlsx", None)], "Y"),
    ]
    sheet = to_decisions(framework, conflicts)
    assert "'=P" in sheet
    decided = [
        {"decided": "'=CFO", "by": "Board", "why": "Knows it."},
        {"decided": "40"},
        {},
        {"decided": "(blank)", "by": "Board"},
    ]
    reply = from_decisions(_filled(sheet, decided), "d.csv", framework)
    assert reply.data["ratings"] == {
        "p": {"owner": "=CFO", "note": "owner: decided by Board: Knows it.", "effort": 40},
        "q": {"owner": None, "note": "owner: decided by Board"},
    }
    assert (reply.kind, reply.problems, reply.place(("ratings", "p", "effort"))) == ("decisions", (), "line 3")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_spreadsheets_separator_is_read(framework, sign):
    """With a byte-order mark as well."""
    text = f"\ufeffPractice{sign}Field{sign}Decided\np{sign}target{sign}yes\n"
    assert from_decisions(text.encode(), "d.csv", framework).data["ratings"] == {"p": {"target": "yes"}}


def test_a_field_that_is_none_is_told_at_its_line(framework):
    """With those that there are."""
    (problem,) = from_decisions(b"practice,field,decided\np,ownr,CIO\n", "d.csv", framework).problems
    assert str(problem).startswith("d.csv line 2: ratings.p: 'ownr' is no field that is decided here")


def test_another_table_is_no_decision_sheet(framework):
    """It is told, and nothing of it is used."""
    (problem,) = from_decisions(b"practice,level\np,yes\n", "d.csv", framework).problems
    assert problem.code == "no_answers"
    assert not is_decisions(["practice", "level"])


def test_the_fields_are_those_of_a_rating():
    """None that there is not."""
    assert set(FIELDS) <= Rating.model_fields.keys()


CONFLICTS = [
    ("p", "owner", [("a.xlsx C7", "CIO"), ("b.xlsx C7", "=CFO")], None),
    ("q", "effort", [("a.xlsx", "M"), ("b.xlsx", 40)], "S"),
]


def _book(rows, sheet="Decisions"):
    """Write a workbook with one sheet, as a spreadsheet program that knows nothing of ours would."""
    library, stream = pytest.importorskip("xlsxwriter"), io.BytesIO()
    with library.Workbook(stream) as book:
        page = book.add_worksheet(sheet)
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
    return stream.getvalue()


def _opened(content):
    pytest.importorskip("python_calamine")
    return Opened(Archive(content, "d.xlsx"), content)


def test_a_sheet_as_a_workbook_says_the_same(framework):
    """The same columns, text that is never a formula, and the same bytes each time."""
    content = to_decision_book(framework, CONFLICTS)
    assert content == to_decision_book(framework, CONFLICTS)
    assert _opened(content).rows("Decisions") == [
        [*COLUMNS],
        ["p", "=P", "owner", "a.xlsx C7: CIO\nb.xlsx C7: =CFO", "", "", "", ""],
        ["q", "Q", "effort", "a.xlsx: M\nb.xlsx: 40", "S", "", "", ""],
    ]
    assert _opened(content).scan("Decisions").formulas == frozenset()


def test_a_workbook_comes_back_with_what_was_decided(framework):
    """At its row; what is blank stays undecided, and numbers are numbers."""
    header, first, second = _opened(to_decision_book(framework, CONFLICTS)).rows("Decisions")
    blank = from_decisions(to_decision_book(framework, CONFLICTS), "d.xlsx", framework)
    assert (blank.data["ratings"], blank.problems) == ({}, ())
    content = _book([header, first, [*second[:5], 40, "Board", "It is more."]])
    assert is_decision_book(content)
    reply = from_decisions(content, "d.xlsx", framework)
    assert reply.data["ratings"] == {"q": {"effort": 40, "note": "effort: decided by Board: It is more."}}
    assert reply.place(("ratings", "q", "effort")) == "Decisions!A3"


def test_a_formula_in_a_workbook_is_a_problem_at_its_cell(framework):
    """Nothing is taken from what it gives."""
    content = _book([COLUMNS, ["p", "P", "owner", "", "", "=1+1"]])
    (problem,) = from_decisions(content, "d.xlsx", framework).problems
    assert (problem.code, problem.place) == ("formula", "Decisions!F2")


def test_a_workbook_without_the_sheet_is_none(framework):
    """Nor is one that is damaged, or has thousands of parts."""
    content = _book([COLUMNS], sheet="Other")
    assert not is_decision_book(content)
    assert from_decisions(content, "d.xlsx", framework).problems[0].code == "no_answers"
    assert not is_decision_book(b"PK\x03\x04 damaged")
    assert not is_decision_book(b"PK\x01\x02" * 3_000)


@pytest.mark.parametrize("text", ["=CFO()", "'=CFO()", "-5 sites", "a;=b", "'tis"])
def test_a_side_copied_to_what_is_decided_comes_back_to_the_letter(framework, text):
    """An apostrophe that kept a text from being a formula goes, and one of its own stays."""
    sheet = to_decisions(framework, [("p", "owner", [("a.xlsx", "X"), ("b.xlsx", text)], text)])
    kept = next(csv.DictReader(io.StringIO(sheet)))["kept"]
    reply = from_decisions(_filled(sheet, [{"decided": kept}]), "d.csv", framework)
    assert reply.data["ratings"] == {"p": {"owner": text}}
