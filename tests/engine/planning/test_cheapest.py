import pytest

from equity_blocks.engine.planning.cheapest import ReachProblem, cheapest, greedy, needed, pruned
from equity_blocks.engine.planning.situation import situation
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.rules import reachable

SCALE = ["no", "partly", "yes"]


def _ascent(edge, ratings, scoring=None, blocks=None):
    found = blocks or [{"id": "x", "title": "X", "practices": [{"id": n, "title": n, "effort": "S"} for n in ratings]}]
    framework = Framework(id="mini", title="Mini", scale=SCALE, scoring=scoring or {}, blocks=found)
    here = situation(framework, Assessment(framework="mini", ratings=ratings))
    return ReachProblem(here, lambda value: value is not None and value >= edge - 1e-9, edge)


def _top(ascent):
    return reachable(ascent.here.graph.tops, ascent.here.graph.rules, ascent.here.state)


def test_slopes_are_what_a_unit_of_value_adds():
    """Of two practices with the same weight, half each; the minimum is read as a mean."""
    assert _ascent(1, {"a": 0, "b": 1}).slopes == {"a": 0.5, "b": 0.5}
    assert _ascent(1, {"a": 0, "b": 1}, {"aggregate": "minimum"}).slopes == {"a": 0.5, "b": 0.5}


@pytest.mark.parametrize(
    ("aggregate", "is_bounded", "is_linear"),
    [("mean", True, True), ("sum", True, True), ("minimum", True, False), ("geometric", True, False),
     ("blend", True, False), ("gate", False, False), ("all_or_nothing", False, False)],
)  # fmt: skip
def test_the_mean_bounds_what_never_lies_above_it(aggregate, is_bounded, is_linear):
    """Yes or no may lie above the mean, so nothing is concluded from it there."""
    ascent = _ascent(1, {"a": 0, "b": 0}, {"aggregate": aggregate})
    assert (ascent.is_bounded, ascent.is_linear) == (is_bounded, is_linear)
    bound = ascent.least(ascent.here.state, _top(ascent), ["a", "b"])
    assert bound == (pytest.approx(20) if is_bounded else 0.0)


def test_under_a_minimum_every_child_is_needed():
    """Each has to be at least partly there, whatever the others are."""
    ascent = _ascent(0.5, {"a": 0, "b": 0, "c": 2}, {"aggregate": "minimum"})
    assert needed(ascent, _top(ascent), ascent.here.state, ["a", "b", "c"]) == {"a": 1, "b": 1, "c": 2}
    found = cheapest(ascent, _top(ascent))
    assert (found.levels, found.is_least, found.bound) == ({"a": 1, "b": 1, "c": 2}, True, 10.0)


def test_greedy_goes_on_where_no_single_raise_helps():
    """Two lowest children tie, so what a raise would add to the mean decides."""
    ascent = _ascent(0.5, {"a": 0, "b": 0}, {"aggregate": "minimum"})
    assert all(ascent.is_met(levels) for levels in greedy(ascent))


def test_what_is_not_needed_is_dropped():
    """From everything at the top, one of two is lowered to where it stands."""
    ascent = _ascent(0.5, {"a": 0, "b": 0})
    found = pruned(ascent, {"a": 2, "b": 2}, ["a", "b"])
    assert sorted(found.values()) == [0, 2]
