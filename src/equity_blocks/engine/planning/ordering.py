"""The order of actions where capacity does not matter: the best package again and again."""

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import NamedTuple

from equity_blocks.engine.benefit.best_sets import BestSets, joined
from equity_blocks.engine.benefit.least_effort import least_effort
from equity_blocks.engine.benefit.packages import OpenPackages
from equity_blocks.engine.benefit.standing import Standing, attainable
from equity_blocks.engine.graph import StepGraph, steps_above
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.model.goal import goal_rank
from equity_blocks.model.prerequisite_rules import Climb, Step, is_met

Levels = dict[str, int]
"""Practice -> the position that it is raised to."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelsAfter(Mapping[str, int]):
    """The levels of all practices after the first so many of some raises, without a copy of them all.

    Args:
        start: Where every practice stands before them.
        raises: Practice -> when it rises, each time by one level.
        count: How many raises are done.

    Example:
        >>> dict(LevelsAfter({"a": 0, "b": 2}, {"a": [0, 3]}, 2))
        {'a': 1, 'b': 2}
    """

    start: Mapping[str, int]
    raises: Mapping[str, list[int]]
    count: int

    def __getitem__(self, practice: str) -> int:
        return self.start[practice] + bisect_left(self.raises.get(practice, ()), self.count)

    def __iter__(self) -> Iterator[str]:
        return iter(self.start)

    def __len__(self) -> int:
        return len(self.start)


class Pull(NamedTuple):
    """The package that brought a step into the plan.

    Args:
        chosen: The chosen practice whose package it belongs to.
        levels: That package: practice -> the position it raises it to.
        base: Where every practice stood when the package was made.
        done: The steps that were done by then, as a set.
    """

    chosen: str
    levels: Levels
    base: Mapping[str, int]
    done: int


@dataclass(slots=True)
class Run:
    """An action while the plan grows: a run of one-level steps of one practice.

    Args:
        practice: What it raises.
        start: The position before it.
        to: The position after it.
        before: Where every practice stands once all earlier actions are done.
        pull: What brought it in.
    """

    practice: str
    start: int
    to: int
    before: Mapping[str, int]
    pull: Pull

    @property
    def steps(self) -> list[Step]:
        """The one-level steps, lowest first."""
        return [(self.practice, position) for position in range(self.start + 1, self.to + 1)]


def steps_of(runs: Iterable[Run]) -> list[Step]:
    """List the one-level steps of some actions, in their order."""
    return [step for run in runs for step in run.steps]


def order(standing: Standing, selection: Selection) -> list[Run]:
    """Place the best package again and again: total benefit over total effort of all that is still missing.

    Of packages whose ratios lie within 1 %, the one that serves the nearer goal goes first. Where the score is not a
    sum, the best set of steps is placed instead, as long as one changes the score.
    """
    climb = Climb(standing.graph.rules, dict(standing.state))
    aims = {name: attainable(standing, name) for name in selection.chosen}
    soft, urgency = StepGraph(standing.graph.tops, standing.soft), goal_rank(standing.assessment.goals)
    packages = OpenPackages(standing.packages, climb.level, aims, soft, urgency)
    sets = None if standing.is_additive else BestSets(standing, joined(packages.levels().values()))
    raises: dict[str, list[int]] = defaultdict(list)
    steps: list[Step] = []
    pulls: dict[Step, Pull] = {}
    while packages.open:
        before, base = len(steps), LevelsAfter(standing.state, raises, len(steps))
        turn = _split(standing, base, packages.levels(), sets.best(climb.level)) if sets else []
        done = packages.done
        for chosen, levels in turn or [(best := packages.best(), packages.levels_of(best))]:
            pull = Pull(chosen, levels, base, done)
            for step in _in_order(standing, climb, levels):
                raises[step[0]].append(len(steps))
                steps.append(step)
                pulls[step] = pull
        packages.taken(steps[before:])
    return _settled(standing, pulls, steps)


def _split(
    standing: Standing, base: Mapping[str, int], packages: Mapping[str, Levels], raises: Mapping[str, int]
) -> list[tuple[str, Levels]]:
    """Split a set of steps into what each chosen practice in it needs, and what is needed only later."""
    graph = StepGraph({**base, **raises}, standing.graph.rules)
    held, parts = dict(base), []
    for chosen in sorted(packages, key=lambda name: (name not in raises, name)):
        needed = [chosen] if chosen in raises else packages[chosen]
        wanted = {name: raises[name] for name in needed if name in raises}
        way = least_effort(graph, held, wanted, standing.figures.effort)
        if way and way.levels:
            parts.append((chosen, way.levels))
            held |= way.levels
    return parts


def regrouped(standing: Standing, runs: Iterable[Run], steps: Iterable[Step]) -> list[Run]:
    """Make the actions of a plan anew for steps in another order, or for some of them.

    A step that joins an earlier action moves forward, and what was split because of it may then be whole again: so
    the steps are grouped until nothing moves any more. That ends, since every round lengthens an early action.

    Args:
        standing: Where the organization stands.
        runs: The actions that brought these steps in.
        steps: Steps in an order that breaks no rule.
    """
    return _settled(standing, {step: run.pull for run in runs for step in run.steps}, steps)


def _settled(standing: Standing, pulls: Mapping[Step, Pull], steps: Iterable[Step]) -> list[Run]:
    moved, steps = True, list(steps)
    while moved:
        runs = _grouped(standing, steps, pulls)
        before, steps = steps, steps_of(runs)
        moved = steps != before
    return runs


def at_target(standing: Standing, runs: Iterable[Run]) -> set[str]:
    """Give the practices that some actions raise to their target, chosen or not."""
    return {run.practice for run in runs if run.to >= standing.aims.get(run.practice, 0)}


def waves(standing: Standing, runs: Sequence[Run]) -> list[int]:
    """Give each action one more than the latest wave that it needs; of alternatives, the earliest counts."""
    numbers: list[int] = []
    latest: dict[str, int] = {}  # practice -> the wave of its last action so far
    of_step: dict[Step, int] = {}
    for run in runs:
        waits = [rule for rule in standing.graph.needs(run.practice, run.to) if not is_met(rule, standing.state)]
        needed = [min(of_step[option] for option in rule.any_of if option in of_step) for rule in waits]
        numbers.append(1 + max(needed, default=latest.get(run.practice, 0)))
        latest[run.practice] = numbers[-1] = max(numbers[-1], 1 + latest.get(run.practice, 0))
        of_step |= dict.fromkeys(run.steps, numbers[-1])
    return numbers


def _grouped(standing: Standing, steps: Iterable[Step], pulls: Mapping[Step, Pull]) -> list[Run]:
    """Put each step into its practice's last action if nothing placed since is needed for it, else into a new one."""
    runs: list[Run] = []
    last: dict[str, int] = {}  # practice -> its last action
    action: dict[Step, int] = {}
    raises: dict[str, list[int]] = defaultdict(list)
    for step in steps:
        name, position = step
        i = last.get(name)
        if i is not None and _is_ready_before(standing, step, action, i):
            runs[i].to = position
        else:
            i = last[name] = len(runs)
            runs.append(Run(name, position - 1, position, LevelsAfter(standing.state, raises, i), pulls[step]))
        action[step] = i
        raises[name].append(i)
    return runs


def _is_ready_before(standing: Standing, step: Step, action: Mapping[Step, int], i: int) -> bool:
    """Say whether what a step needs is done before the action at a place, by earlier actions or its own practice."""

    def is_done(name: str, least: int) -> bool:
        return (
            standing.state[name] >= least or action.get((name, least), inf) < i or (name == step[0] and least < step[1])
        )

    return all(any(is_done(*option) for option in rule.any_of) for rule in standing.graph.needs(*step))


def _in_order(standing: Standing, climb: Climb, levels: Mapping[str, int]) -> Iterator[Step]:
    """Take the steps of a package in an order that breaks no rule, each practice climbing as far as it can."""
    able = [name for name in levels if climb.may_rise(name)]
    heap = [(_own_ratio(standing, climb.level[name], name, levels[name]), name) for name in able]
    heapq.heapify(heap)
    queued = set(able)
    while heap:
        _, name = heapq.heappop(heap)
        queued.discard(name)
        held_up: list[str] = []
        while climb.level[name] < levels[name] and climb.may_rise(name):
            held_up += climb.rise(name)
            yield name, climb.level[name]
        for other in held_up:
            if other not in queued and climb.level[other] < levels.get(other, 0) and climb.may_rise(other):
                heapq.heappush(heap, (_own_ratio(standing, climb.level[other], other, levels[other]), other))
                queued.add(other)


def _own_ratio(standing: Standing, start: int, name: str, to: int) -> float:
    """Sort key, best first: benefit for each day of a practice's own steps, below 0."""
    steps = steps_above({name: start}, {name: to})
    effort = fsum(standing.figures.effort(*step) for step in steps)
    return -fsum(standing.figures.benefit(*step) for step in steps) / effort if effort else -inf
