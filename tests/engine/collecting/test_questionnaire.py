import pytest

import canaries
from equity_blocks import Assessment, UnsuitableError
from equity_blocks.engine.collecting.questionnaire import questionnaire, roles_with_items
from equity_blocks.model.questionnaire import Side


def _names(asked):
    return [item.practice for item in asked.items]


def test_the_owner_is_asked_everything_and_sees_what_is_known(framework, riverbend):
    """In the wording of the organization's type, with what the assessment says of itself."""
    asked = questionnaire(framework, riverbend)
    assert (asked.kind, asked.audience, asked.organization, asked.as_of) == (
        "owner",
        "provider",
        "Riverbend",
        "2026-09-30",
    )
    assert (asked.fingerprint, asked.revision, asked.assessment) == (framework.fingerprint, 2, "riverbend-2026")
    vision, trust, data, pay = asked.items
    assert trust.question == "Does the clinic?"
    assert (vision.rating.owner, data.rating.criteria) == ("Olga Owner", {"kept": "yes", "used": "no"})
    assert (pay.range, vision.range, pay.blocks) == ((0.0, 100.0), None, ("Care",))
    assert (data.may_not_apply, data.criteria, vision.asked_of) == (
        False,
        {"kept": "Kept", "used": "Used"},
        "Board; Quality",
    )
    assert [(choice.id, choice.value) for choice in vision.choices] == [("no", 0.0), ("partly", 0.5), ("yes", 1.0)]


def test_another_audience_has_its_own_wording_and_is_told_what_is_not_meant_for_it(framework, riverbend):
    """The reason is to be confirmed, as `init` writes it."""
    asked = questionnaire(framework, riverbend, audience="purchaser")
    assert asked.items[1].question == "Do you?"
    assert asked.items[1].status_hint == "meant for provider (to be confirmed)"


def test_a_role_is_asked_its_own_items_and_no_more(framework):
    """And the reply says so by `asked`."""
    asked = questionnaire(framework, role="quality", respondent="quality-team")
    assert _names(asked) == ["vision", "data"]
    assert asked.asked.practices == ("vision", "data")
    assert (asked.asked.id, asked.asked.role, asked.asked.role_title) == ("quality-team", "quality", "Quality")
    assert asked.kind == "answers"


def test_every_role_that_has_items_has_a_questionnaire_and_the_others_are_named(framework):
    """None is empty."""
    assert roles_with_items(framework) == ("board", "quality", "members")
    for role in roles_with_items(framework):
        assert questionnaire(framework, role=role).items
    with pytest.raises(
        UnsuitableError, match=r"nothing is asked of the role 'nobody' in mini \(asked are board, quality and"
    ):
        questionnaire(framework, role="nobody")
    with pytest.raises(UnsuitableError, match=r"no role 'bord' \(did you mean 'board'\?; asked are board"):
        questionnaire(framework, role="bord")


def test_a_respondent_sees_what_they_said_and_nothing_else(framework, riverbend):
    """No answers, names or notes of others, no planning, no evidence; canaries in all of them."""
    asked = questionnaire(framework, riverbend, respondent="ann", last=riverbend)
    assert asked.items[0].rating.level == "yes"
    assert asked.items[0].rating.note == "Ann's words."
    assert (asked.items[0].reference, asked.items[3].reference) == ("yes", "")
    seen = repr(asked)
    for canary in ("'ben'", "council", "Council's words", "Olga", "Owner's note", "charter", "high", "answers={"):
        assert canary not in seen


@pytest.mark.parametrize("options", [{"respondent": "new"}, {"role": "quality"}, {"community": True}])
def test_whoever_is_new_sees_nothing_at_all(framework, riverbend, options):
    """Every item is blank."""
    asked = questionnaire(framework, riverbend, **options)
    assert all(repr(item.rating) == "Rating()" for item in asked.items)
    assert "Olga" not in repr(asked)


def test_a_respondent_is_asked_no_more_than_the_assessment_says(framework, riverbend):
    """`asked` may name blocks."""
    asked = questionnaire(framework, riverbend, respondent="ben")
    assert _names(asked) == ["vision", "trust"]
    assert asked.asked.role == "quality"
    with pytest.raises(UnsuitableError, match="'ben' has the role 'quality' in this assessment, not 'board'"):
        questionnaire(framework, riverbend, respondent="ben", role="board")


def test_the_community_is_asked_in_plain_words(framework):
    """Only what has such a wording and is meant for such an organization."""
    asked = questionnaire(framework, community=True, audience="provider")
    assert [(item.practice, item.question) for item in asked.items] == [("trust", "Do you feel heard?")]
    assert (asked.is_plain, asked.asked.role) == (True, "members")
    with pytest.raises(UnsuitableError, match="mini has no questions in plain words"):
        questionnaire(framework, community=True, audience="purchaser")


def test_contested_items_show_both_sides_the_lower_first(framework, riverbend):
    """With names and notes, where answers may stand beside names."""
    asked = questionnaire(framework, riverbend, contested=True)
    assert _names(asked) == ["vision"]
    assert asked.items[0].sides == (
        Side("no", "council (Members)", ("Council's words.",)),
        Side("yes", "ann (Board)", ("Ann's words.",)),
    )
    assert (asked.kind, asked.items[0].rating.owner, asked.items[0].rating.answers) == ("contested", "", {})


def test_under_a_promise_sides_are_levels_and_counts(framework, riverbend):
    """No names, no notes."""
    asked = questionnaire(framework, riverbend.replace(respondents_told="confidential"), contested=True)
    assert asked.items[0].sides == (Side("no", "7 people"), Side("yes", "1 person"))
    assert asked.promise == "confidential"
    assert "words" not in repr(asked.items)
    assert "ann" not in repr(asked.items)


def test_nothing_to_agree_on_is_said(framework):
    """Rather than an empty sheet."""
    with pytest.raises(UnsuitableError, match="respondents differ on nothing"):
        questionnaire(framework, Assessment(framework="mini"), contested=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"respondent": "Chief Officer"}, "such as chief-officer"),
        ({"audience": "providr"}, "did you mean 'provider'"),
    ],
)
def test_what_cannot_be_asked_is_refused(framework, options, message):
    """With what would do."""
    with pytest.raises(UnsuitableError, match=message):
        questionnaire(framework, **options)


def test_guidance_is_not_asked(framework):
    """It is never rated."""
    guidance = framework.replace(id="g", use="guidance")
    with pytest.raises(UnsuitableError, match="g is guidance: it is not rated"):
        questionnaire(guidance)


def test_last_time_is_a_reading_and_changed_questions_are_marked(framework, riverbend):
    """Levels stand as `reference`, never as the answer."""
    older = framework.replace(
        revision=1,
        blocks=[
            framework.blocks[0].replace(
                practices=[
                    framework.blocks[0].practices[0].replace(question="Was there one?"),
                    framework.blocks[0].practices[1],
                ]
            ),
            framework.blocks[1],
        ],
    )
    last = riverbend.replace(revision=1, as_of="2025-09-30")
    asked = questionnaire(framework, last=last, last_framework=older)
    assert {item.practice: item.reference for item in asked.items} == {
        "vision": "partly", "trust": "", "data": "partly", "pay": "40",
    }  # fmt: skip
    assert [item.practice for item in asked.items if item.is_changed] == ["vision"]
    assert all(item.rating.status == "unanswered" for item in asked.items)


@pytest.mark.parametrize("options", [{"respondent": "new"}, {"respondent": "zx-ben"}])
def test_no_canary_reaches_a_respondent(options):
    """Every free text of an assessment has a mark: only whose assessment it is, and one's own words, get through."""
    rated = canaries.planted(canaries.assessment(), canaries.free_texts(Assessment))
    asked = questionnaire(canaries.FRAMEWORK, rated, last=rated, **options)
    own = {"zx-ben"} & set(options.values())
    words = {canaries.marked("Answer", "note"), canaries.marked("Answer", "not_applicable")} if own else set()
    whose = {"zx-id", canaries.marked("Organization", "name"), canaries.marked("Assessment", "tailoring")}
    assert set(canaries.found(repr(asked))) <= whose | own | words


def test_under_a_promise_no_canary_reaches_the_meeting():
    """Sides are levels and counts."""
    rated = canaries.planted(canaries.assessment(), canaries.free_texts(Assessment))
    rated = rated.replace(respondents_told="confidential", organization=None, id=None, tailoring=None)
    asked = questionnaire(canaries.FRAMEWORK, rated, contested=True)
    agreed = {canaries.marked(kind, name) for kind in ("Agreed", "Settled") for name in ("by", "why")}
    assert set(canaries.found(repr(asked))) <= agreed
