"""The joint reading: what is open and what raters differ about, each at its least and at its greatest."""

import pytest

from equity_blocks.engine.scoring.claimed_values import claims
from equity_blocks.engine.scoring.outcomes import Ends, band_of, band_outcome, ends_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Outcome
from equity_blocks.model.scoring import Scoring

BANDS = [{"id": "low", "title": "Low", "from": 0.2}, {"id": "high", "title": "High", "from": 0.7}]
PARTS = [{"id": "c", "title": "C"}, {"id": "d", "title": "D"}]


def _ends(rating, **practice):
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", **practice}]}]
    framework = Framework(id="f", title="F", scale=["no", "partly", "yes"], blocks=blocks)
    people = [{"id": who} for who in ("ann", "ben", "cleo")]
    assessment = Assessment(framework="f", respondents=people, ratings={"p": rating})
    ends = ends_of(framework, assessment, claims(framework, assessment))
    return ends.low["p"], ends.high["p"]


@pytest.mark.parametrize(
    ("rating", "ends"),
    [
        ("partly", (0.5, 0.5)),
        (None, (0.0, 1.0)),
        ("unknown", (0.0, 1.0)),
        ({"not_applicable": "no"}, (None, None)),
        ({"level": "yes", "not_pursued": "no"}, (None, None)),
        ({"answers": {"ann": "partly", "ben": "yes", "cleo": "unknown"}}, (0.5, 1.0)),
        ({"answers": {"ann": "no", "ben": "no"}, "agreed": {"level": "yes", "by": "all"}}, (0.0, 1.0)),
        ({"answers": {"ann": "yes"}, "agreed": {"level": "partly", "by": "all"}}, (0.5, 1.0)),
    ],
)
def test_the_ends_of_a_practice(rating, ends):
    """Open is anything; what several said is between them, and what was agreed belongs to it."""
    assert _ends(rating) == ends


def test_criteria_that_nobody_rated_are_open():
    """One of two is at yes: from a half to all."""
    assert _ends({"criteria": {"c": "yes"}}, criteria=PARTS) == (0.5, 1.0)


def test_a_node_lies_around_its_value_too():
    """An agreed level may lie outside what was answered, and a missing answer may have failed it."""
    ends = Ends({"b": 0.5, "out": None}, {"b": 0.75, "out": None})
    assert (ends.around("b", None), ends.around("b", 0.25), ends.around("b", 1.0)) == (
        (0.5, 0.75),
        (0.25, 0.75),
        (0.5, 1.0),
    )
    assert (ends.around("out", None), ends.around("nowhere", None)) == (None, None)


def test_a_band_is_named_with_its_ends():
    """Below the first band there is none, and a value that is withheld has none; the ends stay."""
    policy = Scoring.model_validate({"bands": BANDS})
    assert band_outcome(policy, 0.5, (0.1, 0.7)) == Outcome(value="low", low=None, high="high")
    assert band_outcome(policy, None, (0.3, 0.6)) == Outcome(value=None, low="low", high="low")
    assert band_outcome(policy, None, None) is None
    assert band_outcome(Scoring(), 0.5, (0.1, 0.7)) is None
    assert band_of(policy, None) is None
