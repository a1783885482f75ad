"""Serial schedule generation: steps in a given order, each as early as it fits, in a run that is chosen with it."""

from collections.abc import Sequence
from typing import NamedTuple

from equity_blocks.engine.scheduling.prepared_problem import Instance, Job

OPEN = 0
"""Instead of a length: the run that ends first, and of those the shortest; of started work the longest."""

Merit = tuple[int, ...]
"""What schedules are compared by, the larger the better: what they keep of duties, then the area under the curve."""


class Placing(NamedTuple):
    """An order of jobs with their lengths, and the schedule that comes of it.

    Args:
        order: Every job once.
        lengths: How many periods each job takes, or `OPEN`.
        begins: When each begins (`never` where it is not done).
        ends: When each is finished.
        merit: What the schedule is compared by.
    """

    order: list[int]
    lengths: list[int]
    begins: list[int]
    ends: list[int]
    merit: Merit


def generate(
    instance: Instance, order: Sequence[int], lengths: Sequence[int], start: int = 0, known: Placing | None = None
) -> Placing:
    """Take jobs in order and finish each in the first period in which it fits.

    A job fits if what it needs is finished in time, every period of its run has room for its share of the effort, and
    the budget covers its cost. One that does not fit when its turn comes is not done.

    Args:
        instance: The jobs.
        order: Every job once.
        lengths: How many periods each takes, or `OPEN`.
        start: Position in the order from which to place jobs anew.
        known: A schedule in which the jobs before `start` stand as they will. Default: there are none.

    Source: serial schedule generation scheme (Kolisch and Hartmann 1999), with modes (Talbot 1982).
    """
    never, jobs = instance.never, instance.jobs
    begins, ends, free, left, area = _replayed(instance, order[:start], known)
    for s in order[start:]:
        job = jobs[s]
        begin, last, lag, needs, groups, shortest, longest, loads, cost, gain, _ = job
        for q in needs:
            end = ends[q] + lag
            if end > begin:  # noqa: PLR1730 - max() takes three times as long, and this is the innermost loop
                begin = end
        for group in groups:
            begin = max(begin, min([ends[q] for q in group]) + lag)
        if begin > last or (left is not None and cost > left):
            continue
        if longest == 1 or lengths[s] == 1:  # most are: what _run() does, without the call
            load = loads[0]
            while begin <= last and free[begin] < load:
                begin += 1
            if begin > last:
                continue
            free[begin] -= load
            end = begin
        else:
            begin, end = _run(free, begin, job, lengths[s])
            if not end:
                continue
            load = loads[end - begin + 1 - shortest]
            for t in range(begin, end + 1):
                free[t] -= load
        begins[s], ends[s] = begin, end
        area += gain * (never - end)
        if left is not None:
            left -= cost
    kept = [-part for part in instance.duties(begins, ends)] if instance.urgent else ()
    return Placing(list(order), list(lengths), begins, ends, (*kept, area))


def _replayed(
    instance: Instance, order: Sequence[int], known: Placing | None
) -> tuple[list[int], list[int], list[int], int | None, int]:
    """Place jobs where they are; give every begin and end, the capacity and the budget left, and the area."""
    begins, ends = [instance.never] * len(instance.jobs), [instance.never] * len(instance.jobs)
    free, left, area = instance.free.copy(), instance.budget, 0
    if known is None:
        return begins, ends, free, left, area
    for s in order:
        begin, end = begins[s], ends[s] = known.begins[s], known.ends[s]
        if end < instance.never:
            job = instance.jobs[s]
            area += job.gain * (instance.never - end)
            load = job.loads[end - begin + 1 - job.shortest]
            for t in range(begin, end + 1):
                free[t] -= load
            if left is not None:
                left -= job.cost
    return begins, ends, free, left, area


def _run(free: Sequence[int], begin: int, job: Job, length: int) -> tuple[int, int]:
    """The begin and the end of the first run from a period on with room in each of its periods; 0 where there is none.

    Args:
        free: What each period has left.
        begin: The first period that it may take.
        job: What is to be placed.
        length: How many periods it takes, or `OPEN`.
    """
    least, most = (length, length) if length else (job.shortest, job.longest)
    shortest, loads = job.shortest, job.loads
    lightest, blocked = loads[most - shortest], begin - 1
    for end in range(begin, job.last + 1):
        if free[end] < lightest:
            blocked = end
            continue
        room, longest = free[end], 0
        for d in range(1, min(most, end - blocked) + 1):
            at = free[end - d + 1]
            if at < room:  # noqa: PLR1730 - as above
                room = at
            if d >= least and room >= loads[d - shortest]:
                longest = d
                if not job.started:
                    break
        if longest:
            return end - longest + 1, end
    return 0, 0


def in_order_of_begin(instance: Instance, begins: Sequence[int]) -> list[int]:
    """Order jobs by when they begin, what is needed in the same period first, and what is not done last."""
    order: list[int] = []
    done: set[int] = set()
    waiting = sorted(range(len(begins)), key=lambda s: (begins[s], s))
    while waiting:
        wave = [s for s in waiting if begins[s] == begins[waiting[0]]]
        waiting = waiting[len(wave) :]
        while wave:
            ready = [s for s in wave if _is_supported(instance.jobs[s], done)] or wave
            order += ready
            done.update(ready)
            wave = [s for s in wave if s not in done]
    return order


def _is_supported(job: Job, done: set[int]) -> bool:
    return not any(done.isdisjoint(group) for group in job.awaited)
