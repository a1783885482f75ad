import click
import pytest

from equity_blocks.cli.planning_options import capacity_of, require_used, slips, suppositions


@pytest.mark.parametrize(("text", "days"), [("60", 60), ("0", 0), ("60,40.5", [60, 40.5]), ("1e2", 100)])
def test_capacity_is_a_number_or_several(text, days):
    """With commas between them."""
    assert capacity_of(text) == days


@pytest.mark.parametrize("text", ["", "60,", "sixty", "60 40"])
def test_what_is_no_number_is_refused(text):
    """It is named."""
    with pytest.raises(click.BadParameter, match="not a number of person-days"):
        capacity_of(text)


def test_suppositions_are_levels_and_terms():
    """A position is a number, and no level stands for the target."""
    assert suppositions(["p=in-place", "q=2", "r", "s="]) == ({"p": "in-place", "q": 2, "r": None, "s": None}, {})
    terms = {"capacity": [60, 40], "budget": 5, "periods": 3}
    assert suppositions(["capacity=60,40", "budget=5", "periods=3"]) == ({}, terms)
    assert slips(["p=1", "q=2"]) == {"p": 1, "q": 2}


@pytest.mark.parametrize(
    ("read", "entry", "words"),
    [
        (suppositions, "periods=2.5", "'2.5' is not a whole number"),
        (suppositions, "budget=", "'' is not a number"),
        (slips, "p", "write PRACTICE=N"),
        (slips, "p=x", "'x' is not a whole number"),
    ],
)
def test_what_cannot_be_supposed_is_refused(read, entry, words):
    """With what was found."""
    with pytest.raises(click.BadParameter, match=words):
        read([entry])


@pytest.mark.parametrize(
    ("options", "asked", "is_dated", "words"),
    [
        ({}, "certify", False, "--certify requires --capacity, --periods, --start or --budget"),
        ({"capacity": "60", "planner": "greedy"}, "time_limit", True, "--time-limit requires --planner exact"),
        ({"capacity": "60"}, "fiscal_year_start", True, "--fiscal-year-start requires --start"),
        ({"capacity": "60"}, "draws", True, "--draws requires --confidence"),
        ({}, "seed", False, "--seed requires --confidence, --capacity"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(options, asked, is_dated, words):
    """With those that it goes with."""
    with pytest.raises(click.UsageError, match=words):
        require_used(options, [asked], is_dated=is_dated)


@pytest.mark.parametrize(
    ("options", "asked", "is_dated"),
    [
        ({"budget": 0.0, "planner": "exact"}, ["lag", "planner", "time_limit", "certify", "seed"], False),
        ({}, ["lag", "seed"], True),
        ({"start": "2027-Q1"}, ["fiscal_year_start"], False),
        ({"confidence": True}, ["draws", "seed"], False),
        ({}, [], False),
    ],
)
def test_an_option_that_does_something_is_taken(options, asked, is_dated):
    """A budget of 0 is a calendar too."""
    require_used(options, asked, is_dated=is_dated)


@pytest.mark.parametrize(
    ("read", "entries", "words"),
    [
        (suppositions, ["p=a", "p=b"], "p is supposed twice"),
        (suppositions, ["capacity=1", "capacity=2"], "capacity is supposed twice"),
        (slips, ["p=1", "p=2"], "p slips twice"),
    ],
)
def test_nothing_is_supposed_twice(read, entries, words):
    """Only one of them could count."""
    with pytest.raises(click.BadParameter, match=words):
        read(entries)


def test_a_wrong_number_names_the_option_that_it_was_given_to():
    """What capacity is supposed to be stands after --set."""
    with pytest.raises(click.BadParameter) as caught:
        suppositions(["capacity=many"])
    assert caught.value.param_hint == "--set"
