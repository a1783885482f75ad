"""Slides of the samples, and what stands in their files."""

import io
import zipfile
from functools import cache

import pytest

import equity_blocks as eb
from equity_blocks.reports.given import given_of

SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")


@cache
def given_for(sample, audience="owner"):
    """Give a sample with a score, a plan, a review of evidence and, of the second round, the change since the first."""
    said = eb.load_assessment(f"assessments/{sample}.yaml")
    framework = eb.load_framework("hcplan-apm@1" if sample == "riverbend-2025" else said.framework)
    results = [eb.score(framework, said), eb.plan(framework, said, periods=4, capacity=60, start="2026-Q4")]
    results.append(eb.review_evidence(framework, said))
    if sample == "riverbend-2026":
        before = eb.load_assessment("assessments/riverbend-2025.yaml")
        results.append(eb.compare(framework, before, said, eb.load_framework("hcplan-apm@1")))
    hand_over = [eb.share(noun, audience, framework=framework, secret="s" * 32) for noun in (said, *results)]
    return given_of(framework, hand_over[0], hand_over[1:])


@pytest.fixture(params=SAMPLES)
def sample(request):
    """Give each sample with its results."""
    return given_for(request.param)


@pytest.fixture
def riverbend():
    """Give the second round of one organization, with a plan and the change since the first."""
    return given_for("riverbend-2026")


@pytest.fixture
def opened():
    """Give a function that opens a file of slides, where python-pptx is installed."""
    pptx = pytest.importorskip("pptx", reason="python-pptx is not installed")
    return lambda content: pptx.Presentation(io.BytesIO(content))


@pytest.fixture
def unzipped():
    """Give a function that gives every part of a file as text, also of the files inside it."""
    return _unzipped


def _unzipped(content, before=""):
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            part = file.read(name)
            if name.endswith(".xlsx"):
                parts |= _unzipped(part, f"{before}{name}!")
            else:
                parts[before + name] = part.decode("utf-8", "replace")
    return parts


@pytest.fixture
def blank():
    """Give an empty slide."""
    pptx = pytest.importorskip("pptx", reason="python-pptx is not installed")
    deck = pptx.Presentation()
    return deck.slides.add_slide(deck.slide_layouts[6])
