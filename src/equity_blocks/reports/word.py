"""Word: a report to edit, with headings to walk by, captions, styles, and pictures above tables that say the same."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from equity_blocks.argument_kinds import require_kind
from equity_blocks.model.branding import Branding
from equity_blocks.reports.charts.making import spec_of, svg_of
from equity_blocks.reports.document import Bullets, Document, Heading, Linked, Paragraph, Phrase, Picture, Table
from equity_blocks.reports.office import FIRST_DAY, harmless, logo_of_points, without_times
from equity_blocks.reports.pictures.cards import Card, Cards
from equity_blocks.reports.word_styles import ROOM, add_styles, style_id, widths

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph as WordParagraph

_LEVELS = 3
_ABREAST, _ABREAST_SMALL = 3, 5
"""How many cards stand side by side, in a whole report and on one page."""
_TALLEST = 180
"""The most that a picture may be high, in millimeters, so that its caption stays with it."""
_MM_OF_POINT = 25.4 / 96
"""Millimeters of a point of a screen."""
_SHARPNESS = 2
"""Points of a picture for each point of a screen, so that it is sharp on paper."""
_SIZE = re.compile(r' (?:width|height)="([\d.]+)"')
"""Finds the width and the height of a drawing, which stand first in it."""


def as_word(
    document: Document,
    *,
    branding: Branding | None = None,
    one_page: bool = False,
    is_draft: bool = False,
    author: str = "",
    as_of: date | None = None,
) -> bytes:
    """Write a document as a Word document (.docx) on A4, which is the same whenever it is written.

    Args:
        document: What is said.
        branding: How the organization's own reports look. Default: plain.
        one_page: Whether it has to fit on a page; then tables stand for the pictures. Default: no.
        is_draft: Whether every page says at its top that it is a draft. Default: no.
        author: Whose it is, for the properties of the file. Default: nobody is named.
        as_of: The day that the properties tell it was made on. Default: the first that they can tell.

    Raises:
        UnsuitableError: It is no document (code `wrong_kind`).

    Example:
        >>> as_word("a report")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: document must be a Document, not the text 'a report'
    """
    require_kind("document", document, Document)
    from docx import Document as WordDocument

    writer = _Writer(WordDocument(), one_page=one_page)
    add_styles(writer.word, accent=branding.accent if branding else "", one_page=one_page)
    writer.add_ends(document, branding, is_draft=is_draft)
    writer.add_top(document, branding)
    for part in document.parts:
        writer.add(part)
    writer.add_end()
    _tell(writer.word, document.title, author, as_of or FIRST_DAY)
    return _packed(writer.word)


class _Writer:
    """Puts one part after the other into a Word document, and counts tables and figures."""

    def __init__(self, word: "WordDocument", *, one_page: bool) -> None:
        self.word = word
        self.one_page = one_page
        self._counts = {"Table": 0, "Figure": 0}
        self._heading = ""
        self._is_below_table = False

    def add(self, part: Any) -> None:
        """Add a part of a document."""
        if self._is_below_table and not isinstance(part, Heading):
            self._add_paragraph("After Table")
        if isinstance(part, Heading):
            self._heading = part.text
            self._say(part.text, f"Heading {min(part.level - 1, _LEVELS)}")
        elif isinstance(part, Paragraph):
            self._say(part.text, part.tone.title() or "Normal")
        elif isinstance(part, Bullets):
            for item in part.items:
                self._say(item, "List Bullet")
        elif isinstance(part, Table):
            self._add_table(part, part.title or part.caption or self._heading)
        elif isinstance(part, Cards):
            self._add_cards(part)
        else:
            self._add_picture(part)

    def add_end(self) -> None:
        """End with a paragraph, as every Word document does."""
        if self._is_below_table:
            self._add_paragraph("After Table")

    def add_top(self, document: Document, branding: Branding | None) -> None:
        """Add who makes it, the title, and whose it is."""
        if branding is not None and not self._add_logo(branding) and branding.name:
            self._say(branding.name, "Maker")
        self._say(document.title, "Title")
        if document.subtitle:
            self._say(document.subtitle, "Subtitle")

    def add_ends(self, document: Document, branding: Branding | None, *, is_draft: bool) -> None:
        """Say on every page what it is and whether it is a draft, and below it the notice and which page it is."""
        section = self.word.sections[0]
        top, *_ = section.header.paragraphs
        _write(top, f"{document.title}\t{'DRAFT' if is_draft else ''}".rstrip("\t"))
        bottom, *_ = section.footer.paragraphs
        for text in filter(None, (branding.footer if branding else "", document.notice)):
            _write(bottom, f"{text}\n")
        for words, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            _write(bottom, words)
            _add_field(bottom, code, "1")

    def _say(self, text: str, style: str) -> None:
        _write(self._add_paragraph(style), text)

    def _add_paragraph(self, style: str) -> "WordParagraph":
        self._is_below_table = False
        return _styled(self.word.add_paragraph(), style)

    def _add_caption(self, kind: str, text: str) -> None:
        """Number a table, above it, or a figure, below it, so that it is found in a list of them."""
        self._counts[kind] += 1
        paragraph = self._add_paragraph("Caption")
        _write(paragraph, f"{kind} ")
        _add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        _write(paragraph, Phrase(". ", text))
        paragraph.paragraph_format.keep_with_next = None if kind == "Table" else False

    def _add_picture(self, picture: Picture) -> None:
        """Draw it where it can be drawn and there is room, say below how it is read, and the same as a table."""
        table = picture.as_table()
        title = table.title or table.caption or self._heading
        chart = None if self.one_page else spec_of(picture)
        if chart is not None:
            words = f"{title}. The table below says the same."
            drawing, sharpness = _drawing({**chart, "title": None})
            self._add_image(drawing, words, "Figure", height=_TALLEST, sharpness=sharpness)
            reading = " ".join(chart["title"].get("subtitle", ()))
            self._add_caption("Figure", Phrase(title, f". {reading}") if reading else title)
            title = f"{title}: the same in words and figures"
        self._add_table(table, title)

    def _add_image(self, content: bytes, words: str, style: str, *, height: float, sharpness: float = 1) -> None:
        """Add an image no larger than it is, nor than there is room, with words for who cannot see it."""
        from docx.image.image import Image
        from docx.shared import Mm

        image = Image.from_blob(content)
        wide, high = (_MM_OF_POINT * number / sharpness for number in (image.px_width, image.px_height))
        shrunk = min(1, ROOM / wide, height / high)
        run = self._add_paragraph(style).add_run()
        shape = run.add_picture(BytesIO(content), Mm(wide * shrunk), Mm(high * shrunk))
        shape._inline.docPr.set("descr", harmless(words))

    def _add_logo(self, branding: Branding) -> bool:
        """Add the logo; whether that is possible, which it is not for every kind of picture."""
        content = logo_of_points(branding.logo)
        if content:
            self._add_image(content, branding.name, "Maker", height=9 if self.one_page else 14)
        return bool(content)

    def _add_table(self, table: Table, title: str) -> None:
        """Add a table below its caption; its first row stands on every page, and no row is broken over two.

        On one page the heading above has to do for a caption, and the title stays for who cannot see the table.
        """
        if not self.one_page:
            self._add_caption("Table", title)
        lines = [[column.title for column in table.columns], *table.rows]
        made = self._new_table(len(lines), widths(table, one_page=self.one_page), title, "Report Table")
        for position, (row, cells) in enumerate(zip(made.rows, lines, strict=True)):
            properties = row._tr.get_or_add_trPr()
            _add(properties, "w:cantSplit")
            if position == 0:
                _add(properties, "w:tblHeader")
            _fill(row.cells, cells, [_cell_style(table, place, position) for place in range(len(cells))])

    def _add_cards(self, cards: Cards) -> None:
        """Add the figures that are read first, side by side."""
        abreast = min(_ABREAST_SMALL if self.one_page else _ABREAST, len(cards.cards))
        rows = [cards.cards[first : first + abreast] for first in range(0, len(cards.cards), abreast)]
        made = self._new_table(len(rows), [ROOM / abreast] * abreast, cards.title, "Report Cards")
        for row, held in zip(made.rows, rows, strict=True):
            _add(row._tr.get_or_add_trPr(), "w:cantSplit")
            for cell, card in zip(row.cells, held, strict=False):
                _fill_card(cell, card)
            if len(held) < abreast:
                row.cells[len(held) - 1].merge(row.cells[-1])

    def _new_table(self, rows: int, columns: list[float], title: str, style: str) -> "WordTable":
        from docx.shared import Mm

        made: WordTable = self.word.add_table(rows, len(columns), style=style)
        self._is_below_table = True
        made.autofit = False
        _add(made._tbl.tblPr, "w:tblCaption", val=harmless(title))
        for column, width in zip(made.columns, columns, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        return made


def _drawing(chart: dict[str, Any]) -> tuple[bytes, float]:
    """Draw a chart as finely as it is seen at the size that it has on the page; and say how finely that is."""
    from vl_convert import svg_to_png

    drawn = svg_of(chart)
    wide, high = (float(number) * _MM_OF_POINT for number in _SIZE.findall(drawn)[:2])
    sharpness = _SHARPNESS * min(1, ROOM / wide, _TALLEST / high)
    return svg_to_png(drawn, scale=sharpness), sharpness


def _row_head(table: Table) -> int:
    """The column that names a row: the first one of text."""
    return next((place for place, column in enumerate(table.columns) if column.align == "left"), -1)


def _cell_style(table: Table, place: int, row: int) -> str:
    is_figure = table.columns[place].align == "right"
    if row == 0:
        return "Table Header Figure" if is_figure else "Table Header"
    return "Table Figure" if is_figure else "Table Name" if place == _row_head(table) else "Table Text"


def _fill(cells: Iterable[Any], texts: Iterable[str], styles: Iterable[str]) -> None:
    for cell, text, style in zip(cells, texts, styles, strict=True):
        _write(_styled(cell.paragraphs[0], style), text, below="Detail")


def _fill_card(cell: Any, card: Card) -> None:
    _write(_styled(cell.paragraphs[0], "Card Name"), card.title)
    _write(_styled(cell.add_paragraph(), "Card Figure"), card.figure)
    if card.words:
        _write(_styled(cell.add_paragraph(), "Card Words"), card.words)


def _styled(paragraph: "WordParagraph", style: str) -> "WordParagraph":
    """Give a paragraph its style by the id; a search by the name, for each of thousands, would take seconds."""
    paragraph._p.style = style_id(style)
    return paragraph


def _write(paragraph: "WordParagraph", text: str, *, below: str = "") -> None:
    """Write a text into a paragraph: its links lead somewhere, and lines after the first may look different."""
    style = None
    for piece in _pieces(text):
        url = piece.url if isinstance(piece, Linked) else ""
        for position, line in enumerate(harmless(piece).split("\n")):
            if position:
                paragraph.add_run().add_break()
                style = below or style
            if line and url:
                _add_link(paragraph, line, url)
            elif line:
                paragraph.add_run(line)._r.style = style


def _pieces(text: str) -> Iterator[str]:
    for piece in text.pieces if isinstance(text, Phrase) else ():
        yield from _pieces(piece)
    if not isinstance(text, Phrase):
        yield text


def _add_link(paragraph: "WordParagraph", text: str, url: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    target = quote(harmless(url), safe="!#$%&'()*+,/:;=?@[]~")
    link = _add(paragraph._p, "w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)._r
    run.style = "Hyperlink"
    link.append(run)


def _add_field(paragraph: "WordParagraph", code: str, shown: str) -> None:
    """Add a text that Word keeps up to date; its code is ours, never one from outside."""
    field = _add(paragraph._p, "w:fldSimple", instr=f" {code} ")
    field.append(paragraph.add_run(shown)._r)


def _add(parent: "BaseOxmlElement", tag: str, **attributes: str) -> "BaseOxmlElement":
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made


def _tell(word: "WordDocument", title: str, author: str, day: date) -> None:
    """Fill in the properties of the file: nothing of who wrote it, where or when."""
    told = word.core_properties
    told.title, told.author = harmless(title)[:255], harmless(author)[:255]
    told.last_modified_by = told.comments = ""
    told.created = told.modified = datetime.combine(day, time(), UTC).replace(tzinfo=None)
    told.language, told.revision = "en", 1


def _packed(word: "WordDocument") -> bytes:
    """Pack the document so that the same parts give the same bytes, and nothing tells when that was."""
    for rels in (word.part.package.rels, word.part.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(("/thumbnail", "/stylesWithEffects"))]:
            del rels[name]
    written = BytesIO()
    word.save(written)
    return without_times(written)
