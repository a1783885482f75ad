import re

from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.firmness import Firmness, Hold

SHARE = Value("93%", value=0.93, unit="share", path="/actions/0/p_top/p", of="plan")
WIDTH = Value("2.0", value=0.02, unit="points", path="/actions/0/p_top/half_width", of="plan")
FIRM = Firmness("How firm", (Hold("1", "Vision", SHARE, WIDTH, "firm"), Hold("4", "Data", SHARE, WIDTH, "open")))


def test_the_table_says_the_same():
    """In a word, and in figures."""
    assert FIRM.as_table().rows == (("1", "Vision", "firm", "93%", "2.0"), ("4", "Data", "open", "93%", "2.0"))


def test_html_says_it_in_a_word():
    """The bar is for eyes only."""
    page = as_html(Document("T", "", (FIRM,)))
    assert re.findall(r'data-label="How firm"><b>(\w+)</b>', page) == ["firm", "open"]
    assert '<td class="track" aria-hidden="true"><div style="--value:93.0%">' in page
