"""Rolling up by any mixture of policies, node by node."""

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.rollup import WhatIf, figures, roll_up
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP
from strategies import ADDITIVE, AGGREGATES, EXACT, POSITIVE, fewer, frameworks, governed, rearranged

SHARES = (0.0, 0.1, 0.25, 0.5, 0.7, 1.0)
weighed = frameworks(weights=(*EXACT, *POSITIVE), criteria=False, rules=0)


@st.composite
def runs(draw, **how):
    """Draw a governed framework, values of some practices, those nobody rated, and targets of those left out."""
    framework = draw(governed(weighed, **how))
    said = {name: draw(st.sampled_from((*SHARES, "missing", "beside"))) for name in framework.practices}
    values = {name: value for name, value in said.items() if not isinstance(value, str)}
    missing = frozenset(name for name, value in said.items() if value == "missing")
    beside = {name: draw(st.sampled_from(SHARES)) for name, value in said.items() if value == "beside"}
    return framework, values, missing, beside


def nodes_of(node):
    """List a node and all below it."""
    return [node, *(inner for _, block in node.blocks for inner in nodes_of(block))]


def small(scoring=None, inner=None, **more):
    """Block `a` (weight 1) of p, q and r with weights 1, 1 and 2, and block `b` (weight 3) of s."""
    practices = [{"id": name, "title": "P", "weight": weight} for name, weight in (("p", 1), ("q", 1), ("r", 2))]
    blocks = [
        {"id": "a", "title": "A", "practices": practices, "scoring": inner},
        {"id": "b", "title": "B", "weight": 3, "practices": [{"id": "s", "title": "S"}]},
    ]
    scale = ["no", "half", "yes"]
    return Framework.model_validate(
        {"id": "small", "title": "Small", "scale": scale, "blocks": blocks, "scoring": scoring or {}, **more}
    )


VALUES = {"p": 1.0, "q": 0.5}
MISSING = frozenset("r")


@pytest.mark.parametrize(
    ("unanswered", "expected"), [("exclude", 0.75), ("zero", 1.5 / 4), ("void", None), ("fail", 0.0)]
)
def test_what_a_missing_answer_counts(unanswered, expected):
    """With r open: (1 + 0.5) / 2, or over 4 with r at 0; or no value, or failed."""
    found = roll_up(small(inner={"unanswered": unanswered}), VALUES, MISSING)
    assert found == {"a": expected, "b": None, TOP: expected}


@pytest.mark.parametrize("unanswered", ["exclude", "zero", "void", "fail"])
def test_an_answer_that_is_assumed_is_no_missing_one(unanswered):
    """With r taken as 0 for the lower end of the interval, no policy about missing answers speaks."""
    found = roll_up(small(inner={"unanswered": unanswered}), {**VALUES, "r": 0.0}, MISSING)
    assert found["a"] == 1.5 / 4


@pytest.mark.parametrize("unanswered", ["void", "fail"])
def test_a_missing_answer_without_weight_decides_nothing(unanswered):
    """What never counts cannot break a node."""
    framework = rearranged(
        small(inner={"unanswered": unanswered}), practice=lambda p: p | {"weight": 0} if p["id"] == "r" else p
    )
    assert roll_up(framework, VALUES, MISSING)["a"] == 0.75


@pytest.mark.parametrize("aggregate", AGGREGATES)
@pytest.mark.parametrize(
    ("own", "expected"), [(None, None), ("void", None), ("exclude", "b alone"), ("zero", "a at 0"), ("fail", 0.0)]
)
def test_a_block_without_a_value_makes_what_it_counts_in_so(aggregate, own, expected):
    """Under every aggregate; a node that says itself what a missing answer counts says it of such a block, too."""
    policy = {"aggregate": aggregate, "top": {"unanswered": own}}
    values = {**VALUES, "s": 1.0}
    found = roll_up(small(policy, inner={"unanswered": "void"}), values, MISSING)
    other = {"b alone": values.keys() - VALUES.keys(), "a at 0": values}.get(expected)
    if other is not None:
        plain = small(policy, inner={"aggregate": "minimum"})
        assumed = {name: 0.0 if name in "pqr" else 1.0 for name in other} | ({"r": 0.0} if expected == "a at 0" else {})
        expected = roll_up(plain, assumed)[TOP]
    assert (found["a"], found[TOP]) == (None, expected)


@pytest.mark.parametrize(
    ("not_applicable", "expected"),
    [("exclude", 0.75), ("full", (1.5 + 2) / 4), ("target", (1.5 + 2 * 0.75) / 4)],
)
def test_what_a_practice_counts_that_does_not_apply(not_applicable, expected):
    """With r of weight 2 beside it, at full 1 or at its target 0.75."""
    found = roll_up(small(inner={"not_applicable": not_applicable}), VALUES, beside={"r": 0.75})
    assert found["a"] == expected


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [("mean", 0.5), ("sum", 0.5), ("minimum", 0.0), ("geometric", 0.0), ("blend", 0.375), ("all_or_nothing", 0.0)],
)
def test_a_block_takes_its_own_aggregate(aggregate, expected):
    """Of 1 and 1 and twice 0, and only in this block."""
    found = roll_up(small(inner={"aggregate": aggregate}), {"p": 1.0, "q": 1.0, "r": 0.0, "s": 0.5})
    assert (found["a"], found["b"]) == (expected, 0.5)
    assert found[TOP] == (expected + 1.5) / 4


@pytest.mark.parametrize(("level", "expected"), [(None, 0.0), (2, 0.0), ("half", 1.0), (0, 1.0)])
def test_all_or_nothing_asks_for_a_level(level, expected):
    """By default the default target of the scale, here its highest level."""
    inner = {"aggregate": "all_or_nothing"} | ({} if level is None else {"level": level})
    assert roll_up(small(inner=inner), {"p": 1.0, "q": 0.5, "r": 1.0})["a"] == expected


def test_a_missing_answer_holds_no_level_not_even_the_lowest():
    """A gate asks what is known."""
    assert roll_up(small(inner={"aggregate": "gate", "level": 0}), VALUES, MISSING)["a"] == 0.0


def test_a_mean_that_reaches_a_level_but_for_the_last_bit_holds_it():
    """Rounding fails nobody."""
    found = roll_up(small(inner={"aggregate": "all_or_nothing", "level": "half"}), dict.fromkeys("pqr", 0.5 - 1e-15))
    assert found["a"] == 1.0


def deep(**scoring):
    """Two roots: x with blocks x1 (p, q of weights 1 and 3) and x2 (r); y with a practice s of its own, and y1 (t)."""

    def of(name, *practices, blocks=()):
        listed = [{"id": p, "title": "P", "weight": w} for p, w in practices]
        return {"id": name, "title": name.upper(), "practices": listed, "blocks": blocks}

    blocks = [
        of("x", blocks=[of("x1", ("p", 1), ("q", 3)), of("x2", ("r", 1))]),
        of("y", ("s", 1), blocks=[of("y1", ("t", 1))]),
    ]
    return Framework.model_validate(
        {"id": "deep", "title": "D", "scale": ["0", "1"], "scoring": scoring, "blocks": blocks}
    )


ANSWERS = {"p": 1.0, "q": 0.5, "r": 0.25, "s": 1.0, "t": 0.0}


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("children", ((0.625 + 0.25) / 2 + (1 + 0) / 2) / 2),
        ("grandchildren", (0.625 + 0.25 + 1 + 0) / 4),
        ("practices", (1 + 3 * 0.5 + 0.25 + 1 + 0) / 7),
    ],
)
def test_how_deep_the_top_looks(over, expected):
    """Its two roots; what stands in these, x1, x2, s and y1; or all five practices by their weights."""
    found = roll_up(deep(top={"over": over}), ANSWERS)
    assert found[TOP] == pytest.approx(expected, abs=1e-15)
    assert (found["x"], found["y"]) == (0.4375, 0.5)


def test_a_range_publishes_a_value():
    """From 1 to 4, a value of 0.75 reads 3.25; a node without a range publishes nothing."""
    made = figures(small(inner={"output": {"low": 1, "high": 4}}), VALUES)
    assert made.published == {"a": 3.25}


def test_a_sum_publishes_its_points():
    """Weights times values are points, also one floor up; what nobody rated can be attained by nobody."""
    framework = small({"aggregate": "sum"})
    assert figures(framework, VALUES | {"s": 0.5}, MISSING).published == {"a": 1.5, "b": 0.5, TOP: 3.0}
    zero = small({"aggregate": "sum", "unanswered": "zero"})
    assert figures(zero, VALUES | {"s": 0.5}, MISSING).values == {"a": 1.5 / 4, "b": 0.5, TOP: 3 / 7}


def test_a_sum_in_a_declared_range_publishes_in_that_range():
    """Points over attainable points, from 0 to 100."""
    made = figures(small({"aggregate": "sum", "output": {"low": 0, "high": 100}}), {"p": 1.0, "q": 0.5, "r": 1.0})
    assert made.published["a"] == 87.5


def test_a_figure_is_rounded_and_the_value_is_not():
    """What is published is cut; what counts further up is exact."""
    inner = {"output": {"low": 0, "high": 10}, "rounding": {"mode": "truncate", "digits": 0}}
    made = figures(small(inner=inner), VALUES)
    assert (made.published["a"], made.values["a"], made.values[TOP]) == (7.0, 0.75, 0.75)


def test_parts_add_up_and_shares_say_what_a_unit_makes():
    """Block a makes a quarter of the whole, and r half of it: 0.25 * 0.5 * 1; one aggregate inside ends the split."""
    made = figures(small(), {"p": 1.0, "q": 0.5, "r": 1.0, "s": 0.5})
    assert made.parts == {"p": 0.0625, "q": 0.03125, "r": 0.125, "s": 0.375}
    assert made.shares == {TOP: 1.0, "a": 0.25, "b": 0.75}
    made = figures(small(inner={"aggregate": "minimum"}), {"p": 1.0, "q": 0.5, "r": 1.0, "s": 0.5})
    assert (made.parts, made.shares) == ({"s": 0.375}, {TOP: 1.0, "a": 0.25, "b": 0.75})


def test_points_from_above_0_have_no_parts():
    """A constant belongs to no practice, so such a sum is not split."""
    framework = small({"aggregate": "sum"}, scale={"id": "s", "range": [1, 4]})
    made = figures(framework, {"p": 1.0, "q": 0.5, "r": 1.0, "s": 0.5})
    assert made.published["a"] == 4 + 2.5 + 2 * 4
    assert made.parts == {}


@fewer
@given(runs())
def test_every_value_lies_between_0_and_1(run):
    """Whatever policies meet; and every published figure lies in its range."""
    framework, *said = run
    made = figures(framework, *said)
    assert all(value is None or 0 <= value <= 1 for value in made.values.values())
    for node in nodes_of(framework.tree):
        if node.output and node.name in made.published:
            assert node.output.low <= made.published[node.name] <= node.output.high


@fewer
@given(runs(), st.data())
def test_raising_a_practice_lowers_no_node(run, data):
    """P3, for any mixture of policies."""
    framework, values, missing, beside = run
    if not values:
        return
    name = data.draw(st.sampled_from(sorted(values)))
    more = data.draw(st.sampled_from([share for share in SHARES if share >= values[name]]))
    before = roll_up(framework, values, missing, beside)
    after = roll_up(framework, {**values, name: more}, missing, beside)
    for node, value in before.items():
        assert (after[node] is None) == (value is None)
        assert value is None or after[node] >= value - 1e-12


@fewer
@given(runs(unanswered=("exclude", "zero"), lows=(0,)))
def test_the_value_lies_in_its_interval(run):
    """P9: between everything open at 0 and at 1, where a missing answer fails nothing and points begin at 0."""
    framework, values, missing, beside = run
    found = roll_up(framework, values, missing, beside)
    low, high = (roll_up(framework, {**values, **dict.fromkeys(missing, x)}, missing, beside) for x in (0.0, 1.0))
    for node, value in found.items():
        if value is not None:
            assert low[node] - 1e-12 <= value <= high[node] + 1e-12


def test_a_missing_answer_may_cost_more_than_a_bad_one():
    """Counter-examples to P9: `fail` counts the whole block 0, and points from above 0 are had for any answer."""
    framework = small(inner={"unanswered": "fail"})
    assert roll_up(framework, VALUES, MISSING)["a"] < roll_up(framework, {**VALUES, "r": 0.0}, MISSING)["a"]
    framework = small({"aggregate": "sum"}, scale={"id": "s", "range": [8, 10]})
    worst = {"p": 0.0, "q": 0.0}
    framework = rearranged(
        framework, practice=lambda p: p | {"scale": {"id": "t", "range": [0, 10]}} if p["id"] in worst else p
    )
    assert roll_up(framework, worst, MISSING)["a"] == 0.0
    assert roll_up(framework, {**worst, "r": 0.0}, MISSING)["a"] == 16 / 40


@fewer
@given(runs())
def test_with_every_answer_in_the_interval_is_closed(run):
    """P8: nothing is open, so no policy about missing answers matters."""
    framework, values, missing, beside = run
    answers = {**values, **dict.fromkeys(missing, 0.5)}
    assert roll_up(framework, answers, missing, beside) == roll_up(framework, answers, frozenset(), beside)


@fewer
@given(runs(), st.randoms(use_true_random=False))
def test_order_in_the_source_does_not_matter_bit_for_bit(run, random):
    """P5, for any mixture of policies."""
    framework, *said = run

    def shuffled(block):
        return block | {key: random.sample(block[key], len(block[key])) for key in ("practices", "blocks")}

    again = rearranged(framework, block=shuffled)
    assert roll_up(again.replace(blocks=again.blocks[::-1]), *said) == roll_up(framework, *said)


@fewer
@given(runs(aggregates=("mean", "sum"), unanswered=("exclude", "zero"), lows=(0,)))
def test_parts_add_up_to_the_whole(run):
    """P10: where all is additive and all publish from 0."""
    framework, *said = run
    made = figures(framework, *said)
    if made.values[TOP] is None:
        assert made.parts == {}
    else:
        assert {node.aggregate for node in nodes_of(framework.tree)} <= ADDITIVE
        assert fsum(made.parts.values()) == pytest.approx(made.values[TOP], abs=1e-12)


@fewer
@given(runs(aggregates=("mean", "minimum", "geometric", "blend", "sum", "all_or_nothing")), st.data())
def test_what_does_not_apply_is_as_good_as_deleted(run, data):
    """P6, for every aggregate that asks for no stages, where the policy is to leave it out."""
    framework, values, missing, beside = run
    framework = rearranged(
        framework, block=lambda b: b | {"scoring": {**(b["scoring"] or {}), "not_applicable": "exclude"}}
    )
    top = (framework.scoring.top or framework.scoring).replace(not_applicable="exclude")
    framework = framework.replace(scoring=framework.scoring.replace(not_applicable="exclude", top=top))
    gone = data.draw(st.sets(st.sampled_from(sorted(framework.practices))))

    def kept(block):
        return block | {"practices": [p for p in block["practices"] if p["id"] not in gone]}

    values = {name: value for name, value in values.items() if name not in gone}
    less = rearranged(framework, block=kept)
    expected = roll_up(less, values, missing - gone, beside)
    assert roll_up(framework, values, missing - gone, {**beside, **dict.fromkeys(gone, 1.0)}) == expected


def test_a_stage_that_does_not_apply_is_not_as_good_as_deleted():
    """Counter-example to P6: a gate of three stages stays one of three; deleting a stage makes it a gate of two."""
    framework = rearranged(
        small(inner={"aggregate": "gate"}), practice=lambda p: p | {"stage": {"p": 1, "q": 2, "r": 3}.get(p["id"])}
    )
    less = rearranged(framework, block=lambda b: b | {"practices": [p for p in b["practices"] if p["id"] != "r"]})
    values = {"p": 1.0, "q": 0.0}
    assert (roll_up(framework, values)["a"], roll_up(less, values)["a"]) == (1 / 3, 1 / 2)


@given(runs(), st.data())
def test_a_few_changed_values_give_what_rolling_all_up_again_gives(run, data):
    """Bit for bit, and the next question starts from the same values again."""
    framework, values, _, beside = run
    changed = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    changes = {name: data.draw(st.sampled_from(SHARES)) for name in sorted(changed)}
    what_if = WhatIf(framework, values, beside)
    for asked in (changes, {}, changes):
        assert what_if.value(asked) == roll_up(framework, values | asked, beside=beside)[TOP]
