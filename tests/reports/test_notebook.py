import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import equity_blocks as eb
import hostile_texts
from equity_blocks.model.colors import contrast
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Linked, Paragraph, Phrase, Table, figures
from equity_blocks.reports.notebook import MOST_ROWS, OPEN_ROWS, as_fragment, bounded
from equity_blocks.reports.views import draw

ALLOWED = {
    "a", "br", "caption", "details", "div", "h3", "h4", "h5", "li", "p", "span", "summary", "table", "tbody", "td",
    "th", "thead", "tr", "ul",
}  # fmt: skip


class _Reader(HTMLParser):
    """Collects the elements, their attributes and the text; an element that is not closed is a failure."""

    def __init__(self, fragment):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note what opens."""
        self.elements.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Hold it against what is open."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Gather the text."""
        self.text += data


def _read(fragment):
    """Take a fragment apart; every element in it is closed."""
    reader = _Reader(fragment)
    assert reader.open == []
    return reader


def _numbered(count, **options):
    """Make a table of so many rows."""
    return Table((Column("Practice"), *figures("Points")), tuple((f"p{n}", str(n)) for n in range(count)), **options)


def test_tables_have_heads_that_say_what_they_head():
    """Columns and the first cell of text of each row; figures stand on the right."""
    elements = _read(as_fragment(Document("T", "", (_numbered(2, title="Which"),)))).elements
    heads = [attrs["scope"] for tag, attrs in elements if tag == "th"]
    assert heads == ["col", "col", "row", "row"]
    aligned = [attrs["style"].partition(";")[0] for tag, attrs in elements if tag == "td"]
    assert aligned == ["text-align:right", "text-align:right"]
    assert sum(tag == "caption" for tag, _ in elements) == 1


@pytest.mark.parametrize(("count", "folds"), [(OPEN_ROWS, 0), (OPEN_ROWS + 4, 0), (OPEN_ROWS + 5, 1)])
def test_a_long_table_is_folded_after_its_first_rows(count, folds):
    """The rest is there, under the same heads; one or two rows more are not worth a fold."""
    fragment = as_fragment(Document("T", "", (_numbered(count),)))
    assert fragment.count("<details") == folds
    assert (f"{count - OPEN_ROWS} more rows</summary>" in fragment) == bool(folds)
    assert fragment.count('<th scope="row"') == count
    assert fragment.count("<thead") == 1 + folds


def test_a_document_of_any_length_is_cut():
    """Rows, items and paragraphs together, and what is left out is counted."""
    parts = (_numbered(200), Bullets(tuple(map(str, range(200)))), Heading("Late"), _numbered(50))
    shown = bounded(Document("T", "S", parts, "Notice"))
    assert [len(shown.parts[0].rows), len(shown.parts[1].items)] == [200, MOST_ROWS - 200]
    assert shown.parts[2].text.startswith("151 more rows are left out here")
    assert (len(shown.parts), shown.title, shown.subtitle, shown.notice) == (3, "T", "S", "Notice")


def test_a_short_document_is_left_alone():
    """Nothing is said to be left out where nothing is."""
    document = Document("T", "S", (_numbered(MOST_ROWS),))
    assert bounded(document) is document


def test_an_endless_text_is_cut():
    """A cell of a notebook is no place for ten thousand characters."""
    fragment = as_fragment(Document("T", "", (Paragraph(hostile_texts.LONG),)))
    assert len(fragment) < 2000
    assert "..." in fragment


def test_links_lead_only_to_the_web():
    """Also inside a sentence; a trap stays text."""
    phrase = Phrase("See ", Linked("the source", "https://example.org/?a=1&b=2"), " & ", Linked("x", "javascript:y"))
    elements = _read(as_fragment(Document("T", "", (Paragraph(phrase),)))).elements
    assert [attrs["href"] for tag, attrs in elements if tag == "a"] == ["https://example.org/?a=1&b=2"]


def test_a_second_line_in_a_cell_stays_one():
    """Softer than the first."""
    fragment = as_fragment(Document("T", "", (Table((Column("A"),), (("first\nsecond",),)),)))
    assert re.search(r">first<br><span style=\"[^\"]+\">second</span></th>", fragment)


@pytest.mark.parametrize("tone", ["", "lead", "note", "warning"])
def test_every_text_says_its_own_ink_and_stands_out(tone):
    """A dark theme gives text a light color of its own; the card is white, and keeps dark text on it."""
    parts = (Heading("H"), Paragraph("P", tone), Bullets(("b",)), _numbered(30, title="Which"))
    for tag, attrs in _read(as_fragment(Document("T", "S", parts, "N"))).elements:
        if tag in ("div", "h3", "h4", "p", "ul", "table", "caption", "details", "summary"):
            ink = re.search(r"(?<![-\w])color:(#\w{6})", attrs["style"])[1]
            paper = re.search(r"background:(#\w{6})", attrs["style"])
            assert contrast(ink, paper[1] if paper else "#ffffff") >= 4.5
        if tag == "tr":
            assert "background:#ffffff" in attrs["style"]


def test_hostile_texts_do_nothing():
    """Whatever a title, a note or a name says, it is text: no script, no other element, no request, no formula."""
    framework, assessment = hostile_texts.framework(), hostile_texts.assessment()
    shown = (framework, assessment, eb.score(framework, assessment), eb.plan(framework, assessment))
    for each in (*shown, eb.respondents(framework, assessment), eb.lint(framework, assessment)):
        fragment = draw(each)["text/html"]
        reader = _read(fragment)
        assert {tag for tag, _ in reader.elements} <= ALLOWED
        names = {name for _, attrs in reader.elements for name in attrs}
        assert names <= {"class", "href", "rel", "scope", "style"}
        assert {attrs.get("href", "https:")[:6] for _, attrs in reader.elements} == {"https:"}
        assert "url(" not in "".join(attrs.get("style", "") for _, attrs in reader.elements)
        assert "\u202e" not in fragment
        assert reader.elements[0] == ("div", reader.elements[0][1])
        assert reader.elements[0][1]["class"] == "tex2jax_ignore mathjax_ignore"


@given(text=st.text())
def test_any_text_is_shown_as_it_is(text):
    """Read back from the fragment, it is what was put in, but for what could steer."""
    seen = _read(as_fragment(Document("", "", (Bullets((text[:900],)),)))).text
    shown = eb.errors.visible(text[:900]).replace("\n", "")
    assert seen.strip("\n").replace("\n", "") == shown.strip("\n")
