from equity_blocks import plan
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.two_by_two import section


def test_every_action_stands_in_its_quarter(framework, draft):
    """With its number in the plan, and where that stands."""
    made = plan(framework, draft)
    _, picture, note = section(given_of(framework, draft, [made]))
    assert [(item.number, item.title, item.quadrant) for item in picture.actions] == [
        (str(action.rank), action.title, action.quadrant) for action in made.actions
    ]
    assert picture.actions[0].number.path == "/actions/0/rank"
    assert note.text.startswith("Important is what")


def test_without_actions_nothing_is_said(framework, draft, planned):
    """Neither without a plan."""
    assert list(section(given_of(framework, draft, []))) == []
    assert list(section(given_of(framework, draft, [planned(dict.fromkeys(framework.practices, "yes"))]))) == []
