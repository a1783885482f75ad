from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.colors import (
    DARK,
    IN_DARK,
    IN_LIGHT,
    LIGHT,
    READABLE,
    contrast,
    is_color,
    luminance,
    readable_on,
)

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


def _lightness(color):
    """Give how light a color seems, from 0 to 100: CIE L*, which is what is left of it in grey."""
    shine = luminance(color)
    return 116 * shine ** (1 / 3) - 16 if shine > 0.008856 else 903.3 * shine


@pytest.mark.parametrize("palette", [IN_LIGHT, IN_DARK])
def test_the_ramp_holds_in_grey(palette):
    """Each step is darker than the one before (in dark: lighter) by so much that it can be told without any color."""
    shades = [_lightness(color) for color in palette.ramp]
    steps = [(one - other) * (1 if palette is IN_LIGHT else -1) for one, other in pairwise(shades)]
    assert min(steps) > 7


@pytest.mark.parametrize("palette", [IN_LIGHT, IN_DARK])
def test_text_on_the_ramp_can_be_read(palette):
    """On every step, in the ink that is meant for it."""
    assert min(contrast(palette.ink_on(step), color) for step, color in enumerate(palette.ramp)) >= READABLE
