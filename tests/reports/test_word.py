import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

import hostile_texts
from equity_blocks import load_branding, plan, report, review_evidence, score, share
from equity_blocks.model.branding import Branding
from equity_blocks.model.logo import logo_uri
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Linked, Paragraph, Phrase, Table, figures
from equity_blocks.reports.pictures.cards import Card, Cards
from equity_blocks.reports.word import as_word

docx = pytest.importorskip("docx", reason="python-docx is not installed: pip install equity-blocks[office]")
pytest.importorskip("vl_convert", reason="vl-convert-python is not installed: pip install equity-blocks[office]")

TABLE = Table((Column("Practice"), *figures("Days")), (("Vision\nServes the goal", "12"), ("Data", "7")), "Actions")
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def made(*parts, notice="", **terms):
    """Write parts as a Word document, and open it."""
    return docx.Document(BytesIO(as_word(Document("Plan", "Acme", parts, notice), **terms)))


def unzipped(package):
    """Give every part of a package, by name."""
    with zipfile.ZipFile(BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def text_of(paragraph):
    """Give the text of a paragraph with that of its fields."""
    signs = {"t": lambda part: part.text, "br": lambda _: "\n", "tab": lambda _: "\t"}
    parts = ((part, signs.get(part.tag.rpartition("}")[2])) for part in paragraph._p.iter())
    return "".join(written(part) for part, written in parts if written)


def told(word):
    """Give the style and the text of every paragraph in the body."""
    return [(paragraph.style.name, text_of(paragraph)) for paragraph in word.paragraphs]


@pytest.fixture(scope="module")
def whole(framework, draft):
    """Give a report with a score, a plan and evidence."""
    results = score(framework, draft), plan(framework, draft, periods=4, capacity=60, start="2026-Q4", confidence=9)
    return report(framework, draft, *results, review_evidence(framework, draft))


def test_every_part_has_a_style_of_its_own():
    """No part is only made to look like something."""
    parts = (
        Heading("Goals"), Heading("First", 3), Heading("Deep", 4), Paragraph("Look", "lead"), Paragraph("So it is"),
        Paragraph("In passing", "note"), Paragraph("Mind", "warning"), Bullets(("one", "two")),
    )  # fmt: skip
    assert told(made(*parts)) == [
        ("Title", "Plan"), ("Subtitle", "Acme"), ("Heading 1", "Goals"), ("Heading 2", "First"), ("Heading 3", "Deep"),
        ("Lead", "Look"), ("Normal", "So it is"), ("Note", "In passing"), ("Warning", "Mind"), ("List Bullet", "one"),
        ("List Bullet", "two"),
    ]  # fmt: skip


def test_headings_give_an_outline_to_walk_by(whole):
    """All headings of the report, in order, at the level that Word's navigation shows."""
    body = unzipped(whole.word)["word/document.xml"].decode()
    levels = [int(level) for level in re.findall(r'<w:pStyle w:val="Heading([1-9])"/>', body)]
    assert levels == [part.level - 1 for part in whole.document.parts if isinstance(part, Heading)]
    assert set(levels) == {1, 2}
    assert levels[0] == 1
    styles = docx.Document(BytesIO(whole.word)).styles
    assert all(f'<w:outlineLvl w:val="{level - 1}"/>' in styles[f"Heading {level}"].element.xml for level in (1, 2, 3))


def test_a_table_has_a_caption_a_head_on_every_page_and_rows_that_hold_together():
    """Figures stand on the right, the first text of a row names it, and its second line is smaller."""
    word = made(TABLE)
    (table,) = word.tables
    assert told(word)[2:] == [("Caption", "Table 1. Actions"), ("After Table", "")]
    assert table.style.name == "Report Table"
    xml = table._tbl.xml
    assert (xml.count("<w:tblHeader"), xml.count("<w:cantSplit")) == (1, 3)
    assert xml.index("<w:tblHeader") < xml.index("Vision")
    styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in table.rows]
    assert styles == [["Table Header", "Table Header Figure"], *[["Table Name", "Table Figure"]] * 2]
    first = table.cell(1, 0).paragraphs[0]
    assert [(run.text, run.style.name) for run in first.runs if run.text.strip()] == [
        ("Vision", "Default Paragraph Font"), ("Serves the goal", "Detail"),
    ]  # fmt: skip


def test_tables_are_numbered_and_take_the_words_of_their_heading():
    """The numbers are fields, which follow where a table is moved."""
    bare = TABLE._replace(title="")
    word = made(Heading("What to do"), bare, bare._replace(caption="Days by practice"), TABLE)
    captions = [text for style, text in told(word) if style == "Caption"]
    assert captions == ["Table 1. What to do", "Table 2. Days by practice", "Table 3. Actions"]
    assert word.element.xml.count("SEQ Table") == 3


def test_a_table_is_as_wide_as_the_page():
    """Between margins that fit A4 and Letter."""
    word = made(TABLE)
    (section,) = word.sections
    width = sum(column.width for column in word.tables[0].columns)
    room = section.page_width - section.left_margin - section.right_margin
    assert abs(width - room) < 0.01 * room
    assert section.page_width.mm == pytest.approx(210, abs=0.1)


def test_tables_that_follow_each_other_do_not_become_one():
    """On one page, where no caption stands between them, neither."""
    body = made(TABLE, TABLE, one_page=True).element.body
    kinds = [child.tag.rpartition("}")[2] for child in body]
    assert kinds == ["p", "p", "tbl", "p", "tbl", "p", "sectPr"]


def test_cards_stand_side_by_side():
    """Each with its name, its figure and what has to stand beside it."""
    word = made(Cards("At a glance", tuple(Card(f"c{place}", f"{place}%", "of all") for place in range(5))))
    (table,) = word.tables
    assert table.style.name == "Report Cards"
    assert [len(dict.fromkeys(cell._tc for cell in row.cells)) for row in table.rows] == [3, 2]
    first = [(paragraph.style.name, paragraph.text) for paragraph in table.cell(0, 0).paragraphs]
    assert first == [("Card Name", "c0"), ("Card Figure", "0%"), ("Card Words", "of all")]


def test_a_picture_has_words_for_who_cannot_see_it_and_a_table(whole):
    """It stands above its caption, which says how it is read, and the table below says the same."""
    word = docx.Document(BytesIO(whole.word))
    shown = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    captions = [text for style, text in told(word) if style == "Caption"]
    drawn = [text for text in captions if text.startswith("Figure")]
    assert len(drawn) == len(shown) >= 3
    for caption, words in zip(drawn, shown, strict=True):
        title = words.removesuffix(". The table below says the same.")
        assert words != title
        assert caption.partition(". ")[2].startswith(title)
        assert captions[captions.index(caption) + 1].endswith(f". {title}: the same in words and figures")
    assert any(caption.endswith("Upright stroke: target.") for caption in drawn)


def test_one_page_has_tables_for_pictures(framework, draft):
    """There is no room for both."""
    brief = docx.Document(BytesIO(report(framework, draft, score(framework, draft), one_page=True).word))
    assert (len(brief.inline_shapes), len(brief.tables)) == (0, 2)
    assert "Caption" not in dict(told(brief))


def test_every_page_says_what_it_is():
    """Title and draft above, the notice and the number of the page below."""
    word = made(notice="Not validated.", is_draft=True, branding=Branding(name="Advisers", footer="Confidential"))
    (section,) = word.sections
    assert [text_of(paragraph) for paragraph in section.header.paragraphs] == ["Plan\tDRAFT"]
    assert [text_of(paragraph) for paragraph in section.footer.paragraphs] == [
        "Confidential\nNot validated.\nPage 1 of 1"
    ]
    assert re.findall(r'w:instr=" (\w+) "', section.footer._element.xml) == ["PAGE", "NUMPAGES"]
    assert told(word)[0] == ("Maker", "Advisers")
    assert made().sections[0].header.paragraphs[0].text == "Plan"


def test_a_branding_gives_logo_and_color():
    """A logo that is drawn becomes one of points; who cannot see it reads the name."""
    branding = load_branding("assessments/branding/northside.yaml")
    word = made(branding=branding)
    (logo,) = word.inline_shapes
    assert logo._inline.docPr.get("descr") == branding.name
    assert 0 < logo.height.mm <= 14
    assert str(word.styles["Heading 1"].font.color.rgb) == branding.accent.removeprefix("#").upper()


@pytest.mark.parametrize(("content", "shown"), [(GIF, 1), (b"RIFF\0\0\0\0WEBP", 0)])
def test_a_logo_that_word_cannot_show_gives_way_to_the_name(content, shown):
    """WebP is none of its kinds."""
    word = made(branding=Branding(name="Advisers", logo=logo_uri(content)))
    assert len(word.inline_shapes) == shown
    assert (("Maker", "Advisers") in told(word)) == (not shown)


def test_a_link_leads_to_the_web_or_to_nowhere():
    """Its address is quoted; one that is no link is only a text."""
    links = Linked("source", "https://example.org/a b"), Linked("trap", "javascript:alert(1)")
    word = made(Paragraph(Phrase("See ", links[0], " or ", links[1], ".")))
    targets = [rel.target_ref for rel in word.part.rels.values() if rel.is_external]
    assert targets == ["https://example.org/a%20b"]
    paragraph = word.paragraphs[-1]
    assert paragraph.text == "See source or trap."
    assert [link.text for link in paragraph.hyperlinks] == ["source"]


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x1bb", "a\ud800b", "a\ufffeb", "a\uffffb", "a\u202eb", "a\x0bb", "a\x85b"]
)
def test_what_no_file_can_hold_becomes_a_mark(text):
    """Control characters, halves of characters and what turns text round."""
    word = made(Heading(text), Paragraph(text), Table((Column(text),), ((text,),), text), author=text)
    assert word.paragraphs[2].text == "a\N{REPLACEMENT CHARACTER}b"
    assert word.tables[0].cell(1, 0).text == "a\N{REPLACEMENT CHARACTER}b"
    assert word.core_properties.author == "a\N{REPLACEMENT CHARACTER}b"


def test_hostile_texts_stay_texts():
    """No field, no link and no part comes from them, on one page neither."""
    framework, assessment = hostile_texts.framework(), hostile_texts.assessment()
    card, planned = score(framework, assessment), plan(framework, assessment, periods=4, capacity=60, start="2026-Q4")
    for one_page in (False, True):
        made_of = report(framework, assessment, card, planned, one_page=one_page)
        parts = unzipped(made_of.word)
        fields = re.findall(rb'w:instr="([^"]*)"', b"".join(parts.values()))
        assert set(fields) <= {rb" SEQ Table \* ARABIC ", rb" SEQ Figure \* ARABIC ", b" PAGE ", b" NUMPAGES "}
        assert b"instrText" not in parts["word/document.xml"]
        links = re.findall(rb'Target="([^"]*)" TargetMode="External"', parts["word/_rels/document.xml.rels"])
        assert all(link.startswith(b"https://example.org/") for link in links)
        assert b"<script" not in parts["word/document.xml"]
        assert {name.partition("/")[0] for name in parts} == {
            "[Content_Types].xml", "_rels", "docProps", "word", "customXml",
        }  # fmt: skip


def test_the_same_report_gives_the_same_bytes(whole, framework, draft):
    """No clock is asked, neither for the packing nor for the properties."""
    first = whole.word
    again = report(framework, draft, *whole.results).word
    assert first == again
    with zipfile.ZipFile(BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_tell_no_more_than_they_have_to():
    """Title, author and day; neither a name of this machine nor of the library that writes it."""
    word = made(author="Acme", as_of=date(2026, 6, 30))
    of_it = word.core_properties
    assert (of_it.title, of_it.author, of_it.last_modified_by, of_it.comments) == ("Plan", "Acme", "", "")
    assert of_it.created == of_it.modified == datetime(2026, 6, 30, tzinfo=UTC)
    assert made().core_properties.author == ""
    assert b"python-docx" not in b"".join(unzipped(as_word(Document("Plan", "", ()))).values())
    assert "docProps/thumbnail.jpeg" not in unzipped(as_word(Document("Plan", "", ())))


@pytest.mark.parametrize(
    ("audience", "author"),
    [("owner", "Acme Health (fictional)"), ("steering", "Acme Health (fictional)"), ("client", ""), ("cohort", "")],
)
def test_only_for_its_own_readers_an_organization_is_the_author(framework, draft, audience, author):
    """To others the properties name nobody."""
    given = [share(noun, audience, secret="s" * 32, framework=framework) for noun in (draft, score(framework, draft))]
    word = docx.Document(BytesIO(report(framework, *given, one_page=True).word))
    assert word.core_properties.author == author
