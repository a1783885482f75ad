import pytest

from equity_blocks import Assessment, load_assessment, load_framework_of, trend
from equity_blocks.reports.document import Paragraph
from equity_blocks.reports.pictures.trend import Trend as Picture
from equity_blocks.reports.trend import describe_course, describe_trend, round_named
from equity_blocks.reports.views import describe, view_of


@pytest.fixture
def course(framework):
    """Give the course of a score over three rounds."""
    levels = (("2024-01-01", "no"), ("2025-01-01", "some"), (None, "yes"))
    said = [Assessment(framework="mini", as_of=day, ratings={"vision": level, "pay": "some"}) for day, level in levels]
    return trend(framework, said)


def test_every_round_has_a_row(course, drawn):
    """With its range, which is the widest where little is rated."""
    text = drawn(describe_trend(course))
    assert "Score by round" in text
    assert [round_named(each) for each in course.rounds] == ["2024-01-01", "2025-01-01", "round 3, no date"]
    assert "Read again" not in text


def test_figures_lead_to_the_result(course):
    """The picture and the tables below it remember where each figure stands."""
    picture, steps, _, blocks = describe_course(course)
    assert isinstance(picture, Picture)
    assert [point.value.path for point in picture.points] == [f"/rounds/{i}/value" for i in range(3)]
    assert steps.rows[0][1].path == "/rounds/1/since/before"
    assert blocks.rows[0][1].path == "/rounds/0/blocks/0/value"


def test_what_another_revision_rated_is_read_again():
    """Beside the figure as published, and in the blocks instead of it."""
    then, now = (load_assessment(f"assessments/riverbend-{year}.yaml") for year in (2025, 2026))
    made = trend(load_framework_of(now), [then, now], [load_framework_of(then)])
    picture, _, _, blocks, explained = describe_course(made)
    assert [column.title for column in picture.as_table().columns][-1] == "Read again"
    assert blocks.rows[0][1].path == "/rounds/0/blocks/0/reread"
    assert "Read again" in explained.text


def test_a_framework_without_a_total_shows_its_blocks(course):
    """There is no picture of what does not exist."""
    parts = tuple(describe_course(course.replace(has_total=False)))
    assert not any(isinstance(part, Picture) for part in parts)
    assert "No total, by design" in parts[0].text


def test_several_organizations_are_no_course(framework):
    """What looks like one is named what it is."""
    said = [Assessment(framework="mini", organization={"id": who}, ratings={"vision": "yes"}) for who in ("a", "b")]
    first = next(describe_course(trend(framework, said)))
    assert isinstance(first, Paragraph)
    assert "several organizations" in first.text


def test_details_name_the_policy(course):
    """As in a comparison."""
    assert "Policy:" not in str(describe(course))
    assert "Policy:" in str(describe(course, details=True))
    assert view_of(type(course)) is describe_trend
