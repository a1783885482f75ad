"""A timeline: what runs when, and how much of each period it takes."""

import re
from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import NamedTuple

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Column, Phrase, Table, Value, figures

_NAMED = 8
"""So many periods are named above the bars: more would not be readable."""


class Slot(NamedTuple):
    """One period.

    Args:
        title: Its name.
        used: Person-days that are used in it.
        capacity: Person-days that there are; no value: unlimited.
        score: The score at its end; no value: there is no total.
        done: Which actions end in it.
        cost: Money that is due in it; `None`: no money is planned.
        first_day: When it begins; `None`: not known.
        last_day: When it ends; `None`: not known.
    """

    title: str
    used: Value
    capacity: Value
    score: Value
    done: str
    cost: Value | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def days(self) -> str:
        """What is used of what there is, in words."""
        return self.used if self.capacity == NO_VALUE else Phrase(self.used, " of ", self.capacity)

    @property
    def filled(self) -> float:
        """How full the period is, in percent; 0 where it has no limit."""
        used, most = (getattr(each, "value", None) or 0.0 for each in (self.used, self.capacity))
        return round(min(100.0, 100 * float(used) / float(most)), 1) if most else 0.0


class Lane(NamedTuple):
    """One action.

    Args:
        number: Its number.
        title: What it is.
        start: The place of the period in which it begins, from 0.
        finish: The place of the period in which it ends.
        words: From when to when.
        group: What carries it; empty: nothing is known to.
    """

    number: str
    title: str
    start: int
    finish: int
    words: str
    group: str = ""


class Milestone(NamedTuple):
    """A day that has to be kept.

    Args:
        title: What has to be done by then.
        day: The day.
    """

    title: str
    day: date


class Timeline(NamedTuple):
    """Periods from left to right, and the actions that run in them.

    Args:
        title: What it shows.
        slots: The periods.
        lanes: The actions, from top to bottom.
        has_score: Whether there is a score to show.
        milestones: Days that have to be kept.
        rest: What the actions are called that nothing carries.
    """

    title: str
    slots: tuple[Slot, ...]
    lanes: tuple[Lane, ...]
    has_score: bool = True
    milestones: tuple[Milestone, ...] = ()
    rest: str = "Others"

    @property
    def has_money(self) -> bool:
        """Whether money is planned."""
        return any(slot.cost is not None for slot in self.slots)

    def share_of(self, periods: int) -> float:
        """Give the part of the whole width that so many periods take, in percent."""
        return round(100 * periods / max(1, len(self.slots)), 2)

    @property
    def marks(self) -> tuple[tuple[str, float], ...]:
        """The names of the periods above the bars with the widths they take; of many, only some are named."""
        step = self._step
        starts = range(0, len(self.slots), step)
        return tuple((self.slots[i].title, self.share_of(min(step, len(self.slots) - i))) for i in starts)

    @property
    def grid(self) -> float:
        """How far the lines behind the bars are apart, in percent."""
        return self.share_of(self._step)

    @property
    def _step(self) -> int:
        return max(1, ceil(len(self.slots) / _NAMED))

    def as_table(self) -> Table:
        """Say the same as a table.

        Example:
            >>> days = Value("20", value=20, unit="days", path="/periods/0/used", of="plan")
            >>> score = Value("41%", value=0.41, unit="share", path="/periods/0/score", of="plan")
            >>> Timeline("Calendar", (Slot("2027-Q1", days, days, score, "1"),), ()).as_table().rows
            (('2027-Q1', '20 of 20', '41%', '1'),)
        """
        titles = (
            "Person-days",
            *(["Money"] if self.has_money else []),
            *(["Score at its end"] if self.has_score else []),
        )
        columns = (Column("Period", is_narrow=True), *figures(*titles), Column("Actions completed", is_wide=True))
        return Table(columns, tuple(self._rows()), self.title)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for slot in self.slots:
            money = [slot.cost or NO_VALUE] if self.has_money else []
            yield (slot.title, slot.days, *money, *([slot.score] if self.has_score else []), slot.done)

    def as_mermaid(self) -> str:
        """Draw a Gantt chart; where periods have no days, each of them stands for one.

        Example:
            >>> print(Timeline("Calendar", (), ()).as_mermaid())
            gantt
                dateFormat YYYY-MM-DD
                title Calendar
        """
        lines = ["gantt", "    dateFormat YYYY-MM-DD", f"    title {_plain(self.title)}"]
        groups = dict.fromkeys(lane.group for lane in self.lanes if lane.group)
        for group in (*groups, ""):  # what nothing carries comes last
            rest = [f"    section {_plain(self.rest)}"] if groups and not all(lane.group for lane in self.lanes) else []
            lines += [f"    section {_plain(group)}"] if group else rest
            lines += [line for lane in self.lanes if lane.group == group for line in self._drawn(lane)]
        lines += ["    section Days to be kept"] if self.milestones else []
        lines += [f"    {_plain(each.title)} :milestone, {each.day.isoformat()}, 0d" for each in self.milestones]
        return "\n".join(lines)

    def _drawn(self, lane: Lane) -> Iterator[str]:
        first, last = self.slots[lane.start].first_day, self.slots[lane.finish].last_day
        if first is not None and last is not None:
            yield f"    {_plain(f'{lane.number} {lane.title}')} :{first.isoformat()}, {last.isoformat()}"


def _plain(text: str) -> str:
    """A text without what has a meaning in a Gantt chart."""
    return " ".join(re.sub(r"[:;#,%`{}<>\"\\]", " ", text).split())
