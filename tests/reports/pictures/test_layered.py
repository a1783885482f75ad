from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.reports.pictures.layered import crossings, lay_out, layers_of, without_detours

_ARROWS = st.sets(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda ends: ends[0] < ends[1]), min_size=1, max_size=18
).map(sorted)


def test_what_waits_in_a_circle_has_no_layers():
    """Nothing is first."""
    assert layers_of([(0, 1), (1, 0)]) == ()


def test_a_detour_says_nothing_more():
    """What leads through another box is left out, nothing else."""
    assert without_detours([(0, 1), (1, 2), (0, 2), (0, 3)]) == {(0, 1), (1, 2), (0, 3)}


def test_arrows_that_need_not_cross_do_not():
    """Two that would cross in the order of their numbers, and one past a layer."""
    layout = lay_out([(0, 3), (1, 2), (2, 4), (0, 4)], dict.fromkeys(range(5), 40.0), 100, 40)
    assert (layout.boxes[0][1] < layout.boxes[1][1]) == (layout.boxes[3][1] < layout.boxes[2][1])
    assert crossings([[0, 1], [3, 2]], [(0, 3), (1, 2)]) == 0


@given(_ARROWS)
def test_every_arrow_leads_to_the_right(arrows):
    """From the right edge of the first box to the left edge of the one that waits."""
    layout = lay_out(arrows, dict.fromkeys(range(10), 40.0), 100, 40)
    for first, then in arrows:
        (left, top), (right, end) = layout.boxes[first], layout.boxes[then]
        points = layout.arrows[first, then]
        assert points[0] == pytest.approx((left + 100, top + 20))
        assert points[-1] == pytest.approx((right, end + 20))
        assert all(one[0] < other[0] for one, other in pairwise(points))


@given(_ARROWS, st.lists(st.floats(20, 200), min_size=10, max_size=10))
def test_no_boxes_overlap(arrows, tall):
    """Whatever their heights; and all of them lie inside."""
    heights = dict(enumerate(tall))
    layout = lay_out(arrows, heights, 100, 40)
    by_layer = {}
    for box, (x, y) in layout.boxes.items():
        by_layer.setdefault(x, []).append((y, y + heights[box]))
        assert y >= 0
        assert y + heights[box] <= layout.height + 1e-6
    for spans in by_layer.values():
        assert all(one[1] < other[0] for one, other in pairwise(sorted(spans)))


@given(_ARROWS)
def test_the_same_is_drawn_the_same(arrows):
    """In whatever order the arrows are told."""
    heights = dict.fromkeys(range(10), 40.0)
    assert lay_out(arrows, heights, 100, 40) == lay_out(arrows[::-1], heights, 100, 40)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_in_a_tree_nothing_crosses(parents):
    """Where each box waits for one other only, no crossing is needed."""
    arrows = sorted((parent % (number + 1), number + 1) for number, parent in enumerate(parents))
    layout = lay_out(arrows, dict.fromkeys(range(13), 40.0), 100, 40)
    for one, other in combinations(layout.arrows.values(), 2):
        (start, y), (_, end) = one
        (other_start, other_y), (_, other_end) = other
        assert start != other_start or (y - other_y) * (end - other_end) > -1e-6
