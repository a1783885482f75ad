import io
import unicodedata

import pytest
from rich.cells import cell_len
from rich.console import Console

from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Table
from equity_blocks.reports.pictures.cards import Card, Cards
from equity_blocks.reports.terminal import as_terminal

TABLE = Table(
    (Column("#", "right", is_narrow=True), Column("What", is_wide=True), Column("Note")),
    (("1", "Short\nand why", "x"), ("10", "A much longer title that has to be broken over lines", "two words")),
)


def test_a_whole_document_in_40_columns(drawn):
    """Title, line below, parts in order with an empty line between them but not below a heading, and the notice."""
    document = Document(
        "Title", "of whom", (Paragraph("Said."), Heading("Part"), Bullets(("a", "b")), TABLE), "Notice."
    )
    assert drawn(document, 40) == (
        "Title\n"
        "of whom\n"
        "\n"
        "Said.\n"
        "\n"
        "Part\n"
        "• a\n"
        "• b\n"
        "\n"
        "  #  What                     Note\n"
        " ──────────────────────────────────────\n"
        "  1  Short                    x\n"
        "     and why\n"
        " 10  A much longer title      two words\n"
        "     that has to be broken\n"
        "     over lines\n"
        "\n"
        "Notice.\n"
    )  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 110])
def test_no_line_is_wider_than_the_console(drawn, width):
    """Also with wide characters, long words and empty cells, and no line ends in spaces."""
    rows = (("1", "日本語" * 30, ""), ("2", "x" * 200, "y" * 90), ("3", "", "é" * 50))
    text = drawn(Document("T" * 130, "S", (Table(TABLE.columns, rows), Bullets(("z" * 300,))), "N"), width)
    lines = text.split("\n")
    assert max(map(cell_len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\n\n\n" not in text


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", "[link=http://x]y[/link]", ":smile:", r"\[red]"])
def test_text_is_never_markup(drawn, text):
    """Square brackets and colons stay as they are, wherever they stand."""
    table = Table((Column(text, is_wide=True),), ((text,),))
    out = drawn(Document(text, text, (Paragraph(text), Heading(text), Bullets((text,)), table), text))
    assert out.count(text) == 8


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x08", "\t", "\x0b", "\x0c", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029"],
    ids=ascii,
)
def test_no_character_moves_the_cursor(drawn, character):
    """What a terminal would act on, or what breaks a line, is not written, and the table stays whole."""
    text = f"a{character}b"
    table = Table((Column("What", is_wide=True), Column("Note", is_narrow=True)), ((text, "end"),))
    out = drawn(Document(text, text, (Paragraph(text), Heading(text), Bullets((text,)), table), text), 40)
    assert [c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Zl", "Zp")] == []
    row = next(line for line in out.split("\n") if line.endswith(" end"))
    assert row.startswith(" a")
    assert cell_len(row) <= 40


def test_a_line_break_in_a_cell_stays_in_its_cell(drawn):
    """The second line stands below the first, in its column."""
    table = Table((Column("What", is_wide=True), Column("Note", is_narrow=True)), (("a\nb", "end"),))
    lines = drawn(Document("T", "S", (table,)), 30).split("\n")
    assert lines[-3:] == [" a                       end", " b", ""]


def test_colours_are_drawn_only_where_there_are_any():
    """On a terminal headings are bold; into a file nothing but text is written."""
    document = Document("Title", "of whom", (Heading("Part"),), "Notice.")
    coloured, plain = (
        as_terminal(document, Console(file=io.StringIO(), width=80, force_terminal=is_terminal, color_system=system))
        for is_terminal, system in ((True, "standard"), (False, None))
    )
    assert "\x1b[1mTitle\x1b[0m" in coloured
    assert plain == "Title\nof whom\n\nPart\n\nNotice.\n"


def test_a_table_looks_the_same_in_every_encoding(drawn):
    """No frame comes around it where the encoding has no lines: they are written as hyphens when they are written."""
    file = io.TextIOWrapper(io.BytesIO(), "cp1252")
    document = Document("T", "S", (TABLE,))
    assert as_terminal(document, Console(file=file, width=40, color_system=None)) == drawn(document, 40)


def test_a_word_longer_than_a_line_stays_whole(drawn):
    """Where an answer stands, and what shows it, is copied from there."""
    path = f"/a/{'folder/' * 12}assessment.yaml:163"
    text = drawn(Document("Why", "", (Bullets((path,)),)), 40)
    assert "".join(line.removeprefix("•").strip() for line in text.splitlines()[2:]) == path


def test_a_picture_is_its_table(drawn):
    """Nothing else can be drawn there."""
    picture = Cards("At a glance", (Card("Score", "41%", "36% to 50%"),))
    assert drawn(Document("T", "S", (picture,)), 60) == drawn(Document("T", "S", (picture.as_table(),)), 60)
