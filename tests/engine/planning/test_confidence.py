import time
from math import exp, fsum, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, load_assessment, load_framework, plan
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.planning.confidence import MISRATED, SIGMA, distributions_of, places
from equity_blocks.engine.planning.ordering import order
from equity_blocks.engine.planning.selection import select
from equity_blocks.engine.robustness.acceptability import KAPPA
from equity_blocks.engine.robustness.sampled_package_ranks import PARTS, picks_of
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.acceptability import TopShare
from strategies import cases, fewer

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


@pytest.fixture(scope="module")
def riverbend():
    """Give the sample and its framework."""
    return load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")


def _places(framework, assessment, **options):
    standing = standing_of(framework, assessment)
    selection = select(standing, everything=True)
    return places(standing, selection.chosen, order(standing, selection), **options)


@fewer
@given(cases(), st.integers(1, 4))
def test_shares_are_shares(case, k):
    """In every draw at most k practices stand among the first; of two, one stands before the other."""
    found = _places(*case, k=k, draws=30)
    assert all(0 <= count <= 30 for count in found.among.values())
    assert sum(found.among.values()) <= 30 * k
    assert all(0 <= share <= 1 for share in found.before.values())
    assert len(found.before) == len(found.leaders) * (len(found.leaders) - 1) // 2
    assert all(found.top_share(name).k == k for name in found.among)


def test_ten_thousand_draws_take_a_few_seconds(riverbend):
    """On everything below target; ten seconds leave room for a busy machine."""
    start = time.process_time()
    _places(*riverbend, draws=10_000)
    assert time.process_time() - start < 10


def test_a_seed_repeats_itself(riverbend):
    """And another differs."""
    assert _places(*riverbend, draws=300, seed=1) == _places(*riverbend, draws=300, seed=1)
    assert _places(*riverbend, draws=300, seed=1) != _places(*riverbend, draws=300, seed=2)


def test_a_plan_says_how_firm_its_first_places_are(riverbend):
    """With half-widths, for the order by benefit for effort: a calendar does not change it."""
    free = plan(*riverbend, confidence=400)
    dated = plan(*riverbend, confidence=400, capacity=60, start="2027-Q1")
    assert free.confidence == dated.confidence
    assert free.confidence.first == tuple(action.practice for action in free.actions[:5])
    assert len(free.confidence.before) == 10
    shares = {action.practice: action.p_top for action in free.actions}
    assert shares == {action.practice: action.p_top for action in dated.actions}
    assert all(
        share.half_width == pytest.approx(1.96 * (share.p * (1 - share.p) / 400) ** 0.5, rel=1e-3)
        for share in shares.values()
    )


def test_fewer_than_five_actions_are_always_among_the_first_five(riverbend):
    """What is raised in every draw is firm."""
    made = plan(*riverbend, pick=1, confidence=100)
    assert made.confidence.first == tuple(action.practice for action in made.actions)


@pytest.mark.parametrize(("p", "word"), [(1, "firm"), (0.9, "firm"), (0.89, "likely"), (0.6, "likely"), (0.59, "open")])
def test_words_for_shares(p, word):
    """Firm from 0.9, likely from 0.6."""
    assert TopShare(k=5, p=p, half_width=0).firmness == word


def test_no_draws_are_refused(riverbend):
    """At least one."""
    with pytest.raises(UnsuitableError, match="confidence must be at least 1, not 0"):
        plan(*riverbend, confidence=0)


@pytest.fixture
def laws():
    """Give the laws of four practices: one answer, a range of days, two answers, and none."""
    return distributions_of(standing_of(FRAMEWORK, ASSESSMENT), list("pqrs"))


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
    assert set(distributions_of(standing_of(FRAMEWORK, sure), ["p"]).days[0]) == {5}


def test_ratings_vary_by_what_is_known(laws):
    """One level off now and then; one of two answers; any level where nobody answered."""
    shares = [{value: law.count(value) / PARTS for value in sorted(set(law))} for law in laws.held]
    assert shares[0] == pytest.approx({0: MISRATED / 2, 0.5: 1 - MISRATED, 1: MISRATED / 2}, abs=1 / PARTS)
    assert shares[1] == pytest.approx({0: 1 - MISRATED / 2, 0.5: MISRATED / 2}, abs=1 / PARTS)
    assert shares[2] == pytest.approx({0: 0.5, 1: 0.5})
    assert shares[3] == pytest.approx({0: 1 / 3, 0.5: 1 / 3, 1: 1 / 3}, abs=2 / PARTS)


def test_every_law_has_the_same_length_and_days_are_not_negative():
    """On a whole framework."""
    standing = standing_of(load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml"))
    found = distributions_of(standing, list(standing.state))
    assert {len(law) for law in (found.factors, found.exponents, *found.days, *found.held)} == {PARTS}
    assert all(value >= 0 for law in (*found.days, *found.held) for value in law)


def test_picks_follow_the_seed(laws):
    """The same seed, the same picks; places lie in the law; every law has a row."""
    assert picks_of(laws, 50, 1) == picks_of(laws, 50, 1) != picks_of(laws, 50, 2)
    picks = picks_of(laws, 50, 1)
    assert len(picks.rows) == 1 + laws.blocks + 3 * 4
    assert all(0 <= place < PARTS for row in range(len(picks.rows)) for place in picks.column(row))
    assert len(picks.column(0)) == 50
