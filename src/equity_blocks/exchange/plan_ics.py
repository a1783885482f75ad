"""A plan as a calendar file: when each action begins and ends, what is due, and when to look at the plan again."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from equity_blocks.errors import visible
from equity_blocks.exchange.planned_work import days_of, required_days, works
from equity_blocks.model.phrases import counted
from equity_blocks.model.plan import Plan
from equity_blocks.version import VERSION

_MOST_OCTETS = 75
_SPECIAL = re.compile(r"([\\;,])")
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


class _Event(NamedTuple):
    """A day: the name that stays its own in later files, the day, what it is called, and its text."""

    name: str
    day: dt.date
    title: str
    text: str


def to_plan_ics(plan: Plan) -> str:
    """Write a plan as an iCalendar file (RFC 5545) that Outlook, Google and Apple calendars take.

    Every event is one whole day that blocks no time: the first and the last day of each action, the day of each goal
    and of what is required, and at the end of each period in which something runs a look at the plan. The same action
    has the same UID in every file of the same assessment, so that a later file changes its events instead of doubling
    them.

    Args:
        plan: A plan with a calendar that has a first period.

    Returns:
        The text of the file, the same for the same plan; its time stamps are the date of the assessment.

    Raises:
        UnsuitableError: The plan has no days; code `no_dates`.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> from equity_blocks.model.calendar import Calendar
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None, calendar=Calendar(start="2027-Q1", periods=1),
        ...     periods=[{"id": "2027-Q1", "capacity": None, "used": 0, "score": None}])
        >>> to_plan_ics(plan).splitlines()[:2]
        ['BEGIN:VCALENDAR', 'VERSION:2.0']
    """
    first, _ = required_days(plan, "a calendar file")
    events = sorted(_events(plan), key=lambda event: (event.day, event.name))
    stamp = plan.as_of or first
    whose = plan.assessment or f"{plan.framework.id}-{plan.framework.revision}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//equity-blocks//{VERSION}//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _lines(event, stamp, whose, is_final=plan.final)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _events(plan: Plan) -> Iterator[_Event]:
    for task in works(plan):
        name, led = f"{task.practice}-{task.to}", f"Led by {task.owner}.\n" if task.owner else ""
        if task.first and task.last:
            yield _Event(f"begin-{name}", task.first, f"Begin: {task.title}", led + task.text)
            yield _Event(f"end-{name}", task.last, f"Done by today: {task.title}", led + task.text)
        for i, (what, day) in enumerate(task.required):
            text = f"{task.title} is required.\n{plan.notice}"
            yield _Event(f"required-{name}-{i}", day, f"Required: {what}", text)
    for goal in plan.goals:
        if goal.due:
            text = f"Practices that serve it are to be in place: {goal.aim}\n{plan.notice}"
            yield _Event(f"goal-{goal.id}", goal.due, f"Goal: {goal.title}", text)
    yield from _reviews(plan)


def _reviews(plan: Plan) -> Iterator[_Event]:
    """A look at the plan at the end of each period, up to the last in which something ends."""
    names = [period.id for period in plan.periods]
    ends = [names.index(action.finish) for action in plan.actions if action.finish in names]
    for name in names[: max(ends, default=-1) + 1]:
        ending = [action.title for action in plan.actions if action.finish == name]
        _, last = days_of(plan, name, name)
        if last:
            what = f"To be done by now ({counted(len(ending), 'action')}): {'; '.join(ending)}." if ending else ""
            text = "\n".join(filter(None, (what, "Write down how far the work has come.", plan.notice)))
            yield _Event(f"review-{name}", last, f"Look at the plan: {name}", text)


def _lines(event: _Event, stamp: dt.date, whose: str, *, is_final: bool) -> list[str]:
    uid = _UNSAFE.sub("-", f"{event.name}-{whose}")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@equity-blocks",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(event.title)}",
        f"DESCRIPTION:{_escaped(event.text)}",
        f"STATUS:{'CONFIRMED' if is_final else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "CATEGORIES:Equity plan",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    lines = visible(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return r"\n".join(_SPECIAL.sub(r"\\\1", line) for line in lines)


def _folded(line: str) -> str:
    """Break a line so that none has more than 75 octets, and no character is torn."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _MOST_OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += width
    return "\r\n".join(parts)
