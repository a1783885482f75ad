"""The parts of a slide, one below the other: each as the shape that suits it, as large as there is room for."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.pictures.cards import Cards
from equity_blocks.reports.pictures.timeline import Timeline
from equity_blocks.reports.slides.charts import draw_plot, plot_of, rgb
from equity_blocks.reports.slides.shapes import EMU, MARGIN, SMALL, Box, Look, fill, write
from equity_blocks.reports.slides.tables import draw_table, draw_timeline, table_height, timeline_height
from equity_blocks.reports.slides.words import LINE, POINT, letters, lines, plain, safe, shortened

_TEXT = 14
_LEAD = 16
_FIGURE = 28
_GAP = 0.14
_LEAST = 1.2
"""How high a chart is at least, in inches."""
_CARDS = 4


def draw_columns(columns: tuple[tuple[Any, ...], ...], shapes: Any, boxes: tuple[Box, ...], look: Look) -> None:
    """Draw parts one below the other in columns side by side, with type as large as there is room for in all of them.

    Args:
        columns: The parts of each column.
        shapes: The shapes of the slide, of python-pptx.
        boxes: Where each column may stand.
        look: What all shapes share.
    """
    there = tuple(zip(columns, boxes, strict=True))
    larger = next((size for size in _LARGER if all(_fits(parts, box, size) for parts, box in there)), 1.0)
    for parts, box in there:
        _draw_column(parts, shapes, box, look._replace(larger=larger))


def _draw_column(parts: tuple[Any, ...], shapes: Any, box: Box, look: Look) -> None:
    """Draw parts one below the other; charts and calendars share the height that the others leave."""
    room = box.height - _GAP * max(0, len(parts) - 1)
    top = box.top
    for part, height in zip(parts, _shared(parts, box.width, room, look.larger), strict=True):
        _draw(part, shapes, Box(box.left, top, box.width, height), look)
        top += height + _GAP


def _shared(parts: tuple[Any, ...], width: float, room: float, larger: float) -> list[float]:
    """Share the height: charts take what the others leave; where there is too little, the highest gives."""
    wished = [height_of(part, width, larger) for part in parts]
    known = sum(height or 0.0 for height in wished)
    free = max(_LEAST, room - known) / max(1, wished.count(None))
    heights = [free if height is None else height for height in wished]
    while (over := sum(heights) - room) > _SLIGHT:
        first, *others = sorted(heights, reverse=True)
        place = heights.index(first)
        heights[place] -= min(over, max(_STEP, first - max(others, default=0.0)))
    return heights


_SLIGHT = 0.01
_STEP = 0.1
"""So much height, in inches, is taken at once from parts that are alike."""


_LARGER = (1.35, 1.2, 1.1)
"""How much larger the type may be where there is room."""


def _fits(parts: tuple[Any, ...], box: Box, larger: float) -> bool:
    """Say whether parts leave some room with larger type; charts and calendars have none to spare."""
    heights = [height_of(part, box.width, larger) for part in parts]
    if None in heights or any(isinstance(part, Cards | Timeline) for part in parts):
        return False
    return sum(height or 0.0 for height in heights) + _GAP * len(parts) < 0.95 * box.height


def height_of(part: Any, width: float, larger: float = 1.0) -> float | None:
    """Tell how high a part would like to be, in inches; `None`: as high as there is room.

    Args:
        part: The part.
        width: How wide it may be, in inches.
        larger: How much larger the type is. Default: not at all.

    Example:
        >>> height_of(Heading("Goals", 3), 4.0), height_of(Timeline("Calendar", (), ()), 4.0)
        (0.34, 1.5)
    """
    if isinstance(part, Heading):
        return 0.34 * larger
    if isinstance(part, Paragraph):
        return _text_height([part.text], width - _inset(part), _size(part) * larger)
    if isinstance(part, Bullets):
        return _text_height(part.items, width - 0.25, _TEXT * larger) + 0.07 * len(part.items)
    if isinstance(part, Cards):
        return 1.4
    if isinstance(part, Timeline):
        return timeline_height(part)
    return table_height(part, width, larger) if isinstance(part, Table) else None


def _size(part: Paragraph) -> int:
    return {"lead": _LEAD, "note": SMALL, "warning": _TEXT}.get(part.tone, _TEXT)


def _inset(part: Paragraph) -> float:
    return 0.3 if part.tone == "warning" else 0.0


def _text_height(texts: Iterable[str], width: float, size: float) -> float:
    return sum(lines(safe(text), width, size) for text in texts) * size * LINE / POINT + 2 * MARGIN


@singledispatch
def _draw(part: Any, shapes: Any, box: Box, look: Look) -> None:
    plot = plot_of(part, look.accent)
    if plot is not None:
        draw_plot(plot, shapes, box.emu, look.day)


@_draw.register
def _(part: Heading, shapes: Any, box: Box, look: Look) -> None:
    write(shapes, box, [part.text], look.sized(_LEAD), look.accent, is_bold=True)


@_draw.register
def _(part: Paragraph, shapes: Any, box: Box, look: Look) -> None:
    ink = {"note": IN_LIGHT.soft, "warning": IN_LIGHT.warn}.get(part.tone, IN_LIGHT.ink)
    made = write(shapes, box, [part.text], look.sized(_size(part)), ink, inset=_inset(part) / 2)
    if part.tone == "warning":
        made.fill.solid()
        made.fill.fore_color.rgb = rgb(IN_LIGHT.warn_paper)


@_draw.register
def _(part: Bullets, shapes: Any, box: Box, look: Look) -> None:
    write(shapes, box, part.items, look.sized(_TEXT), IN_LIGHT.ink, bullet=look.accent)


@_draw.register
def _(part: Cards, shapes: Any, box: Box, look: Look) -> None:
    from pptx.enum.shapes import MSO_SHAPE

    cards = part.cards[:_CARDS]
    width = (box.width - _GAP * (len(cards) - 1)) / len(cards)
    for place, card in enumerate(cards):
        left = box.left + place * (width + _GAP)
        panel = shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(left, box.top, width, box.height).emu)
        panel.fill.solid()
        panel.fill.fore_color.rgb = rgb(IN_LIGHT.panel)
        panel.line.fill.background()
        panel._element.remove(panel._element.find(f"{{{_SHAPE}}}style"))  # it casts a shadow
        _fill_card(panel.text_frame, (card.title, card.figure, card.words), width - 0.3, look)


_SHAPE = "http://schemas.openxmlformats.org/presentationml/2006/main"


def _fill_card(frame: Any, said: tuple[str, ...], width: float, look: Look) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = round(0.15 * EMU)
    frame.margin_top = frame.margin_bottom = round(0.04 * EMU)
    title, figure, words = map(plain, said)
    size = _FIGURE if lines(figure, width, _FIGURE) == 1 else _LEAD + 2
    styles = ((title, SMALL, IN_LIGHT.soft, 1), (figure, size, look.accent, 2), (words, SMALL, IN_LIGHT.soft, 2))
    for place, (text, points, ink, most) in enumerate(style for style in styles if style[0]):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        fill(paragraph, shortened(text, most * letters(width, points)), points, ink, is_bold=points > SMALL)


_draw.register(Table, draw_table)
_draw.register(Timeline, draw_timeline)
