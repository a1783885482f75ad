"""The laws of every aggregate (bounded, idempotent, monotone ...), and a counter-example where a law does not hold."""

import json
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equity_blocks.model.aggregates import (
    AGGREGATES,
    LAWS,
    Aggregate,
    all_or_nothing,
    blend,
    gate,
    geometric,
    mean,
    minimum,
    weighted_sum,
)
from equity_blocks.model.scoring import Rollup
from equity_blocks.model.stages import Child, Options, stage_reached

CASES = json.loads((Path(__file__).parents[1] / "cases" / "scoring.json").read_text(encoding="utf-8"))["cases"]
HELD = 0.5
"""Children of these tests hold their level from here on."""


def keeping(law: str, *conditions: str) -> list[str]:
    """Give the aggregates that keep a law, always or under one of some conditions."""
    assert law in LAWS
    return [name for name, rule in AGGREGATES.items() if rule.laws.get(law) in ("yes", *conditions)]


AVERAGES = keeping("bounded", "from 0")
"""Those that lie between their children; the sum only while all publish from 0, as they do unless a test says else."""

STRICT = keeping("strict", "if a < 1")


def child(weight, value, stage=1, low=0.0, high=1.0):
    """Build a child that holds its level from the middle on."""
    return Child(weight, value, low, high, value is not None and value >= HELD, stage)


values = st.one_of(st.just(0.0), st.floats(1e-9, 1))
weights = st.floats(1e-3, 1e3)
children = st.lists(st.builds(child, weights, values, st.integers(1, 4)), min_size=1, max_size=8)
anything = st.lists(
    st.builds(child, st.one_of(weights, st.just(0.0)), st.one_of(values, st.none()), st.integers(1, 4)), max_size=8
)
options = st.builds(
    Options, st.floats(0, 1), st.sampled_from(("met", "unmet")), st.sampled_from((0, 4, 6)), st.just(())
)
each = pytest.mark.parametrize("name", AGGREGATES)
of_averages = pytest.mark.parametrize("name", AVERAGES)


def test_every_name_of_the_yaml_has_a_function():
    """What a framework may say is what there is."""
    assert tuple(AGGREGATES) == get_args(Aggregate)
    for rule in AGGREGATES.values():
        assert rule.laws.keys() <= LAWS.keys()
        assert rule.options <= Rollup.model_fields.keys()
        assert rule.laws.keys() >= {"in_range", "monotone", "order", "ratios", "replication", "deletion"}


def test_mean_of_a_worked_example():
    """Check (1 * 0.5 + 3 * 1 + 4 * 0.25) / (1 + 3 + 4) = 4.5 / 8 = 0.5625."""
    assert mean([(1, 0.5), (3, 1.0), (4, 0.25)]) == 0.5625


def test_sum_of_a_worked_example():
    """Check 2 * 30 of 2 * 40 points and 5 (of 0 to 10) of 10: 65 / 90; a child from 1 to 4 at its lowest has 1 of 4."""
    assert weighted_sum([Child(2, 0.75, 0, 40), Child(1, 0.5, 0, 10)]) == pytest.approx(65 / 90)
    assert weighted_sum([Child(1, 0.0, 1, 4)]) == 0.25


def test_geometric_of_a_worked_example():
    """Check 0.25^(1/4) * 1^(3/4) = 1 / sqrt(2)."""
    assert geometric([child(1, 0.25), child(3, 1.0)]) == pytest.approx(0.5**0.5, abs=1e-15)


def test_blend_of_a_worked_example():
    """Check 3/4 * (0.2 + 0.6) / 2 + 1/4 * 0.2 = 0.35; a share of 0 is the mean, of 1 the minimum."""
    items = [child(1, 0.2), child(1, 0.6)]
    assert blend(items) == pytest.approx(0.35, abs=1e-15)
    assert (blend(items, Options(0.0)), blend(items, Options(1.0))) == (mean(items), minimum(items))


def test_gate_of_a_worked_example():
    """Stage 1 and 2 held, stage 3 not: two of three; with stage 1 broken nothing is reached, whatever stands above."""
    items = [child(1, 1.0, 1), child(1, 0.5, 2), child(1, 0.4, 3)]
    assert gate(items) == 2 / 3
    assert gate([child(1, 0.4, 1), *items]) == 0.0


def test_stages_that_drop_out_stay_stages():
    """Of three stages the last does not apply: reaching the first is one of three, reaching both is all of them."""
    one, both = [child(1, 1.0, 1), child(1, 0.0, 2)], [child(1, 1.0, 1), child(1, 1.0, 2)]
    assert [gate(items, Options(stages=3)) for items in (one, both)] == [1 / 3, 1.0]
    assert gate(both, Options(empty_stage="unmet", stages=3)) == 2 / 3


def test_a_stage_may_have_any_number():
    """Looking at what is there, not at every number up to it."""
    assert gate([child(1, 1.0, 1), child(1, 0.0, 10**15)], Options()) == (10**15 - 1) / 10**15


@each
@pytest.mark.parametrize("nothing", [[], [(1, None)], [(0, 0.5)], [(0, 0.5), (2, None)]])
def test_of_nothing_there_is_no_value(name, nothing):
    """No value is None, never 0."""
    assert AGGREGATES[name].combine([child(*item) for item in nothing], Options()) is None


@each
def test_zeros_have_a_value(name):
    """A child at 0 has a value, so the node has one, and it is 0."""
    assert AGGREGATES[name].combine([child(1, 0.0), child(2, 0.0)], Options()) == 0.0


@each
@given(anything, options)
def test_every_value_lies_between_0_and_1(name, items, how):
    """P1, in its widest form: nothing leads out of the range of all values."""
    found = AGGREGATES[name].combine(items, how)
    assert (found is None) == (not any(c.value is not None and c.weight for c in items))
    assert found is None or 0 <= found <= 1


@of_averages
@given(children, options)
def test_an_average_is_bounded_by_its_children(name, items, how):
    """P1: it never leaves their range; but for the sum, which divides once more, not even by a last bit."""
    found = AGGREGATES[name].combine(items, how)
    slack = 1e-12 if name == "sum" else 0.0
    assert min(c.value for c in items) - slack <= found <= max(c.value for c in items) + slack


@of_averages
@given(st.lists(weights, min_size=1, max_size=8), values, options)
def test_equal_children_give_their_value(name, found, value, how):
    """P2: idempotent, exactly; the sum within rounding."""
    slack = 1e-12 if name == "sum" else 0.0
    assert AGGREGATES[name].combine([child(weight, value) for weight in found], how) == pytest.approx(
        value, abs=slack, rel=0
    )


@each
@given(children, options, st.data())
def test_raising_a_child_never_lowers_the_value(name, items, how, data):
    """P3: monotone, and strictly so where its record says it."""
    i = data.draw(st.integers(0, len(items) - 1))
    old = items[i]
    more = child(old.weight, data.draw(st.floats(old.value, 1)), old.stage)
    before, after = (AGGREGATES[name].combine(kids, how) for kids in (items, [*items[:i], more, *items[i + 1 :]]))
    assert after >= before - (1e-15 if name == "geometric" else 0.0)
    if more.value > old.value + 1e-6 and name in STRICT and how.minimum_share < 0.99:
        assert after > before


@each
@given(anything, options, st.integers(-20, 20), st.floats(1e-3, 1e3))
def test_only_ratios_of_weights_matter(name, items, how, power, factor):
    """P4: powers of two do not even change the last bit."""
    found = AGGREGATES[name].combine(items, how)
    assert AGGREGATES[name].combine([c._replace(weight=c.weight * 2.0**power) for c in items], how) == found
    scaled = AGGREGATES[name].combine([c._replace(weight=c.weight * factor) for c in items], how)
    assert scaled == pytest.approx(found, abs=1e-12)


@pytest.mark.parametrize("name", keeping("weights_only_count"))
@given(children, options, st.data())
def test_weights_above_0_only_say_who_counts(name, items, how, data):
    """What looks at the worst, or asks yes or no, knows no more and less."""
    others = [c._replace(weight=data.draw(weights)) for c in items]
    assert AGGREGATES[name].combine(others, how) == AGGREGATES[name].combine(items, how)


@each
@given(anything, options, st.randoms(use_true_random=False))
def test_order_does_not_matter_bit_for_bit(name, items, how, random):
    """P5: whoever lists the children differently gets the same float."""
    assert AGGREGATES[name].combine(random.sample(items, len(items)), how) == AGGREGATES[name].combine(items, how)


@each
@given(anything, options, st.builds(child, weights, values, st.integers(1, 4)))
def test_a_child_without_weight_or_value_is_as_good_as_absent(name, items, how, other):
    """P6 and P7: out of the numerator, the denominator and every condition, to the last bit."""
    found = AGGREGATES[name].combine(items, how)
    assert AGGREGATES[name].combine([*items, other._replace(weight=0.0)], how) == found
    assert AGGREGATES[name].combine([*items, other._replace(value=None)], how) == found


@each
@given(anything, options, st.integers(2, 4))
def test_replicating_every_child_changes_nothing(name, items, how, times):
    """P12: taking everything several times is the same question."""
    assert AGGREGATES[name].combine(items * times, how) == pytest.approx(
        AGGREGATES[name].combine(items, how), abs=1e-12
    )


@pytest.mark.parametrize("name", keeping("self_identical", "from 0"))
@given(children, weights)
def test_adding_a_child_equal_to_the_value_changes_nothing(name, items, weight):
    """Self-identity: the value is what each child could be replaced by."""
    found = AGGREGATES[name].combine(items, Options())
    assert AGGREGATES[name].combine([*items, child(weight, found)], Options()) == pytest.approx(found, abs=1e-12)


@pytest.mark.parametrize("name", keeping("no_collapse", "if a < 1"))
@given(children, st.floats(0, 0.99))
def test_no_single_child_takes_everything_away(name, items, share):
    """No collapse: as long as one child is above 0, so is the whole."""
    assert (AGGREGATES[name].combine(items, Options(share)) > 0) == any(c.value > 0 for c in items)


@pytest.mark.parametrize("name", keeping("levelling"))
@given(st.lists(st.integers(0, 16), min_size=2, max_size=6), st.data())
def test_levelling_up_never_hurts(name, sixteenths, data):
    """P15, Pigou-Dalton: of equal weights, what the higher of two gives to the lower does not lower the value."""
    low, high = sorted(range(len(sixteenths)), key=sixteenths.__getitem__)[:: len(sixteenths) - 1]
    assume(sixteenths[high] - sixteenths[low] > 1)
    given_away = data.draw(st.integers(1, (sixteenths[high] - sixteenths[low]) // 2))
    levelled = list(sixteenths)
    levelled[low] += given_away
    levelled[high] -= given_away
    before, after = ([child(1, x / 16) for x in numbers] for numbers in (sixteenths, levelled))
    assert AGGREGATES[name].combine(after, Options()) >= AGGREGATES[name].combine(before, Options()) - 1e-15


@given(children, st.floats(0, 1))
def test_less_trading_off_gives_less(items, share):
    """P18: minimum <= geometric <= mean, and a blend lies between the minimum and the mean."""
    least, most = minimum(items), mean(items)
    assert least <= geometric(items) <= most + 1e-15
    assert least <= blend(items, Options(share)) <= most
    for name in keeping("under_mean"):
        assert AGGREGATES[name].combine(items, Options(share)) <= most + 1e-15


@given(anything)
def test_mean_equals_the_exact_fraction(items):
    """The float result lies within a rounding of the same mean in exact fractions."""
    counted = [(Fraction(c.weight), Fraction(c.value)) for c in items if c.value is not None and c.weight > 0]
    found = mean(items)
    if not counted:
        assert found is None
    else:
        exact = sum(w * x for w, x in counted) / sum(w for w, _ in counted)
        assert found == pytest.approx(float(exact), rel=1e-14, abs=1e-300)


@given(st.lists(st.tuples(weights, values, st.integers(0, 9), st.integers(1, 90)), min_size=1, max_size=6))
def test_sum_equals_points_over_attainable_points(items):
    """Points count from where each child begins; the most is where each ends."""
    found = weighted_sum([Child(w, x, low, low + span) for w, x, low, span in items])
    points = sum(w * (low + span * x) for w, x, low, span in items)
    most = sum(w * (low + span) for w, _, low, span in items)
    assert found == pytest.approx(points / most, abs=1e-12)
    assert found >= sum(w * low for w, _, low, _ in items) / most - 1e-12


@given(st.lists(st.tuples(weights, values, st.integers(1, 90)), min_size=1, max_size=6))
def test_sum_is_the_mean_by_what_can_be_attained(items):
    """While all publish from 0, weight times highest figure is the weight."""
    found = weighted_sum([Child(w, x, 0, high) for w, x, high in items])
    assert found == pytest.approx(mean([(w * high, x) for w, x, high in items]), abs=1e-12)


@given(children)
def test_all_or_nothing_is_one_exactly_if_all_hold(items):
    """And the same as a gate that all stages pass."""
    found = all_or_nothing(items)
    assert found == float(all(c.value >= HELD for c in items))
    assert (gate(items) == 1.0) == (found == 1.0)


@given(children, options, st.data())
def test_what_stands_above_the_next_stage_changes_no_gate(items, how, data):
    """P14: only the stages up to the next one matter."""
    stages = how.stages or max(c.stage for c in items)
    reached = stage_reached(items, how)
    changed = [
        c if c.stage <= reached + 1 else c._replace(is_held=data.draw(st.booleans()), value=data.draw(values))
        for c in items
    ]
    assert gate(changed, how) == gate(items, how) == reached / stages


def test_minimum_and_geometric_do_not_rise_with_every_child():
    """Counter-example to strictness: beside a child at 0, or a lower one, a better child goes unseen."""
    assert minimum([child(1, 0.2), child(1, 0.5)]) == minimum([child(1, 0.2), child(1, 0.9)])
    assert geometric([child(1, 0.0), child(1, 0.5)]) == geometric([child(1, 0.0), child(1, 0.9)])


def test_minimum_and_geometric_collapse():
    """Counter-example to no collapse: one child of a hundred at 0 leaves nothing."""
    items = [child(1, 0.0), *[child(1, 1.0)] * 99]
    assert (minimum(items), geometric(items)) == (0.0, 0.0)
    assert (mean(items), blend(items)) == (pytest.approx(0.99), pytest.approx(0.7425))


def test_a_blend_changes_by_a_child_equal_to_it():
    """Counter-example to self-identity: 0 and 1 blend to 0.375; a third child of 0.375 makes 0.34375."""
    items = [child(1, 0.0), child(1, 1.0)]
    assert blend(items) == 0.375
    assert blend([*items, child(1, 0.375)]) == 0.34375


def test_gates_are_neither_idempotent_nor_strict():
    """Counter-example: two children at 0.6 that hold their level give 1, and better ones give no more."""
    items, better = [child(1, 0.6), child(1, 0.6)], [child(1, 0.6), child(1, 0.9)]
    assert all_or_nothing(items) == gate(items) == all_or_nothing(better) == gate(better) == 1.0


def test_a_gate_changes_by_a_child_equal_to_it():
    """Counter-example to self-identity: one of three stages, 1/3; a child of 1/3 holds nothing and breaks stage 1."""
    items = [child(1, 1.0, 1), child(1, 0.0, 2), child(1, 0.0, 3)]
    assert (gate(items), gate([*items, child(1, 1 / 3)])) == (1 / 3, 0.0)


def test_levelling_up_may_cost_a_gate():
    """Counter-example to Pigou-Dalton: 0.5, which is enough for stage 1, and 0.3 become 0.4 and 0.4."""
    before, after = [child(1, 0.5, 1), child(1, 0.3, 2)], [child(1, 0.4, 1), child(1, 0.4, 2)]
    assert (gate(before), gate(after)) == (0.5, 0.0)


def test_points_that_begin_above_0_lead_out_of_the_children():
    """Counter-example to bounds and idempotence: two children at their lowest, 10 of 20 points, give a half."""
    items = [Child(1, 0.0, 10, 20), Child(1, 0.0, 10, 20)]
    assert weighted_sum(items) == 0.5
    assert weighted_sum([*items, Child(1, 0.5, 10, 20)]) != 0.5


def test_only_mean_and_sum_are_made_of_parts():
    """Counter-example to additivity: what each child adds alone does not add up to what all give."""
    items = [child(1, 0.5), child(1, 1.0)]
    for name in (name for name, rule in AGGREGATES.items() if "level" not in rule.options):
        alone = [
            AGGREGATES[name].combine([items[0], child(1, 0.0)], Options()),
            AGGREGATES[name].combine([child(1, 0.0), items[1]], Options()),
        ]
        assert (sum(alone) == pytest.approx(AGGREGATES[name].combine(items, Options()))) == AGGREGATES[name].is_additive


METHODS = {"arithmetic": "mean", "minimum": "minimum", "geometric": "geometric", "blend_1/4": "blend"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
@pytest.mark.parametrize("reading", ["lo", "hi", "answered"])
def test_cases_in_exact_fractions(case, reading):
    """Block values in, overall value out, by every method of an independent reference."""
    expected = case["expected"][reading]
    own = {block["id"]: float(Fraction(block["weight"])) for block in case["framework"]["blocks"]}
    blocks = [child(own[name], value["value"]) for name, value in expected["blocks"].items()]
    for method, name in METHODS.items():
        assert AGGREGATES[name].combine(blocks, Options()) == pytest.approx(expected[method]["value"], abs=1e-9), method
