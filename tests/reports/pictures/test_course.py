import re

import pytest

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Document, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.pictures.course import Course, Point


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/score_now", of="plan")


POINTS = Point("Today", _share(0.24)), Point("2027-Q1", _share(0.3))


def test_the_table_says_the_same():
    """With the target last."""
    rows = Course("Score", POINTS, _share(0.7)).as_table().rows
    assert rows == (("Today", "24%"), ("2027-Q1", "30%"), ("If every target is met", "70%"))


@pytest.mark.parametrize("target", [None, _share(None)])
def test_without_a_target_there_is_no_line(target):
    """Neither drawn nor told."""
    course = Course("Score", POINTS, target)
    page = as_html(Document("T", "", (course,)))
    assert len(course.as_table().rows) == 2
    assert 'class="target"' not in page
    assert "If every target is met" not in page


def test_every_point_stands_there_as_text():
    """Beside its bar, which only eyes need."""
    page = as_html(Document("T", "", (Course("Score", POINTS, _share(0.7)),)))
    assert re.findall(r'<span class="when">(.+?)</span>.*?<strong><data [^>]+>(.+?)</data>', page) == list(POINTS)
    assert '<ol class="short"' in page
    assert 'aria-hidden="true" style="--value:24.0%"' in page


def test_many_points_stand_below_each_other():
    """Side by side their names would not fit."""
    assert not Course("Score", POINTS * 6).is_long
    assert Course("Score", POINTS * 7).is_long
