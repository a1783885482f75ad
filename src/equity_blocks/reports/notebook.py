"""Documents as fragments of HTML for a notebook cell: a light card that can be read on any ground.

Every style stands at the element that it is for: GitHub drops blocks of style and every script, and a block would reach
the rest of the notebook. Notebooks paint the rows of tables and the text in cells for their own theme, so that both say
here what they are. Without any style the fragment still reads well: headings, tables with heads, folds.
"""

from collections.abc import Iterator
from html import escape
from itertools import islice

from equity_blocks.errors import visible
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Linked,
    Paragraph,
    Part,
    Phrase,
    Table,
)

MOST_ROWS = 300
"""So many rows, items and paragraphs of a document are shown in a cell; what is left out is counted."""
OPEN_ROWS = 12
"""A table with more rows than these and a few is folded after them."""
_FEW = 4
"""So many rows more are not worth a fold."""
_MOST_CHARACTERS = 1000
"""A text that is longer is cut: a cell is no place to read pages."""

_INK, _SOFT, _LINE, _LINK, _PAPER = IN_LIGHT.ink, IN_LIGHT.soft, IN_LIGHT.line, IN_LIGHT.link, IN_LIGHT.paper
_CARD = (
    f"color-scheme:light;background:{_PAPER};color:{_INK};border:1px solid {_LINE};border-radius:6px;padding:12px 16px;"
    "margin:2px 0;max-width:68rem;overflow-x:auto;font:14px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
)
_TONES = {
    "lead": "font-size:15px;",
    "note": f"color:{_SOFT};",
    "warning": f"background:{IN_LIGHT.warn_paper};border-left:4px solid {IN_LIGHT.warn};padding:6px 10px;",
}


def bounded(document: Document) -> Document:
    """Cut a document to what a cell can show, and say what is left out; as it is where nothing has to be.

    Example:
        >>> long = Document("Long", "", (Table((Column("N"),), tuple((str(n),) for n in range(1000))),))
        >>> shown = bounded(long)
        >>> len(shown.tables[0].rows), shown.parts[-1].text
        (300, '700 more rows are left out here: to_records and to_frame give all of a result.')
    """
    parts: list[Part] = []
    left = MOST_ROWS
    beyond = 0
    for part in document.parts:
        beyond += max(_length(part) - left, 0)
        if left > 0:
            parts.append(_first(part, left))
        left = max(left - _length(part), 0)
    if not beyond:
        return document
    more = f"{beyond} more rows are left out here: to_records and to_frame give all of a result."
    return document._replace(parts=(*parts, Paragraph(more, "note")))


def _length(part: Part) -> int:
    if isinstance(part, Table):
        return len(part.rows)
    return len(part.items) if isinstance(part, Bullets) else 1


def _first(part: Part, most: int) -> Part:
    if isinstance(part, Table):
        return part._replace(rows=part.rows[:most])
    return part._replace(items=part.items[:most]) if isinstance(part, Bullets) else part


def as_fragment(document: Document) -> str:
    """Draw a document for a notebook cell.

    Returns:
        HTML without any script, block of style, picture or request; text from files cannot become markup, and no
        formula either, which notebooks make of what stands between two dollar signs.

    Example:
        >>> fragment = as_fragment(Document("Plan", "Acme <b>", (Paragraph("1 < 2"),)))
        >>> fragment.startswith('<div class="tex2jax_ignore mathjax_ignore" style="color-scheme:light;')
        True
        >>> "Acme &lt;b&gt;" in fragment, "<b>" in fragment
        (True, False)
    """
    return "\n".join(
        (
            f'<div class="tex2jax_ignore mathjax_ignore" style="{_CARD}">',
            _block("h3", document.title, "margin:0 0 2px;font-size:19px;font-weight:600;"),
            *([_block("p", document.subtitle, f"margin:0 0 8px;color:{_SOFT};")] if document.subtitle else []),
            *map(_part, document.parts),
            *([_block("p", document.notice, f"margin:10px 0 0;color:{_SOFT};font-size:12px;")] * bool(document.notice)),
            "</div>",
        )
    )


def _block(name: str, text: str, style: str) -> str:
    """Write an element; what says no color of its own has the ink of the card, whatever the notebook's theme says."""
    ink = "" if style.startswith("color:") or ";color:" in style else f"color:{_INK};"
    return f'<{name} style="{style}{ink}">{_text(text)}</{name}>'


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        name, size = ("h4", 16) if part.level <= _TOP_LEVEL else ("h5", 14)
        return _block(name, part.text, f"margin:14px 0 4px;font-size:{size}px;font-style:normal;font-weight:600;")
    if isinstance(part, Paragraph):
        return _block("p", part.text, f"margin:6px 0;{_TONES.get(part.tone, '')}")
    if isinstance(part, Bullets):
        items = "".join(f"<li>{_text(item)}</li>" for item in part.items)
        return f'<ul style="margin:6px 0;padding-left:22px;color:{_INK};">{items}</ul>'
    return _tables(part if isinstance(part, Table) else part.as_table())


_TOP_LEVEL = 2


def _tables(table: Table) -> str:
    """Draw a table; of a long one the first rows, and behind a fold the others, under the same heads."""
    rows = iter(table.rows)
    beyond = len(table.rows) - OPEN_ROWS
    if beyond <= _FEW:
        return _table(table, list(rows))
    first, others = list(islice(rows, OPEN_ROWS)), list(rows)
    summary = f'<summary style="cursor:pointer;color:{_LINK};">{beyond} more rows</summary>'
    rest = _table(table._replace(title="", caption=""), others)
    return f'{_table(table, first)}\n<details style="margin:4px 0;color:{_INK};">{summary}\n{rest}\n</details>'


def _table(table: Table, rows: list[tuple[str, ...]]) -> str:
    caption = table.title or table.caption
    style = f"caption-side:top;text-align:left;color:{_SOFT};padding:2px 0;font-weight:600;"
    head = "".join(
        f'<th scope="col" style="{_head_style(column)}">{_text(column.title)}</th>' for column in table.columns
    )
    return "".join(
        (
            f'<table style="border-collapse:collapse;margin:6px 0;font-size:13px;background:{_PAPER};color:{_INK};">',
            _block("caption", caption, style) if caption else "",
            f'<thead><tr style="background:{_PAPER};">{head}</tr></thead>\n<tbody>',
            *(_row(table.columns, row) for row in rows),
            "</tbody></table>",
        )
    )


def _row(columns: tuple[Column, ...], row: tuple[str, ...]) -> str:
    """Draw a row, headed by its first cell of text."""
    head = next((place for place, column in enumerate(columns) if column.align == "left"), -1)
    pairs = enumerate(zip(columns, row, strict=True))
    cells = "".join(_cell(column, text, is_head=place == head) for place, (column, text) in pairs)
    return f'<tr style="background:{_PAPER};border-bottom:1px solid {_LINE};">{cells}</tr>\n'


def _cell(column: Column, text: str, *, is_head: bool) -> str:
    if is_head:
        return f'<th scope="row" style="font-weight:600;{_cell_style(column)}">{_lines(text)}</th>'
    return f'<td style="{_cell_style(column)}">{_lines(text)}</td>'


def _head_style(column: Column) -> str:
    return f"{_cell_style(column)}font-weight:600;border-bottom:2px solid {_LINE};color:{_SOFT};"


def _cell_style(column: Column) -> str:
    where = "text-align:right;white-space:nowrap;" if column.align == "right" else "text-align:left;"
    return f"{where}vertical-align:top;padding:4px 14px 4px 0;"


def _lines(text: str) -> str:
    """Write a cell, whose first line stands out against the others."""
    first, line_break, rest = text.partition("\n")
    if not line_break:
        return _text(text)
    return f'{_text(first)}<br><span style="color:{_SOFT};font-weight:400;">{_text(rest)}</span>'


def _text(text: str) -> str:
    return "<br>".join("".join(_pieces(text)).split("\n"))


def _pieces(text: str) -> Iterator[str]:
    """Write a text without any power of its own; links lead where they say, and nothing else is looked at."""
    if isinstance(text, Phrase):
        for piece in text.pieces:
            yield from _pieces(piece)
    elif isinstance(text, Linked) and text.url:
        yield f'<a href="{escape(text.url)}" rel="noopener noreferrer" style="color:{_LINK};">{_escaped(text)}</a>'
    else:
        yield _escaped(text)


def _escaped(text: str) -> str:
    is_long = len(text) > _MOST_CHARACTERS
    return escape(visible(f"{text[:_MOST_CHARACTERS]}..." if is_long else text))
