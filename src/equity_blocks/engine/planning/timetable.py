"""Timetable: when each step of a plan is done, given periods, capacity and money."""

from collections.abc import Collection, Mapping, Sequence
from graphlib import TopologicalSorter
from math import ceil, fsum
from statistics import median
from typing import NamedTuple

from equity_blocks.engine.planning.ordering import Run
from equity_blocks.engine.planning.periods import MONTHS_OF_QUARTER
from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.planning.terms import Terms
from equity_blocks.engine.scheduling.solve import bound, solve, value_of
from equity_blocks.model.rules import Step, is_met
from equity_blocks.model.schedule import Schedule, ScheduleProblem
from equity_blocks.model.tolerance import EDGE

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
    else, and what still cannot be on time is done as early as it can be. What has been started goes on at once.

    Args:
        here: Where the organization stands.
        runs: The actions, in an order that breaks no rule.
        terms: What the schedule has to keep to.

    Source: docs/methods/schedule.md.
    """
    steps = [step for run in runs for step in run.steps]
    offered = [days for days in terms.capacity if days > 0] or [0.0]
    tries = ((max(offered), 1), (median(offered), 1), (median(offered), STRETCH))
    lengths = [_lengths(here, steps, terms, *each) for each in tries]
    plain = terms._replace(certify=False)
    found = [_dated(here, steps, plain, each) for i, each in enumerate(lengths) if each not in lengths[:i]]
    best = max(found, key=_merit)
    # Only what was chosen needs its bound, which takes longer than the schedule.
    return _dated(here, steps, terms, best.lengths) if terms.certify and best.bound is None else best


def _merit(dates: Timetable) -> tuple[int, float]:
    """Duties first, then benefit."""
    return -len(dates.missed), dates.value


STRETCH = 2
"""How many times as long a step that would take most of a period may run, so as to share it with others. Editorial."""


def _dated(here: Situation, steps: list[Step], terms: Terms, lengths: Mapping[Step, int]) -> Timetable:
    """Schedule steps that take so many periods each."""
    due = _deadlines(here, steps, terms)
    owed = {step for step in steps if step[0] in due and step[1] <= here.aims.get(step[0], 0)}
    missed = {name: last for name, last in due.items() if last < 1}
    urgent = _under_way(here, steps) | {step for step in owed if step[0] in missed}
    while True:
        windows = _windows(here, steps, terms, missed)
        made = _solved(here, steps, problem_of(here, lengths, windows, terms), urgent, terms)
        undone = {step for step, finish in zip(steps, made.finish, strict=True) if finish is None} & owed
        late = {name: due[name] for name, _ in undone if name not in missed}
        if not late:
            dates = _read(here, lengths, made, missed, terms)
            return dates._replace(due={s: due[s[0]] for s in owed if s in dates.end and s[0] not in dates.missed})
        if owed <= urgent:
            missed |= late  # what cannot be on time may at least be done
        urgent |= owed


def _deadlines(here: Situation, steps: Sequence[Step], terms: Terms) -> dict[str, int]:
    """Practice -> the last period in which its earliest duty is met; a duty asks for no more than the target."""
    found = {}
    for name in dict(steps):
        duties = [duty.due for duty in here.assessment.rating(name).required_by if duty.due]
        due = terms.calendar.due(min(duties)) if duties else None
        if due is not None and due <= len(terms.capacity):
            found[name] = due
    return found


def _windows(
    here: Situation, steps: Sequence[Step], terms: Terms, missed: Collection[str]
) -> dict[Step, tuple[int, int]]:
    """The first and last period of each step: after its delay, and by its duty's date where that can be kept."""
    due = _deadlines(here, steps, terms)
    every = len(terms.capacity)
    found = {}
    for step in steps:
        name, position = step
        is_owed = name not in missed and position <= here.aims.get(name, position)
        found[step] = (1 + terms.delays.get(name, 0), due.get(name, every) if is_owed else every)
    return found


def _solved(
    here: Situation, steps: Sequence[Step], problem: ScheduleProblem, urgent: Collection[Step], terms: Terms
) -> Schedule:
    """Solve with what is urgent weighing more than all else together, and what is under way most; then all by benefit.

    Once it is known when the urgent steps are done, they stay there, so that value and bound speak of benefit alone.
    """
    if urgent:
        more = 1.0 + fsum(problem.gain)
        first = _under_way(here, steps)
        weights = [more * ((step in urgent) + len(urgent) * (step in first)) for step in steps]
        gains = [gain + weight for gain, weight in zip(problem.gain, weights, strict=True)]
        hurried = _solve(problem.replace(gain=gains), terms)
        problem = problem.replace(window=_held(problem, steps, hurried, urgent))
        made = _solve(problem, terms)
        value = value_of(problem, hurried.finish)
        if made.value < value or not _keeps(made, hurried, steps, urgent):
            made = hurried.replace(value=value, bound=made.bound)
    else:
        made = _solve(problem, terms)
    if not terms.certify or made.bound is not None:
        return made
    most = bound(problem)
    return made.replace(bound=None if most is None else max(made.value, most))


def _solve(problem: ScheduleProblem, terms: Terms) -> Schedule:
    return solve(problem, planner=terms.planner, seed=terms.seed, time_limit=terms.time_limit)


def _held(
    problem: ScheduleProblem, steps: Sequence[Step], made: Schedule, urgent: Collection[Step]
) -> list[tuple[int, int] | None]:
    """The windows of a problem, those of urgent steps where they have been put."""
    return [
        (end - length + 1, end) if step in urgent and end is not None else window
        for step, end, length, window in zip(steps, made.finish, problem.dur, problem.window, strict=True)
    ]


def _keeps(made: Schedule, hurried: Schedule, steps: Sequence[Step], urgent: Collection[Step]) -> bool:
    """Whether every urgent step is still done when it was."""
    pairs = zip(steps, made.finish, hurried.finish, strict=True)
    return all(now == before for step, now, before in pairs if step in urgent)


def _under_way(here: Situation, steps: Sequence[Step]) -> set[Step]:
    """The next step of what has been started."""
    started = {name for name, work in here.assessment.actions.items() if work.progress == "started"}
    return {(name, position) for name, position in steps if name in started and position == here.state[name] + 1}


def problem_of(
    here: Situation, lengths: Mapping[Step, int], windows: Mapping[Step, tuple[int, int]], terms: Terms
) -> ScheduleProblem:
    """State the steps of a plan as a schedule problem.

    Args:
        here: Where the organization stands.
        lengths: The steps, each after what it needs, with the periods that they take.
        windows: The first and last period of each.
        terms: What the schedule has to keep to.
    """
    steps = list(lengths)
    index = {step: i for i, step in enumerate(steps)}
    effort = [here.worth.effort(*step) for step in steps]
    unlimited = fsum(effort) + 1.0
    return ScheduleProblem(
        T=len(terms.capacity),
        cap=[min(days, unlimited) for days in terms.capacity],
        budget=terms.budget,
        lag=terms.lag,
        gain=[here.worth.benefit(*step) for step in steps],
        effort=effort,
        cost=[cost_of(here, step) for step in steps],
        dur=list(lengths.values()),
        all_of=[[index[group[0]] for group in _groups(here, step, index) if len(group) == 1] for step in steps],
        any_of=[[[index[s] for s in g] for g in _groups(here, step, index) if len(g) > 1] for step in steps],
        window=[windows[step] for step in steps],
    )


def cost_of(here: Situation, step: Step) -> float:
    """Give the money that a step takes: its share of the practice's cost, from the lowest level to the highest."""
    return (here.assessment.rating(step[0]).cost or 0.0) * here.worth.spans[step[0]][step[1]]


def _lengths(here: Situation, steps: Sequence[Step], terms: Terms, typical: float, factor: int) -> dict[Step, int]:
    """How many periods each step takes at a capacity; one that would fill most of them runs `factor` times as long."""
    found = {}
    for step in steps:
        length = _length(here, step, terms, typical)
        is_large = here.worth.effort(*step) / length > typical / 2
        found[step] = length * factor if is_large and length * factor <= len(terms.capacity) else length
    return found


def _length(here: Situation, step: Step, terms: Terms, typical: float) -> int:
    """The most of: the practice's least periods, the level's months, and what its effort takes at full capacity."""
    name, position = step
    scale = here.framework.scale_of(name)
    quarters = here.framework.practices[name].min_periods
    least = quarters * MONTHS_OF_QUARTER // terms.calendar.months if quarters > 1 else 1
    months = terms.calendar.lasting(scale.levels[position].after_months)
    days = here.worth.effort(name, position)
    # What takes longer than there are periods finds no room, however much longer it takes.
    full = min(days / typical, len(terms.capacity) + 1.0) if typical > 0 else 1.0
    return max(1, least, months, ceil(full - EDGE))


def _groups(here: Situation, step: Step, index: Mapping[Step, int]) -> list[list[Step]]:
    """What a step waits for: one step of each group, among those that are planned."""
    name, position = step
    found = [[(name, position - 1)]] if (name, position - 1) in index else []
    unmet = [rule for rule in here.graph.needs(name, position) if not is_met(rule, here.state)]
    return found + [[option for option in rule.any_of if option in index] for rule in unmet]


def _read(
    here: Situation, lengths: Mapping[Step, int], made: Schedule, missed: Mapping[str, int], terms: Terms
) -> Timetable:
    steps = list(lengths)
    ends = {step: finish for step, finish in zip(steps, made.finish, strict=True) if finish is not None}
    begins = {step: end - lengths[step] + 1 for step, end in ends.items()}
    index = {step: i for i, step in enumerate(steps)}
    groups = {step: _groups(here, step, index) for step in sorted(ends, key=ends.__getitem__)}
    place = _places(groups)
    needs = {step: [min((s for s in g if s in place), key=place.__getitem__) for g in groups[step]] for step in ends}
    late = {name: last for name, last in missed.items() if _is_late(here, name, last, ends, steps)}
    return Timetable(terms, dict(lengths), begins, ends, needs, late, made.value, made.bound, made.gap)


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


def _is_late(here: Situation, name: str, last: int, ends: Mapping[Step, int], steps: Sequence[Step]) -> bool:
    due = [step for step in steps if step[0] == name and step[1] <= here.aims.get(name, 0)]
    return any(ends.get(step, last + 1) > last for step in due)
