"""What a framework says to one audience."""

import pytest

from equity_blocks import Framework
from equity_blocks.model.wording import asked_in_plain_words, framework_for, practice_for

PRACTICE = {
    "id": "p",
    "title": "P",
    "question": {"default": "Do you?", "payer": "Do your plans?"},
    "plain": {"payer": "Does your plan?"},
    "levels": {"yes": {"default": "Done.", "payer": "In all contracts."}, "no": {"provider": "No site does it."}},
    "roles": {"default": ["board"], "payer": ["contracts"]},
    "ask": {"provider": ["members"]},
    "evidence_template": {"default": "One page.", "payer": "One clause."},
}
FRAMEWORK = Framework(
    id="mini", title="Mini", scale=["no", "yes"], audiences=["provider", "payer"],
    roles={"board": "Board", "contracts": "Contracting", "members": "Members"},
    blocks=[{"id": "b", "title": "B", "blocks": [{"id": "c", "title": "C", "practices": [
        PRACTICE, {"id": "q", "title": "Q", "applies_to": ["provider"], "plain": "Do you feel heard?"}]}]}],
)  # fmt: skip


def test_an_audience_reads_its_own_words_alone():
    """Its own, else those for everybody; what is said to others alone is left out."""
    practice = practice_for(FRAMEWORK.practice("p"), "payer")
    assert practice.question == {"default": "Do your plans?"}
    assert practice.plain == {"default": "Does your plan?"}
    assert practice.levels == {"yes": {"default": "In all contracts."}}
    assert (practice.roles, practice.ask) == ({"default": ("contracts",)}, {})
    assert practice.evidence_template == {"default": "One clause."}


@pytest.mark.parametrize("audience", ["provider", "payer", "partnership"])
def test_what_an_audience_is_told_stays_the_same(audience):
    """In a framework with its wordings alone, as in the one with all; at any depth."""
    framework = framework_for(FRAMEWORK, audience)
    for name, practice in FRAMEWORK.practices.items():
        own = framework.practice(name)
        assert own.question_for(audience) == own.question_for() == practice.question_for(audience)
        assert own.asked_of(audience) == practice.asked_of(audience)
        assert [own.meaning_of(level) for level in ("no", "yes")] == [
            practice.meaning_of(level, audience) for level in ("no", "yes")
        ]
        assert own.applies_to == practice.applies_to
    assert framework.fingerprint == FRAMEWORK.fingerprint


@pytest.mark.parametrize(
    ("audience", "asked"), [(None, ("q",)), ("provider", ("q",)), ("payer", ("p",)), ("partnership", ("q",))]
)
def test_the_community_is_asked_what_has_plain_words_and_is_meant_for_it(audience, asked):
    """A wording for another audience is none."""
    assert asked_in_plain_words(FRAMEWORK, audience) == asked
