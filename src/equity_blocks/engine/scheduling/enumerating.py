"""Small problems solved by trying everything that could still be better."""

from collections.abc import Sequence

from equity_blocks.engine.scheduling.instance import Instance

FEW = 14
"""Most steps for which everything is tried."""

NODES = 20_000
"""How many partial schedules are looked at before trying everything is given up."""


def enumerate_all(here: Instance, known: Sequence[int], nodes: int = NODES) -> tuple[list[int], bool]:
    """Try every finish of every step, but for what cannot be worth more than the best found (branch and bound).

    Args:
        here: The steps; at most `FEW`, and in some order each after all that it may rest on, else nothing is tried.
        known: A schedule to begin with; what is given back is never worth less.
        nodes: How many partial schedules are looked at.

    Returns:
        The finish of each step, and whether it is proven that no schedule is worth more.
    """
    order = _order(here)
    if order is None or len(order) > FEW:
        return list(known), False
    search = _Search(here, order, list(known), nodes)
    search.branch(0, 0)
    return search.best, search.left > 0


def _order(here: Instance) -> list[int] | None:
    """Put steps after all that they may rest on, the densest first; `None` if some may rest on one another."""
    order: list[int] = []
    open_ = set(range(len(here.steps)))
    while open_:
        ready = [s for s in open_ if open_.isdisjoint(here.needs[s]) and all(map(open_.isdisjoint, here.groups[s]))]
        if not ready:
            return None
        order.append(min(ready, key=lambda s: (-here.gain[s] / (here.load[s] * here.dur[s] + 1), s)))
        open_.discard(order[-1])
    return order


class _Search:
    """Depth first, the earliest finish first."""

    def __init__(self, here: Instance, order: list[int], best: list[int], nodes: int) -> None:
        self.here, self.order, self.best, self.left = here, order, best, nodes
        self.value = here.value(best)
        self.finish = [here.never] * len(order)
        self.free = here.free.copy()
        self.budget = here.budget
        most = [here.gain[s] * (here.never - here.first[s] - here.dur[s] + 1) for s in order]
        self.rest = [sum(most[i:]) for i in range(len(order) + 1)]

    def branch(self, i: int, value: int) -> None:
        """Decide on the step at position `i` and all after it; `value` is what those before it are worth."""
        self.left -= 1
        if value > self.value:
            self.value, self.best = value, self.finish.copy()
        if i == len(self.order) or self.left <= 0 or value + self.rest[i] <= self.value:
            return
        here, s = self.here, self.order[i]
        if self.budget is None or here.cost[s] <= self.budget:
            for start in range(self._first(s), here.last[s] - here.dur[s] + 2):
                self._try(i, value, start)
        self.branch(i + 1, value)

    def _first(self, s: int) -> int:
        here, finish = self.here, self.finish
        alternatives = (min(finish[q] for q in group) for group in here.groups[s])
        return max([here.first[s], *(f + here.lag for f in (*(finish[q] for q in here.needs[s]), *alternatives))])

    def _try(self, i: int, value: int, start: int) -> None:
        here, s = self.here, self.order[i]
        run = range(start, start + here.dur[s])
        if any(self.free[t] < here.load[s] for t in run):
            return
        self._take(s, run, 1)
        self.finish[s] = run[-1]
        self.branch(i + 1, value + here.gain[s] * (here.never - run[-1]))
        self.finish[s] = here.never
        self._take(s, run, -1)

    def _take(self, s: int, run: range, sign: int) -> None:
        for t in run:
            self.free[t] -= sign * self.here.load[s]
        if self.budget is not None:
            self.budget -= sign * self.here.cost[s]
