"""What people read of a figure never says something else than the figure."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.figures import (
    NO_VALUE,
    between,
    edges_of,
    figure,
    in_full,
    moved,
    percent,
    percents,
    points,
    side_by_side,
    signed_points,
)
from equity_blocks.model.scoring import Scoring

MINUS = "\N{MINUS SIGN}"
TOLERANCE = 1e-9
MOST_DIGITS = 3
NEAR = st.sampled_from([0.0, 1e-13, -1e-13, 3e-9, -3e-9, 1e-7, -1e-7, 4e-6, -4e-6, 3e-5, -3e-5, 0.004, -0.004])
"""How far a figure lies from an edge or another figure: within the tolerance, just beyond it, hidden by digits."""
EDGES = st.lists(st.one_of(st.integers(1, 999).map(lambda n: n / 1000), st.floats(0.01, 0.99)), max_size=4)


def read(text: str) -> tuple[float, int]:
    """Read a text back as people do: a share, and whether it says less (-1) or more (1) than that."""
    number = text.removesuffix("%").replace(MINUS, "-")
    return float(number.lstrip("<> ")) / 100, {"<": -1, ">": 1}.get(number[:1], 0)


def side(share: float, edge: float) -> int:
    """Say on which side of an edge a share lies; 0: on it, within the tolerance."""
    return 0 if abs(share - edge) <= TOLERANCE * 1.01 else 1 if share > edge else -1


@st.composite
def figures(draw, least=1, most=1):
    """Draw edges, and shares that lie anywhere, on an edge, beside one, or beside each other."""
    edges = draw(EDGES)
    shares: list[float] = []
    for _ in range(draw(st.integers(least, most))):
        start = draw(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, *edges, *shares])))
        shares.append(min(1.0, max(0.0, start + draw(NEAR))))
    return edges, shares


@given(figures())
def test_a_percentage_lies_on_the_side_of_every_edge_on_which_the_figure_lies(drawn):
    """Of edges, of nothing, and of all; at most three digits after the point, or the edge itself."""
    edges, (share,) = drawn
    text = percent(share, edges)
    value, mark = read(text)
    for edge in (0.0, 1.0, *edges):
        assert (side(value, edge) or mark) == side(share, edge), text
    assert abs(value - share) <= 0.00501


@given(figures())
def test_only_all_is_100_percent_and_only_nothing_is_0(drawn):
    """Whatever the digits."""
    edges, (share,) = drawn
    value, mark = read(percent(share, edges))
    assert (value >= 1 and not mark) == (share >= 1 - TOLERANCE)
    assert (value <= 0 and not mark) == (share <= TOLERANCE)


@pytest.mark.parametrize("write", [percents, side_by_side])
@given(drawn=figures(2, 5))
def test_figures_side_by_side_read_in_their_order_and_differ_where_they_differ(write, drawn):
    """And lie on the right side of every edge; what is alike within the tolerance reads alike."""
    edges, shares = drawn
    clear = all(not 0.9e-9 < abs(a - b) < 2e-9 for a, b in combinations((*shares, *edges, 0.0, 1.0), 2))
    if not clear:  # so near to the tolerance that the last bit decides
        return
    texts = write(*shares, edges=edges)
    back = [read(text) for text in texts]
    for i, j in combinations(range(len(shares)), 2):
        order = (back[i] > back[j]) - (back[i] < back[j])
        assert order == side(shares[i], shares[j]), texts
    for share, (value, mark) in zip(shares, back, strict=True):
        assert all((side(value, edge) or mark) == side(share, edge) for edge in (0.0, 1.0, *edges)), texts


@given(figures(2, 2))
def test_both_figures_of_a_change_take_the_same_digits(drawn):
    """But for one that is told by its edge."""
    edges, shares = drawn
    texts = percents(*shares, edges=edges)
    plain = [len(text.rstrip("%").partition(".")[2]) for text in texts if text[0] not in "<>"]
    assert len({digits for digits in plain if digits <= MOST_DIGITS}) <= 1


@given(st.floats(-1, 1))
def test_points_are_0_only_where_there_are_none(change):
    """And they have the sign of the change."""
    for text in (signed_points(change), signed_points(change, 0)):
        value = read(text)[0]
        assert (value == 0) == (abs(change) <= TOLERANCE)
        assert value * change >= 0
        assert text[0] in "+0" if change >= 0 else text[0] in f"{MINUS}0"


@given(st.integers(-1000, 1000), st.integers(1, 2000), st.lists(st.floats(0, 1), min_size=1, max_size=4), NEAR)
def test_a_published_figure_lies_on_the_side_of_every_edge_on_which_it_lies(low, width, shares, near):
    """In whatever range it is published."""
    edges = [low + width * share for share in shares]
    number = edges[0] + width * near
    text = figure(number, edges)
    value, mark = read(text)
    tolerance = TOLERANCE * max(1.0, *map(abs, edges))
    for edge in edges:
        gap = 100 * value - edge
        found = 0 if abs(gap) <= tolerance * 1.01 else 1 if gap > 0 else -1
        there = 0 if abs(number - edge) <= tolerance else 1 if number > edge else -1
        if not 0.9 < abs(number - edge) / tolerance < 1.1:  # so near to the tolerance that the last bit decides
            assert (found or mark) == there, text


@pytest.mark.parametrize(
    ("share", "edges", "text"),
    [
        (0.0, [], "0%"),
        (0.004, [], "0.4%"),
        (0.005, [], "1%"),
        (0.000004, [], "> 0%"),
        (0.125, [], "13%"),
        (0.285, [], "29%"),  # 28.499999999999996 for the machine
        (0.545, [], "55%"),
        (0.995, [], "99.5%"),
        (0.99999, [], "99.999%"),
        (0.999999, [], "< 100%"),
        (0.9999999999, [], "100%"),
        (1.0, [], "100%"),
        (1 / 3, [], "33%"),
        (2 / 3, [], "67%"),
        (1.022, [], "102%"),
        (0.648, [0.65], "64.8%"),
        (0.6496, [0.65], "64.96%"),
        (0.64996, [0.65], "64.996%"),
        (0.649996, [0.65], "< 65%"),
        (0.6499999999999, [0.65], "65%"),
        (0.65, [0.65], "65%"),
        (0.6500000000001, [0.65], "65%"),
        (0.650004, [0.65], "> 65%"),
        (0.652, [0.65], "65.2%"),
        (0.655, [0.655], "65.5%"),
        (0.6, [0.65], "60%"),
        (1 / 3, [1 / 3], "33.33333333%"),
        (None, [0.65], NO_VALUE),
    ],
)
def test_percentages_are_whole_where_that_is_true(share, edges, text):
    """Halves go up, also those that the machine holds a last bit too low; at an edge digits are added."""
    assert percent(share, edges) == text


def test_every_half_percent_goes_up():
    """The decimal number on paper decides, but where that would be nothing or all."""
    for thousandths in range(5, 995):
        paper = (Decimal(thousandths) / 10).quantize(Decimal(1), ROUND_HALF_UP)
        assert percent(thousandths / 1000) == f"{paper}%"


@pytest.mark.parametrize(
    ("shares", "edges", "texts"),
    [
        ((0.331, 0.3349), [], ("33.1%", "33.5%")),
        ((0.331, 0.3312), [], ("33.10%", "33.12%")),
        ((0.33121, 0.33119), [], ("33.121%", "33.119%")),
        ((0.5, 0.331, 0.334), [], ("50.0%", "33.1%", "33.4%")),
        ((0.33, 0.33), [], ("33%", "33%")),
        ((0.331, 0.331), [], ("33%", "33%")),
        ((0.331, None, 0.334), [], ("33.1%", NO_VALUE, "33.4%")),
        ((0.33, 0.45), [], ("33%", "45%")),
        ((0.5, 0.5000001), [], ("50.00000%", "50.00001%")),
        ((0.648, 0.7), [0.65], ("64.8%", "70.0%")),
        ((0.6499999, 0.7), [0.65], ("< 65%", "70%")),
        ((0.6499999, 0.65), [0.65], ("< 65%", "65%")),
        ((0.64999991, 0.64999995), [0.65], ("64.999991%", "64.999995%")),
    ],
)
def test_a_change_that_whole_percents_hide_gets_more_digits(shares, edges, texts):
    """All figures alike; what is the same stays whole."""
    assert percents(*shares, edges=edges) == texts


def test_what_stands_side_by_side_takes_digits_only_where_it_needs_them():
    """Unlike a change, all of which takes the same."""
    assert side_by_side(1.0, 0.996, 1.0) == ("100%", "99.6%", "100%")
    assert side_by_side(0.643, 0.641, 0.9, None) == ("64.3%", "64.1%", "90%", NO_VALUE)
    assert side_by_side(0.746, 0.75) == ("74.6%", "75.0%")


def test_an_interval_has_two_ends_where_it_has_two():
    """Ends that differ do not read alike."""
    assert (between(0.5, 0.5), between(0.646, 0.651)) == ("50%", "64.6% to 65.1%")
    assert between(None, None) == NO_VALUE


def test_a_change_and_its_points_take_the_same_digits():
    """What stands beside each other adds up by eye."""
    assert moved(0.36, 0.454, 0.094) == ("36%", "45%", "+9")
    assert moved(0.331, 0.3349, 0.0039) == ("33.1%", "33.5%", "+0.4")
    assert moved(None, 0.3349, None) == (NO_VALUE, "33%", NO_VALUE)


def test_halves_of_points_go_away_from_zero_and_nothing_has_no_sign():
    """A change that whole points or tenths would hide takes more digits."""
    assert [signed_points(change) for change in (0.1844, -0.0005, -0.0004, 0.0, None)] == [
        "+18.4", f"{MINUS}0.1", f"{MINUS}0.04", "0.0", NO_VALUE,
    ]  # fmt: skip
    assert [signed_points(change, 0) for change in (0.005, -0.005, 0.0049, 0.0, None)] == [
        "+1", f"{MINUS}1", "+0.5", "0", NO_VALUE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "edges", "text"),
    [(0.0556, [], "5.6"), (0.0004, [], "0.04"), (0.0, [], "0.0"), (0.9996, [], "99.96"), (0.6496, [0.65], "64.96")],
)
def test_points_have_one_digit_and_more_where_they_need_them(share, edges, text):
    """They are told like percentages."""
    assert points(share, edges) == text


@pytest.mark.parametrize(
    ("number", "edges", "text"),
    [
        (10 / 3, [], "3.33"),
        (12345.0, [], "12345"),
        (64.996, [], "65"),
        (64.996, [65], "64.996"),
        (64.99999, [65], "< 65"),
        (-0.001, [0], "-0.001"),
        (-2.5, [], "-2.5"),
        (2.5, [2.5], "2.5"),
    ],
)
def test_a_published_figure_has_no_digits_that_say_nothing(number, edges, text):
    """But those that it takes beside an edge."""
    assert figure(number, edges) == text


def test_what_people_set_is_written_as_they_set_it():
    """Without rounding."""
    assert [in_full(share) for share in (0.5, 0.25, 0.999999, 1.0)] == ["50%", "25%", "99.9999%", "100%"]


def test_the_edges_of_a_policy_are_its_bands_its_verdicts_and_its_least_coverage():
    """Each once, rising."""
    when = {"any_block": {"above": 0.55, "below": 0.8}, "overall": {"at_least": 0.65}}
    policy = Scoring.model_validate(
        {
            "min_coverage": 0.4,
            "bands": [{"id": "open", "title": "Open", "from": 0}, {"id": "most", "title": "Most", "from": 0.65}],
            "verdicts": [{"id": "a", "title": "A", "when": when}, {"id": "b", "title": "B"}],
        }
    )
    assert edges_of(policy) == (0.0, 0.4, 0.55, 0.65, 0.8)
