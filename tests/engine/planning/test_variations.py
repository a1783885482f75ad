from math import exp, fsum, log

import pytest

from equity_blocks import Assessment, Framework, load_assessment, load_framework
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.planning.variations import MISRATED, SIGMA, laws_of
from equity_blocks.engine.robustness.sampled_package_ranks import PARTS, picks_of
from equity_blocks.engine.robustness.weight_sampling import KAPPA

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "some", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name, "effort": "M"} for name in "pqrs"]}],
)
RANGE = {"low": 10, "likely": 20, "high": 60}
ASSESSMENT = Assessment(
    framework="mini",
    respondents=[{"id": "ann"}, {"id": "ben"}],
    ratings={"p": "some", "q": {"level": "no", "effort": RANGE}, "r": {"answers": {"ann": "no", "ben": "yes"}}},
)


@pytest.fixture
def laws():
    """Give the laws of four practices: one answer, a range of days, two answers, and none."""
    return laws_of(standing_of(FRAMEWORK, ASSESSMENT), list("pqrs"))


def _mean(law):
    return fsum(law) / len(law)


def test_a_factor_of_a_weight_has_mean_one_and_the_variance_told(laws):
    """Gamma with shape kappa; by the approximation to three digits."""
    mean = _mean(laws.factors)
    assert mean == pytest.approx(1, abs=0.002)
    assert fsum((v - mean) ** 2 for v in laws.factors) / PARTS == pytest.approx(1 / KAPPA, rel=0.02)
    assert min(laws.factors) > 0


def test_days_are_log_normal_or_triangular(laws):
    """Around the likely days, or inside the organization's own range."""
    assert exp(_mean([log(v) for v in laws.days[0]])) == pytest.approx(30)
    assert fsum(log(v / 30) ** 2 for v in laws.days[0]) / PARTS == pytest.approx(SIGMA**2, rel=0.02)
    low, likely, high = RANGE.values()
    assert low <= min(laws.days[1]) <= max(laws.days[1]) <= high
    assert _mean(laws.days[1]) == pytest.approx((low + likely + high) / 3, rel=0.01)


def test_a_certain_effort_stays_as_it_is():
    """A range of one number does not vary."""
    sure = ASSESSMENT.replace(ratings={"p": {"level": "no", "effort": {"low": 5, "likely": 5, "high": 5}}})
    assert set(laws_of(standing_of(FRAMEWORK, sure), ["p"]).days[0]) == {5}


def test_ratings_vary_by_what_is_known(laws):
    """One level off now and then; one of two answers; any level where nobody answered."""
    shares = [{value: law.count(value) / PARTS for value in sorted(set(law))} for law in laws.held]
    assert shares[0] == pytest.approx({0: MISRATED / 2, 0.5: 1 - MISRATED, 1: MISRATED / 2}, abs=1 / PARTS)
    assert shares[1] == pytest.approx({0: 1 - MISRATED / 2, 0.5: MISRATED / 2}, abs=1 / PARTS)
    assert shares[2] == pytest.approx({0: 0.5, 1: 0.5})
    assert shares[3] == pytest.approx({0: 1 / 3, 0.5: 1 / 3, 1: 1 / 3}, abs=2 / PARTS)


def test_every_law_has_the_same_length_and_days_are_not_negative():
    """On a whole framework."""
    here = standing_of(load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml"))
    found = laws_of(here, list(here.state))
    assert {len(law) for law in (found.factors, found.exponents, *found.days, *found.held)} == {PARTS}
    assert all(value >= 0 for law in (*found.days, *found.held) for value in law)


def test_picks_follow_the_seed(laws):
    """The same seed, the same picks; places lie in the law; every law has a row."""
    assert picks_of(laws, 50, 1) == picks_of(laws, 50, 1) != picks_of(laws, 50, 2)
    picks = picks_of(laws, 50, 1)
    assert len(picks.rows) == 1 + laws.blocks + 3 * 4
    assert all(0 <= place < PARTS for row in range(len(picks.rows)) for place in picks.column(row))
    assert len(picks.column(0)) == 50
