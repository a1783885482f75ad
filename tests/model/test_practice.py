"""Practices: wording by audience, whom they are meant for, and what to look out for."""

import pytest
from pydantic import ValidationError

from equity_blocks.model import Framework, Practice
from equity_blocks.model.input_problems import problems_of

AUDIENCES = ["provider", "purchaser"]


def framework(**practice: object) -> Framework:
    """Build a framework of one practice."""
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", **practice}]}]
    roles = {"quality": "Quality", "members": "Members"}
    return Framework.model_validate(
        {
            "id": "mini",
            "title": "Mini",
            "scale": ["no", "yes"],
            "audiences": AUDIENCES,
            "roles": roles,
            "blocks": blocks,
        }
    )


def refusals(**practice: object) -> list[tuple]:
    """Give the codes and key paths, inside the practice, of what a framework is refused for."""
    with pytest.raises(ValidationError, match="unsound") as caught:
        framework(**practice)
    return [(p.code, p.key_path[4:]) for p in problems_of(caught.value)]


@pytest.mark.parametrize("plain", [False, True])
def test_the_wording_is_that_of_the_audience(plain: bool):
    """What has no wording for it takes the common one; plain language is asked for."""
    practice = Practice(
        id="p", title="P", question={"default": "Do you?", "provider": "Does the clinic?"}, plain="Is it done?"
    )
    asked = [practice.question_for(audience, plain=plain) for audience in (None, "provider", "purchaser")]
    assert asked == (["Is it done?"] * 3 if plain else ["Do you?", "Does the clinic?", "Do you?"])
    assert Practice(id="p", title="P", question="Do you?").question_for(plain=True) == "Do you?"
    assert Practice(id="p", title="P").question_for() == ""


def test_levels_and_roles_may_differ_by_audience():
    """One text, or one list, is everybody's."""
    practice = framework(
        levels={"yes": {"default": "Done.", "purchaser": "In all contracts."}, "no": "Not begun."},
        roles={"default": ["quality"], "purchaser": ["members", "quality"]},
        ask=["members"],
    ).practice("p")
    assert [practice.meaning_of("yes", a) for a in (None, *AUDIENCES)] == ["Done.", "Done.", "In all contracts."]
    assert [practice.meaning_of(level, "provider") for level in ("no", "perhaps")] == ["Not begun.", ""]
    assert [practice.roles_for(a) for a in AUDIENCES] == [("quality",), ("members", "quality")]
    assert (practice.asked_of("provider"), practice.replace(ask=[]).asked_of("provider")) == (
        ("members",),
        ("quality",),
    )
    assert Practice(id="p", title="P", roles=[]) == Practice(id="p", title="P")


@pytest.mark.parametrize(
    ("practice", "expected"),
    [
        ({"levels": {"yes": {"state": "Done."}}}, ("unknown_audience", ("levels", "yes", "state"))),
        ({"plain": {"state": "Do you?"}}, ("unknown_audience", ("plain", "state"))),
        ({"roles": {"state": ["quality"]}}, ("unknown_audience", ("roles", "state"))),
        ({"importance": {"state": "high"}}, ("unknown_audience", ("importance", "state"))),
        ({"evidence_template": {"state": "One page."}}, ("unknown_audience", ("evidence_template", "state"))),
        ({"min_periods": {"perhaps": 2}}, ("unknown_level", ("min_periods", "perhaps"))),
        ({"ask": {"provider": ["boards"]}}, ("unknown_role", ("ask", "provider", 0))),
        ({"roles": ["quality", "boards"]}, ("unknown_role", ("roles", 1))),
        ({"applies_to": ["state"]}, ("unknown_audience", ("applies_to", 0))),
        ({"levels": {"perhaps": {"provider": "Done."}}}, ("unknown_level", ("levels", "perhaps"))),
        ({"applies_to": ["provider"], "not_applicable": "refused"}, ("contradiction", ("not_applicable",))),
    ],
)
def test_whoever_is_named_has_to_be_there(practice: dict, expected: tuple):
    """Audiences, roles and levels are the framework's; and nobody is refused what a practice is not meant for."""
    assert refusals(**practice) == [expected]


def test_importance_and_evidence_templates_are_for_everybody_or_by_audience():
    """Partnerships have their own, too; one word is everybody's."""
    practice = framework(
        importance={"purchaser": "high", "partnership": "low"},
        evidence_template={"default": "One page.", "purchaser": "One clause."},
    ).practice("p")
    assert [practice.importance_for(a) for a in (None, *AUDIENCES, "partnership")] == [None, None, "high", "low"]
    assert framework(importance="low").practice("p").importance == {"default": "low"}
    assert framework(evidence_template="A list.").practice("p").evidence_template == {"default": "A list."}
    assert framework().practice("p").importance == {}


@pytest.mark.parametrize("importance", ["urgent", 4, ["high"], {"provider": "urgent"}, {"provider": None}])
def test_importance_is_low_normal_or_high(importance: object):
    """Told at its place."""
    with pytest.raises(ValidationError) as caught:
        framework(importance=importance)
    assert {p.key_path[4:5] for p in problems_of(caught.value)} == {("importance",)}


def test_a_caution_has_a_kind_and_a_day():
    """So that people see how old it is."""
    told = {"kind": "legal", "text": "Rules differ by state.", "as_of": "2026-11-01"}
    (caution,) = framework(cautions=[told]).practice("p").cautions
    assert caution.in_words == "legal, as of 2026-11-01: Rules differ by state."
    for wrong in ({**told, "kind": "odd"}, {"kind": "legal", "text": "x"}, {**told, "text": ""}):
        with pytest.raises(ValidationError, match="cautions"):
            framework(cautions=[wrong])
