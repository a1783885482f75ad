from datetime import date

import pytest

from equity_blocks import plan, share
from equity_blocks.reports.document import Heading
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.requirements import section


@pytest.fixture
def told(framework, draft):
    """Give a function that says what the section says, for an audience."""

    def telling(audience="owner", said=draft):
        made = plan(framework, said, capacity=30, start="2027-Q1", everything=True)
        return list(section(given_of(framework, share(said, audience, framework=framework), [share(made, audience)])))

    return telling


@pytest.mark.parametrize("audience", ["owner", "steering"])
def test_clause_practice_evidence_and_time_stand_together(told, audience):
    """For the organization and its own board."""
    heading, table = told(audience)
    assert heading == Heading("What is required from outside")
    assert table.rows == (
        ("State contract\nby 2027-06-30", "action 3: Pay for Results", "none listed", "no: done by the end of 2028-Q1"),
    )


def test_the_last_day_is_no_day_too_many(told, draft):
    """It is in time, with no day to spare."""
    rating = draft.rating("pay")
    late = [duty.replace(due=date(2028, 3, 31)) for duty in rating.required_by]
    said = draft.replace(ratings={**draft.ratings, "pay": rating.replace(required_by=late)})
    _, table = told(said=said)
    assert table.columns[2].title == "Evidence listed"
    assert table.rows[0][3] == "yes, with no day to spare: done by the end of 2028-Q1"


def test_a_client_reads_no_clause(told):
    """Only that something is required, and when."""
    (row,) = told("client")[1].rows
    assert row[0] == "an outside requirement\nby 2027-06-30"
    assert "State contract" not in str(told("cohort"))


def test_where_nothing_is_required_nothing_is_said(told, framework, draft):
    """Nor without a plan."""
    rating = draft.rating("pay").replace(required_by=())
    assert told(said=draft.replace(ratings={**draft.ratings, "pay": rating})) == []
    assert list(section(given_of(framework, draft, []))) == []
