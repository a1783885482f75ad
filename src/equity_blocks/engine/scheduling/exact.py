"""The time-indexed model of a schedule problem, solved by HiGHS: the optimum, or a bound on it."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from equity_blocks.engine.scheduling.instance import Instance
from equity_blocks.engine.scheduling.serial import compact
from equity_blocks.errors import UnsuitableError

if TYPE_CHECKING:
    import highspy

Row = tuple[list[tuple[int, float]], float]
"""Columns with their factors, and what their sum must not exceed."""

LARGEST = 1_000_000.0
"""What amounts are scaled down to where they are larger: the solver works with tolerances of 1e-6."""

SAFETY = 1e-7
"""How much a bound of the solver is raised, relatively, so that its tolerances cannot make it too low."""


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


class Model:
    """One column for each step and period: 1 if the step is finished by the end of that period.

    Args:
        here: The steps.

    Source: "by" formulation of the multi-period precedence-constrained knapsack (Moreno, Espinoza and Goycoolea 2010).
    """

    def __init__(self, here: Instance) -> None:
        self.here = here
        self.earliest = [first + dur - 1 for first, dur in zip(here.first, here.dur, strict=True)]
        self.offset: list[int] = []
        self.columns = 0
        for earliest, last in zip(self.earliest, here.last, strict=True):
            self.offset.append(self.columns)
            self.columns += last - earliest + 1

    def column(self, s: int, t: int) -> int | None:
        """The column that says whether step `s` is finished by the end of period `t`; `None` if it cannot be."""
        if t < self.earliest[s]:
            return None
        return self.offset[s] + min(t, self.here.last[s]) - self.earliest[s]

    def gains(self) -> list[int]:
        """What each column is worth: the gain, once for the period, and for all that follow the last."""
        here = self.here
        found = []
        for s, gain in enumerate(here.gain):
            found += [gain] * (here.last[s] - self.earliest[s]) + [gain * (here.never - here.last[s])]
        return found

    def columns_of(self, finish: Sequence[int]) -> list[float]:
        """Write a schedule as columns."""
        periods = [range(e, last + 1) for e, last in zip(self.earliest, self.here.last, strict=True)]
        return [float(f <= t) for f, run in zip(finish, periods, strict=True) for t in run]

    def finish_of(self, columns: Sequence[bool]) -> list[int]:
        """Read a schedule from columns."""
        found = []
        for s, (earliest, last) in enumerate(zip(self.earliest, self.here.last, strict=True)):
            done = (t for t in range(earliest, last + 1) if columns[self.offset[s] + t - earliest])
            found.append(next(done, self.here.never))
        return found

    def rows(self) -> Iterator[Row]:
        """All constraints."""
        here = self.here
        for s in range(len(here.steps)):
            for t in range(self.earliest[s], here.last[s] + 1):
                yield from self._prerequisites(s, t)
        yield from self._capacity()
        if here.budget is not None and sum(here.cost) > here.budget:
            by_end = [(self.offset[s] + here.last[s] - self.earliest[s], c) for s, c in enumerate(here.cost) if c]
            yield _scaled(by_end, here.budget)

    def _prerequisites(self, s: int, t: int) -> Iterator[Row]:
        here, column = self.here, self.offset[s] + t - self.earliest[s]
        if t > self.earliest[s]:
            yield [(column - 1, 1.0), (column, -1.0)], 0.0
        before = t - here.dur[s] + 1 - here.lag
        for group in (*((q,) for q in here.needs[s]), *here.groups[s]):
            options = [c for q in group if (c := self.column(q, before)) is not None]
            yield [(column, 1.0), *((c, -1.0) for c in options)], 0.0

    def _capacity(self) -> Iterator[Row]:
        here = self.here
        for t in range(1, here.never):
            used: dict[int, int] = {}
            for s, load in enumerate(here.load):
                started = self.column(s, min(here.periods, t + here.dur[s] - 1))
                finished = self.column(s, t - 1)
                if load and started is not None and started != finished:
                    used[started] = used.get(started, 0) + load
                    if finished is not None:
                        used[finished] = used.get(finished, 0) - load
            if sum(load for load in used.values() if load > 0) > here.free[t]:
                yield _scaled(list(used.items()), here.free[t])

    def unfounded(self, finish: Sequence[int]) -> Iterator[Row]:
        """Give what forbids steps to hold each other up within one period, where `finish` has such steps.

        Of a set of steps that rest on one another, the first to be done rests on something outside: loop formulas (Lin
        and Zhao 2004).
        """
        here = self.here
        for t in range(1, here.never):
            stuck = unordered(here, finish, t)
            support: set[int] = set()
            for u in stuck:
                if stuck.isdisjoint(here.needs[u]):
                    group = next(g for g in here.groups[u] if not any(finish[q] <= t and q not in stuck for q in g))
                    support |= {q for q in group if q not in stuck}
            for s in stuck:
                for u in range(self.earliest[s], here.last[s] + 1):
                    outside = [c for q in sorted(support) if (c := self.column(q, u)) is not None]
                    yield [(self.offset[s] + u - self.earliest[s], 1.0), *((c, -1.0) for c in outside)], 0.0


def unordered(here: Instance, finish: Sequence[int], period: int) -> set[int]:
    """Find the steps finished in a period that no order within it can explain; none where lag is 1 or more."""
    stuck = {s for s, f in enumerate(finish) if f == period}

    def rests(s: int) -> bool:
        latest = period - here.dur[s] + 1 - here.lag
        groups = (*((q,) for q in here.needs[s]), *here.groups[s])
        return all(any(finish[q] <= latest and q not in stuck for q in group) for group in groups)

    while placed := {s for s in stuck if rests(s)}:
        stuck -= placed
    return stuck


def _scaled(terms: list[tuple[int, int]], limit: int) -> Row:
    scale = max(1.0, max(abs(a) for _, a in terms) / LARGEST)
    return [(column, a / scale) for column, a in terms], limit / scale


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

    Raises:
        UnsuitableError: HiGHS is not installed.
    """

    def __init__(self, model: Model, *, relaxed: bool) -> None:
        require_highs()
        import highspy

        gains = model.gains()
        self.scale = max(1.0, max(gains, default=1) / LARGEST)
        self.columns = model.columns
        with _silenced():
            self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": self._least_gap()}.items():
            self.highs.setOptionValue(name, option)
        self.highs.passModel(_program(gains, self.scale, list(model.rows()), relaxed=relaxed))

    def _least_gap(self) -> float:
        # Whole gains make whole values: what lies less than 1 above a schedule is no other schedule.
        return 0.999 if self.scale == 1.0 else 1e-6

    def run(self, time_limit: float | None, known: Sequence[float] = ()) -> None:
        """Solve, beginning from a known solution if there is one."""
        if time_limit is not None:
            self.highs.setOptionValue("time_limit", time_limit)
        if known:
            import numpy as np

            self.highs.setSolution(self.columns, np.arange(self.columns, dtype=np.int32), np.array(known))
        self.highs.run()

    def add(self, row: Row) -> None:
        """Add a constraint."""
        import numpy as np

        terms, limit = row
        columns, factors = np.array([c for c, _ in terms], dtype=np.int32), np.array([a for _, a in terms])
        self.highs.addRow(-self.highs.getInfinity(), limit, len(terms), columns, factors)

    def columns_set(self) -> list[bool]:
        """The columns that are 1 in the best solution found; none where none was found."""
        found = list(self.highs.getSolution().col_value)
        return [x > 0.5 for x in found] if len(found) == self.columns else [False] * self.columns  # noqa: PLR2004

    def limit(self, *, relaxed: bool) -> int | None:
        """What no schedule can exceed, as a whole value; `None` where the solver proved nothing."""
        import highspy

        info, status = self.highs.getInfo(), self.highs.getModelStatus()
        if relaxed and status != highspy.HighsModelStatus.kOptimal:
            return None
        found = info.objective_function_value if relaxed else info.mip_dual_bound
        # The solver's own tolerances may have cost it that much.
        return int(found * self.scale * (1 + SAFETY) + SAFETY) if abs(found) < self.highs.getInfinity() else None


def _program(gains: list[int], scale: float, rows: list[Row], *, relaxed: bool) -> "highspy.HighsLp":
    """Write a model down as HiGHS takes it, row by row."""
    import highspy
    import numpy as np

    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(gains), len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(gains, dtype=float) / scale
    program.col_lower_, program.col_upper_ = np.zeros(len(gains)), np.ones(len(gains))
    program.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    program.row_upper_ = np.array([limit for _, limit in rows], dtype=float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _ in rows)], dtype=np.int32)
    program.a_matrix_.index_ = np.array([column for terms, _ in rows for column, _ in terms], dtype=np.int32)
    program.a_matrix_.value_ = np.array([factor for terms, _ in rows for _, factor in terms], dtype=float)
    if not relaxed:
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(gains)
    return program


def optimum(here: Instance, known: Sequence[int], time_limit: float | None) -> tuple[list[int], int | None]:
    """Find the best schedule, or the best within a time limit.

    Args:
        here: The steps.
        known: A schedule to begin with; what is given back is never worth less.
        time_limit: Seconds. Default: until the optimum is proven.

    Returns:
        The finish of each step, and the value that no schedule exceeds, `None` if nothing was proven.
    """
    best = list(known)
    if not here.steps:
        return best, 0
    model = Model(here)
    solver = Solver(model, relaxed=False)
    end = None if time_limit is None else time.monotonic() + time_limit
    while True:
        solver.run(None if end is None else max(0.0, end - time.monotonic()), model.columns_of(best))
        found = model.finish_of(solver.columns_set())
        best = max(best, compact(here, found), key=here.value)
        loops = list(model.unfounded(found))
        if not loops or (end is not None and time.monotonic() > end):
            limit = solver.limit(relaxed=False)
            return best, None if limit is None else max(limit, here.value(best))
        for row in loops:
            solver.add(row)


def dual_bound(here: Instance, time_limit: float) -> int | None:
    """Give the least bound on the optimum that HiGHS proves in so many seconds; `None` if it proves none.

    Args:
        here: The steps.
        time_limit: Seconds, > 0.
    """
    if not here.steps:
        return 0
    solver = Solver(Model(here), relaxed=False)
    solver.run(time_limit)
    return solver.limit(relaxed=False)


def relaxation(here: Instance) -> int | None:
    """Give the value of the linear relaxation, which no schedule exceeds; `None` if the solver gave none."""
    if not here.steps:
        return 0
    solver = Solver(Model(here), relaxed=True)
    solver.run(None)
    return solver.limit(relaxed=True)


def alone(here: Instance) -> int:
    """Give what the steps are worth if each is done as early as it could be if it were the only one: a simple bound."""
    earliest = (first + dur - 1 for first, dur in zip(here.first, here.dur, strict=True))
    return sum(gain * (here.never - finish) for gain, finish in zip(here.gain, earliest, strict=True))
