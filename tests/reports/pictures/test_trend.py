from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.trend import Point, Trend


def _share(number):
    text = NO_VALUE if number is None else f"{number:.0%}"
    return Value(text, value=number, unit="share", path="/rounds/0/value", of="trend")


def test_a_round_has_its_range():
    """One figure where both ends are the same, none where there is none."""
    ends = [(0.2, 0.4), (0.3, 0.3), (None, None)]
    points = [Point("2026", _share(0.3), _share(low), _share(high), _share(None)) for low, high in ends]
    assert [point.range for point in points] == ["20% to 40%", "30%", NO_VALUE]


def test_the_table_says_what_was_read_again_where_something_was():
    """Else there is no such column."""
    point = Point("2026", _share(0.3), _share(0.3), _share(0.3), _share(0.5), "revision 1")
    assert Trend("Score", (point,), has_reread=True).as_table().rows == (("2026\nrevision 1", "30%", "30%", "50%"),)
    assert Trend("Score", (point,)).as_table().rows == (("2026\nrevision 1", "30%", "30%"),)
