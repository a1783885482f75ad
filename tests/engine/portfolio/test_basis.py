"""Tables of codes as sums of columns."""

from equity_blocks.engine.portfolio.basis import Share, shares_of

VALUES = [0.25, 0.5, 1.0]


def test_a_line_through_the_levels_is_a_slope_and_a_height():
    """Twice what they count, and one more."""
    table = [1.5, 2.0, 3.0, 0, 0, 0, 7.0, 0, 0, 0]
    assert shares_of(table, VALUES) == [Share("level", 2.0), Share("rated", 1.0), Share("left", 7.0)]


def test_what_is_no_line_is_no_sum():
    """Nor is what tells the two kinds of open answers apart."""
    assert shares_of([0, 1, 0.5, 0, 0, 0, 0, 0, 0, 0], VALUES) is None
    assert shares_of([0.25, 0.5, 1, 1, 0, 0, 0, 0, 0, 0], VALUES) is None
