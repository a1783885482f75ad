import re

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.bars import Bar, Bars


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/blocks/0/value", of="scorecard")


SURE = Bar("Data", *map(_share, (0.4, 0.4, 0.4, 0.7)), words="We ask everybody.")
OPEN = Bar("Care", *map(_share, (0.47, 0.31, 0.65, 0.71)), depth=1)
NONE = Bar("Pay", *map(_share, (None, None, None, None)))
BARS = Bars("Blocks", "Block", (SURE, OPEN, NONE))


def test_the_table_says_what_the_bars_show():
    """A range of one figure is that figure; words stand below the title."""
    assert BARS.as_table().rows == (
        ("Data\nWe ask everybody.", "40%", "40%", "70%"),
        ("Care", "47%", "31% to 65%", "71%"),
        ("Pay", NO_VALUE, NO_VALUE, NO_VALUE),
    )


def test_what_is_not_known_is_not_drawn():
    """No bar, no range and no target; a range only where it is one."""
    page = as_html(Document("T", "", (BARS,)))
    rows = re.findall(r'<td class="track".*?</td>', page, re.DOTALL)
    drawn = [re.findall(r'<i class="(\w+)">', row) for row in rows]
    assert drawn == [["bar", "target"], ["range", "bar", "target"], []]
    assert "--value:47.0%;--low:31.0%;--high:65.0%;--target:71.0%" in rows[1]


def test_the_caption_says_how_a_range_looks():
    """As it is drawn."""
    assert "the dark thin line the range it lies in" in as_html(Document("T", "", (BARS,)))


def test_every_figure_stands_there_as_text():
    """Who sees no bar reads the same."""
    page = as_html(Document("T", "", (BARS,)))
    assert page.count("<data ") == 3 + 4  # a range of one figure is told once
    assert "We ask everybody." in page
