import re

import pytest

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.heat_map import HeatMap, Row, Square


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/blocks/0/practices/0/value", of="scorecard")


HALF = Square("Vision", "Partial", _share(0.5))
OPEN = Square("Data", "Unknown", _share(None), is_open=True)
OUT = Square("Forums", "Not applicable", _share(None))
MAP = HeatMap("Levels", "Practice", (Row("People", (HALF, OPEN)), Row("Power", (OUT,))))


@pytest.mark.parametrize(
    ("value", "shade"), [(0, "s0"), (0.12, "s0"), (0.5, "s2"), (0.9, "s4"), (1, "s4"), (1.2, "s4")]
)
def test_the_shade_follows_the_value(value, shade):
    """From the palest for 0 to the fullest for 1."""
    assert Square("P", "", _share(value)).shade == shade


def test_no_answer_and_not_counted_stand_apart():
    """Neither looks like the lowest level."""
    assert [HALF.shade, OPEN.shade, OUT.shade] == ["s2", "open", "out"]


def test_the_table_says_the_same():
    """The block stands below the practice."""
    assert MAP.as_table().rows == (
        ("Vision\nPeople", "Partial", "50%"),
        ("Data\nPeople", "Unknown", NO_VALUE),
        ("Forums\nPower", "Not applicable", NO_VALUE),
    )


def test_every_square_says_its_level():
    """No shade says anything that no word says; there is a figure where there is one."""
    page = as_html(Document("T", "", (MAP,)))
    squares = re.findall(r'<li class="(\w+)"><span>(\w+)</span>.*?<b>([\w ]+)</b>', page)
    assert squares == [("s2", "Vision", "Partial"), ("open", "Data", "Unknown"), ("out", "Forums", "Not applicable")]
    assert page.count("<data ") == 1


def test_only_what_occurs_is_explained():
    """No key for what is not there."""
    page = as_html(Document("T", "", (HeatMap("Levels", "Practice", (Row("People", (HALF,)),)),)))
    assert "no answer yet" not in page
    assert "does not count here" not in page
    assert "no answer yet" in as_html(Document("T", "", (MAP,)))


def test_a_title_is_never_markup():
    """Whoever wrote it."""
    page = as_html(Document("T", "", (HeatMap("L", "P", (Row("<b>", (Square("<i>", "{{ 7 * 7 }}", _share(0)),)),)),)))
    assert "<i>" not in page
    assert "{{ 7 * 7 }}" in page
