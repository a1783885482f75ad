"""How much of each node is answered, by weight, and by points where points add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.coverage import covered, distributions, must_pass_left_out, narrow_bases, silences
from equity_blocks.engine.scoring.score import score
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
    said = claimed_values(framework, Assessment(framework="f", ratings={"p": "no", "q": "no"}))
    assert distributions(framework, said)["b"] == {"no": 2, "half": 0, "yes": 0, "tried": 0}


@fewer
@given(st.data())
def test_every_rated_practice_is_counted_once_in_each_node_around_it(data):
    """By the level that it holds; nothing else is counted."""
    framework = data.draw(frameworks())
    said = claimed_values(framework, data.draw(assessments(framework)))
    found = distributions(framework, said)
    for node, counts in found.items():
        inside = [n for n, chain in framework.chains.items() if node in (TOP, *(block.id for block in chain))]
        rated = [framework.scale_of(n).ids[said[n].position] for n in inside if said[n].status == "rated"]
        assert {level: many for level, many in counts.items() if many} == {level: rated.count(level) for level in rated}
        assert set(counts) == {level for n in inside for level in framework.scale_of(n).ids}


BANDS = [{"id": "low", "title": "Low", "from": 0}]
NA, OUT = {"not_applicable": "not ours"}, {"not_pursued": "not now"}


def _framework(*sizes, weights=None, **scoring):
    """Blocks b0, b1, ... of so many practices, p0, p1, ... all through."""
    blocks, count = [], 0
    for i, size in enumerate(sizes):
        names = [f"p{count + j}" for j in range(size)]
        practices = [{"id": name, "title": name, "weight": (weights or {}).get(name, 1)} for name in names]
        blocks.append({"id": f"b{i}", "title": f"B{i}", "practices": practices})
        count += size
    return Framework(id="f", title="F", scale=["no", "yes"], scoring=scoring, blocks=blocks)


def _narrow(framework, ratings):
    card = score(framework, Assessment(framework="f", ratings=ratings))
    return [(r.data["block"], r.data["held"], r.data["practices"]) for r in card.remarks if r.code == "narrow_base"]


def _rated(count, of, rest):
    return {f"p{i}": "yes" if i < count else rest for i in range(of)}


@pytest.mark.parametrize("rest", [NA, OUT])
@pytest.mark.parametrize(
    ("count", "of", "is_narrow"),
    [(5, 10, False), (4, 10, True), (3, 6, False), (2, 4, True), (2, 2, False), (3, 3, False)],
)
def test_under_half_or_under_three_is_narrow(count, of, is_narrow, rest):
    """Half is enough, two are not; and where nothing has left, a framework is as small as it is."""
    assert _narrow(_framework(of), _rated(count, of, rest)) == ([(None, count, of)] if is_narrow else [])


def test_weight_decides_what_half_is():
    """Three of four practices, and a third of the weight: the message says what it is about."""
    framework = _framework(4, weights={"p3": 6})
    ratings = _rated(3, 4, NA)
    assert _narrow(framework, ratings) == [(None, 3, 4)]
    said = claimed_values(framework, Assessment(framework="f", ratings=ratings))
    (remark,) = narrow_bases(framework, said, {"": 1.0})
    assert (
        remark.message == "The score rests on 3 of 4 practices, and on less than half of the weight: 1 does not apply."
    )
    assert remark.data["share"] == pytest.approx(1 / 3)


def test_what_counts_although_it_does_not_apply_holds_nothing_up():
    """The policy gives it full marks, and the score is as narrow as without them."""
    assert _narrow(_framework(10, not_applicable="full"), _rated(1, 10, NA)) == [(None, 1, 10)]


def test_missing_answers_alone_are_told_by_coverage():
    """They make a score narrow only where they leave under half; where they count as none, nothing has left."""
    assert _narrow(_framework(5, min_coverage=0.0), _rated(2, 5, None)) == [(None, 2, 5)]
    assert _narrow(_framework(4, min_coverage=0.0), _rated(2, 4, None)) == []
    assert _narrow(_framework(5, min_coverage=0.0, unanswered="zero"), _rated(2, 5, None)) == []


def test_a_withheld_score_is_not_questioned():
    """Nothing stands there that could mislead."""
    assert _narrow(_framework(10), {"p0": "yes", "p9": NA}) == []


def test_blocks_are_questioned_where_they_have_an_outcome():
    """A band, or a part in a verdict; one that is all of the framework is not told twice."""
    ratings = {**_rated(6, 6, None), "p1": NA, "p2": NA}
    verdicts = [{"id": "v", "title": "V", "when": {"any_block": {"below": 0.5}}}, {"id": "w", "title": "W"}]
    assert _narrow(_framework(3, 3), ratings) == []
    assert _narrow(_framework(3, 3, bands=BANDS), ratings) == [("b0", 1, 3)]
    assert _narrow(_framework(3, 3, verdicts=verdicts), ratings) == [("b0", 1, 3)]
    assert _narrow(_framework(3, bands=BANDS), _rated(1, 3, NA)) == [(None, 1, 3)]


def test_must_pass_practices_that_do_not_apply_are_listed():
    """Those that are not pursued count at their level, and so are no way out."""
    practices = [{"id": name, "title": name.upper(), "must_pass": "yes"} for name in "pqr"]
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    said = claimed_values(framework, Assessment(framework="f", ratings={"p": NA, "q": OUT, "r": NA}))
    (remark,) = must_pass_left_out(framework, said)
    assert (remark.data, remark.message) == ({"practices": ("p", "r")}, "Must-pass, and said not to apply: P and R.")


def test_silence_counts_what_others_answered():
    """Ann answers all, ben nothing, and cleo was asked about the second block only."""
    people = [{"id": "ann"}, {"id": "ben"}, {"id": "cleo", "asked": ["b1"]}]
    ratings = {f"p{i}": {"answers": {"ann": "yes"}} for i in range(3)}
    said = Assessment(framework="f", respondents=people, ratings=ratings)
    framework = _framework(2, 2)
    assert silences(framework, said) == {"ben": ["p0", "p1", "p2"], "cleo": ["p2"]}
    told = [r.message for r in score(framework, said).remarks if r.code == "silent_voices"]
    assert told == ["2 of 3 respondents are silent on 3 practices that others answered; silence does not count."]
    lowest = score(framework, said.replace(silent="lowest"))
    assert [r.message.rpartition("; ")[2] for r in lowest.remarks] == ["silence counts as the lowest level."]
