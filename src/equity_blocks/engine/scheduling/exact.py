"""The time-indexed model of a schedule problem, solved by HiGHS: the optimum, or a bound on it."""

import contextlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from equity_blocks.engine.scheduling.instance import Instance, first_end
from equity_blocks.engine.scheduling.serial import OPEN, Placing, generate, in_order_of_begin
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.schedule import Duties

if TYPE_CHECKING:
    import highspy

Terms = dict[int, int]
"""Columns with their factors."""
Row = tuple[Terms, int]
"""Terms, and what their sum must not exceed."""
Limits = tuple[Duties | None, int | None]
"""Duties that no schedule betters, and the area that none exceeds which does as well by them; `None`: not known."""

LARGEST = 1_000_000
"""What amounts are scaled down to where they are larger: the solver works with tolerances of 1e-6."""
SAFETY = 1e-7
"""How much a bound of the solver is raised, relatively, so that its tolerances cannot make it too low."""
SHARE = 0.5
"""Of the time that is left, what each part of the duties may take; the benefit, the last, takes the rest. Editorial."""
INSTANT = 0.01
"""Seconds that a part gets even where the time is over."""


class Part(NamedTuple):
    """One part of what schedules are compared by: a sum of columns, the larger the better.

    Args:
        terms: The columns with their factors.
        limit: What the sum can be at most, if each job had all capacity to itself.
    """

    terms: Terms
    limit: int


def optimum(instance: Instance, known: Placing, seconds: float | None) -> tuple[Placing, Limits]:
    """Find the best schedule, or the best within a time limit, part after part of what schedules are compared by.

    Each part is solved with those before it held. Where one is not proven in time, those behind it are left as they
    were found, and the bound of the area is that of all schedules which do as well by the parts before.

    Args:
        instance: The jobs.
        known: A schedule to begin with; what is given back is never worse.
        seconds: The time limit. `None`: until the optimum is proven.

    Returns:
        The schedule, and its limits.
    """
    if not instance.jobs:
        return known, (instance.duties([], []), 0)
    end = None if seconds is None else time.monotonic() + seconds
    model, best = Model(instance), known
    solver = Solver(model)
    limits: list[int] = []
    for part in model.duties:
        best, most = solver.best(part, best, _left(end, SHARE))
        limits.append(most)
        held = model.sum(part.terms, best)
        solver.add(({column: -factor for column, factor in part.terms.items()}, -held))
        if most > held:
            break
    best, area = solver.best(model.benefit, best, _left(end, 1.0))
    return best, (model.bettered(limits, best), area)


def _left(end: float | None, share: float) -> float | None:
    return None if end is None else max(INSTANT, (end - time.monotonic()) * share)


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
            found = []
            for length, load in enumerate(job.loads, job.shortest):
                earliest = first_end(instance.free, job.first, job.last, length, load)
                if earliest:
                    periods = range(earliest, job.last + 1)
                    found.append((length, periods, self._take(len(periods))))
            self.runs.append(found)
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
        found = {}
        for length, p, first in self.runs[s]:
            if t + length - 1 >= p[0]:
                found[first + min(t + length - 1, p[-1]) - p[0]] = factor
        return found

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
            Part(_sum(self.finished(s, t) for s in started for t in periods), sum(instance.never - alone[s] for s in started)),
            Part(
                _sum(self.begun(s, t) for s in started for t in periods),
                sum(instance.never - instance.jobs[s].first for s in started),
            ),
            Part(on_time, sum(instance.never - max(end, p[0]) for (_, _, p, _), end in dates)),
        ]

    def _benefit(self) -> Part:
        """The area under the gain curve."""
        terms, limit, never = {}, 0, self.instance.never
        for job, runs in zip(self.instance.jobs, self.runs, strict=True):
            for _, p, first in runs:
                terms |= dict.fromkeys(range(first, first + len(p) - 1), job.gain)
                terms[first + len(p) - 1] = job.gain * (never - p[-1])
            limit += job.gain * (never - min((p[0] for _, p, _ in runs), default=never))
        return Part(terms, limit)

    def bettered(self, limits: Sequence[int], best: Placing) -> Duties:
        """Read limits of the duties, the rest as found: no schedule does better by its duties."""
        found = list(self.instance.duties(best.begins, best.ends))
        for i, (part, limit) in enumerate(zip(self.duties, limits, strict=False)):
            found[i] -= limit - self.sum(part.terms, best)
        return Duties(*found)

    def sum(self, terms: Terms, placing: Placing) -> int:
        """Add up columns as a schedule has them."""
        columns = self.columns_of(placing)
        return sum(factor for column, factor in terms.items() if columns[column])

    def columns_of(self, placing: Placing) -> list[bool]:
        """Write a schedule as columns."""
        found = []
        for begin, end, runs in zip(placing.begins, placing.ends, self.runs, strict=True):
            found += [length == end - begin + 1 and end <= t for length, p, _ in runs for t in p]
        for _, jobs, periods, _ in self.dates:
            done = max(placing.ends[s] for s in jobs)
            found += [done <= t for t in periods]
        return found

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
        if instance.budget is not None and sum(job.cost for job in instance.jobs) > instance.budget:
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
        groups = (*((q,) for q in job.needs), *job.groups)
        for t in range(job.first, job.last + 1):
            begun = self.begun(s, t)
            for group in groups if begun else ():
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
        groups = (*((q,) for q in job.needs), *job.groups)
        return all(any(ends[q] <= latest and q not in stuck for q in group) for group in groups)

    while placed := {s for s in stuck if rests(s)}:
        stuck -= placed
    return stuck


def _sum(terms: Iterable[Mapping[int, int]]) -> Terms:
    found: Terms = {}
    for each in terms:
        for column, factor in each.items():
            found[column] = found.get(column, 0) + factor
    return found


def _implied(claim: Terms, *support: Terms) -> Row:
    """A claim holds only where one of the terms that support it does."""
    return _sum([claim, *({column: -1 for column in terms} for terms in support)]), 0


def require_highs() -> None:
    """Make sure that HiGHS is installed.

    Raises:
        UnsuitableError: It is not.
    """
    try:
        import highspy  # noqa: F401 - to see whether it is there
    except ImportError:
        message = 'the exact planner needs HiGHS: pip install "equity-blocks[optimize]"'
        raise UnsuitableError(message) from None


class Solver:
    """HiGHS with a model in it.

    Args:
        model: The model.
    """

    def __init__(self, model: Model) -> None:
        import highspy

        self.model = model
        with _silenced():
            self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in {"output_flag": False, "mip_rel_gap": 0.0}.items():
            self.highs.setOptionValue(name, option)
        self.highs.passModel(_program(model.columns, list(model.rows())))

    def add(self, row: Row) -> None:
        """Add a constraint."""
        import numpy as np

        factors, limit = _scaled(row)
        columns = np.array(list(row[0]), dtype=np.int32)
        self.highs.addRow(-self.highs.getInfinity(), limit, len(columns), columns, np.array(factors))

    def best(self, part: Part, known: Placing, seconds: float | None) -> tuple[Placing, int]:
        """Make one part as large as it can be.

        Args:
            part: The part; what was added before is held.
            known: A schedule to begin with; what is given back is never worse.
            seconds: The time limit. `None`: until the optimum is proven.

        Returns:
            The schedule, and what the part cannot exceed.
        """
        end = None if seconds is None else time.monotonic() + seconds
        if self.model.sum(part.terms, known) >= part.limit:
            return known, part.limit
        scale = self._aim(part)
        best = known
        while True:
            begins, ends = self._run(None if end is None else max(INSTANT, end - time.monotonic()), best)
            best = max(best, *self._mended(begins, ends), key=lambda placing: placing.merit)
            loops = list(self.model.unfounded(begins, ends))
            if not loops or (end is not None and time.monotonic() > end):
                return best, max(min(self._limit(scale, part.limit), part.limit), self.model.sum(part.terms, best))
            for row in loops:
                self.add(row)

    def _mended(self, begins: Sequence[int], ends: Sequence[int]) -> Iterator[Placing]:
        """Place the jobs of a solution again: none is finished later, and what tolerances let pass is mended."""
        instance = self.model.instance
        order = in_order_of_begin(instance, begins)
        runs = zip(begins, ends, strict=True)
        yield generate(instance, order, [OPEN if end == instance.never else end - begin + 1 for begin, end in runs])

    def _aim(self, part: Part) -> float:
        """Set what is maximized; give what 1 of it stands for."""
        import numpy as np

        costs = [part.terms.get(column, 0) for column in range(self.model.columns)]
        scale = max(1.0, max(costs, default=1) / LARGEST)
        columns = np.arange(self.model.columns, dtype=np.int32)
        self.highs.changeColsCost(self.model.columns, columns, np.array([cost / scale for cost in costs]))
        # Whole factors make whole sums: what lies less than 1 above a schedule is no other schedule.
        self.highs.setOptionValue("mip_abs_gap", 0.999 if scale == 1.0 else 1e-6)
        return scale

    def _run(self, seconds: float | None, known: Placing) -> tuple[list[int], list[int]]:
        """Solve from a known schedule on; give when each job begins and ends in the best solution found."""
        import numpy as np

        columns = self.model.columns_of(known)
        # HiGHS counts the time of all runs together.
        limit = self.highs.getInfinity() if seconds is None else self.highs.getRunTime() + seconds
        self.highs.setOptionValue("time_limit", limit)
        self.highs.setSolution(len(columns), np.arange(len(columns), dtype=np.int32), np.array(columns, dtype=float))
        self.highs.run()
        found = list(self.highs.getSolution().col_value)
        is_set = [x > 0.5 for x in found] if len(found) == len(columns) else columns  # noqa: PLR2004
        return self.model.placing_of(is_set)

    def _limit(self, scale: float, otherwise: int) -> int:
        found = self.highs.getInfo().mip_dual_bound
        return int(found * scale * (1 + SAFETY) + SAFETY) if abs(found) < self.highs.getInfinity() else otherwise


def _program(columns: int, rows: list[Row]) -> "highspy.HighsLp":
    """Write a model down as HiGHS takes it, row by row."""
    import highspy
    import numpy as np

    scaled = [_scaled(row) for row in rows]
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_, program.col_lower_, program.col_upper_ = np.zeros(columns), np.zeros(columns), np.ones(columns)
    program.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    program.row_upper_ = np.array([limit for _, limit in scaled], dtype=float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _ in rows)], dtype=np.int32)
    program.a_matrix_.index_ = np.array([column for terms, _ in rows for column in terms], dtype=np.int32)
    program.a_matrix_.value_ = np.array([factor for factors, _ in scaled for factor in factors], dtype=float)
    program.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return program


def _scaled(row: Row) -> tuple[list[float], float]:
    terms, limit = row
    scale = max(1.0, max((abs(factor) for factor in terms.values()), default=1) / LARGEST)
    return [factor / scale for factor in terms.values()], limit / scale


@contextlib.contextmanager
def _silenced() -> Iterator[None]:
    """Turn standard output off: from 1.16 on HiGHS greets there, in C, before it can be told to be silent."""
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
