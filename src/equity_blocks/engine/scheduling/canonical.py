"""An order of steps that does not depend on how they were numbered."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from equity_blocks.model.schedule import ScheduleProblem

Colour = tuple[Any, ...]


def canonical(problem: ScheduleProblem, steps: Sequence[int]) -> list[int]:
    """Put steps into an order that does not depend on their numbers, by colour refinement.

    A step's colour is made of its figures and of its neighbours' colours, until that tells no further steps apart. Of
    steps that remain alike the one with the highest number is set apart, to come last, and its surroundings are refined
    again.

    Source: Weisfeiler and Leman (1968).

    Example:
        >>> canonical(ScheduleProblem(T=1, cap=1, gain=[5, 3, 3], effort=[1, 1, 1], all_of=[[], [], [0]]), [0, 1, 2])
        [1, 2, 0]
    """
    links = _Links(problem, steps)
    colour: dict[int, Colour] = {s: (rank,) for s, rank in _ranked(_figures(problem, steps)).items()}
    colour = _refined(colour, steps, links)
    round_ = 0
    while twin := _twin(colour):
        round_ += 1
        around = _surroundings(twin[0], colour, links)
        apart = {**colour, twin[0]: (*colour[twin[0]], 0)}
        found = _refined(apart, around, links)
        ranks = _ranked({s: found[s] for s in around})
        colour |= {s: (*colour[s], round_, ranks[s]) for s in around}
    return sorted(steps, key=colour.__getitem__)


def window(problem: ScheduleProblem, s: int) -> tuple[int, int]:
    """Give the first and the last period in which a step may work."""
    first, last = problem.window[s] or (1, problem.T)
    return max(1, first), min(last, problem.T)


def _figures(problem: ScheduleProblem, steps: Iterable[int]) -> dict[int, Colour]:
    return {s: (problem.gain[s], problem.effort[s], problem.cost[s], problem.dur[s], window(problem, s)) for s in steps}


class _Links:
    """Who stands beside whom: needed steps, groups, and the steps that need one either way."""

    def __init__(self, problem: ScheduleProblem, steps: Sequence[int]) -> None:
        inside = set(steps)
        self.needs = {s: tuple(set(problem.all_of[s])) for s in steps}
        self.groups = {s: tuple(tuple({*group} & inside) for group in problem.any_of[s]) for s in steps}
        self.needed_by: dict[int, list[int]] = {s: [] for s in steps}
        self.option_of: dict[int, list[int]] = {s: [] for s in steps}
        for s in steps:
            for q in self.needs[s]:
                self.needed_by[q].append(s)
            for q in {q for group in self.groups[s] for q in group}:
                self.option_of[q].append(s)

    def around(self, s: int) -> set[int]:
        options = (q for group in self.groups[s] for q in group)
        return {*self.needs[s], *options, *self.needed_by[s], *self.option_of[s]}

    def seen(self, s: int, colour: Callable[[int], Colour]) -> Colour:
        """What a step sees of its neighbours' colours."""
        return (
            colour(s),
            sorted(map(colour, self.needs[s])),
            sorted(sorted(map(colour, group)) for group in self.groups[s]),
            sorted(map(colour, self.needed_by[s])),
            sorted(map(colour, self.option_of[s])),
        )


def _refined(colour: dict[int, Colour], steps: Iterable[int], links: _Links) -> dict[int, Colour]:
    """Recolour some steps by what they see until no further steps are told apart."""
    inside = list(steps)
    kinds = len({colour[s] for s in inside})
    while True:
        ranks = _ranked({s: links.seen(s, colour.__getitem__) for s in inside})
        if len(set(ranks.values())) == kinds:
            return colour
        kinds = len(set(ranks.values()))
        colour = {**colour, **{s: (*colour[s][:1], -1, ranks[s]) for s in inside}}


def _twin(colour: dict[int, Colour]) -> tuple[int] | None:
    """The highest-numbered of the first steps that are alike; a tuple, since 0 is a step."""
    count = Counter(colour.values())
    alike = min((c for c, n in count.items() if n > 1), default=None)
    return None if alike is None else (max(s for s, c in colour.items() if c == alike),)


def _surroundings(step: int, colour: dict[int, Colour], links: _Links) -> list[int]:
    """Every step that the step reaches over steps that are not yet told apart; no others can learn from it."""
    count = Counter(colour.values())
    found, agenda = {step}, [step]
    while agenda:
        for q in links.around(agenda.pop()):
            if q not in found and count[colour[q]] > 1:
                found.add(q)
                agenda.append(q)
    return sorted(found)


def _ranked(keys: dict[int, Colour]) -> dict[int, int]:
    """Give each step the rank of its key among all keys that occur."""
    found: dict[int, int] = {}
    rank, last = -1, None
    for s in sorted(keys, key=keys.__getitem__):
        if keys[s] != last:
            rank, last = rank + 1, keys[s]
        found[s] = rank
    return found
