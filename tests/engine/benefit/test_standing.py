from hypothesis import given

from equity_blocks.engine.benefit.completions import benefit_of
from equity_blocks.engine.benefit.standing import attainable, standing_of
from equity_blocks.engine.graph import frontier
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Rule
from strategies import cases, fewer

SCALE = {"id": "s", "levels": [{"id": f"l{i}", "value": i / 4} for i in range(5)], "default_target": 3}
NO = {"not_applicable": "not ours"}


def _needs(*options, kind="hard", before=1):
    any_of = [{"practice": practice, "level": level} for practice, level in options]
    return {"any_of": any_of, "from": before, "kind": kind, "why": "first things first"}


def _standing(ratings, **practices):
    """One block of practices; each is given by its own data."""
    found = [{"id": name, "title": name.upper(), "effort": "S", **data} for name, data in practices.items()]
    block = {"id": "x", "title": "X", "practices": found}
    framework = Framework(id="mini", title="Mini", scale=SCALE, blocks=[block])
    return standing_of(framework, Assessment(framework="mini", ratings=ratings))


def test_a_plan_starts_from_what_is_claimed():
    """Rated at its level, unanswered and unknown at the lowest, what does not apply not at all."""
    standing = _standing({"a": 2, "b": "unknown", "d": NO}, a={}, b={}, c={}, d={})
    assert standing.state == {"a": 2, "b": 0, "c": 0}
    assert standing.aims == {"a": 3, "b": 3, "c": 3}
    assert standing.graph.tops == {"a": 4, "b": 4, "c": 4}


def test_what_stands_at_its_target_has_no_aim():
    """At the target or above it there is nothing to raise."""
    assert _standing({"a": 3, "b": 4, "c": {"level": 1, "target": 1}}, a={}, b={}, c={}).aims == {}


def test_what_is_not_pursued_stays_where_it_is():
    """It may serve at its level, but it never rises."""
    standing = _standing({"a": {"level": 1, "not_pursued": "no"}, "b": {"not_pursued": "no"}}, a={}, b={})
    assert (standing.state, standing.graph.tops, standing.aims) == ({"a": 1, "b": 0}, {"a": 1, "b": 0}, {})
    assert frontier(standing.graph, standing.state) == []


def test_a_rule_loses_the_options_that_do_not_apply():
    """One option of two goes; a rule without any left goes too, soft ones likewise."""
    rules = [_needs(("b", 1), ("c", 1)), _needs(("c", 1)), _needs(("c", 2), kind="soft"), _needs(("b", 2), kind="soft")]
    standing = _standing({"c": NO}, a={"requires": rules}, b={}, c={})
    assert standing.graph.rules["a"] == [Rule(1, (("b", 1),))]
    assert standing.soft["a"] == [Rule(1, (("b", 2),))]


def test_a_rule_on_the_very_same_practice_binds_nobody():
    """Whoever holds l2 holds l1, so what asks for l1 of itself is met by climbing."""
    standing = _standing({}, a={"requires": [_needs(("a", 1), ("b", 1), before=2)]}, b={})
    assert standing.graph.rules["a"] == []


def test_a_package_totals_everything_still_missing():
    """For a from l0 to l3 with b to l2 first: benefit 3/4 + 2/4 = 1.25, effort 10 * 3/4 + 90 * 1/2 = 52.5."""
    standing = _standing({}, a={"requires": [_needs(("b", 2))]}, b={"effort": "L"})
    way = standing.way(standing.state, {"a": 3})
    assert (way.levels, way.effort) == ({"a": 3, "b": 2}, 52.5)
    assert benefit_of(standing, standing.state, way.levels) == 1.25


def test_a_way_prefers_the_cheaper_alternative():
    """Raising c costs 10 days, raising b 90."""
    standing = _standing({}, a={"requires": [_needs(("b", 4), ("c", 4))]}, b={"effort": "L"}, c={})
    assert standing.way(standing.state, {"a": 1}).levels == {"a": 1, "c": 4}


def test_those_wait_for_a_practice_whose_unmet_rules_name_it():
    """Practice a needs b at l2, c needs it at l4, d has it already at l1."""
    standing = _standing(
        {"b": 1},
        a={"requires": [_needs(("b", 2))]},
        b={},
        c={"requires": [_needs(("b", 4), before=2)]},
        d={"requires": [_needs(("b", 1))]},
    )
    assert standing.waiting_for("b") == ["a"]
    assert standing.waiting_for("b", to=4) == ["a", "c"]
    assert standing.waiting_for("b", to=1) == []
    assert standing.waiting_for("b", 4, {**standing.state, "b": 2}) == ["c"]
    assert standing.waiting_for("b", 4, {**standing.state, "a": 3}) == ["c"]


def test_what_waits_only_above_its_target_does_not_wait():
    """Practice a aims for l3; its rule for l4 is no concern."""
    standing = _standing({}, a={"requires": [_needs(("b", 1), before=4)]}, b={})
    assert standing.waiting_for("b") == []


def test_value_never_falls_below_what_is_claimed():
    """Criteria at l1 and l2 average 3/8, above l1; planned to l2 it counts 1/2."""
    criteria = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
    standing = _standing({"a": {"criteria": {"x": 1, "y": 2}}}, a={"criteria": criteria}, b={})
    assert [standing.value("a", i) for i in (1, 2)] == [0.375, 0.5]
    assert standing.value("b", 0) == 0.0


def test_a_practice_can_be_held_back_below_its_aim():
    """From l2 on, a needs b, which is not pursued: l1 is as far as it gets."""
    standing = _standing({"b": {"not_pursued": "no"}}, a={"requires": [_needs(("b", 1), before=2)]}, b={})
    assert (standing.aims["a"], attainable(standing, "a")) == (3, 1)


def test_a_score_at_other_levels_is_read_with_nothing_left_out():
    """What nobody has rated stands at the level it is given; what does not apply does not count."""
    standing = _standing({"a": "l2", "c": NO}, a={}, b={}, c={})
    assert standing.score(standing.state) == (0.5 + 0.0) / 2
    assert standing.score({**standing.state, "b": 4}) == (0.5 + 1.0) / 2
    assert standing.beside == {"c": 0.75}


@fewer
@given(cases())
def test_attainable_is_where_climbing_in_any_order_ends(case):
    """Raise whatever may be raised until nothing moves: no practice gets further, and none is promised less."""
    standing = standing_of(*case)
    held = dict(standing.state)
    while ready := frontier(standing.graph, held):
        held[ready[0]] += 1
    assert {name: attainable(standing, name) for name in standing.aims} == {
        n: min(held[n], aim) for n, aim in standing.aims.items()
    }
