from decimal import ROUND_HALF_UP, Decimal

import pytest

from equity_blocks.reports.document import (
    NO_VALUE,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    counted,
    enumerated,
    percent,
    percents,
    person_days,
    termed,
    worded,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (0.004, "0%"),
        (0.005, "1%"),
        (0.125, "13%"),
        (0.285, "29%"),  # 28.499999999999996 for the machine
        (0.545, "55%"),
        (0.5 - 1e-6, "50%"),
        (0.995, "100%"),
        (1.0, "100%"),
        (1 / 3, "33%"),
        (2 / 3, "67%"),
    ],
)
def test_percentages_for_people_are_whole(share, text):
    """Halves go up, also those that the machine holds a last bit too low."""
    assert percent(share) == text


def test_every_half_percent_goes_up():
    """The decimal number on paper decides."""
    for thousandths in range(1001):
        paper = (Decimal(thousandths) / 10).quantize(Decimal(1), ROUND_HALF_UP)
        assert percent(thousandths / 1000) == f"{paper}%"


@pytest.mark.parametrize(
    ("shares", "texts"),
    [
        ((0.331, 0.3349), ("33.1%", "33.5%")),
        ((0.331, 0.3312), ("33.10%", "33.12%")),
        ((0.5, 0.331, 0.334), ("50.0%", "33.1%", "33.4%")),
        ((0.33, 0.33), ("33%", "33%")),
        ((0.331, 0.331), ("33%", "33%")),
        ((0.331, None, 0.334), ("33.1%", NO_VALUE, "33.4%")),
        ((0.33, 0.45), ("33%", "45%")),
        ((0.5, 0.5000001), ("50.00%", "50.00%")),
    ],
)
def test_a_change_that_whole_percents_hide_gets_more_digits(shares, texts):
    """All figures alike, and two digits at most; what is the same stays whole."""
    assert percents(*shares) == texts


def test_days_are_whole_or_have_one_digit():
    """So that they add up by eye."""
    assert [person_days(days) for days in (60.0, 7.5, 1.875, 0.0)] == ["60", "7.5", "1.9", "0"]


def test_blocks_and_practices_are_called_as_the_source_calls_them(framework):
    """Where it says nothing, they are a block and a practice."""
    named = framework.replace(terms={"block": "Building block"})
    assert (termed("block", named), termed("practice", named)) == ("Building block", "Practice")
    assert (termed("block"), termed("block", framework)) == ("Block", "Block")


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


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 practices"), (1, "1 practice"), (2, "2 practices"), (21, "21 practices")]
)
def test_a_noun_agrees_with_its_number(number, words):
    """Only one is singular."""
    assert counted(number, "practice") == words


def test_an_odd_plural_can_be_given():
    """Not every noun takes an s."""
    assert (counted(1, "criterion", "criteria"), counted(3, "criterion", "criteria")) == ("1 criterion", "3 criteria")


@pytest.mark.parametrize(
    ("items", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_a_list_is_written_as_a_sentence_does(items, sentence):
    """Commas, and at the end `and`."""
    assert enumerated(items) == sentence


def test_a_document_finds_its_tables_in_order():
    """Whatever stands between them."""
    first, second = (Table((Column(name),), ()) for name in ("a", "b"))
    document = Document("T", "S", (Heading("h"), first, Paragraph("p"), Bullets(("x",)), second))
    assert document.tables == (first, second)
