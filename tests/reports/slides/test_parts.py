from datetime import date
from itertools import pairwise

from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Table, Value
from equity_blocks.reports.pictures.bars import Bar, Bars
from equity_blocks.reports.pictures.cards import Card, Cards
from equity_blocks.reports.slides.parts import draw_columns, height_of
from equity_blocks.reports.slides.shapes import Box, Look

LOOK = Look("#17677f", date(2026, 6, 30))
BOX = Box(0.5, 1.5, 6, 5.4)
SHARE = Value("41%", value=0.41, unit="share", path="/score/value", of="scorecard")


def _drawn(slide, *columns):
    boxes = tuple(Box(0.5 + 6 * place, 1.5, 5.5, 5.4) for place in range(len(columns)))
    draw_columns(columns, slide.shapes, boxes, LOOK)
    return list(slide.shapes)


def _size(shape):
    return shape.text_frame.paragraphs[0].runs[0].font.size.pt


def test_parts_stand_below_each_other(blank):
    """None over another, and all of them within the box."""
    shapes = _drawn(blank, (Heading("Limits", 3), Bullets(("One", "Two")), Paragraph("Three", tone="warning")))
    edges = [(shape.top, shape.top + shape.height) for shape in shapes]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(edges))
    assert edges[-1][1] <= BOX.top * 914_400 + BOX.height * 914_400


def test_a_chart_takes_the_height_that_is_left(blank):
    """Down to the lower edge."""
    bars = Bars("Blocks", "Block", (Bar("Data", SHARE, SHARE, SHARE, SHARE),))
    chart, below = _drawn(blank, (bars, Paragraph("Scope", tone="note")))
    assert chart.has_chart
    assert chart.height > 4 * 914_400
    assert round((below.top + below.height) / 914_400, 2) == 6.9


def test_where_there_is_too_little_room_the_highest_part_gives(blank):
    """A short table keeps its row beside a long one, and all of it stays within the box."""
    short, long = (Table((Column("Goal", is_wide=True),), (("Members say what they need. " * 9,),) * n) for n in (1, 8))
    tables = _drawn(blank, (short, long, long, Paragraph("Why")))
    assert len(tables[0].table.rows) == 2
    assert max(shape.top + shape.height for shape in tables) <= 6.95 * 914_400


def test_type_is_as_large_as_there_is_room_for(blank):
    """The same in columns side by side, and never smaller than 12 points."""
    few = (Bullets(("One",)),)
    assert _size(_drawn(blank, few)[0]) == 18
    left, right = _drawn(blank, few, (Bullets(("Members say what they need. " * 6,) * 6),))[1:]
    assert _size(left) == _size(right) == 14


def test_cards_are_panels_with_name_figure_and_words(blank):
    """Four at most."""
    cards = Cards("At a glance", (Card("Readiness today", SHARE, "between 36% and 44%"),) * 6)
    draw_columns(((cards,),), blank.shapes, (Box(0.5, 1.5, 12, 5.4),), LOOK)
    shapes = list(blank.shapes)
    assert len(shapes) == 4
    assert shapes[0].text_frame.text == "Readiness today\n41%\nbetween 36% and 44%"


def test_more_text_is_higher():
    """A warning, which stands in a panel, too."""
    assert height_of(Paragraph("Word " * 60), 4.0) > height_of(Paragraph("Word"), 4.0)
    assert height_of(Bars("Blocks", "Block", ()), 4.0) is None
