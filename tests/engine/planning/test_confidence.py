import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import load_assessment, load_framework, plan
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.planning.confidence import places
from equity_blocks.engine.planning.ordering import order
from equity_blocks.engine.planning.selection import select
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.confidence import TopShare
from strategies import cases, fewer


@pytest.fixture(scope="module")
def riverbend():
    """Give the sample and its framework."""
    return load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml")


def _places(framework, assessment, **options):
    here = standing_of(framework, assessment)
    chosen = select(here, everything=True)
    return places(here, chosen.chosen, order(here, chosen), **options)


@fewer
@given(cases(), st.integers(1, 4))
def test_shares_are_shares(case, k):
    """In every draw at most k practices stand among the first; of two, one stands before the other."""
    found = _places(*case, k=k, draws=30)
    assert all(0 <= count <= 30 for count in found.among.values())
    assert sum(found.among.values()) <= 30 * k
    assert all(0 <= share <= 1 for share in found.before.values())
    assert len(found.before) == len(found.leaders) * (len(found.leaders) - 1) // 2


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
