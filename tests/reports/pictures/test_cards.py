from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.cards import Card, Cards

SHARE = Value("41%", value=0.408, unit="share", path="/score/value", of="scorecard")
CARDS = Cards("At a glance", (Card("Readiness", SHARE, "36% to 50%"), Card("Band", "Emerging")))


def test_the_table_says_the_same():
    """One row for each card."""
    assert CARDS.as_table().rows == (("Readiness", "41%", "36% to 50%"), ("Band", "Emerging", ""))


def test_a_card_is_a_name_with_a_figure():
    """What stands beside it is left out where nothing does."""
    page = as_html(Document("T", "", (CARDS,)))
    assert page.count("<dt>") == page.count("<dd>") == 2
    assert page.count("<small>") == 1
    assert "<strong>Emerging</strong>" in page
