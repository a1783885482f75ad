"""A naive checker of schedules and a naive optimum, apart from the planners: exact fractions and plain loops."""

from fractions import Fraction
from itertools import product

SLACK = Fraction(1, 10**9)
"""What decimals that have no exact binary form may add up to."""


def worth(problem, finish):
    """Give the area under the gain curve, exactly."""
    return sum(Fraction(g) * (problem.T - f + 1) for g, f in zip(problem.gain, finish, strict=True) if f is not None)


def broken(problem, finish):
    """List every rule that a schedule breaks."""
    done = {s: f for s, f in enumerate(finish) if f is not None}
    begin = {s: f - problem.dur[s] + 1 for s, f in done.items()}
    found = [f"{s} lies outside" for s, f in done.items() if begin[s] < 1 or f > problem.T]
    for s, f in done.items():
        first, last = problem.window[s] or (1, problem.T)
        found += [f"{s} is outside its window"] if begin[s] < first or f > last else []
    for t in range(1, problem.T + 1):
        used = sum(Fraction(problem.effort[s]) / problem.dur[s] for s in done if begin[s] <= t <= done[s])
        found += [f"period {t} is over capacity"] if used > Fraction(problem.cap[t - 1]) + SLACK else []
    if problem.budget is not None:
        spent = sum(Fraction(problem.cost[s]) for s in done)
        found += ["over the budget"] if spent > Fraction(problem.budget) + SLACK else []
    return found + [f"{s} comes before what it needs" for s in sorted(_unexplained(problem, done, begin))]


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


def best_worth(problem):
    """Try every finish of every step; for a few steps only."""
    choices = product((None, *range(1, problem.T + 1)), repeat=len(problem.gain))
    ranked = sorted(choices, key=lambda finish: worth(problem, finish), reverse=True)
    return next(worth(problem, finish) for finish in ranked if not broken(problem, finish))
