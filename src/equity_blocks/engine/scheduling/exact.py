"""The optimum of a schedule problem, or a bound on it: HiGHS on the time-indexed model."""

import contextlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from equity_blocks.engine.scheduling.prepared_problem import Instance
from equity_blocks.engine.scheduling.serial_generation import OPEN, Placing, generate, in_order_of_begin
from equity_blocks.engine.scheduling.time_indexed import Model, Part, Row
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.schedule import Duties

if TYPE_CHECKING:
    import highspy

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
MOMENT = 0.1
"""Seconds between two looks at whether the solver was interrupted."""


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
    end = _end(seconds)
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
    best, area = solver.best(model.benefit, best, _left(end))
    return best, (model.bettered(limits, best), area)


def _end(seconds: float | None) -> float | None:
    return None if seconds is None else time.monotonic() + seconds


def _left(end: float | None, share: float = 1.0) -> float | None:
    return None if end is None else max(INSTANT, (end - time.monotonic()) * share)


def require_highs() -> None:
    """Make sure that HiGHS is installed.

    Raises:
        UnsuitableError: It is not.
    """
    try:
        import highspy  # noqa: F401 - to see whether it is there
    except ImportError:
        message = 'the exact planner needs HiGHS: pip install "equity-blocks[optimize]"'
        raise UnsuitableError(message, code="not_installed") from None


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
        self.highs.HandleUserInterrupt = True
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
        end = _end(seconds)
        if self.model.sum(part.terms, known) >= part.limit:
            return known, part.limit
        scale = self._aim(part)
        best = known
        while True:
            begins, ends = self._run(_left(end), best)
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
        self._solve()
        solution = list(self.highs.getSolution().col_value)
        is_set = [x > 0.5 for x in solution] if len(solution) == len(columns) else columns  # noqa: PLR2004
        return self.model.placing_of(is_set)

    def _solve(self) -> None:
        """Run HiGHS beside this thread, which would hear of no interruption before the end of it."""
        failures: list[Exception] = []

        def run() -> None:
            try:
                self.highs.run()
            except Exception as error:  # noqa: BLE001 - raised again where it is heard
                failures.append(error)

        solving = threading.Thread(target=run, daemon=True)
        solving.start()
        try:
            while solving.is_alive():  # one long wait could not be interrupted on Windows
                solving.join(MOMENT)
        except BaseException:
            self.highs.cancelSolve()  # type: ignore[no-untyped-call]
            raise
        for failure in failures:
            raise failure

    def _limit(self, scale: float, otherwise: int) -> int:
        bound = self.highs.getInfo().mip_dual_bound
        return int(bound * scale * (1 + SAFETY) + SAFETY) if abs(bound) < self.highs.getInfinity() else otherwise


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
