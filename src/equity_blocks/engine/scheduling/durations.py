"""How many periods each step takes, where that is open: as few as will do, or so many that it ends soonest."""

from collections.abc import Sequence
from math import inf

from equity_blocks.engine.scheduling.canonical import window
from equity_blocks.engine.scheduling.instance import Instance, instance_of
from equity_blocks.engine.scheduling.packages import package_order
from equity_blocks.engine.scheduling.serial import starting_order
from equity_blocks.model.schedule import ScheduleProblem
from equity_blocks.model.tolerance import EDGE

STRETCH = 3
"""How many times as long as its shortest run a step may take, so as to share periods with others."""


def shortest(problem: ScheduleProblem) -> list[int]:
    """Give the fewest periods, from `dur` on, in which each step fits if it has all capacity to itself.

    Args:
        problem: The steps; `dur` is the least that each takes.

    Returns:
        The periods of each step; `dur` where none fits.

    Example:
        >>> shortest(ScheduleProblem(T=4, cap=[30, 60, 30, 60], gain=[1], effort=[100]))
        [4]
    """
    free = [0.0, *problem.cap]
    found = []
    for s, least in enumerate(problem.dur):
        first, last = window(problem, s)
        runs = (_run(free, t, range(least, t - first + 2), problem.effort[s]) for t in range(first, last + 1))
        found.append(min((run for run in runs if run), default=least))
    return found


def soonest(problem: ScheduleProblem, finish: Sequence[int | None] | None = None) -> list[int]:
    """Give each step, one after the other, so many periods that it ends as soon as it can beside those before it.

    A step that would have to wait for a period with enough room may begin earlier and take longer. Of runs that end in
    the same period, the shortest is taken.

    Args:
        problem: The steps; `dur` is the least that each takes.
        finish: A schedule with durations of its own, whose order is taken; what is not done in it comes last. Default:
            the best package first.

    Returns:
        The periods of each step; those of `shortest` where it finds no room.

    Example:
        >>> soonest(ScheduleProblem(T=3, cap=10, gain=[3, 2, 1], effort=[6, 6, 8]))
        [1, 1, 2]
    """
    least = shortest(problem)
    return _Fitting(problem, least).durations(_order(problem.replace(dur=least), finish))


def _order(problem: ScheduleProblem, finish: Sequence[int | None] | None) -> list[int]:
    """Every step once, what is needed first."""
    here = instance_of(problem)
    order = package_order(here) if finish is None else starting_order(here, _as_instance(here, finish))
    numbers = [here.steps[s] for s in order]
    return [*numbers, *sorted(set(range(len(problem.gain))) - set(numbers))]


def _as_instance(here: Instance, finish: Sequence[int | None]) -> list[int]:
    return [here.never if (end := finish[s]) is None else end for s in here.steps]


class _Fitting:
    """Places steps one after the other, each with the run that ends first."""

    def __init__(self, problem: ScheduleProblem, least: list[int]) -> None:
        self.problem, self.found = problem, list(least)
        self.free = [0.0, *problem.cap]
        self.money = inf if problem.budget is None else problem.budget + EDGE
        self.finish = [inf] * len(least)

    def durations(self, order: Sequence[int]) -> list[int]:
        for s in order:
            self._place(s)
        return self.found

    def _place(self, s: int) -> None:
        problem, most = self.problem, STRETCH * self.found[s]
        first, last = window(problem, s)
        alternatives = (min(self.finish[q] for q in group) for group in problem.any_of[s])
        ends = (*(self.finish[q] for q in problem.all_of[s]), *alternatives)
        ready = max([first, *(end + problem.lag for end in ends)])
        if ready > last or problem.cost[s] > self.money:
            return
        for t in range(int(ready), last + 1):
            lengths = range(problem.dur[s], min(most, t - int(ready) + 1) + 1)
            if run := _run(self.free, t, lengths, problem.effort[s]):
                self.found[s], self.finish[s] = run, t
                self.money -= problem.cost[s]
                for u in range(t - run + 1, t + 1):
                    self.free[u] -= problem.effort[s] / run
                return


def _run(free: Sequence[float], end: int, lengths: range, effort: float) -> int:
    """The fewest periods that end with a period and have room for an even share of the effort; 0 where none do."""
    room = inf
    for length in range(1, lengths.stop):
        room = min(room, free[end - length + 1])
        if room <= 0 < effort:
            return 0
        if length >= lengths.start and room * length >= effort - EDGE:
            return length
    return 0
