"""Plans that the tests of files for other tools are written from."""

from functools import cache

import hostile_texts
from equity_blocks import load_assessment, load_framework
from equity_blocks.engine.planning.plan import plan
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.plan import Plan

DATES = {"start": "2027-Q1", "capacity": 80}


@cache
def riverbend() -> tuple[Plan, Framework]:
    """Give the plan of the sample by quarters of 2027 and 2028, and its framework."""
    framework = load_framework("hcplan-apm")
    return plan(framework, load_assessment("assessments/riverbend-2026.yaml"), **DATES), framework


def small_framework() -> Framework:
    """Give a framework of three practices; the third needs the second level of one of the others."""
    needs = {"any_of": [{"practice": name, "level": "some"} for name in "ab"], "why": "It builds on one of them."}
    practices = [
        {"id": "a", "title": "A", "effort": "S"},
        {"id": "b", "title": "B", "effort": "S"},
        {"id": "c", "title": "C", "effort": "S", "requires": [needs]},
    ]
    return Framework.model_validate(
        {
            "id": "small",
            "title": "Small",
            "scale": ["no", "some", "yes"],
            "blocks": [
                {"id": "x", "title": "The first", "practices": practices[:2]},
                {"id": "y", "title": "The second", "practices": practices[2:]},
            ],
        }
    )


def small_assessment(**more: object) -> Assessment:
    """Give an assessment in which nothing of it is there yet, and all of it is wanted."""
    ratings = {name: {"level": "no", "decision": "pursue", "owner": f"Owner of {name}"} for name in "abc"}
    return Assessment.model_validate({"framework": "small", "id": "ours", "ratings": ratings, **more})


def small(dates: dict[str, object] | None = None, **more: object) -> Plan:
    """Give the plan of it, by months of 2027."""
    how = {"start": "2027-01", "periods": 12, "capacity": 20} if dates is None else dates
    return plan(small_framework(), small_assessment(as_of="2026-12-01", **more), **how)


def hostile() -> Plan:
    """Give a plan whose every text tries to be more than text."""
    return plan(hostile_texts.framework(), hostile_texts.assessment(), everything=True, **DATES)
