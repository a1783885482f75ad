import sys
from collections import Counter

import pytest

from equity_blocks.engine.robustness.rank_counts import tally

VALUES = [[1, 0], [0, 1], [0, 1]]
WEIGHTS = [[0.75, 0.25], [0.5, 0.5], [0.25, 0.75]]


@pytest.fixture(params=["numpy", "plain"])
def _counting(request, monkeypatch):
    if request.param == "plain":
        monkeypatch.setitem(sys.modules, "numpy", None)
    else:
        pytest.importorskip("numpy")


@pytest.mark.usefixtures("_counting")
def test_places_wins_and_firsts_are_counted():
    """By hand: first alone, all three tied, last after two that tie."""
    found = tally(VALUES, WEIGHTS)
    assert found.places == [
        Counter({(0, 1): 1, (0, 3): 1, (2, 1): 1}),
        *2 * [Counter({(1, 2): 1, (0, 3): 1, (0, 2): 1})],
    ]
    assert found.wins == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    assert found.firsts == [[(0, 1), (1, 3)], [(1, 3), (2, 2)], [(1, 3), (2, 2)]]


@pytest.mark.usefixtures("_counting")
@pytest.mark.parametrize("values", [[[0, 0]], [[1e300, -1e300], [-1e300, 1e300]], [[5e-324, 0], [0, 5e-324]]])
def test_no_size_of_values_is_too_large_or_too_small(values):
    """Equal weights make all of them tie."""
    assert tally(values, [[0.5, 0.5]]).firsts == [[(0, len(values))]] * len(values)
