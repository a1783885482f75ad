"""Packages: steps with everything still missing before them, weighed exactly and kept up to date as steps are taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from equity_blocks.engine.graph import Closures, StepGraph, least_effort, places_in
from equity_blocks.engine.planning.worth import Worth
from equity_blocks.model.rules import Step


@dataclass(frozen=True, slots=True)
class Package:
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
        worth: Benefit and effort of each step.
    """

    def __init__(self, graph: StepGraph, state: Mapping[str, int], worth: Worth) -> None:
        self.closures = Closures(graph, state)
        self._graph, self._state, self._worth = graph, state, worth
        steps = self.closures.steps
        figures = [(worth.benefit(*step), worth.effort(*step)) for step in steps]
        self._unit, self._figures = _multiples(figures)
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
        way = least_effort(self._graph, state, {practice: position}, self._worth.effort)
        if way is None:
            return None
        steps = self._among(state, way.levels)
        seen = self._among(state, {name: self._graph.tops[name] for name in way.seen if name in self._graph.tops})
        return Package(steps, *self.totals(steps), seen & ~steps if way.is_least else seen)

    def totals(self, steps: int) -> tuple[int, int]:
        """Total the benefit and the effort of a set of steps, in whole multiples of the unit."""
        figures = [self._figures[i] for i in places_in(steps)]
        return sum(benefit for benefit, _ in figures), sum(effort for _, effort in figures)

    def weighed(self, practice: str, position: int) -> tuple[float, float]:
        """Give the benefit and the person-days of a package; none of both where a step is out of reach."""
        found = self.package(practice, position)
        return (found.benefit / self._unit, found.effort / self._unit) if found else (0.0, 0.0)

    def _among(self, state: Mapping[str, int], levels: Mapping[str, int]) -> int:
        return self.closures.members((n, i) for n, to in levels.items() for i in range(state[n] + 1, to + 1))

    def _of_certain(self) -> dict[Step, tuple[int, int]]:
        """Total what leaves no choice: the largest of what a step needs is known, so only the rest is added."""
        closures, found = self.closures, {}
        for step in filter(lambda step: closures.is_certain(*step), closures.steps):
            needed = (options[0] for options in closures.needs(*step))
            largest = max(needed, key=lambda other: closures.of[other].bit_count(), default=None)
            benefit, effort = self.totals(closures.of[step] & ~(closures.of[largest] if largest else 0))
            more = found[largest] if largest else (0, 0)
            found[step] = benefit + more[0], effort + more[1]
        return found


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


class OpenPackages:
    """The packages of some aims while steps are taken: what a package needs no longer leaves it.

    What lies within a least way can be taken without making another way shorter than what is left of it. So only a
    step outside it that the search has looked at asks for another search.

    Args:
        packages: The packages before any step is taken.
        state: Where every practice stands; kept up to date by whoever takes the steps.
        aims: Practice -> the position it is raised to; within reach.
        soft: Soft rules that bind them.
    """

    def __init__(self, packages: Packages, state: Mapping[str, int], aims: Mapping[str, int], soft: StepGraph) -> None:
        self.aims = {name: aim for name, aim in aims.items() if aim > state[name]}
        self.open: dict[str, Package] = {}
        self._all, self._state, self._soft = packages, state, soft
        self._names = list(self.aims)
        self._ranks: dict[str, Rank] = {}
        self._depending = self._on_certain()
        for name in self._names:
            self._search(name, None)

    def best(self) -> str:
        """Give the aim of the best package."""
        return min(self._ranks.values())[-1]

    def levels(self) -> dict[str, dict[str, int]]:
        """Give each aim with the position to which its package raises each practice."""
        return {name: self.levels_of(name) for name in self.open}

    def levels_of(self, name: str) -> dict[str, int]:
        """Give the position to which the package of an aim raises each practice."""
        return dict(sorted(self._all.closures.steps_in(self.open[name].steps)))

    def taken(self, steps: Sequence[Step]) -> None:
        """Bring all packages up to date after some steps have been taken."""
        raised = self._all.closures.members(steps)
        totals: dict[int, tuple[int, int]] = {}
        for name in self._dependents(raised):
            package = self.open[name]
            common = package.steps & raised
            if common == package.steps:
                del self.open[name], self._ranks[name]
            elif package.others & raised:
                self._search(name, self._state)
            else:
                if common not in totals:
                    totals[common] = self._all.totals(common)
                benefit, effort = totals[common]
                left = (package.steps ^ common, package.benefit - benefit, package.effort - effort, package.others)
                self._keep(name, Package(*left))
        for name in {bound for practice, _ in steps for bound, _ in self._soft.named_by.get(practice, ())}:
            if name in self.open:
                self._keep(name, self.open[name])

    def _on_certain(self) -> list[int]:
        """Step -> the aims whose package holds it, where there is no choice: all that its dependents hold."""
        closures = self._all.closures
        found = [0] * len(closures.steps)
        places = {step: i for i, step in enumerate(closures.steps)}
        for i, name in enumerate(self._names):
            if closures.is_certain(name, self.aims[name]):
                found[places[name, self.aims[name]]] |= 1 << i
        for step in reversed(closures.steps):
            if closures.is_certain(*step):
                for (needed,) in closures.needs(*step):
                    found[places[needed]] |= found[places[step]]
        return found

    def _dependents(self, steps: int) -> list[str]:
        """The open aims whose package may change when some steps are taken."""
        found = 0
        for i in places_in(steps):
            found |= self._depending[i]
        return [name for i in places_in(found) if (name := self._names[i]) in self.open]

    def _search(self, name: str, state: Mapping[str, int] | None) -> None:
        package = self._all.package(name, self.aims[name], state)
        if package is None:  # only aims within reach are given
            message = f"no way to {name}"
            raise AssertionError(message)
        if not (state is None and self._all.closures.is_certain(name, self.aims[name])):
            bit = 1 << self._names.index(name)
            for i in places_in(package.steps | package.others):
                self._depending[i] |= bit
        self._keep(name, package)

    def _keep(self, name: str, package: Package) -> None:
        self.open[name] = package
        self._ranks[name] = (-package.ratio, self._unmet_soft(name, package), package.effort, name)

    def _unmet_soft(self, name: str, package: Package) -> int:
        bits = self._all.closures.bits
        return sum(
            not any(
                self._state[other] >= least or package.steps & bits.get((other, least), 0) for other, least in r.any_of
            )
            for r in self._soft.rules[name]
            if r.from_level <= self.aims[name]
        )
