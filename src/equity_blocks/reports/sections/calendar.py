"""The calendar: what runs when, how much of each period it takes, and what the next one brings."""

from collections.abc import Iterator
from datetime import date, timedelta

from equity_blocks.model.action import Action
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import period_kind
from equity_blocks.model.plan import Plan
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Part, Phrase
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.timeline import Lane, Milestone, Slot, Timeline
from equity_blocks.reports.plan_actions import span
from equity_blocks.reports.plan_calendar import busy_periods, calendar_line, calendar_remarks, done_in
from equity_blocks.reports.plan_requirements import requirements
from equity_blocks.reports.sections.actions import FIRST, leader, levels_of
from equity_blocks.reports.values import column_at, count_at, days_at, money_at

ORDER = 90
_MOST = 6
"""So many actions of the next period stand on the one page."""


def section(given: Given) -> Iterator[Part]:
    """Show which action runs when, and the use of each period; nothing where the plan has no calendar."""
    plan = given.plan
    if plan is None or not plan.periods or not plan.actions:
        return
    yield Heading("Calendar")
    if kept_to := calendar_line(plan):
        yield Paragraph(kept_to)
    yield timeline_of(plan)
    left = plan.periods[len(busy_periods(plan)) :]
    free = [f"Nothing is planned in {span(left[0].id, left[-1].id)}."] if left else []
    if sentences := " ".join((*free, *calendar_remarks(plan))):
        yield Paragraph(sentences)


def timeline_of(plan: Plan) -> Timeline:
    """Give the picture of a plan's calendar; one without periods where it has none."""
    lanes, days = tuple(_lanes(plan)), tuple(_milestones(plan))
    return Timeline("Calendar", tuple(_slots(plan)), lanes, plan.has_total, days, "Carried by no initiative yet")


def one_page(given: Given) -> Iterator[Part]:
    """Say what starts in the next period besides the first actions, by whom."""
    plan = given.plan
    if plan is None or not plan.periods or not plan.actions:
        return
    first = plan.periods[0]
    running = [action for action in plan.actions if action.start == first.id]
    yield Heading(f"Next {period_kind(first.id)}: {first.id}")
    if not running:
        yield Paragraph("Nothing is planned in it.")
        return
    others = [action for action in running if action.rank > FIRST]
    if not others:
        yield Paragraph("Nothing starts in it besides the first actions above.")
        return
    yield Paragraph("Also starting, besides the first actions above:")
    more = len(others) - _MOST
    yield Bullets((*(_next(given, plan, a) for a in others[:_MOST]), *([f"and {more} more"] if more > 0 else [])))


def _next(given: Given, plan: Plan, action: Action) -> str:
    who = leader(given, action).partition("\n")[0]
    until = "" if action.finish == action.start else f", until {action.finish}"
    number = count_at(plan, "actions", action.rank - 1, "rank")
    return Phrase(number, f" {action.title}: {levels_of(action)}{until}{f' ({who})' if who else ''}")


def _slots(plan: Plan) -> Iterator[Slot]:
    has_money = any(period.cost for period in plan.periods)
    busy = busy_periods(plan)
    _, *scores = column_at(plan, ("score_now",), *(("periods", place, "score") for place in range(len(busy))))
    for place, (period, score) in enumerate(zip(busy, scores, strict=True)):
        first, last = _days(plan, place)
        yield Slot(
            period.id,
            days_at(plan, "periods", place, "used", is_whole=True),
            days_at(plan, "periods", place, "capacity", is_whole=True),
            score,
            ", ".join(done_in(plan, period)) or NO_VALUE,
            money_at(plan, "periods", place, "cost") if has_money else None,
            first,
            last,
        )


def _days(plan: Plan, place: int) -> tuple[date | None, date | None]:
    """Give the days on which a period begins and ends; none where periods have numbers."""
    ends = [plan.calendar.last_day(number) if plan.calendar else None for number in (place, place + 1)]
    return ends[0] + timedelta(days=1) if ends[0] else None, ends[1]


def _milestones(plan: Plan) -> Iterator[Milestone]:
    """Give the days by which what carries a goal has to be in place, and those that are required from outside."""
    if plan.calendar is None or plan.calendar.last_day(1) is None:
        return
    for goal in plan.goals:
        if goal.due is not None:
            yield Milestone(f"In place for {goal.title}", goal.due)
    for title, due in dict.fromkeys((each.title, each.due) for each in requirements(plan)):
        if due is not None:
            yield Milestone(f"Required: {title}", due)


def _lanes(plan: Plan) -> Iterator[Lane]:
    titles = {rank: item.title for item in reversed(plan.initiatives) for rank in item.actions}
    places = {period.id: place for place, period in enumerate(plan.periods)}
    for place, action in enumerate(plan.actions):
        if action.start is not None and action.finish is not None:
            number = count_at(plan, "actions", place, "rank")
            when = span(action.start, action.finish)
            yield Lane(
                number, action.title, places[action.start], places[action.finish], when, titles.get(action.rank, "")
            )
