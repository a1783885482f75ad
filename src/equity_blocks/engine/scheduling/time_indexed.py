"""The time-indexed model of a schedule problem: columns, what they add up to, and the rows that bind them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from equity_blocks.engine.scheduling.prepared_problem import Instance, first_end
from equity_blocks.engine.scheduling.serial_generation import Placing
from equity_blocks.model.schedule import Duties

Terms = dict[int, int]
"""Columns with their factors."""
Row = tuple[Terms, int]
"""Terms, and what their sum must not exceed."""


class Part(NamedTuple):
    """One part of what schedules are compared by: a sum of columns, the larger the better.

    Args:
        terms: The columns with their factors.
        limit: What the sum can be at most, if each job had all capacity to itself.
    """

    terms: Terms
    limit: int


class Model:
    """A column for each job, length and period: 1 if the job is finished by the end of the period in a run so long.

    A column for each due date and period besides: 1 if all that it speaks of is finished by the end of the period.

    Args:
        instance: The jobs.

    Source: "by" formulation of the multi-period precedence-constrained knapsack (Moreno, Espinoza and Goycoolea 2010),
    with modes as in the multi-mode scheduling problem (Talbot 1982).
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.columns = 0
        self.runs: list[list[tuple[int, range, int]]] = []  # of each job: length, periods of its columns, the first one
        for job in instance.jobs:
            runs = []
            for length, load in enumerate(job.loads, job.shortest):
                earliest = first_end(instance.free, job.first, job.last, length, load)
                if earliest:
                    periods = range(earliest, job.last + 1)
                    runs.append((length, periods, self._take(len(periods))))
            self.runs.append(runs)
        self.dates: list[tuple[int, tuple[int, ...], range, int]] = []
        for last, jobs in instance.due:
            if last < instance.never and len(instance.jobs) not in jobs:
                periods = range(max(1, last), instance.never)
                self.dates.append((last, jobs, periods, self._take(len(periods))))
        self.duties = self._duties()
        self.benefit = self._benefit()

    def _take(self, count: int) -> int:
        self.columns += count
        return self.columns - count

    def finished(self, s: int, t: int, factor: int = 1) -> Terms:
        """Give the columns that say whether a job is finished by the end of a period."""
        return {first + min(t, p[-1]) - p[0]: factor for _, p, first in self.runs[s] if t >= p[0]}

    def begun(self, s: int, t: int, factor: int = 1) -> Terms:
        """Give the columns that say whether a job has begun by a period."""
        terms = {}
        for length, p, first in self.runs[s]:
            if t + length - 1 >= p[0]:
                terms[first + min(t + length - 1, p[-1]) - p[0]] = factor
        return terms

    def _duties(self) -> list[Part]:
        """Dates kept, ends and begins of started work, and how late the others are; all turned so that more is better.

        What each is at most is read from the jobs by themselves.
        """
        instance, periods = self.instance, range(1, self.instance.never)
        if not instance.urgent:
            return []
        alone = [min((p[0] for _, p, _ in runs), default=instance.never) for runs in self.runs]
        started = [s for s in instance.started if s < len(instance.jobs)]
        reach = [max(alone[s] for s in jobs) for _, jobs, _, _ in self.dates]
        dates = list(zip(self.dates, reach, strict=True))
        kept = {first: 1 for last, _, _, first in self.dates if last >= 1}
        on_time = {first + i: 1 for _, _, p, first in self.dates for i in range(len(p))}
        return [
            Part(kept, sum(end <= last for (last, *_), end in dates if last >= 1)),
            Part(
                _sum(self.finished(s, t) for s in started for t in periods),
                sum(instance.never - alone[s] for s in started),
            ),
            Part(
                _sum(self.begun(s, t) for s in started for t in periods),
                sum(instance.never - instance.jobs[s].first for s in started),
            ),
            Part(on_time, sum(instance.never - max(end, p[0]) for (_, _, p, _), end in dates)),
        ]

    def _benefit(self) -> Part:
        """The area under the gain curve."""
        terms: Terms = {}
        limit, never = 0, self.instance.never
        for job, runs in zip(self.instance.jobs, self.runs, strict=True):
            for _, p, first in runs:
                terms |= dict.fromkeys(range(first, first + len(p) - 1), job.gain)
                terms[first + len(p) - 1] = job.gain * (never - p[-1])
            limit += job.gain * (never - min((p[0] for _, p, _ in runs), default=never))
        return Part(terms, limit)

    def bettered(self, limits: Sequence[int], best: Placing) -> Duties:
        """Read limits of the duties, the rest as found: no schedule does better by its duties."""
        duties = list(self.instance.duties(best.begins, best.ends))
        for i, (part, limit) in enumerate(zip(self.duties, limits, strict=False)):
            duties[i] -= limit - self.sum(part.terms, best)
        return Duties(*duties)

    def sum(self, terms: Terms, placing: Placing) -> int:
        """Add up columns as a schedule has them."""
        columns = self.columns_of(placing)
        return sum(factor for column, factor in terms.items() if columns[column])

    def columns_of(self, placing: Placing) -> list[bool]:
        """Write a schedule as columns."""
        is_set = []
        for begin, end, runs in zip(placing.begins, placing.ends, self.runs, strict=True):
            is_set += [length == end - begin + 1 and end <= t for length, p, _ in runs for t in p]
        for _, jobs, periods, _ in self.dates:
            done = max(placing.ends[s] for s in jobs)
            is_set += [done <= t for t in periods]
        return is_set

    def placing_of(self, columns: Sequence[bool]) -> tuple[list[int], list[int]]:
        """Read from columns when each job begins and ends."""
        never = self.instance.never
        begins, ends = [], []
        for runs in self.runs:
            done = ((t, t - length + 1) for length, p, first in runs for t in p if columns[first + t - p[0]])
            end, begin = min(done, default=(never, never))
            begins.append(begin)
            ends.append(end)
        return begins, ends

    def rows(self) -> Iterator[Row]:
        """Give all constraints."""
        instance = self.instance
        for s in range(len(instance.jobs)):
            yield from self._runs(s)
            yield from self._prerequisites(s)
        for _, jobs, periods, first in self.dates:
            yield from (_implied({first + i: 1}, self.finished(s, t)) for i, t in enumerate(periods) for s in jobs)
        yield from self._capacity()
        if instance.budget is not None and instance.is_over_budget:
            costs = (self.finished(s, instance.periods, job.cost) for s, job in enumerate(instance.jobs) if job.cost)
            yield _sum(costs), instance.budget

    def _runs(self, s: int) -> Iterator[Row]:
        """What is finished stays so, in one run, which does not end where one of its periods has too little room."""
        job, free = self.instance.jobs[s], self.instance.free
        for length, p, first in self.runs[s]:
            load = job.loads[length - job.shortest]
            for i in range(1, len(p)):
                yield _implied({first + i - 1: 1}, {first + i: 1})
                if any(free[t] < load for t in range(p[i] - length + 1, p[i] + 1)):
                    yield _implied({first + i: 1}, {first + i - 1: 1})
        if len(self.runs[s]) > 1:
            yield self.finished(s, job.last), 1

    def _prerequisites(self, s: int) -> Iterator[Row]:
        job = self.instance.jobs[s]
        for t in range(job.first, job.last + 1):
            begun = self.begun(s, t)
            for group in job.awaited if begun else ():
                yield _implied(begun, *(self.finished(q, t - job.lag) for q in group))

    def _capacity(self) -> Iterator[Row]:
        instance = self.instance
        for t in range(1, instance.never):
            used: Terms = {}
            for job, runs in zip(instance.jobs, self.runs, strict=True):
                for length, p, first in runs:
                    load = job.loads[length - job.shortest]
                    if load and p[0] <= t + length - 1 and t <= p[-1]:
                        used[first + min(t + length - 1, p[-1]) - p[0]] = load
                        if t - 1 >= p[0]:
                            used[first + t - 1 - p[0]] = -load
            if sum(load for load in used.values() if load > 0) > instance.free[t]:
                yield used, instance.free[t]

    def unfounded(self, begins: Sequence[int], ends: Sequence[int]) -> Iterator[Row]:
        """Give what forbids jobs to hold each other up within one period, where a schedule has such jobs.

        Of a set of jobs that rest on one another, the first to be done rests on something outside: loop formulas (Lin
        and Zhao 2004).
        """
        jobs = self.instance.jobs
        for t in range(1, self.instance.never):
            stuck = unordered(self.instance, begins, ends, t)
            support: set[int] = set()
            for u in stuck:
                if stuck.isdisjoint(jobs[u].needs):
                    group = next(g for g in jobs[u].groups if not any(ends[q] <= t and q not in stuck for q in g))
                    support |= {q for q in group if q not in stuck}
            for s in stuck:
                for u in range(jobs[s].first, jobs[s].last + 1):
                    yield _implied(self.finished(s, u), *(self.finished(q, u) for q in sorted(support)))


def unordered(instance: Instance, begins: Sequence[int], ends: Sequence[int], period: int) -> set[int]:
    """Find the jobs finished in a period that no order within it can explain; none where lag is 1 or more."""
    stuck = {s for s, end in enumerate(ends) if end == period}

    def rests(s: int) -> bool:
        job = instance.jobs[s]
        latest = begins[s] - job.lag
        return all(any(ends[q] <= latest and q not in stuck for q in group) for group in job.awaited)

    while placed := {s for s in stuck if rests(s)}:
        stuck -= placed
    return stuck


def _sum(terms: Iterable[Mapping[int, int]]) -> Terms:
    total: Terms = {}
    for summand in terms:
        for column, factor in summand.items():
            total[column] = total.get(column, 0) + factor
    return total


def _implied(claim: Terms, *support: Terms) -> Row:
    """A claim holds only where one of the terms that support it does."""
    return _sum([claim, *(dict.fromkeys(terms, -1) for terms in support)]), 0
