"""Measure the ratios that the package promises, in one run, and write them to docs/benchmarks.md.

    python benchmarks/run.py [--write]

Each pair is measured in turns on the same machine, and the least of many runs counts, so that what else the machine
does matters little. Absolute times are for orientation only.
"""

import argparse
import gc
import os
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.scoring.score import score
from equity_blocks.files.loading import load_assessment, load_framework
from equity_blocks.files.opening import open_framework
from equity_blocks.model import Assessment, Framework
from growth import growth_table
from plans import plan_table
from reports import rendering
from schedules import schedule_table, schedules

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "assessments/riverbend-2026.yaml"
FLOOR = """
import yaml, click, rich.table, pydantic
class Model(pydantic.BaseModel):
    x: int
"""
CARD_KB = 40
"""The most memory that a card of 49 practices may take."""
LEVELS = ("not-started", "planned", "partial", "in-place")


class Row(NamedTuple):
    """One line of the table: what was measured, against what, and what is promised."""

    what: str
    against: str
    measured: float
    yardstick: float
    promise: float | None

    @property
    def ratio(self) -> float:
        """How many times as long it took."""
        return self.measured / self.yardstick


def least(first: Callable[[], Any], second: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Time two functions in turns and give the least time of each, in seconds."""
    best = [float("inf"), float("inf")]
    for _ in range(runs):
        for i, function in enumerate((first, second)):
            start = time.perf_counter()
            function()
            best[i] = min(best[i], time.perf_counter() - start)
    return best[0], best[1]


def process(*words: str) -> Callable[[], Any]:
    """Give a function that runs a fresh interpreter, which finds its byte code where an earlier run has put it."""
    command = [sys.executable, *words]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)


def starting(runs: int) -> list[Row]:
    """Compare fresh interpreters."""
    empty = process("-c", "pass")
    bare = least(process("-c", "import equity_blocks"), empty, runs)
    cold = least(process("-m", "equity_blocks", "score", SAMPLE), process("-c", FLOOR), runs)
    floor = "a fresh interpreter with yaml, click, rich.table and one model"
    return [
        Row("`import equity_blocks`", "`python -c pass`", *bare, 1.1),
        Row("`equity-blocks score` from cold", floor, *cold, 1.4),
    ]


def large(practices: int) -> dict[str, Any]:
    """Make a framework of many practices out of the texts of a shipped one."""
    shipped = load_framework("hcplan-apm").model_dump(mode="json", by_alias=True, exclude_unset=True)
    pattern = [practice for block in shipped["blocks"] for practice in block["practices"]]
    blocks: list[dict[str, Any]] = []
    for i in range(practices):
        around, place = divmod(i, len(pattern))
        if place == 0:
            blocks.append({"id": f"block-{around}", "title": f"Block {around}", "practices": []})
        blocks[-1]["practices"].append(_renamed(pattern[place], around))
    present = {practice["id"] for block in blocks for practice in block["practices"]}
    for block in blocks:
        for practice in block["practices"]:
            practice["requires"] = [
                entry for entry in practice["requires"] if all(need["practice"] in present for need in entry["any_of"])
            ]
    return {**shipped, "blocks": blocks}


def _renamed(practice: dict[str, Any], around: int) -> dict[str, Any]:
    needs = [
        {**entry, "any_of": [{**need, "practice": f"{need['practice']}-{around}"} for need in entry["any_of"]]}
        for entry in practice.get("requires", ())
    ]
    return {**practice, "id": f"{practice['id']}-{around}", "requires": needs}


def loading(practices: int, runs: int) -> Row:
    """Compare reading with places against PyYAML's fast loader, both with validation."""
    text = yaml.safe_dump(large(practices), sort_keys=False, allow_unicode=True, width=120)
    times = least(
        lambda: open_framework("large.yaml", text),
        lambda: Framework.model_validate(yaml.load(text, Loader=yaml.CSafeLoader)),
        runs,
    )
    what = f"reading {practices:,} practices ({len(text) // 1000:,} kB) with places"
    return Row(what, "`yaml.CSafeLoader` and the same validation, without places", *times, 1.0)


def scoring(practices: int, runs: int) -> list[Row]:
    """Compare scoring many practices with scoring 49, and planning with scoring."""
    small, small_said = load_framework("hcplan-apm"), load_assessment(ROOT / SAMPLE)
    many = Framework.model_validate(large(practices))
    ratings = {name: LEVELS[i % len(LEVELS)] for i, name in enumerate(many.practices)}
    said = Assessment(framework=many.id, edition=many.edition, as_of="2026-09-30", ratings=ratings)
    share = practices / len(small.practices)
    measured, one = least(lambda: score(many, said), lambda: score(small, small_said), runs)
    plans = least(lambda: plan(small, small_said, everything=True), lambda: score(small, small_said), runs)
    return [
        Row(
            f"scoring {practices:,} practices, all lenses", f"{share:.1f} times scoring 49", measured, one * share, None
        ),
        Row("scoring 49 practices, all lenses", "itself", one, one, None),
        Row("planning all of 49 practices", "scoring them", *plans, None),
    ]


def card_size(cards: int = 100) -> float:
    """Give what one card of 49 practices adds to the memory, in kB, with all that no other card shares with it."""
    framework = load_framework("hcplan-apm")
    levels, dice = framework.scale.ids, random.Random(1)
    assessments = [
        Assessment(
            framework=framework.id, as_of="2026-09-30", ratings={p: dice.choice(levels) for p in framework.practices}
        )
        for _ in range(cards)
    ]
    score(framework, assessments[0]).model_dump_json()
    gc.collect()
    tracemalloc.start()
    kept = [score(framework, assessment) for assessment in assessments]
    for card in kept:
        card.model_dump_json()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(kept) / 1000


def table(rows: list[Row]) -> str:
    """Write the rows as Markdown."""
    lines = [
        f"| {row.what} | {row.against} | {row.ratio:.2f} | {row.promise or ''} | {row.measured * 1e3:.2f} ms "
        f"| {row.yardstick * 1e3:.2f} ms |"
        for row in rows
    ]
    head = ["| what | against | ratio | at most | time | yardstick |", "|---|---|---:|---:|---:|---:|"]
    return "\n".join([*head, *lines])


PAGE = """# Benchmarks

Measured by `python benchmarks/run.py --write` in one run, each pair in turns, the least of many runs. Read the ratios;
the times are those of one shared machine with {python} and are for orientation only.

{table}

A score card of 49 practices, written as JSON once, takes {card:.0f} kB of memory; it is to stay at {most} kB or below.

## Schedules

Fixed problems drawn by `benchmarks/instances.py`, 103 to 365 steps. The gap is what a rule misses of the best value
known, in % of it; for `exact`, stopped after 20 seconds, it is the gap to its own bound. See
[schedule](methods/schedule.md).

{schedules}

## Plans

hcplan-apm, 12 random assessments, everything below target, capacity for half of the work. The gap is to the
bound of `--certify`, in % of it; the bound itself lies above the best schedule, and depends on how far HiGHS comes
in 2 seconds. The time is that of the plan without the bound. See [plan](methods/plan.md).

{plans}

## Growth

Frameworks of so many practices, ten in a block and none of them started, whose prerequisites hang together in four
ways. The least processor time of five runs, and the largest ratio by which it grows when the number of practices
doubles; it is to stay at 3 or below. See [graph](methods/graph.md).

{growth}
"""


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    rows = [*starting(options.runs), loading(1000, max(3, options.runs // 3)), *scoring(1000, options.runs)]
    full, seconds = rendering(options.runs)
    rows.append(Row(f"rendering a full report ({full // 1000} kB) from its results", "50 ms", seconds, 0.05, 1.0))
    card = card_size()
    print(table(rows))
    print(f"one card: {card:.1f} kB")
    if options.write:
        python = f"CPython {sys.version_info.major}.{sys.version_info.minor}"
        page = PAGE.format(
            python=python,
            table=table(rows),
            card=card,
            most=CARD_KB,
            schedules=schedule_table(schedules()),
            plans=plan_table(),
            growth=growth_table(),
        )
        (ROOT / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")
    broken = [row.what for row in rows if row.promise and row.ratio > row.promise]
    broken += ["the size of a card"] if card > CARD_KB else []
    if broken:
        sys.exit(f"over what is promised: {', '.join(broken)}")


if __name__ == "__main__":
    main()
