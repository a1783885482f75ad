import base64
import hashlib
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Linked,
    Paragraph,
    Phrase,
    Table,
    Value,
)
from equity_blocks.reports.html import as_frame, as_html
from equity_blocks.reports.pictures.bars import Bar, Bars
from equity_blocks.reports.pictures.cards import Card, Cards

SHARE = Value("41%", value=0.408, unit="share", path="/score/value", of="scorecard")
TABLE = Table((Column("What", is_wide=True), Column("Share", "right")), (("First\nand why", SHARE), ("Second", "")))
VOID = {"meta", "img", "br", "link", "hr"}


class _Checked(HTMLParser):
    """Read a page, and refuse elements that are not closed in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.seen, self.headings, self.links = [], [], [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag):
        return [attrs for name, attrs in self.seen if name == tag]


def _page(*parts, **options):
    return as_html(Document("Title", "of whom", parts, "Notice."), **options)


def test_a_page_is_whole():
    """Language, title, one first heading, a way past the head, the notice."""
    read = _Checked(_page(Paragraph("Said."), Heading("One"), Heading("Two", 3), Bullets(("a",)), TABLE))
    assert read.all("html") == [{"lang": "en"}]
    assert read.headings == [1, 2, 3]
    assert read.all("a")[0]["href"] == "#main"
    assert [attrs["scope"] for attrs in read.all("th")] == ["col", "col", "row", "row"]


def test_a_figure_says_where_it_comes_from():
    """In cells and in sentences; what has no value is a dash and no figure."""
    page = _page(Paragraph(Phrase("Score ", SHARE, ".")), TABLE)
    figure = '<data value="0.408" data-path="/score/value" data-of="scorecard">41%</data>'
    assert page.count(figure) == 2
    assert f"<p>Score {figure}.</p>" in page
    assert f'<td class="figure" data-label="Share">{figure}</td>' in page
    nothing = Value("\N{EN DASH}", value=None, unit="share", path="/score/value", of="scorecard")
    assert "<data" not in _page(Paragraph(nothing))


def test_a_table_has_a_caption():
    """Its title, else what it is said to show, else the heading above it; only a title is seen."""
    captions = [
        re.search("<caption[^>]*>(.*?)</caption>", _page(Heading("Above"), table))[0]
        for table in (TABLE, TABLE._replace(caption="Shown"), TABLE._replace(title="Seen", caption="Shown"))
    ]
    unseen = '<caption class="unseen">'
    assert captions == [f"{unseen}Above</caption>", f"{unseen}Shown</caption>", "<caption>Seen</caption>"]


def test_a_cell_has_a_second_line():
    """Below the first."""
    assert '<th scope="row">First<small>and why</small></th>' in _page(TABLE)


def test_a_word_is_broken_only_where_it_must_be():
    """Columns are as wide as their words, but for words that no column could hold."""
    page = _page(Table((Column("What"), Column("Why")), (("whole words only", "x" * 10_000), ("y" * 25, ""))))
    assert '<th scope="row">whole words only</th><td class="long"' in page
    assert f'<th scope="row" class="long">{"y" * 25}</th><td class="none"' in page


def test_a_link_opens_nothing_else():
    """It tells nobody where it was; what may not be followed is plain text."""
    page = _page(Paragraph(Phrase("see ", Linked("a", "https://example.org/?a=1&b=2"), Linked("b", "javascript:x"))))
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a</a>b</p>' in page
    assert "javascript" not in page


HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}\" onload='x' &lt; \u202eabc\u202c\x00\ud800"


def test_hostile_text_is_text():
    """Wherever it stands, it runs nothing, is no template, and cannot turn the text around it."""
    value = Value(HOSTILE, value=0.5, unit="share", path=f"/{HOSTILE}", of=HOSTILE)
    table = Table((Column(HOSTILE), Column(HOSTILE, "right")), ((f"{HOSTILE}\n{HOSTILE}", value),), HOSTILE)
    parts = (
        Heading(HOSTILE), Heading(HOSTILE, 3), Paragraph(HOSTILE), Bullets((HOSTILE,)), table,
        Bars(HOSTILE, HOSTILE, (Bar(HOSTILE, value, value, value, value, words=HOSTILE),)),
        Cards(HOSTILE, (Card(HOSTILE, value, HOSTILE),)), Paragraph(Linked(HOSTILE, f"https://{HOSTILE}")),
    )  # fmt: skip
    page = as_html(Document(HOSTILE, HOSTILE, parts, HOSTILE))
    read = _Checked(page)
    assert read.all("script") == []
    assert not [name for _, attrs in read.seen for name in attrs if name.startswith("on")]
    assert not {"\u202e", "\u202c", "\x00", "\ud800"} & set(page)
    assert "{{ 7*7 }}" in page
    page.encode()


def test_nothing_is_loaded_and_nothing_runs():
    """The policy allows the page's own style, and no script; nothing names another place."""
    page = _page(TABLE, Bars("Blocks", "Block", (Bar("Data", SHARE, SHARE, SHARE, SHARE),)))
    policy = next(a["content"] for a in _Checked(page).all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src-elem"] == f"'sha256-{digest}'"
    assert "'unsafe-inline'" not in rules.get("script-src", "")
    assert not re.search(r"https?://|@import|url\(|<link", page)


def test_the_style_of_a_picture_comes_with_the_picture():
    """A page without one does not carry it."""
    bars = Bars("Blocks", "Block", (Bar("Data", SHARE, SHARE, SHARE, SHARE),))
    assert ".bars " in _page(bars)
    assert ".bars " not in _page(TABLE)


def test_contents_come_where_there_is_much():
    """From the fourth section on, and never on the one page."""
    parts = tuple(Heading(name) for name in "abcd")
    assert '<a href="#s4">d</a>' in _page(*parts)
    assert "<nav" not in _page(*parts, one_page=True)
    assert "<nav" not in _page(*parts[:3])


def test_an_organization_has_its_own_look():
    """Name, logo, color and footer; a color that is none is left out."""
    brand = SimpleNamespace(
        name="Acme", logo="data:image/png;base64,AAAA", accent="#123456", accent_dark="#abcdef", footer="Confidential"
    )
    page = _page(branding=brand)
    assert '<img src="data:image/png;base64,AAAA" alt="Acme">' in page
    assert "--accent:#123456" in page
    assert "<p>Confidential</p>" in page
    brand.accent = "red}</style>"
    assert "</style>" not in _page(branding=brand).partition("<style>")[2].partition("</style>")[0]


@pytest.mark.parametrize("data", [{}, {"a": "</script><!--"}])
def test_data_cannot_end_what_they_stand_in(data):
    """Nor is there any where none was given."""
    assert _page(data=data).count("<script") == 1
    assert "<script" not in _page()


def test_a_frame_holds_a_page_and_runs_nothing():
    """What stands in it cannot end it."""
    assert as_frame('<p title="a">') == (
        '<iframe sandbox srcdoc="&lt;p title=&quot;a&quot;&gt;" title="Report" '
        'style="width:100%;height:40rem;border:1px solid #ccc"></iframe>'
    )


def test_a_script_runs_only_where_a_table_can_be_sorted():
    """And no other than this one: the policy names its hash. Fewer than two rows have one order."""
    read = _Checked(_page(Heading("One"), TABLE._replace(is_sortable=True)))
    (policy,) = [meta["content"] for meta in read.all("meta") if meta.get("http-equiv")]
    (body,) = re.findall("<script>(.*?)</script>", _page(TABLE._replace(is_sortable=True)), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "data-sortable" in read.all("table")[0]
    assert "<script" not in _page(TABLE)
    one = TABLE._replace(is_sortable=True, rows=TABLE.rows[:1])
    assert "data-sortable" not in _Checked(_page(one)).all("table")[0]


def test_periods_and_days_are_not_broken_at_their_hyphens():
    """Where they stand alone in a cell."""
    texts = ("2026-Q4 to 2027-Q1", "SFY27-Q1", "2027-01 to 2027-03", "2026-11-29", "well-known", "planned in 2026-Q4")
    rows = tuple(("Row", text) for text in texts)
    cells = _Checked(_page(Table((Column("What"), Column("When")), rows))).all("td")
    assert ["narrow" in cell.get("class", "") for cell in cells] == [True, True, True, True, False, False]


def test_what_has_no_heading_stands_before_the_contents():
    """Such as that it is a draft."""
    headings = [part for number in range(5) for part in (Heading(f"Part {number}"), Paragraph("Said."))]
    page = _page(Paragraph("DRAFT", tone="warning"), *headings)
    assert page.index("DRAFT") < page.index("<nav ") < page.index("<h2 ")
    assert _page(*headings).count("<nav ") == 1


def test_a_cell_that_says_nothing_is_marked():
    """So that it is left out where cells stand below each other; and what heads a picture is hidden."""
    read = _Checked(_page(Table((Column("What"), Column("When")), (("First", NO_VALUE), ("Second", "now")))))
    assert [cell.get("class") for cell in read.all("td")] == ["none", None]
    bars = Bars("Blocks", "Block", (Bar("Power", SHARE, SHARE, SHARE, SHARE),))
    assert {"aria-hidden": "true"} in _Checked(_page(bars)).all("td")


def test_on_the_one_page_sections_of_words_are_marked():
    """They stand side by side in print."""
    read = _Checked(_page(Heading("Words"), Paragraph("Said."), Heading("Figures"), TABLE, one_page=True))
    assert [each.get("class") for each in read.all("section")] == ["prose", None]
