from datetime import date

import pytest

from equity_blocks import plan, share
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Paragraph, Table
from equity_blocks.reports.plan_requirements import describe_requirements, in_time, requirements

SOON = {"title": "Law 7", "due": "2027-02-15"}


@pytest.fixture
def dated(framework, draft):
    """Give a function that plans with a calendar."""

    def planning(said=draft, **options):
        return plan(framework, said, **{"capacity": 90, "start": "2027-Q1", "everything": True, **options})

    return planning


def _with(draft, practice, **fields):
    rating = draft.rating(practice).replace(**fields)
    return draft.replace(ratings={**draft.ratings, practice: rating})


def test_each_clause_stands_with_its_practice(dated):
    """By day, with the action that meets it."""
    (one,) = requirements(dated())
    assert (one.title, one.due, one.practice, one.action.title) == (
        "State contract", date(2027, 6, 30), "pay", "Pay for Results",
    )  # fmt: skip


def test_the_earliest_comes_first(dated, draft):
    """Clauses without a day come last."""
    said = _with(draft, "vision", required_by=[{"title": "No day"}, SOON])
    assert [each.title for each in requirements(dated(said))] == ["Law 7", "State contract", "No day"]


def test_what_is_met_stands_there_too(dated, draft, framework):
    """The assessment knows what is required of practices without an action."""
    said = _with(draft, "training", required_by=[SOON])
    assert [each.practice for each in requirements(dated(said))] == ["pay"]
    assert [each.practice for each in requirements(dated(said), said)] == ["training", "pay"]
    (table,) = describe_requirements(dated(said), said, framework)
    assert table.rows[0][:2] == ("Law 7\nby 2027-02-15", "Training")
    assert table.rows[0][3].startswith("no action")


@pytest.mark.parametrize(
    ("due", "start", "expected"),
    [
        ("2030-01-01", "2027-Q1", "yes: done by the end of"),
        ("2026-12-31", "2027-Q1", "no: done by the end of"),
        (None, "2027-Q1", "no day named"),
        ("2030-01-01", None, "not known: the plan has no dates"),
    ],
)
def test_in_time_is_by_the_end_of_the_period(dated, draft, due, start, expected):
    """Of the last one that the action takes."""
    said = _with(draft, "vision", required_by=[{"title": "Law 7", **({"due": due} if due else {})}])
    made = dated(said, start=start)
    one = next(each for each in requirements(made) if each.title == "Law 7")
    assert in_time(one, made).startswith(expected)


def test_within_the_last_period_it_may_be_late(dated, draft):
    """Nobody knows on which day of it the work ends."""
    made = dated(_with(draft, "vision", required_by=[SOON]))
    one = requirements(made)[0]
    assert one.action.finish == "2027-Q1"
    assert in_time(one, made) == "may be late: done by the end of 2027-Q1"


def test_evidence_is_what_there_is_else_what_would_do(dated, draft):
    """Without the assessment nobody knows what there is."""
    said = _with(draft, "pay", evidence=["memo"]).replace(evidence={"memo": {"title": "Memo of the board"}})
    made = dated(said)
    assert next(describe_requirements(made, said)).rows[0][2] == "Memo of the board"
    assert next(describe_requirements(made, draft)).rows[0][2] == "none listed"
    assert next(describe_requirements(made)).rows[0][2] == NO_VALUE
    shown = made.replace(actions=[a.replace(evidence=["Minutes", "Budget", "Contract"]) for a in made.actions])
    assert next(describe_requirements(shown)).rows[0][2].startswith("would show it: Minutes, Budget")


def test_where_nothing_is_required_it_says_so(planned, dated, framework):
    """And does not say that nothing is where it was left out."""
    assert list(describe_requirements(planned({"vision": "some"}))) == [
        Paragraph("The assessment names no requirement from outside (`required_by`).")
    ]
    shared = share(planned({"vision": "some"}), "client")
    assert "left out for this audience" in next(describe_requirements(shared)).text
    (table,) = describe_requirements(share(dated(), "client"), None, framework)
    assert isinstance(table, Table)
    assert "State contract" not in str(table)
