"""Serial schedule generation: steps in a given order, each as early as it fits."""

from collections.abc import Sequence

from equity_blocks.engine.scheduling.instance import Instance


def generate(here: Instance, order: Sequence[int], start: int = 0, finish: Sequence[int] = ()) -> tuple[list[int], int]:
    """Take steps in order and finish each in the first period in which it fits.

    A step fits if what it needs is finished in time, every period of its run has room for its share of the effort, and
    the budget covers its cost. One that does not fit when its turn comes is not done.

    Args:
        here: The steps.
        order: Every step once.
        start: Position in the order from which to place steps anew.
        finish: When the steps before `start` are finished.

    Returns:
        The finish of each step (`never` where it is not done), and the area under the gain curve.

    Source: serial schedule generation scheme (Kolisch and Hartmann 1999).
    """
    never, lag, rows = here.never, here.lag, here.rows
    found, free, left, value = _replayed(here, order[:start], finish)
    for s in order[start:]:
        t, last, needs, groups, share, run, cost, gain = rows[s]
        for q in needs:
            f = found[q] + lag
            if f > t:  # noqa: PLR1730 - max() takes three times as long, and this is the innermost loop
                t = f
        for group in groups:
            t = max(t, min([found[q] for q in group]) + lag)
        if left is not None and cost > left:
            continue
        if run == 1:  # most are: what _slot() does, without the call
            while t <= last and free[t] < share:
                t += 1
            if t > last:
                continue
            free[t] -= share
        else:
            t = _slot(free, t, last, share, run)
            if t == 0:
                continue
            for u in range(t - run + 1, t + 1):
                free[u] -= share
        found[s] = t
        value += gain * (never - t)
        if left is not None:
            left -= cost
    return found, value


def _replayed(
    here: Instance, order: Sequence[int], finish: Sequence[int]
) -> tuple[list[int], list[int], int | None, int]:
    """Place steps where they are; give every finish, the capacity and the budget left, and the value."""
    found = [here.never] * len(here.steps)
    free, left, value = here.free.copy(), here.budget, 0
    for s in order:
        f = found[s] = finish[s]
        if f < here.never:
            value += here.gain[s] * (here.never - f)
            for t in range(f - here.dur[s] + 1, f + 1):
                free[t] -= here.load[s]
            if left is not None:
                left -= here.cost[s]
    return found, free, left, value


def _slot(free: list[int], start: int, last: int, share: int, run: int) -> int:
    """The end of the first `run` periods in a row with room for `share`; 0 where there are none."""
    length = 0
    for t in range(start, last + 1):
        length = length + 1 if free[t] >= share else 0
        if length == run:
            return t
    return 0


def compact(here: Instance, finish: Sequence[int]) -> list[int]:
    """Place the steps of a schedule again in the order in which they start, then try those that were not done.

    No step is finished later than before, so the schedule is worth no less; and what was not feasible is mended.
    """
    return generate(here, starting_order(here, finish))[0]


def starting_order(here: Instance, finish: Sequence[int]) -> list[int]:
    """Order steps by when they start, what is needed in the same period first, and what is not done last."""
    order: list[int] = []
    done: set[int] = set()
    rank = {s: (f - here.dur[s] + 1 if f < here.never else here.never) for s, f in enumerate(finish)}
    waiting = sorted(rank, key=lambda s: (rank[s], s))
    while waiting:
        start = rank[waiting[0]]
        wave = [s for s in waiting if rank[s] == start]
        waiting = waiting[len(wave) :]
        while wave:
            ready = [s for s in wave if is_supported(here, s, done)] or wave
            order += ready
            done.update(ready)
            wave = [s for s in wave if s not in done]
    return order


def is_supported(here: Instance, s: int, done: set[int]) -> bool:
    """Say whether all that a step needs is among some steps."""
    return done.issuperset(here.needs[s]) and not any(done.isdisjoint(group) for group in here.groups[s])
