import pytest

from equity_blocks import Assessment, Framework, plan
from equity_blocks.engine.planning.periods import Calendar
from equity_blocks.engine.planning.terms import DEFAULT_PERIODS, UNDATED, require_undated, terms_of
from equity_blocks.errors import UnsuitableError

ONE = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"periods": 0}, "periods must be at least 1, not 0"),
        ({"periods": 100_000}, "from 1 to 1200 periods, not 100000"),
        ({"capacity": -1}, "capacity must be 0 or more, not -1"),
        ({"capacity": float("nan")}, "capacity must be a finite number"),
        ({"capacity": [1, -1]}, "capacity must be 0 or more, not -1"),
        ({"capacity": []}, "there are no capacities"),
        ({"capacity": [1, 2], "periods": 3}, "there are 2 capacities for 3 periods"),
        ({"budget": -1, "periods": 1}, "budget must be 0 or more, not -1"),
        ({"budget": float("nan")}, "budget must be a finite number"),
        ({"lag": -1, "periods": 1}, "lag must be at least 0, not -1"),
        ({"delays": {"p": -1}, "periods": 1}, "the delay of p must be at least 0, not -1"),
        ({"start": "soon"}, "'soon' is not the start of a period"),
        ({"start": "2027-Q1", "fiscal_year_start": 13}, "a month from 1 to 12, not 13"),
        ({"periods": 1, "planner": "best"}, "'best' is not a planner"),
    ],
)
def test_terms_that_make_no_sense_are_refused_in_words(options, words):
    """Each says what was found and what is allowed."""
    with pytest.raises(UnsuitableError, match=words):
        plan(ONE, Assessment(framework="mini", ratings={"p": "no"}), **options)


def test_unsaid_terms_have_defaults():
    """Eight periods without a limit, or as many as there are capacities."""
    assert terms_of(Calendar(), None, None).capacity == (float("inf"),) * DEFAULT_PERIODS
    assert terms_of(Calendar(), None, [1, 2, 3]).capacity == (1.0, 2.0, 3.0)
    assert terms_of(Calendar(), 2, 5).capacity == (5.0, 5.0)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"certify": True}, "certify needs capacity, periods, start or budget"),
        ({"planner": "exact"}, "planner needs capacity"),
        ({"lag": 0}, "lag needs"),
        ({"delays": {"a": 1}}, "delays needs"),
        ({"time_limit": 5.0, "fiscal_year_start": 7}, "time_limit and fiscal_year_start need capacity"),
    ],
)
def test_what_only_a_calendar_gives_a_meaning_is_refused_without_one(option, words):
    """Nothing that was asked for is passed over in silence."""
    with pytest.raises(UnsuitableError, match=words):
        require_undated(**option)


def test_what_asks_for_nothing_needs_no_calendar():
    """Defaults, and no delays at all."""
    require_undated(**UNDATED)
    require_undated(delays={})


def test_a_certificate_needs_highs(monkeypatch):
    """Who asks for a bound is told what is missing, instead of getting a plan without one."""
    monkeypatch.setattr("equity_blocks.engine.planning.terms.find_spec", lambda _name: None)
    with pytest.raises(UnsuitableError, match=r'certify needs HiGHS: pip install "equity-blocks\[optimize\]"'):
        plan(ONE, Assessment(framework="mini", ratings={"p": "no"}), capacity=60, certify=True)
