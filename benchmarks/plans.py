"""Plans of the shipped framework for random assessments: how far from the bound, and how long they take."""

import random
import time
from statistics import mean
from typing import Any, NamedTuple

from equity_blocks.engine.planning.plan import plan
from equity_blocks.files.loading import load_framework
from equity_blocks.model import Assessment, Framework

LEVELS = ("not-started", "planned", "partial", "in-place", "unknown")
CASES = 12


class Measured(NamedTuple):
    """One plan: its gap to the bound of `certify` as a share, and the processor seconds it took without the bound."""

    gap: float
    seconds: float


def assessments(framework: Framework) -> list[Assessment]:
    """Draw twelve assessments of a framework, always the same ones."""
    found = []
    for seed in range(CASES):
        rng = random.Random(seed)
        ratings: dict[str, Any] = {name: rng.choice(LEVELS) for name in framework.practices}
        found.append(Assessment(framework=framework.id, ratings=ratings))
    return found


def measured(framework: Framework, assessment: Assessment, periods: int) -> Measured:
    """Plan everything with capacity for half of the work."""
    work = sum(action.effort.likely for action in plan(framework, assessment, everything=True).actions)
    terms: dict[str, Any] = {"everything": True, "periods": periods, "capacity": work / 2 / periods}
    begin = time.process_time()
    plan(framework, assessment, **terms)
    seconds = time.process_time() - begin
    gap = plan(framework, assessment, certify=True, **terms).gap
    if gap is None:
        message = 'the bound needs HiGHS: pip install "equity-blocks[optimize]"'
        raise RuntimeError(message)
    return Measured(gap, seconds)


def plan_table() -> str:
    """Give the table for docs/benchmarks.md."""
    framework = load_framework("hcplan-apm")
    lines = ["| periods | mean gap | largest gap | mean processor time | longest |", "|---:|---:|---:|---:|---:|"]
    for periods in (8, 12):
        found = [measured(framework, assessment, periods) for assessment in assessments(framework)]
        gaps, times = [item.gap * 100 for item in found], [item.seconds for item in found]
        lines.append(
            f"| {periods} | {mean(gaps):.2f} % | {max(gaps):.2f} % | {mean(times):.2f} s | {max(times):.2f} s |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(plan_table())
