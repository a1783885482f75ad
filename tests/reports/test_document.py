import pytest

from equity_blocks.model.figures import NO_VALUE, percent
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    bulleted,
    figures,
    person_days,
    worded,
)


def test_days_are_whole_or_have_one_digit():
    """So that they add up by eye."""
    assert [person_days(days) for days in (60.0, 7.5, 1.875, 0.0)] == ["60", "7.5", "1.9", "0"]


def test_a_heading_never_stands_alone():
    """Where there is nothing to list, there is no heading either."""
    assert bulleted("Roles", iter(["board"])) == (Heading("Roles"), Bullets(("board",)))
    assert bulleted("Roles", iter(())) == ()


def test_figures_stand_below_each_other():
    """On the right, and never broken."""
    assert figures("Days", "Gain") == tuple(Column(title, "right", is_narrow=True) for title in ("Days", "Gain"))


def test_no_value_is_not_zero():
    """A dash stands where nothing can be said."""
    assert percent(None) == worded(None) == NO_VALUE == "\N{EN DASH}"
    assert percent(0.0) != NO_VALUE


@pytest.mark.parametrize(
    ("name", "words"), [("in-place", "in place"), ("not_applicable", "not applicable"), ("a-b_c", "a b c"), ("", "")]
)
def test_ids_are_written_as_words(name, words):
    """Hyphens and underscores become spaces."""
    assert worded(name) == words


def test_a_document_finds_its_tables_in_order():
    """Whatever stands between them."""
    first, second = (Table((Column(name),), ()) for name in ("a", "b"))
    document = Document("T", "S", (Heading("h"), first, Paragraph("p"), Bullets(("x",)), second))
    assert document.tables == (first, second)
