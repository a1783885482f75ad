from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.explain import explain
from equity_blocks.engine.scoring.score import score
from equity_blocks.errors import InvalidDataError, NotFoundError, UnsuitableError
from equity_blocks.model.aggregates import AGGREGATES
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Rating
from equity_blocks.model.tree import TOP
from strategies import EXACT, POSITIVE, assessments, fewer, frameworks, rearranged

LEVELS = [{"id": f"l{i}", "title": f"L{i}", "value": i / 4, "needs_evidence": i > 1} for i in range(5)]
SCALE = {"id": "five", "levels": LEVELS, "default_target": 3}


@st.composite
def policies(draw):
    """Draw a framework whose whole and blocks have policies of their own, and an assessment of it."""
    said = {
        "aggregate": st.sampled_from(tuple(AGGREGATES)),
        "over": st.sampled_from(("children", "grandchildren", "practices")),
        "unanswered": st.sampled_from(("exclude", "zero", "void", "fail")),
        "not_applicable": st.sampled_from(("exclude", "full", "target")),
        "output": st.sampled_from(({"low": 0, "high": 100}, {"low": 1, "high": 4})),
    }
    own = st.fixed_dictionaries({}, optional=said)
    scoring = {"min_coverage": 0.0, "top": draw(own), **draw(own)}
    framework = draw(frameworks(weights=(*EXACT, *POSITIVE), scoring=scoring))
    framework = rearranged(framework, block=lambda block: {**block, "scoring": draw(st.one_of(st.none(), own))})
    return framework, draw(assessments(framework))


@st.composite
def additive(draw):
    """Draw a framework whose aggregates all add up, and an assessment of it."""
    aggregates = st.sampled_from(("mean", "sum"))
    top = {"aggregate": draw(aggregates), "over": draw(st.sampled_from(("children", "grandchildren", "practices")))}
    scoring = {"min_coverage": 0.0, "aggregate": draw(aggregates), "top": top}
    scoring |= {"not_applicable": draw(st.sampled_from(("exclude", "full", "target")))}
    scoring |= {"unanswered": draw(st.sampled_from(("exclude", "zero")))}
    framework = draw(frameworks(weights=(*EXACT, *POSITIVE), scoring=scoring))
    return framework, draw(assessments(framework))


def _nodes(card):
    found = {TOP: card.score}

    def collect(blocks):
        for block in blocks:
            found[block.id] = block
            collect(block.blocks)

    collect(card.blocks)
    return found


def _mini(scoring=None, **ratings):
    """Two blocks of weights 3 and 1: a and b (weights 1 and 2), c and d; b needs a at l2 before l3."""
    need = {"practice": "a", "level": 2, "from": 3, "why": "a first"}
    ab = [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "weight": 2, "requires": [need]}]
    blocks = [
        {"id": "ab", "title": "AB", "weight": 3, "practices": ab},
        {"id": "cd", "title": "CD", "practices": [{"id": "c", "title": "C"}, {"id": "d", "title": "D"}]},
    ]
    framework = Framework(id="mini", title="Mini", scale=SCALE, scoring=scoring or {}, blocks=blocks)
    return framework, Assessment(framework="mini", as_of="2026-06-30", ratings=ratings)


def test_contributions_of_a_worked_example():
    """Practice a makes 3/4 * 1/3 * 1/4 = 1/16, b 3/4 * 2/3 * 1 = 1/2, c and d 1/4 * 1/2 * 1/2 = 1/16 each."""
    found = explain(*_mini(a=1, b=4, c=2, d=2))
    assert (found.value, found.is_additive) == (0.6875, True)
    parts = {practice.id: practice.contribution for practice in found.practices}
    assert parts == {"a": pytest.approx(1 / 16), "b": pytest.approx(1 / 2), "c": 1 / 16, "d": 1 / 16}
    assert {part.id: part.contribution for part in found.parts} == {"ab": pytest.approx(9 / 16), "cd": 1 / 8}


def test_gains_of_a_worked_example():
    """One level is 1/4: of a 3/4 * 1/3 * 1/4 = 1/16, of c 1/4 * 1/2 * 1/4 = 1/32; b is at the top."""
    found = {practice.id: practice for practice in explain(*_mini(a=1, b=4, c=2, d=2)).practices}
    assert (found["a"].next_level, found["a"].gain) == ("l2", pytest.approx(1 / 16))
    assert (found["b"].next_level, found["b"].gain) == (None, None)
    assert found["c"].gain == pytest.approx(1 / 32)


def test_a_block_is_explained_by_what_stands_in_it_and_by_what_it_adds_above():
    """The block ab is (1/4 + 2 * 1) / 3 = 3/4, of which b makes 2/3; it adds 9/16 to the whole."""
    found = explain(*_mini(a=1, b=4, c=2, d=2), "ab")
    assert (found.kind, found.node, found.value) == ("block", "ab", 0.75)
    assert [(part.kind, part.id, part.weight) for part in found.parts] == [
        ("practice", "a", 1.0),
        ("practice", "b", 2.0),
    ]
    assert {practice.id: practice.contribution for practice in found.practices}["b"] == pytest.approx(2 / 3)
    (above,) = found.above
    assert (above.id, above.value, above.contribution, above.gain) == (None, 0.6875, pytest.approx(9 / 16), None)


def test_a_practice_is_explained_by_its_criteria_and_by_what_it_adds_to_each_node():
    """Criteria at 1/4 and 3/4 make half each of the mean 1/2; one level more of the whole practice is 3/4."""
    criteria = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}, {"id": "z", "title": "Z"}]
    block = {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "criteria": criteria}]}
    framework = Framework(id="mini", title="Mini", scale=SCALE, blocks=[block])
    assessment = Assessment(framework="mini", ratings={"p": {"criteria": {"x": 1, "y": 3}}})
    found = explain(framework, assessment, "p")
    assert (found.kind, found.value, found.low, found.high) == (
        "practice",
        0.5,
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
    )
    assert [(part.id, part.contribution) for part in found.parts] == [("x", 0.125), ("y", 0.375), ("z", None)]
    assert [(node.id, node.contribution, node.gain) for node in found.above] == [("b", 0.5, 0.25), (None, 0.5, 0.25)]
    assert found.policy_in_words[0] == "Its value is the mean of the criteria that are rated, 2 of 3."


def test_criteria_of_which_the_best_counts_do_not_add_up():
    """Only the best makes the value, and the others make nothing."""
    practice = {"id": "p", "title": "P", "criteria_rule": "any", "criteria": [{"id": "x", "title": "X"}]}
    framework = Framework(id="m", title="M", scale=SCALE, blocks=[{"id": "b", "title": "B", "practices": [practice]}])
    found = explain(framework, Assessment(framework="m", ratings={"p": {"criteria": {"x": 1}}}), "p")
    assert found.parts[0].contribution is None


def test_where_an_aggregate_does_not_add_up_there_are_no_contributions():
    """Under a minimum there are none; a mean of minima still splits into its blocks."""
    lowest = explain(*_mini({"aggregate": "minimum"}, a=1, b=4, c=2, d=2))
    assert (lowest.value, lowest.is_additive) == (0.25, False)
    assert {practice.contribution for practice in lowest.practices} == {None}
    mixed = explain(*_mini({"aggregate": "minimum", "top": {"aggregate": "mean"}}, a=1, b=4, c=2, d=2))
    assert (mixed.is_additive, [part.contribution for part in mixed.parts]) == (False, [0.1875, 0.125])
    assert {practice.contribution for practice in mixed.practices} == {None}


@pytest.mark.parametrize(
    ("rating", "gain"),
    [
        ({"not_applicable": "no"}, None),
        ({"not_pursued": "no"}, None),
        ("l4", None),
        (None, 1 / 32),
        ("unknown", 1 / 32),
    ],
)
def test_there_is_no_gain_at_the_top_or_out_of_scope(rating, gain):
    """What nobody rated is counted from the lowest level to the next."""
    found = explain(*_mini(a=1, b=4, c=2, d=rating))
    assert found.practices[-1].gain == gain


def test_points_of_a_lens_name_what_lowers_it():
    """Practice b at l4 needs a at l2, so it counts as l2: the whole loses 3/4 * 2/3 * 1/2 = 1/4."""
    found = explain(*_mini(a=1, b=4, c=2, d=2)).consistent
    assert (found.value, found.points) == (0.4375, pytest.approx(0.25))
    (capped,) = found.practices
    assert (capped.id, capped.level, capped.counts_as, capped.points) == ("b", "l4", "l2", pytest.approx(0.25))
    assert [(need.practice, need.level) for need in capped.unmet[0].any_of] == [("a", "l2")]
    (rests,) = found.rests_on
    assert (rests.any_of, rests.practices, rests.points) == (capped.unmet[0].any_of, ("b",), pytest.approx(0.25))
    inside = explain(*_mini(a=1, b=4, c=2, d=2), "ab").consistent
    assert inside.points == pytest.approx(1 / 3)
    assert explain(*_mini(a=1, b=4, c=2, d=2), "b").consistent.points == pytest.approx(0.5)
    assert explain(*_mini(a=1, b=4, c=2, d=2), "cd").consistent.practices == ()


def test_one_prerequisite_may_carry_several_practices():
    """Two practices that rest on the same one are listed under it together; the one that loses most comes first."""
    need = [{"practice": "a", "level": 2, "from": 1, "why": "a first"}]
    practices = [{"id": "a", "title": "A"}, *({"id": n, "title": n, "requires": need} for n in "bc")]
    framework = Framework(id="m", title="M", scale=SCALE, blocks=[{"id": "x", "title": "X", "practices": practices}])
    found = explain(framework, Assessment(framework="m", ratings={"a": 0, "b": 1, "c": 4})).consistent
    assert [practice.id for practice in found.practices] == ["c", "b"]
    (rests,) = found.rests_on
    assert rests.practices == ("c", "b")
    assert rests.points == found.points == pytest.approx(5 / 12)


def test_evidence_is_asked_for_by_practice():
    """Levels from l2 on need evidence, of which there is none: b falls from l4 to l1, c and d from l2 to l1."""
    found = explain(*_mini(a=1, b=4, c=2, d=2)).evidenced
    assert [(p.id, p.counts_as, p.points) for p in found.practices] == [
        ("b", "l1", pytest.approx(3 / 8)),
        ("c", "l1", pytest.approx(1 / 32)),
        ("d", "l1", pytest.approx(1 / 32)),
    ]
    framework, assessment = _mini(a=1)
    assert explain(framework, assessment.replace(as_of=None)).evidenced is None


def test_too_few_answers_withhold_points_too():
    """Where the card shows no value, nothing that would give it away is shown."""
    found = explain(*_mini(d=2))
    assert (found.value, found.coverage, found.low, found.high) == (None, 0.125, 0.0625, 0.9375)
    assert {practice.contribution for practice in found.practices} == {None}
    assert {practice.gain for practice in found.practices} == {None}
    assert {part.contribution for part in found.parts} == {None}
    assert found.consistent.points is None
    block = explain(*_mini(d=2), "cd")
    assert (block.value, block.practices[1].contribution) == (0.5, 0.5)
    assert [node.contribution for node in block.above] == [None]


def test_the_policy_is_said_in_words():
    """What differs inside is said beside what holds for the whole."""
    framework, assessment = _mini({"aggregate": "blend", "minimum_share": 0.5, "output": {"low": 0, "high": 10}}, a=1)
    found = explain(rearranged(framework, lambda b: {**b, "scoring": {"aggregate": "minimum"}}), assessment)
    assert found.policy.minimum_share == 0.5
    assert found.policy_in_words == (
        "The value is 50% the weighted mean of its parts and 50% its lowest part.",
        "The largest weight in it is 3 times the smallest.",
        "Practices without a rating are left out of the value and widen its range.",
        "Practices that do not apply are left out.",
        "Practices not pursued are left out.",
        "No value is shown if less than 50% is answered.",
        "It is reported from 0 to 10.",
        "In every block, the value is that of its lowest part.",
        "Evidence counts for 24 months after its newest date.",
    )


@pytest.mark.parametrize(
    ("rating", "sentence"),
    [
        ("l2", "Its level was rated directly."),
        ("unknown", "Somebody was asked, and nobody could say."),
        (None, "Nobody has rated it."),
        ({"not_applicable": "none"}, "It does not apply to this organization."),
        ({"not_pursued": "later"}, "The organization does not pursue it, so it is left out."),
        ({"answers": {"ann": 1, "ben": 3}}, "Its value is combined from the answers to it: lower median."),
        ({"agreed": {"level": 1, "by": "board"}}, "The group agreed on its level, which overrides single answers."),
    ],
)
def test_a_practice_says_where_its_value_comes_from(rating, sentence):
    """Names, notes and reasons stay out of it."""
    framework, assessment = _mini()
    people = [{"id": "ann"}, {"id": "ben"}]
    found = explain(framework, assessment.replace(ratings={"a": rating}, respondents=people), "a")
    assert found.policy_in_words[0] == sentence


def test_an_unknown_node_is_told_with_the_nearest_one():
    """Blocks and practices are looked through alike."""
    framework = Framework(id="m", title="M", scale=SCALE, blocks=[{"id": "payment", "title": "Payment"}])
    with pytest.raises(NotFoundError, match=r"m has no block or practice 'paymnt' .did you mean 'payment'"):
        explain(framework, Assessment(framework="m"), "paymnt")
    with pytest.raises(NotFoundError, match=r"m has no block or practice 'xyzzy'$"):
        explain(framework, Assessment(framework="m"), "xyzzy")


def test_what_cannot_be_scored_cannot_be_explained():
    """Guidance has no score, and ratings have to fit."""
    framework, _ = _mini()
    with pytest.raises(UnsuitableError, match="mini is guidance"):
        explain(framework.replace(use="guidance"), Assessment(framework="mini"))
    with pytest.raises(InvalidDataError, match="mini has no practice 'x'"):
        explain(framework, Assessment(framework="mini", ratings={"x": 1}))


@fewer
@given(additive())
def test_contributions_add_up_to_the_last_bit(case):
    """In every node of every framework whose aggregates add up; criteria of one practice likewise."""
    framework, assessment = case
    for name in (None, *(block.id for block, _, _ in framework.walk())):
        found = explain(framework, assessment, name)
        parts = [practice.contribution for practice in found.practices if practice.contribution is not None]
        if found.value is None:
            assert parts == []
            continue
        assert found.is_additive
        assert fsum(parts) == found.value
        assert fsum(part.contribution for part in found.parts if part.contribution is not None) == found.value
        assert min(parts) >= 0


@fewer
@given(policies())
def test_an_explanation_agrees_with_the_card(case):
    """Value, interval, coverage and lenses are those of the score card, node by node."""
    framework, assessment = case
    for name, reading in _nodes(score(framework, assessment)).items():
        found = explain(framework, assessment, name or None)
        for key in ("value", "low", "high", "coverage", "band", "output"):
            assert getattr(found, key) == getattr(reading, key), (name, key)
        assert found.consistent.value == (None if reading.value is None else reading.consistent)
        if found.evidenced:
            assert found.evidenced.value == (None if reading.value is None else reading.evidenced)


@fewer
@given(policies())
def test_gains_equal_scoring_again(case):
    """The score of the assessment with that practice one level up, minus the score."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    found = explain(framework, assessment)
    for practice in found.practices:
        claim = said[practice.id]
        top = framework.scale_of(practice.id).top
        if not claim.in_scope or (claim.position or 0) == top:
            assert (practice.gain, practice.next_level) == (None, None)
            continue
        before = assessment if claim.status == "rated" else _with(assessment, practice.id, 0)
        after = _with(assessment, practice.id, (claim.position or 0) + 1)
        scores = [score(framework, one).score.value for one in (before, after)]
        if None in scores:
            assert practice.gain is None
        else:
            assert practice.gain == pytest.approx(scores[1] - scores[0], abs=1e-12)


def _with(assessment, name, position):
    return assessment.replace(ratings={**assessment.ratings, name: Rating(level=position)})


@fewer
@given(policies(), st.data())
def test_raising_an_answer_never_lowers_a_score(case, data):
    """Whatever the aggregates: no value, no bound and no gain falls, in any node."""
    framework, assessment = case
    said = claimed_values(framework, assessment)
    able = [n for n, c in said.items() if c.status == "rated" and c.position < framework.scale_of(n).top]
    if not able:
        return
    name = data.draw(st.sampled_from(able))
    raised = _with(assessment, name, said[name].position + 1)
    before, after = (_nodes(score(framework, one)) for one in (assessment, raised))
    for node, reading in before.items():
        for key in ("value", "low", "whole"):
            low, high = getattr(reading, key), getattr(after[node], key)
            assert (low is None) == (high is None)
            assert low is None or high >= low - 1e-12, (node, key)
    assert all(
        practice.gain is None or practice.gain >= -1e-12 for practice in explain(framework, assessment).practices
    )


@fewer
@given(additive())
def test_points_of_a_lens_add_up_under_a_mean(case):
    """What the practices lose alone is what the node loses in all."""
    framework, assessment = case
    found = explain(framework, assessment)
    for gap in (found.consistent, found.evidenced):
        if gap and found.value is not None:
            assert fsum(practice.points for practice in gap.practices) == pytest.approx(gap.points, abs=1e-12)


def test_scope_is_that_of_what_is_explained():
    """Four practices in all, two in a block, one by itself; what is not rated does not count."""
    framework, assessment = _mini(a=1, b=4, c="unknown")
    whole, block, one = (explain(framework, assessment, node).scope for node in (None, "cd", "c"))
    assert (whole.practices, whole.rated, whole.unknown, whole.unanswered, whole.counted) == (4, 2, 1, 1, 2)
    assert (block.practices, block.rated, block.counted) == (2, 0, 0)
    assert (one.practices, one.unknown, one.counted) == (1, 1, 0)


@pytest.mark.parametrize(("over", "counts"), [("children", True), ("grandchildren", False), ("practices", False)])
def test_a_node_above_says_whether_the_block_counts_as_such(over, counts):
    """Where what stands in it counts instead, the block itself makes no part of that value."""
    framework, assessment = _mini({"top": {"over": over}}, a=1, b=4, c=2, d=2)
    (above,) = explain(framework, assessment, "ab").above
    assert (above.counts, above.contribution is not None) == (counts, counts)
    parts = {part.id for part in explain(framework, assessment).parts}
    assert parts == ({"ab", "cd"} if counts else {"a", "b", "c", "d"})


def test_criteria_that_several_rate_are_explained():
    """The parts are what the answers make of each criterion, and say so."""
    parts = [{"id": name, "title": name.upper()} for name in "abc"]
    practices = [{"id": "p", "title": "P", "criteria": parts}]
    framework = Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    answers = {"ann": {"criteria": {"a": "yes"}}, "ben": {"criteria": {"a": "no", "b": "yes"}}}
    people = [{"id": who} for who in answers]
    found = explain(
        framework, Assessment(framework="mini", respondents=people, ratings={"p": {"answers": answers}}), "p"
    )
    assert [(part.id, part.value, part.contribution) for part in found.parts] == [
        ("a", 0.0, 0.0), ("b", 1.0, 0.5), ("c", None, None),
    ]  # fmt: skip
    assert found.policy_in_words[0] == (
        "Its value is the mean of the criteria that are rated, 2 of 3. "
        "Each of them is combined from the answers to it: lower median."
    )
