"""Schedule problems drawn at random, in the shapes that plans have."""

import random
from typing import Any

Fields = dict[str, Any]


def tiny(seed: int) -> Fields:
    """Draw a few steps: lag 0 or 1, a budget in half, durations up to 2, some alternatives."""
    rng = random.Random(seed)
    n, periods, lag = rng.randint(4, 9), rng.randint(2, 4), rng.randint(0, 1)
    effort = [rng.randint(1, 9) for _ in range(n)]
    cost = [rng.randint(1, 6) for _ in range(n)]
    dur = [rng.choice((1, 1, 2)) if lag and seed % 2 else 1 for _ in range(n)]
    all_of: list[list[int]] = [[] for _ in range(n)]
    any_of: list[list[list[int]]] = [[] for _ in range(n)]
    for s in range(1, n):
        kind = rng.random()
        if kind < 0.5:
            all_of[s] = sorted(rng.sample(range(s), min(s, rng.choice((1, 1, 2)))))
        elif kind < 0.65 and s > 1:
            any_of[s] = [sorted(rng.sample(range(s), 2))]
    capacity = max(1, round(sum(effort) * rng.uniform(0.4, 1.0) / periods))
    cap = [max(0, capacity + rng.randint(-1, 2)) for _ in range(periods)]
    budget = round(sum(cost) * rng.uniform(0.4, 0.9)) if rng.random() < 0.5 else None
    gain = [rng.randint(1, 20) for _ in range(n)]
    return {"T": periods, "cap": cap, "budget": budget, "lag": lag, "gain": gain, "effort": effort, "cost": cost,
            "dur": dur, "all_of": all_of, "any_of": any_of}  # fmt: skip


def medium(seed: int, practices: int = 49, periods: int = 8, lag: int = 1, longest: int = 1) -> Fields:
    """Draw practices in five blocks with four levels each, some held, and prerequisites between their levels."""
    rng = random.Random(seed)
    block = [rng.randrange(5) for _ in range(practices)]
    held = [rng.choice((0, 0, 1, 1, 2, 3)) for _ in range(practices)]
    needs: dict[tuple[int, int], list[list[tuple[int, int]]]] = {}
    for p in range(practices):
        for _ in range(rng.choice((0, 0, 1, 1, 2)) if p else 0):
            options = [(rng.randrange(p), rng.randint(1, 4)) for _ in range(rng.choice((1, 1, 1, 2)))]
            needs.setdefault((p, rng.randint(1, 4)), []).append(options)
    steps = [(p, level) for p in range(practices) for level in range(held[p] + 1, 5)]
    place = {step: i for i, step in enumerate(steps)}
    weight = [rng.choice((1, 1, 2, 3)) for _ in range(practices)]
    size = [rng.choice((2, 4, 6, 8, 12, 24)) for _ in range(practices)]
    total = [sum(weight[q] for q in range(practices) if block[q] == b) for b in range(5)]
    gain = [round(1e6 / 20 * weight[p] / total[block[p]]) for p, _ in steps]
    effort = [max(1, round(size[p] * rng.uniform(0.6, 1.6))) for p, _ in steps]
    cost = [round(e * rng.uniform(1, 9)) for e in effort]
    all_of: list[list[int]] = [[] for _ in steps]
    any_of: list[list[list[int]]] = [[] for _ in steps]
    for i, (p, level) in enumerate(steps):
        if (p, level - 1) in place:
            all_of[i].append(place[p, level - 1])
        for options in needs.get((p, level), []):
            if any(held[q] >= m for q, m in options):
                continue
            if len(options) == 1:
                all_of[i].append(place[options[0]])
            else:
                any_of[i].append(sorted({place[o] for o in options}))
    share = rng.choice((0.25, 0.4, 0.5, 0.6, 0.9))
    cap = [max(*effort, round(sum(effort) * share / periods))] * periods
    budget = round(sum(cost) * rng.uniform(0.3, 0.7)) if rng.random() < 0.5 else None
    dur = [rng.randint(1, longest) for _ in steps]
    return {"T": periods, "cap": cap, "budget": budget, "lag": lag, "gain": gain, "effort": effort, "cost": cost,
            "dur": dur, "all_of": all_of, "any_of": any_of}  # fmt: skip
