"""Goals to start from, for people."""

from equity_blocks import GoalTemplate
from equity_blocks.reports.document import Bullets, Paragraph
from equity_blocks.reports.goal_library import describe_goal, describe_goals
from equity_blocks.reports.views import describe

TEMPLATE = GoalTemplate.model_validate({
    "id": "visits", "framework": "mini", "title": "Visits after birth", "measure": "Postpartum visit", "lead": 1,
    "known_from": ["A set", "B and C"], "population": "Who has none?", "unit": "percent", "basis": "editorial",
    "lead_why": "So it is counted.",
    "root_causes": [
        {"title": "Hours.", "practices": ["p", "q"]},
        {"title": "Pay.", "importance": "high", "feasibility": "low", "why": "It takes years.", "practices": ["r"]},
    ],
    "confirm": [{"what": "Who it is.", "with": ["members", "data and analytics"]}],
})  # fmt: skip


def test_a_goal_says_what_is_behind_it_and_what_to_confirm():
    """And that all of it is editorial."""
    document = describe_goal(TEMPLATE)
    said = [part.text for part in document.parts if isinstance(part, Paragraph)]
    causes, confirm = (part.items for part in document.parts if isinstance(part, Bullets))
    assert said[:4] == [
        "Measure: Postpartum visit, in percent.", "Known from: A set; B and C.", "For whom: Who has none?",
        "Lead: 1 quarter. So it is counted.",
    ]  # fmt: skip
    assert "editorial" in said[-1]
    assert causes == (
        "Hours. What bears on it: p, q.",
        "Pay. What bears on it: r. Importance high, feasibility low: It takes years.",
    )
    bare = TEMPLATE.replace(root_causes=[{"title": "Pay.", "importance": "high", "practices": ["r"]}])
    assert describe_goal(bare).parts[5].items == ("Pay. What bears on it: r. Importance high.",)
    assert confirm == ("Who it is. Ask: members; data and analytics.",)
    assert describe(TEMPLATE) == document


def test_what_is_in_no_measure_set_says_nothing_of_any():
    """Nothing is left blank."""
    said = [part.text for part in describe_goal(TEMPLATE.replace(known_from=())).parts if isinstance(part, Paragraph)]
    assert not any(text.startswith("Known from") for text in said)


def test_goals_are_listed_with_their_ids():
    """By which `init` takes them."""
    document = describe_goals([TEMPLATE])
    assert document.tables[0].rows == (("Visits after birth\nvisits", "mini", "1"),)
    assert document.subtitle == "1 goal"
