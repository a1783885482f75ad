from equity_blocks import load_assessment, load_framework, plan
from equity_blocks.reports.document import Table
from equity_blocks.reports.plan_details import describe_details


def _lines(parts):
    (table,) = (part for part in parts if isinstance(part, Table))
    return [row[1] for row in table.rows]


def test_each_action_says_when_it_is_done_and_what_shows_it():
    """The level's meaning, the evidence to collect, the goal that measures it."""
    framework = load_framework("hcplan-apm")
    made = plan(framework, load_assessment("assessments/riverbend-2026.yaml"))
    lines = _lines(describe_details(made, framework))
    assert len(lines) == len(made.actions)
    for action, text in zip(made.actions, lines, strict=True):
        assert text.startswith(action.title)
        assert "Done when: " in text
        assert all(item.rstrip(".") in text for item in action.evidence)
        assert ("Measured by: " in text) == bool(action.goals)


def test_without_the_framework_levels_have_no_meaning(framework, draft):
    """What the plan itself knows is still said."""
    lines = _lines(describe_details(plan(framework, draft)))
    assert not any("Done when" in text for text in lines)
    assert any("Measured by: Postpartum visits" in text for text in lines)
