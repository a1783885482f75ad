from equity_blocks import load_assessment, load_framework, plan
from equity_blocks.reports.document import Bullets, Table
from equity_blocks.reports.plan_details import describe_details

RIVERBEND = "assessments/riverbend-2026.yaml"


def _lines(parts):
    (table,) = (part for part in parts if isinstance(part, Table))
    return [row[1] for row in table.rows]


def _notes(parts):
    (bullets,) = (part for part in parts if isinstance(part, Bullets))
    return bullets.items


def test_each_action_says_why_who_and_when_it_is_done():
    """All its reasons, the level's meaning, the evidence to collect, the goal that measures it."""
    framework = load_framework("hcplan-apm")
    made = plan(framework, load_assessment(RIVERBEND))
    lines = _lines(describe_details(made, framework))
    assert len(lines) == len(made.actions)
    for action, text in zip(made.actions, lines, strict=True):
        assert text.startswith(f"{action.title}\nWhy: {action.reason}")
        assert f"Who: {action.owner}" in text
        assert "Done when: " in text
        assert all(item.rstrip(".") in text for item in action.evidence)
        assert ("Measured by: " in text) == bool(action.goals)


def test_without_the_framework_levels_have_no_meaning(framework, draft):
    """What the plan itself knows is still said."""
    lines = _lines(describe_details(plan(framework, draft)))
    assert not any("Done when" in text for text in lines)
    assert any("Measured by: Postpartum visits" in text for text in lines)


def test_what_must_not_be_late_is_named(framework, draft):
    """The chain that decides the end, and what has no slack."""
    made = plan(framework, draft, periods=8, capacity=60, start="2027-Q1")
    notes = _notes(describe_details(made, framework))
    assert "Critical path: Data Basis → Pay for Results." in notes
    firm = [str(action.rank) for action in made.actions if action.slack == 0]
    assert firm
    assert any(note.endswith(": a delay here delays the whole plan.") for note in notes)


def test_the_words_of_the_source_stand_beside_ours():
    """Its own next steps, under our headings, and how a practice is kept going."""
    framework = load_framework("hcplan-apm")
    notes = _notes(describe_details(plan(framework, load_assessment(RIVERBEND)), framework))
    assert any("Where we stand: Conduct a thorough needs assessment; What to do: Develop" in note for note in notes)
    assert any(note.startswith("To keep an action going, aim for the level sustained") for note in notes)


def test_effort_is_explained(framework, draft):
    """By the sizes of the framework, and what happens where nobody gave any."""
    assumed = draft.replace(ratings={"council": "no"})
    for said, is_assumed in ((draft, False), (assumed, True)):
        notes = " ".join(_notes(describe_details(plan(framework, said, everything=True), framework)))
        assert "(S 10, M 30, L 90, XL 240)" in notes
        assert ("assumed to be M" in notes) == is_assumed
