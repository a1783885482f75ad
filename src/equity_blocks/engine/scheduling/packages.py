"""The best package first: steps ranked by the gain and the effort of everything still missing before them."""

import heapq
from collections.abc import Iterator
from fractions import Fraction

from equity_blocks.engine.scheduling.instance import Instance
from equity_blocks.engine.scheduling.serial import generate

Rank = tuple[float, int, int]


def package_order(here: Instance) -> list[int]:
    """Order steps by taking the best package again and again; where a budget binds, the best of several orders.

    A package is a step with every open step that it needs; of alternatives the one that costs least. The best has the
    most gain for its effort; of equals the smaller, then the earlier. Its steps go in together, what is needed first.
    """
    orders = [list(_Packages(here, price).taken()) for price in (PRICES if binds(here) else PRICES[:1])]
    return max(orders, key=lambda order: generate(here, order)[1])


PRICES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
"""What money weighs beside effort: at 1, the whole budget weighs as much as the whole capacity. Nobody knows beforehand
which of the two is scarcer, so each is tried; they are cheap beside the moves that follow."""


def binds(here: Instance) -> bool:
    """Say whether the budget does not pay for all steps."""
    return here.budget is not None and sum(here.cost) > here.budget


class _Packages:
    """The packages of the open steps, kept up to date while steps are taken."""

    def __init__(self, here: Instance, price: float = 0.0) -> None:
        self.here = here
        self.weight = weights(here, price)
        self.open = set(range(len(here.steps)))
        self.ways = cheapest(here, self.weight, self.open)
        self.packages: dict[int, list[int]] = {}
        self.seen_by: dict[int, set[int]] = {s: set() for s in self.open}
        self.ranks: dict[int, Rank] = {}

    def taken(self) -> Iterator[int]:
        """Take package after package."""
        stale = set(self.open)
        while self.open:
            for s in stale:
                self._gather(s)
            best = min(self.ranks, key=self.ranks.__getitem__)
            package = self.packages[best]
            yield from package
            stale = set()
            for s in package:
                self.open.discard(s)
                self.ranks.pop(s, None)
                stale |= self.seen_by[s]
            if any(self.here.groups):
                stale |= self._cheaper()
            stale &= self.open

    def _cheaper(self) -> set[int]:
        """Find anew which alternatives cost least, and say whose package may have changed by that."""
        before = self.ways
        self.ways = cheapest(self.here, self.weight, self.open)
        changed = {s for s in self.open if before[s] != self.ways[s]}
        return {other for s in changed for other in (*self.seen_by[s], s)}

    def _gather(self, s: int) -> None:
        here = self.here
        package: list[int] = []
        members: set[int] = set()
        agenda = [(s, False)]
        while agenda:
            x, is_ready = agenda.pop()
            if is_ready:
                package.append(x)
            elif x in self.open and x not in members:
                members.add(x)
                self.seen_by[x].add(s)
                agenda.append((x, True))
                agenda += [(q, False) for q in self.ways[x]]
        gain = sum(here.gain[x] for x in package)
        effort = sum(self.weight[x] for x in package)
        self.packages[s] = package
        self.ranks[s] = (-gain / effort, effort, s)


def weights(here: Instance, price: float = 0.0) -> list[int]:
    """The whole effort of each step, never 0, so that what is free comes first but nothing is divided by 0.

    Args:
        here: The steps.
        price: What the whole budget weighs, in parts of the whole capacity. Default: money weighs nothing.
    """
    scale = 1_000 * (len(here.steps) + 1)
    found = [here.load[s] * here.dur[s] * scale + 1 for s in range(len(here.steps))]
    if not price or not here.budget:
        return found
    capacity = Fraction(price) * scale * sum(here.free)
    return [weight + int(capacity * cost / here.budget) for weight, cost in zip(found, here.cost, strict=True)]


def cheapest(here: Instance, weight: list[int], open_: set[int]) -> list[tuple[int, ...]]:
    """Say for each open step which open steps it rests on: all it needs, and the cheapest option of each group.

    The cost of an option is its own effort and the cost of all that it rests on, what is shared counted each time;
    settled from the cheapest up, so that no step rests on itself (Knuth 1977).
    """
    count = len(here.steps)
    best = [0 if s not in open_ else -1 for s in range(count)]
    waits = [0] * count
    for s in open_:
        waits[s] = sum(q in open_ for q in here.needs[s]) + sum(
            all(q in open_ for q in group) for group in here.groups[s]
        )
    ways: list[tuple[int, ...]] = [()] * count
    sums = list(weight)
    heap = [(weight[s], s) for s in open_ if not waits[s]]
    heapq.heapify(heap)
    chosen: list[dict[int, int]] = [{} for _ in range(count)]
    while heap:
        cost, q = heapq.heappop(heap)
        best[q] = cost
        for s in here.dependents[q]:
            if s not in open_ or best[s] >= 0:
                continue
            if q in here.needs[s]:
                sums[s] += cost
                waits[s] -= 1
                ways[s] = (*ways[s], q)
            for i, group in enumerate(here.groups[s]):
                if q in group and i not in chosen[s] and all(x in open_ for x in group):
                    chosen[s][i] = q
                    sums[s] += cost
                    waits[s] -= 1
                    ways[s] = (*ways[s], q)
            if not waits[s]:
                heapq.heappush(heap, (sums[s], s))
    return ways
