"""Tables and calendars on a slide, which can be edited there: cells within their widths, and what is left counted."""

from collections.abc import Iterable
from typing import Any

from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.phrases import counted
from equity_blocks.reports.document import Column, Table
from equity_blocks.reports.pictures.timeline import Lane, Timeline
from equity_blocks.reports.slides.charts import rgb
from equity_blocks.reports.slides.shapes import EMU, MAIN, MARGIN, SMALL, Box, Look, fill, write
from equity_blocks.reports.slides.words import LINE, POINT, letters, lines, plain, safe, shortened

_ROWS = 8
"""So many rows of a table stand on a slide. Editorial: more are not read from a distance."""
_PERIODS = 10
_LANES = 9


def _widths(table: Table, width: float, size: float) -> list[float]:
    """Share the width among the columns: what is wide takes what the others leave."""
    wanted = [_wish(table, place, size) for place in range(len(table.columns))]
    wide = [place for place, column in enumerate(table.columns) if column.is_wide]
    fixed = sum(each for place, each in enumerate(wanted) if place not in wide)
    if wide and fixed < 0.7 * width:
        for place in wide:
            wanted[place] = (width - fixed) / len(wide)
    return [each * width / sum(wanted) for each in wanted]


def _wish(table: Table, place: int, size: float) -> float:
    """Tell how wide a column would like to be, in inches."""
    title = max(map(len, table.columns[place].title.split()), default=1)
    cells = [len(line) for row in table.rows[:_ROWS] for line in safe(row[place]).split("\n")]
    longest = max(cells, default=1)
    most = longest if table.columns[place].is_narrow else min(_WISH, longest)
    return (max(title, most) + 1) * size * 0.58 / POINT + 3 * MARGIN


_WISH = 20
"""So many letters a column may ask for on a line, if it does not take the room that is left."""


def _cut(text: str, width: float, size: float) -> str:
    """Shorten each line of a cell so that it takes two lines at most, or three where it is narrow."""
    line = letters(width - 3 * MARGIN, size)
    most = (2 if line > _WISH else 3) * line
    return "\n".join(shortened(line, most) for line in safe(text).split("\n")[:2])


def _row_height(row: tuple[str, ...], widths: list[float], size: float) -> float:
    inside = [(cell, width - 3 * MARGIN) for cell, width in zip(row, widths, strict=True)]
    return max(lines(cell, width, size * 1.04) for cell, width in inside) * size * LINE / POINT + 1.2 * MARGIN


def _laid_out(table: Table, width: float, size: float) -> tuple[list[float], list[tuple[str, ...]], list[float]]:
    """Give the widths of the columns, the rows as they fit, that of the titles first, and their heights."""
    widths = _widths(table, width, size)
    titles = tuple(column.title for column in table.columns)
    cut = [[_cut(cell, each, size) for cell, each in zip(row, widths, strict=True)] for row in table.rows[:_ROWS]]
    rows = [titles, *map(tuple, cut)]
    return widths, rows, [_row_height(row, widths, size) for row in rows]


def table_height(table: Table, width: float, larger: float = 1.0) -> float:
    """Tell how high a table would like to be, in inches.

    Args:
        table: The table.
        width: How wide it may be, in inches.
        larger: How much larger its type is. Default: not at all.

    Example:
        >>> round(table_height(Table((Column("Action"),), (("Build trust",),)), 4.0), 2)
        0.57
    """
    more = 0.3 if len(table.rows) > _ROWS else 0.0
    return sum(_laid_out(table, width, SMALL * larger)[2]) + more


def draw_table(part: Table, shapes: Any, box: Box, look: Look) -> None:
    """Draw a table with as many rows as there is room for; the rest is counted.

    Args:
        part: The table.
        shapes: The shapes of the slide, of python-pptx.
        box: Where it may stand.
        look: What all shapes share.
    """
    widths, rows, heights = _laid_out(part, box.width, look.sized(SMALL))
    shown, used = 1, heights[0]
    spare = 0.3 if len(part.rows) > _ROWS or sum(heights) > box.height + 0.1 else 0.0
    while shown < len(rows) and used + heights[shown] <= box.height - spare + 0.1:
        used += heights[shown]
        shown += 1
    made = _grid(shapes, Box(*box[:3], used), widths, heights[:shown], part.caption or part.title)
    for line, row in enumerate(rows[:shown]):
        for place, cell in enumerate(row):
            _write_cell(made.cell(line, place), cell, part.columns[place], is_head=line == 0, look=look)
    if left := len(part.rows) - shown + 1:
        below = Box(box.left, box.top + used + 0.04, box.width, 0.28)
        write(shapes, below, [f"and {left} more in the report"], SMALL, IN_LIGHT.soft)


def _grid(shapes: Any, box: Box, widths: list[float], heights: list[float], name: str) -> Any:
    """Draw an empty table without stripes."""
    frame = shapes.add_table(len(heights), len(widths), *box.emu)
    frame.name = plain(name) or "Table"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", frame.name)
    table = frame.table
    table.horz_banding = False
    frame._element.graphic.graphicData.tbl.tblPr.find(f"{{{_MAIN}}}tableStyleId").text = _PLAIN
    for place, width in enumerate(widths):
        table.columns[place].width = round(width * EMU)
    for place, height in enumerate(heights):
        table.rows[place].height = round(height * EMU)
    return table


_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""What PowerPoint calls the style of a table without fill and without lines."""


def _write_cell(cell: Any, text: str, column: Column, *, is_head: bool, look: Look) -> None:
    """Write a cell; a second line is said in passing."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    _set_cell(cell, look.accent if is_head else IN_LIGHT.line)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    first, *others = text.split("\n")
    is_named = column.is_wide and bool(others)
    ink, size = IN_LIGHT.soft if is_head else IN_LIGHT.ink, look.sized(SMALL)
    fill(cell.text_frame.paragraphs[0], first, size, ink, is_bold=is_head or is_named)
    for line in others:
        fill(cell.text_frame.add_paragraph(), line, size, IN_LIGHT.soft)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if column.align == "right" else PP_ALIGN.LEFT


def _set_cell(cell: Any, line: str, ground: str = "", *, is_bar: bool = False) -> None:
    """Give a cell narrow margins, a line below, and a ground where it has one; a bar stands off from its neighbors."""
    from pptx.oxml import parse_xml

    cell.margin_left = cell.margin_right = round(MARGIN * EMU)
    cell.margin_top = cell.margin_bottom = round(MARGIN * EMU / 2)
    borders = {"lnT": (IN_LIGHT.paper, 63500), "lnB": (IN_LIGHT.paper, 63500)} if is_bar else {"lnB": (line, 9525)}
    for side, (color, width) in borders.items():
        looks = f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<a:{side} {MAIN} w="{width}">{looks}</a:{side}>'))
    if ground:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(ground)


def draw_timeline(part: Timeline, shapes: Any, box: Box, look: Look) -> None:
    """Draw a calendar as a table in which the cells of the periods are filled when an action runs.

    Args:
        part: The calendar.
        shapes: The shapes of the slide, of python-pptx.
        box: Where it may stand.
        look: What all shapes share.
    """
    slots = part.slots[:_PERIODS]
    below = [("Person-days", [slot.days for slot in slots])]
    below += [("Score at its end", [slot.score for slot in slots])] if part.has_score else []
    spare = 0.3 if timeline_height(part) is None else 0.0
    room = max(1, min(_LANES, int((box.height - spare + 0.01) / _LANE) - len(below) - 1))
    lanes = [lane for lane in part.lanes if lane.start < len(slots)][:room]
    many = len(lanes) + len(below) + 1
    high = min(_HIGH, (box.height - spare) / many)
    width = max(2.2, min(3.4, box.width - 0.8 * len(slots)))
    widths = [width, *[(box.width - width) / max(1, len(slots))] * len(slots)]
    table = _grid(shapes, Box(*box[:3], many * high), widths, [high] * many, part.title)
    _row(table, 0, ("Action", *(slot.title for slot in slots)), widths, look)
    for line, lane in enumerate(lanes, 1):
        _lane(table, line, lane, widths, look)
    for line, (title, cells) in enumerate(below, 1 + len(lanes)):
        _row(table, line, (title, *(plain(cell).replace(" of ", " / ") for cell in cells)), widths, look)
    if more := _more(len(part.lanes) - len(lanes), len(part.slots) - len(slots)):
        rest = Box(box.left, box.top + many * high + 0.04, box.width, 0.28)
        write(shapes, rest, [more], SMALL, IN_LIGHT.soft)


def _more(lanes: int, slots: int) -> str:
    """Say how many actions and periods only the report shows."""
    more = [f"and {lanes} more in the report"] if lanes else []
    more += [f"{counted(slots, 'later period')} {'too' if lanes else 'in the report'}"] if slots else []
    return ", ".join(more)


def timeline_height(part: Timeline) -> float | None:
    """Tell how high a calendar would like to be, in inches; `None`: as high as there is room.

    Example:
        >>> timeline_height(Timeline("Calendar", (), ()))
        1.5
    """
    many = len(part.lanes) + 2 + part.has_score
    return None if many > _LANES else round(many * _HIGH, 2)


_LANE = 0.36
"""How high a row of a calendar is at least, in inches."""
_HIGH = 0.5
"""How high it is at most."""


def _row(table: Any, line: int, cells: Iterable[str], widths: list[float], look: Look) -> None:
    from pptx.enum.text import MSO_ANCHOR

    for place, cell in enumerate(cells):
        text = shortened(plain(cell), letters(widths[place] - 3 * MARGIN, SMALL))
        column = Column("", "right" if place else "left")
        _write_cell(table.cell(line, place), text, column, is_head=line == 0, look=look)
        table.cell(line, place).vertical_anchor = MSO_ANCHOR.MIDDLE


def _lane(table: Any, line: int, lane: Lane, widths: list[float], look: Look) -> None:
    """Fill the cells of the periods in which an action runs."""
    _row(table, line, (f"{lane.number} {lane.title}",), widths, look)
    for place in range(len(widths) - 1):
        runs = lane.start <= place <= lane.finish
        _set_cell(table.cell(line, place + 1), IN_LIGHT.line, look.accent if runs else "", is_bar=runs)
