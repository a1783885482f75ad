"""A plan as Microsoft Project XML: tasks by block with days, effort and owners, links between them, and milestones."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree as ET

from equity_blocks.errors import visible
from equity_blocks.exchange.planned_work import Link, Work, required_days, works
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Plan

NAMESPACE = "http://schemas.microsoft.com/project"

_HOURS = 8
_MINUTES_OF_WEEK = 2_400
_WORKDAYS = range(5)
_WORKING_NUMBERS = range(2, 7)
_FIRST_TASK = 1
_FINISH_TO_START = "1"
_START_NO_EARLIER, _FINISH_ON = "4", "3"
_PERCENT = {"done": "100", "started": "50"}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Task(NamedTuple):
    """A line of the project.

    Args:
        uid: Its number, from 1.
        level: How deep it stands, from 1.
        title: What it is called.
        first: The day it begins.
        last: The day it ends.
        text: Notes.
        effort: Person-days; `None` for a heading or a milestone.
        is_heading: Whether others stand below it.
        is_milestone: Whether it is a day only.
        percent: How much of it is done.
        owner: Who leads it.
        waits_for: The tasks that have to be over before it begins.
        is_fixed: Whether its days hold although what it waits for is over later.
    """

    uid: int
    level: int
    title: str
    first: dt.date
    last: dt.date
    text: str = ""
    effort: float | None = None
    is_heading: bool = False
    is_milestone: bool = False
    percent: str = "0"
    owner: str = ""
    waits_for: tuple[int, ...] = ()
    is_fixed: bool = False


def to_plan_xml(plan: Plan, framework: Framework | None = None) -> bytes:
    """Write a plan as an XML file that Microsoft Project, ProjectLibre and others open.

    Blocks are summary tasks. An action of several levels is one, too, with a task for each level, for a prerequisite
    may need only some of them. Tasks start no earlier than planned; a finish-to-start link leads from what a task waits
    for. Goals, and what is required by a day, are milestones. Work under way counts as half done, as the format wants a
    figure.

    Args:
        plan: A plan with a calendar that has a first period.
        framework: Gives blocks their titles. Default: their ids are shown.

    Returns:
        The bytes of the file, the same for the same plan.

    Raises:
        UnsuitableError: The plan has no days; code `no_dates`.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> from equity_blocks.model.calendar import Calendar
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None, calendar=Calendar(start="2027-Q1", periods=1),
        ...     periods=[{"id": "2027-Q1", "capacity": None, "used": 0, "score": None}])
        >>> b"<StartDate>2027-01-01T08:00:00</StartDate>" in to_plan_xml(plan)
        True
    """
    first, last = required_days(plan, "a project file")
    tasks = [*_tasks(plan, framework)]
    project = ET.Element("Project", xmlns=NAMESPACE)
    _add_head(project, plan, first, last)
    _add_calendar(project)
    owners = list(dict.fromkeys(task.owner for task in tasks if task.owner))
    within = ET.SubElement(project, "Tasks")
    counts: list[int] = []
    for task in tasks:
        counts = [*counts[: task.level - 1], (counts[task.level - 1] + 1 if len(counts) >= task.level else 1)]
        _add_task(within, task, ".".join(map(str, counts)))
    _add_owners(project, owners, tasks)
    ET.indent(project)
    return bytes(ET.tostring(project, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _tasks(plan: Plan, framework: Framework | None) -> Iterator[_Task]:
    """List all lines: the actions below their blocks, then the milestones."""
    titles = {block.id: block.title for chain in framework.chains.values() for block in chain} if framework else {}
    order = list(dict.fromkeys(action.block for action in plan.actions))
    tasks = sorted(works(plan), key=lambda task: order.index(task.block))
    uids = _numbers(tasks)
    for block, own in groupby(tasks, key=lambda task: task.block):
        inside = [*own]
        first, last = _around(inside)
        heading = uids[inside[0].rank, 0] - 1 - (len(inside[0].steps) > 1)
        yield _Task(heading, 1, titles.get(block, block), first, last, is_heading=True)
        for task in inside:
            yield from _lines(task, uids, {other.rank: other for other in tasks})
    yield from _milestones(plan, tasks, max(uids.values(), default=0) + 1)


def _numbers(tasks: Sequence[Work]) -> dict[tuple[int, int], int]:
    """Number the steps of all actions, with room for the headings above: (rank, step) -> number."""
    numbers: dict[tuple[int, int], int] = {}
    uid, block = _FIRST_TASK, ""
    for task in tasks:
        uid += (task.block != block) + (len(task.steps) > 1)
        block = task.block
        for step in range(max(1, len(task.steps))):
            numbers[task.rank, step] = uid
            uid += 1
    return numbers


def _around(tasks: Sequence[Work]) -> tuple[dt.date, dt.date]:
    return min(task.first for task in tasks if task.first), max(task.last for task in tasks if task.last)


def _lines(task: Work, uids: dict[tuple[int, int], int], all_tasks: dict[int, Work]) -> Iterator[_Task]:
    first, last = _around([task])
    has_several = len(task.steps) > 1
    if has_several:
        yield _Task(uids[task.rank, 0] - 1, 2, task.title, first, last, task.text, is_heading=True)
    for i, step in enumerate(task.steps):
        links = [link for link in task.links if link.step == i]
        begin, end = step.first or first, step.last or last
        over = [day for link in links if (day := all_tasks[link.rank].steps[link.other].last)]
        before = [uids[task.rank, i - 1]] if i else []
        yield _Task(
            uid=uids[task.rank, i],
            level=2 + has_several,
            title=f"{task.title.rpartition(':')[0]}: {step.title}",
            first=begin,
            last=end,
            text="" if has_several else task.text,
            effort=step.effort,
            percent=_percent(task, i),
            owner=task.owner,
            waits_for=(*before, *_uids(links, uids)),
            is_fixed=any(day >= begin for day in over) or bool(i and (task.steps[i - 1].last or begin) >= begin),
        )


def _uids(links: Sequence[Link], uids: dict[tuple[int, int], int]) -> list[int]:
    return list(dict.fromkeys(uids[link.rank, link.other] for link in links))


def _percent(task: Work, step: int) -> str:
    """All of it where it is done; where it is under way, half of what comes first."""
    return _PERCENT.get(task.progress or "", "0") if task.progress == "done" or step == 0 else "0"


def _milestones(plan: Plan, tasks: Sequence[Work], uid: int) -> Iterator[_Task]:
    days = [(f"Goal: {goal.title}", goal.due, goal.aim) for goal in plan.goals if goal.due]
    required = {(f"Required: {what}", day): task for task in tasks for what, day in task.required}
    days += [(title, day, "") for title, day in required]
    if not days:
        return
    yield _Task(uid, 1, "Milestones", min(day for _, day, _ in days), max(day for _, day, _ in days), is_heading=True)
    for i, (title, day, text) in enumerate(sorted(days, key=lambda entry: (entry[1], entry[0])), uid + 1):
        yield _Task(i, 2, title, day, day, text, is_milestone=True)


def _add(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, name).text = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", visible(str(value)))


def _at(day: dt.date, hour: int) -> str:
    return f"{day.isoformat()}T{hour:02d}:00:00"


def _add_head(project: ET.Element, plan: Plan, first: dt.date, last: dt.date) -> None:
    name = plan.organization.name if plan.organization and plan.organization.name else plan.framework.id
    _add(project, "Name", f"{name}{'' if plan.final else ' (draft)'}")
    _add(project, "Title", f"Action plan, {plan.framework.id} revision {plan.framework.revision}")
    _add(project, "Subject", plan.notice)
    _add(project, "CreationDate", _at(plan.as_of or first, 8))
    _add(project, "ScheduleFromStart", 1)
    _add(project, "StartDate", _at(first, 8))
    _add(project, "FinishDate", _at(last, 17))
    _add(project, "CalendarUID", 1)
    _add(project, "DefaultStartTime", "08:00:00")
    _add(project, "DefaultFinishTime", "17:00:00")
    _add(project, "MinutesPerDay", _HOURS * 60)
    _add(project, "MinutesPerWeek", _MINUTES_OF_WEEK)


def _add_calendar(project: ET.Element) -> None:
    """Add working time: Monday to Friday, eight hours."""
    calendar = ET.SubElement(ET.SubElement(project, "Calendars"), "Calendar")
    for name, value in (("UID", 1), ("Name", "Standard"), ("IsBaseCalendar", 1), ("BaseCalendarUID", -1)):
        _add(calendar, name, value)
    days = ET.SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        day = ET.SubElement(days, "WeekDay")
        is_working = number in _WORKING_NUMBERS
        _add(day, "DayType", number)
        _add(day, "DayWorking", int(is_working))
        if is_working:
            times = ET.SubElement(day, "WorkingTimes")
            for begin, end in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")):
                time = ET.SubElement(times, "WorkingTime")
                _add(time, "FromTime", begin)
                _add(time, "ToTime", end)


def _add_task(parent: ET.Element, task: _Task, number: str) -> None:
    element = ET.SubElement(parent, "Task")
    hours = 0 if task.is_milestone else _workdays(task.first, task.last) * _HOURS
    start = _at(task.first, 17 if task.is_milestone else 8)
    for name, value in (
        ("UID", task.uid), ("ID", task.uid), ("Name", " ".join(task.title.split())), ("Type", 1), ("IsNull", 0),
        ("WBS", number), ("OutlineNumber", number), ("OutlineLevel", task.level),
        ("Start", start), ("Finish", _at(task.last, 17)), ("Duration", f"PT{hours}H0M0S"), ("DurationFormat", 7),
    ):  # fmt: skip
        _add(element, name, value)
    if task.effort is not None:
        _add(element, "Work", _duration(task.effort))
    _add(element, "EffortDriven", 0)
    _add(element, "Milestone", int(task.is_milestone))
    _add(element, "Summary", int(task.is_heading))
    _add(element, "PercentComplete", task.percent)
    if not task.is_heading:
        _add(element, "ConstraintType", _FINISH_ON if task.is_milestone else _START_NO_EARLIER)
        _add(element, "ConstraintDate", start)
    if task.text:
        _add(element, "Notes", task.text)
    for uid in task.waits_for:
        _add_link(element, uid)
    _add(element, "Active", 1)
    _add(element, "Manual", int(task.is_fixed))


def _add_link(element: ET.Element, uid: int) -> None:
    link = ET.SubElement(element, "PredecessorLink")
    _add(link, "PredecessorUID", uid)
    _add(link, "Type", _FINISH_TO_START)
    _add(link, "CrossProject", 0)
    _add(link, "LinkLag", 0)
    _add(link, "LagFormat", 7)


def _duration(days: float) -> str:
    minutes = round(days * _HOURS * 60)
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _workdays(first: dt.date, last: dt.date) -> int:
    days = (last - first).days + 1
    return sum((first.weekday() + i) % 7 in _WORKDAYS for i in range(days))


def _add_owners(project: ET.Element, owners: Sequence[str], tasks: Sequence[_Task]) -> None:
    """Add who leads what, where names are given."""
    if not owners:
        return
    people = ET.SubElement(project, "Resources")
    for uid, owner in enumerate(owners, 1):
        person = ET.SubElement(people, "Resource")
        for name, value in (("UID", uid), ("ID", uid), ("Name", " ".join(owner.split())), ("Type", 1), ("IsNull", 0)):
            _add(person, name, value)
    shares = ET.SubElement(project, "Assignments")
    for number, task in enumerate((task for task in tasks if task.owner), 1):
        share = ET.SubElement(shares, "Assignment")
        _add(share, "UID", number)
        _add(share, "TaskUID", task.uid)
        _add(share, "ResourceUID", owners.index(task.owner) + 1)
        _add(share, "Work", _duration(task.effort or 0))
