import numpy as np
import pytest

from equity_blocks import Assessment, Framework, plan
from equity_blocks.engine.planning.options import calendar_of, delays_of, require_meant
from equity_blocks.errors import NotFoundError, UnsuitableError
from equity_blocks.model.calendar import Calendar

ONE = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
)
SAID = Calendar(start="2027-Q1", periods=4, capacity=60, fiscal_year_start=7, budget=1000, lag=0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"periods": 0}, "periods must be at least 1, not 0"),
        ({"periods": 100_000}, "periods must be at most 1,200, not 100,000"),
        ({"periods": 2.0}, "periods must be a whole number, not 2.0"),
        ({"capacity": -1}, "capacity must be 0 or more, not -1"),
        ({"capacity": float("nan")}, "capacity must be a finite number"),
        ({"capacity": 1e13}, r"capacity must be at most 1e\+12; leave it out where there is no limit"),
        ({"capacity": [1, -1]}, "capacity must be 0 or more, not -1"),
        ({"capacity": []}, "capacity must be one number, or from 1 to 1,200 of them, not 0"),
        ({"capacity": [1] * 1_201}, "from 1 to 1,200 of them, not 1201"),
        ({"capacity": [1, 2], "periods": 3}, "there are 2 capacities for 3 periods: give one, or one for each"),
        ({"budget": -1, "periods": 1}, "budget must be 0 or more, not -1"),
        ({"budget": float("nan")}, "budget must be a finite number"),
        ({"lag": -1, "periods": 1}, "lag must be at least 0, not -1"),
        ({"lag": 1_201, "periods": 1}, "lag must be at most 1,200, not 1,201"),
        ({"delays": {"p": -1}, "periods": 1}, "the delay of p must be at least 0, not -1"),
        ({"delays": ["p"], "periods": 1}, "delays must name practices with their periods"),
        ({"start": "soon"}, r"'soon' is not the start of a period: write a quarter \(2027-Q1\) or a month"),
        ({"start": 2027}, "start must be text, not an int"),
        ({"start": "2027-Q1", "fiscal_year_start": 13}, "fiscal_year_start must be at most 12, not 13"),
        ({"periods": 1, "planner": "best"}, "'best' is not a planner"),
        ({"periods": 1, "planner": "exact", "time_limit": 0}, "time_limit must be above 0 seconds"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_words(options, words):
    """Each says what was found and what is allowed."""
    with pytest.raises(UnsuitableError, match=words):
        plan(ONE, Assessment(framework="mini", ratings={"p": "no"}), **options)


def test_a_calendar_says_who_said_what():
    """Options override the assessment, field by field."""
    used = calendar_of(SAID, {"capacity": 80, "budget": None, "pick": 3})
    assert used.calendar == SAID.replace(capacity=80)
    assert used.origins == {
        "start": "assessment", "periods": "assessment", "capacity": "options", "fiscal_year_start": "assessment",
        "budget": "assessment", "lag": "assessment",
    }  # fmt: skip


def test_the_number_of_periods_is_written_out():
    """It comes from whoever said the capacities, where it follows from these."""
    used = calendar_of(Calendar(capacity=[40, 60]), {"start": "2027-Q1"})
    assert (used.calendar.periods, used.origins["periods"]) == (2, "assessment")
    used = calendar_of(None, {"start": "2027-Q1"})
    assert (used.calendar.periods, used.origins["periods"]) == (8, "default")


@pytest.mark.parametrize(
    ("options", "count", "names"),
    [
        ({"capacity": [1, 2, 3]}, 3, ["SFY27-Q1", "SFY27-Q3"]),
        ({"capacity": [1, 2], "periods": 2}, 2, ["SFY27-Q1", "SFY27-Q2"]),
        ({"start": "2027-01"}, 4, ["2027-01", "2027-04"]),
        ({"start": "1"}, 4, ["1", "4"]),
        ({"start": "Q2 2028"}, 4, ["SFY28-Q2", "SFY29-Q1"]),
    ],
)
def test_what_an_option_makes_void_is_passed_over(options, count, names):
    """As many periods as capacities, and no fiscal year where there are no quarters."""
    calendar = calendar_of(SAID, options).calendar
    assert calendar.count == count
    assert [calendar.name(1), calendar.name(count)] == names


def test_what_two_say_may_contradict_itself():
    """The assessment's four capacities are not stretched to the eight periods that are asked for."""
    with pytest.raises(UnsuitableError, match="there are 2 capacities for 8 periods"):
        calendar_of(Calendar(capacity=[1, 2]), {"periods": 8})


@pytest.mark.parametrize("planning", [None, Calendar(), Calendar(lag=0)])
def test_where_nobody_gives_a_calendar_there_is_none(planning):
    """A lag alone is none."""
    assert calendar_of(planning, {"capacity": None}) == (None, {})


def test_numbers_of_numpy_are_numbers():
    """An array is a list of capacities."""
    calendar = calendar_of(None, {"capacity": np.array([1, 2]), "periods": np.int64(2)}).calendar
    assert calendar.capacities == (1.0, 2.0)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"certify": True}, "certify needs capacity, periods, start or budget"),
        ({"planner": "exact"}, "planner needs capacity"),
        ({"lag": 0}, "lag needs"),
        ({"delays": {"a": 1}}, "delays needs"),
        ({"time_limit": 5.0, "fiscal_year_start": 7}, "time_limit and fiscal_year_start need capacity"),
        ({"seed": 3}, "seed needs confidence, or capacity"),
    ],
)
def test_what_only_a_calendar_gives_a_meaning_is_refused_without_one(option, words):
    """Nothing that was asked for is passed over in silence; the calendar of an assessment is one, too."""
    with pytest.raises(UnsuitableError, match=words):
        require_meant(None, **option)


def test_what_asks_for_nothing_needs_no_calendar():
    """Defaults, and no delays at all."""
    require_meant(None, planner="greedy", seed=0, lag=1, fiscal_year_start=1, time_limit=60.0, certify=False)
    require_meant(None, delays={}, lag=None)
    require_meant(None, seed=3, confidence=10)


def test_the_calendar_of_an_assessment_gives_options_a_meaning():
    """A lag beside the assessment's capacity."""
    said = Assessment(framework="mini", ratings={"p": "no"}, planning={"capacity": 60})
    made = plan(ONE, said, lag=0)
    assert (made.lag, made.calendar.capacity, len(made.periods)) == (0, 60, 8)
    assert (made.calendar_from["lag"], made.calendar_from["capacity"]) == ("options", "assessment")


def test_a_certificate_needs_highs(monkeypatch):
    """Who asks for a bound is told what is missing, instead of getting a plan without one."""
    monkeypatch.setattr("equity_blocks.engine.planning.options.find_spec", lambda _name: None)
    with pytest.raises(UnsuitableError, match=r'certify needs HiGHS: pip install "equity-blocks\[optimize\]"'):
        plan(ONE, Assessment(framework="mini", ratings={"p": "no"}), capacity=60, certify=True)


def test_delays_name_practices():
    """The nearest is told."""
    assert delays_of(ONE, {"p": np.int64(2)}) == {"p": 2}
    assert delays_of(ONE, None) == {}
    with pytest.raises(NotFoundError, match="mini has no practice 'q'"):
        delays_of(ONE, {"q": 1})
