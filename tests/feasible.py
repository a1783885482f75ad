"""A naive checker of schedules and a naive optimum, apart from the planners: exact fractions and plain loops."""

from fractions import Fraction
from itertools import product

SLACK = Fraction(1, 10**9)
"""What decimals that have no exact binary form may add up to."""


def worth(problem, finish):
    """Give the area under the gain curve, exactly."""
    never = problem.T + 1
    ends = [never if f is None else f for f in finish]
    steps = sum(Fraction(g) * (never - f) for g, f in zip(problem.gain, ends, strict=True))
    return steps + sum(Fraction(c.gain) * (never - max(ends[s] for s in c.steps)) for c in problem.completions)


def duties(problem, begin, finish):
    """Count dates missed, the ends and the begins of what is under way, and how late the dates missed are."""
    never = problem.T + 1
    ends, begins = [f or never for f in finish], [b or never for b in begin]
    late = [max(ends[s] for s in date.steps) - date.last for date in problem.due if date.steps]
    late = [slip for slip in late if slip > 0]
    started = set(problem.started)
    return len(late), sum(ends[s] for s in started), sum(begins[s] for s in started), sum(late)


def lengths(problem, s):
    """List how many periods a step may take."""
    if problem.stretch is None:
        return [problem.dur[s]]
    first, last = problem.window[s] or (1, problem.T)
    periods = range(max(1, first), min(last, problem.T) + 1)
    fits = [
        d
        for d in range(problem.dur[s], problem.T + 1)
        if any(
            set(run := range(t, t + d)) <= set(periods)
            and all(Fraction(problem.effort[s]) / d <= Fraction(problem.cap[u - 1]) + SLACK for u in run)
            for t in periods
        )
    ]
    return list(range(fits[0], fits[0] + problem.stretch + 1)) if fits else []


def broken(problem, finish, begin=None):
    """List every rule that a schedule breaks; without begins, every step takes `dur`."""
    done = {s: f for s, f in enumerate(finish) if f is not None}
    begin = begin or [None if f is None else f - d + 1 for f, d in zip(finish, problem.dur, strict=True)]
    begun = {s: b for s, b in enumerate(begin) if b is not None}
    found = [] if begun.keys() == done.keys() else ["what has begun ends, and the other way round"]
    found += [
        f"{s} takes too few or too many periods" for s, f in done.items() if f - begun[s] + 1 not in lengths(problem, s)
    ]
    found += [f"{s} lies outside" for s, f in done.items() if begun[s] < 1 or f > problem.T]
    for s, f in done.items():
        first, last = problem.window[s] or (1, problem.T)
        found += [f"{s} is outside its window"] if begun[s] < first or f > last else []
    for t in range(1, problem.T + 1):
        used = sum(Fraction(problem.effort[s]) / (f - begun[s] + 1) for s, f in done.items() if begun[s] <= t <= f)
        found += [f"period {t} is over capacity"] if used > Fraction(problem.cap[t - 1]) + SLACK else []
    if problem.budget is not None:
        spent = sum(Fraction(problem.cost[s]) for s in done)
        found += ["over the budget"] if spent > Fraction(problem.budget) + SLACK else []
    return found + [f"{s} comes before what it needs" for s in sorted(_unexplained(problem, done, begun))]


def _unexplained(problem, done, begin):
    """Take steps one after the other while what they need was taken before and ended in time; give those left over."""
    taken, left = set(), set(done)
    progress = True
    while progress:
        progress = False
        for s in sorted(left):
            ready = {q for q in taken if done[q] + problem.lag <= begin[s]}
            if all(q in ready for q in problem.all_of[s]) and all(
                any(q in ready for q in group) for group in problem.any_of[s]
            ):
                taken.add(s)
                left.discard(s)
                progress = True
    return left


def best_merit(problem):
    """Try every run of every step; for a few steps only. Give the least duties and the most worth beside them."""
    runs = [
        [(None, None)]
        + [(f - d + 1, f) for d in lengths(problem, s) for f in range(1, problem.T + 1) if f - d + 1 >= 1]
        for s in range(len(problem.gain))
    ]

    def merit(chosen):
        begin, finish = zip(*chosen, strict=True) if chosen else ((), ())
        return duties(problem, begin, finish), -worth(problem, finish)

    for chosen in sorted(product(*runs), key=merit):
        begin, finish = zip(*chosen, strict=True) if chosen else ((), ())
        if not broken(problem, finish, list(begin)):
            found, value = merit(chosen)
            return found, -value
    raise AssertionError("doing nothing is always possible")


def best_worth(problem):
    """The most that any schedule is worth, where there are no duties."""
    return best_merit(problem)[1]
