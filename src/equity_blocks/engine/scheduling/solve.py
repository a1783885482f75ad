"""Schedules of steps over periods, by the default or the exact planner."""

from collections.abc import Iterator, Sequence
from math import fsum
from typing import get_args

from equity_blocks.engine.argument_checks import ANY, non_negative, required_whole, whole_number, wrong
from equity_blocks.engine.scheduling.exact import optimum, require_highs
from equity_blocks.engine.scheduling.local_search import improve
from equity_blocks.engine.scheduling.package_order import package_orders
from equity_blocks.engine.scheduling.prepared_problem import Instance, instance_of
from equity_blocks.engine.scheduling.serial_generation import OPEN, Placing, generate
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.schedule import Duties, Planner, Schedule, ScheduleProblem

TIME_LIMIT = 60.0
"""Seconds that the exact planner has where nothing is said."""
CERTIFY_SECONDS = 2.0
"""Seconds that it takes to bound a schedule of the default planner."""


def solve(
    problem: ScheduleProblem,
    planner: Planner = "greedy",
    *,
    seed: int = 0,
    time_limit: float | None = TIME_LIMIT,
    moves: int | None = None,
    certify: bool = False,
) -> Schedule:
    """Schedule steps so that duties are kept first, and then the area under the gain curve is as large as can be found.

    A step fits where what it needs is finished `lag` periods before its start period, every period of its run has room
    for its even share of the effort, and the budget covers it. Where lengths are open (`stretch`), how many periods a
    step takes is chosen with its place.

    Args:
        problem: The steps, what they need, and the capacity.
        planner: `greedy` ranks packages, places steps one after the other, and tries a fixed number of moves: pure
            Python, the same result on every machine. `exact` goes on from there with HiGHS (extra `optimize`) until the
            optimum is proven or the time is over.
        seed: Begins the random choices of the moves.
        time_limit: Seconds, > 0, for HiGHS. `None`: until the optimum is proven. `greedy` ignores it.
        moves: How many moves are tried, >= 0; fewer take less time and may leave the schedule worse. Default: 600 for
            each step, at most 10,000.
        certify: Whether HiGHS bounds a greedy schedule too, in two seconds.

    Returns:
        The schedule. With `exact` or `certify`, `bound` and `gap` say how far it is from the best of all schedules, of
        all lengths that steps may take. What the time limit cuts short may differ from run to run; what is said of the
        bound holds wherever HiGHS stops.

    Raises:
        UnsuitableError: There is no such planner; the time limit is not above 0; `seed` or `moves` is no whole number;
            the problem is none; or HiGHS is needed and not installed.

    Source: docs/methods/schedule.md.

    Example:
        >>> problem = ScheduleProblem(T=3, cap=5, gain=[2, 9, 4], effort=[5, 5, 4], all_of=[[], [0], []])
        >>> found = solve(problem)
        >>> found.finish, found.value
        ((1, 2, 3), 28.0)
    """
    require_planner(planner)
    seconds = non_negative("time_limit", time_limit)
    if seconds == 0:
        raise wrong("time_limit", "above 0 seconds, not 0", code="out_of_bounds", above=0)
    seed, moves = required_whole("seed", seed, ANY), whole_number("moves", moves)
    if not isinstance(problem, ScheduleProblem):
        kind = type(problem).__name__
        raise wrong("problem", f"a ScheduleProblem, not {kind}", code="wrong_kind", found=kind)
    instance = instance_of(problem)
    best = improve(instance, max(_first(instance), key=lambda placing: placing.merit), seed, moves)
    if planner == "greedy" and not certify:
        return _schedule_of(problem, planner, instance, best)
    require_highs()
    if planner == "exact":
        best, limits = optimum(instance, best, seconds)
    else:
        limits = optimum(instance, best, CERTIFY_SECONDS)[1]
    return _schedule_of(problem, planner, instance, best, limits)


def _first(instance: Instance) -> Iterator[Placing]:
    """Schedules to begin with: by benefit alone, and with what is urgent before all else; run short or as it fits."""
    orders = package_orders(instance)
    if instance.urgent:
        orders += [_urgent_first(instance, jobs, orders[0]) for jobs in _pressing(instance)]
    for order in orders:
        for lengths in ([job.shortest for job in instance.jobs], [OPEN] * len(instance.jobs)):
            yield generate(instance, order, lengths)


def _pressing(instance: Instance) -> Iterator[list[int]]:
    """What is urgent, in some orders: dates by when they are, with what is under way after, before, or without."""
    dated = [s for _, jobs in sorted(instance.due) for s in jobs if s in instance.urgent]
    started = [s for s in instance.started if s in instance.urgent]
    yield from ([*dated, *started], [*started, *dated], dated, started)


def _urgent_first(instance: Instance, jobs: list[int], order: list[int]) -> list[int]:
    """Put some jobs, each after what it needs, before all others."""
    rank = {s: i for i, s in enumerate(order)}
    first: dict[int, None] = {}
    for wanted in jobs:
        package, agenda = {wanted}, [wanted]
        while agenda:
            job = instance.jobs[s := agenda.pop()]
            needed = [min(group, key=rank.__getitem__) for group in job.awaited]
            more = {q for q in needed if rank[q] < rank[s]} - package
            package |= more
            agenda += more
        first |= dict.fromkeys(sorted(package, key=rank.__getitem__))
    return [*first, *(s for s in order if s not in first)]


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
        raise UnsuitableError(
            f"{planner!r} is not a planner; choose {planners}{f' ({hint})' if hint else ''}",
            code="not_listed",
            data={"argument": "planner", "found": planner, "allowed": get_args(Planner)},
        )


def _schedule_of(
    problem: ScheduleProblem,
    planner: Planner,
    instance: Instance,
    best: Placing,
    limits: tuple[Duties | None, int | None] = (None, None),
) -> Schedule:
    """Say in the problem's terms what was found; what could not be done at all counts as never done."""
    begin: list[int | None] = [None] * len(problem.gain)
    finish = begin.copy()
    for s, first, last in zip(instance.steps, best.begins, best.ends, strict=True):
        if s < len(finish) and last < instance.never:
            begin[s], finish[s] = first, last
    value = value_of(problem, finish)
    duties, most = limits
    is_best = most == instance.area(best.ends)
    return Schedule(
        planner=planner,
        begin=tuple(begin),
        finish=tuple(finish),
        value=value,
        bound=value if is_best else None if most is None else max(value, most * instance.unit),
        duties=instance.duties(best.begins, best.ends),
        duties_bound=duties,
    )


def value_of(problem: ScheduleProblem, finish: Sequence[int | None]) -> float:
    """Give the area under the gain curve: the sum of gain x (T - f + 1) over what is finished in a period f.

    Example:
        >>> value_of(ScheduleProblem(T=3, cap=1, gain=[2, 5], effort=[1, 1]), [2, None])
        4.0
    """
    never = problem.T + 1
    ends = [never if f is None else f for f in finish]
    steps = (gain * (never - end) for gain, end in zip(problem.gain, ends, strict=True))
    together = (item.gain * (never - max(ends[s] for s in item.steps)) for item in problem.completions)
    return fsum([*steps, *together])
