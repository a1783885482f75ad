import pytest

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
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.pictures.cards import Card, Cards


def test_a_whole_document():
    """Title, line below, parts in order with an empty line between them, and the notice in italics."""
    table = Table((Column("#", "right"), Column("What")), (("1", "Short\nand why"), ("2", "")))
    document = Document(
        "Title", "of whom", (Paragraph("Said."), Heading("Part"), Bullets(("a", "b")), table), "Notice."
    )
    assert as_markdown(document) == (
        "# Title\n"
        "\n"
        "of whom\n"
        "\n"
        "Said.\n"
        "\n"
        "## Part\n"
        "\n"
        "- a\n"
        "- b\n"
        "\n"
        "| \\# | What |\n"
        "| ---: | --- |\n"
        "| 1 | Short<br>and why |\n"
        "| 2 |  |\n"
        "\n"
        "_Notice._\n"
    )  # fmt: skip


def test_without_a_notice_it_ends_with_its_last_part():
    """No empty line is left over."""
    assert as_markdown(Document("Title", "", (Paragraph("Said."),))) == "# Title\n\nSaid.\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*a* _b_ ~c~", r"\*a\* \_b\_ \~c\~"),
        ("`a`", r"\`a\`"),
        ("[a](b) ![c](d)", r"\[a\](b) !\[c\](d)"),
        ("<b>a</b>", r"\<b\>a\</b\>"),
        ("a | b", r"a \| b"),
        ("# a", r"\# a"),
        ("a\\*b", r"a\\\*b"),
        ("$x$", r"\$x\$"),
    ],
)
def test_text_is_never_inline_markup(text, written):
    """Every character that Markdown gives a meaning is escaped, wherever it stands."""
    table = Table((Column(text),), ((text,),))
    lines = as_markdown(Document(text, text, (Paragraph(text), Heading(text), Bullets((text,)), table), text)).split(
        "\n"
    )
    assert lines == [
        f"# {written}", "", written, "", written, "", f"## {written}", "", f"- {written}", "", f"| {written} |",
        "| --- |", f"| {written} |", "", f"_{written}_", "",
    ]  # fmt: skip


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"], ids=ascii)
def test_a_line_break_does_not_end_what_it_stands_in(line_break):
    """A row stays a row, a title a title: CommonMark ends a line at a carriage return too."""
    text = f"a{line_break}b"
    table = Table((Column(text),), ((text,),))
    out = as_markdown(Document(text, text, (Paragraph(text), Heading(text), Bullets((text,)), table), text))
    assert "\r" not in out
    assert out.split("\n") == [
        "# a<br>b", "", "a<br>b", "", "a<br>b", "", "## a<br>b", "", "- a<br>b", "", "| a<br>b |", "| --- |",
        "| a<br>b |", "", "_a<br>b_", "",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["- a", "+ a", "---", "1. a", "2) a", "    a", "\ta"])
def test_text_does_not_start_a_list_a_rule_or_code(text):
    """What begins like a list, a rule or a code block is still a paragraph."""
    written = as_markdown(Document("T", "S", (Paragraph(text),))).split("\n")[4]
    assert not written.startswith(("- ", "+ ", "---", "1. ", "2) ", "    ", "\t"))
    assert _letters(written) == _letters(text)


@pytest.mark.parametrize("text", ["&lt;b&gt;", "&copy;", "&#42;a&#42;"])
def test_entities_stay_as_they_are_written(text):
    """What looks like an entity is not turned into another character: the ampersand is escaped."""
    written = as_markdown(Document("T", "S", (Paragraph(text),))).split("\n")[4]
    assert written.startswith(("\\&", "&amp;"))


def _letters(text):
    return [character for character in text if character.isalnum()]


def test_escapes_do_not_reach_a_terminal():
    """Markdown is printed too, so control characters are left out."""
    out = as_markdown(Document("a\x1b[31m", "b\x07", (Paragraph("c\x9b"),)))
    assert not {"\x1b", "\x07", "\x9b"} & set(out)


def test_a_heading_is_as_deep_as_its_level():
    """The title is the first level."""
    assert as_markdown(Document("T", "", (Heading("a"), Heading("b", 3)))) == "# T\n\n## a\n\n### b\n"


def test_a_link_is_a_link_and_cannot_end_itself():
    """What would end the address is written otherwise; an address that may not be followed leaves plain text."""
    text = Phrase("see ", Linked("a [b]", "https://example.org/x>) y"), " or ", Linked("c", "javascript:x"), ".")
    written = as_markdown(Document("T", "", (Paragraph(text),)))
    assert written == "# T\n\nsee [a \\[b\\]](<https://example.org/x%3E%29%20y>) or c.\n"


def test_a_picture_is_its_table_under_its_drawing():
    """Mermaid comes first where the picture has it; without it, the table stands alone."""
    table = Cards("At a glance", (Card("Score", "41%"),)).as_table()

    class Flow:
        def as_table(self):
            return table._replace(title="Flow")

        def as_mermaid(self):
            return "flowchart LR"

    plain = "| At a glance | Figure | Beside it |\n| --- | ---: | --- |\n| Score | 41% |  |\n"
    assert as_markdown(Document("T", "", (Cards("At a glance", (Card("Score", "41%"),)),))) == f"# T\n\n{plain}"
    drawn = as_markdown(Document("T", "", (Flow(),)))
    assert drawn == f"# T\n\n**Flow**\n\n```mermaid\nflowchart LR\n```\n\n{plain}"


def test_a_figure_is_its_text():
    """What it remembers does not show."""
    value = Value("41%", value=0.408, unit="share", path="/score/value", of="scorecard")
    assert as_markdown(Document("T", "", (Paragraph(Phrase("Score ", value, ".")),))).endswith("\nScore 41%.\n")
