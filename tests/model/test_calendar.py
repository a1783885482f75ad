from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model.calendar import DATING, DEFAULT_PERIODS, Calendar
from equity_blocks.model.input_problems import problems_of


@pytest.mark.parametrize(
    ("start", "fiscal", "names"),
    [
        ("2027-Q1", 1, ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1"]),
        ("Q1 2027", 1, ["2027-Q1", "2027-Q2"]),
        *((start, 1, ["2027-Q1", "2027-Q2"]) for start in ("2027 Q1", "2027Q1", "Q1/2027", "Q1\u00a02027")),
        ("2027-Q1", 7, ["SFY27-Q1", "SFY27-Q2", "SFY27-Q3", "SFY27-Q4", "SFY28-Q1"]),
        ("SFY27-Q3", 7, ["SFY27-Q3", "SFY27-Q4", "SFY28-Q1"]),
        ("Q3 sfy2027", 7, ["SFY27-Q3", "SFY27-Q4", "SFY28-Q1"]),
        ("FY27-Q4", 10, ["SFY27-Q4", "SFY28-Q1"]),
        ("2099-Q4", 7, ["SFY99-Q4", "SFY00-Q1"]),
        ("2027-11", 1, ["2027-11", "2027-12", "2028-01"]),
        (None, 1, ["1", "2", "3"]),
        ("1", 1, ["1", "2"]),
    ],
)
def test_periods_have_names(start, fiscal, names):
    """They go on over the end of a year."""
    calendar = Calendar(start=start, fiscal_year_start=fiscal)
    assert [calendar.name(i) for i in range(1, len(names) + 1)] == names


@pytest.mark.parametrize(
    ("start", "fiscal", "day", "due", "holding"),
    [
        ("2027-Q1", 1, date(2027, 6, 30), 2, 2),
        ("2027-Q1", 1, date(2027, 6, 29), 1, 2),
        ("2027-Q1", 1, date(2027, 1, 1), 0, 1),
        ("2027-Q1", 1, date(2020, 1, 1), -28, -27),
        ("2027-Q1", 7, date(2026, 9, 30), 1, 1),
        ("2027-Q1", 7, date(2027, 6, 30), 4, 4),
        ("2027-01", 1, date(2027, 2, 28), 2, 2),
        ("2028-02", 1, date(2028, 2, 28), 0, 1),
        ("2028-02", 1, date(2028, 2, 29), 1, 1),
        ("2027-Q1", 1, date(9999, 12, 31), (9999 - 2027 + 1) * 4, (9999 - 2027 + 1) * 4),
    ],
)
def test_a_day_lies_in_a_period_and_is_kept_by_the_last_that_is_over(start, fiscal, day, due, holding):
    """The state fiscal year 2027 that begins in July is July 2026 to June 2027; leap years count."""
    calendar = Calendar(start=start, fiscal_year_start=fiscal)
    assert (calendar.due(day), calendar.holding(day)) == (due, holding)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_what_is_due_on_a_day_ends_before_the_next(day):
    """A period is over on its last day."""
    calendar = Calendar(start="2027-Q1")
    assert calendar.due(day) == calendar.holding(date.fromordinal(day.toordinal() + 1)) - 1


@pytest.mark.parametrize(
    ("said", "period", "day"),
    [
        ({"start": "2027-Q1"}, 1, date(2027, 3, 31)),
        ({"start": "2027-Q1"}, 4, date(2027, 12, 31)),
        ({"start": "2028-02"}, 1, date(2028, 2, 29)),
        ({"start": "SFY27-Q1", "fiscal_year_start": 7}, 2, date(2026, 12, 31)),
        ({"periods": 4}, 1, None),
    ],
)
def test_a_period_has_a_last_day(said, period, day):
    """Leap years and fiscal years included; a number has none."""
    assert Calendar(**said).last_day(period) == day


def test_numbers_know_no_days():
    """They last as long as quarters."""
    calendar = Calendar()
    assert calendar.due(date(2027, 1, 1)) is calendar.holding(date(2027, 1, 1)) is calendar.first is None
    assert [calendar.lasting(months) for months in (0, 1, 3, 4, 12)] == [0, 1, 1, 2, 4]
    assert [Calendar(start="2027-01").lasting(months) for months in (0, 1, 12)] == [0, 1, 12]


def test_what_is_not_said_has_defaults():
    """Eight periods without a limit, or as many as there are capacities."""
    assert DEFAULT_PERIODS == 8
    assert Calendar().capacities == (inf,) * 8
    assert Calendar(capacity=[1, 2, 3]).capacities == (1.0, 2.0, 3.0)
    assert Calendar(periods=2, capacity=5).capacities == (5.0, 5.0)
    assert (Calendar().lag, Calendar().fiscal_year_start) == (1, 1)


def test_what_was_said_is_known_from_what_holds_by_default():
    """A lag of one period that somebody asked for is not the same as one of which nobody spoke."""
    assert Calendar(lag=1, budget=None, start="2027-01").said == {"start": "2027-01", "lag": 1}
    assert Calendar().said == {}


@pytest.mark.parametrize(("field", "value"), [("capacity", 0), ("periods", 1), ("start", "2027-01"), ("budget", 0)])
def test_these_make_a_schedule_of_a_plan(field, value):
    """Each by itself; a lag alone does not."""
    assert field in DATING
    assert Calendar(**{field: value}).is_dated
    assert not Calendar(lag=0).is_dated


def _problems(text):
    """The problems of a calendar in YAML: code, key path, message, hint."""
    document = read_yaml(text)
    with pytest.raises(ValidationError) as caught:
        Calendar.model_validate(document.data)
    return [(p.code, p.key_path, p.message, p.hint) for p in problems_of(caught.value)]


@pytest.mark.parametrize(
    "start", ["2027", "2027-Q0", "2027-Q5", "2027-00", "2027-13", "Q1", "", "27-01", "2027-Q1 ", "1 2027"]
)
def test_what_is_no_start_is_refused(start):
    """With what would be one."""
    hint = "write a quarter (2027-Q1) or a month (2027-01), or leave it out"
    message = f"'{start}' is not the start of a period"
    assert _problems(f"start: '{start}'") == [("not_a_period", ("start",), message, hint)]


@pytest.mark.parametrize("start", ["0001-01", "9999-Q4", "1899-12", "2200-Q1", "Q1 2200"])
def test_a_year_far_off_is_a_slip_of_the_pen(start):
    """Two centuries around today are enough."""
    ((code, path, message, _),) = _problems(f"start: {start}")
    assert (code, path) == ("out_of_bounds", ("start",))
    assert message.startswith("a calendar starts in a year from 1900 to 2199, not ")


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("fiscal_year_start: 7", "fiscal_year_start", "fiscal_year_start needs start"),
        ("{fiscal_year_start: 7, start: '1'}", "fiscal_year_start", "fiscal_year_start needs start"),
        (
            "{fiscal_year_start: 7, start: 2027-01}",
            "fiscal_year_start",
            "fiscal_year_start names quarters, but '2027-01' is a month",
        ),
        ("start: SFY27-Q1", "start", "'SFY27-Q1' is of a fiscal year"),
        ("start: Q1 FY27", "start", "'Q1 FY27' is of a fiscal year"),
    ],
)
def test_a_fiscal_year_has_quarters_and_a_first_month(text, path, message):
    """The hint says what to write."""
    ((code, key_path, said, hint),) = _problems(text)
    assert (code, key_path, said) == ("fiscal_year", (path,), message)
    assert hint


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{capacity: [1, 2], periods: 3}", ("lengths_differ", ("capacity",))),
        ("capacity: [1, -2]", ("out_of_bounds", ("capacity", 1))),
        ("capacity: -1", ("out_of_bounds", ("capacity",))),
        ("capacity: many", ("not_a_number", ("capacity",))),
        ("capacity: []", ("too_few", ("capacity",))),
        ("capacity: [1, 2e12]", ("out_of_bounds", ("capacity", 1))),
        ("budget: -1", ("out_of_bounds", ("budget",))),
        ("budget: 1e13", ("out_of_bounds", ("budget",))),
        ("periods: 0", ("out_of_bounds", ("periods",))),
        ("periods: 1201", ("out_of_bounds", ("periods",))),
        ("periods: 2.5", ("not_a_number", ("periods",))),
        ("lag: -1", ("out_of_bounds", ("lag",))),
        ("lag: 1201", ("out_of_bounds", ("lag",))),
        ("{fiscal_year_start: 13, start: 2027-Q1}", ("out_of_bounds", ("fiscal_year_start",))),
        ("{fiscal_year_start: 0, start: 2027-Q1}", ("out_of_bounds", ("fiscal_year_start",))),
        ("capacities: 60", ("unknown_key", ("capacities",))),
    ],
)
def test_what_is_out_of_bounds_is_told_at_its_place(text, problem):
    """Once, and of the one thing that is wrong."""
    assert [found[:2] for found in _problems(text)] == [problem]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_amounts_are_finite(value):
    """No limit is said by leaving it out."""
    with pytest.raises(ValidationError, match="finite number"):
        Calendar(capacity=value)
    with pytest.raises(ValidationError, match="finite number"):
        Calendar(budget=value)


def test_all_that_is_wrong_is_told_at_once():
    """In the order of the file."""
    assert [problem[0] for problem in _problems("start: soon\ncapacity: [1, 2]\nperiods: 3")] == [
        "not_a_period",
        "lengths_differ",
    ]
