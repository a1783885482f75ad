from equity_blocks import Assessment, plan
from equity_blocks.reports.document import Heading, Paragraph, Table
from equity_blocks.reports.plan_calendar import describe_calendar


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
