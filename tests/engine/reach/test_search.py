import pytest

from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.reach.search import Ascent
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework

SCALE = ["no", "partly", "yes"]


def _ascent(edge, ratings, scoring=None, **practices):
    found = [{"id": name, "title": name, "effort": "S", **practices.get(name, {})} for name in ratings]
    blocks = [{"id": "x", "title": "X", "practices": found}]
    framework = Framework(id="mini", title="Mini", scale=SCALE, scoring=scoring or {}, blocks=blocks)
    standing = standing_of(framework, Assessment(framework="mini", ratings=ratings))
    return Ascent(standing, lambda value: value is not None and value >= edge - 1e-9, edge)


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
    bound = ascent.missing(ascent.standing.state, ascent.highest, ["a", "b"])
    assert bound == (pytest.approx(20) if is_bounded else 0.0)


def test_the_bound_takes_the_best_raises_in_part():
    """To 0.75 of two: all of b, at 10 days for a half, then half of a, at 90."""
    ascent = _ascent(0.75, {"a": 0, "b": 0}, a={"effort": "L"})
    assert ascent.able == ["b", "a"]
    assert ascent.missing(ascent.standing.state, ascent.highest, ascent.able) == pytest.approx(10 + 45)
    assert ascent.missing(ascent.standing.state, ascent.highest, ["b"]) == float("inf")


def test_under_a_minimum_every_child_is_needed():
    """Each has to be at least partly there, whatever the others are."""
    ascent = _ascent(0.5, {"a": 0, "b": 0, "c": 2}, {"aggregate": "minimum"})
    assert ascent.needed(ascent.highest, ascent.standing.state, ["a", "b", "c"]) == {"a": 1, "b": 1, "c": 2}
    found = ascent.cheapest()
    assert (found.levels, found.is_least, found.bound) == ({"a": 1, "b": 1, "c": 2}, True, 10.0)


def test_packages_with_the_most_gain_for_their_effort_come_first():
    """Raising b costs 10 days and a 90; c, which gains nothing, is for a alone, so it comes with it, and before it."""
    requires = [{"practice": "c", "level": "yes", "from": "yes", "why": "c first"}]
    ratings = {"a": 0, "b": 0, "c": 0, "d": 0}
    practices = {"a": {"effort": "L", "requires": requires}, "c": {"weight": 0}, "d": {"weight": 0}}
    steps = _ascent(1, ratings, **practices).by_package()
    assert len(steps) == len(set(steps)) == 8
    assert [steps.index(("b", i)) for i in (1, 2)] == [0, 1]
    assert steps.index(("a", 1)) == 2
    assert {steps[i] for i in range(3, 6)} == {("a", 2), ("c", 1), ("c", 2)}


def test_what_is_not_needed_is_dropped():
    """The first steps that are enough stay; of these, b is not needed where a alone makes three quarters."""
    ascent = _ascent(0.5, {"a": 0, "b": 0})
    assert ascent.pruned([("b", 1), ("b", 2), ("a", 1), ("a", 2)]) == {"a": 0, "b": 2}
    uneven = _ascent(0.7, {"a": 0, "b": 0}, a={"weight": 3})
    assert uneven.pruned([("b", 1), ("a", 1), ("a", 2)]) == {"a": 2, "b": 0}


def test_a_search_that_may_look_at_nothing_gives_what_is_pruned_with_the_bound(monkeypatch):
    """To 0.7, both have to be partly there, at 45 and 5 days; the fifth that is missing costs at least 4 more."""
    monkeypatch.setattr("equity_blocks.engine.reach.search.READINGS", 0)
    found = _ascent(0.7, {"a": 0, "b": 0}, a={"effort": "L"}).cheapest()
    assert (found.levels, found.effort, found.is_least) == ({"a": 1, "b": 2}, 55.0, False)
    assert found.bound == pytest.approx(45 + 5 + 0.2 / 0.25 * 5)
