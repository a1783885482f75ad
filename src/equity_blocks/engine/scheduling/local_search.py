"""Local search: move a job in the order of work, with what it needs or what needs it, or run it otherwise."""

from collections.abc import Callable, Sequence
from random import Random

from equity_blocks.engine.scheduling.prepared_problem import Instance
from equity_blocks.engine.scheduling.serial_generation import OPEN, Placing, generate

MOVES = 10_000
MOVES_PER_JOB = 600
"""How many moves are tried where nothing is said: so many for each job, at most so many in all. Editorial: more hardly
ever made a plan better."""
RUNS = 0.2
"""Of the moves, the share that changes how a job runs instead of when its turn comes. Editorial."""
URGENT = 0.25
"""Of the moves, the share that is spent on what has a date or is under way, where there is any. Editorial."""

Chance = Callable[[], float]
Move = tuple[list[int], list[int], int]
"""An order, the lengths, and the first position from which the schedule may differ."""


def improve(instance: Instance, known: Placing, seed: int = 0, moves: int | None = None) -> Placing:
    """Try a fixed number of moves on a schedule, and keep each that makes it no worse.

    A job pulled forward takes along what it needs and does not stand before it yet; of a group of alternatives none of
    which stands there, one at random. A job pushed back takes along what needs it. A job that is run otherwise takes
    another length, or the run that ends first.

    Args:
        instance: The jobs.
        known: The schedule to begin with; in its order, what is needed comes first.
        seed: Begins the random numbers; the same seed gives the same schedule on every machine.
        moves: How many moves are tried. Default: 600 for each job, at most 10,000.

    Source: insertion neighbourhood on activity lists (Kolisch and Hartmann 1999).
    """
    chance = Random(seed).random  # noqa: S311 - not a secret
    search = _Neighbourhood(instance, chance)
    best = current = known
    if not instance.jobs:
        return best
    for _ in range(min(MOVES, MOVES_PER_JOB * len(instance.jobs)) if moves is None else moves):
        changed = search.move(current)
        if changed:
            moved = generate(instance, *changed, current)
            if moved.merit >= current.merit:
                current = moved
                if moved.merit > best.merit or moved.ends < best.ends:  # where all else is equal, by number
                    best = moved
    return best


class _Neighbourhood:
    """Draws moves on a schedule."""

    def __init__(self, instance: Instance, chance: Chance) -> None:
        self.instance, self.chance = instance, chance
        self.open = [s for s, job in enumerate(instance.jobs) if job.longest > 1]

    def move(self, known: Placing) -> Move | None:
        """Draw one move; `None` where it would change nothing."""
        chance, order = self.chance, known.order
        urgent = self.instance.urgent if self.instance.urgent and chance() < URGENT else None
        if self.open and chance() < RUNS:
            return self._run_otherwise(known, _one(urgent or self.open, chance))
        old = order.index(_one(urgent, chance)) if urgent else int(chance() * len(order))
        new = int(chance() * (old if urgent else len(order)))
        if old == new:
            return None
        changed, start = (pull if new < old else push)(self.instance, order, old, new, chance)
        return changed, known.lengths, start

    def _run_otherwise(self, known: Placing, s: int) -> Move | None:
        job = self.instance.jobs[s]
        choices = [OPEN, *range(job.shortest, job.longest + 1)]
        length = _one(choices, self.chance)
        if length == known.lengths[s] or (length == OPEN and job.longest == job.shortest):
            return None
        lengths = known.lengths.copy()
        lengths[s] = length
        return known.order, lengths, known.order.index(s)


def _one(among: Sequence[int], chance: Chance) -> int:
    return among[int(chance() * len(among))]


def pull(instance: Instance, order: list[int], old: int, new: int, chance: Chance) -> tuple[list[int], int]:
    """Move a job forward, with what it needs of the jobs that it passes."""
    before: set[int] = set()
    wanted: set[int] = set()

    def want(s: int) -> None:
        job = instance.jobs[s]
        wanted.update(job.needs)
        for group in job.groups:
            if not before:
                before.update(order[:new])
            if before.isdisjoint(group):
                wanted.add(group[int(chance() * len(group))])

    moved, passed = [order[old]], []
    want(order[old])
    for s in reversed(order[new:old]):
        if s in wanted:
            moved.append(s)
            want(s)
        else:
            passed.append(s)
    return [*order[:new], *reversed(moved), *reversed(passed), *order[old + 1 :]], new


def push(instance: Instance, order: list[int], old: int, new: int, _chance: Chance) -> tuple[list[int], int]:
    """Move a job back, with what needs it of the jobs that it passes."""
    moved, passed = [order[old]], []
    behind: set[int] = {order[old]}
    for s in order[old + 1 : new + 1]:
        if behind.isdisjoint(instance.jobs[s].needs):
            passed.append(s)
        else:
            behind.add(s)
            moved.append(s)
    return [*order[:old], *passed, *moved, *order[new + 1 :]], old
