"""How a Word document looks: its page, its styles by name, and how wide the columns of its tables are."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.reports.document import Column, Table

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

ROOM = 174.0
"""Millimeters between the margins of a page; both A4 and Letter have that room."""
_MARGIN = 18
_FONT = "Arial"


class _Look(NamedTuple):
    """How a style looks.

    Args:
        name: Of the style.
        size: Of its letters, in points.
        color: By name.
        before: Points of room above.
        after: Points of room below.
        is_bold: Whether it is bold.
        stays: Whether it stays on the page of what follows.
        level: At which level of the outline it stands, from 0; -1: none.
        is_right: Whether it stands on the right.
        indent: Points of room on its left.
        frame: Further properties of its paragraphs, as markup.
    """

    name: str
    size: float
    color: str = "ink"
    before: float = 0
    after: float = 0
    is_bold: bool = False
    stays: bool = False
    level: int = -1
    is_right: bool = False
    indent: float = 0
    frame: str = ""


_WARNING = (
    '<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="{warn}"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="{warn_paper}"/>'
)
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="{line}"/></w:pBdr>'
_ENDS = f'<w:tabs><w:tab w:val="right" w:pos="{round(ROOM * 56.7)}"/></w:tabs>'
_LOOKS = (
    _Look("Normal", 10, after=5),
    _Look("Title", 22, is_bold=True, after=2, stays=True),
    _Look("Subtitle", 10, "soft", after=8),
    _Look("Heading 1", 15, "accent", 18, 5, is_bold=True, stays=True, level=0, frame=_RULE),
    _Look("Heading 2", 12, before=11, after=3, is_bold=True, stays=True, level=1),
    _Look("Heading 3", 10.5, "soft", 8, 2, is_bold=True, stays=True, level=2),
    _Look("Lead", 12.5, after=6),
    _Look("Note", 9, "soft", after=5),
    _Look("Warning", 10, "warn", 2, 7, indent=9, frame=_WARNING),
    _Look("List Bullet", 10, after=2.5, indent=14, frame='<w:numPr><w:numId w:val="1"/></w:numPr>'),
    _Look("Caption", 9, "soft", 6, 3, is_bold=True, stays=True),
    _Look("Figure", 10, before=4),
    _Look("Maker", 10, "soft", after=6, is_bold=True),
    _Look("Table Text", 9),
    _Look("Table Name", 9, is_bold=True),
    _Look("Table Figure", 9, is_right=True),
    _Look("Table Header", 8.5, "soft", is_bold=True, stays=True),
    _Look("Table Header Figure", 8.5, "soft", is_bold=True, stays=True, is_right=True),
    _Look("After Table", 4, after=4),
    _Look("Card Name", 8.5, "soft", before=3),
    _Look("Card Figure", 16, "accent", is_bold=True),
    _Look("Card Words", 8.5, "soft", after=3),
    _Look("Header", 8, "soft", frame=_ENDS),
    _Look("Footer", 8, "soft", frame=_ENDS),
)
_TABLE = """
<w:style {space} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/><w:tblPr>
<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{accent}"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="{pad}" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="{pad}" w:type="dxa"/>
<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>
<w:shd w:val="clear" w:color="auto" w:fill="{panel}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>
"""
_CARDS = """
<w:style {space} w:type="table" w:customStyle="1" w:styleId="ReportCards"><w:name w:val="Report Cards"/><w:tblPr>
<w:tblBorders><w:insideH w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>
<w:insideV w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/></w:tblBorders>
<w:tblCellMar><w:left w:w="120" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{panel}"/></w:tcPr></w:style>
"""
_CHARACTERS = """
<w:style {space} w:type="character" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:rPr><w:b w:val="0"/>
<w:color w:val="{color}"/>{more}</w:rPr></w:style>
"""
_SMALLER = 0.75
"""How large letters are on one page, by what they are else; the room around them shrinks more. Editorial."""


def add_styles(word: "WordDocument", *, accent: str = "", one_page: bool = False) -> None:
    """Give a Word document its page, A4 with room for Letter, and its styles.

    Args:
        word: The document.
        accent: The color of headings and figures as #rrggbb. Default: that of the library.
        one_page: Whether everything is smaller. Default: no.
    """
    from docx.oxml import parse_xml

    colors = _colors(accent)
    scale = _SMALLER if one_page else 1.0
    _set_page(word, 7 if one_page else _MARGIN)
    styles = word.styles.element
    written = [_written(look, colors, scale) for look in _LOOKS]
    tables = [text.format(space=_SPACE, pad=15 if one_page else 35, **colors) for text in (_TABLE, _CARDS)]
    small = f'<w:sz w:val="{round(17 * scale)}"/>'
    detail = _CHARACTERS.format(space=_SPACE, id="Detail", name="Detail", color=colors["soft"], more=small)
    link = _CHARACTERS.format(
        space=_SPACE, id="Hyperlink", name="Hyperlink", color=colors["link"], more='<w:u w:val="single"/>'
    )
    for text in (*written, *tables, detail, link):
        made = parse_xml(text)
        for old in [each for each in styles.style_lst if each.styleId == made.styleId]:
            styles.remove(old)
        styles.append(made)


def style_id(name: str) -> str:
    """Give the id of a style in a file.

    Example:
        >>> style_id("Table Header Figure")
        'TableHeaderFigure'
    """
    return name.replace(" ", "")


def widths(table: Table, *, one_page: bool = False) -> list[float]:
    """Give the width of each column of a table in millimeters: room for its words first, then by what it holds.

    Args:
        table: The table.
        one_page: Whether its letters are smaller. Default: no.

    Example:
        >>> columns = (Column("Practice"), Column("Days", "right"))
        >>> widths(Table(columns, (("Vision Setting and whatever else is long " * 3, "12"),)))
        [162.5, 11.5]
    """
    scale = _SMALLER if one_page else 1.0
    return [round(width * scale, 1) for width in _shared_out(table, ROOM / scale)]


def _shared_out(table: Table, room: float) -> list[float]:
    columns = table.columns
    cells = [tuple(line for row in table.rows for line in row[place].split("\n")) for place in range(len(columns))]
    words = [max(map(_word, (column.title, *texts))) for column, texts in zip(columns, cells, strict=True)]
    least = [max(word, _whole(texts)) for word, texts in zip(words, cells, strict=True)]
    least = words if sum(least) > _CROWDED * room else least
    if sum(least) > room:
        return [need * room / sum(least) for need in least]
    most = [
        max(need, min(_wide(column.title), _SHORT), *(min(_wide(text), _WIDEST) for text in texts))
        for column, need, texts in zip(columns, least, cells, strict=True)
    ]
    spare = room - sum(least)
    if sum(most) <= room:
        return _filled(columns, most, room)
    wished = [
        (want - need) * (_WIDER if column.is_wide else 1)
        for column, need, want in zip(columns, least, most, strict=True)
    ]
    return [need + spare * wish / sum(wished) for need, wish in zip(least, wished, strict=True)]


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LETTER, _BROAD_LETTER, _AROUND = 1.65, 1.95, 3.7
"""Millimeters of a letter in a long text of a table, of one in a word or a figure, and of what is around a text."""
_WIDEST, _LONGEST_WORD, _SHORT = 120.0, 34.0, 42.0
"""Millimeters: what a column gets at most, what a word gets in it, and how wide a text is that stays whole."""
_WIDER = 2
"""How much more of the room that is left a column gets that is to be wide. Editorial."""
_CROWDED = 0.8
"""The part of the page that may go to whole texts before they are broken at their spaces. Editorial."""


def _wide(text: str, letter: float = _LETTER) -> float:
    return len(text) * letter + _AROUND


def _word(text: str) -> float:
    """The room that the longest word of a text needs."""
    return max((min(_wide(word, _BROAD_LETTER), _LONGEST_WORD) for word in text.split()), default=_AROUND)


def _whole(texts: Iterable[str]) -> float:
    """The room that the texts of a column need to stand whole, where all of them are short; else none."""
    widest = max((_wide(text, _BROAD_LETTER) for text in texts), default=0.0)
    return widest if widest <= _SHORT else 0.0


def _filled(columns: tuple[Column, ...], most: list[float], room: float) -> list[float]:
    """Give what is left to the columns that take it, else to the first."""
    takers = [place for place, column in enumerate(columns) if column.is_wide] or [0]
    left = (room - sum(most)) / len(takers)
    return [width + (left if place in takers else 0) for place, width in enumerate(most)]


def _colors(accent: str) -> dict[str, str]:
    """Give the colors of a page in light, by name, as Word writes them."""
    named = {name: color for name, color in IN_LIGHT._asdict().items() if isinstance(color, str)}
    named |= {"accent": accent} if accent else {}
    return {name: color.removeprefix("#").upper() for name, color in named.items()}


def _set_page(word: "WordDocument", margin: float) -> None:
    from docx.shared import Mm

    (section,) = word.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(margin + 2), Mm(margin + 4)
    section.header_distance = section.footer_distance = Mm(margin / 2 + 1)


def _written(look: _Look, colors: dict[str, str], scale: float) -> str:
    """Write a style as Word does, in the order that it asks for."""
    size = round(2 * look.size * scale)
    kind = "" if look.name in _BUILT_IN else 'w:customStyle="1"'
    base, font = '<w:basedOn w:val="Normal"/>', ""
    if look.name == "Normal":
        kind, base = 'w:default="1"', ""
        font = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
    bold = "<w:b/><w:bCs/>" if look.is_bold else ""
    following = style_id("Normal" if look.level >= 0 else look.name)
    return (
        f'<w:style {_SPACE} w:type="paragraph" {kind} w:styleId="{style_id(look.name)}">'
        f'<w:name w:val="{_BUILT_IN.get(look.name, look.name)}"/>{base}<w:next w:val="{following}"/><w:qFormat/>'
        f"<w:pPr>{_paragraph(look, colors, scale)}</w:pPr><w:rPr>{font}{bold}"
        f'<w:color w:val="{colors[look.color]}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _paragraph(look: _Look, colors: dict[str, str], scale: float) -> str:
    stays = "<w:keepNext/><w:keepLines/>" if look.stays else ""
    before, after = (_twips(points, scale**4) for points in (look.before, look.after))
    around = f'<w:spacing w:before="{before}" w:after="{after}"/>'
    hanging = f' w:hanging="{_twips(look.indent, 1)}"' if "numPr" in look.frame else ""
    around += f'<w:ind w:left="{_twips(look.indent, 1)}"{hanging}/>' if look.indent else ""
    where = '<w:jc w:val="right"/>' if look.is_right else ""
    level = f'<w:outlineLvl w:val="{look.level}"/>' if look.level >= 0 else ""
    return f"{stays}{look.frame.format_map(colors)}{around}{where}{level}"


_BUILT_IN = {
    **{name: name for name in ("Normal", "Title", "Subtitle", "List Bullet")},
    **{name: name.lower() for name in ("Heading 1", "Heading 2", "Heading 3", "Caption", "Header", "Footer")},
}
"""Styles that Word knows -> what it calls them in a file."""


def _twips(points: float, scale: float) -> int:
    return round(20 * points * scale)
