import pytest
from pydantic import ValidationError

from equity_blocks import load_assessment, load_framework, respondents
from equity_blocks.model.respondents import EndAnswer, Group, PracticeAnswers, RespondentAnswer, Respondents


@pytest.fixture(scope="module")
def view():
    """Give the view of the three partners."""
    return respondents(load_framework("ahe-roadmap"), load_assessment("assessments/three-partners-ahe.yaml"))


def test_the_schema_is_named_in_the_json(view):
    """Programs tell results apart by it."""
    assert view.model_dump()["schema"] == "equity-blocks/respondents/1"


def test_a_view_survives_json(view):
    """What is written is read again as the same."""
    assert Respondents.model_validate_json(view.model_dump_json()) == view


def test_contested_practices_are_those_marked(view):
    """In the order of the view."""
    assert view.contested == tuple(practice for practice in view.practices if practice.contested)
    assert len(view.contested) == 3


def test_results_are_frozen_and_closed():
    """No key can be added and none changed."""
    side = EndAnswer(level="no", respondents=["ann"])
    with pytest.raises(ValidationError, match="frozen"):
        side.level = "yes"
    with pytest.raises(ValidationError, match="Extra inputs"):
        RespondentAnswer(respondent="ann", status="rated", mood="good")


def test_what_is_not_known_is_null():
    """No value is not 0."""
    nobody = PracticeAnswers(id="p", title="P", block="b", status="unanswered", answers=())
    assert (nobody.spread, nobody.range, nobody.level, nobody.value, nobody.lowest) == (None,) * 5
    assert Group(id="g", title="G", size=0, blocks=(), practices=()).value is None
