import pytest

from equity_blocks import plan, score
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.course import section


@pytest.fixture
def dated(framework, draft):
    """Give a plan with a calendar."""
    return plan(framework, draft, periods=4, capacity=60, start="2026-Q4")


def test_the_score_stands_at_the_end_of_every_period(framework, draft, dated):
    """From today on, with what the targets add up to."""
    card = score(framework, draft)
    _, picture, note = section(given_of(framework, draft, [card, dated]))
    assert [point.title for point in picture.points] == ["Today", *(period.id for period in dated.periods)]
    assert [point.value.value for point in picture.points] == [dated.score_now, *(p.score for p in dated.periods)]
    assert picture.points[1].value.path == "/periods/0/score"
    assert (picture.target.of, picture.target.value) == ("scorecard", card.score.target)
    assert note.text == "Read with everything open at its lowest level."


def test_without_a_card_there_is_no_target(framework, draft, dated):
    """The plan does not tell it."""
    _, picture, _ = section(given_of(framework, draft, [dated]))
    assert picture.target is None


def test_without_periods_nothing_is_said(framework, draft):
    """There is no course; neither is there without a plan."""
    assert list(section(given_of(framework, draft, [plan(framework, draft)]))) == []
    assert list(section(given_of(framework, draft, []))) == []


def test_all_shares_have_the_same_digits_as_in_the_plan(framework, draft, dated):
    """The target, too, though another result tells it."""
    card = score(framework, draft)
    periods = [period.replace(score=0.3349) for period in dated.periods]
    _, picture, _ = section(given_of(framework, draft, [card, dated.replace(score_now=0.331, periods=periods)]))
    texts = [*(point.value for point in picture.points), picture.target]
    assert {len(text.rstrip("%").partition(".")[2]) for text in texts} == {1}
