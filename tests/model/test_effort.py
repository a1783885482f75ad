"""Effort as a range of days, and as sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_blocks.model import Effort, Framework, Practice
from equity_blocks.model.effort import EffortDays
from equity_blocks.model.input_problems import problems_of

DAYS = st.floats(0, 1e6)


@pytest.mark.parametrize("days", [(0, 0, 0), (1, 2, 3), (5, 5, 9.5)])
def test_a_range_may_rise_or_stay(days: tuple):
    """Low, likely and high days may be equal, even nothing."""
    low, likely, high = days

    assert Effort(low=low, likely=likely, high=high).likely == likely


@pytest.mark.parametrize("days", [(2, 1, 3), (1, 3, 2), (3, 2, 1)])
def test_a_range_may_not_fall(days: tuple):
    """A likely value outside the range is refused, with the code and the numbers."""
    low, likely, high = days

    with pytest.raises(ValidationError, match=f"must not fall, but are {low}, {likely} and {high}") as caught:
        Effort(low=low, likely=likely, high=high)

    (problem,) = problems_of(caught.value)
    assert problem.code == "effort_not_ordered"


@pytest.mark.parametrize("value", ["S", "M", "L", "XL"])
def test_a_size_is_an_effort(value: str):
    """The four sizes are kept as they are."""
    assert Practice(id="p", title="P", effort=value).effort == value


@pytest.mark.parametrize("value", ["s", "XXL", "", 30, True, [1, 2, 3]])
def test_what_is_no_size_and_no_range_is_refused(value: object):
    """A bare number of days is refused: it says nothing about how sure it is."""
    with pytest.raises(ValidationError, match=r"effort.*\n.*'S', 'M', 'L' or 'XL'"):
        Practice(id="p", title="P", effort=value)


def test_a_range_is_an_effort_from_data_and_from_a_noun():
    """A mapping and an Effort mean the same."""
    given_as = {"low": 1, "likely": 2, "high": 3}

    assert Practice(id="p", title="P", effort=given_as) == Practice(id="p", title="P", effort=Effort(**given_as))


def test_sizes_have_days_unless_told_otherwise():
    """The defaults rise from S to XL, and one may be changed alone."""
    assert [EffortDays().days(size) for size in ("S", "M", "L", "XL")] == [10, 30, 90, 240]
    assert EffortDays(M=40).days("M") == 40


@pytest.mark.parametrize("days", [{"S": 31}, {"XL": 80}, {"M": 5}])
def test_the_days_of_sizes_may_not_fall(days: dict):
    """A larger size takes no fewer days than a smaller one."""
    with pytest.raises(ValidationError, match="must not fall from S to XL"):
        EffortDays(**days)


@given(st.lists(DAYS, min_size=4, max_size=4).map(sorted), DAYS)
def test_a_size_is_the_smallest_that_holds_the_days(sizes: list, days: float):
    """No smaller size would do, and only what exceeds all is XL without fitting."""
    table = EffortDays(**dict(zip(("S", "M", "L", "XL"), sizes, strict=True)))
    size = table.size(days)

    smaller = [name for name in ("S", "M", "L", "XL") if table.days(name) < table.days(size)]
    assert all(table.days(name) < days for name in smaller)
    assert table.days(size) >= days * (1 - 1e-8) or size == "XL"


@pytest.mark.parametrize(
    ("days", "size"), [(0, "S"), (10, "S"), (10.1, "M"), (30, "M"), (90, "L"), (240, "XL"), (900, "XL")]
)
def test_examples_of_sizes(days: float, size: str):
    """At the edge of a size the size itself holds."""
    assert EffortDays().size(days) == size


def _by_size(factors: object) -> Framework:
    return Framework.model_validate(
        {"id": "f", "title": "F", "scale": ["no", "yes"], "blocks": [], "effort_by_size": factors}
    )


def test_a_framework_says_what_the_size_of_an_organization_does_to_its_days():
    """Some sizes or all; nothing is said by default."""
    assert _by_size({"small": 0.5, "large": 2}).effort_by_size == {"small": 0.5, "large": 2}
    assert _by_size({}).effort_by_size == {}


@pytest.mark.parametrize(
    ("factors", "path", "hint"),
    [
        ({"larg": 1.6}, ("effort_by_size", "larg"), "large"),
        ({"medium": 1, "Small": 0.5}, ("effort_by_size", "Small"), "small"),
        ({"XL": 3}, ("effort_by_size", "XL"), "small, medium"),
        ({"large": 0}, ("effort_by_size", "large"), ""),
        ({"large": 101}, ("effort_by_size", "large"), ""),
        ({"large": "1.6"}, ("effort_by_size", "large"), ""),
        ({"large": None}, ("effort_by_size", "large"), ""),
    ],
)
def test_other_sizes_and_factors_that_are_none_are_refused_where_they_stand(factors: dict, path: tuple, hint: str):
    """With the nearest size; a factor is a number above 0."""
    with pytest.raises(ValidationError) as caught:
        _by_size(factors)

    (problem,) = problems_of(caught.value, Framework)
    assert problem.key_path == path
    assert hint in problem.message + problem.hint
