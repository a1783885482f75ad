import pytest

from equity_blocks import Plan, load_assessment, load_framework, plan
from equity_blocks.model import FrameworkRef
from equity_blocks.model.past_actions import EarlierPlan, PastAction
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.plan_past import describe_past

NOW = FrameworkRef(id="mini", edition="2027", revision=2)
MADE = Plan(
    framework=NOW,
    planner="greedy",
    selection="all",
    score_now=0.5,
    score_after=0.5,
    earlier=EarlierPlan(
        is_adopted=True,
        framework=FrameworkRef(id="mini", edition="2026", revision=1),
        as_of="2026-09-30",
        made_with="0.1.0",
    ),
    periods=[{"id": "2027-Q3", "capacity": None, "used": 0.0, "score": 0.5}],
)


def _past(outcome, **changes):
    said = {"practice": "p", "title": "P", "from": "planned", "to": "in-place", "now": "partial", "outcome": outcome}
    return PastAction.model_validate({**said, **changes})


def _said(*past, **changes):
    return list(describe_past(MADE.replace(past=past, **changes)))


def test_without_an_earlier_plan_there_is_nothing_to_say(framework, draft):
    """Not even a heading."""
    assert list(describe_past(plan(framework, draft))) == []


def test_what_became_of_an_adopted_plan_is_counted_and_listed():
    """Numbers of each outcome, which plan it was, a row for each adopted action, and what is new below."""
    late = _past("late", change="raised", finish="2027-Q1", new_finish="2027-Q3", progress="started", successor="q")
    added = _past("added", title="New", new_finish="2027-Q3", **{"from": None})
    assert _said(late, _past("done", finish="2027-Q2", now="in-place"), added) == [
        Heading("Since the last plan"),
        Paragraph(
            "Planned then: 1 done and 1 late. Added since: 1. Compared with the plan adopted on the assessment of "
            "2026-09-30, made by equity-blocks 0.1.0 for mini 2026 revision 1; this is mini 2027 revision 2."
        ),
        Table(
            _said(late)[2].columns,
            (
                ("P\nnow q", "planned → in place", "partial", "late, raised (work started)", "2027-Q1\n2027-Q3"),
                ("P", "planned → in place", "in place", "done", "2027-Q2"),
            ),
        ),
        Paragraph("Added since:"),
        Bullets(("New: not rated → in place, to end in 2027-Q3",)),
    ]


def test_what_is_still_open_and_has_no_new_end_is_not_planned():
    """Where the plan now has periods; without them nothing is known of new dates."""
    open_ = _past("open", finish="2027-Q4", now=None)
    assert _said(open_)[2].rows[0][2:] == ("not rated", "open", "2027-Q4\nnot planned")
    assert _said(open_, periods=[])[2].rows[0][2:] == ("not rated", "open", "2027-Q4")


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("work_dropped", "work dropped"),
        ("not_pursued", "not pursued now"),
        ("not_applicable", "does not apply now"),
        ("removed", "no longer in the framework"),
        ("split", "split into others"),
        ("merged", "merged with others"),
        ("unclear", "its id may be that of another now"),
        ("level_removed", "no such level now"),
    ],
)
def test_why_something_was_dropped_is_said(why, words):
    """In words, and without dates there is no column for them."""
    assert _said(_past("dropped", dropped_as=why))[2].rows == (
        ("P", "planned → in place", "partial", f"dropped: {words}"),
    )


def test_the_plan_of_an_earlier_assessment_is_said_to_be_made_now():
    """A row for each of its actions, without dates."""
    framework = load_framework("hcplan-apm")
    before, now = (load_assessment(f"assessments/riverbend-{year}.yaml") for year in (2025, 2026))
    made = plan(framework, now, since=before)
    heading, compared, table, *_ = describe_past(made)
    assert heading == Heading("Since the last plan")
    assert compared.text.endswith(
        "Compared with a plan made now from the assessment of 2025-09-30, which has no dates."
    )
    assert [row[0] for row in table.rows] == [past.title for past in made.past if past.outcome != "added"]


def test_a_plan_with_nothing_in_it_is_still_named():
    """No counts, no table."""
    assert [type(part) for part in _said()] == [Heading, Paragraph]
