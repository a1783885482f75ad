import pytest

from equity_blocks import Assessment, Plan, load_assessment, load_framework, plan
from equity_blocks.engine.planning.options import calendar_of
from equity_blocks.model import FrameworkRef
from equity_blocks.model.adopted_plan import EarlierPlan, PastAction
from equity_blocks.model.calendar import Calendar
from equity_blocks.reports.document import Bullets, Document, Heading, Paragraph, Table
from equity_blocks.reports.plan_calendar import calendar_line, describe_calendar, describe_past


def _told(made):
    parts = list(describe_calendar(made))
    table = next(part for part in parts if isinstance(part, Table))
    return table, " ".join(part.text for part in parts if isinstance(part, Paragraph))


def test_without_a_calendar_there_is_nothing_to_say(framework, draft):
    """Not even a heading."""
    assert list(describe_calendar(plan(framework, draft))) == []


def test_each_period_has_its_days_and_its_score(framework, draft):
    """Used of what there is; periods after the last action share a line."""
    made = plan(framework, draft, periods=8, capacity=60, start="2027-Q1")
    heading, kept_to = list(describe_calendar(made))[:2]
    assert heading == Heading("Calendar")
    assert kept_to.text.startswith("8 quarters from 2027-Q1, 60 person-days each")
    table, _ = _told(made)
    *busy, free = table.rows
    assert [row[0] for row in busy] == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1"][: len(busy)]
    assert all(row[1].endswith(" of 60") for row in busy)
    assert busy[-1][2] == "100%"
    assert free[1:] == (f"0 of {60 * (8 - len(busy))}", "", "nothing planned")
    assert free[0].endswith(" to 2028-Q4")


def test_a_period_that_changes_the_score_does_not_read_like_the_one_before(framework, draft):
    """From 46.2% to 46.4% in whole percents would look like days spent on nothing; all get a digit more."""
    made = plan(framework, draft, periods=4, capacity=60)
    scores = (0.462, 0.464, 0.5, 0.5)
    periods = tuple(period.replace(score=score, used=1.0) for period, score in zip(made.periods, scores, strict=True))
    table, _ = _told(made.replace(score_now=0.3, periods=periods))
    assert [row[2] for row in table.rows] == ["46.2%", "46.4%", "50.0%", "50.0%"]


def test_money_stands_beside_days_where_there_is_some(framework):
    """With the budget, and what is left of it."""
    ratings = {"vision": {"level": "no", "cost": 1000}}
    made = plan(framework, Assessment(framework="mini", ratings=ratings), periods=4, budget=1500)
    table, said = _told(made)
    assert [column.title for column in table.columns][2] == "Money"
    assert "The budget is 1,500, of which 1,000 is used." in said


def test_a_proof_is_told_in_words(framework, draft):
    """The optimum is called so; otherwise the gap is a number. Both say of which schedules they speak."""
    made = plan(framework, draft, periods=4, start="2027-Q1").replace(bound=2.0, stretch=3)
    runs = "of these steps, in runs of up to 3 quarters over the shortest, "
    assert f"No other schedule {runs}brings more benefit earlier." in _told(made.replace(gap=0.0))[1]
    assert f"The best possible schedule {runs}is at most 1.5% better." in _told(made.replace(gap=0.015))[1]
    assert ", in the shortest runs, " in _told(made.replace(gap=0.0, stretch=0))[1]


def test_a_search_without_a_proof_says_so(framework, draft):
    """Only where a proof was asked for."""
    made = plan(framework, draft, periods=4)
    assert "is not known" not in _told(made)[1]
    assert "How far this may be from the best schedule is not known." in _told(made.replace(planner="exact"))[1]


def _line(planning, **options):
    calendar, origins = calendar_of(planning, options)
    plan = Plan(
        framework=FrameworkRef(id="f", edition="1", revision=1),
        planner="greedy",
        selection="all",
        score_now=None,
        score_after=None,
        calendar=calendar,
        calendar_from=origins,
    )
    return calendar_line(plan)


ALSO = "periods, capacity and lag"


@pytest.mark.parametrize(
    ("planning", "options", "line"),
    [
        (None, {}, ""),
        (Calendar(lag=0), {}, ""),
        (
            {"start": "2027-Q1", "periods": 8, "capacity": 60},
            {},
            "8 quarters from 2027-Q1, 60 person-days each (from the assessment).",
        ),
        (
            None,
            {"start": "Q1 2027", "capacity": 60},
            "8 quarters from 2027-Q1, 60 person-days each (from the options).",
        ),
        (
            {"start": "2027-Q1", "fiscal_year_start": 7, "capacity": 60},
            {"capacity": [40, 62.5], "lag": 0},
            f"2 quarters from SFY27-Q1, 40 and 62.5 person-days, lag 0 (from the assessment; {ALSO} from the options).",
        ),
        (
            {"start": "2027-11", "periods": 1},
            {},
            "1 month from 2027-11, with no limit of person-days (from the assessment).",
        ),
        (None, {"budget": 5}, "8 periods, with no limit of person-days (from the options)."),
    ],
)
def test_a_calendar_is_told_in_a_line(planning, options, line):
    """How many periods, from when, the days in each, and who said so."""
    said = Calendar(**planning) if isinstance(planning, dict) else planning
    assert _line(said, **options) == line


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
                ("P\nnow q", "planned → in place\nnow partial", "late, raised (work started)", "2027-Q1\n2027-Q3"),
                ("P", "planned → in place\nnow in place", "done", "2027-Q2"),
            ),
        ),
        Paragraph("Added since:"),
        Bullets(("New: not rated → in place, to end in 2027-Q3",)),
    ]


def test_what_is_still_open_and_has_no_new_end_is_not_planned():
    """Where the plan now has periods; without them nothing is known of new dates."""
    open_ = _past("open", finish="2027-Q4", now=None)
    rated = "planned → in place\nnow not rated"
    assert _said(open_)[2].rows[0][1:] == (rated, "open", "2027-Q4\nnot planned")
    assert _said(open_, periods=[])[2].rows[0][1:] == (rated, "open", "2027-Q4")


def test_a_long_word_of_a_title_stays_whole_at_80_columns(drawn):
    """The longest of the shipped titles, beside the longest levels and words."""
    past = _past("late", title="Cross-Organizational Work", change="unchanged", progress="planned", finish="2027-Q4")
    (table,) = (part for part in _said(past.replace(start_level=None, now=None)) if isinstance(part, Table))
    assert "Cross-Organizational\N{SPACE}" in drawn(Document("T", "S", (table,), "N"), 80)


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
        ("P", "planned → in place\nnow partial", f"dropped: {words}"),
    )


def test_the_plan_of_an_earlier_assessment_is_said_to_be_made_now():
    """A row for each of its actions, without dates."""
    framework = load_framework("hcplan-apm")
    before, now = (load_assessment(f"assessments/riverbend-{year}.yaml") for year in (2025, 2026))
    made = plan(framework, now, since=before)
    heading, compared, table, *_ = describe_past(made)
    assert heading == Heading("Since the last plan")
    assert "Compared with a plan made now from the assessment of 2025-09-30, which has no dates." in compared.text
    assert [row[0] for row in table.rows] == [past.title for past in made.past if past.outcome != "added"]


@pytest.mark.parametrize(
    ("named", "advice"),
    [(1, "`migrate` carries the answers over"), (3, "upgrade equity-blocks, or open the file of that revision")],
)
def test_an_earlier_assessment_of_another_revision_is_said_to_be_read_by_this_one(framework, draft, named, advice):
    """It may say another thing there."""
    now = framework.replace(revision=2)
    made = plan(now, draft.replace(revision=2), since=draft.replace(revision=named))
    assert made.earlier.named_revision == named
    assert list(describe_past(made))[1].text.endswith(
        f"which has no dates. It names revision {named}, and is read by revision 2: {advice}."
    )


def test_a_plan_with_nothing_in_it_is_still_named():
    """No counts, no table."""
    assert [type(part) for part in _said()] == [Heading, Paragraph]
