"""Compare rules for schedules on a fixed set of drawn problems: how far each stays below the best schedule known."""

import time
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import NamedTuple

from equity_blocks.engine.scheduling.exact import optimum
from equity_blocks.engine.scheduling.instance import Instance, instance_of
from equity_blocks.engine.scheduling.moves import improve
from equity_blocks.engine.scheduling.packages import package_order
from equity_blocks.engine.scheduling.serial import generate
from equity_blocks.model.schedule import ScheduleProblem
from instances import medium

SHAPES = ((37, 8, 1, 1), (49, 4, 1, 1), (49, 8, 0, 1), (49, 8, 1, 1), (49, 12, 1, 3), (60, 8, 1, 1), (120, 8, 1, 1))
"""Practices, periods, lag, longest duration."""

Rule = Callable[[Instance], tuple[list[int], int]]


class Result(NamedTuple):
    """What one rule reached: mean and largest gap to the best known, in %, and mean seconds of processor time."""

    rule: str
    mean: float
    worst: float
    seconds: float


def _ordered(here: Instance, rank: Sequence[float]) -> tuple[list[int], int]:
    """Take the ready step of the highest rank again and again, then place in that order."""
    order: list[int] = []
    left = set(range(len(here.steps)))
    while left:
        ready = [
            s for s in left if left.isdisjoint(here.needs[s]) and not any(left.issuperset(g) for g in here.groups[s])
        ]
        order.append(max(ready or left, key=lambda s: (rank[s], -s)))
        left.discard(order[-1])
    return generate(here, order)


def _own_ratio(here: Instance) -> tuple[list[int], int]:
    return _ordered(here, [g / (w * d + 1) for g, w, d in zip(here.gain, here.load, here.dur, strict=True)])


def _after(here: Instance, s: int, found: set[int]) -> set[int]:
    for other in here.dependents[s]:
        if other not in found:
            found.add(other)
            _after(here, other, found)
    return found


def _leverage(here: Instance) -> tuple[list[int], int]:
    return _ordered(here, [len(_after(here, s, set())) for s in range(len(here.steps))])


def _longest_chain(here: Instance) -> tuple[list[int], int]:
    """Rank a step by the length of the longest chain that begins with it."""
    found = [here.dur[s] for s in range(len(here.steps))]
    for _ in range(here.periods):
        for s, after in enumerate(here.dependents):
            found[s] = here.dur[s] + max((found[other] for other in after), default=0)
    return _ordered(here, found)


RULES: dict[str, Rule] = {
    "own ratio": _own_ratio,
    "leverage: steps that wait for it": _leverage,
    "longest chain": _longest_chain,
    "package": lambda here: generate(here, package_order(here)),
    "package and moves (default)": lambda here: improve(here, package_order(here), 0),
}


def schedules(seeds: int = 2, time_limit: float = 20.0) -> list[Result]:
    """Measure every rule, and the exact planner within a time limit; its gap is that to its own bound."""
    gaps: dict[str, list[float]] = {name: [] for name in (*RULES, "exact")}
    seconds: dict[str, list[float]] = {name: [] for name in gaps}
    for number, shape in enumerate(shape for _ in range(seeds) for shape in SHAPES):
        here = instance_of(ScheduleProblem(**medium(number, *shape)))
        values = {}
        for name, rule in RULES.items():
            start = time.process_time()
            finish, values[name] = rule(here)
            seconds[name].append(time.process_time() - start)
        start = time.process_time()
        finish, limit = optimum(here, finish, time_limit)
        seconds["exact"].append(time.process_time() - start)
        best = here.value(finish)
        gaps["exact"].append(100 * (1 - best / limit) if limit else 0.0)
        for name, value in values.items():
            gaps[name].append(100 * (1 - value / best))
    return [Result(name, fmean(found), max(found), fmean(seconds[name])) for name, found in gaps.items()]


def schedule_table(results: Sequence[Result]) -> str:
    """Write the results as Markdown."""
    head = ["| rule | mean gap | largest gap | mean processor time |", "|---|---:|---:|---:|"]
    lines = [f"| {r.rule} | {r.mean:.2f} % | {r.worst:.2f} % | {r.seconds:.2f} s |" for r in results]
    return "\n".join([*head, *lines])


if __name__ == "__main__":
    print(schedule_table(schedules()))
