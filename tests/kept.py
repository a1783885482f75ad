"""Results of every kind, as small as they can be with something in almost every field; stored for each version.

`python tests/kept.py FOLDER` writes them as JSON. What is stored of a version that was published never changes.
"""

import json
import sys
from functools import cache
from pathlib import Path

import equity_blocks as eb
from equity_blocks.engine.portfolio.reading import portfolio
from equity_blocks.exchange.stored_results import RESULT_KINDS

STORED = Path(__file__).resolve().parent / "stored"
PRESENT = STORED / "0.3"


SAMPLES = (
    *RESULT_KINDS, "explanation-block", "explanation-practice", "plan-band", "scorecard-revision", "scorecard-shared",
)  # fmt: skip
"""One of each kind of result, and some more of which a single one cannot hold everything."""

INPUTS = {
    "framework": eb.load_framework,
    "framework-before": eb.load_framework,
    "framework-other": eb.load_framework,
    "crosswalk": eb.load_crosswalk,
    "tailoring": eb.load_tailoring,
    "scale": eb.load_scale,
    "assessment": eb.load_assessment,
    "assessment-before": eb.load_assessment,
    "assessment-other": eb.load_assessment,
    "adopted-plan": eb.load_adopted_plan,
    "goal": eb.load_goal_template,
    "branding": eb.load_branding,
}
"""File -> what opens it."""


@cache
def inputs():
    """Give the nouns of the files that the results are made from."""
    return {name: load(PRESENT / f"{name}.yaml") for name, load in INPUTS.items()}


@cache
def results():
    """Give results by the names of their samples: the kind, and what is special about one of several."""
    given = inputs()
    framework, assessment, other = given["framework"], given["assessment"], given["framework-other"]
    crosswalk, direct = given["crosswalk"], given["assessment-other"]
    ours = eb.tailor(framework, given["tailoring"])
    plan = eb.plan(ours, assessment, confidence=50, since=given["adopted-plan"])
    return {
        "acceptability": eb.rank_acceptability([[0.9, 0.2], [0.4, 0.8]], draws=100, seed=1),
        "comparison": eb.compare(framework, given["assessment-before"], assessment, given["framework-before"]),
        "coverage": eb.coverage([ours, other], [assessment], [crosswalk]),
        "difference": eb.diff(given["framework-before"], framework),
        "evidence": eb.review_evidence(framework, assessment),
        "explanation": eb.explain(framework, assessment),
        "explanation-block": eb.explain(framework, assessment, "people"),
        "explanation-practice": eb.explain(framework, assessment, "council"),
        "migration": eb.migrate(framework, given["assessment-before"], given["framework-before"]),
        "plan": eb.add_offers(plan, [other], [crosswalk]),
        "plan-band": eb.plan(framework, assessment.replace(planning=None), band="far"),
        "portfolio": _portfolio(framework, assessment),
        "reach": eb.reach(framework, assessment, "far"),
        "respondents": eb.respondents(framework, assessment),
        "scorecard": eb.score(framework, assessment),
        "scorecard-revision": eb.score(framework, assessment.replace(revision=1)),
        "scorecard-shared": eb.share(eb.score(framework, assessment), "client"),
        "sensitivity": eb.sensitivity(framework, assessment, 64, seed=1),
        "stability": eb.stability(framework, assessment),
        "translation": eb.translate(framework, assessment, crosswalk, other, direct=direct),
        "trend": eb.trend(framework, [given["assessment-before"], assessment], [given["framework-before"]]),
        "what-if": eb.what_if(framework, assessment, {"stratification": "planned"}, slips={"collection": 1}),
    }


def _portfolio(framework, assessment):
    """Give the reading of a cohort of two, of whom one was in the round before."""
    river = assessment.replace(organization={"id": "river", "type": "provider"})
    empty = {"ratings": {name: {"level": 0} for name in framework.practices}}
    hill = eb.Assessment(framework=framework.id, organization={"id": "hill", "type": "health-plan"}, **empty)
    return portfolio(framework, [river, hill], by="type", organization="river", earlier=[river], resamples=20)


def unstored():
    """Give what comes back, too, and is kept by whoever likes to: a problem to be scheduled, and its schedule."""
    problem = eb.ScheduleProblem(
        periods=3,
        capacity=5,
        benefit=[2, 9],
        effort=[5, 5],
        requires=[[], [0]],
        due=[{"last": 2, "steps": [1]}],
        completions=[{"steps": [0, 1], "gain": 1}],
    )
    return {"schedule problem": problem, "schedule": eb.solve(problem)}


def write(folder):
    """Write each result into a folder, one file a kind, and what is read from each of its `files`."""
    for name, result in results().items():
        _write(folder / f"{name}.json", result.model_dump(mode="json"), 1)
    files = {path.stem: INPUTS[path.stem](path) for path in (folder / "files").glob("*.yaml")}
    files["tailored"] = eb.tailor(files["framework"], files["tailoring"])
    for name, noun in files.items():
        _write(folder / "files" / f"{name}.json", noun.model_dump(mode="json", exclude_unset=True), 2)


def _write(path, data, indent):
    path.write_text(json.dumps(data, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
