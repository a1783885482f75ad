"""Compare rules for schedules on a fixed set of drawn problems: how far each stays below the best schedule known."""

import time
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import NamedTuple

from equity_blocks.engine.scheduling.local_search import improve
from equity_blocks.engine.scheduling.package_order import package_orders
from equity_blocks.engine.scheduling.prepared_problem import Instance, instance_of
from equity_blocks.engine.scheduling.serial_generation import OPEN, Placing, generate
from equity_blocks.engine.scheduling.solve import solve
from equity_blocks.model.schedule import ScheduleProblem
from instances import medium

SHAPES = ((37, 8, 1, 1), (49, 4, 1, 1), (49, 8, 0, 1), (49, 8, 1, 1), (49, 12, 1, 3), (60, 8, 1, 1), (120, 8, 1, 1))
"""Practices, periods, lag, longest duration."""

Rule = Callable[[Instance], Placing]


class Result(NamedTuple):
    """What one rule reached: mean and largest gap to the best known, in %, and mean seconds of processor time."""

    rule: str
    mean: float
    worst: float
    seconds: float


def _placed(instance: Instance, order: list[int]) -> Placing:
    return generate(instance, order, [OPEN] * len(order))


def _ordered(instance: Instance, rank: Sequence[float]) -> Placing:
    """Take the ready step of the highest rank again and again, then place in that order."""
    order: list[int] = []
    left = set(range(len(instance.jobs)))
    while left:
        jobs = ((s, instance.jobs[s]) for s in left)
        ready = [s for s, j in jobs if left.isdisjoint(j.needs) and not any(left.issuperset(g) for g in j.groups)]
        order.append(max(ready or left, key=lambda s: (rank[s], -s)))
        left.discard(order[-1])
    return _placed(instance, order)


def _own_ratio(instance: Instance) -> Placing:
    return _ordered(instance, [job.gain / (job.effort + 1) for job in instance.jobs])


def _after(instance: Instance, s: int, found: set[int]) -> set[int]:
    for other in instance.dependents[s]:
        if other not in found:
            found.add(other)
            _after(instance, other, found)
    return found


def _leverage(instance: Instance) -> Placing:
    return _ordered(instance, [len(_after(instance, s, set())) for s in range(len(instance.jobs))])


def _longest_chain(instance: Instance) -> Placing:
    """Rank a step by the length of the longest chain that begins with it."""
    found = [job.shortest for job in instance.jobs]
    for _ in range(instance.periods):
        for s, after in enumerate(instance.dependents):
            found[s] = instance.jobs[s].shortest + max((found[other] for other in after), default=0)
    return _ordered(instance, found)


def _package(instance: Instance) -> Placing:
    return max((_placed(instance, order) for order in package_orders(instance)), key=lambda placing: placing.merit)


RULES: dict[str, Rule] = {
    "own ratio": _own_ratio,
    "leverage: steps that wait for it": _leverage,
    "longest chain": _longest_chain,
    "package": _package,
    "package and moves (default)": lambda instance: improve(instance, _package(instance), 0),
}


def schedules(seeds: int = 2, time_limit: float = 20.0) -> list[Result]:
    """Measure every rule, and the exact planner within a time limit; its gap is that to its own bound."""
    gaps: dict[str, list[float]] = {name: [] for name in (*RULES, "exact")}
    seconds: dict[str, list[float]] = {name: [] for name in gaps}
    for number, shape in enumerate(shape for _ in range(seeds) for shape in SHAPES):
        problem = ScheduleProblem(**medium(number, *shape))
        instance = instance_of(problem)
        values = {}
        for name, rule in RULES.items():
            start = time.process_time()
            values[name] = rule(instance).merit[-1] * instance.unit
            seconds[name].append(time.process_time() - start)
        start = time.process_time()
        found = solve(problem, "exact", time_limit=time_limit)
        seconds["exact"].append(time.process_time() - start)
        gaps["exact"].append(100 * (found.gap or 0.0))
        for name, value in values.items():
            gaps[name].append(100 * (1 - value / found.value))
    return [Result(name, fmean(each), max(each), fmean(seconds[name])) for name, each in gaps.items()]


def schedule_table(results: Sequence[Result]) -> str:
    """Write the results as Markdown."""
    head = ["| rule | mean gap | largest gap | mean processor time |", "|---|---:|---:|---:|"]
    lines = [f"| {r.rule} | {r.mean:.2f} % | {r.worst:.2f} % | {r.seconds:.2f} s |" for r in results]
    return "\n".join([*head, *lines])


if __name__ == "__main__":
    print(schedule_table(schedules()))
