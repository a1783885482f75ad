"""Assessments: what is said about practices, in short and in full."""

import datetime as dt

import pytest
from pydantic import ValidationError

from equity_blocks.model import Agreed, Answer, Assessment, Evidence, Framework, Rating, misfits
from equity_blocks.model.noun import BY_HAND

US = {"by": "Steering group"}


def rating(value: object) -> Rating:
    """Build a rating as it stands in an assessment."""
    people = [{"id": who} for who in "abcd"]
    return Assessment(framework="mini", respondents=people, ratings={"p": value}).rating("p")


def refusals_of(**data: object) -> list[tuple]:
    """Give the codes and key paths of what an assessment is refused for."""
    with pytest.raises(ValidationError, match="unsound") as caught:
        Assessment(framework="mini", **data)
    return [(p.code, p.key_path) for details in caught.value.errors() for p in details["ctx"]["problems"]]


def problems_of(**data: object) -> list[tuple]:
    """Give the codes and key paths of what an assessment cannot be used for, whatever its practices are."""
    names = data.get("ratings", {})
    practices = [{"id": name, "title": name} for name in names]
    framework = Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    return [(p.code, p.key_path) for p in misfits(framework, Assessment(framework="mini", **data))]


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
    assert refusals_of(respondents=[{"id": "a"}], ratings={"p": value}) == [("contradiction", (key,))]


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


REGISTER = {"plan": {"title": "Equity plan"}}
PEOPLE = [{"id": "cmo"}, {"id": "data"}]
GOAL = {"id": "visits", "population": "Members after birth", "measure": "Postpartum visit"}
WORK = {"id": "board", "title": "Advisory board"}
RULES = {
    "evidence-is-in-the-register": (
        {"evidence": REGISTER, "ratings": {"p": {"evidence": ["plan", "plan"]}, "q": {"evidence": "plan"}}},
        {"evidence": REGISTER, "ratings": {"p": {"evidence": ["plan", "plans"]}}},
        ("unknown_evidence", ("ratings", "p", "evidence", 1)),
    ),
    "one-piece-of-evidence-is-in-the-register": (
        {"evidence": REGISTER, "ratings": {"p": {"evidence": "plan"}}},
        {"ratings": {"p": {"evidence": "plan"}}},
        ("unknown_evidence", ("ratings", "p", "evidence", 0)),
    ),
    "who-answers-is-a-respondent": (
        {"respondents": PEOPLE, "ratings": {"p": {"answers": {"cmo": 1}}}},
        {"respondents": PEOPLE[1:], "ratings": {"p": {"answers": {"cmo": 1}}}},
        ("unknown_respondent", ("ratings", "p", "answers", "cmo")),
    ),
    "respondents-have-ids-of-their-own": (
        {"respondents": PEOPLE},
        {"respondents": [*PEOPLE, PEOPLE[0]]},
        ("duplicate_id", ("respondents", 2, "id")),
    ),
    "goals-have-ids-of-their-own": (
        {"goals": [GOAL, {**GOAL, "id": "screening"}]},
        {"goals": [GOAL, GOAL]},
        ("duplicate_id", ("goals", 1, "id")),
    ),
    "initiatives-have-ids-of-their-own": (
        {"initiatives": [WORK], "goals": [{**GOAL, "id": "board"}]},
        {"initiatives": [WORK, WORK]},
        ("duplicate_id", ("initiatives", 1, "id")),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_data_that_keeps_the_rule_makes_an_assessment(name: str):
    """The passing example of each rule is accepted, and says again what it was told."""
    data = RULES[name][0]

    assert Assessment(framework="mini", **data).model_fields_set == {"framework", *data}


@pytest.mark.parametrize("name", RULES)
def test_data_that_breaks_the_rule_cannot_be_used(name: str):
    """The failing example of each rule gives one problem, with its code and its key path."""
    _, broken, expected = RULES[name]

    assert problems_of(**broken) == [expected]


def test_all_that_is_wrong_with_an_assessment_is_told_at_once():
    """Names that lead nowhere are told for all practices together."""
    found = problems_of(
        respondents=[PEOPLE[0], PEOPLE[0]],
        ratings={"p": {"evidence": ["x", "y"]}, "q": {"answers": {"nobody": 1}}},
    )

    assert [code for code, _ in found] == ["unknown_evidence"] * 2 + ["unknown_respondent", "duplicate_id"]


@pytest.mark.parametrize(
    ("date", "reviewed", "newest"),
    [
        (None, None, None),
        ("2025-02-01", None, "2025-02-01"),
        (None, "2026-02-01", "2026-02-01"),
        ("2025-02-01", "2026-02-01", "2026-02-01"),
        ("2026-02-01", "2025-02-01", "2026-02-01"),
    ],
)
def test_evidence_is_as_new_as_its_latest_date(date: str | None, reviewed: str | None, newest: str | None):
    """Being looked at and found still true counts like being written."""
    found = Evidence(title="Plan", date=date, reviewed=reviewed).newest

    assert found == (newest and dt.date.fromisoformat(newest))


def test_what_the_files_say_by_default():
    """The defaults that the documentation names."""
    assessment = Assessment(framework="mini")

    assert (assessment.final, assessment.respondents_told, assessment.as_of) == (False, "attributed", None)
    assert (Rating().importance, Rating().feasibility, Rating().decision) == (None, "normal", None)
    assert Agreed(level=1, by="us").why == ""


def test_answers_weigh_alike_and_combine_to_the_lower_median_unless_said_otherwise():
    """Both are written down only where somebody chose them."""
    assessment = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben", "weight": 2}])
    assert (assessment.combine, [who.weight for who in assessment.respondents]) == ("median_low", [1.0, 2.0])
    assert Assessment(framework="f", combine="mode").model_dump(exclude_unset=True) == {
        "framework": "f",
        "combine": "mode",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"combine": "loudest"},
        {"respondents": [{"id": "ann", "weight": 0}]},
        {"respondents": [{"id": "ann", "weight": -1}]},
        {"respondents": [{"id": "ann", "weight": float("inf")}]},
        {"respondents": [{"id": "ann", "weight": "2"}]},
    ],
)
def test_rules_and_weights_that_mean_nothing_are_refused(fields):
    """A weight of 0 would silence somebody; whoever shall not count is no respondent."""
    with pytest.raises(ValidationError, match=r"combine|weight"):
        Assessment(framework="f", **fields)


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


def test_who_was_asked_what_is_by_ids():
    """By default everything; and silence counts nothing unless that is said."""
    said = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben", "asked": ["care", "vision"]}])
    assert [who.asked for who in said.respondents] == [(), ("care", "vision")]
    assert said.silent == "exclude"
    with pytest.raises(ValidationError, match="silent"):
        said.replace(silent="highest")
