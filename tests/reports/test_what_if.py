from equity_blocks.engine.what_if import what_if
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Bullets, Paragraph
from equity_blocks.reports.what_if import describe_what_if


def test_readings_and_plans_stand_side_by_side(framework, draft):
    """What is supposed first, then the score before and after, then what becomes of the plan."""
    seen = what_if(framework, draft, {"data-basis": "yes"})
    document = describe_what_if(seen, framework)
    assert document.parts[0] == Bullets(("Data Basis: yes instead of not rated",))
    score, plans, actions = document.tables
    assert [column.title for column in score.columns] == ["", "Before", "After", "Points"]
    assert score.rows[0] == ("Score", "58%", "71%", "+12.5")
    assert ("Actions", "3", "2") in plans.rows
    assert ("Data Basis", "to yes\nrank 2", NO_VALUE) in actions.rows
    assert Paragraph("Pay for Results could then start.") in document.parts


def test_other_terms_are_told_in_words(framework, draft):
    """Capacity and delays, and when actions end."""
    terms = {"capacity": 200.0, "delays": {"vision": 2}}
    seen = what_if(framework, draft, instead=terms, capacity=30, periods=8, start="2027-Q1")
    document = describe_what_if(seen, framework)
    assert document.parts[0] == Bullets(("capacity: 200 instead of 30", "Vision starts in period 3 or later"))
    plans, periods, actions = document.tables
    rows = {row[0]: row[1:] for row in actions.rows}
    assert rows["Vision"][0] != rows["Vision"][1]
    assert plans.rows[0][0] == "Score at the start"
    assert [row[0] for row in periods.rows] == [period.id for period in seen.plan_before.periods]
    assert any(row[1] != row[2] for row in periods.rows)


def test_no_difference_is_said(framework, draft):
    """An empty table would leave the reader guessing."""
    seen = what_if(framework, draft, instead={"capacity": 61}, capacity=60, periods=4)
    same = seen.replace(plan_after=seen.plan_before)
    said = [part.text for part in describe_what_if(same).parts if isinstance(part, Paragraph)]
    assert "The same actions, in the same order and at the same time." in said
