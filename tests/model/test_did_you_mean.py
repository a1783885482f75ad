"""The nearest match to a misspelt name."""

import pytest

from equity_blocks.model.did_you_mean import did_you_mean

LEVELS = ["not-started", "planned", "partial", "in-place", "sustained"]


@pytest.mark.parametrize(
    ("found", "near"),
    [("parital", "partial"), ("in_place", "in-place"), ("In Place", "in-place"), ("PLANNED", "planned")],
)
def test_a_misspelt_name_is_asked_about(found: str, near: str):
    """Letters swapped, left out or written large lead to the name that was meant."""
    assert did_you_mean(found, LEVELS) == f"did you mean '{near}'?"


@pytest.mark.parametrize("found", ["zzz", "", 7, None, 1.5, ["partial"]])
def test_nothing_is_asked_where_nothing_is_near(found: object):
    """Far names and what is no text give no hint."""
    assert did_you_mean(found, LEVELS) == ""


def test_the_suggestion_is_spelt_as_it_is_allowed():
    """Names with capitals are suggested with them."""
    assert did_you_mean("xl", ["S", "M", "L", "XL"]) == "did you mean 'XL'?"


def test_any_collection_of_names_will_do():
    """Names may come from a mapping, a set or a generator, or be none at all."""
    assert did_you_mean("bord", {"board": 1}) == "did you mean 'board'?"
    assert did_you_mean("bord", (name for name in ["board"])) == "did you mean 'board'?"
    assert did_you_mean("bord", []) == ""
