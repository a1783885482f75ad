from equity_blocks.reports.document import Document
from equity_blocks.reports.html import as_html
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.pictures.blanks import Blanks

BLANKS = Blanks("What we agree on", ("Level", "Why <b>", ""))


def test_the_table_has_a_cell_to_fill_in_for_each_line():
    """Where nothing can be drawn."""
    assert BLANKS.as_table().rows == (("Level", "\n"), ("Why <b>", "\n"), ("", "\n"))
    assert "| Level | <br> |" in as_markdown(Document("T", "", (BLANKS,)))


def test_each_line_is_named_for_who_cannot_see_it():
    """And no text becomes markup."""
    page = as_html(Document("T", "", (BLANKS,)))
    assert page.count("to be filled in") == len(BLANKS.lines)
    assert '<dl aria-label="What we agree on">' in page
    assert "<dt>Why &lt;b&gt;</dt>" in page
