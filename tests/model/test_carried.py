import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, Framework, Rating, score
from equity_blocks.files.loading import read_assessment
from equity_blocks.files.writing import written
from equity_blocks.model import misfits

FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "partly", "yes"],
    scoring={"min_coverage": 0.0},
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}],
)
CARRIED = {"level": "partly", "low": 0.5, "high": 0.9, "framework": "g", "from": ["x", "y"]}


def test_a_carried_level_does_not_count_as_rated():
    """The score is the same as without it, and its scope says unanswered."""
    with_it = Assessment(framework="f", ratings={"p": {"carried": CARRIED}, "q": "yes"})
    assert with_it.rating("p").status == "unanswered"
    card = score(FRAMEWORK, with_it)
    assert (card.scope.rated, card.scope.unanswered, card.scope.counted) == (1, 1, 1)
    assert card.score == score(FRAMEWORK, Assessment(framework="f", ratings={"q": "yes"})).score


def test_a_level_beside_it_is_what_counts():
    """Who answers may leave the proposal where it is."""
    rating = Rating(level="yes", carried=CARRIED)
    assert (rating.status, rating.level, rating.carried.source) == ("rated", "yes", ("x", "y"))


def test_a_carried_level_has_to_be_on_the_scale():
    """It is told at its own key."""
    said = Assessment(framework="f", ratings={"p": {"carried": {**CARRIED, "level": "perhaps"}}})
    (problem,) = misfits(FRAMEWORK, said)
    assert (problem.code, problem.key_path) == ("unknown_level", ("ratings", "p", "carried", "level"))


def test_it_is_written_and_read_again():
    """Under `from`, as people write it."""
    said = Assessment(framework="f", ratings={"p": {"carried": CARRIED}})
    text = written(said)
    assert "      from:\n        - x\n" in text
    assert read_assessment("a.yaml", text).noun == said


@pytest.mark.parametrize("key", ["low", "high"])
def test_bounds_lie_between_0_and_1(key):
    """They are values, not percentages."""
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Rating(carried={**CARRIED, key: 50})


def test_the_lower_bound_is_not_above_the_upper():
    """An interval that holds nothing says nothing."""
    with pytest.raises(ValidationError, match=r"low 0\.9 lies above high 0\.1"):
        Rating(carried={**CARRIED, "low": 0.9, "high": 0.1})
    assert Rating(carried={**CARRIED, "low": 0.5, "high": 0.5}).carried.high == 0.5
