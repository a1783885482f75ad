"""Prerequisites as rules, and what they leave reachable."""

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.prerequisite_rules import Rule, is_met, loop, reachable

CASES = json.loads((Path(__file__).parents[1] / "cases" / "dependencies.json").read_text(encoding="utf-8"))["cases"]


def rules_of(case: dict) -> dict[str, list[Rule]]:
    """Turn the prerequisites of a worked example into rules."""
    return {
        practice: [Rule(one["from_level"], tuple(map(tuple, one["any_of"]))) for one in required]
        for practice, required in case["framework"]["requires"].items()
    }


def puzzle_of(seed: int) -> tuple[dict[str, int], dict[str, list[Rule]]]:
    """Build a few practices with their highest positions, and rules between them that may go round."""
    chance = random.Random(seed)
    tops = {f"p{i}": chance.randint(1, 3) for i in range(chance.randint(1, 5))}

    def rule(top: int) -> Rule:
        others = chance.choices(sorted(tops), k=chance.randint(1, 3))
        return Rule(chance.randint(1, top), tuple((name, chance.randint(0, tops[name])) for name in others))

    return tops, {name: [rule(top) for _ in range(chance.randint(0, 3))] for name, top in tops.items()}


PUZZLES = st.integers(0, 2**32).map(puzzle_of)
DRAWS = st.integers(0, 2**32).map(random.Random)


def climbed(tops: dict, rules: dict, level: dict, frozen: frozenset = frozenset()) -> dict[str, int]:
    """Climb without any cleverness: raise whatever may rise, until nothing may."""
    level = dict(level)
    while True:
        risen = {
            name
            for name in tops
            if name not in frozen
            and level[name] < tops[name]
            and all(
                any(level[other] >= least for other, least in rule.any_of)
                for rule in rules.get(name, [])
                if rule.from_level <= level[name] + 1
            )
        }
        if not risen:
            return level
        for name in risen:
            level[name] += 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_examples_reach_what_they_should(case: dict):
    """Each worked example climbs from its state to the levels that are known to be reachable."""
    found = reachable(case["framework"]["max"], rules_of(case), case["state"])

    assert found == case["expected"]["reachable"]


@given(PUZZLES)
def test_climbing_from_nothing_reaches_the_least_fixpoint(puzzle: tuple):
    """The agenda finds what raising everything round by round finds, also where rules go round."""
    tops, rules = puzzle

    assert reachable(tops, rules) == climbed(tops, rules, dict.fromkeys(tops, 0))


@given(PUZZLES, DRAWS)
def test_climbing_starts_where_it_is_told_and_leaves_the_frozen(puzzle: tuple, chance: random.Random):
    """A start that breaks rules is taken as it is, and what is frozen stays there."""
    tops, rules = puzzle
    start = {name: chance.randint(0, top) for name, top in tops.items()}
    frozen = frozenset(name for name in tops if chance.random() < 0.3)

    found = reachable(tops, rules, start, frozen)

    assert found == climbed(tops, rules, start, frozen)
    assert all(found[name] == start[name] for name in frozen)
    assert all(start[name] <= found[name] <= tops[name] for name in tops)


@given(PUZZLES, DRAWS)
def test_a_higher_start_never_reaches_less(puzzle: tuple, chance: random.Random):
    """Doing more can only open doors."""
    tops, rules = puzzle
    low = {name: chance.randint(0, top) for name, top in tops.items()}
    high = {name: chance.randint(low[name], top) for name, top in tops.items()}

    less, more = reachable(tops, rules, low), reachable(tops, rules, high)

    assert all(less[name] <= more[name] for name in tops)


def test_what_is_not_in_the_start_starts_at_the_bottom():
    """A start may name some practices only, and others have no rules."""
    assert reachable({"a": 1, "b": 2}, {"b": [Rule(2, (("a", 1),))]}, {"b": 1}) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("level", "met"),
    [({"a": 2}, True), ({"a": 3}, True), ({"a": 1}, False), ({"b": 1}, True), ({}, False), ({"a": 1, "b": 0}, False)],
)
def test_a_rule_holds_when_one_option_holds(level: dict, met: bool):
    """One option at its level or above is enough; a practice that is not there holds nothing."""
    assert is_met(Rule(1, (("a", 2), ("b", 1))), level) is met


@given(PUZZLES)
def test_every_loop_is_a_chain_of_unmet_rules_that_closes(puzzle: tuple):
    """Each step of a loop is the next one of its practice, and a rule that is not met leads to the one after it."""
    tops, rules = puzzle
    level = reachable(tops, rules)

    for stuck in (name for name in tops if level[name] < tops[name]):
        chain = loop(lambda name: rules[name], level, stuck)
        assert chain[0] == chain[-1]
        assert len(chain) > 1
        assert len(set(chain)) == len(chain) - 1
        for (name, step), (needed, _) in pairwise(chain):
            assert step == level[name] + 1
            assert any(
                rule.from_level <= step
                and not any(level[other] >= least for other, least in rule.any_of)
                and needed in [other for other, _ in rule.any_of]
                for rule in rules[name]
            )


def test_a_loop_leaves_out_what_only_leads_to_it():
    """Whoever starts outside the loop gets the loop itself."""
    rules = {"a": [Rule(1, (("b", 1),))], "b": [Rule(1, (("c", 1),))], "c": [Rule(1, (("b", 1),))]}

    assert loop(lambda name: rules[name], dict.fromkeys("abc", 0), "a") == [("b", 1), ("c", 1), ("b", 1)]


def test_a_loop_that_is_none_ends_early():
    """A step that needs a level which nobody can hold, or nothing at all, ends the chain."""
    rules = {"a": [Rule(1, (("b", 1),))], "b": []}

    assert loop(lambda name: rules[name], {"a": 0, "b": 0}, "a") == [("a", 1), ("b", 1)]
    assert loop(lambda name: rules[name], {"a": 0}, "a") == [("a", 1)]


@pytest.mark.parametrize(
    "needs", [lambda i, _n: [i - 1] if i else [], lambda i, n: [*range(i)][::-1] if i == n - 1 else []]
)
def test_twice_as_many_rules_are_looked_at_for_twice_as_many_practices(monkeypatch, needs):
    """In a chain and in a fan alike: a rule that was met is not looked at again."""
    looks = []
    monkeypatch.setattr("equity_blocks.model.prerequisite_rules.is_met", lambda *of: (looks.append(0), is_met(*of))[1])

    def looked(count):
        looks.clear()
        rules = {f"p{i}": [Rule(1, ((f"p{j}", 1),)) for j in needs(i, count)] for i in range(count)}
        assert set(reachable(dict.fromkeys(rules, 1), rules).values()) == {1}
        return len(looks)

    assert looked(200) <= 2 * looked(100) + 2
