import pytest

from equity_blocks import Assessment, plan, share
from equity_blocks.reports.document import Heading, Paragraph
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.actions import one_page, section

TITLES = ["#", "Action, and the main reason", "From → to", "Days", "When", "Led by", "Goal"]


@pytest.fixture
def told(framework, draft):
    """Give a function that says what the section says, for an audience."""

    def telling(audience="owner", part=section, **options):
        made = plan(framework, draft, **{"capacity": 90, "start": "2027-Q1", "everything": True, **options})
        said = share(draft, audience, framework=framework)
        return list(part(given_of(framework, said, [share(made, audience)])))

    return telling


def _columns(parts):
    table = next(part for part in parts if hasattr(part, "rows"))
    titles = [column.title for column in table.columns]
    return {title: [row[place] for row in table.rows] for place, title in enumerate(titles)}


@pytest.mark.parametrize("audience", ["owner", "steering"])
def test_a_board_can_name_goal_owner_and_date_of_every_action(told, audience):
    """No cell is empty: where nobody is named, it says so."""
    columns = _columns(told(audience))
    assert list(columns) == TITLES
    assert all(map(all, columns.values()))
    row = columns["Action, and the main reason"].index(next(t for t in columns[TITLES[1]] if t.startswith("Pay")))
    assert columns["Led by"][row] == "Finance"
    assert columns["Goal"][row] == "Postpartum visits (Members after birth)"
    assert "nobody yet\nusually Data team" in columns["Led by"]
    assert "none directly" in columns["Goal"]


def test_a_client_is_told_nobody_s_name(told):
    """Nor that nobody is named, which would not be true."""
    columns = _columns(told("client"))
    assert "Goal" not in columns
    assert set(columns["Usually led by"]) == {"Board of directors", "Data team", ""}


def test_figures_lead_to_the_plan(told):
    """A range to both of its ends."""
    columns = _columns(told())
    assert columns["#"][0].path == "/actions/0/rank"
    wide = next(days for days in columns["Days"] if "-" in days)
    assert [piece.path.split("/")[-1] for piece in wide.pieces[:3:2]] == ["low", "high"]


def test_days_of_the_organization_are_its_own(told):
    """`your own` where it reads about itself."""
    days = {audience: " ".join(_columns(told(audience))["Days"]) for audience in ("owner", "steering", "client")}
    assert "your own" in days["owner"]
    assert "your own" in days["steering"]
    assert "your own" not in days["client"]
    assert "its own" in days["client"]


def test_without_a_calendar_there_are_waves(told):
    """And a word on why there is no date."""
    parts = told(capacity=None, start=None)
    assert _columns(parts)["Wave"][0] == "1"
    assert any(isinstance(part, Paragraph) and "no calendar" in part.text for part in parts)


def test_reasons_stand_in_full_below(told, framework, draft):
    """One row for each action."""
    *_, heading, table = told()
    assert heading == Heading("Why each action stands where it stands", 3)
    made = plan(framework, draft, capacity=90, start="2027-Q1", everything=True)
    assert [row[1] for row in table.rows] == [f"{action.title}\n{action.reason}" for action in made.actions]


def test_the_one_page_has_the_first_few(told):
    """With who, when, from where to where and for which goal; not whose days they are."""
    heading, table = told(part=one_page)
    assert heading.text == f"The first {['', '', 'two', 'three', 'four', 'five'][len(table.rows)]} actions"
    assert [column.title for column in table.columns] == TITLES
    assert all(" → " in row[2] for row in table.rows)
    assert not any("your own" in row[3] for row in table.rows)


def test_an_empty_plan_says_why(framework, planned):
    """And has no table."""
    made = planned(dict.fromkeys(framework.practices, "yes"))
    given = given_of(framework, Assessment(framework="mini"), [made])
    assert isinstance(next(section(given)), Heading)
    assert list(section(given))[-1].text.startswith("There is nothing to do")
    assert list(one_page(given)) == []


def test_without_a_plan_nothing_is_said(framework, draft):
    """There is nothing to show."""
    given = given_of(framework, draft, [])
    assert [*section(given), *one_page(given)] == []
