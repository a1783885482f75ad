"""Packages: steps with everything still missing before them, weighed exactly and kept up to date as steps are taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from equity_blocks.engine.benefit.least_effort import least_effort
from equity_blocks.engine.benefit.step_benefit import StepFigures
from equity_blocks.engine.graph import Closures, StepGraph, places_in, steps_above
from equity_blocks.model.prerequisite_rules import Step


class Package(NamedTuple):
    """A way to a step, as sets of steps (whole numbers with a bit for each) with exact totals.

    Args:
        steps: What is missing, the step itself included.
        benefit: Benefit of these steps, a whole multiple of the unit.
        effort: Their effort in the same unit.
        others: Steps outside by which another way may become shorter.
    """

    steps: int
    benefit: int
    effort: int
    others: int = 0

    @property
    def ratio(self) -> float:
        """Benefit for each day, rounded once, so that equal ratios are equal."""
        try:
            return self.benefit / self.effort if self.effort else float("inf")
        except OverflowError:
            return float("inf")


class Packages:
    """The packages of all steps within reach, from where the practices stand.

    Args:
        graph: Steps and rules.
        state: Where every practice stands.
        figures: Benefit and effort of each step.
    """

    def __init__(self, graph: StepGraph, state: Mapping[str, int], figures: StepFigures) -> None:
        self.closures = Closures(graph, state)
        self._graph, self._state, self._effort = graph, state, figures.effort
        steps = self.closures.steps
        pairs = [(figures.benefit(*step), figures.effort(*step)) for step in steps]
        self._unit, self._figures = _multiples(pairs)
        self._totals = self._of_certain()

    def package(self, practice: str, position: int, state: Mapping[str, int] | None = None) -> Package | None:
        """Give the least effort to a step; `None` where it is out of reach.

        Args:
            practice: What rises.
            position: How far.
            state: Where every practice stands, after some of the steps. Default: before all of them.
        """
        step = (practice, position)
        if state is None and self.closures.is_certain(*step):
            return Package(self.closures.of[step], *self._totals[step])
        state = self._state if state is None else state
        way = least_effort(self._graph, state, {practice: position}, self._effort)
        if way is None:
            return None
        steps = self._among(state, way.levels)
        seen = self._among(state, {name: self._graph.tops[name] for name in way.seen if name in self._graph.tops})
        return Package(steps, *self.totals(steps), seen & ~steps if way.is_least else seen)

    def levels_after(self, practice: str, position: int, done: int) -> dict[str, int] | None:
        """Give what a step still raises once a set of steps is done; `None` where its way is not the only one."""
        if not self.closures.is_certain(practice, position):
            return None
        return dict(sorted(self.closures.steps_in(self.closures.of[practice, position] & ~done)))

    def totals(self, steps: int) -> tuple[int, int]:
        """Total the benefit and the effort of a set of steps, in whole multiples of the unit."""
        figures = [self._figures[i] for i in places_in(steps)]
        return sum(benefit for benefit, _ in figures), sum(effort for _, effort in figures)

    def weighed(self, practice: str, position: int) -> tuple[float, float]:
        """Give the benefit and the person-days of a package; none of both where a step is out of reach."""
        package = self.package(practice, position)
        return (package.benefit / self._unit, package.effort / self._unit) if package else (0.0, 0.0)

    def _among(self, state: Mapping[str, int], levels: Mapping[str, int]) -> int:
        return self.closures.members(steps_above(state, levels))

    def _of_certain(self) -> dict[Step, tuple[int, int]]:
        """Total what leaves no choice: the largest of what a step needs is known, so only the rest is added."""
        closures = self.closures
        totals: dict[Step, tuple[int, int]] = {}
        for step in filter(lambda step: closures.is_certain(*step), closures.steps):
            needed = (options[0] for options in closures.needs(*step))
            largest = max(needed, key=lambda other: closures.of[other].bit_count(), default=None)
            benefit, effort = self.totals(closures.of[step] & ~(closures.of[largest] if largest else 0))
            more = totals[largest] if largest else (0, 0)
            totals[step] = benefit + more[0], effort + more[1]
        return totals


def _multiples(pairs: Iterable[tuple[float, float]]) -> tuple[int, list[tuple[int, int]]]:
    """Write figures as whole multiples of one unit, without any rounding: every float is a multiple of a power of 1/2.

    Returns:
        How many units make 1, and the pairs.
    """
    ratios = [(first.as_integer_ratio(), second.as_integer_ratio()) for first, second in pairs]
    unit = max((below for pair in ratios for _, below in pair), default=1)
    return unit, [(a * (unit // b), c * (unit // d)) for (a, b), (c, d) in ratios]


Rank = tuple[float, int, int, str]
"""Sort key, best first: ratio, then soft prerequisites that are not met, then effort, then id."""


ALIKE = 0.01
"""Ratios that lie so close are taken as alike where something else decides. Editorial."""


class OpenPackages:
    """The packages of some aims while steps are taken: what a package needs no longer leaves it.

    What lies within a least way can be taken without making another way shorter than what is left of it. So only a
    step outside it that the search has looked at asks for another search.

    A package that holds another one and besides only steps of its own practice sleeps while these have no better ratio:
    the other is as good and smaller. It is not kept up to date until it wakes. What is urgent never sleeps.

    Args:
        packages: The packages before any step is taken.
        state: Where every practice stands; kept up to date by whoever takes the steps.
        aims: Practice -> the position it is raised to; within reach.
        soft: Soft rules that bind them.
        urgency: Practice -> its place among what is urgent. Default: nothing is.
    """

    def __init__(
        self,
        packages: Packages,
        state: Mapping[str, int],
        aims: Mapping[str, int],
        soft: StepGraph,
        urgency: Mapping[str, int] | None = None,
    ) -> None:
        self._urgency = urgency or {}
        self._all, self._closures, self._state, self._soft = packages, packages.closures, state, soft
        places = {step: i for i, step in enumerate(self._closures.steps)}
        names = (name for name, aim in aims.items() if aim > state[name])
        self.open = {name: aims[name] for name in sorted(names, key=lambda name: places[name, aims[name]])}
        """Practice -> its aim, for those below it; first those whose aim can be reached first."""
        self._names = list(self.open)
        self._places = {name: i for i, name in enumerate(self._names)}
        self.done = 0
        """The steps taken so far, as a set."""
        self._listening = 0
        self._awake: dict[str, Package] = {}
        self._ranks: dict[str, Rank] = {}
        self._asleep: dict[str, tuple[str, float]] = {}  # practice -> the smaller one, and the ratio of its own steps
        self._above: dict[str, list[str]] = {}  # practice -> those that fell asleep because of it
        self._depending = self._on_certain(places)
        for i, (name, aim) in enumerate(self.open.items()):
            if name not in self._urgency:
                self._fall_asleep(name, aim)
            if name not in self._asleep:
                self._search(i, None)

    def best(self) -> str:
        """Give the aim of the best package; of those whose ratios lie within 1 % of the best, the most urgent."""
        best, urgency = min(self._ranks.values()), self._urgency
        if not urgency:
            return best[-1]
        near = (rank for rank in self._ranks.values() if rank[0] <= best[0] * (1 - ALIKE))
        return min(near, key=lambda rank: (urgency.get(rank[-1], len(urgency)), rank))[-1]

    def levels(self) -> dict[str, dict[str, int]]:
        """Give each aim with the position to which its package raises each practice."""
        return {name: self.levels_of(name) for name in self.open}

    def levels_of(self, name: str) -> dict[str, int]:
        """Give the position to which the package of an aim raises each practice."""
        steps = self._left(name) if name in self._asleep else self._awake[name].steps
        return dict(sorted(self._closures.steps_in(steps)))

    def taken(self, steps: Sequence[Step]) -> None:
        """Bring all packages up to date after some steps have been taken."""
        raised = self._closures.members(steps)
        self.done |= raised
        totals: dict[int, tuple[int, int]] = {}
        changed = []
        for i in self._dependents(raised):
            self._update(i, raised, totals)
            changed.append(self._names[i])
        for name in dict.fromkeys(practice for practice, _ in steps if practice in self._asleep):
            self._wake(name)
            changed.append(name)
        while changed:
            name = changed.pop()
            for other in self._above.get(name, ()):
                if other in self._asleep and not self._sleeps(other):
                    self._wake(other)
                    changed.append(other)
        for name in {bound for practice, _ in steps for bound, _ in self._soft.named_by.get(practice, ())}:
            if name in self._awake:
                self._keep(name, self._awake[name])

    def _on_certain(self, places: Mapping[Step, int]) -> list[int]:
        """Step -> the aims whose package holds it, where there is no choice: all that its dependents hold."""
        holding = [0] * len(places)
        for i, step in enumerate(self.open.items()):
            if self._closures.is_certain(*step):
                holding[places[step]] |= 1 << i
        for step in reversed(self._closures.steps):
            if self._closures.is_certain(*step):
                for (needed,) in self._closures.needs(*step):
                    holding[places[needed]] |= holding[places[step]]
        return holding

    def _dependents(self, steps: int) -> Iterator[int]:
        """The aims that are awake and whose package may change when some steps are taken."""
        return places_in(reduce(or_, (self._depending[i] for i in places_in(steps))) & self._listening)

    def _fall_asleep(self, name: str, aim: int) -> None:
        closures = self._closures
        own = closures.members(steps_above(self._state, {name: aim}))
        benefit, effort = self._all.totals(own)
        below = (options[0] for step in closures.steps_in(own) for options in closures.needs(*step) if step[1] == aim)
        held = (other for other, least in below if other != name and self.open.get(other) == least)
        whole = closures.of[name, aim]
        base = next((other for other in held if not whole & ~(closures.of[other, self.open[other]] | own)), None)
        if base and effort and closures.is_certain(name, aim) and not self._soft.rules[base]:
            self._asleep[name] = base, benefit / effort
            if self._sleeps(name):
                self._above.setdefault(base, []).append(name)
            else:
                del self._asleep[name]

    def _sleeps(self, name: str) -> bool:
        base, ratio = self._asleep[name]
        if base in self._asleep:
            return ratio <= self._asleep[base][-1]
        return base in self._awake and ratio <= self._awake[base].ratio

    def _wake(self, name: str) -> None:
        del self._asleep[name]
        if self._state[name] >= self.open[name]:
            del self.open[name]
        else:
            steps = self._left(name)
            self._keep(name, Package(steps, *self._all.totals(steps)))

    def _left(self, name: str) -> int:
        return self._closures.of[name, self.open[name]] & ~self.done

    def _update(self, i: int, raised: int, totals: dict[int, tuple[int, int]]) -> None:
        name = self._names[i]
        steps, benefit, effort, others = self._awake[name]
        common = steps & raised
        if self._state[name] >= self.open[name]:
            del self.open[name], self._awake[name], self._ranks[name]
            self._listening ^= 1 << i
        elif others & raised:
            self._search(i, self._state)
        elif common:
            if common not in totals:
                totals[common] = self._all.totals(common)
            less = totals[common]
            self._keep(name, Package(steps ^ common, benefit - less[0], effort - less[1], others))

    def _search(self, i: int, state: Mapping[str, int] | None) -> None:
        name = self._names[i]
        package = self._all.package(name, self.open[name], state)
        if package is None:  # only aims within reach are given
            message = f"no way to {name}"
            raise AssertionError(message)
        if state is not None or not self._closures.is_certain(name, self.open[name]):
            for place in places_in(package.steps | package.others):
                self._depending[place] |= 1 << i
        self._keep(name, package)

    def _keep(self, name: str, package: Package) -> None:
        self._awake[name] = package
        self._listening |= 1 << self._places[name]
        unmet = self._unmet_soft(name, package) if self._soft.rules[name] else 0
        self._ranks[name] = (-package.ratio, unmet, package.effort, name)

    def _unmet_soft(self, name: str, package: Package) -> int:
        bits = self._closures.bits
        return sum(
            not any(
                self._state[other] >= least or package.steps & bits.get((other, least), 0) for other, least in r.any_of
            )
            for r in self._soft.rules[name]
            if r.from_level <= self.open[name]
        )
