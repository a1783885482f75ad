"""Growth: how processor time grows as frameworks with chains, fans and single edges of prerequisites double."""

import gc
import random
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from equity_blocks.engine.lint import lint
from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.scoring.explain import explain
from equity_blocks.engine.scoring.score import score
from equity_blocks.model import Assessment, Framework

SIZES = (250, 500, 1_000, 2_000)
RUNS = 5


class Shape(NamedTuple):
    """How the prerequisites of a framework hang together."""

    title: str
    needs: Callable[[int, int], list[int]]
    """Number of a practice, and how many there are -> the practices that it needs."""


SHAPES = (
    Shape("one chain", lambda i, _count: [i - 1] if i else []),
    Shape("one that all need", lambda i, _count: [0] if i else []),
    Shape("one that needs all", lambda i, count: list(range(i)) if i == count - 1 else []),
    Shape("an edge each, to an earlier one", lambda i, _count: [random.Random(i).randrange(i)] if i else []),
)


def framework_of(shape: Shape, count: int) -> Framework:
    """Make a framework of so many practices, ten in a block, with prerequisites of a shape."""
    practices = [
        {
            "id": f"p{i}",
            "title": f"Practice {i}",
            "question": "Is it in place?",
            "requires": [{"practice": f"p{j}", "why": "It comes first."} for j in shape.needs(i, count)],
        }
        for i in range(count)
    ]
    blocks = [
        {"id": f"b{i}", "title": f"Block {i}", "practices": practices[10 * i : 10 * i + 10]}
        for i in range((count + 9) // 10)
    ]
    levels = ["not-started", "planned", "partial", "in-place"]
    return Framework.model_validate({"id": "grown", "title": "Grown", "scale": levels, "blocks": blocks})


def tasks(shape: Shape, count: int) -> dict[str, Callable[[], Any]]:
    """Give what is measured of one framework: what it is called -> what is done."""
    framework = framework_of(shape, count)
    assessment = Assessment(framework="grown", ratings=dict.fromkeys(framework.practices, "not-started"))
    return {
        "reading": lambda: framework_of(shape, count),
        "score": lambda: score(framework, assessment),
        "plan --all": lambda: plan(framework, assessment, everything=True),
        "lint": lambda: lint(framework),
        "explain": lambda: explain(framework, assessment),
    }


def seconds(task: Callable[[], Any]) -> float:
    """Give the least processor time of a task in a few runs."""
    times = []
    for _ in range(RUNS):
        gc.collect()
        begin = time.process_time()
        task()
        times.append(time.process_time() - begin)
    return min(times)


def growth_table(sizes: tuple[int, ...] = SIZES) -> str:
    """Give the table for docs/benchmarks.md."""
    lines = [
        f"| shape | what | {' | '.join(f'{size:,}' for size in sizes)} | largest ratio |",
        f"|---|---|{'---:|' * len(sizes)}---:|",
    ]
    for shape in SHAPES:
        found: dict[str, list[float]] = {}
        for size in sizes:
            for what, task in tasks(shape, size).items():
                found.setdefault(what, []).append(seconds(task))
        for what, times in found.items():
            ratio = max(after / before for before, after in pairwise(times))
            cells = " | ".join(f"{each:.2f} s" for each in times)
            lines.append(f"| {shape.title} | {what} | {cells} | {ratio:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(growth_table())
