"""The timetable of a plan: periods of each step, given capacity and money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from math import fsum
from typing import NamedTuple

from equity_blocks.engine.benefit.completions import Benefits
from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.scheduling.solve import TIME_LIMIT, solve
from equity_blocks.model.calendar import MONTHS_OF_QUARTER, MOST_PERIODS, Calendar
from equity_blocks.model.prerequisite_rules import Step, is_met
from equity_blocks.model.schedule import Completion, DueDate, Planner, Schedule, ScheduleProblem

STRETCH = 3
"""Up to how many periods over its shortest run a step may take, so as to share periods with others. Editorial."""

_NOBODY: Mapping[str, int] = {}


class Search(NamedTuple):
    """Options of the search for a timetable: those of `solve`."""

    planner: Planner = "greedy"
    seed: int = 0
    time_limit: float | None = TIME_LIMIT
    moves: int | None = None
    certify: bool = False


@dataclass(frozen=True)
class Timetable:
    """The periods in which each step is worked on.

    Args:
        standing: Where the organization stands.
        calendar: The periods, and what there is to spend in them.
        search: How it was searched for.
        benefits: What each step counts.
        order: All steps that were to be scheduled, the most important first.
        problem: What they take, and what they need.
        schedule: When each is worked on, and how good that is known to be.
        delays: Practice -> periods before it can start.
    """

    standing: Standing
    calendar: Calendar
    search: Search
    benefits: Benefits
    order: Sequence[Step]
    problem: ScheduleProblem
    schedule: Schedule
    delays: Mapping[str, int]

    def under(self, calendar: Calendar, moves: int | None = None) -> "Timetable":
        """Schedule the same steps by the default planner over other periods."""
        search = Search(seed=self.search.seed, moves=moves)
        return timetable(self.standing, self.order, calendar, self.benefits, search=search, delays=self.delays)

    @property
    def bound(self) -> float | None:
        """The value that no schedule of these steps exceeds which does as well by its duties; `None`: not known."""
        return self.schedule.bound if self.benefits.is_exact else None

    @cached_property
    def steps(self) -> list[Step]:
        """The steps by id, as the problem numbers them: nothing depends on how they are ordered."""
        return sorted(self.order)

    @cached_property
    def deadlines(self) -> dict[str, int]:
        """Practice -> the last period in which its earliest date is kept; below 1 where it is past."""
        return _deadlines(self.standing, self.steps, self.calendar)

    @cached_property
    def groups(self) -> dict[Step, list[list[Step]]]:
        """Step -> what it waits for among the steps: one of each group."""
        planned = {step: i for i, step in enumerate(self.steps)}
        return {step: groups_of(self.standing, step, planned) for step in self.steps}

    @cached_property
    def begin(self) -> dict[Step, int]:
        """Step -> the period it begins in, from 1; absent where it found no room."""
        return {step: begin for step, begin in zip(self.steps, self.schedule.begin, strict=True) if begin is not None}

    @cached_property
    def end(self) -> dict[Step, int]:
        """Step -> the period it ends in."""
        return {step: end for step, end in zip(self.steps, self.schedule.finish, strict=True) if end is not None}

    @cached_property
    def owed(self) -> dict[str, list[Step]]:
        """Practice with a date -> the steps that the date asks for."""
        dated = zip(self.deadlines, self.problem.due, strict=True)
        return {name: [self.steps[s] for s in date.steps] for name, date in dated}

    @cached_property
    def missed(self) -> list[str]:
        """The practices whose date is not kept."""
        return [
            name
            for name, steps in self.owed.items()
            if any(self.end.get(step, self.problem.T + 1) > self.deadlines[name] for step in steps)
        ]

    @cached_property
    def needs(self) -> dict[Step, list[Step]]:
        """Step that is done -> the steps that it rests on, of alternatives the one that is done first."""
        place: dict[Step, int] = {}
        left = sorted((step for step in self.order if step in self.end), key=self.end.__getitem__)
        while left:
            # Without a lag, alternatives that wait for one another may end in the same period; only one of them began.
            ready = (step for step in left if all(any(s in place for s in group) for group in self.groups[step]))
            step = next(ready, left[0])
            place[step] = len(place)
            left.remove(step)
        return {
            step: [min((s for s in group if s in place), key=place.__getitem__) for group in self.groups[step]]
            for step in self.order
            if step in self.end
        }

    @cached_property
    def by_need(self) -> list[Step]:
        """The steps that found room, each after those it rests on."""
        return list(TopologicalSorter(self.needs).static_order())

    @property
    def in_order(self) -> list[Step]:
        """The steps that found room, in an order that breaks no rule: as they begin, the most important first."""
        if self.calendar.lag:  # what begins together does not rest on one another
            place = {step: i for i, step in enumerate(self.order)}
            return sorted(self.end, key=lambda step: (self.begin[step], place[step]))
        place = {step: i for i, step in enumerate(self.by_need)}
        return sorted(self.end, key=lambda step: (self.begin[step], self.end[step], place[step]))

    @cached_property
    def used(self) -> list[float]:
        """Person-days that each period uses; a step spreads evenly over the periods it runs in."""
        days: list[list[float]] = [[] for _ in self.problem.cap]
        for step, effort in zip(self.steps, self.problem.effort, strict=True):
            if step in self.end:
                run = range(self.begin[step], self.end[step] + 1)
                for period in run:
                    days[period - 1].append(effort / len(run))
        return [fsum(shares) for shares in days]

    @cached_property
    def slack(self) -> dict[Step, int]:
        """Periods that each step can slip, by prerequisites alone, before the end moves or a date is missed.

        Source: latest less earliest finish, as in the critical path method; capacity is left out of it.
        """
        last = max(self.end.values(), default=0)
        kept = {s: self.deadlines[n] for n, steps in self.owed.items() if n not in self.missed for s in steps}
        latest = {step: min(last, kept.get(step, last)) for step in self.end}
        for step in reversed(self.by_need):
            length = self.end[step] - self.begin[step] + 1
            for other in self.needs[step]:
                latest[other] = min(latest[other], latest[step] - length + 1 - self.calendar.lag)
        return {step: latest[step] - end for step, end in self.end.items()}

    @property
    def critical(self) -> list[Step]:
        """The longest chain of steps without slack, each waiting for the one before it, up to the end of the plan."""
        chains: dict[Step, list[Step]] = {}
        for step in self.by_need:
            if self.slack[step] == 0:
                tight = [s for s in self.needs[step] if self.end[s] + self.calendar.lag == self.begin[step]]
                chains[step] = [*max((chains[s] for s in tight if s in chains), key=len, default=[]), step]
        last = max(self.end.values(), default=0)
        return max((chain for step, chain in chains.items() if self.end[step] == last), key=len, default=[])


def timetable(
    standing: Standing,
    steps: Sequence[Step],
    calendar: Calendar,
    benefits: Benefits,
    *,
    search: Search = Search(),  # noqa: B008 - it cannot be changed
    delays: Mapping[str, int] = _NOBODY,
) -> Timetable:
    """Schedule the steps of a plan: dates first, then what is under way, then benefit.

    Args:
        standing: Where the organization stands.
        steps: The steps, the most important first.
        calendar: The periods.
        benefits: What each step counts.
        search: How it is searched for.
        delays: Practice -> periods before it can start. Default: none.
    """
    problem = problem_of(standing, sorted(steps), calendar, benefits, delays)
    return Timetable(standing, calendar, search, benefits, steps, problem, solve(problem, **search._asdict()), delays)


def problem_of(
    standing: Standing,
    steps: Sequence[Step],
    calendar: Calendar,
    benefits: Benefits,
    delays: Mapping[str, int],
) -> ScheduleProblem:
    """State the steps of a plan as a schedule problem.

    Args:
        standing: Where the organization stands.
        steps: The steps, by number.
        calendar: The periods.
        benefits: What each step counts.
        delays: Practice -> periods before it can start.
    """
    index = {step: i for i, step in enumerate(steps)}
    groups = [groups_of(standing, step, index) for step in steps]
    effort = [standing.figures.effort(*step) for step in steps]
    unlimited = fsum(effort) + 1.0
    return ScheduleProblem(
        T=calendar.count,
        cap=[min(days, unlimited) for days in calendar.capacities],
        budget=calendar.budget,
        lag=calendar.lag,
        gain=[benefits.of(step) for step in steps],
        effort=effort,
        cost=[cost_of(standing, step) for step in steps],
        dur=[_least_periods(standing, step, calendar) for step in steps],
        stretch=STRETCH,
        all_of=[[index[group[0]] for group in waits if len(group) == 1] for waits in groups],
        any_of=[[[index[s] for s in group] for group in waits if len(group) > 1] for waits in groups],
        window=[(1 + delays.get(name, 0), calendar.count) for name, _ in steps],
        due=[
            DueDate(last=last, steps=[i for i, step in enumerate(steps) if _owes(standing, step, name)])
            for name, last in _deadlines(standing, steps, calendar).items()
        ],
        started=[i for i, step in enumerate(steps) if _is_under_way(standing, step)],
        completions=[
            Completion(gain=item.benefit, steps=[index[step] for step in item.steps])
            for item in benefits.completions
            if index.keys() >= {*item.steps}
        ],
    )


def cost_of(standing: Standing, step: Step) -> float:
    """Give the money that a step takes: its share of the practice's cost, from the lowest level to the highest."""
    return (standing.assessment.rating(step[0]).cost or 0.0) * standing.figures.spans[step[0]][step[1]]


def groups_of(standing: Standing, step: Step, planned: Mapping[Step, int]) -> list[list[Step]]:
    """Give what a step waits for: one step of each group, among those that are planned."""
    name, position = step
    below = [[(name, position - 1)]] if (name, position - 1) in planned else []
    unmet = [rule for rule in standing.graph.needs(name, position) if not is_met(rule, standing.state)]
    return below + [[option for option in rule.any_of if option in planned] for rule in unmet]


def _least_periods(standing: Standing, step: Step, calendar: Calendar) -> int:
    """The periods that a step takes whatever the capacity: the practice's least, or the level's months if more."""
    name, position = step
    level = standing.framework.scale_of(name).levels[position]
    quarters = standing.framework.practices[name].least_periods(level.id)
    least = quarters * MONTHS_OF_QUARTER // calendar.months if quarters > 1 else 1
    months = calendar.lasting(level.after_months)
    return min(max(1, least, months), MOST_PERIODS)  # what is longer than that fits no calendar


def _deadlines(standing: Standing, steps: Sequence[Step], calendar: Calendar) -> dict[str, int]:
    """Practice -> the last period in which its earliest date is kept; dates after the calendar are kept anyway."""
    deadlines = {}
    for name in dict(steps):
        dates = [duty.due for duty in standing.assessment.rating(name).required_by if duty.due]
        due = calendar.due(min(dates)) if dates else None
        if due is not None and due <= calendar.count and name in standing.aims:
            deadlines[name] = due
    return deadlines


def _owes(standing: Standing, step: Step, name: str) -> bool:
    """Whether a practice's date asks for a step: it asks for no more than the target."""
    return step[0] == name and step[1] <= standing.aims[name]


def _is_under_way(standing: Standing, step: Step) -> bool:
    """Whether a step is the next one of what has been started."""
    name, position = step
    return standing.assessment.progress_on(name) == "started" and position == standing.state[name] + 1
