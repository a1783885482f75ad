"""Duties: schedules in which what is owed comes in time and what is under way goes on, and all else by benefit."""

import time
from collections.abc import Collection, Mapping, Sequence
from math import ceil, fsum
from typing import NamedTuple

from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.planning.terms import Terms
from equity_blocks.engine.scheduling.moves import MOVES
from equity_blocks.engine.scheduling.solve import bound, solve, value_of
from equity_blocks.model.rules import Step
from equity_blocks.model.schedule import MOST_AMOUNT, Planner, Schedule, ScheduleProblem

_SHARE = 0.5
"""Of the time that is left, what each solution but the last may take."""
_INSTANT = 0.01
"""Seconds that the exact planner gets even where its time is over."""


class Search(NamedTuple):
    """How a schedule is searched for.

    Args:
        planner: Which planner.
        moves: How many moves the greedy planner tries.
        seed: Of these moves.
        until: When the exact planner has to be done, on the monotonic clock; `None`: when it has the optimum.
        certify: Whether a greedy schedule is bounded too.
    """

    planner: Planner = "greedy"
    moves: int = MOVES
    seed: int = 0
    until: float | None = None
    certify: bool = False

    def solve(self, problem: ScheduleProblem, *, is_last: bool = True) -> Schedule:
        """Solve a problem in the time that is left, or in half of it."""
        left = None if self.until is None else max(_INSTANT, self.until - time.monotonic())
        limit = left if left is None or is_last else left * _SHARE
        return solve(problem, self.planner, seed=self.seed, time_limit=limit, moves=self.moves)


class Kept(NamedTuple):
    """A schedule, and what it keeps of the duties.

    Args:
        problem: The steps with their durations, without the dates of duties.
        made: When each step is finished; value and bound speak of benefit alone.
        missed: Practice -> the last period in which its duty would have been met, for those given up.
        urgent: The steps that were put before all else.
    """

    problem: ScheduleProblem
    made: Schedule
    missed: Mapping[str, int]
    urgent: frozenset[Step]


class Duties:
    """What is owed by a date, and what has been started.

    Args:
        here: Where the organization stands.
        steps: The steps to be scheduled.
        terms: What the schedule has to keep to.
    """

    def __init__(self, here: Situation, steps: Sequence[Step], terms: Terms) -> None:
        self.here, self.steps = here, steps
        self.deadlines = _deadlines(here, steps, terms)
        self.owed = frozenset(s for s in steps if s[0] in self.deadlines and s[1] <= here.aims.get(s[0], 0))
        self.started = frozenset(_under_way(here, steps))

    def kept(self, problem: ScheduleProblem, search: Search, before: Kept | None = None) -> Kept:
        """Schedule so that duties are kept where they can be.

        Steps with a duty end by its date. Where benefit alone leaves one out, they come before everything else, and
        what still cannot be in time is done as early as it can be. What has been started goes on at once, unless a date
        could not be kept then.

        Args:
            problem: The steps, with their durations.
            search: How it is searched for.
            before: A schedule of the same problem, whose urgent steps and missed duties are taken over. Default: none.
        """
        late = {name: last for name, last in self.deadlines.items() if last < 1}
        missed: dict[str, int] = {**(before.missed if before else late)}
        urgent = before.urgent if before else self.started | {step for step in self.owed if step[0] in missed}
        while True:
            windowed = problem.replace(window=self._windows(problem, missed))
            may_be_last = self.owed <= urgent
            made = _benefit_last(windowed, self._ranks(problem, urgent, missed), search, is_last=may_be_last)
            undone = {s for s, end in zip(self.steps, made.finish, strict=True) if end is None} & self.owed
            late = {name: self.deadlines[name] for name, _ in undone if name not in missed}
            if not late:
                return Kept(problem, made, missed, urgent)
            if self.owed <= urgent:
                missed |= late  # what cannot be in time may at least be done
            urgent |= self.owed

    def merit(self, kept: Kept) -> tuple[int, int, int, int, float]:
        """Rank a schedule: duties missed, how soon what is under way ends and begins, how late duties are; benefit."""
        found = dict(zip(self.steps, kept.made.finish, strict=True))
        never = kept.problem.T + 1
        ends = {step: never if end is None else end for step, end in found.items()}
        late = {name for name, last in kept.missed.items() if self.is_missed(name, last, ends)}
        lengths = dict(zip(self.steps, kept.problem.dur, strict=True))
        begins = (never if found[step] is None else ends[step] - lengths[step] for step in self.started)
        lateness = sum(max(ends[s] for s in self.owed if s[0] == name) - kept.missed[name] for name in late)
        under_way = -sum(ends[step] for step in self.started), -sum(begins)
        return -len(late), *under_way, -lateness, kept.made.value

    def pressing(self, kept: Kept, least: Sequence[int]) -> list[int]:
        """Number the steps that should come sooner, and could: those under way, and those of duties that are missed.

        Args:
            kept: A schedule.
            least: The fewest periods that each step takes.
        """
        never = kept.problem.T + 1
        ends = {step: end or never for step, end in zip(self.steps, kept.made.finish, strict=True)}
        late = {name for name, last in kept.missed.items() if self.is_missed(name, last, ends)}
        found = []
        for i, (step, window) in enumerate(zip(self.steps, kept.problem.window, strict=True)):
            presses = step in self.started or (step in self.owed and step[0] in late)
            if presses and ends[step] > (window or (1, never))[0] + least[i] - 1:
                found.append(i)
        return found

    def hurried(self, problem: ScheduleProblem, *, owed: bool) -> ScheduleProblem:
        """Let what has been started, and what is owed, weigh more than all else together."""
        urgent = self.started | (self.owed if owed else frozenset())
        return _weighted(problem, self._ranks(problem, urgent, {}))[0]

    def is_missed(self, name: str, last: int, ends: Mapping[Step, int]) -> bool:
        """Say whether a step that a practice owes by a period ends later, or never."""
        return any(step[0] == name and ends.get(step, last + 1) > last for step in self.owed)

    def _ranks(self, problem: ScheduleProblem, urgent: Collection[Step], missed: Collection[str]) -> list[int]:
        """0: by benefit; then duties that are given up, work under way, and duties that can be kept.

        Of each, one step in one period weighs more than all of the kind before it in all periods.
        """
        more = problem.T * len(urgent) + 1

        def rank(step: Step) -> int:
            if step not in urgent:
                return 0
            if step in self.owed and step[0] not in missed:
                return more**2
            return more if step in self.started else 1

        return [rank(step) for step in self.steps]

    def _windows(self, problem: ScheduleProblem, missed: Collection[str]) -> list[tuple[int, int]]:
        """The windows of the problem, cut off at the date of each duty that can be kept."""
        found = []
        for step, window in zip(self.steps, problem.window, strict=True):
            first, last = window or (1, problem.T)
            is_owed = step in self.owed and step[0] not in missed
            found.append((first, min(last, self.deadlines[step[0]]) if is_owed else last))
        return found


def _deadlines(here: Situation, steps: Sequence[Step], terms: Terms) -> dict[str, int]:
    """Practice -> the last period in which its earliest duty is met; a duty asks for no more than the target."""
    found = {}
    for name in dict(steps):
        duties = [duty.due for duty in here.assessment.rating(name).required_by if duty.due]
        due = terms.calendar.due(min(duties)) if duties else None
        if due is not None and due <= len(terms.capacity):
            found[name] = due
    return found


def _under_way(here: Situation, steps: Sequence[Step]) -> set[Step]:
    """The next step of what has been started."""
    started = {name for name, work in here.assessment.actions.items() if work.progress == "started"}
    return {(name, position) for name, position in steps if name in started and position == here.state[name] + 1}


def _weighted(problem: ScheduleProblem, ranks: Sequence[int]) -> tuple[ScheduleProblem, float]:
    """Let one period of a rank weigh more than all benefits in all periods; and say what 1 of benefit weighs then."""
    more = ceil(1 + problem.T * fsum(problem.gain))
    gains = [gain + more * rank for gain, rank in zip(problem.gain, ranks, strict=True)]
    scale = min(1.0, MOST_AMOUNT / max(1.0, *gains)) if gains else 1.0
    return problem.replace(gain=[min(gain * scale, MOST_AMOUNT) for gain in gains]), scale


def _benefit_last(problem: ScheduleProblem, ranks: Sequence[int], search: Search, *, is_last: bool = True) -> Schedule:
    """Solve for the ranks first, hold what has one where it was put, and solve for benefit.

    What is held keeps a weight that no benefit reaches, so that it is done in every schedule that counts; its weight is
    then the same in all of them and is taken off value and bound, which speak of benefit alone.
    """
    if not any(ranks):
        return _certified(problem, search.solve(problem, is_last=is_last), search)
    first = search.solve(_weighted(problem, ranks)[0], is_last=False)
    is_held = [rank > 0 and end is not None for rank, end in zip(ranks, first.finish, strict=True)]
    weighted, scale = _weighted(problem, [int(held) for held in is_held])
    held = weighted.replace(window=_held(problem, first, is_held))
    second = search.solve(held, is_last=is_last)
    if value_of(held, first.finish) > second.value:
        second = second.replace(finish=first.finish, value=value_of(held, first.finish))
    made = _certified(held, second, search)
    value = value_of(problem, made.finish)
    more = 0.0 if not made.gap or made.bound is None else (made.bound - made.value) / scale
    return made.replace(value=value, bound=None if made.bound is None else value + more)


def _certified(problem: ScheduleProblem, made: Schedule, search: Search) -> Schedule:
    """Bound a schedule where that was asked for and its planner did not."""
    if made.bound is not None or not search.certify:
        return made
    most = bound(problem)
    return made.replace(bound=None if most is None else max(made.value, most))


def _held(problem: ScheduleProblem, made: Schedule, is_held: Sequence[bool]) -> list[tuple[int, int] | None]:
    """The windows of a problem, those of some steps where they have been put."""
    return [
        (end - length + 1, end) if held and end is not None else window
        for held, end, length, window in zip(is_held, made.finish, problem.dur, problem.window, strict=True)
    ]
