"""Chosen practices that do not reach their targets in a plan, the reasons, and what would make room for them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil, fsum
from typing import NamedTuple

from equity_blocks.engine.benefit.least_effort import least_effort
from equity_blocks.engine.benefit.standing import Standing, attainable
from equity_blocks.engine.planning.actions import duties_of
from equity_blocks.engine.planning.timetable import Timetable, cost_of
from equity_blocks.model.action import Reason
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.plan import MOST_PERIODS_MORE, Room
from equity_blocks.model.prerequisite_rules import Step
from equity_blocks.model.reasons import NO_ROOM
from equity_blocks.model.tolerance import EDGE

QUICK_MOVES = 300
"""How many moves a probe tries that only says where to look."""
SINGLY = 3
"""Up to how many practices without room are probed one by one; more share what makes room for all of them."""


class Shortfall(NamedTuple):
    """The chosen practices that stay below their targets.

    Args:
        reasons: Practice -> what stands in the way, and what requires it.
        room: What would make room for all that found none; `None`: all found some, or something else binds.
    """

    reasons: dict[str, list[Reason]]
    room: Room | None = None


def shortfall(standing: Standing, chosen: Collection[str], dates: Timetable | None) -> Shortfall:
    """Give the reasons for each chosen practice that stays below its target.

    Args:
        standing: Where the organization stands.
        chosen: The practices that the plan was made for.
        dates: When each step is done. Default: there is no calendar.
    """
    wanted = frozenset(chosen)
    aims = {name: aim for name, aim in standing.aims.items() if name in wanted}
    blocked = [name for name, aim in aims.items() if attainable(standing, name) < aim]
    reasons = {name: [_blocked(standing, name)] for name in blocked}
    rooms, together = {}, None
    if dates is not None:
        left = {name: (name, aim) for name, aim in aims.items() if name not in reasons and (name, aim) not in dates.end}
        reasons |= {name: [_Missing(dates, step).reason()] for name, step in left.items()}
        crowded = {name: step for name, step in left.items() if reasons[name][0].code in NO_ROOM}
        rooms, together = room_for(dates, crowded) if crowded else ({}, None)
    for name, room in rooms.items():
        data = {**reasons[name][0].data, **room.model_dump()}
        reasons[name] = [reasons[name][0].replace(data=data)]
    return Shortfall({name: [*reasons[name], *_duties(standing, name)] for name in aims if name in reasons}, together)


def room_for(dates: Timetable, wanted: Mapping[str, Step]) -> tuple[dict[str, Room], Room]:
    """Find what would place steps: the fewest more periods, and the fewest more days in each.

    What is said has been planned: with exactly so many more, the default planner places the step. Quick probes say
    where to look.

    Args:
        dates: The timetable in which they have no place.
        wanted: Practice -> the step that it lacks.

    Returns:
        What places the step of each practice, and what places all of them.
    """
    probes = [
        _Probe(dates, wanted, lambda more: _longer(dates.calendar, more), MOST_PERIODS_MORE),
        _Probe(dates, wanted, lambda more: _richer(dates.calendar, more), _most_days(dates)),
    ]
    together = _room(probe.fewest(wanted) for probe in probes)
    if len(wanted) <= SINGLY:
        return {name: _room(probe.fewest([name]) for probe in probes) for name in wanted}, together
    return {name: _room(probe.seen(name) for probe in probes) for name in wanted}, together


def _room(fewest: Iterable[int | None]) -> Room:
    periods, days = fewest
    return Room(periods=periods, days=days)


def _longer(calendar: Calendar, more: int) -> Calendar:
    """A calendar with more periods like its last one."""
    days = calendar.capacity
    return calendar.replace(
        periods=calendar.count + more, capacity=(*days, *days[-1:] * more) if isinstance(days, tuple) else days
    )


def _richer(calendar: Calendar, more: int) -> Calendar:
    """A calendar with more days in each period."""
    days = calendar.capacity
    return calendar.replace(capacity=tuple(d + more for d in days) if isinstance(days, tuple) else (days or 0) + more)


def _most_days(dates: Timetable) -> int:
    """With so many more days in each period, capacity keeps nothing out."""
    missing = (e for step, e in zip(dates.steps, dates.problem.effort, strict=True) if step not in dates.end)
    return ceil(fsum(missing)) if dates.calendar.capacity is not None else 0


class _Probe:
    """Plans again with more of one thing."""

    def __init__(
        self, dates: Timetable, wanted: Mapping[str, Step], changed: Callable[[int], Calendar], most: int
    ) -> None:
        self.dates, self.wanted, self.changed, self.most = dates, wanted, changed, most
        self.known: dict[tuple[int, int | None], frozenset[str]] = {}

    def placed(self, more: int, moves: int | None = None) -> frozenset[str]:
        """The practices that find a place with so much more; with few moves, as far as a quick look tells."""
        if (more, moves) not in self.known:
            end = self.dates.under(self.changed(more), moves).end
            self.known[more, moves] = frozenset(name for name, step in self.wanted.items() if step in end)
        return self.known[more, moves]

    def fewest(self, names: Collection[str]) -> int | None:
        """The fewest that place some practices, as far as the search goes; `None`: none within bounds."""
        high, low, stride = self._quick(names), 0, 1
        while high and not self.placed(high).issuperset(names):
            low, high, stride = high, min(high + stride, self.most) if high < self.most else None, stride * 2
        if not high or len(names) > SINGLY:
            return high
        stride = 1
        while high - stride > low and self.placed(high - stride).issuperset(names):
            high, stride = high - stride, stride * 2
        return _halved(max(low, high - stride), high, lambda more: self.placed(more).issuperset(names))

    def seen(self, name: str) -> int | None:
        """The fewest of those tried that place a practice."""
        tried = (more for (more, moves), names in self.known.items() if moves is None and name in names)
        return min(tried, default=None)

    def _quick(self, names: Collection[str]) -> int | None:
        """Where to look: the fewest that place them by quick probes."""
        if not self.most or not self.placed(self.most, QUICK_MOVES).issuperset(names):
            return None
        return _halved(0, self.most, lambda more: self.placed(more, QUICK_MOVES).issuperset(names))


def _halved(low: int, high: int, does: Callable[[int], bool]) -> int:
    """The least above `low` that does, where `high` does, by halving."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle, high)
    return high


class _Missing:
    """Tells why a step has no place in a timetable."""

    def __init__(self, dates: Timetable, step: Step) -> None:
        self.dates, self.standing = dates, dates.standing
        self.name, self.aim = step
        way = self.standing.way(self.standing.state, {self.name: self.aim})
        levels = way.levels if way else {}
        self.missing = [s for s in dates.steps if s not in dates.end and s[1] <= levels.get(s[0], 0)]

    def reason(self) -> Reason:
        """Name what binds: money, the time before it may start, no run of periods, or room."""
        calendar, level_id = self.dates.calendar, self.standing.framework.level_id
        reached = max(
            (to for other, to in self.dates.end if other == self.name), default=self.standing.state[self.name]
        )
        data = {
            "level": level_id(self.name, self.aim),
            "reaches": level_id(self.name, reached),
            "until": calendar.name(calendar.count),
        }
        if (short := self._money()) > 0:
            return Reason(code="over_budget", data={**data, "short": short})
        if any(self.dates.delays.get(name, 0) >= calendar.count for name, _ in self.missing):
            return Reason(code="starts_too_late", data=data)
        length = next(filter(None, map(self._torn, self.missing)), None)
        return Reason(code="no_run", data={**data, "length": length}) if length else Reason(code="no_room", data=data)

    def _money(self) -> float:
        """What is missing of the money for what is missing on the way."""
        budget = self.dates.calendar.budget
        if budget is None:
            return 0.0
        spent = fsum(cost_of(self.standing, step) for step in self.dates.end)
        short = fsum(cost_of(self.standing, step) for step in self.missing) - (budget - spent)
        return short if short > EDGE else 0.0

    def _torn(self, step: Step) -> int | None:
        """How many periods in a row a step lacks though their days would do together; `None` where they would not."""
        dates = self.dates
        if not all(any(s in dates.end for s in group) for group in dates.groups[step]):
            return None
        ends = [min(dates.end[s] for s in group if s in dates.end) for group in dates.groups[step]]
        ready = max([1 + dates.delays.get(step[0], 0), *(end + dates.calendar.lag for end in ends)])
        whole = dates.problem.cap[ready - 1 :]
        free = [most - used for most, used in zip(whole, dates.used[ready - 1 :], strict=True)]
        i = dates.steps.index(step)
        effort, least = dates.problem.effort[i], dates.problem.dur[i]
        if any(fsum(room) >= effort - EDGE and not _has_run(room, least, effort) for room in (free, whole)):
            return max(least, ceil((effort - EDGE) / max(whole))) if effort else least
        return None


def _has_run(room: Sequence[float], least: int, effort: float) -> bool:
    """Whether so many periods in a row, or more, have room for even shares of an effort."""
    return any(_in_a_row(room, effort / length - EDGE) >= length for length in range(least, len(room) + 1))


def _in_a_row(room: Sequence[float], days: float) -> int:
    """The most periods in a row that have so many days."""
    return max((sum(1 for _ in run) for enough, run in groupby(room, lambda free: free >= days) if enough), default=0)


def _duties(standing: Standing, name: str) -> list[Reason]:
    duties = duties_of(standing.assessment.rating(name))
    return [Reason(code="required_by", data={"duties": duties})] if duties else []


def _blocked(standing: Standing, name: str) -> Reason:
    """Name the practices not pursued without which this one cannot reach its target, if it is they."""
    aim = standing.aims[name]
    tops = {other: standing.framework.scale_of(other).top for other in standing.graph.tops}
    way = least_effort(replace(standing.graph, tops=tops), standing.state, {name: aim}, standing.figures.effort)
    dropped = [other for other in way.levels if standing.claimed[other].status == "not_pursued"] if way else []
    code = "blocked" if dropped else "unreachable"
    return Reason(code=code, data={"level": standing.framework.level_id(name, aim), "practices": dropped})
