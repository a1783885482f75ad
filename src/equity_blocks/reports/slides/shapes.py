"""Texts on a slide: paragraphs and lists, each within its box and with a look that all share."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from equity_blocks.reports.slides.charts import rgb
from equity_blocks.reports.slides.words import LINE, POINT, letters, lines, safe, shortened

EMU = 914_400
"""English metric units of an inch."""
MARGIN = 0.07
"""Around a text, in inches."""
SMALL = 12
"""The smallest type on a slide, in points."""


class Box(NamedTuple):
    """A place on a slide, in inches.

    Args:
        left: From the left edge.
        top: From the upper edge.
        width: How wide it is.
        height: How high it is.
    """

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in the units of the file.

        Example:
            >>> Box(1, 0, 0.5, 2).emu
            (914400, 0, 457200, 1828800)
        """
        left, top, width, height = (round(side * EMU) for side in self)
        return left, top, width, height


class Look(NamedTuple):
    """What all shapes of one file share.

    Args:
        accent: The color of what is measured, as #rrggbb.
        day: The day of the results.
        larger: How much larger the type is than usual. Default: not at all.
    """

    accent: str
    day: date
    larger: float = 1.0

    def sized(self, size: float) -> int:
        """Give a size of type, in points, as it is here.

        Example:
            >>> Look("#17677f", date(2026, 6, 30), 1.5).sized(12)
            18
        """
        return int(size * self.larger)


def write(
    shapes: Any,
    box: Box,
    texts: Iterable[str],
    size: int,
    ink: str,
    *,
    is_bold: bool = False,
    bullet: str = "",
    inset: float = 0.0,
) -> Any:
    """Write paragraphs into a box of their own; what has no room is shortened, and what is left out is counted.

    Args:
        shapes: The shapes of the slide, of python-pptx.
        box: Where they stand.
        texts: The paragraphs.
        size: Of the type, in points.
        ink: The color, as #rrggbb.
        is_bold: Whether the type is bold. Default: no.
        bullet: The color of a mark before each; empty: there is none.
        inset: How far they stand from the edges, in inches.

    Returns:
        The box, of python-pptx.
    """
    made = shapes.add_textbox(*box.emu)
    frame = made.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = round(inset * EMU)
    frame.margin_top = frame.margin_bottom = round(MARGIN * EMU / 2)
    width = box.width - 2 * inset - (0.25 if bullet else 0.0)
    for place, text in enumerate(_fitting([safe(text) for text in texts], width, box.height, size)):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        fill(paragraph, text, size, ink, is_bold=is_bold)
        if bullet:
            _mark(paragraph, bullet)
    return made


def _fitting(texts: list[str], width: float, height: float, size: int) -> Iterator[str]:
    """Give the texts for which there is room, each with a fair part of the lines."""
    room = max(1, int((height - MARGIN) * POINT / (size * LINE) + 0.25))
    shown = texts if len(texts) <= room else texts[: room - 1]
    wanted = [lines(text, width, size) for text in shown]
    spare = room - len(shown)
    for text, many in zip(shown, wanted, strict=True):
        fair = many if sum(wanted) <= room else min(many, 1 + spare // len(shown))
        yield shortened(text, fair * letters(width, size)) if fair < many else text
    if len(shown) < len(texts):
        yield f"and {len(texts) - len(shown)} more in the report"


def fill(paragraph: Any, text: str, size: int, ink: str, *, is_bold: bool = False) -> None:
    """Write a text into an empty paragraph.

    Args:
        paragraph: The paragraph, of python-pptx.
        text: The text, safe to write.
        size: Of the type, in points.
        ink: The color, as #rrggbb.
        is_bold: Whether the type is bold. Default: no.
    """
    from pptx.util import Pt

    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), is_bold, rgb(ink)


def _mark(paragraph: Any, color: str) -> None:
    """Put a bullet before a paragraph."""
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    paragraph.space_after = Pt(4)
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(round(0.25 * EMU)))
    properties.set("indent", str(-round(0.25 * EMU)))
    for piece in (f'<a:buClr {MAIN}><a:srgbClr val="{color[1:]}"/></a:buClr>', f'<a:buChar {MAIN} char="&#8226;"/>'):
        properties.append(parse_xml(piece))


MAIN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
"""What begins an element of a drawing."""
