from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.engine.scoring.combining import RULES, Voting, combined, votes_of, voting_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import Scale

SCALE = Scale.model_validate(["none", "some", "more", "most", "all"])
votes = st.lists(st.integers(0, SCALE.top), min_size=1, max_size=9)
weighted = st.lists(st.tuples(st.integers(0, SCALE.top), st.integers(1, 5)), min_size=1, max_size=6)


def _answers(levels):
    return Rating(answers={f"r{i}": level for i, level in enumerate(levels)})


def _made(levels, rule="median_low", weights=()):
    """The position that answers combine to; between two levels the number of quarters."""
    voting = Voting(rule, {f"r{i}": weight for i, weight in enumerate(weights)})
    return combined(_answers(levels), SCALE, voting) * SCALE.top


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([0, 3], 0), ([3, 0, 2], 2), ([3, 1, 2, 3], 2), ([1], 1), ([0, 0, 3, 3], 0), ([3, 3, 0], 3)],
)
def test_answers_combine_to_their_lower_median(levels, expected):
    """Sorted, the one in the middle counts; of two in the middle the lower: 0,3 -> 0; 1,2,3,3 -> 2."""
    assert _made(levels) == expected


@given(votes)
def test_lower_median_is_the_least_level_that_half_do_not_exceed(levels):
    """The naive definition, level by level, gives the same."""
    expected = next(level for level in range(SCALE.top + 1) if 2 * sum(v <= level for v in levels) >= len(levels))
    assert _made(levels) == expected == sorted(levels)[(len(levels) - 1) // 2]


@given(votes, st.randoms(use_true_random=False), st.sampled_from(sorted(RULES)))
def test_order_of_respondents_does_not_matter(levels, random, rule):
    """Nobody gains by answering first."""
    assert _made(random.sample(levels, len(levels)), rule) == _made(levels, rule)


@given(st.integers(0, SCALE.top), st.integers(1, 6), st.sampled_from(sorted(RULES)))
def test_identical_respondents_count_as_one(level, times, rule):
    """Any number of people who say the same are one person, by every rule."""
    assert _made([level] * times, rule) == combined(Rating(level=level), SCALE) * SCALE.top == level


@pytest.mark.parametrize(
    ("rule", "expected"), [("median_low", 1), ("mean", 1.75), ("mode", 0), ("lowest", 0), ("highest", 4)]
)
def test_every_rule_by_hand(rule, expected):
    """Of 0, 1, 2 and 4 none is more frequent than the others, so the mode is the lowest."""
    assert _made([0, 1, 2, 4], rule) == expected


@pytest.mark.parametrize(("levels", "expected"), [([0, 2, 2], 2), ([3, 1, 3, 1], 1), ([4, 4, 0, 1], 4)])
def test_mode_is_the_most_frequent_and_of_several_the_lowest(levels, expected):
    """A tie leans to the cautious side."""
    assert _made(levels, "mode") == expected


@given(weighted, st.sampled_from(["median_low", "mode", "mean"]))
def test_a_weight_is_so_many_people(pairs, rule):
    """Weight 3 is three people who say the same, by every rule that weighs."""
    levels, weights = zip(*pairs, strict=True)
    crowd = [level for level, weight in pairs for _ in range(weight)]
    assert _made(levels, rule, weights) == pytest.approx(_made(crowd, rule))


@given(weighted, st.sampled_from([0.1, 1 / 3, 7.0]), st.sampled_from(sorted(RULES)))
def test_only_ratios_of_weights_matter(pairs, factor, rule):
    """Rounding decides no tie: 0.1 + 0.2 against 0.3 is one."""
    levels, weights = zip(*pairs, strict=True)
    assert _made(levels, rule, [w * factor for w in weights]) == pytest.approx(_made(levels, rule, weights))


@given(weighted)
def test_weighted_lower_median_leaves_half_on_either_side(pairs):
    """No more than half the weight lies below, and less than half or just half above."""
    levels, weights = zip(*pairs, strict=True)
    middle, whole = _made(levels, weights=weights), sum(weights)
    assert 2 * sum(w for v, w in pairs if v < middle) < whole
    assert 2 * sum(w for v, w in pairs if v > middle) <= whole


@given(weighted)
def test_mean_is_the_weighted_mean(pairs):
    """In exact fractions."""
    levels, weights = zip(*pairs, strict=True)
    expected = Fraction(sum(v * w for v, w in pairs), sum(weights))
    assert _made(levels, "mean", weights) == pytest.approx(float(expected))


@given(votes, st.integers(0, 8), st.integers(0, SCALE.top), st.sampled_from(sorted(set(RULES) - {"mode"})))
def test_nobody_lowers_the_result_by_answering_higher(levels, place, level, rule):
    """All rules but the mode are monotone."""
    place %= len(levels)
    raised = [max(level, v) if i == place else v for i, v in enumerate(levels)]
    assert _made(raised, rule) >= _made(levels, rule) - 1e-12


def test_level_ids_and_positions_mean_the_same():
    """A respondent may name a level or count it."""
    assert combined(_answers(["some", 1, "most"]), SCALE) == SCALE.values[1]


@given(votes)
def test_blank_and_unknown_answers_do_not_vote(levels):
    """Who says nothing, or does not know, pulls nothing down."""
    blanks = {"blank": None, "lost": "unknown", "other": {"not_applicable": "not ours"}}
    rating = Rating(answers={**{f"r{i}": level for i, level in enumerate(levels)}, **blanks})
    assert combined(rating, SCALE) == combined(_answers(levels), SCALE)
    assert list(votes_of(rating, SCALE).values()) == [SCALE.values[level] for level in levels]
    assert votes_of(rating, SCALE).keys().isdisjoint(blanks)


def test_without_votes_there_is_no_level():
    """Blank answers alone name no level."""
    assert combined(Rating(answers={"a": None, "b": "unknown"}), SCALE) is None
    assert combined(Rating(), SCALE) is None
    assert combined(Rating(level="unknown"), SCALE) is None


@given(votes, st.integers(0, SCALE.top), st.sampled_from(sorted(RULES)))
def test_what_was_agreed_overrides_the_answers(levels, agreed, rule):
    """The level a group settled on counts, whatever its members had said and by whatever rule."""
    rating = _answers(levels).replace(agreed={"level": agreed, "by": "steering group"})
    assert combined(rating, SCALE, Voting(rule)) == SCALE.values[agreed]


def test_a_group_may_agree_that_nobody_knows():
    """Agreeing on unknown leaves no level, although everybody had named one."""
    rating = Rating(answers={"a": "all", "b": "all"}, agreed={"level": "unknown", "by": "steering group"})
    assert combined(rating, SCALE) is None
    assert rating.status == "unknown"


def test_an_assessment_says_how_to_combine():
    """Its rule and its weights; another rule may be asked for, the weights stay."""
    people = [{"id": "ann", "weight": 2}, {"id": "ben"}]
    assessment = Assessment(framework="f", respondents=people, combine="highest")
    assert voting_of(assessment) == Voting("highest", {"ann": 2.0})
    assert voting_of(assessment, "mean") == Voting("mean", {"ann": 2.0})
    assert voting_of(Assessment(framework="f")) == Voting("median_low", {})


def test_the_weight_of_a_role_multiplies_that_of_its_people():
    """Members count three times; one of them counts twice that, and who has no role counts once."""
    people = [{"id": "ann", "role": "members", "weight": 2}, {"id": "ben", "role": "members"}, {"id": "cleo"}]
    said = Assessment(framework="f", respondents=people, role_weights={"members": 3}, combine="mean")
    assert voting_of(said) == Voting("mean", {"ann": 6.0, "ben": 3.0})
    assert voting_of(said.replace(role_weights={})) == Voting("mean", {"ann": 2.0})
    with pytest.raises(ValidationError, match="greater than 0"):
        said.replace(role_weights={"members": 0})


def test_an_answer_by_criteria_counts_as_they_do_together():
    """By their mean, or the best of them."""
    rating = Rating(answers={"ann": {"criteria": {"a": 1, "b": 2, "c": None}}, "ben": {"criteria": {"a": "unknown"}}})
    low, high = SCALE.values[1:3]
    assert votes_of(rating, SCALE) == {"ann": (low + high) / 2}
    assert votes_of(rating, SCALE, "any") == {"ann": high}
