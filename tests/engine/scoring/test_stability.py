import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.stability import revalued, stability
from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.model.aggregates import AGGREGATES as RULES
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import Scale
from strategies import AGGREGATES, EXACT, POSITIVE, assessments, cases, fewer, frameworks, rearranged

SCALE = ["l0", "l1", "l2", "l3", "l4"]
BANDS = [{"id": "low", "title": "Low", "from": 0}, {"id": "far", "title": "Far", "from": 0.5}]


def _found(blocks, scoring=None, scale=SCALE):
    """Blocks by id, each with the levels of its practices; `None` is unanswered."""
    listed = [
        {"id": name, "title": name.upper(), "practices": [{"id": f"{name}{i}", "title": "P"} for i in range(len(said))]}
        for name, said in blocks.items()
    ]
    framework = Framework(id="mini", title="Mini", scale=scale, scoring=scoring or {}, blocks=listed)
    ratings = {f"{name}{i}": level for name, said in blocks.items() for i, level in enumerate(said)}
    return stability(framework, Assessment(framework="mini", ratings=ratings))


def _scores(found):
    return {rule.id: rule.score for rule in found.rules}


def test_scores_of_a_worked_example():
    """Blocks a = (0 + 1) / 2 and b = (1/2 + 1/2) / 2: a mean of 1/2, a minimum of 0, at the top alone of 1/2."""
    found = _found({"a": [0, 4], "b": [2, 2]}, {"bands": BANDS})
    assert _scores(found) == {
        "own": 0.5,
        "everywhere-sum": 0.5,
        "everywhere-all_or_nothing": 0.0,
        "everywhere-gate": 0.0,
        "everywhere-minimum": 0.0,
        "everywhere-geometric": 0.0,
        "everywhere-blend": pytest.approx(0.75 * (0.375 + 0.5) / 2 + 0.25 * 0.375),
        "top-minimum": 0.5,
        "top-geometric": pytest.approx(0.5),
        "top-blend": 0.5,
        "levels-quadratic": 0.375,
    }
    assert (found.low, found.high, found.band.value, found.band_rules) == (0.0, 0.5, "far", 5)
    assert found.sentence == "Band Far under 5 of 11 rules; no block is lowest alone."


def test_points_count_practices_and_not_blocks():
    """Three practices at 1 and one at 0 are 3 of 4 points, but a half where each block counts alike."""
    scores = _scores(_found({"a": [4, 4, 4], "b": [0]}))
    assert (scores["own"], scores["everywhere-sum"]) == (0.5, 0.75)


def test_what_does_not_apply_is_varied_where_there_is_any():
    """Left out, in full, or at its target, here a half; the other practice is at 0."""
    blocks = [{"id": "x", "title": "X", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}]
    framework = Framework(id="mini", title="Mini", scale=SCALE, blocks=blocks)
    ratings = {"p": 0, "q": {"not_applicable": "no"}}
    scores = _scores(stability(framework, Assessment(framework="mini", targets={"default": 2}, ratings=ratings)))
    assert (scores["own"], scores["not-applicable-full"], scores["not-applicable-target"]) == (0.0, 0.5, 0.25)
    assert "not-applicable-exclude" not in scores
    assert not [name for name in _scores(_found({"a": [4, None]})) if name.startswith("not-applicable")]


def test_coverage_scope_and_policy_stand_beside_the_rules():
    """Whoever reads how firm a score is reads what it rests on."""
    found = _found({"a": [4, None], "b": [2, 2]})
    assert (found.coverage, found.scope.rated, found.scope.unanswered) == (0.75, 3, 1)
    assert found.policy_in_words[0] == "The value is the weighted mean of its parts."


def test_missing_answers_are_varied_where_there_are_any():
    """Left out is the framework's own rule here; the others count 0, leave no value, or make the block 0."""
    found = _found({"a": [4, None], "b": [2, 2]})
    assert [_scores(found)[f"unanswered-{name}"] for name in ("zero", "void", "fail")] == [0.5, None, 0.25]
    assert "unanswered-exclude" not in _scores(found)
    zero = _found({"a": [4, None], "b": [2, 2]}, {"unanswered": "zero"})
    assert _scores(zero)["unanswered-exclude"] == 0.75
    assert [name for name in _scores(_found({"a": [4], "b": [2]})) if name.startswith("unanswered")] == []


def test_the_same_rule_is_counted_once():
    """A framework that takes the minimum has it under its own name, and even level values are those it has."""
    found = _found({"a": [0, 4], "b": [2, 2]}, {"aggregate": "minimum"})
    assert {"everywhere-minimum", "top-minimum", "levels-linear"}.isdisjoint(_scores(found))
    assert {"everywhere-mean", "top-mean", "levels-quadratic"} <= set(_scores(found))


def test_uneven_level_values_are_evened():
    """A scale of 0, 0.9 and 1 becomes 0, 1/2 and 1, or 0, 1/4 and 1."""
    levels = [{"id": "no", "value": 0}, {"id": "some", "value": 0.9}, {"id": "yes", "value": 1}]
    scores = _scores(_found({"a": [1]}, scale={"id": "s", "levels": levels}))
    assert (scores["own"], scores["levels-linear"], scores["levels-quadratic"]) == (0.9, 0.5, 0.25)


def test_a_level_to_hold_moves_with_the_values():
    """A gate asks for the level, whatever it counts."""
    found = _found({"a": [3, 3], "b": [2, 3]}, {"aggregate": "gate", "level": "l3", "top": {"aggregate": "mean"}})
    assert _scores(found)["own"] == _scores(found)["levels-quadratic"] == 0.5


def test_blocks_are_ranked_and_turns_are_counted():
    """Block a = 1/2 is lower than b = 5/8; under a minimum b (1/4) is lower than a (1/2); c ties with neither."""
    found = _found({"a": [2, 2], "b": [1, 4], "c": [4, 4]})
    readings = {rule.id: rule for rule in found.rules}
    assert [block.rank for block in readings["own"].blocks] == [1, 2, 3]
    assert [block.rank for block in readings["everywhere-minimum"].blocks] == [2, 1, 3]
    assert (readings["own"].flips, readings["everywhere-minimum"].flips) == (0, 1)
    assert (found.pairs, found.flips, found.lowest) == (3, 1, ("a",))
    assert (found.lowest_rules, found.lowest_ties) == (7, 3)
    assert found.sentence.endswith("the lowest block (A) is the same under 7 of 11 and ties with others under 3.")


def test_blocks_that_tie_share_a_rank():
    """A tie is nothing that can be turned round, and none of them is lowest alone."""
    found = _found({"a": [2], "b": [2], "c": [4]})
    assert [block.rank for block in found.rules[0].blocks] == [1, 1, 3]
    assert (found.pairs, found.lowest, found.lowest_rules) == (2, (), 0)


def test_of_four_blocks_the_two_lowest_are_named():
    """If they tie with each other, they are still the two lowest."""
    found = _found({"a": [1, 1], "b": [1, 1], "c": [4, 4], "d": [3, 3]})
    assert found.lowest == ("a", "b")
    assert found.sentence.endswith(
        "the two lowest blocks (A and B) are the same under 9 of 11 and tie with others under 2."
    )
    tied = _found({"a": [1], "b": [2], "c": [2], "d": [3]})
    assert tied.lowest == ("a",)


def test_without_bands_the_range_is_told():
    """Halves are rounded away from zero, as in reports."""
    assert _found({"a": [0, 4], "b": [2, 2]}).sentence.startswith("Score between 0% and 50% under 11 rules; ")


def test_a_score_that_is_withheld_is_withheld_under_every_rule():
    """Too few answers are too few for any rule; a block with enough is still shown."""
    found = _found({"a": [None, None, None], "b": [2, 2]}, {"min_coverage": 0.8, "bands": BANDS})
    assert found.sentence == "There is no score to vary: too little is answered, or nothing counts."
    assert {rule.score for rule in found.rules} == {None}
    assert (found.low, found.high, found.band.value, found.band_rules) == (None, None, None, 0)
    assert [(block.value is None, block.rank) for block in found.rules[0].blocks] == [(True, None), (False, 1)]


def test_what_cannot_be_scored_has_no_stability():
    """Guidance has no score, and ratings have to fit."""
    framework = Framework(id="mini", title="Mini", scale=SCALE, blocks=[])
    with pytest.raises(UnsuitableError, match="mini is guidance"):
        stability(framework.replace(use="guidance"), Assessment(framework="mini"))
    with pytest.raises(InvalidDataError, match="mini has no practice 'x'"):
        stability(framework, Assessment(framework="mini", ratings={"x": 1}))


def test_a_range_of_scores_is_raised_to_the_power():
    """Its levels are only marks on it."""
    scale = Scale(id="points", range=[0, 10])
    assert (revalued(scale, 1, 0.6), revalued(scale, 2, 0.6)) == (0.6, pytest.approx(0.36))


@given(frameworks(least=1), st.floats(0, 1))
def test_other_values_keep_the_order(framework, share):
    """They rise with the values they stand for, and levels fall on their places."""
    scale = framework.scale_of("p0")
    value = scale.values[0] + share * (scale.values[-1] - scale.values[0])
    for power in (1, 2):
        marks = [revalued(scale, power, level) for level in scale.values]
        assert marks == [pytest.approx((i / scale.top) ** power) for i in range(scale.top + 1)]
        assert marks[scale.held(value)] <= revalued(scale, power, value) + 1e-9
        assert 0 <= revalued(scale, power, value) <= 1


@fewer
@given(cases())
def test_the_own_rule_is_the_card(case):
    """Score, band and blocks of the first reading are those that everybody sees."""
    framework, assessment = case
    found, card = stability(framework, assessment).rules[0], score(framework, assessment)
    assert (found.score, found.band) == (card.score.value, card.score.band)
    assert [block.value for block in found.blocks] == [block.value for block in card.blocks]


@fewer
@given(cases(frameworks(weights=(*EXACT, *POSITIVE))))
def test_rules_equal_scoring_with_that_policy(case):
    """The same framework with another policy in its file gives the same score; a missing rule is the own one."""
    framework, assessment = case
    found = _scores(stability(framework, assessment))
    for name in AGGREGATES:
        policy = framework.scoring.replace(aggregate=name, unanswered=framework.scoring.unanswered)
        assert found.get(f"everywhere-{name}", found["own"]) == _rescored(framework, policy, assessment)
    for name in (name for name, rule in RULES.items() if "level" not in rule.options and not rule.adds_points):
        policy = framework.scoring.replace(top={"aggregate": name})
        assert found.get(f"top-{name}", found["own"]) == _rescored(framework, policy, assessment)
    for name in ("exclude", "zero", "void", "fail"):
        policy = framework.scoring.replace(unanswered=name)
        assert found.get(f"unanswered-{name}", found["own"]) == _rescored(framework, policy, assessment)
    for name in ("exclude", "full", "target"):
        policy = framework.scoring.replace(not_applicable=name)
        assert found.get(f"not-applicable-{name}", found["own"]) == _rescored(framework, policy, assessment)


def _rescored(framework, policy, assessment):
    return score(framework.replace(scoring=policy), assessment).score.value


@fewer
@given(st.data())
def test_other_level_values_equal_another_scale(data):
    """The same framework with these values in its scales gives the same score, where levels are rated."""
    framework = data.draw(frameworks(criteria=False, own_scales=False))
    assessment = data.draw(assessments(framework, plain=True))
    found = _scores(stability(framework, assessment))
    for name, power in (("linear", 1), ("quadratic", 2)):
        levels = framework.scale.levels
        values = [level.replace(value=(i / (len(levels) - 1)) ** power) for i, level in enumerate(levels)]
        other = framework.replace(scale=framework.scale.replace(levels=values))
        expected = score(other, assessment).score.value
        wanted = None if expected is None else pytest.approx(expected, abs=1e-12)
        # A rule that is the same as an earlier one is left out.
        same = (found["own"], found.get("levels-linear", found["own"]))
        assert any(x == wanted for x in ((found[f"levels-{name}"],) if f"levels-{name}" in found else same))


@fewer
@given(cases())
def test_what_is_counted_is_what_is_listed(case):
    """Bands, turns and lowest blocks of the finding follow from the readings."""
    found = stability(*case)
    scores = [rule.score for rule in found.rules if rule.score is not None]
    assert (found.low, found.high) == ((min(scores), max(scores)) if scores else (None, None))
    assert found.band_rules == (
        sum(rule.band.value == found.band.value for rule in found.rules) if found.band and found.band.value else 0
    )
    assert found.rules[0].flips == 0
    assert max(rule.flips for rule in found.rules) <= found.flips <= found.pairs
    assert found.lowest_rules <= len(found.rules)
    assert not found.lowest or found.lowest_rules >= 1


def test_blocks_with_policies_of_their_own_keep_what_is_not_varied():
    """Only the aggregate changes: a block that voids on a missing answer still does."""
    framework = Framework(
        id="mini",
        title="Mini",
        scale=SCALE,
        scoring={"min_coverage": 0.0},
        blocks=[{"id": "a", "title": "A", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}],
    )
    strict = rearranged(framework, lambda block: {**block, "scoring": {"unanswered": "void"}})
    found = _scores(stability(strict, Assessment(framework="mini", ratings={"p": 4})))
    assert found["own"] is None
    assert found["everywhere-minimum"] is None
    assert found["unanswered-zero"] == 0.5
