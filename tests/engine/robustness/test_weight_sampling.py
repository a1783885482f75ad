from random import Random
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.robustness.weight_sampling import dirichlet_weights, normalized, uniform_weights

DRAWS = 20_000


def _columns(drawn):
    return list(zip(*drawn, strict=True))


@pytest.mark.parametrize(("nominal", "kappa"), [((0.5, 0.3, 0.2), 4), ((0.25,) * 4, 40), ((0.7, 0.1, 0.2), 1)])
def test_dirichlet_draws_have_the_published_moments(nominal, kappa):
    """Mean w, variance w (1 - w) / (kappa + 1), for the concentration kappa * w."""
    for w, column in zip(nominal, _columns(dirichlet_weights(nominal, kappa, DRAWS, Random(1))), strict=True):
        assert fmean(column) == pytest.approx(w, abs=0.01)
        assert pvariance(column) == pytest.approx(w * (1 - w) / (kappa + 1), rel=0.06)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_uniform_draws_have_the_moments_of_the_simplex(count):
    """Mean 1/n, variance (n - 1) / (n^2 (n + 1)), and P(w > t) = (1 - t)^(n - 1)."""
    for column in _columns(uniform_weights(count, DRAWS, Random(1))):
        assert fmean(column) == pytest.approx(1 / count, abs=0.01)
        assert pvariance(column) == pytest.approx((count - 1) / (count**2 * (count + 1)), rel=0.06)
        assert fmean(w > 0.3 for w in column) == pytest.approx(0.7 ** (count - 1), abs=0.015)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6).filter(any), st.floats(0.01, 1e6), st.integers(0, 99))
def test_drawn_weights_sum_to_one(weights, concentration, seed):
    """And a weight of 0 stays 0."""
    nominal = normalized(weights)
    for drawn in dirichlet_weights(nominal, concentration, 3, Random(seed)):
        assert sum(drawn) == pytest.approx(1)
        assert all(w == 0 for w, given_ in zip(drawn, nominal, strict=True) if given_ == 0)
