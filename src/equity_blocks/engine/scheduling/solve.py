"""Schedules: which steps are done when, so that the area under the gain curve is largest."""

from collections.abc import Sequence
from math import fsum
from typing import get_args

from equity_blocks.engine.arguments import ANY, non_negative, required_whole
from equity_blocks.engine.scheduling.enumerating import enumerate_all
from equity_blocks.engine.scheduling.exact import alone, dual_bound, optimum, relaxation, require_highs
from equity_blocks.engine.scheduling.instance import Instance, instance_of
from equity_blocks.engine.scheduling.moves import MOVES, improve
from equity_blocks.engine.scheduling.packages import package_order
from equity_blocks.engine.scheduling.serial import generate
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.schedule import Planner, Schedule, ScheduleProblem


def solve(
    problem: ScheduleProblem,
    planner: Planner = "greedy",
    *,
    seed: int = 0,
    time_limit: float | None = 60.0,
    moves: int = MOVES,
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
        moves: How many moves are tried, >= 0; fewer take less time and may leave the schedule worse.

    Returns:
        The schedule. `bound` and `gap` say how far it is from the best: always with `exact`; with `greedy` only for a
        few steps, where everything was tried; see `bound`. What the time limit cuts short may differ from run to
        run.

    Raises:
        UnsuitableError: There is no such planner; the time limit is not above 0; `seed` or `moves` is no whole number;
            the problem is none; or `exact` was asked for and HiGHS is not installed.

    Source: docs/methods/schedule.md.

    Example:
        >>> problem = ScheduleProblem(T=3, cap=5, gain=[2, 9, 4], effort=[5, 5, 4], all_of=[[], [0], []])
        >>> found = solve(problem)
        >>> found.finish, found.value
        ((1, 2, 3), 28.0)
    """
    require_planner(planner)
    time_limit = _seconds(time_limit)
    seed, moves = required_whole("seed", seed, ANY), required_whole("moves", moves)
    here = instance_of(_stated(problem))
    finish, is_proven = _greedy(here, seed, moves)
    limit = here.value(finish) if is_proven else None
    if planner == "exact":
        require_highs()
    if planner == "exact" and not is_proven:
        finish, limit = optimum(here, finish, time_limit)
        if limit is None or limit > here.value(finish):  # not proven: the linear bound may be closer
            limit = max(here.value(finish), min(filter(None, (limit, relaxation(here), alone(here)))))
    return _told(problem, planner, here, finish, limit)


def _greedy(here: Instance, seed: int, moves: int) -> tuple[list[int], bool]:
    """The best schedule found in pure Python, and whether no other is worth more."""
    order = package_order(here)
    tried, is_proven = enumerate_all(here, generate(here, order)[0])
    return (tried, True) if is_proven else (max(tried, improve(here, order, seed, moves)[0], key=here.value), False)


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
    seconds = _seconds(time_limit)
    if seconds is None:
        raise UnsuitableError("time_limit must be a number of seconds, not None")
    here = instance_of(_stated(problem))
    try:
        limits = relaxation(here), dual_bound(here, seconds)
    except UnsuitableError:  # HiGHS is not installed
        return None
    return min((limit * here.unit for limit in limits if limit is not None), default=None)


def _seconds(limit: float | None) -> float | None:
    found = non_negative("time_limit", limit)
    if found == 0:
        raise UnsuitableError("time_limit must be above 0 seconds, not 0")
    return found


def _stated(problem: ScheduleProblem) -> ScheduleProblem:
    if not isinstance(problem, ScheduleProblem):
        raise UnsuitableError(f"the problem must be a ScheduleProblem, not {type(problem).__name__}")
    return problem


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
