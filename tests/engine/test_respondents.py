import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.respondents import combined
from equity_blocks.model.assessment import Rating
from equity_blocks.model.scale import Scale

SCALE = Scale.model_validate(["none", "some", "most", "all"])
votes = st.lists(st.integers(0, SCALE.top), min_size=1, max_size=9)


def _answers(levels):
    return Rating(answers={f"r{i}": level for i, level in enumerate(levels)})


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([0, 3], 0), ([3, 0, 2], 2), ([3, 1, 2, 3], 2), ([1], 1), ([0, 0, 3, 3], 0), ([3, 3, 0], 3)],
)
def test_answers_combine_to_their_lower_median(levels, expected):
    """Sorted, the one in the middle counts; of two in the middle the lower: 0,3 -> 0; 1,2,3,3 -> 2."""
    assert combined(_answers(levels), SCALE) == expected


@given(votes)
def test_lower_median_is_the_least_level_that_half_do_not_exceed(levels):
    """The naive definition, level by level, gives the same position."""
    expected = next(level for level in range(SCALE.top + 1) if 2 * sum(v <= level for v in levels) >= len(levels))
    assert combined(_answers(levels), SCALE) == expected


@given(votes, st.randoms(use_true_random=True))
def test_order_of_respondents_does_not_matter(levels, random):
    """Nobody gains by answering first."""
    assert combined(_answers(random.sample(levels, len(levels))), SCALE) == combined(_answers(levels), SCALE)


@given(st.integers(0, SCALE.top), st.integers(1, 6))
def test_identical_respondents_count_as_one(level, times):
    """P19: k people who say the same are one person."""
    assert combined(_answers([level] * times), SCALE) == combined(Rating(level=level), SCALE) == level


def test_level_ids_and_positions_mean_the_same():
    """A respondent may name a level or count it."""
    assert combined(_answers(["some", 1, "most"]), SCALE) == 1


@given(votes)
def test_blank_and_unknown_answers_do_not_vote(levels):
    """Who says nothing, or does not know, pulls nothing down."""
    blanks = {"blank": None, "lost": "unknown", "other": {"not_applicable": "not ours"}}
    rating = Rating(answers={**{f"r{i}": level for i, level in enumerate(levels)}, **blanks})
    assert combined(rating, SCALE) == combined(_answers(levels), SCALE)


def test_without_votes_there_is_no_level():
    """Blank answers alone name no level."""
    assert combined(Rating(answers={"a": None, "b": "unknown"}), SCALE) is None
    assert combined(Rating(), SCALE) is None
    assert combined(Rating(level="unknown"), SCALE) is None


@given(votes, st.integers(0, SCALE.top))
def test_what_was_agreed_overrides_the_answers(levels, agreed):
    """The level a group settled on counts, whatever its members had said."""
    rating = _answers(levels).replace(agreed={"level": agreed, "by": "steering group"})
    assert combined(rating, SCALE) == agreed


def test_a_group_may_agree_that_nobody_knows():
    """Agreeing on unknown leaves no level, although everybody had named one."""
    rating = Rating(answers={"a": "all", "b": "all"}, agreed={"level": "unknown", "by": "steering group"})
    assert combined(rating, SCALE) is None
    assert rating.status == "unknown"
