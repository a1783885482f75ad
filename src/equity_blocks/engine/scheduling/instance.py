"""A schedule problem made ready to be solved: whole numbers, an order that does not depend on how it was written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from equity_blocks.engine.scheduling.canonical import canonical, window
from equity_blocks.model.schedule import ScheduleProblem

Row = tuple[int, int, tuple[int, ...], tuple[tuple[int, ...], ...], int, int, int, int]

DIGITS = 15
"""Decimal digits that amounts keep when they are made whole, counted from the largest."""


@dataclass(slots=True)
class Instance:
    """The steps that can be done at all, in canonical order, with amounts as whole numbers.

    Args:
        steps: Position here -> number of the step in the problem.
        periods: How many periods there are.
        lag: Periods between the finish of a prerequisite and the start of what needs it.
        gain: What each step is worth in each period from its finish on.
        load: What each step takes of the capacity of each period in which it works.
        cost: What each step takes of the budget.
        dur: How many periods each step takes.
        first: First period in which each step may start: prerequisites, window and each period's whole capacity are
            considered.
        last: Last period in which each step may be finished.
        needs: Steps that each step needs.
        groups: Groups of steps; each step needs one of each group.
        free: Capacity by period, from position 1; position 0 is not used.
        budget: Limit of the cost, or `None`.
        unit: Gain that 1 stands for.
        never: A period past the last; the finish of a step that is not done.
        dependents: Steps that need a step, or have it in a group.
        rows: Of each step its first, last, needs, groups, load, dur, cost and gain, to be read at once.
    """

    steps: list[int]
    periods: int
    lag: int
    gain: list[int]
    load: list[int]
    cost: list[int]
    dur: list[int]
    first: list[int]
    last: list[int]
    needs: list[tuple[int, ...]]
    groups: list[tuple[tuple[int, ...], ...]]
    free: list[int]
    budget: int | None
    unit: float
    never: int = field(init=False)
    dependents: list[tuple[int, ...]] = field(init=False)
    rows: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        """Fill what follows from the rest."""
        self.never = self.periods + 1
        columns = (self.first, self.last, self.needs, self.groups, self.load, self.dur, self.cost, self.gain)
        self.rows = list(zip(*columns, strict=True))
        waiting: list[list[int]] = [[] for _ in self.steps]
        for s in range(len(self.steps)):
            for q in sorted({*self.needs[s], *(q for group in self.groups[s] for q in group)}):
                waiting[q].append(s)
        self.dependents = [tuple(found) for found in waiting]

    def value(self, finish: Sequence[int]) -> int:
        """Give the area under the gain curve."""
        return sum(g * (self.never - f) for g, f in zip(self.gain, finish, strict=True))

    def told(self, finish: Sequence[int], count: int) -> list[int | None]:
        """Give the finish of each of the problem's `count` steps."""
        found: list[int | None] = [None] * count
        for s, f in zip(self.steps, finish, strict=True):
            found[s] = f if f < self.never else None
        return found


def instance_of(problem: ScheduleProblem) -> Instance:
    """Make a problem ready: drop what cannot be done, make amounts whole, put steps into canonical order.

    Steps are told apart by their figures and by their neighbours, never by their numbers, so that the same steps in
    another order give the same schedule. Only steps that nothing tells apart are taken by number.

    Example:
        >>> found = instance_of(ScheduleProblem(T=2, cap=1, gain=[1, 1], effort=[0.5, 3]))
        >>> found.steps, found.load, found.free[1:]
        ([0], [1], [2, 2])
    """
    share = lcm(*problem.dur)
    amounts, tolerance, _ = whole([*problem.effort, *problem.cap])
    efforts, caps = amounts[: len(problem.effort)], amounts[len(problem.effort) :]
    loads = [e * (share // d) for e, d in zip(efforts, problem.dur, strict=True)]
    free = [0, *(c * share + tolerance * share for c in caps)]
    prices, spare, _ = whole([*problem.cost, *(() if problem.budget is None else (problem.budget,))])
    budget = None if problem.budget is None else prices.pop() + spare
    gains, _, unit = whole(problem.gain)
    earliest = _earliest(problem, loads, free, [budget is None or price <= budget for price in prices])
    order = canonical(problem, [s for s, f in enumerate(earliest) if f])
    place = {s: i for i, s in enumerate(order)}
    needs = [tuple(sorted(place[q] for q in _needs(problem, s, place))) for s in order]
    return Instance(
        steps=order,
        periods=problem.T,
        lag=problem.lag,
        gain=[gains[s] for s in order],
        load=[loads[s] for s in order],
        cost=[prices[s] for s in order],
        dur=[problem.dur[s] for s in order],
        first=[earliest[s] - problem.dur[s] + 1 for s in order],
        last=[window(problem, s)[1] for s in order],
        needs=needs,
        groups=[_groups(problem, s, place) for s in order],
        free=free,
        budget=budget,
        unit=unit,
    )


def _needs(problem: ScheduleProblem, s: int, place: dict[int, int]) -> set[int]:
    """The steps that a step cannot do without: those it names, and the only options left; never itself."""
    options = [{q for q in group if q in place and q != s} for group in problem.any_of[s]]
    return {*problem.all_of[s], *(q for group in options if len(group) == 1 for q in group)}


def _groups(problem: ScheduleProblem, s: int, place: dict[int, int]) -> tuple[tuple[int, ...], ...]:
    """The groups that what a step needs anyway does not serve already, without options that cannot be done."""
    sure = _needs(problem, s, place)
    left = [group for group in problem.any_of[s] if sure.isdisjoint(group)]
    options = [{place[q] for q in group if q in place and q != s} for group in left]
    return tuple(sorted({tuple(sorted(found)) for found in options}))


def whole(amounts: Sequence[float]) -> tuple[list[int], int, float]:
    """Scale amounts to whole numbers without common factor.

    Amounts are read as the decimals that Python prints, so that 0.1 + 0.2 fits into 0.3; whole numbers stay exact, and
    others keep `DIGITS` digits, counted from the largest.

    Returns:
        The whole numbers, what rounding may add up to in the same unit, and the unit.

    Example:
        >>> whole([0.1, 0.2, 0.3])
        ([1, 2, 3], 0, 0.1)
    """
    exact = [Fraction(repr(a)) for a in amounts]
    scale = Fraction(10) ** (DIGITS - 1 - Decimal(repr(max(amounts, default=0.0))).adjusted())
    found = [round(a * scale) for a in exact]
    if any(a * scale != f for a, f in zip(exact, found, strict=True)):
        return found, len(exact), float(1 / scale)
    factor = gcd(*found) or 1
    return [f // factor for f in found], 0, float(factor / scale)


def _earliest(problem: ScheduleProblem, loads: list[int], free: list[int], affordable: list[bool]) -> list[int]:
    """The first period in which each step could be finished if it had all capacity to itself; 0 where it never can.

    Least fixpoint: all of the needed steps, the earliest of each group (Moehring, Skutella and Stork 2004). A step is
    settled only after what it rests on, so steps that wait for one another are never settled.
    """
    found = [0] * len(loads)
    changed = True
    while changed:
        changed = False
        for s in range(len(loads)):
            finish = _alone(problem, s, found, loads[s], free) if affordable[s] else 0
            if finish and (not found[s] or finish < found[s]):
                found[s] = finish
                changed = True
    return found


def _alone(problem: ScheduleProblem, s: int, found: list[int], load: int, free: list[int]) -> int:
    start, last = window(problem, s)
    for q in problem.all_of[s]:
        if not found[q]:
            return 0
        start = max(start, found[q] + problem.lag)
    for group in problem.any_of[s]:
        options = [found[q] for q in group if found[q]]
        if not options:
            return 0
        start = max(start, min(options) + problem.lag)
    run = 0
    for t in range(start, last + 1):
        run = run + 1 if free[t] >= load else 0
        if run == problem.dur[s]:
            return t
    return 0
