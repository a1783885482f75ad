"""Local search: move a step in the order of work, with what it needs or what needs it, and place the rest anew."""

from collections.abc import Callable, Sequence
from random import Random

from equity_blocks.engine.scheduling.instance import Instance
from equity_blocks.engine.scheduling.serial import generate

MOVES = 10_000
"""How many moves are tried where nothing is said."""

Move = tuple[list[int], int]
"""An order, and the first position at which it differs."""


def improve(here: Instance, order: Sequence[int], seed: int, moves: int = MOVES) -> tuple[list[int], int]:
    """Try a fixed number of moves on an order of steps, and keep each that makes the schedule no worse.

    A step pulled forward takes along what it needs and does not stand before it yet; of a group of alternatives none of
    which stands there, one at random. A step pushed back takes along what needs it.

    Args:
        here: The steps.
        order: Every step once, what is needed first.
        seed: Begins the random numbers; the same seed gives the same schedule on every machine.
        moves: How many moves are tried.

    Returns:
        The finish of each step, and the area under the gain curve.

    Source: insertion neighbourhood on activity lists (Kolisch and Hartmann 1999).
    """
    chance = Random(seed).random  # noqa: S311 - not a secret
    best = list(order)
    finish, value = generate(here, best)
    if len(best) < 2:  # noqa: PLR2004 - one step cannot be moved
        return finish, value
    for _ in range(moves):
        old, new = int(chance() * len(best)), int(chance() * len(best))
        if old != new:
            changed, start = (pull if new < old else push)(here, best, old, new, chance)
            found, worth = generate(here, changed, start, finish)
            if worth >= value:
                best, finish, value = changed, found, worth
    return finish, value


def pull(here: Instance, order: list[int], old: int, new: int, chance: Callable[[], float]) -> Move:
    """Move a step forward, with what it needs of the steps that it passes."""
    before: set[int] = set()
    wanted: set[int] = set()

    def want(s: int) -> None:
        wanted.update(here.needs[s])
        for group in here.groups[s]:
            if not before:
                before.update(order[:new])
            if before.isdisjoint(group):
                wanted.add(group[int(chance() * len(group))])

    step = order[old]
    moved, passed = [step], []
    want(step)
    for s in reversed(order[new:old]):
        if s in wanted:
            moved.append(s)
            want(s)
        else:
            passed.append(s)
    return [*order[:new], *reversed(moved), *reversed(passed), *order[old + 1 :]], new


def push(here: Instance, order: list[int], old: int, new: int, _chance: Callable[[], float]) -> Move:
    """Move a step back, with what needs it of the steps that it passes."""
    moved, passed = [order[old]], []
    behind: set[int] = {order[old]}
    for s in order[old + 1 : new + 1]:
        if behind.isdisjoint(here.needs[s]):
            passed.append(s)
        else:
            behind.add(s)
            moved.append(s)
    return [*order[:old], *passed, *moved, *order[new + 1 :]], old
