"""Scores that mean "no answer"."""

import pytest

from equity_blocks.engine.respondents.view import respondents
from equity_blocks.engine.scoring.claims import claims
from equity_blocks.engine.scoring.no_answer import answered
from equity_blocks.engine.scoring.score import score
from equity_blocks.engine.scoring.silence import silent_voices
from equity_blocks.model import Assessment, Framework

PERCENTS = {"id": "percents", "range": [0, 100], "missing": [99, -999]}
PARTS = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
PRACTICES = [{"id": "p", "title": "P", "criteria": PARTS}, {"id": "q", "title": "Q"}]
FRAMEWORK = Framework(
    id="mini", title="Mini", scale=PERCENTS, blocks=[{"id": "b", "title": "B", "practices": PRACTICES}]
)
ANN, BEN = {"id": "ann"}, {"id": "ben"}


def said(rating, *, people=(ANN, BEN), **more):
    """Rate the first practice."""
    return Assessment(framework="mini", respondents=people, ratings={"p": rating, "q": 50}, **more)


@pytest.mark.parametrize("code", [99, 99.0, -999])
@pytest.mark.parametrize(
    "rating",
    [
        lambda code: code,
        lambda code: {"level": code, "note": "not asked"},
        lambda code: {"criteria": {"x": code, "y": None}},
        lambda code: {"answers": {"ann": code, "ben": code}},
    ],
)
def test_a_rating_of_such_a_score_is_unanswered(rating, code):
    """It has no value, its range is open, and it is counted among what nobody answered."""
    card = score(FRAMEWORK, said(rating(code)))
    practice = card.blocks[0].practices[0]

    assert (practice.status, practice.level, practice.value) == ("unanswered", None, None)
    assert (practice.low, practice.high) == (0.0, 1.0)
    assert (card.score.value, card.score.low, card.score.high, card.score.coverage) == (0.5, 0.25, 0.75, 0.5)
    assert (card.scope.rated, card.scope.unanswered) == (1, 1)


def test_a_choice_stays_a_choice():
    """What is left out by choice is not unanswered; it has no level."""
    claim = claims(FRAMEWORK, said({"level": 99, "not_pursued": "not this year"}))["p"]
    assert (claim.status, claim.value) == ("not_pursued", None)


def test_an_answer_of_such_a_score_has_no_vote():
    """The others decide, and who gave it said nothing."""
    assessment = said({"answers": {"ann": 99, "ben": 40}})
    assert claims(FRAMEWORK, assessment)["p"].value == 0.4
    assert silent_voices(FRAMEWORK, assessment) == {"p": ("ann",)}
    (voices,) = [p for p in respondents(FRAMEWORK, assessment).practices if p.id == "p"]
    assert [(voice.respondent, voice.status, voice.level) for voice in voices.answers] == [
        ("ann", "unanswered", None),
        ("ben", "rated", "40"),
    ]
    assert not voices.contested


def test_a_criterion_of_such_a_score_leaves_the_value_to_the_others():
    """It is open, like one that nobody rated."""
    claim = claims(FRAMEWORK, said({"criteria": {"x": 99, "y": 40}}))["p"]
    assert (claim.value, claim.low, claim.high) == (0.4, 0.2, 0.7)


def test_a_group_that_agreed_on_such_a_score_could_not_say():
    """The answers do not speak against it."""
    claim = claims(FRAMEWORK, said({"answers": {"ann": 40}, "agreed": {"level": 99, "by": "all"}}))["p"]
    assert claim.status == "unknown"


def test_what_is_no_such_score_stays_as_it_is():
    """An assessment without any is not even copied, and on other scales 99 is no code."""
    plain = said(98)
    assert answered(FRAMEWORK, plain) is plain
    other = Framework(id="mini", title="Mini", scale={"id": "s", "range": [0, 100]}, blocks=FRAMEWORK.blocks)
    assert claims(other, said(99))["p"].value == 0.99
    assert answered(other, said(99)).rating("p").level == 99


def test_each_scale_has_its_own():
    """A practice on another scale may be rated so."""
    own = [{"id": "p", "title": "P", "scale": {"id": "own", "range": [0, 100]}}, {"id": "q", "title": "Q"}]
    framework = Framework(id="mini", title="Mini", scale=PERCENTS, blocks=[{"id": "b", "title": "B", "practices": own}])
    found = claims(framework, Assessment(framework="mini", ratings={"p": 99, "q": 99}))
    assert (found["p"].value, found["q"].status) == (0.99, "unanswered")
