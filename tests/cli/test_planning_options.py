from inspect import signature

import click
import pytest

from equity_blocks import plan
from equity_blocks.cli.plan import plan_command
from equity_blocks.cli.planning_options import (
    SECTIONS,
    capacity_of,
    plan_options,
    require_used,
    slips,
    suppositions,
)
from equity_blocks.engine.scheduling.solve import TIME_LIMIT
from equity_blocks.model.calendar import DEFAULT_PERIODS, Calendar

PLAIN = Calendar()


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
    ("options", "is_dated", "words"),
    [
        ({"certify": True}, False, "--certify requires --capacity, --periods, --start or --budget, or `planning` in"),
        ({"lag": 1}, False, "--lag requires --capacity"),
        ({"capacity": "60", "planner": "greedy", "time_limit": 5.0}, True, "--time-limit requires --planner exact"),
        ({"capacity": "60", "fiscal_year_start": 7}, True, "--fiscal-year-start requires --start"),
        ({"capacity": "60", "draws": 9}, True, "--draws requires --confidence"),
        ({"seed": 0}, False, "--seed requires --confidence, --capacity"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(options, is_dated, words):
    """With those that it goes with; one that says what holds anyway would do nothing, too."""
    with pytest.raises(click.UsageError, match=words):
        require_used(options, None, is_dated=is_dated)


@pytest.mark.parametrize(
    ("options", "planning", "is_dated"),
    [
        ({"budget": 0.0, "planner": "exact", "lag": 1, "time_limit": 5.0, "certify": True, "seed": 3}, None, False),
        ({"lag": 1, "seed": 3}, None, True),
        ({"lag": 0, "certify": True}, Calendar(capacity=60), False),
        ({"start": "2027-Q1", "fiscal_year_start": 7}, None, False),
        ({"fiscal_year_start": 7}, Calendar(start="2027-Q1"), False),
        ({"confidence": True, "draws": 9, "seed": 3}, None, False),
        ({"certify": False, "lag": None}, Calendar(lag=0), False),
    ],
)
def test_an_option_that_does_something_is_taken(options, planning, is_dated):
    """A budget of 0 is a calendar too, and the assessment may give one."""
    require_used(options, planning, is_dated=is_dated)


def test_only_what_was_asked_goes_to_the_engine():
    """So that each default is written in one place."""
    nothing = {name: None for names in SECTIONS.values() for name in names}
    assert plan_options(nothing) == {}
    assert plan_options({**nothing, "capacity": "60,40", "lag": 0, "confidence": True}) == {
        "capacity": [60, 40], "lag": 0, "confidence": 1_000,
    }  # fmt: skip


def test_the_help_tells_the_defaults_that_hold():
    """Those of the engine, which no option repeats."""
    told = {param.name: getattr(param, "help", "") for param in plan_command.params}
    assert told["periods"].endswith(f"Default: {DEFAULT_PERIODS}.")
    assert told["time_limit"].endswith(f"Default: {TIME_LIMIT:g}.")
    for name in ("lag", "planner", "seed"):
        default = PLAIN.lag if name == "lag" else signature(plan).parameters[name].default
        assert told[name].endswith(f"Default: {default}.")


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
