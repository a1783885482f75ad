"""Schedules: which steps are done when, so that the area under the gain curve is largest."""

from collections.abc import Sequence
from math import fsum
from typing import get_args

from equity_blocks.engine.scheduling.enumerating import enumerate_all
from equity_blocks.engine.scheduling.exact import dual_bound, optimum, relaxation
from equity_blocks.engine.scheduling.instance import Instance, instance_of
from equity_blocks.engine.scheduling.moves import improve
from equity_blocks.engine.scheduling.packages import package_order
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.schedule import Planner, Schedule, ScheduleProblem


def solve(
    problem: ScheduleProblem, planner: Planner = "greedy", *, seed: int = 0, time_limit: float | None = 60.0
) -> Schedule:
    """Schedule steps so that the area under the gain curve is as large as can be found.

    A step fits where what it needs is finished `lag` periods before its start period, every period of its run has room
    for its effort / `dur`, and the budget covers it.

    Args:
        problem: The steps, what they need, and the capacity.
        planner: `greedy` ranks packages, places steps one after the other, and tries a fixed number of moves: pure
            Python, the same result on every machine. `exact` goes on from there with HiGHS (extra `optimize`) until the
            optimum is proven or the time is over.
        seed: Begins the random choices of the moves.
        time_limit: Seconds, > 0, for HiGHS. `None`: until the optimum is proven. `greedy` ignores it.

    Returns:
        The schedule. `bound` and `gap` say how far it is from the best: always with `exact`; with `greedy` only for a
        few steps, where everything was tried; see `bound`. What the time limit cuts short may differ from run to
        run.

    Raises:
        UnsuitableError: There is no such planner, the time limit is not above 0, or `exact` was asked for and HiGHS is
            not installed.

    Source: docs/methods/schedule.md.

    Example:
        >>> problem = ScheduleProblem(T=3, cap=5, gain=[2, 9, 4], effort=[5, 5, 4], all_of=[[], [0], []])
        >>> found = solve(problem)
        >>> found.finish, found.value
        ((1, 2, 3), 28.0)
    """
    require_planner(planner)
    _require_time(time_limit)
    here = instance_of(problem)
    finish, _ = improve(here, package_order(here), seed)
    finish, is_proven = enumerate_all(here, finish)
    limit = here.value(finish) if is_proven else None
    if planner == "exact":
        finish, limit = optimum(here, finish, time_limit)
    return _told(problem, planner, here, finish, limit)


def require_planner(planner: str) -> None:
    """Refuse what is not the name of a planner.

    Raises:
        UnsuitableError: It is none; the planners that there are, and the nearest one, are named.

    Example:
        >>> require_planner("exakt")
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: 'exakt' is not a planner; choose greedy or exact (did you mean 'exact'?)
    """
    if planner not in get_args(Planner):
        planners = " or ".join(get_args(Planner))
        hint = did_you_mean(planner, get_args(Planner))
        raise UnsuitableError(f"{planner!r} is not a planner; choose {planners}{f' ({hint})' if hint else ''}")


def bound(problem: ScheduleProblem, time_limit: float = 2.0) -> float | None:
    """Give a value that no schedule exceeds, of two the smaller.

    One is the linear relaxation; the other what HiGHS proves of the integer program within a time limit, which is
    closer. How far HiGHS comes in that time may differ between machines and runs, and so may the bound; it holds
    wherever HiGHS stops.

    Args:
        problem: The steps, what they need, and the capacity.
        time_limit: Seconds, > 0, for the integer program.

    Returns:
        The bound; `None` if HiGHS (extra `optimize`) is not installed or found none.

    Raises:
        UnsuitableError: The time limit is not above 0.

    Source: docs/methods/schedule.md.

    Example:
        >>> problem = ScheduleProblem(T=2, cap=1, gain=[3], effort=[1])
        >>> bound(problem) in (None, 6.0)
        True
    """
    _require_time(time_limit)
    here = instance_of(problem)
    try:
        limits = relaxation(here), dual_bound(here, time_limit)
    except UnsuitableError:  # HiGHS is not installed
        return None
    return min((limit * here.unit for limit in limits if limit is not None), default=None)


def _require_time(limit: float | None) -> None:
    if limit is not None and not limit > 0:
        raise UnsuitableError(f"the time limit is {limit}; it must be above 0 seconds, or None")


def _told(
    problem: ScheduleProblem, planner: Planner, here: Instance, finish: Sequence[int], limit: int | None
) -> Schedule:
    told = here.told(finish, len(problem.gain))
    value = value_of(problem, told)
    is_best = limit == here.value(finish)
    most = value if is_best else None if limit is None else max(value, limit * here.unit)
    return Schedule(planner=planner, finish=tuple(told), value=value, bound=most)


def value_of(problem: ScheduleProblem, finish: Sequence[int | None]) -> float:
    """Give the area under the gain curve: the sum of gain x (T - f + 1) over the steps finished in a period f.

    Example:
        >>> value_of(ScheduleProblem(T=3, cap=1, gain=[2, 5], effort=[1, 1]), [2, None])
        4.0
    """
    return fsum(g * (problem.T - f + 1) for g, f in zip(problem.gain, finish, strict=True) if f is not None)
