from datetime import date

import pytest

from equity_blocks.reports.document import Column, Table, Value, figures
from equity_blocks.reports.pictures.timeline import Lane, Slot, Timeline
from equity_blocks.reports.slides.shapes import Box, Look
from equity_blocks.reports.slides.tables import draw_table, draw_timeline, table_height, timeline_height

LOOK = Look("#17677f", date(2026, 6, 30))
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def _cells(slide):
    return [[cell.text_frame.text for cell in row.cells] for row in slide.shapes[0].table.rows]


def _table(rows):
    return Table((*figures("#"), Column("Action", is_wide=True)), tuple((str(n), f"Action {n}") for n in range(rows)))


def test_eight_rows_stand_on_a_slide(blank):
    """The rest is counted below."""
    draw_table(_table(11), blank.shapes, Box(0, 0, 8, 5), LOOK)
    assert len(_cells(blank)) == 9
    assert blank.shapes[1].text_frame.text == "and 3 more in the report"


def test_no_more_rows_than_there_is_room_for(blank):
    """However many there are."""
    draw_table(_table(5), blank.shapes, Box(0, 0, 8, 1.0), LOOK)
    shown = len(_cells(blank)) - 1
    assert 0 < shown < 5
    assert blank.shapes[1].text_frame.text == f"and {5 - shown} more in the report"


def test_a_table_fills_the_width(blank):
    """What is wide takes what the others leave; figures stand on the right."""
    draw_table(_table(2), blank.shapes, Box(0, 0, 8, 5), LOOK)
    table = blank.shapes[0].table
    widths = [column.width for column in table.columns]
    assert sum(widths) == pytest.approx(8 * 914_400, abs=2)
    assert widths[1] > 5 * widths[0]
    assert table.cell(1, 0).text_frame.paragraphs[0].alignment == 3


def test_long_cells_are_shortened(blank):
    """At the end of a word, so that a row stays low."""
    table = Table((Column("Action", is_wide=True),), (("Build trust with members " * 40,),))
    draw_table(table, blank.shapes, Box(0, 0, 4, 5), LOOK)
    text = _cells(blank)[1][0]
    assert text.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert len(text) < 120
    assert table_height(table, 4.0) < 1


def _count(text):
    return Value(text, value=float(text), unit="days", path="/periods/0/used", of="plan")


def _calendar(lanes, slots=3):
    slot = Slot("2027-Q1", _count("20"), _count("60"), _count("41"), "1")
    runs = tuple(Lane(str(n + 1), f"Action {n + 1}", n % slots, n % slots, "2027-Q1") for n in range(lanes))
    return Timeline("Calendar", (slot,) * slots, runs)


def test_a_calendar_fills_the_cells_in_which_an_action_runs(blank):
    """One in each row here, and none in the rows of figures."""
    draw_timeline(_calendar(3), blank.shapes, Box(0, 0, 8, 5), LOOK)
    table = blank.shapes[0].table
    filled = [[cell._tc.tcPr.find(f"{A}solidFill") is not None for cell in row.cells] for row in table.rows]
    assert [row.index(True) for row in filled if any(row)] == [1, 2, 3]
    assert _cells(blank)[4:] == [["Person-days", *["20 / 60"] * 3], ["Score at its end", *["41"] * 3]]


def test_a_calendar_counts_what_it_leaves_out(blank):
    """Actions for which there is no room; periods after the tenth stay in the report."""
    draw_timeline(_calendar(15, slots=14), blank.shapes, Box(0, 0, 12, 5), LOOK)
    assert len(_cells(blank)[0]) == 11
    assert blank.shapes[1].text_frame.text == "and 6 more in the report, 4 later periods too"


def test_a_low_calendar_leaves_room():
    """A high one takes what there is."""
    assert (timeline_height(_calendar(2)), timeline_height(_calendar(9))) == (2.5, None)
