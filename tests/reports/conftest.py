"""A framework of five practices that shows everything a report may have to say, and how to draw documents."""

import io
import random
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from equity_blocks import Assessment, Framework, plan, portfolio, score
from equity_blocks.reports.terminal import as_terminal

MINI = Framework(
    id="mini",
    title="Mini Framework",
    edition="2026",
    scale=["no", "some", "yes"],
    roles={"board": "Board of directors", "data": "Data team"},
    scoring={"bands": [{"id": "early", "title": "Early", "from": 0}, {"id": "far", "title": "Far along", "from": 0.5}]},
    blocks=[
        {
            "id": "people",
            "title": "People",
            "practices": [
                {"id": "vision", "title": "Vision", "weight": 2, "horizon": "short", "effort": "S", "roles": ["board"]},
                {
                    "id": "training",
                    "title": "Training",
                    "horizon": "long",
                    "effort": "M",
                    "roles": ["board"],
                    "requires": [{"practice": "vision", "why": "Training needs a vision to teach."}],
                },
            ],
        },
        {
            "id": "power",
            "title": "Power",
            "practices": [
                {"id": "data-basis", "title": "Data Basis", "effort": "L", "roles": ["data"]},
                {"id": "council", "title": "Member Council"},
                {
                    "id": "pay",
                    "title": "Pay for Results",
                    "requires": [
                        {"practice": "council", "from": "some", "why": "Members say which results count."},
                        {"practice": "data-basis", "from": "some", "why": "Results have to be seen."},
                    ],
                },
            ],
        },
    ],
)
DRAFT = Assessment(
    framework="mini",
    organization={"id": "acme", "name": "Acme Health (fictional)"},
    as_of="2026-06-30",
    goals=[
        {
            "id": "visits",
            "population": "Members after birth",
            "measure": "Postpartum visits",
            "root_causes": [{"title": "No say", "practices": ["pay"]}],
        }
    ],
    initiatives=[{"id": "school", "title": "Equity school", "practices": ["training"]}],
    ratings={
        "vision": "some",
        "training": {"level": "yes", "note": "all staff"},
        "council": {"not_applicable": "we have no members"},
        "pay": {
            "level": "some",
            "importance": "high",
            "effort": {"low": 20, "likely": 40, "high": 80},
            "required_by": [{"title": "State contract", "due": "2027-06-30"}],
            "owner": "Finance",
        },
    },
)


@pytest.fixture(scope="session")
def framework():
    """Give the framework."""
    return MINI


@pytest.fixture(scope="session")
def draft():
    """Give a draft assessment: unmet, waived and unverified prerequisites, one practice out, one unanswered."""
    return DRAFT


@pytest.fixture
def rated():
    """Give a function that scores ratings, with other fields of the assessment where they are given."""

    def rating(ratings, **fields):
        return score(MINI, Assessment(framework="mini", ratings=ratings, **fields))

    return rating


@pytest.fixture
def planned():
    """Give a function that plans from ratings, with other fields of the assessment where they are given."""

    def planning(ratings, **fields):
        return plan(MINI, Assessment(framework="mini", ratings=ratings, **fields))

    return planning


@pytest.fixture
def drawn():
    """Give a function that draws a document as plain text, 80 columns wide unless told otherwise."""

    def drawing(document, width=80):
        return as_terminal(document, Console(file=io.StringIO(), width=width, highlight=False, color_system=None))

    return drawing


@pytest.fixture
def golden():
    """Give a function that reads what a report is expected to be."""
    return lambda name: (Path(__file__).parent / "golden" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def cohorts():
    """Give a function that reads a cohort of two rounds, for an audience; names of organizations are canaries."""
    return _cohort


@cache
def _cohort(audience="owner", number=40):
    pytest.importorskip("narwhals", reason="the extra `frames` is not installed")
    rounds = [[_member(place, seed) for place in range(number)] for seed in (1, 2)]
    whose = "canary-7" if audience in ("owner", "client") else None
    return portfolio(MINI, rounds[1], earlier=rounds[0], by="type", organization=whose, audience=audience, resamples=20)


def _member(place, seed):
    lot = random.Random(place + 1000 * seed)
    levels = {name: lot.choice(["no", "some", "yes", "unknown"]) for name in MINI.practices}
    kind = "provider" if place % 2 else "health-plan"
    of = {"id": f"canary-{place}", "name": f"Canary {place}", "type": kind}
    return Assessment(framework="mini", organization=of, ratings=levels)
