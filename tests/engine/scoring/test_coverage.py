"""How much of each node is answered, by weight, and by points where points add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claimed_values import claims
from equity_blocks.engine.scoring.coverage import covered, distributions
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP
from strategies import AGGREGATES, assessments, fewer, frameworks, governed, rearranged


def block(name, *practices, blocks=(), weight=1.0, **scoring):
    """Build a block of practices, each given as its id or as id and weight."""
    pairs = [(p, 1.0) if isinstance(p, str) else p for p in practices]
    listed = [{"id": p, "title": "P", "weight": w} for p, w in pairs]
    return {"id": name, "title": "B", "weight": weight, "practices": listed, "blocks": blocks, "scoring": scoring}


def framework(*blocks, **scoring):
    """Build a framework of blocks."""
    return Framework(id="f", title="F", scale=["no", "yes"], scoring=scoring, blocks=blocks)


DEEP = (
    block("x", blocks=[block("x1", "p", ("q", 3)), block("x2", "r")]),
    block("y", "s", blocks=[block("y1", "t")]),
)


@pytest.mark.parametrize(
    ("over", "share"), [("children", 0.75), ("grandchildren", 0.75), (2, 0.75), (3, 6 / 7), ("practices", 6 / 7)]
)
def test_coverage_looks_as_deep_as_the_value(over, share):
    """With s alone unanswered, the weighted share of what counts directly."""
    found = covered(framework(*DEEP, top={"over": over}), {**dict.fromkeys("pqrt", 1.0), "s": 0.0})
    assert found[TOP] == share


@pytest.mark.parametrize(("policy", "share"), [("exclude", 0.5), ("full", 0.75)])
def test_coverage_follows_the_policy_of_each_node(policy, share):
    """A practice that does not apply counts as answered only where it counts."""
    made = framework(block("a", "p", "q", ("r", 2), not_applicable=policy), block("b", "s"))
    assert covered(made, {"p": 1.0, "q": 0.0}, {"r", "s"}) == {"a": share, "b": None, TOP: share}


@pytest.mark.parametrize(("word", "whole"), [("exclude", 0.5), ("zero", 0.75), ("void", 0.5)])
def test_an_empty_block_is_answered_where_it_counts_0(word, whole):
    """Nothing in it is open; without a value in the whole, there is nothing that it would be an answer to."""
    made = framework(block("a", "p", "q"), block("b", "r"), block("c"), empty_block=word)
    assert covered(made, {"p": 1.0, "q": 0.0}, {"r"}) == {"a": 0.5, "b": None, "c": None, TOP: whole}


def test_coverage_of_a_sum_is_a_share_of_its_points():
    """99 points that nobody answered are not half of the instrument; a range counts as many points as it has."""
    made = framework(block("big", ("b", 99)), block("small", "s"), aggregate="sum")
    found = covered(made, {"b": 0.0, "s": 1.0})
    assert (found["big"], found["small"], found[TOP]) == (0, 1, 0.01)
    assert covered(made, {"s": 1.0})[TOP] == 1
    assert covered(made.replace(scoring={"aggregate": "mean"}), {"b": 0.0, "s": 1.0})[TOP] == 0.5
    ranged = block("big", ("b", 99), aggregate="mean", output={"low": 0, "high": 3})
    assert covered(framework(ranged, block("small", "s"), aggregate="sum"), {"b": 0.0, "s": 1.0})[TOP] == 1 / 4
    empty = framework(block("big", ("b", 99)), block("small", "s"), aggregate="sum", empty_block="zero")
    assert covered(empty, {"s": 0.0}, {"b"})[TOP] == 0.99


@fewer
@given(governed(frameworks(rules=0, criteria=False), aggregates=[a for a in AGGREGATES if a != "sum"]), st.data())
def test_coverage_does_not_depend_on_the_aggregate(made, data):
    """The weighted share answered, with every node a mean; only points weigh otherwise."""
    plain = rearranged(made, block=lambda b: b | {"scoring": {**(b["scoring"] or {}), "aggregate": "mean"}})
    top = (made.scoring.top or made.scoring).replace(aggregate="mean")
    plain = plain.replace(scoring=made.scoring.replace(aggregate="mean", top=top))
    said = {name: data.draw(st.sampled_from((1.0, 0.0, None, "beside"))) for name in made.practices}
    answered = {name: share for name, share in said.items() if share != "beside"}
    beside = {name for name, share in said.items() if share == "beside"}
    assert covered(plain, answered, beside) == covered(made, answered, beside)


def test_levels_of_different_scales_stand_side_by_side():
    """Those that are called alike are counted together."""
    own = {"id": "own", "levels": [{"id": "no", "value": 0}, {"id": "tried", "value": 1}]}
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "scale": own}]
    framework = Framework(
        id="f", title="F", scale=["no", "half", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    said = claims(framework, Assessment(framework="f", ratings={"p": "no", "q": "no"}))
    assert distributions(framework, said)["b"] == {"no": 2, "half": 0, "yes": 0, "tried": 0}


@fewer
@given(st.data())
def test_every_rated_practice_is_counted_once_in_each_node_around_it(data):
    """By the level that it holds; nothing else is counted."""
    framework = data.draw(frameworks())
    said = claims(framework, data.draw(assessments(framework)))
    found = distributions(framework, said)
    for node, counts in found.items():
        inside = [n for n, chain in framework.chains.items() if node in (TOP, *(block.id for block in chain))]
        rated = [framework.scale_of(n).ids[said[n].position] for n in inside if said[n].status == "rated"]
        assert {level: many for level, many in counts.items() if many} == {level: rated.count(level) for level in rated}
        assert set(counts) == {level for n in inside for level in framework.scale_of(n).ids}
