import pytest

from equity_blocks.engine.planning.goals import aim_of, served_by, small_counts, titled
from equity_blocks.model import Goal


def _goal(**fields):
    return Goal(**{"id": "g", "population": "Members", "measure": "Visits", **fields})


def test_a_goal_is_called_by_its_title_else_by_what_it_measures():
    """Its own words come first."""
    assert titled(_goal(title="Close the gap")) == "Close the gap"
    assert titled(_goal()) == "Visits (Members)"


def test_practices_of_several_causes_are_named_once():
    """In the order of the causes."""
    causes = [{"title": "A", "practices": ["p", "q"]}, {"title": "B", "practices": ["q", "r"]}]
    assert served_by(_goal(root_causes=causes)) == ["p", "q", "r"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"baseline": {"value": 58}}, "now 58"),
        ({"baseline": {"value": 58, "unit": "percent"}}, "now 58 percent"),
        ({"target": {"value": 70.5}}, "to 70.5"),
        ({"target": {"value": 70, "by": "2028-06-30"}}, "to 70 by 2028-06-30"),
        (
            {"baseline": {"value": 58, "unit": "percent"}, "target": {"value": 70, "by": "2028-06-30"}},
            "from 58 to 70 percent by 2028-06-30",
        ),
    ],
)
def test_an_aim_says_what_is_known(fields, words):
    """Nothing is made up where figures are missing."""
    assert aim_of(_goal(**fields)) == words


@pytest.mark.parametrize("value", [1, 5, 10])
def test_a_small_figure_may_be_a_count(value):
    """From 1 to 10, in the baseline or the target."""
    assert list(small_counts(_goal(baseline={"value": value, "unit": "members"}))) == [("baseline", value)]
    assert list(small_counts(_goal(baseline={"value": 50}, target={"value": value}))) == [("target", value)]


@pytest.mark.parametrize(
    "baseline", [{"value": 0}, {"value": 11}, {"value": 5, "unit": "percent"}, {"value": 5, "unit": "%"}]
)
def test_other_figures_are_none(baseline):
    """Zero identifies nobody, and a share is no count."""
    assert list(small_counts(_goal(baseline=baseline))) == []
