"""Planned work: the actions of a plan as tasks with days, and which of them has to be over before which begins."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from equity_blocks.errors import UnsuitableError
from equity_blocks.model.action import Action
from equity_blocks.model.assessment import WorkProgress
from equity_blocks.model.phrases import enumerated, worded
from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import Alternatives
from equity_blocks.option_names import option


class Link(NamedTuple):
    """A part of an action that begins once a part of another one is over.

    Args:
        step: Which step of the waiting action, from 0.
        rank: The rank of the action that it waits for.
        other: Which step of that action has to be over, from 0.
    """

    step: int
    rank: int
    other: int


class WorkStep(NamedTuple):
    """One level more, with its days.

    Args:
        title: What it is called.
        effort: Person-days.
        first: The day it begins; `None` without dates.
        last: The day it ends; `None` without dates.
    """

    title: str
    effort: float
    first: dt.date | None
    last: dt.date | None


class Work(NamedTuple):
    """An action as a task.

    Args:
        rank: Its rank in the plan.
        practice: The practice's id.
        to: The id of the level that it leads to.
        block: The id of the block around it.
        title: What it is called, with the level it leads to.
        text: Why, with what effort, what would show it, and how far all this may be trusted.
        owner: Who leads it; empty where nobody is named or the plan is shared without names.
        progress: Where the work stands; `None`: nothing is said.
        first: The day it begins; `None` without dates.
        last: The day it ends; `None` without dates.
        steps: Its levels, one by one.
        links: What it waits for in this plan.
        required: What requires it, and the day, where there is one.
    """

    rank: int
    practice: str
    to: str
    block: str
    title: str
    text: str
    owner: str
    progress: WorkProgress | None
    first: dt.date | None
    last: dt.date | None
    steps: tuple[WorkStep, ...]
    links: tuple[Link, ...]
    required: tuple[tuple[str, dt.date], ...]


def works(plan: Plan) -> tuple[Work, ...]:
    """Give the actions of a plan as tasks, in the plan's order.

    A prerequisite that several actions can fulfil is a link to the one that does so first.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> works(Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None))
        ()
    """
    return tuple(_work(plan, action) for action in plan.actions)


def required_days(plan: Plan, what: str) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a plan's calendar, without which its actions have no days.

    Args:
        plan: The plan.
        what: What is made of it, for the error.

    Raises:
        UnsuitableError: The plan has no calendar, or one whose periods are only numbered; code `no_dates`.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> required_days(Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy",
        ...     selection="all", score_now=None, score_after=None), "a calendar")
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: a calendar needs days, and this plan has no calendar: give the first ...
    """
    first, last = days_of(plan, plan.periods[0].id, plan.periods[-1].id) if plan.periods else (None, None)
    if first is None or last is None:
        lacks = "no calendar" if plan.calendar is None else "periods that are only numbered"
        message = (
            f"{what} needs days, and this plan has {lacks}: give the first period ({option('start')}, such as 2027-Q1) "
            f"and the person-days of each ({option('capacity')}), or `planning` in the assessment; "
            "a table (.csv) needs no days"
        )
        raise UnsuitableError(message, code="no_dates", data={"argument": "start", "found": None})
    return first, last


def days_of(plan: Plan, start: str | None, finish: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Give the first day of one period of a plan and the last day of another; `None` where there are no days.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> from equity_blocks.model.calendar import Calendar
        >>> plan = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None, calendar=Calendar(start="2027-Q1", periods=2),
        ...     periods=[{"id": name, "capacity": None, "used": 0, "score": None} for name in ("2027-Q1", "2027-Q2")])
        >>> [day.isoformat() for day in days_of(plan, "2027-Q1", "2027-Q2")]
        ['2027-01-01', '2027-06-30']
    """
    names = [period.id for period in plan.periods]
    if plan.calendar is None or plan.calendar.first is None or start not in names or finish not in names:
        return None, None
    before = plan.calendar.last_day(names.index(start))
    return before and before + dt.timedelta(days=1), plan.calendar.last_day(names.index(finish) + 1)


def _work(plan: Plan, action: Action) -> Work:
    first, last = days_of(plan, action.start, action.finish)
    steps = [WorkStep(worded(s.to), s.effort, *days_of(plan, s.start, s.finish)) for s in action.steps]
    return Work(
        rank=action.rank,
        practice=action.practice,
        to=action.to,
        block=action.block,
        title=f"{action.title}: {worded(action.to)}",
        text="\n".join(_text(plan, action)),
        owner=action.owner,
        progress=action.progress,
        first=first,
        last=last,
        steps=tuple(steps),
        links=tuple(_links(plan, action)),
        required=tuple(_required(action)),
    )


def _text(plan: Plan, action: Action) -> Iterator[str]:
    yield from filter(None, [action.reason])
    begin = worded(action.start_level) if action.start_level else "not rated yet: find out first"
    cost = "" if action.cost is None else f", {action.cost:,.12g} in money"
    yield f"From: {begin}. To: {worded(action.to)}. About {action.effort.likely:.4g} person-days{cost}."
    if action.involve:
        yield f"Involve: {enumerated(list(action.involve))}."
    yield from (f"Would show it: {shown}" for shown in action.evidence)
    yield from (f"Look out: {caution.text}" for caution in action.cautions)
    yield f"{'' if plan.final else 'Draft. '}{plan.notice}"


def _required(action: Action) -> Iterator[tuple[str, dt.date]]:
    duties = (duty for reason in action.reasons if reason.code == "required_by" for duty in reason.data["duties"])
    for duty in duties:
        if duty.get("due"):
            yield str(duty["title"]), dt.date.fromisoformat(str(duty["due"]))


def _links(plan: Plan, action: Action) -> Iterator[Link]:
    for need in action.waits_for:
        if found := _first_to_hold(plan, need):
            other, step = found
            yield Link(_begins_after(plan, action, other.steps[step].finish), other.rank, step)


def _first_to_hold(plan: Plan, need: Alternatives) -> tuple[Action, int] | None:
    """Give the action, and its step, that fulfils a prerequisite first; `None` where none of this plan does."""
    names = [period.id for period in plan.periods]
    wanted = {(held.practice, held.level) for held in need.any_of}
    found = [
        (action, i)
        for action in plan.actions
        for i, step in enumerate(action.steps)
        if (action.practice, step.to) in wanted
    ]

    def ends(entry: tuple[Action, int]) -> tuple[int, int, int]:
        action, i = entry
        return _place(names, action.steps[i].finish), action.wave, action.rank

    return min(found, key=ends, default=None)


def _begins_after(plan: Plan, action: Action, finish: str | None) -> int:
    """Give the first step that begins once a period is over; the first of all where none does."""
    names = [period.id for period in plan.periods]
    over = _place(names, finish)
    return next((i for i, step in enumerate(action.steps) if _place(names, step.start) > over), 0) if names else 0


def _place(names: Sequence[str], period: str | None) -> int:
    return names.index(period) if period in names else -1
