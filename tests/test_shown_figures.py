"""Whatever people read of a figure agrees with the figure: the bands beside it, its range, and its change."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import (
    Assessment,
    Framework,
    compare,
    explain,
    load_assessment,
    load_framework,
    plan,
    review_evidence,
    score,
)
from equity_blocks.reports.comparison import describe_comparison
from equity_blocks.reports.evidence import describe_evidence
from equity_blocks.reports.explanation import describe_explanation
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_plan
from equity_blocks.reports.score import describe_score
from strategies import fewer

NEARLY = Path(__file__).parent / "cases" / "public" / "p27"


@pytest.fixture(scope="module")
def nearly():
    """Give a framework of 250 practices, whose bands begin at 65 % and at 100 %."""
    return load_framework(str(NEARLY / "framework.yaml"))


@pytest.mark.parametrize(
    ("name", "value", "headline"),
    [
        ("one-missing", 0.996, "Score 99.6%, band Most (between 99.6% and 99.6%"),
        ("under-edge", 0.648, "Score 64.8%, band Open (between 64.8% and 64.8%"),
        ("one-met", 0.004, "Score 0.4%, band Open (between 0.4% and 0.4%"),
        ("unanswered", 1.0, "Score 100%, band Complete; may still be Most (between 99.6% and 100%"),
    ],
)
def test_neither_all_nor_nothing_nor_a_band_is_claimed_too_early(nearly, name, value, headline):
    """Case p27: what is nearly so is not told as if it were; JSON holds the figures as they are."""
    card = score(nearly, load_assessment(str(NEARLY / f"{name}.yaml")))
    said = as_markdown(describe_score(card, nearly))
    assert card.score.value == pytest.approx(value, abs=1e-12)
    assert headline in said
    assert ("; 99.6% answered)" in said) == (name == "unanswered")
    assert sum(p.contribution or 0 for p in card.practices.values()) == pytest.approx(value, abs=1e-12)


def test_a_change_says_the_same_everywhere(nearly):
    """Both figures of a change take the same digits, in a comparison and in a plan."""
    before, after = (load_assessment(str(NEARLY / f"{name}.yaml")) for name in ("under-edge", "one-missing"))
    said = as_markdown(describe_comparison(compare(nearly, before, after), nearly))
    assert "The score went from 64.8% to 99.6%: +34.8 points." in said
    assert "raises the score from 99.6% to 100.0%" in as_markdown(describe_plan(plan(nearly, after), nearly))


@st.composite
def _rated(draw):
    """Draw a framework whose bands begin anywhere, and two assessments of it."""
    weights = draw(st.lists(st.integers(1, 200), min_size=2, max_size=12))
    starts = draw(st.lists(st.integers(1, 1000).map(lambda n: n / 1000), min_size=1, max_size=3, unique=True))
    bands = [{"id": f"b{i}", "title": f"B{i}", "from": start} for i, start in enumerate([0.0, *sorted(starts)])]
    practices = [{"id": f"p{i}", "title": f"P{i}", "weight": float(weight)} for i, weight in enumerate(weights)]
    framework = Framework(
        id="f",
        title="F",
        scale={"id": "s", "levels": [{"id": "no", "value": 0.0}, {"id": "yes", "value": 1.0, "needs_evidence": True}]},
        scoring={"bands": bands, "min_coverage": draw(st.sampled_from([0.0, 0.5, 0.655]))},
        blocks=[{"id": "b", "title": "B", "practices": practices}],
    )
    said = [
        Assessment.model_validate(
            {
                "framework": "f",
                "as_of": "2026-06-30",
                "ratings": {p["id"]: draw(st.sampled_from(["no", "yes", "yes", None])) for p in practices},
            }
        )
        for _ in range(2)
    ]
    return framework, *said


@fewer
@given(_rated())
def test_the_figure_beside_a_band_lies_in_it(drawn):
    """Read back from the page, at every level of the band's edges."""
    framework, said, _ = drawn
    starts = {band.title: band.start for band in framework.scoring.bands}
    ends = dict(zip(starts, [*list(starts.values())[1:], 1.1], strict=True))
    card, why = score(framework, said), explain(framework, said)
    for text in (as_markdown(describe_score(card, framework)), as_markdown(describe_explanation(why, framework))):
        for mark, figure, band in re.findall(r"(?m)^(?:Score )?(?:(\\[<>]) )?([\d.]+)%, band (B\d)\b", text):
            value = float(figure) / 100 + {"\\<": -1e-9, "\\>": 1e-9}.get(mark, 0)
            assert starts[band] - 1e-12 <= value < ends[band], text


def _read(text):
    """Read a percentage back: the share, and a last bit more or less where it is told by an edge."""
    number = text.replace("\\", "").rstrip("%")
    return float(number.lstrip("<> ")) / 100 + {"<": -1e-7, ">": 1e-7}.get(number[:1], 0)


PERCENT = r"((?:\\[<>] )?[\d.]+%)"


def _told(before, after, framework):
    """Every figure that these pages name, with the share that it stands for."""
    card, review = score(framework, after), review_evidence(framework, after)
    made = plan(framework, after, everything=True)
    page = as_markdown(describe_score(card, framework))
    named = {
        f"{PERCENT} answered": card.score.coverage,
        f"Your own rating {PERCENT}": card.score.value,
        f"what its foundations support {PERCENT}": card.score.consistent,
        f"what you can show {PERCENT}": card.score.evidenced,
        f"Your targets add up to {PERCENT}": card.score.target,
        f"lie between {PERCENT}": card.score.low,
    }
    yield from ((found[0], share) for what, share in named.items() if (found := re.findall(what, page)))
    page = as_markdown(describe_evidence(review, framework))
    named = {f"The score is {PERCENT}": review.value, f"and {PERCENT} by what current": review.evidenced}
    yield from ((found[0], share) for what, share in named.items() if (found := re.findall(what, page)))
    page = as_markdown(describe_plan(made, framework))
    for start, end in re.findall(f"the score from {PERCENT} to {PERCENT}", page):
        yield from ((start, made.score_now), (end, made.score_after))
    changed = compare(framework, before, after)
    page = as_markdown(describe_comparison(changed, framework))
    for start, end in re.findall(f"The score went from {PERCENT} to {PERCENT}", page):
        yield from ((start, changed.score.before), (end, changed.score.after))


@fewer
@given(_rated())
def test_every_named_figure_lies_where_its_share_lies(drawn):
    """Beside the edges of the framework, beside all and beside nothing, on every page; and changes go the right way."""
    framework, before, after = drawn
    told = list(_told(before, after, framework))
    edges = (0.0, 1.0, framework.scoring.min_coverage, *(band.start for band in framework.scoring.bands))
    for text, share in told:
        for edge in edges:
            sides = [0 if abs(x - edge) < 1e-9 else 1 if x > edge else -1 for x in (_read(text), share)]
            assert sides[0] == sides[1], (text, share, edge)
