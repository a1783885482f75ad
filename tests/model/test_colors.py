import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.colors import DARK, LIGHT, READABLE, contrast, is_color, readable_on

COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("color", "is_one"),
    [("#17677f", True), ("#ABCDEF", True), ("17677f", False), ("#fff", False), ("#17677f\n", False)],
)
def test_a_color_has_six_digits(color, is_one):
    """Nothing else, so that it can stand in a style."""
    assert is_color(color) is is_one


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_others(one, other, known):
    """Figures that every checker of contrast gives."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(known, abs=0.005)


@given(COLORS, st.sampled_from([LIGHT, DARK]))
def test_the_nearest_color_can_be_read(color, ground):
    """It has the contrast, and one that has it stays as it is."""
    near = readable_on(ground, color)
    assert is_color(near)
    assert contrast(near, ground) >= READABLE
    assert (near == color) == (contrast(color, ground) >= READABLE)


@given(COLORS)
def test_the_nearest_color_is_no_further_than_it_has_to_be(color):
    """A step back towards the color, it could not be read."""
    near = readable_on(LIGHT, color)
    assert near == color or contrast(near, LIGHT) < READABLE + 0.2
