"""A schedule problem made ready to be solved: whole numbers, and only what can be done at all."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from equity_blocks.model.schedule import Duties, ScheduleProblem

DIGITS = 15
"""Decimal digits that amounts keep when they are made whole, counted from the largest."""


class Job(NamedTuple):
    """One step, or one completion, with all that its placement looks at.

    Args:
        first: First period in which it may begin: prerequisites, its window and whole periods are considered.
        last: Last period in which it may be finished.
        lag: Periods between the finish of what it needs and its begin.
        needs: Jobs that it needs.
        groups: Groups of jobs; it needs one of each group.
        shortest: The fewest periods that it may take.
        longest: The most.
        loads: What it takes of the capacity of each period in which it works, by length from the shortest on.
        cost: What it takes of the budget.
        gain: What it is worth in each period from its finish on.
        started: Whether it is under way.
    """

    first: int
    last: int
    lag: int
    needs: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    shortest: int
    longest: int
    loads: tuple[int, ...]
    cost: int
    gain: int
    started: bool

    @property
    def effort(self) -> int:
        """The whole effort."""
        return self.loads[0] * self.shortest

    @property
    def awaited(self) -> tuple[tuple[int, ...], ...]:
        """The groups of jobs of each of which it waits for one; a job that it needs is a group of its own."""
        return (*((q,) for q in self.needs), *self.groups)


@dataclass(slots=True)
class Instance:
    """The jobs that can be done at all, with amounts as whole numbers.

    Args:
        steps: Number of each job's step in the problem; completions come last and have numbers beyond those of steps.
        jobs: The jobs, in the order of their numbers.
        periods: How many periods there are.
        free: Capacity by period, from position 1; position 0 is not used.
        budget: Limit of the cost, or `None`.
        unit: Gain that 1 stands for.
        due: Last period in time, and the jobs that have to be finished by its end; the number after the last job stands
            for steps that can never be done.
        started: Jobs under way, read likewise.
        never: A period past the last; the finish of a job that is not done.
        dependents: Jobs that need a job, or have it in a group.
        urgent: Jobs that have a due date, and jobs under way, as far as they can be done.
    """

    steps: list[int]
    jobs: list[Job]
    periods: int
    free: list[int]
    budget: int | None
    unit: float
    due: list[tuple[int, tuple[int, ...]]]
    started: list[int]
    never: int = field(init=False)
    dependents: list[list[int]] = field(init=False)
    urgent: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Fill what follows from the rest."""
        self.never = self.periods + 1
        self.dependents = [[] for _ in self.jobs]
        for s, job in enumerate(self.jobs):
            for q in sorted({q for group in job.awaited for q in group}):
                self.dependents[q].append(s)
        self.urgent = sorted({*self.started, *(s for _, jobs in self.due for s in jobs)} - {len(self.jobs)})

    @property
    def is_over_budget(self) -> bool:
        """Whether the budget does not pay for all jobs."""
        return self.budget is not None and sum(job.cost for job in self.jobs) > self.budget

    def area(self, ends: Sequence[int]) -> int:
        """Give the area under the gain curve."""
        return sum(job.gain * (self.never - end) for job, end in zip(self.jobs, ends, strict=True))

    def duties(self, begins: Sequence[int], ends: Sequence[int]) -> Duties:
        """Measure what a schedule keeps of dates and of started work."""
        begins, ends = [*begins, self.never], [*ends, self.never]
        slips = [max(0, max([ends[s] for s in jobs]) - last) for last, jobs in self.due]
        return Duties(
            missed=len(slips) - slips.count(0),
            ends=sum([ends[s] for s in self.started]),
            begins=sum([begins[s] for s in self.started]),
            late=sum(slips),
        )


def instance_of(problem: ScheduleProblem) -> Instance:
    """Make a problem ready: drop what cannot be done, make amounts whole, find the lengths that each step may take.

    Example:
        >>> found = instance_of(ScheduleProblem(T=2, cap=1, gain=[1, 1], effort=[0.5, 3]))
        >>> found.steps, found.jobs[0].loads, found.free[1:]
        ([0], (1,), [2, 2])
    """
    return _Reading(problem).instance()


def whole(amounts: Sequence[float]) -> tuple[list[int], int, float]:
    """Scale amounts to whole numbers without common factor.

    Amounts are read as the decimals that Python prints, so that 0.1 + 0.2 fits into 0.3; whole numbers stay exact, and
    others keep `DIGITS` digits, counted from the largest.

    Returns:
        The whole numbers, what rounding may add up to in the same unit, and the unit.

    Example:
        >>> whole([0.1, 0.2, 0.3])
        ([1, 2, 3], 0, 0.1)
    """
    exact = [Fraction(repr(a)) for a in amounts]
    scale = Fraction(10) ** (DIGITS - 1 - Decimal(repr(max(amounts, default=0.0))).adjusted())
    numbers = [round(a * scale) for a in exact]
    if any(a * scale != f for a, f in zip(exact, numbers, strict=True)):
        return numbers, len(exact), float(1 / scale)
    factor = gcd(*numbers) or 1
    return [f // factor for f in numbers], 0, float(factor / scale)


def window(problem: ScheduleProblem, s: int) -> tuple[int, int]:
    """Give the first and the last period in which a step may work."""
    first, last = problem.window[s] or (1, problem.T)
    return max(1, first), min(last, problem.T)


class _Reading:
    """Reads one problem; completions are numbered on from its steps."""

    def __init__(self, problem: ScheduleProblem) -> None:
        self.problem = problem
        count, more = len(problem.gain), problem.completions
        self.windows = [window(problem, s) for s in range(count)] + [(1, problem.T) for _ in more]
        self.needs = [*map(set, problem.all_of), *(set(item.steps) for item in more)]
        self.groups = [[{*group} for group in groups] for groups in problem.any_of] + [[] for _ in more]
        self.lags = [problem.lag] * count + [0] * len(more)
        amounts, slack, _ = whole([*problem.effort, *problem.cap])
        efforts, capacity = amounts[:count], [c + slack for c in amounts[count:]]
        self.lengths = [self._lengths(s, efforts[s], capacity) for s in range(count)] + [range(1, 2) for _ in more]
        self.share = lcm(*{length for lengths in self.lengths for length in lengths})
        self.efforts = [effort * self.share for effort in efforts] + [0] * len(more)
        self.free = [0, *(c * self.share for c in capacity)]
        self.gains, _, self.unit = whole([*problem.gain, *(item.gain for item in more)])
        prices, spare, _ = whole([*problem.cost, *(() if problem.budget is None else (problem.budget,))])
        self.budget = None if problem.budget is None else prices.pop() + spare
        self.prices = prices + [0] * len(more)

    def _lengths(self, s: int, effort: int, capacity: Sequence[int]) -> range:
        """How many periods a step may take; none where no run fits though it has all capacity to itself."""
        least, (first, last) = self.problem.dur[s], self.windows[s]
        span = last - first + 1
        if self.problem.stretch is None:
            return range(least, least + 1) if least <= span else range(0)
        room = capacity[first - 1 : last]
        most = max(room, default=0)
        least = max(least, -(-effort // most) if most else span + 1 if effort else least)
        shortest = next((d for d in range(least, span + 1) if _fits_somewhere(room, d, effort)), None)
        return range(0) if shortest is None else range(shortest, min(shortest + self.problem.stretch, span) + 1)

    def instance(self) -> Instance:
        """Put together what can be done."""
        first = self._first_begins()
        steps = [s for s, begin in enumerate(first) if begin]
        place = {s: i for i, s in enumerate(steps)}
        started, problem = set(self.problem.started), self.problem
        nobody = len(steps)
        return Instance(
            steps=steps,
            jobs=[self._job(s, first[s], place, is_started=s in started) for s in steps],
            periods=problem.T,
            free=self.free,
            budget=self.budget,
            unit=self.unit,
            due=[(date.last, tuple(place.get(s, nobody) for s in date.steps)) for date in problem.due if date.steps],
            started=[place.get(s, nobody) for s in sorted(started)],
        )

    def _job(self, s: int, first: int, place: dict[int, int], *, is_started: bool) -> Job:
        lengths = self.lengths[s]
        options = [{q for q in group if q in place and q != s} for group in self.groups[s]]
        sure = {*self.needs[s], *(q for group in options if len(group) == 1 for q in group)}
        groups = {tuple(sorted(place[q] for q in group)) for group in options if sure.isdisjoint(group)}
        return Job(
            first=first,
            last=self.windows[s][1],
            lag=self.lags[s],
            needs=tuple(sorted(place[q] for q in sure)),
            groups=tuple(sorted(groups)),
            shortest=lengths[0],
            longest=lengths[-1],
            loads=tuple(self.efforts[s] // length for length in lengths),
            cost=self.prices[s],
            gain=self.gains[s],
            started=is_started,
        )

    def _first_begins(self) -> list[int]:
        """The first period in which each could begin if it had all capacity to itself; 0 where it can never be done.

        What is finished first is settled first, so that steps that wait for one another are never settled (Knuth 1977).
        """
        count = len(self.needs)
        ready = [first for first, _ in self.windows]
        open_ = [[{q} for q in self.needs[s]] + self.groups[s] for s in range(count)]
        waiting: list[list[int]] = [[] for _ in range(count)]
        for s in range(count):
            for q in {q for group in open_[s] for q in group}:
                waiting[q].append(s)
        heap = [(end, s) for s in range(count) if not open_[s] and (end := min(self._alone(s, ready[s]), default=0))]
        heapq.heapify(heap)
        begins = [0] * count
        while heap:
            end, q = heapq.heappop(heap)
            ends = self._alone(q, ready[q])
            begins[q] = min(own - length + 1 for own, length in ends.items())
            for s in waiting[q]:
                if not open_[s]:
                    continue
                left = [group for group in open_[s] if q not in group]
                if len(left) < len(open_[s]):
                    open_[s], ready[s] = left, max(ready[s], end + self.lags[s])
                    if not left and (ends := self._alone(s, ready[s])):
                        heapq.heappush(heap, (min(ends), s))
        return begins

    def _alone(self, s: int, ready: int) -> dict[int, int]:
        """The first periods in which it could end, with the length of each run; none where it cannot be done.

        Of lengths that end in the same period, the longest.
        """
        if self.budget is not None and self.prices[s] > self.budget:
            return {}
        effort, last = self.efforts[s], self.windows[s][1]
        ends = {first_end(self.free, ready, last, length, effort // length): length for length in self.lengths[s]}
        return {end: length for end, length in ends.items() if end}


def _fits_somewhere(room: Sequence[int], length: int, effort: int) -> bool:
    return first_end([0, *(r * length for r in room)], 1, len(room), length, effort) > 0


def first_end(free: Sequence[int], begin: int, last: int, length: int, load: int) -> int:
    """Give the end of the first run of so many periods with room for a load in each; 0 where there is none."""
    run = 0
    for t in range(begin, last + 1):
        run = run + 1 if free[t] >= load else 0
        if run == length:
            return t
    return 0
