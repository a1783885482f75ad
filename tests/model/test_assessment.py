"""Assessments: what is said about practices, in short and in full."""

import datetime as dt

import pytest
from pydantic import ValidationError

from equity_blocks.model import Agreed, Assessment, Evidence, Framework, Rating, misfits


def problems_in(**data: object) -> list[tuple]:
    """Give the codes and key paths of what an assessment cannot be used for, whatever its practices are."""
    names = data.get("ratings", {})
    practices = [{"id": name, "title": name} for name in names]
    framework = Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    return [(p.code, p.key_path) for p in misfits(framework, Assessment(framework="mini", **data))]


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

    assert problems_in(**broken) == [expected]


def test_all_that_is_wrong_with_an_assessment_is_told_at_once():
    """Names that lead nowhere are told for all practices together."""
    found = problems_in(
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


def test_who_was_asked_what_is_by_ids():
    """By default everything; and silence counts nothing unless that is said."""
    said = Assessment(framework="f", respondents=[{"id": "ann"}, {"id": "ben", "asked": ["care", "vision"]}])
    assert [who.asked for who in said.respondents] == [(), ("care", "vision")]
    assert said.silent == "exclude"
    with pytest.raises(ValidationError, match="silent"):
        said.replace(silent="highest")


def test_a_group_says_how_many_people_it_is():
    """One by default; nobody stands for none, nor for half a person."""
    said = Assessment(framework="f", respondents=[{"id": "council", "people": 12}, {"id": "ann"}])
    assert [who.people for who in said.respondents] == [12, 1]
    for people in (0, 1.5, "12"):
        with pytest.raises(ValidationError, match="people"):
            Assessment(framework="f", respondents=[{"id": "council", "people": people}])


def test_words_about_blocks_are_about_blocks_of_the_framework():
    """By id or by title; what a headline and a request say is the organization's own affair."""
    blocks = [{"id": "care", "title": "Care Delivery", "practices": [{"id": "p", "title": "P"}]}]
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=blocks)
    narrative = {"headline": "We listen.", "asks": ["Fund the council."], "blocks": {"Care delivery": "Well begun."}}
    assert misfits(framework, Assessment(framework="mini", narrative=narrative)) == ()
    (problem,) = misfits(framework, Assessment(framework="mini", narrative={"blocks": {"cares": "Well begun."}}))
    assert (problem.code, problem.key_path) == ("unknown_block", ("narrative", "blocks", "cares"))
    with pytest.raises(ValidationError, match="asks"):
        Assessment(framework="mini", narrative={"asks": [""]})


def test_an_organization_has_a_size():
    """One of three words."""
    assert Assessment(framework="f", organization={"id": "o", "size": "medium"}).organization.size == "medium"
    with pytest.raises(ValidationError, match="'small', 'medium' or 'large'"):
        Assessment(framework="f", organization={"id": "o", "size": "huge"})


@pytest.mark.parametrize(
    ("organization", "kind"), [(None, None), ({"id": "o"}, None), ({"id": "o", "type": "provider"}, "provider")]
)
def test_an_assessment_knows_whose_wording_it_takes(organization: dict | None, kind: str | None):
    """That of the organization's type."""
    assert Assessment(framework="f", organization=organization).organization_type == kind
