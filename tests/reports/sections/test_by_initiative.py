import pytest

from equity_blocks import plan, share
from equity_blocks.reports.document import Heading
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.by_initiative import section


@pytest.fixture
def told(framework, draft):
    """Give a function that says what the section says, for an audience."""

    def telling(audience="owner", **options):
        said = draft.replace(initiatives=[{"id": "pool", "title": "Pay pool", "practices": ["pay"], "owner": "CFO"}])
        made = plan(framework, said, **{"capacity": 90, "start": "2027-Q1", "everything": True, **options})
        return list(section(given_of(framework, share(said, audience, framework=framework), [share(made, audience)])))

    return telling


def test_every_action_stands_once_in_each_table(told):
    """Also those that no initiative carries."""
    heading, by_initiative, by_block = told()
    assert heading == Heading("By initiative and by block")
    assert [row[:2] for row in by_initiative.rows] == [
        ("Pay pool (CFO)", "3 Pay for Results"),
        ("Carried by no initiative yet", "1 Vision; 2 Data Basis"),
    ]
    assert [row[:2] for row in by_block.rows] == [
        ("People", "1 Vision"), ("Power", "2 Data Basis; 3 Pay for Results"),
    ]  # fmt: skip
    assert by_block.rows[0][1].pieces[0].path == "/actions/0/rank"


def test_the_last_column_is_when_or_in_which_waves(told):
    """As far as the plan has dates."""
    assert (told()[2].columns[2].title, told()[2].rows[0][2]) == ("When", "2027-Q1")
    undated = told(capacity=None, start=None)[2]
    assert (undated.columns[2].title, undated.rows[0][2]) == ("Waves", "1")


def test_initiatives_are_left_out_for_others(told):
    """They are the organization's own; its blocks are the framework's."""
    heading, by_block = told("client")
    assert heading == Heading("By block")
    assert len(by_block.rows) == 2


def test_without_actions_nothing_is_said(framework, draft, planned):
    """Nor without a plan."""
    empty = planned(dict.fromkeys(framework.practices, "yes"))
    assert list(section(given_of(framework, draft, []))) == []
    assert list(section(given_of(framework, draft.replace(organization=None), [empty]))) == []
