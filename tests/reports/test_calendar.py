import pytest

from equity_blocks.engine.planning.options import calendar_of
from equity_blocks.model import FrameworkRef
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.plan import Plan
from equity_blocks.reports.calendar import calendar_line


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
