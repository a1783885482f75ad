"""Ratings: what is said about one practice, in short and in full, by one or by several."""

import pytest
from pydantic import ValidationError

from equity_blocks import score
from equity_blocks.files.opening import open_assessment
from equity_blocks.files.writing import written
from equity_blocks.model import Answer, Assessment, Framework, Rating, misfits
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.noun import BY_HAND

US = {"by": "Steering group"}


def refusals_of(**data: object) -> list[tuple]:
    """Give the codes and key paths of what an assessment is refused for."""
    with pytest.raises(ValidationError, match="unsound") as caught:
        Assessment(framework="mini", **data)
    return [(p.code, p.key_path) for p in problems_of(caught.value)]


def rating(value: object) -> Rating:
    """Build a rating as it stands in an assessment."""
    people = [{"id": who} for who in "abcd"]
    return Assessment(framework="mini", respondents=people, ratings={"p": value}).rating("p")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("partial", {"level": "partial"}),
        (2, {"level": 2}),
        (0, {"level": 0}),
        ("unknown", {"level": "unknown"}),
        (None, {}),
        ({"answers": {"a": "partial", "b": 1}}, {"answers": {"a": {"level": "partial"}, "b": {"level": 1}}}),
        ({"answers": {"a": None}}, {"answers": {"a": {}}}),
        ({"evidence": []}, {}),
    ],
)
def test_short_forms_mean_the_same(short: object, full: dict):
    """A level alone is a rating, and an answer."""
    assert rating(short) == rating(full) == Rating.model_validate(full)


def test_a_rating_may_be_a_noun_already():
    """Ratings and answers that exist are taken as they are."""
    one = Rating(level="partial", note="two clinics")

    assert rating(one) is one
    assert rating({"answers": {"a": Answer(level=1)}}).answers["a"] == Answer(level=1)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, "unanswered"),
        ({}, "unanswered"),
        ({"note": "asked twice"}, "unanswered"),
        ({"decision": "pursue", "target": "in-place"}, "unanswered"),
        ("partial", "rated"),
        (0, "rated"),
        ("unknown", "unknown"),
        ({"criteria": {}}, "unanswered"),
        ({"criteria": {"x": None, "y": None}}, "unanswered"),
        ({"criteria": {"x": None, "y": 0}}, "rated"),
        ({"not_applicable": "no clinical records"}, "not_applicable"),
        ({"not_pursued": "outside this year's scope"}, "not_pursued"),
        ({"not_pursued": "outside this year's scope", "level": "planned"}, "not_pursued"),
        ({"answers": {"a": "partial", "b": "unknown"}}, "rated"),
        ({"answers": {"a": "unknown", "b": "unknown"}}, "unknown"),
        ({"answers": {"a": None, "b": {"note": "later"}}}, "unanswered"),
        ({"answers": {"a": {"not_applicable": "no records"}}}, "not_applicable"),
        ({"answers": {"a": {"not_applicable": "no"}, "b": {"not_applicable": "no"}, "c": 1}}, "not_applicable"),
        ({"answers": {"a": {"not_applicable": "no"}, "b": 1}}, "rated"),
        ({"answers": {"a": {"not_applicable": "no"}, "b": "unknown"}}, "unknown"),
        ({"answers": {"a": {"not_applicable": "no"}, "b": None, "c": None}}, "not_applicable"),
        ({"answers": {"a": "unknown"}, "agreed": {"level": "partial", **US}}, "rated"),
        ({"answers": {"a": "partial"}, "agreed": {"level": "unknown", **US}}, "unknown"),
        ({"answers": {"a": {"not_applicable": "no"}}, "agreed": {"level": 1, **US}}, "rated"),
        ({"agreed": {"level": 0, **US}}, "rated"),
    ],
)
def test_the_status_says_what_kind_of_statement_a_rating_is(value: object, status: str):
    """Agreement comes before answers, a majority decides that a practice does not apply, and silence is no answer."""
    assert rating(value).status == status


def test_a_practice_that_nobody_mentions_is_unanswered():
    """An assessment has a rating for every practice, an empty one where nothing was said."""
    assert Assessment(framework="mini").rating("p") == Rating()
    assert Assessment(framework="mini").rating("p").status == "unanswered"


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ({"level": 1, "criteria": {"x": 1}}, "criteria"),
        ({"level": 1, "answers": {"a": 1}}, "answers"),
        ({"criteria": {"x": 1}, "answers": {"a": 1}}, "answers"),
        ({"level": "unknown", "criteria": {"x": None}}, "criteria"),
        ({"not_applicable": "no", "level": 1}, "not_applicable"),
        ({"not_applicable": "no", "criteria": {"x": 1}}, "not_applicable"),
        ({"not_applicable": "no", "answers": {"a": 1}}, "not_applicable"),
        ({"not_applicable": "no", "agreed": {"level": 1, **US}}, "not_applicable"),
        ({"not_applicable": "no", "not_pursued": "not now"}, "not_applicable"),
        ({"not_pursued": "not now", "decision": "pursue"}, "decision"),
    ],
)
def test_a_rating_says_one_thing(value: dict, key: str):
    """Two statements that contradict each other are refused, at the later key."""
    assert refusals_of(respondents=[{"id": "a"}], ratings={"p": value}) == [("contradiction", ("ratings", "p", key))]


@pytest.mark.parametrize(
    "value",
    [
        {"level": 1, "criteria": {}, "answers": {}},
        {"level": None, "criteria": {"x": 1}},
        {"not_pursued": "not now", "decision": "later"},
        {"not_pursued": "not now", "criteria": {"x": 1}},
        {"answers": {"a": 1}, "agreed": {"level": 2, **US}},
        {"not_applicable": "no", "owner": "CIO", "note": "asked"},
    ],
)
def test_what_does_not_contradict_may_stand_together(value: dict):
    """Empty parts contradict nothing, and a practice may be left out although it has a level."""
    for key, part in value.items():
        assert getattr(rating(value), key) is not None or part is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "True is not a level"),
        (float("nan"), "nan is not a level"),
        (float("inf"), "inf is not a level"),
        ("", "'' is not a level"),
        ([1], r"\[1\] is not a level"),
        ({"not_applicable": ""}, "nothing says why"),
        ({"not_pursued": ""}, "nothing says why"),
        ({"importance": "urgent"}, "'low', 'normal' or 'high'"),
        ({"cost": "40000"}, "valid number"),
        ({"agreed": {"level": 1}}, "by\n"),
        ({"required_by": [{"due": "2027-06-30"}]}, "title\n"),
        ({"answers": {"a": {"level": True}}}, "True is not a level"),
    ],
)
def test_what_is_no_rating_is_refused(value: object, words: str):
    """Every mistake is told at its key."""
    with pytest.raises(ValidationError, match=words):
        rating(value)


@pytest.mark.parametrize("score", [1.5, -1, 0.0, 41])
def test_a_number_may_be_a_score(score: float):
    """Whether it is one, only the framework can say: on a scale of levels it would be no position."""
    assert rating(score).level == score


@pytest.mark.parametrize(
    "value",
    [
        {"not_applicable": None}, {"not_applicable": "  "}, {"not_applicable": None, "note": "asked"},
        {"not_applicable": None, "owner": "CIO"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["", "ann"])
def test_what_does_not_apply_needs_its_reason(value: dict, who: str):
    """A key with nothing after it is no statement: it is not read as unanswered in silence."""
    if who:
        value = {"answers": {who: {key: text for key, text in value.items() if key != "owner"}}}
    with pytest.raises(ValidationError, match=r"nothing says why the practice does not apply \(write the reason after"):
        Rating.model_validate(value, context=BY_HAND)


@pytest.mark.parametrize("value", [{"not_pursued": None}, {"level": "planned", "not_pursued": None}])
def test_what_is_not_pursued_needs_its_reason(value: dict):
    """Else it would count, though somebody began to leave it out."""
    with pytest.raises(ValidationError, match="nothing says why the practice is not pursued"):
        Rating.model_validate(value, context=BY_HAND)


def test_a_record_may_leave_reasons_blank():
    """Programs name every key; a level beside a blank reason is the level."""
    assert rating({"not_pursued": "later"}).replace(not_pursued=None).status == "unanswered"
    assert rating({"level": 1, "not_applicable": None}).level == 1
    assert rating({"level": None, "not_applicable": None, "not_pursued": None}).status == "unanswered"
    assert Answer(level=None, not_applicable=None).is_blank
    for said in (rating("partial"), rating({"answers": {"ann": 1}}), rating(None), rating({"not_applicable": "none"})):
        assert Rating.model_validate(said.model_dump()) == said
        assert Rating.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    ("answer", "levels", "is_statement", "names_level"),
    [
        ({"criteria": {"a": "yes", "b": None}}, ("yes",), True, True),
        ({"criteria": {"a": "unknown"}}, ("unknown",), True, False),
        ({"criteria": {"a": None}}, (), False, False),
        ({"level": 0}, (0,), True, True),
        ({"not_applicable": "no records"}, (), True, False),
        ({"note": "later"}, (), False, False),
    ],
)
def test_an_answer_may_speak_of_criteria(answer: dict, levels: tuple, is_statement: bool, names_level: bool):
    """Its levels are those of criteria; a practice of which all know nothing is unknown."""
    said = Answer.model_validate(answer)
    assert (said.levels, said.is_statement, said.names_level) == (levels, is_statement, names_level)
    status = (
        "rated" if names_level else "not_applicable" if said.not_applicable else "unknown" if levels else "unanswered"
    )
    assert rating({"answers": {"a": answer}}).status == status


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({"level": 1, "criteria": {"a": 1}}, "criteria"),
        ({"not_applicable": "no", "criteria": {"a": 1}}, "not_applicable"),
        ({"not_applicable": "no", "level": 1}, "not_applicable"),
    ],
)
def test_an_answer_says_one_thing(answer: dict, key: str):
    """A level or criteria, and nothing of both where the practice does not apply."""
    found = refusals_of(respondents=[{"id": "a"}], ratings={"p": {"answers": {"a": answer}}})
    assert found == [("contradiction", ("ratings", "p", "answers", "a", key))]


def test_what_was_agreed_before_counts_nowhere():
    """It may even name a level that the scale does not have any more."""
    agreed = {"level": "yes", **US, "date": "2026-06-10", "earlier": [{"level": "begun", **US, "date": "2025-06-10"}]}
    said = Assessment(framework="f", ratings={"p": {"agreed": agreed}})
    assert misfits(FRAMEWORK, said) == ()
    assert score(FRAMEWORK, said).score.value == 1.0
    assert open_assessment("a.yaml", written(said)).noun == said


def test_where_a_rating_was_read_from_stays_beside_it():
    """Under `from`, with the place and the words that stood there; so for a single answer."""
    origin = {"from": "survey.xlsx", "place": "Answers!C7", "date": "2026-09-12", "said": "Mostly"}
    people = [{"id": "ann"}]
    answers = {"ann": {"level": "yes", "imported": origin, "date": "2026-09-01"}}
    said = Assessment(
        framework="f",
        respondents=people,
        ratings={"p": {"level": "yes", "imported": origin}, "q": {"answers": answers}},
    )
    assert said.rating("p").imported == said.rating("q").answers["ann"].imported
    assert open_assessment("a.yaml", written(said)).noun == said


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
    assert open_assessment("a.yaml", text).noun == said


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


def test_what_is_carried_names_bounds_or_one_level():
    """Both at once would say two things; nothing at all says only where it comes from."""
    assert Rating(carried={"at_least": "no", "at_most": "partly"}).carried.levels == {
        "at_least": "no", "at_most": "partly",
    }  # fmt: skip
    assert Rating(carried={"level": "partly"}).carried.levels == {"level": "partly"}
    assert Rating(carried={"framework": "g", "from": ["x"]}).carried.levels == {}
    with pytest.raises(ValidationError, match="a level and bounds contradict each other"):
        Rating(carried={"level": "partly", "at_most": "yes"})
