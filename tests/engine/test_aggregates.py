from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.aggregates import AGGREGATES, mean

values = st.one_of(st.just(0.0), st.floats(1e-9, 1))
weights = st.floats(1e-3, 1e3)
children = st.lists(st.tuples(weights, values), min_size=1, max_size=8)
anything = st.lists(st.tuples(st.one_of(weights, st.just(0.0)), st.one_of(values, st.none())), max_size=8)


def test_mean_of_a_worked_example():
    """Check (1 * 0.5 + 3 * 1 + 4 * 0.25) / (1 + 3 + 4) = 4.5 / 8 = 0.5625."""
    assert mean([(1, 0.5), (3, 1.0), (4, 0.25)]) == 0.5625


def test_mean_leaves_out_children_without_value_or_weight():
    """Check (1 * 0.5 + 1 * 1) / 2 = 0.75: neither the None of weight 9 nor the 0 of weight 0 counts."""
    assert mean([(1, 0.5), (9, None), (1, 1.0), (0, 0.0)]) == 0.75


@pytest.mark.parametrize("nothing", [[], [(1, None)], [(0, 0.5)], [(0, 0.5), (2, None)]])
def test_mean_of_nothing_is_no_value(nothing):
    """No value is None, never 0."""
    assert mean(nothing) is None


def test_mean_of_zeros_is_zero():
    """A child at 0 has a value, so the mean is 0, not None."""
    assert mean([(1, 0.0), (2, 0.0)]) == 0.0


def test_framework_policies_name_existing_aggregates():
    """The default policy finds its function."""
    assert AGGREGATES["mean"] is mean


@given(anything)
def test_mean_equals_the_exact_fraction(items):
    """The float result lies within a rounding of the same mean in exact fractions."""
    counted = [(Fraction(w), Fraction(x)) for w, x in items if x is not None and w > 0]
    found = mean(items)
    if not counted:
        assert found is None
    else:
        exact = sum(w * x for w, x in counted) / sum(w for w, _ in counted)
        assert found == pytest.approx(float(exact), rel=1e-14, abs=1e-300)


@given(children)
def test_mean_is_bounded_by_its_children(items):
    """P1: the mean never leaves the range of what it averages, not even by a last bit."""
    found = [x for _, x in items]
    assert min(found) <= mean(items) <= max(found)


@given(st.lists(weights, min_size=1, max_size=8), values)
def test_mean_of_equal_children_is_their_value(found, value):
    """P2: idempotent, exactly."""
    assert mean([(weight, value) for weight in found]) == value


@given(children, st.data())
def test_mean_rises_with_each_child(items, data):
    """P3: strictly monotone wherever the weight is above 0."""
    i = data.draw(st.integers(0, len(items) - 1))
    weight, value = items[i]
    more = data.draw(st.floats(value, 1))
    raised = mean([*items[:i], (weight, more), *items[i + 1 :]])
    assert raised >= mean(items)
    if more > value + 1e-6:
        assert raised > mean(items)


@given(children, st.integers(-20, 20), st.floats(1e-3, 1e3))
def test_mean_ignores_the_scale_of_weights(items, power, factor):
    """P4: only ratios of weights matter; powers of two do not even change the last bit."""
    assert mean([(weight * 2.0**power, value) for weight, value in items]) == mean(items)
    assert mean([(weight * factor, value) for weight, value in items]) == pytest.approx(mean(items), abs=1e-12)


@given(anything, st.randoms(use_true_random=True))
def test_mean_ignores_order_bit_for_bit(items, random):
    """P5: whoever lists the children differently gets the same float."""
    shuffled = random.sample(items, len(items))
    assert mean(shuffled) == mean(items)


@given(anything, values)
def test_a_child_without_weight_is_as_good_as_absent(items, value):
    """P7: weight 0 means deleted, to the last bit."""
    assert mean([*items, (0.0, value)]) == mean(items)


@given(anything, st.integers(2, 4))
def test_mean_of_replicated_children_is_the_same(items, times):
    """P12: taking everything several times changes nothing."""
    if (found := mean(items)) is not None:
        assert mean(items * times) == pytest.approx(found, abs=1e-12)


@given(children)
def test_adding_a_child_equal_to_the_mean_changes_nothing(items):
    """Self-identity: the mean is what each child could be replaced by."""
    assert mean([*items, (1.0, mean(items))]) == pytest.approx(mean(items), abs=1e-12)
