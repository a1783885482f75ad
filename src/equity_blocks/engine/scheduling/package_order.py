"""The best package first: steps ranked by the gain and the effort of everything still missing before them."""

import heapq
from collections.abc import Iterator, Sequence
from fractions import Fraction

from equity_blocks.engine.scheduling.prepared_problem import Instance

Rank = tuple[float, int, int]


def package_orders(instance: Instance, gains: Sequence[int] | None = None) -> list[list[int]]:
    """Order jobs by taking the best package again and again; where a budget binds, in several ways.

    A package is a job with every open job that it needs; of alternatives the one that costs least. The best has the
    most gain for its effort; of equals the smaller, then the earlier. Its jobs go in together, what is needed first.

    Args:
        instance: The jobs.
        gains: What each counts. Default: its gain.
    """
    gains = [job.gain for job in instance.jobs] if gains is None else gains
    prices = PRICES if instance.is_over_budget else PRICES[:1]
    return [list(_Packages(instance, gains, price).taken()) for price in prices]


PRICES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
"""What money weighs beside effort: at 1, the whole budget weighs as much as the whole capacity. Nobody knows beforehand
which of the two is scarcer, so each is tried; they are cheap beside the moves that follow."""


class _Packages:
    """The packages of the open steps, kept up to date while steps are taken."""

    def __init__(self, instance: Instance, gains: Sequence[int], price: float) -> None:
        self.instance, self.gains = instance, gains
        self.weight = weights(instance, price)
        self.open = set(range(len(instance.jobs)))
        self.has_groups = any(job.groups for job in instance.jobs)
        self.ways = cheapest(instance, self.weight, self.open)
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
            if self.has_groups:
                stale |= self._cheaper()
            stale &= self.open

    def _cheaper(self) -> set[int]:
        """Find anew which alternatives cost least, and say whose package may have changed by that."""
        before = self.ways
        self.ways = cheapest(self.instance, self.weight, self.open)
        changed = {s for s in self.open if before[s] != self.ways[s]}
        return {other for s in changed for other in (*self.seen_by[s], s)}

    def _gather(self, s: int) -> None:
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
        gain = sum(self.gains[x] for x in package)
        effort = sum(self.weight[x] for x in package)
        self.packages[s] = package
        self.ranks[s] = (-gain / effort, effort, s)


def weights(instance: Instance, price: float = 0.0) -> list[int]:
    """The whole effort of each step, never 0, so that what is free comes first but nothing is divided by 0.

    Args:
        instance: The jobs.
        price: What the whole budget weighs, in parts of the whole capacity. Default: money weighs nothing.
    """
    scale = 1_000 * (len(instance.jobs) + 1)
    efforts = [job.effort * scale + 1 for job in instance.jobs]
    if not price or not instance.budget:
        return efforts
    capacity = Fraction(price) * scale * sum(instance.free)
    prices = (int(capacity * job.cost / instance.budget) for job in instance.jobs)
    return [weight + more for weight, more in zip(efforts, prices, strict=True)]


def cheapest(instance: Instance, weight: list[int], open_: set[int]) -> list[tuple[int, ...]]:
    """Give for each open step the open steps that it rests on: all it needs, and the cheapest option of each group.

    The cost of an option is its own effort and the cost of all that it rests on, what is shared counted each time;
    settled from the cheapest up, so that no step rests on itself (Knuth 1977).
    """
    jobs = instance.jobs
    waits = {s: [group for group in jobs[s].awaited if open_.issuperset(group)] for s in open_}
    ways: list[tuple[int, ...]] = [()] * len(jobs)
    costs = list(weight)
    heap = [(weight[s], s) for s in open_ if not waits[s]]
    heapq.heapify(heap)
    while heap:
        cost, q = heapq.heappop(heap)
        for s in instance.dependents[q]:
            left = [group for group in waits.get(s, ()) if q not in group]
            served = len(waits.get(s, ())) - len(left)
            if served:
                waits[s] = left
                costs[s] += cost * served
                ways[s] = (*ways[s], q)
                if not left:
                    heapq.heappush(heap, (costs[s], s))
    return ways
