"""What people write comes back to whoever owns it: in explanations, plans and the review of evidence."""

import pytest

from equity_blocks import Assessment, Framework, explain, plan, review_evidence
from equity_blocks.engine.notes import notes_on

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "some", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": name.upper()} for name in "pqrs"]}],
)
SAID = Assessment.model_validate(
    {
        "framework": "mini",
        "as_of": "2026-06-30",
        "note": "first round",
        "respondents": [{"id": "ann"}, {"id": "ben"}, {"id": "cem"}],
        "evidence": {"plan": {"title": "Plan", "note": "page 4"}, "other": {"title": "Other"}},
        "goals": [
            {
                "id": "g",
                "title": "Visits",
                "population": "Members",
                "measure": "Visits",
                "root_causes": [{"title": "Hours", "practices": ["p"]}],
                "note": "asked for by members",
            }
        ],
        "initiatives": [{"id": "i", "title": "School", "practices": ["p"], "note": "until May"}],
        "actions": {"p": {"progress": "started", "note": "begun in one clinic"}},
        "ratings": {
            "p": {
                "answers": {
                    "ann": {"level": "yes", "note": "everywhere"},
                    "ben": 1,
                    "cem": {"not_applicable": "no members"},
                },
                "agreed": {"level": "some", "by": "all", "why": "two sites"},
                "evidence": ["plan", "other"],
                "note": "ask again",
                "decision": "pursue",
            },
            "q": {"not_applicable": "nobody here"},
            "r": {"not_pursued": "later", "level": "some"},
            "s": "no",
        },
    }
)


def _told(practice):
    return [(note.kind, note.by, note.of, note.level, note.text) for note in notes_on(FRAMEWORK, SAID, practice)]


def test_notes_are_gathered_from_wherever_they_stand():
    """In the order in which a rating is written, then what goes with the practice."""
    assert _told("p") == [
        ("rating", "", "", None, "ask again"),
        ("answer", "ann", "", "yes", "everywhere"),
        ("not_applicable", "cem", "", None, "no members"),
        ("agreed", "all", "", "some", "two sites"),
        ("evidence", "", "Plan", None, "page 4"),
        ("progress", "", "", None, "begun in one clinic"),
        ("goal", "", "Visits", None, "asked for by members"),
        ("initiative", "", "School", None, "until May"),
    ]


@pytest.mark.parametrize(
    ("practice", "told"),
    [
        ("q", [("not_applicable", "", "", None, "nobody here")]),
        ("r", [("not_pursued", "", "", None, "later")]),
        ("s", []),
    ],
)
def test_reasons_are_notes_and_silence_is_none(practice, told):
    """What nobody wrote does not come back."""
    assert _told(practice) == told


def test_an_answer_that_nobody_could_give_has_no_level():
    """But its note stands."""
    said = SAID.replace(ratings={"p": {"answers": {"ann": {"level": "unknown", "note": "ask Ben"}}}})
    assert [(note.level, note.text) for note in notes_on(FRAMEWORK, said, "p")][:1] == [(None, "ask Ben")]


def test_notes_come_back_in_every_result_that_speaks_of_the_practice():
    """In an explanation of anything, in a plan, and in the register of evidence."""
    kinds = [note.kind for note in notes_on(FRAMEWORK, SAID, "p")]
    for node in (None, "b", "p"):
        found = explain(FRAMEWORK, SAID, node)
        assert [note.kind for note in found.practices[0].notes] == kinds
        assert found.note == ("" if node else "first round")
    made = plan(FRAMEWORK, SAID)
    assert [note.kind for note in made.actions[0].notes] == kinds
    assert (made.goals[0].note, made.initiatives[0].note) == ("asked for by members", "until May")
    assert {item.id: item.note for item in review_evidence(FRAMEWORK, SAID).items} == {"plan": "page 4", "other": ""}
