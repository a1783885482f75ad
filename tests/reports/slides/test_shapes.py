import pytest

from equity_blocks.reports.slides.shapes import Box, write

INK = "#1b2a33"


def _written(slide, texts, height, **how):
    return [
        paragraph.text
        for paragraph in write(slide.shapes, Box(0, 0, 4, height), texts, 14, INK, **how).text_frame.paragraphs
    ]


def test_what_has_room_stays_as_it_is(blank):
    """A paragraph each."""
    assert _written(blank, ["One", "Two"], 1.0) == ["One", "Two"]


def test_what_has_no_room_is_counted(blank):
    """On a line of its own."""
    shown = _written(blank, [f"Line {n}" for n in range(20)], 1.0)
    assert shown[0] == "Line 0"
    assert shown[-1] == f"and {21 - len(shown)} more in the report"


def test_a_text_takes_a_fair_part_of_the_lines(blank):
    """A short one beside it is not lost."""
    long, short = _written(blank, ["Members say what they need. " * 30, "Two"], 1.0)
    assert long.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert short == "Two"


@pytest.mark.parametrize("bullet", ["", "#17677f"])
def test_a_list_has_marks(blank, bullet):
    """In a color of their own; other texts have none."""
    box = write(blank.shapes, Box(0, 0, 4, 1), ["One"], 14, INK, bullet=bullet)
    assert len(list(box._element.iterfind(".//{*}buChar"))) == bool(bullet)


def test_a_line_break_stays_one(blank):
    """It makes no paragraph."""
    assert _written(blank, ["One\ntwo"], 1.0) == ["One\vtwo"]
