from itertools import product

import pytest
from hypothesis import given

from attest import attest
from equity_blocks.engine.benefit import best_sets
from equity_blocks.engine.benefit.best_sets import BestSets, joined, packages_of
from equity_blocks.engine.benefit.standing import attainable, standing_of
from equity_blocks.engine.planning.plan import plan
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import reachable
from strategies import AGGREGATES, fewer, plain_cases

OTHERS = [name for name in AGGREGATES if name not in ("mean", "sum")]


def highest(standing):
    """Give how far a plan for everything may raise each practice."""
    return joined(standing.way(standing.state, {name: attainable(standing, name)}).levels for name in standing.aims)


def closed_sets(standing):
    """List all levels that can be reached inside a plan for everything, with the true change and the days."""
    tops = highest(standing)
    found = []
    for levels in product(*(range(standing.state[name], to + 1) for name, to in tops.items())):
        held = standing.state | dict(zip(tops, levels, strict=True))
        if reachable(held, standing.graph.rules, standing.state) == held:
            change = (standing.score(held) or 0) - (standing.score(standing.state) or 0)
            found.append(
                (
                    held,
                    change,
                    sum(standing.figures.effort(n, i) for n in tops for i in range(standing.state[n] + 1, held[n] + 1)),
                )
            )
    return found


def largest_ratio(standing):
    """Find the largest true change a day by trying all sets; 0 where none changes the score."""
    return max((change / days for _, change, days in closed_sets(standing) if days and change > 1e-12), default=0.0)


@pytest.mark.parametrize("aggregate", OTHERS)
def test_the_first_action_belongs_to_a_set_with_the_largest_change_for_each_day(aggregate):
    """Of all sets, by brute force; alone and mixed with means and sums."""

    @given(plain_cases((aggregate,), aggregates=(aggregate, "mean", "sum"), unanswered=("exclude", "zero")))
    @fewer
    def check(case):
        standing = standing_of(*case)
        if standing.is_additive or not (best := largest_ratio(standing)):
            return
        first = plan(*case, everything=True).actions[0].practice
        ratios = [
            change / days
            for held, change, days in closed_sets(standing)
            if held[first] > standing.state[first] and days and is_needed(standing, held, first)
        ]
        assert max(ratios) == pytest.approx(best)

    check()


def is_needed(standing, held, name):
    """Say whether a set changes the score less without one practice."""
    without = reachable(held | {name: standing.state[name]}, standing.graph.rules, standing.state)
    return (standing.score(held) or 0) > (standing.score(without) or 0) + 1e-12


@given(plain_cases(OTHERS))
@fewer
def test_sets_that_the_tree_suggests_are_nearly_as_good_as_all(case):
    """Where there are too many to try all, the set found can be taken and needs all of it; few are not the best."""
    standing = standing_of(*case)
    best = largest_ratio(standing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best_sets, "EXHAUSTIVE", 0)
        sets = BestSets(standing, highest(standing))
        raises = sets.best(standing.state)
    held = standing.state | raises
    assert reachable(held, standing.graph.rules, standing.state) == held
    assert bool(raises) == (max(change for _, change, _ in closed_sets(standing)) > 1e-12)
    assert all(is_needed(standing, held, name) for name in raises)
    if raises and best:
        assert sets.benefit(raises) / sets.effort(raises) >= best * 0.8


def test_the_missing_element_comes_before_the_far_domain():
    """10 days for half the score, against 50."""
    standing = attest()
    sets = BestSets(standing, highest(standing))
    assert sets.best(standing.state) == {"z3": 1}
    assert sets.best(standing.state | {"z3": 1}) == {f"a{i}": 1 for i in range(1, 6)}
    assert sets.best(dict.fromkeys(standing.state, 1)) == {}


def test_a_package_that_gains_nothing_is_weighed_with_its_set():
    """Each of the five with the other four."""
    assert packages_of(attest()) == {f"a{i}": (0.5, 50.0) for i in range(1, 6)} | {"z3": (0.5, 10.0)}


@pytest.mark.parametrize("file", ["assessment", "decided"])
def test_points_are_earned_as_soon_as_they_can_be(file):
    """One after the first period and two after the sixth, however the choice was made; z3 is what one would pick."""
    standing = attest(file)
    dated = plan(standing.framework, standing.assessment, capacity=10, start="2027-Q1")
    assert [period.score for period in dated.periods] == [0.5] * 5 + [1.0] * 3
    assert [action.practice for action in plan(standing.framework, standing.assessment, pick=1).actions] == ["z3"]


def test_a_domain_left_half_done_says_that_it_earns_nothing():
    """With the elements that it would take."""
    standing = attest()
    half = plan(standing.framework, standing.assessment, pick=3).actions[2]
    assert (half.practice, half.gain, half.benefit, half.completes) == ("a2", 0.0, 0.0, ("a3", "a4", "a5"))
    reason = next(reason for reason in half.reasons if reason.code == "completes")
    assert reason.data == {"practices": ("a3", "a4", "a5"), "block": "a-far"}


def large(aggregate):
    """100 practices in ten blocks, chained in tens; nothing is in place."""
    practices = [
        {"id": f"p{i}", "title": "P", "effort": {"low": d, "likely": d, "high": d}, "requires": needs}
        for i in range(100)
        for d, needs in [(10 + i % 7, [{"practice": f"p{i - 1}", "why": "first"}] if i % 10 else [])]
    ]
    blocks = [{"id": f"b{b}", "title": "B", "practices": practices[b::10]} for b in range(10)]
    scoring = {"aggregate": aggregate, "unanswered": "exclude", "min_coverage": 0}
    return Framework(id="large", title="Large", scale=["no", "partly", "yes"], scoring=scoring, blocks=blocks)


@pytest.mark.parametrize("aggregate", OTHERS)
def test_work_is_bounded_for_many_practices(aggregate, monkeypatch):
    """The score is looked at a bounded number of times for each set placed, not once for each combination."""
    looks = []
    climb = best_sets.WhatIf.value
    monkeypatch.setattr(best_sets.WhatIf, "value", lambda self, changes: looks.append(0) or climb(self, changes))
    framework = large(aggregate)
    standing = standing_of(framework, Assessment(framework="large"))
    sets, state, turns = BestSets(standing, highest(standing)), dict(standing.state), 0
    while turns < 3 and (raises := sets.best(state)):
        state |= raises
        turns += 1
    assert turns
    assert len(looks) <= 6_000 * turns
