"""The best package first: steps ranked by the gain and the effort of everything still missing before them."""

from collections.abc import Iterator

from equity_blocks.engine.scheduling.instance import Instance

Rank = tuple[float, int, int]


def package_order(here: Instance) -> list[int]:
    """Order steps by taking the best package again and again.

    A package is a step with every open step that it needs; of alternatives the one that costs least. The best has the
    most gain for its effort; of equals the smaller, then the earlier. Its steps go in together, what is needed first.
    """
    return list(_Packages(here).taken())


class _Packages:
    """The packages of the open steps, kept up to date while steps are taken."""

    def __init__(self, here: Instance) -> None:
        self.here = here
        self.weight = weights(here)
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
            if self.ways is not None and any(self.here.groups):
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


def weights(here: Instance) -> list[int]:
    """The whole effort of each step, never 0, so that what is free comes first but nothing is divided by 0."""
    scale = 1_000 * (len(here.steps) + 1)
    return [here.load[s] * here.dur[s] * scale + 1 for s in range(len(here.steps))]


def cheapest(here: Instance, weight: list[int], open_: set[int]) -> list[tuple[int, ...]]:
    """Say for each open step which open steps it rests on: all it needs, and the cheapest option of each group.

    The cost of an option is its own effort and the cost of all that it rests on, what is shared counted each time;
    settled from the cheapest up, so that no step rests on itself (Knuth 1977).
    """
    import heapq

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
