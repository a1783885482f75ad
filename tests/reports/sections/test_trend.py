import pytest

from equity_blocks import Assessment, compare, trend
from equity_blocks.reports.document import Heading
from equity_blocks.reports.given import given_of
from equity_blocks.reports.pictures.trend import Trend as Picture
from equity_blocks.reports.sections.trend import section


@pytest.fixture
def rounds():
    """Give assessments of three years."""
    levels = (("2024-01-01", "no"), ("2025-01-01", "some"), ("2026-01-01", "yes"))
    return [Assessment(framework="mini", id="a", as_of=day, ratings={"vision": level}) for day, level in levels]


def test_three_rounds_are_a_section(framework, rounds):
    """Beside the comparison with the last one."""
    results = [trend(framework, rounds), compare(framework, *rounds[1:])]
    heading, picture, *_ = section(given_of(framework, rounds[-1], results))
    assert heading == Heading("Over three rounds")
    assert isinstance(picture, Picture)


def test_two_rounds_are_a_section_where_nothing_else_tells_of_them(framework, rounds):
    """The comparison says more of them."""
    both = [trend(framework, rounds[1:]), compare(framework, *rounds[1:])]
    assert list(section(given_of(framework, rounds[-1], both))) == []
    assert next(section(given_of(framework, rounds[-1], both[:1]))) == Heading("Over two rounds")


def test_without_a_trend_nothing_is_said(framework, rounds):
    """There is nothing to show."""
    assert list(section(given_of(framework, rounds[-1], []))) == []
