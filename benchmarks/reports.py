"""How long a full report takes to render, given the results, and how large it is."""

import time
from pathlib import Path

from equity_blocks.engine.planning.plan import plan
from equity_blocks.engine.respondents.summary import respondents
from equity_blocks.engine.scoring.evidence import review_evidence
from equity_blocks.engine.scoring.score import score
from equity_blocks.files.loading import load_assessment, load_framework
from equity_blocks.reports.report import report

SAMPLE = Path(__file__).resolve().parent.parent / "assessments" / "riverbend-2026.yaml"


def rendering(runs: int) -> tuple[int, float]:
    """Give the bytes of a report with a calendar, and the least time of so many runs, in seconds."""
    framework, assessment = load_framework("hcplan-apm"), load_assessment(SAMPLE)
    dated = plan(framework, assessment, capacity=60, start="2026-Q4", confidence=1000)
    results = (
        score(framework, assessment),
        dated,
        review_evidence(framework, assessment),
        respondents(framework, assessment),
    )
    size, best = 0, float("inf")
    for _ in range(runs + 1):  # the first one reads the templates
        begin = time.perf_counter()
        page = report(framework, assessment, *results).html
        best = min(best, time.perf_counter() - begin)
        size = len(page.encode())
    return size, best


if __name__ == "__main__":
    size, seconds = rendering(15)
    print(f"{size / 1000:.0f} kB, {seconds * 1000:.1f} ms")
