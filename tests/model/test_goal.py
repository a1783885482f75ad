import pytest
from pydantic import ValidationError

from equity_blocks.model.goal import Goal, Initiative

GOAL = {"id": "g", "population": "Members after birth", "measure": "Postpartum visit"}


def test_a_goal_needs_a_population_and_a_measure():
    """Without them it is a wish."""
    with pytest.raises(ValidationError, match="population"):
        Goal(id="g", measure="Postpartum visit")
    with pytest.raises(ValidationError, match="measure"):
        Goal(**{**GOAL, "measure": ""})


def test_numbers_of_a_goal_are_numbers():
    """Text that looks like one is refused, and so is what is no number at all."""
    assert Goal(**GOAL, baseline={"value": 58}, target={"value": 70, "by": "2028-06-30"}).target.by.year == 2028
    for value in ("58", float("nan")):
        with pytest.raises(ValidationError, match=r"baseline\.value"):
            Goal(**GOAL, baseline={"value": value})


def test_the_words_of_a_goal_and_an_initiative_are_listed():
    """Importance of a cause, and status of an initiative."""
    with pytest.raises(ValidationError, match="'low', 'normal' or 'high'"):
        Goal(**GOAL, root_causes=[{"title": "Hours", "importance": "huge"}])
    with pytest.raises(ValidationError, match="'planned', 'existing' or 'ended'"):
        Initiative(id="i", title="I", status="paused")
