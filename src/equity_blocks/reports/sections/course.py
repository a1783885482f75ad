"""The score that the plan leads to, period by period."""

from collections.abc import Iterator

from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.reports.document import Heading, Paragraph, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.course import Course, Point
from equity_blocks.reports.values import column_at, share_at

ORDER = 95


def section(given: Given) -> Iterator[Part]:
    """Show the score at the end of every period, and what it is if every target is met."""
    plan = given.plan
    picture = course_of(plan, given.card) if plan is not None else None
    if plan is None or picture is None:
        return
    yield Heading("The score, period by period")
    yield picture
    if plan.unrated:
        yield Paragraph("Read with everything open at its lowest level.", tone="note")


def course_of(plan: Plan, card: ScoreCard | None = None) -> Course | None:
    """Give the picture of the score that a plan leads to; `None` where it has no calendar, no action or no score.

    Args:
        plan: The plan.
        card: The score card of the same assessment, for the target. Default: none is shown.
    """
    if not plan.actions or not plan.has_total or not plan.periods or plan.score_now is None:
        return None
    points = tuple(_points(plan))
    target = share_at(card, "score", "target", like=points[0].value) if card is not None else None
    return Course("Score at the end of every period", points, target)


def _points(plan: Plan) -> Iterator[Point]:
    places = [("periods", place, "score") for place in range(len(plan.periods))]
    now, *scores = column_at(plan, ("score_now",), *places)
    yield Point("Today", now)
    for period, score in zip(plan.periods, scores, strict=True):
        yield Point(period.id, score)
