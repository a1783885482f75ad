"""The figures that stand for values: their range, and how they are rounded."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.model import Framework, Output, Rounding
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.publishing import figure_at
from equity_blocks.model.scoring import Rollup

MODES = {"nearest": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP, "truncate": ROUND_DOWN}


@pytest.mark.parametrize(
    ("figure", "digits", "nearest", "half_up", "truncate"),
    [
        (2.675, 2, 2.68, 2.68, 2.67),
        (2.665, 2, 2.66, 2.67, 2.66),
        (1.005, 2, 1.0, 1.01, 1.0),
        (0.5, 0, 0.0, 1.0, 0.0),
        (2.5, 0, 2.0, 3.0, 2.0),
        (-2.5, 0, -2.0, -3.0, -2.0),
        (-2.675, 2, -2.68, -2.68, -2.67),
        (-0.4, 0, 0.0, 0.0, 0.0),
        (84.49999999999999, 0, 84.0, 85.0, 84.0),
        (41.1, 1, 41.1, 41.1, 41.1),
        (0.1 + 0.2, 1, 0.3, 0.3, 0.3),
        (99.99999999999999, 0, 100.0, 100.0, 100.0),
        (1234567.005, 2, 1234567.0, 1234567.01, 1234567.0),
        (1e12 - 0.5, 0, 1e12, 1e12, 1e12 - 1),
        (1e80, 9, 1e80, 1e80, 1e80),
    ],
)
def test_rounding_goes_by_the_decimals_that_people_read(figure, digits, nearest, half_up, truncate):
    """Halves to even, halves away from zero on both sides, or cut toward zero; what a sum lost decides nothing."""
    found = [Rounding(mode=mode, digits=digits).of(figure) for mode in ("nearest", "half_up", "truncate")]

    assert found == [nearest, half_up, truncate]
    assert "-0.0" not in map(str, found)


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 6), st.sampled_from(sorted(MODES)))
def test_what_is_written_in_decimals_is_rounded_as_in_decimals(written, digits, mode):
    """The law, against decimal arithmetic itself."""
    expected = written.quantize(Decimal(1).scaleb(-digits), MODES[mode])

    assert Rounding(mode=mode, digits=digits).of(float(written)) == float(expected)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(0, 9), st.sampled_from(sorted(MODES)))
def test_rounding_keeps_the_order_and_its_own_figures(a, b, digits, mode):
    """What is not less is not less afterwards, what is rounded stays, and nothing moves by more than one step."""
    rounding = Rounding(mode=mode, digits=digits)
    low, high = sorted((a, b))

    assert rounding.of(low) <= rounding.of(high)
    assert rounding.of(rounding.of(a)) == rounding.of(a)
    assert abs(rounding.of(a) - a) <= 10.0**-digits * (1 + 1e-9) + 1e-9


@given(st.floats(0, 1))
def test_a_range_is_there_and_back(value):
    """The figure of a value is that of a share of the range."""
    output = Output(low=-5, high=45)

    assert output.share(output.figure(value)) == pytest.approx(value, abs=1e-12)
    assert output.low <= output.figure(value) <= output.high


def test_a_figure_has_no_more_decimals_than_its_sum():
    """What a computer adds behind fifteen digits is nobody's figure."""
    assert figure_at(0, 5, (0.8 + 0.4) / 2) == 3.0
    assert figure_at(0, 7, 3 / 7) == 3.0


@pytest.mark.parametrize("wrong", ["scales", "range", "", 5, [0, 100], {"low": 5, "high": 5}, {"low": 0, "hi": 5}])
def test_a_range_is_its_ends_or_that_of_the_scale(wrong):
    """Nothing else says where values are published."""
    assert Rollup(output="scale").output == "scale"
    with pytest.raises(ValidationError, match=r"Rollup\noutput"):
        Rollup(output=wrong)


LEVELS = {"id": "levels", "levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1}]}
POINTS = {"id": "points", "range": [1, 5]}
OWN = {"id": "own", "range": [0, 10]}


def framework(scale, scoring, *blocks):
    """Build a framework of some blocks."""
    given = [
        {"id": f"b{i}", "title": "B", "practices": [{"id": f"p{i}", "title": "P"}], **b} for i, b in enumerate(blocks)
    ]
    return Framework(id="mini", title="Mini", scale=scale, scoring=scoring, blocks=given)


def test_every_node_is_published_in_the_range_of_its_own_scale():
    """A block in that of its scale, what stands in it likewise, the whole in that of the framework's."""
    inner = {"id": "inner", "title": "I", "practices": [{"id": "q", "title": "Q"}]}
    made = framework(POINTS, {"output": "scale"}, {}, {"scale": OWN, "blocks": [inner]})
    outputs = {made.tree.name: made.tree.output, **{node.name: node.output for _, node in made.tree.blocks}}
    assert outputs == {"": Output(low=1, high=5), "b0": Output(low=1, high=5), "b1": Output(low=0, high=10)}
    assert made.tree.blocks[1][1].blocks[0][1].output == Output(low=0, high=10)
    assert made.policy.output == Output(low=1, high=5)
    assert made.scoring.output == "scale"


def test_only_the_whole_may_be_published_so():
    """What is said of the top holds for no block."""
    made = framework(POINTS, {"top": {"output": "scale"}}, {})
    assert made.tree.output == Output(low=1, high=5)
    assert made.tree.blocks[0][1].output is None
    assert made.policy.published == Output(low=1, high=5)
    assert framework(POINTS, {}, {}).policy is not None


@pytest.mark.parametrize(
    ("scale", "scoring", "blocks", "place"),
    [
        (LEVELS, {"output": "scale"}, [{}], ("scoring", "output")),
        (LEVELS, {"top": {"output": "scale"}}, [{}], ("scoring", "top", "output")),
        (POINTS, {"output": "scale"}, [{"scale": LEVELS}, {"scale": LEVELS}], ("scoring", "output")),
        (LEVELS, {}, [{"scoring": {"output": "scale"}}], ("blocks", 0, "scoring", "output")),
    ],
)
def test_a_scale_without_a_range_has_none_to_publish_in(scale, scoring, blocks, place):
    """It is told where it is asked for, once."""
    with pytest.raises(ValidationError, match="the scale 'levels' has levels and no range") as refused:
        framework(scale, scoring, *blocks)
    (problem,) = problems_of(refused.value)
    assert (problem.code, problem.key_path) == ("no_range", place)


def test_a_block_whose_scale_has_no_range_may_say_its_own():
    """That is what the message asks for."""
    own = {"scale": LEVELS, "scoring": {"output": {"low": 0, "high": 1}}}
    assert framework(POINTS, {"output": "scale"}, own).tree.blocks[0][1].output == Output(low=0, high=1)


@pytest.mark.parametrize(
    ("figure", "mode", "digits", "expected"),
    [
        (41.125, "truncate", 1, 41.1),
        (41.1, "truncate", 1, 41.1),
        (0.29 * 100, "truncate", 0, 29.0),
        (-1.29, "truncate", 1, -1.2),
        (41.16, "nearest", 1, 41.2),
        (2.5, "nearest", 0, 2.0),
        (3.5, "nearest", 0, 4.0),
        (41.125, "nearest", 2, 41.12),
        (2.675, "nearest", 2, 2.68),
        (3.5 - 4e-16, "nearest", 0, 4.0),
        (1e9 / 3, "nearest", 9, 333333333.333333333),
    ],
)
def test_rounding_as_the_instrument_does(figure, mode, digits, expected):
    """Truncation cuts towards zero, and not what only binary fractions lack; nearest takes halves to even."""
    assert Rounding(mode=mode, digits=digits).of(figure) == expected
