"""Results to draw, and what is needed to draw them."""

import pytest

import equity_blocks as eb

NEEDS = "needs Altair and vl-convert: pip install equity-blocks[charts]"


@pytest.fixture(scope="session")
def sample():
    """Give a function that opens a sample with its framework."""

    def opening(name="riverbend-2026"):
        assessment = eb.load_assessment(f"assessments/{name}.yaml")
        return eb.load_framework_of(assessment), assessment

    return opening


@pytest.fixture(scope="session")
def card(sample):
    """Give the score card of a sample with open answers."""
    return eb.score(*sample())


@pytest.fixture(scope="session")
def plan(sample):
    """Give a plan with a calendar, and with how firm its first actions are."""
    return eb.plan(*sample(), start="2027-Q1", capacity=60, confidence=50)


@pytest.fixture
def altair():
    """Give Altair; skip where it is missing."""
    pytest.importorskip("vl_convert", reason=NEEDS)
    return pytest.importorskip("altair", reason=NEEDS)


@pytest.fixture(scope="session")
def rows():
    """Give a function that gathers all rows of a specification that have a field, in the order of the chart."""

    def gathering(spec, field):
        found = [row for row in spec.get("data", {}).get("values", ()) if field in row]
        for name in ("layer", "vconcat"):
            for part in spec.get(name, ()):
                found += gathering(part, field)
        return found

    return gathering
