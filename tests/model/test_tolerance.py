from functools import reduce
from math import fsum
from operator import add

from equity_blocks.model.tolerance import EDGE, ROUNDING


def test_rounding_lies_within_the_tolerances():
    """Tenths added one by one miss their sum by less than either, and a hundredth of a point is more than both."""
    tenths = reduce(add, [0.1] * 8)  # `sum` makes good for rounding from Python 3.12 on
    assert tenths != 0.8
    assert abs(tenths - 0.8) < ROUNDING < EDGE < 1e-4
    thousands = [1 / 3] * 10_000
    assert 0 < abs(reduce(add, thousands) - fsum(thousands)) < EDGE
