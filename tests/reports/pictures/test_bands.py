import re

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.bands import Bands, Division


def _count(number):
    return Value(f"{number}", value=number, unit="count", path="/groups/0/score/bands/low", of="portfolio")


BANDS = Bands(
    "Levels",
    "Practice",
    ("no", "partly", "yes", "unanswered"),
    3,
    (
        Division("Pay", (_count(2), _count(0), _count(5), _count(3))),
        Division("<i>", (_count(4), None, _count(4), None)),
    ),
)


def test_the_table_says_what_the_bars_show():
    """A part that a row does not have has no value, which is not 0."""
    assert BANDS.as_table().rows == (("Pay", "2", "0", "5", "3"), ("<i>", "4", NO_VALUE, "4", NO_VALUE))


def test_a_bar_is_divided_by_the_counts():
    """What is empty is not drawn; what has no rank is hatched."""
    page = as_html(Document("T", "", (BANDS,)))
    rows = re.findall(r'<td class="track".*?</td>', page, re.DOTALL)
    assert [re.findall(r'<i class="(\w+)" style="--width:([\d.]+)%">', row) for row in rows] == [
        [("s0", "20.0"), ("s4", "50.0"), ("open", "30.0")],
        [("s0", "50.0"), ("s4", "50.0")],
    ]
    assert "&lt;i&gt;" in page
    assert page.count("<data ") == 4 + 2


def test_one_band_has_a_shade():
    """Nothing is divided by zero."""
    assert Bands("Bands", "Group", ("all",), 1, ()).shades == ("s0",)
    assert list(BANDS.drawn(Division("None", (None, None, None, None)))) == []
