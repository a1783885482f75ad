from itertools import product
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest import attest
from equity_blocks.engine.benefit.completions import (
    Completion,
    benefit_of,
    benefits_of,
    completed_with,
    factor,
)
from equity_blocks.engine.benefit.standing import standing_of
from equity_blocks.engine.planning.ordering import order
from equity_blocks.engine.planning.selection import select
from equity_blocks.engine.scoring.rollup import parts_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from strategies import AGGREGATES, fewer, plain_cases

ORDERLY = ("minimum", "all_or_nothing", "gate")
CERTAIN = ("mean", "sum", *ORDERLY)
OTHERS = (*ORDERLY, "geometric", "blend")


def ordered(standing):
    """Give all steps of a plan for everything, in its order."""
    return [step for run in order(standing, select(standing, everything=True)) for step in run.steps]


def flat(aggregate, levels=("no", "yes")):
    """Two practices, a of 10 days and b of 30, under one aggregate; nothing is in place."""
    practices = [
        {"id": name, "title": name, "effort": {"low": days, "likely": days, "high": days}, "stage": stage}
        for name, days, stage in (("a", 10, 1), ("b", 30, 2))
    ]
    framework = Framework(
        id="flat",
        title="Flat",
        scale=[*levels],
        scoring={"aggregate": aggregate, "unanswered": "exclude", "top": {"aggregate": "mean"}},
        blocks=[{"id": "x", "title": "X", "practices": practices}],
    )
    return standing_of(framework, Assessment(framework="flat", ratings={"a": 0, "b": 0}))


@given(plain_cases(ORDERLY, aggregates=CERTAIN))
@fewer
def test_what_is_exact_is_the_true_change_of_every_part_of_a_plan(case):
    """Whichever steps are done, in whatever order: what they are worth, and the sets they complete, is the change."""
    standing = standing_of(*case)
    steps = ordered(standing)
    benefits = benefits_of(standing, steps)
    assert benefits.is_exact or any(name for name, _ in steps)
    if not benefits.is_exact or standing.is_additive:
        return
    tops = {name: max(to for other, to in steps if other == name) for name, _ in steps}
    for levels in product(*(range(standing.state[name], top + 1) for name, top in tops.items())):
        held = standing.state | dict(zip(tops, levels, strict=True))
        worth = [benefits.of(step) for step in steps if step[1] <= held[step[0]]]
        worth += [c.benefit for c in benefits.completions if all(to <= held[name] for name, to in c.steps)]
        assert fsum(worth) == pytest.approx(
            (standing.score(held) or 0) - (standing.score(standing.state) or 0), abs=1e-9
        )


@given(plain_cases(OTHERS))
@fewer
def test_benefits_in_the_order_of_a_plan_add_up_to_the_change(case):
    """None of it is lost, none counts twice, and no step is worth less than nothing."""
    standing = standing_of(*case)
    if standing.is_additive:
        return
    steps = ordered(standing)
    benefits = benefits_of(standing, steps)
    held = standing.state | dict(steps)
    change = (standing.score(held) or 0) - (standing.score(standing.state) or 0)
    assert fsum(benefits.in_order(steps).values()) == pytest.approx(change, abs=1e-9)
    assert min([*benefits.steps.values(), *(c.benefit for c in benefits.completions)], default=0) >= 0


@given(plain_cases(OTHERS))
@fewer
def test_only_where_one_way_leads_to_each_value_are_benefits_exact(case):
    """A geometric mean or a blend that counts makes them true of one order only, if a step is taken in it."""
    standing = standing_of(*case)
    parts = list(parts_of(standing.framework.tree))
    if all(part.aggregate in ("gate", "all_or_nothing") for part in parts):
        assert benefits_of(standing, ordered(standing)).is_exact


def test_an_additive_plan_counts_as_it_always_did():
    """Value raised times weights, importance and horizon."""
    standing = flat("mean")
    benefits = benefits_of(standing, [("a", 1), ("b", 1)])
    assert benefits.steps == {("a", 1): 1.0, ("b", 1): 1.0}
    assert benefits.is_exact
    assert not benefits.completions


def test_all_or_nothing_pays_for_the_whole_set():
    """z3 alone is worth its half of the score; the five others only together."""
    standing = attest()
    steps = [("a1", 1), ("a2", 1), ("z3", 1), ("a3", 1), ("a4", 1), ("a5", 1)]
    benefits = benefits_of(standing, steps)
    assert benefits.steps == {("z3", 1): 0.5}
    assert benefits.completions == (Completion(tuple((f"a{i}", 1) for i in range(1, 6)), 0.5, "a-far"),)
    assert benefits.is_exact
    assert benefits.in_order(steps) == dict.fromkeys(steps, 0.0) | {("z3", 1): 0.5, ("a5", 1): 0.5}


def test_a_set_that_a_plan_leaves_open_is_worth_nothing():
    """Four of five elements earn no point."""
    standing = attest()
    benefits = benefits_of(standing, [(f"a{i}", 1) for i in range(1, 5)])
    assert benefits.of(("a1", 1)) == 0
    assert not benefits.completions


def test_a_minimum_pays_for_each_level_that_all_hold():
    """Half for the first level of both, the other half for the second."""
    standing = flat("minimum", ("no", "partly", "yes"))
    benefits = benefits_of(standing, [("a", 1), ("a", 2), ("b", 1), ("b", 2)])
    firsts, seconds = (("a", 1), ("b", 1)), (("a", 2), ("b", 2))
    assert benefits.completions == (Completion(firsts, 0.5, "x"), Completion(seconds, 0.5, "x"))
    assert not benefits.steps


def test_a_gate_pays_for_each_stage():
    """The first stage is a alone; the second needs both."""
    standing = flat("gate")
    benefits = benefits_of(standing, [("b", 1), ("a", 1)])
    assert benefits.steps == {("a", 1): 0.5}
    assert benefits.completions == (Completion((("a", 1), ("b", 1)), 0.5, "x"),)


def test_a_geometric_mean_pays_for_what_lifts_it_off_zero():
    """The first level of either gains nothing as long as the other is at 0; the order of the plan decides the rest."""
    standing = flat("geometric", ("no", "partly", "yes"))
    benefits = benefits_of(standing, [("a", 1), ("b", 1), ("b", 2)])
    assert not benefits.is_exact
    first, second = benefits.completions
    assert (first.steps, first.benefit) == ((("a", 1), ("b", 1)), pytest.approx(0.5))
    assert (second.steps, second.benefit) == ((("a", 1), ("b", 2)), pytest.approx(0.5**0.5 - 0.5))


def test_a_blend_pays_each_step_in_the_order_of_the_plan():
    """With a quarter for the minimum: 3/8 for the first, 5/8 for the second."""
    benefits = benefits_of(flat("blend"), [("a", 1), ("b", 1)])
    assert benefits.steps == {("a", 1): 0.375, ("b", 1): 0.625}
    assert not benefits.is_exact


def test_importance_of_a_set_is_that_of_its_practices_by_the_value_they_raise():
    """One of high importance (4) and one of low (0.25), the first raising twice as much."""
    standing = flat("minimum", ("no", "partly", "yes"))
    ratings = {"a": {"level": 0, "importance": "high"}, "b": {"level": 1, "importance": "low"}}
    standing = standing_of(standing.framework, Assessment(framework="flat", ratings=ratings))
    assert factor(standing, standing.state, {"a": 2, "b": 2}) == pytest.approx((2 * 4 + 0.25) / 3)
    assert benefit_of(standing, standing.state, {"a": 2, "b": 2}) == pytest.approx((2 * 4 + 0.25) / 3)


def test_what_gains_nothing_by_itself_says_what_it_completes():
    """The other elements of the domain that are still missing."""
    standing = attest()
    after = standing.state | {"a2": 1}
    assert completed_with(standing, standing.state, after, "a2") == (["a1", "a3", "a4", "a5"], "a-far")


@given(plain_cases(ORDERLY, aggregates=CERTAIN), st.data())
@fewer
def test_with_what_it_completes_a_raise_gains(case, data):
    """Where others are named, the block named is worth more once they are raised too, and not without the raise."""
    standing = standing_of(*case)
    able = [name for name, top in standing.graph.tops.items() if top > standing.state[name]]
    if not able:
        return
    name = data.draw(st.sampled_from(able))
    after = standing.state | {name: standing.graph.tops[name]}
    others, _ = completed_with(standing, standing.state, after, name)
    assert name not in others
    assert all(standing.graph.tops[other] > standing.state[other] for other in others)


def test_every_aggregate_but_mean_and_sum_is_no_sum():
    """Whatever is added later counts as none until it says otherwise."""
    assert [name for name in AGGREGATES if flat(name).is_additive] == ["mean", "sum"]
