"""Timetable: when each step of a plan is done, given periods, capacity and money."""

import time
from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from math import fsum
from typing import NamedTuple

from equity_blocks.engine.planning.duties import Duties, Kept, Search
from equity_blocks.engine.planning.ordering import Run
from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.planning.step_problem import groups_of, problem_of
from equity_blocks.engine.planning.terms import Terms
from equity_blocks.engine.scheduling.durations import shortest, soonest
from equity_blocks.model.rules import Step
from equity_blocks.model.schedule import ScheduleProblem

QUICK = 1_000
"""How many moves are tried for each choice of durations; only the best is searched for thoroughly."""
FEW = 200
"""How many moves are tried for each length of a step that presses: it is duties that count there, more than benefit."""
PRESSING = 4
MORE = 2
"""Of how many pressing steps each length is tried by itself, up to so many periods more than the fewest. Editorial."""
ROUNDS = 4
"""How many times durations are chosen anew for the order of the schedule before. Editorial."""

_NOTHING: Mapping[Step, int] = {}


class Timetable(NamedTuple):
    """When each step is done.

    Args:
        terms: What it keeps to.
        lengths: All steps that were to be scheduled, in the order of the plan without capacity, with the periods that
            each takes.
        begin: Step -> the period it begins in, from 1; absent where it found no room.
        end: Step -> the period it ends in.
        needs: Step -> the steps that it rests on, of alternatives the one that is done first.
        missed: Practice -> the last period in which its duty would have been met, for those that come later or never.
        value: The area under the benefit curve.
        bound: No timetable of steps of these lengths is worth more; `None` where it was not computed.
        gap: Share of the bound by which this one may fall short; `None` where that is unknown.
        due: Step -> the last period in which it meets its duty, for those that do.
    """

    terms: Terms
    lengths: dict[Step, int]
    begin: dict[Step, int]
    end: dict[Step, int]
    needs: dict[Step, list[Step]]
    missed: dict[str, int]
    value: float = 0.0
    bound: float | None = None
    gap: float | None = None
    due: Mapping[Step, int] = _NOTHING

    @property
    def steps(self) -> list[Step]:
        """All steps that were to be scheduled."""
        return list(self.lengths)

    @property
    def in_order(self) -> list[Step]:
        """The steps that found room, in an order that breaks no rule."""
        place = {step: i for i, step in enumerate(self.by_need)}
        return sorted(self.end, key=lambda step: (self.begin[step], self.end[step], place[step]))

    @property
    def by_need(self) -> list[Step]:
        """The steps that found room, each after those it rests on."""
        return list(TopologicalSorter({step: self.needs[step] for step in self.end}).static_order())

    def days(self, effort: Mapping[Step, float]) -> list[float]:
        """Give the person-days that each period uses; a step spreads evenly over the periods it runs in."""
        found: list[list[float]] = [[] for _ in self.terms.capacity]
        for step, begin in self.begin.items():
            length = self.end[step] - begin + 1
            for period in range(begin, self.end[step] + 1):
                found[period - 1].append(effort[step] / length)
        return [fsum(days) for days in found]


def timetable(here: Situation, runs: Sequence[Run], terms: Terms) -> Timetable:
    """Schedule the steps of some actions so that their benefit comes as early as it can.

    Steps with a duty from outside end by its date. Where benefit alone leaves one out, they come before everything
    else, and what still cannot be on time is done as early as it can be. What has been started goes on at once,
    unless a date could not be kept then. How many periods each step takes is chosen first, by quick schedules; then the
    best choice is searched for thoroughly.

    Args:
        here: Where the organization stands.
        runs: The actions, in an order that breaks no rule.
        terms: What the schedule has to keep to. `time_limit` holds for all that the exact planner does.

    Source: docs/methods/schedule.md.
    """
    end = time.monotonic() + terms.time_limit
    steps = [step for run in runs for step in run.steps]
    duties = Duties(here, steps, terms)
    quick = _chosen(duties, problem_of(here, steps, terms), Search(moves=QUICK, seed=terms.seed))
    search = Search(terms.planner, seed=terms.seed, until=end, certify=terms.certify)
    return _read(here, duties, duties.kept(quick.problem, search, quick), terms)


def _chosen(duties: Duties, problem: ScheduleProblem, search: Search) -> Kept:
    """Choose how many periods each step takes: what gives the best of some quick schedules."""
    tried: dict[tuple[int, ...], Kept] = {}

    def try_(durations: Sequence[int]) -> Kept:
        if (key := tuple(durations)) not in tried:
            tried[key] = duties.kept(problem.replace(dur=key), search)
        return tried[key]

    for durations in (shortest(problem), *(soonest(duties.hurried(problem, owed=each)) for each in (False, True))):
        try_(durations)
    last = max(tried.values(), key=duties.merit)
    for _ in range(ROUNDS):
        last = try_(soonest(problem, last.made.finish))
    return _sooner(duties, problem, max(tried.values(), key=duties.merit), search)


def _sooner(duties: Duties, problem: ScheduleProblem, best: Kept, search: Search) -> Kept:
    """Try other lengths of what presses, one at a time: where a step runs longer, it may begin sooner."""
    least = shortest(problem)
    for s in duties.pressing(best, least)[:PRESSING]:
        for length in range(least[s], least[s] + MORE + 1):
            durations = [length if i == s else d for i, d in enumerate(best.problem.dur)]
            other = duties.kept(problem.replace(dur=durations), search._replace(moves=FEW))
            best = max(best, other, key=duties.merit)
    return best


def _read(here: Situation, duties: Duties, kept: Kept, terms: Terms) -> Timetable:
    steps, made = duties.steps, kept.made
    lengths = dict(zip(steps, kept.problem.dur, strict=True))
    ends = {step: finish for step, finish in zip(steps, made.finish, strict=True) if finish is not None}
    begins = {step: end - lengths[step] + 1 for step, end in ends.items()}
    needs = _needs(here, steps, ends)
    late = {name: last for name, last in kept.missed.items() if duties.is_missed(name, last, ends)}
    due = {step: duties.deadlines[step[0]] for step in duties.owed if step in ends and step[0] not in late}
    return Timetable(terms, lengths, begins, ends, needs, late, made.value, made.bound, made.gap, due)


def _needs(here: Situation, steps: Sequence[Step], ends: Mapping[Step, int]) -> dict[Step, list[Step]]:
    """Step that is done -> the steps that it rests on, of alternatives the one that is done first."""
    index = {step: i for i, step in enumerate(steps)}
    groups = {step: groups_of(here, step, index) for step in sorted(ends, key=ends.__getitem__)}
    place = _places(groups)
    return {step: [min((s for s in g if s in place), key=place.__getitem__) for g in groups[step]] for step in ends}


def _places(groups: Mapping[Step, Sequence[Sequence[Step]]]) -> dict[Step, int]:
    """Number steps, given by when they end, so that each stands after one of each group that it waits for.

    Without a lag, alternatives that wait for one another may end in the same period; only one of them began.
    """
    found: dict[Step, int] = {}
    left = list(groups)
    while left:
        ready = (step for step in left if all(any(s in found for s in group) for group in groups[step]))
        step = next(ready, left[0])
        found[step] = len(found)
        left.remove(step)
    return found
