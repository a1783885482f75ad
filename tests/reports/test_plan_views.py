import pytest

from equity_blocks import load_assessment, load_framework, plan
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.plan_views import grouped, groups, leader_of, span


@pytest.mark.parametrize("by", ["initiative", "goal", "owner", "block"])
def test_every_action_stands_in_a_group(by):
    """None is lost; owners and blocks share none."""
    framework = load_framework("hcplan-apm")
    made = plan(framework, load_assessment("assessments/riverbend-2026.yaml"))
    found = groups(made, by, framework)
    ranks = [action.rank for group in found for action in group.actions]
    assert set(ranks) == {action.rank for action in made.actions}
    assert by in ("initiative", "goal") or len(ranks) == len(made.actions)
    assert all(group.actions for group in found)


def test_what_belongs_nowhere_comes_last(framework, draft):
    """Vision and Data Basis serve no goal."""
    made = plan(framework, draft)
    assert [group.title for group in groups(made, "goal", framework)] == [
        "Postpartum visits (Members after birth)",
        "Serves no goal directly",
    ]
    assert groups(made, "initiative", framework)[-1].title == "Carried by no initiative yet"


def test_owners_are_people_else_roles_else_nobody(framework, draft):
    """Finance owns one; the others have a leading role, with its title where the framework is known."""
    made = plan(framework, draft)
    assert {group.title for group in groups(made, "owner", framework)} == {"Board of directors", "Data team", "Finance"}
    assert {group.title for group in groups(made, "owner")} == {"board", "data", "Finance"}
    assert {group.title for group in groups(made, "block", framework)} == {"People", "Power"}


def test_a_line_adds_up_its_actions(framework, draft):
    """Days, gain, and from when to when."""
    table = grouped(plan(framework, draft, periods=4, capacity=60, start="2027-Q1"), "block", framework)
    lines = {row[0].split("\n")[0]: row[1:] for row in table.rows}
    assert lines["People"][0] == "5"
    assert lines["Power"][0] == "110"
    assert all(line[1].startswith("+") and line[1].endswith(" points") for line in lines.values())
    assert lines["Power"][2].startswith("2027-Q1")


def test_without_a_calendar_waves_are_told(framework, draft):
    """The first and the last of them."""
    table = grouped(plan(framework, draft), "block", framework)
    assert [column.title for column in table.columns][-1] == "Waves"
    assert {row[0].split("\n")[0]: row[-1] for row in table.rows} == {"People": "1", "Power": "1-2"}


def test_a_span_of_fiscal_quarters_names_the_year_once():
    """Where it is the same."""
    assert span("SFY27-Q1", "SFY27-Q3") == "SFY27-Q1 to Q3"
    assert span("2027-01", "2027-04") == "2027-01 to 04"
    assert span("1", "3") == "1 to 3"
    assert span(None, None) == NO_VALUE


def test_whoever_leads_is_the_owner_else_the_first_role(framework, draft):
    """A role has its title where the framework is known, else its id; without either the name is empty."""
    action = plan(framework, draft).actions[0]
    assert leader_of(action.replace(owner="Ana", roles=("board",)), framework) == "Ana"
    assert leader_of(action.replace(owner="", roles=("board", "data")), framework) == "Board of directors"
    assert leader_of(action.replace(owner="", roles=("board",))) == "board"
    assert leader_of(action.replace(owner="", roles=()), framework) == ""


def test_a_gain_below_half_a_percent_is_seen(framework, draft):
    """In points, with one digit."""
    made = plan(framework, draft)
    small = made.replace(actions=[action.replace(gain=0.004) for action in made.actions[:1]])
    assert [row[2] for row in grouped(small, "block", framework).rows] == ["+0.4 points"]
