from datetime import date

import pytest

from equity_blocks import plan, share
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.given import given_of
from equity_blocks.reports.pictures.timeline import Milestone, Timeline
from equity_blocks.reports.sections.calendar import one_page, section


@pytest.fixture
def told(framework, draft):
    """Give a function that says what the section says of a plan with a calendar."""

    def telling(part=section, audience="owner", of=framework, said=draft, **options):
        made = plan(of, said, **{"capacity": 30, "start": "2027-Q1", "everything": True, **options})
        return list(part(given_of(of, share(said, audience, framework=of), [share(made, audience)])))

    return telling


def test_the_timeline_has_actions_and_the_use_of_each_period(told):
    """Up to the last in which something is done; the rest is named below."""
    heading, kept_to, timeline, rest = told()
    assert (heading, kept_to.text) == (
        Heading("Calendar"), "8 quarters from 2027-Q1, 30 person-days each (from the options).",
    )  # fmt: skip
    assert isinstance(timeline, Timeline)
    assert [(lane.title, lane.start, lane.finish) for lane in timeline.lanes] == [
        ("Vision", 0, 0), ("Data Basis", 0, 3), ("Pay for Results", 4, 4),
    ]  # fmt: skip
    assert len(timeline.slots) == 5
    first = timeline.slots[0]
    assert (first.used.path, first.score.path, first.done) == ("/periods/0/used", "/periods/0/score", "1")
    assert (first.first_day, first.last_day) == (date(2027, 1, 1), date(2027, 3, 31))
    assert rest.text.startswith("Nothing is planned in 2028-Q2 to Q4.")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"capacity": None, "start": None, "periods": 4}, None),
        ({"start": "2027-Q1", "fiscal_year_start": 7}, date(2026, 7, 1)),
        ({"start": "2027-02"}, date(2027, 2, 1)),
    ],
)
def test_periods_begin_where_their_calendar_says(told, options, words):
    """A fiscal year begins when it does; numbers have no days."""
    timeline = next(part for part in told(**options) if isinstance(part, Timeline))
    assert timeline.slots[0].first_day == words


def test_without_a_total_there_is_no_score(told, framework):
    """There is none by design."""
    timeline = told(of=framework.replace(scoring={"overall": False}))[2]
    assert not timeline.has_score


def test_the_one_page_says_who_does_what_next(told, monkeypatch):
    """What begins in the first period besides the actions that stand on the page already."""
    heading, said = told(one_page)
    assert heading == Heading("Next quarter: 2027-Q1")
    assert said == Paragraph("Nothing starts in it besides the first actions above.")
    monkeypatch.setattr("equity_blocks.reports.sections.calendar.FIRST", 1)
    heading, said, bullets = told(one_page)
    assert said.text == "Also starting, besides the first actions above:"
    assert bullets == Bullets(("2 Data Basis: not rated → yes, until 2027-Q4 (nobody yet)",))
    assert told(one_page, "client")[2].items == ("2 Data Basis: not rated → yes, until 2027-Q4 (Data team)",)


def test_days_to_be_kept_stand_in_the_chart(told, draft):
    """When what carries goals has to be in place, and what is required from outside."""
    dated = draft.goals[0].replace(target={"value": 80, "by": "2028-06-30"}, lead=4)
    timeline = next(part for part in told(said=draft.replace(goals=[dated])) if isinstance(part, Timeline))
    assert Milestone("Required: State contract", date(2027, 6, 30)) in timeline.milestones
    assert Milestone("In place for Postpartum visits (Members after birth)", date(2027, 6, 30)) in timeline.milestones
    undated = told(capacity=None, start=None, periods=4)
    assert next(part for part in undated if isinstance(part, Timeline)).milestones == ()


def test_an_empty_first_period_says_so(told):
    """Nothing can begin without days."""
    assert told(one_page, capacity=(0, 60, 60))[1] == Paragraph("Nothing is planned in it.")


def test_without_a_calendar_nothing_is_said(told, framework, draft):
    """Nor without a plan."""
    assert told(capacity=None, start=None) == told(one_page, capacity=None, start=None) == []
    given = given_of(framework, draft, [])
    assert [*section(given), *one_page(given)] == []
