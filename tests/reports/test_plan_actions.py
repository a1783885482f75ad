import pytest

from equity_blocks import Assessment, load_assessment, load_framework, plan
from equity_blocks.model.action import Reason
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Paragraph, Table
from equity_blocks.reports.plan_actions import describe_actions, grouped, groups, leader_of, span

DONE = {"vision": "yes", "training": "yes", "data-basis": "yes", "council": "yes", "pay": "yes"}


def _said(parts):
    return [part.text for part in parts if isinstance(part, Paragraph)]


def _rows(made, framework=None):
    (table,) = (part for part in describe_actions(made, framework) if isinstance(part, Table))
    return table.rows


@pytest.mark.parametrize(
    ("ratings", "everything", "words"),
    [
        ({"vision": "some"}, False, "A proposed shortlist: nothing is marked yet to be pursued (`decision: pursue`)."),
        ({"vision": "some"}, True, "Every practice that stands below its target."),
    ],
)
def test_who_chose_is_named_where_it_was_not_the_organization(framework, ratings, everything, words):
    """A choice of one's own need not be explained."""
    made = plan(framework, Assessment(framework="mini", ratings=ratings), everything=everything)
    assert _said(describe_actions(made, framework))[0] == words
    own = Assessment(framework="mini", ratings={"vision": {"level": "some", "decision": "pursue"}})
    assert words not in _said(describe_actions(plan(framework, own), framework))


def test_days_say_whose_they_are(planned, framework):
    """The framework's stand alone; the organization's own range, and what nobody gave, are marked."""
    ratings = {
        **DONE,
        "vision": "no",
        "council": "no",
        "pay": {"level": "no", "effort": {"low": 8, "likely": 9, "high": 10}},
    }
    days = {row[1].split("\n")[0]: row[3] for row in _rows(planned(ratings), framework)}
    assert days == {"Vision": "10", "Member Council": "30\nassumed", "Pay for Results": "8-10\nyour own"}


def test_one_reason_stands_under_each_action(framework, draft):
    """What is asked for from outside goes before what an action does, and that before what it is like."""
    made = plan(framework, draft)
    first = made.actions[0].replace(
        reasons=(
            Reason(code="important"),
            Reason(code="unlocks", data={"practices": ["pay"]}),
            Reason(code="required_by", data={"duties": [{"title": "Law", "due": None}]}),
        )
    )
    told = _rows(made.replace(actions=(first,)), framework)[0][1]
    assert told == f"{first.title}\nRequired by Law."
    without = first.replace(reasons=first.reasons[:2])
    assert _rows(made.replace(actions=(without,)), framework)[0][1].endswith("\nUnlocks Pay for Results.")
    assert _rows(made.replace(actions=(without, *made.actions[1:])))[0][1].endswith("\nUnlocks Pay for Results.")


def test_the_only_goal_is_not_named_again(framework, draft):
    """Two are told apart."""
    made = plan(framework, draft)
    served = made.actions[0].replace(reasons=(Reason(code="serves_goal", data={"goals": ["Visits"]}),))
    made = made.replace(actions=(served,))
    assert _rows(made)[0][1].endswith("\nServes the goal.")
    two = (*made.goals, made.goals[0].replace(id="other"))
    assert _rows(made.replace(goals=two))[0][1].endswith("\nServes the goal: Visits.")


def test_an_action_may_have_no_reason(framework, draft):
    """Then none is made up."""
    made = plan(framework, draft)
    bare = made.actions[0].replace(reasons=())
    assert _rows(made.replace(actions=(bare,)))[0][1] == f"{bare.title}\n"


def test_when_stands_on_two_lines(framework, draft):
    """From and to, the year once; waves where there is no calendar."""
    made = plan(framework, draft, periods=4, start="2027-Q1")
    long = made.actions[0].replace(start="2027-Q1", finish="2027-Q3")
    assert _rows(made.replace(actions=(long,)))[0][4] == "2027-Q1\nto Q3"
    undated = plan(framework, draft)
    assert [row[4] for row in _rows(undated)] == [str(action.wave) for action in undated.actions]
    assert _said(describe_actions(undated))[-1] == "Actions of one wave can start together."


def test_the_top_is_counted(framework, draft):
    """What is shown, of how many."""
    made = plan(framework, draft)
    parts = list(describe_actions(made, framework, top=1))
    assert len(next(part for part in parts if isinstance(part, Table)).rows) == 1
    assert _said(parts)[-1].startswith("This is the first of 3 actions.")
    assert _said(describe_actions(made, framework, top=2))[-1].startswith("These are the first 2 of 3 actions.")


def test_groups_stand_in_place_of_single_actions(framework, draft):
    """A line for each initiative."""
    parts = describe_actions(plan(framework, draft), framework, by="initiative")
    (table,) = (part for part in parts if isinstance(part, Table))
    assert table.columns[0].title == "Initiative"


def test_what_finds_no_room_is_called_so(framework, draft):
    """Not that there is nothing to do."""
    made = plan(framework, draft, periods=1, capacity=1)
    assert "Nothing that was selected fits into these periods." in _said(describe_actions(made, framework))


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


def test_requirements_are_a_view_of_their_own(framework, draft):
    """Clause, practice, evidence and time instead of sums; for other formats they group actions like all else."""
    made = plan(framework, draft, everything=True)
    _, *_, table = describe_actions(made, framework, by="requirement")
    assert [column.title for column in table.columns] == ["Requirement", "Practice", "Evidence listed", "In time"]
    found = groups(made, "requirement", framework)
    assert [group.title for group in found] == ["State contract", "Required by nothing that is named"]
    assert sum(len(group.actions) for group in found) == len(made.actions)
