from equity_blocks import Assessment, plan
from equity_blocks.reports.document import Heading, Paragraph, Table
from equity_blocks.reports.plan_resources import describe_resources


def _told(made, framework=None):
    parts = list(describe_resources(made, "What it takes", framework))
    table = next(part for part in parts if isinstance(part, Table))
    return table, " ".join(part.text for part in parts if isinstance(part, Paragraph))


def test_without_a_calendar_there_is_nothing_to_say(framework, draft):
    """Not even a heading."""
    assert list(describe_resources(plan(framework, draft), "What it takes")) == []


def test_each_period_has_its_days_and_its_score(framework, draft):
    """Used of what there is; periods after the last action are told in a sentence."""
    made = plan(framework, draft, periods=8, capacity=60, start="2027-Q1")
    assert next(iter(describe_resources(made, "Money and days"))) == Heading("Money and days")
    table, said = _told(made, framework)
    assert [row[0] for row in table.rows] == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1"][: len(table.rows)]
    assert all(row[1].endswith(" of 60") for row in table.rows)
    assert table.rows[-1][2] == "100%"
    assert said.startswith("Nothing is planned for ")
    assert "Critical path: Data Basis → Pay for Results." in said


def test_money_stands_beside_days_where_there_is_some(framework):
    """With the budget, and what is left of it."""
    ratings = {"vision": {"level": "no", "cost": 1000}}
    made = plan(framework, Assessment(framework="mini", ratings=ratings), periods=4, budget=1500)
    table, said = _told(made, framework)
    assert [column.title for column in table.columns][2] == "Money"
    assert "The budget is 1,500, of which 1,000 is used." in said


def test_a_proof_is_told_in_words(framework, draft):
    """The optimum is called so; otherwise the gap is a number."""
    made = plan(framework, draft, periods=4)
    assert "brings more benefit" in _told(made.replace(bound=2.0, gap=0.0))[1]
    assert "at most 1.5% better" in _told(made.replace(bound=2.0, gap=0.015))[1]
