from datetime import date
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import (
    Assessment,
    Framework,
    UnsuitableError,
    load_assessment,
    load_framework,
    review_evidence,
    score,
)
from equity_blocks.engine.scoring.evidence import months_begun
from equity_blocks.engine.scoring.lenses import months_before
from strategies import AS_OF, EVIDENCE, cases, fewer

LEVELS = [{"id": "no", "value": 0}, {"id": "some", "value": 0.5}, {"id": "yes", "value": 1, "needs_evidence": True}]
FRAMEWORK = Framework(
    id="f",
    title="F",
    scale={"id": "s", "levels": LEVELS},
    scoring={"min_coverage": 0.0},
    blocks=[
        {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 3}]},
        {"id": "c", "title": "C", "practices": [{"id": "r", "title": "R"}]},
    ],
)


def _said(ratings, **more):
    return Assessment(**{"framework": "f", "as_of": AS_OF, "evidence": EVIDENCE, "ratings": ratings, **more})


@fewer
@given(cases())
def test_the_points_sum_to_the_gap_of_the_lens(case):
    """With means all the way up, each claim's points are its own, so nothing is counted twice."""
    framework, said = case
    top = score(framework, said).score
    claims = review_evidence(framework, said).claims
    if top.value is None:  # only practices without weight are rated
        assert {claim.points for claim in claims} <= {None}
        return
    assert fsum(claim.points for claim in claims) == pytest.approx(top.value - top.evidenced, abs=1e-9)
    assert [claim.points for claim in claims] == sorted((claim.points for claim in claims), reverse=True)
    shown = {name: p.evidenced_level for name, p in score(framework, said).practices.items() if p.status == "rated"}
    assert {claim.id: claim.evidenced_level for claim in claims}.items() <= shown.items()


def test_the_claim_most_points_rest_on_comes_first():
    """R is half of the score, Q three eighths, P one eighth; each falls by a half."""
    said = _said(
        {"p": "yes", "q": {"level": "yes", "evidence": ["old"]}, "r": {"level": "yes", "evidence": ["undated"]}}
    )
    found = review_evidence(FRAMEWORK, said).claims
    assert [(claim.id, claim.points, claim.listed) for claim in found] == [
        ("r", 0.25, ("undated",)),
        ("q", 0.1875, ("old",)),
        ("p", 0.0625, ()),
    ]


def test_what_is_not_rated_claims_nothing():
    """A practice left out by choice rests on no point of the score."""
    said = _said({"p": {"level": "yes", "not_pursued": "x"}, "q": "unknown", "r": "some"})
    assert review_evidence(FRAMEWORK, said).claims == ()


def test_points_are_withheld_with_the_score():
    """The order stays, the numbers go."""
    strict = FRAMEWORK.replace(scoring={"min_coverage": 1.0})
    (claim,) = review_evidence(strict, _said({"p": "yes"})).claims
    assert (claim.id, claim.points) == ("p", None)
    both = review_evidence(strict, _said({"p": "yes", "q": "yes"})).claims
    assert [(claim.id, claim.points) for claim in both] == [("q", None), ("p", None)]


def test_on_a_range_of_scores_a_claim_falls_to_a_level_and_not_to_a_score():
    """Claimed 8 of 10; without evidence it counts as the level at a half, so 3 points of 10 rest on it."""
    levels = [
        {"id": "low", "value": 0},
        {"id": "half", "value": 0.5},
        {"id": "far", "value": 0.75, "needs_evidence": True},
    ]
    framework = FRAMEWORK.replace(scale={"id": "s", "range": [0, 10], "levels": levels})
    (claim,) = review_evidence(framework, _said({"p": 8})).claims
    assert (claim.level, claim.evidenced_level, claim.points) == ("far", "half", pytest.approx(0.3))


def test_scope_coverage_and_policy_stand_beside_the_claims():
    """Two of three are rated; half of one block and all of the other weigh a quarter and a half."""
    review = review_evidence(FRAMEWORK, _said({"p": "yes", "r": "no"}))
    assert (review.scope.rated, review.scope.unanswered, review.coverage) == (2, 1, 0.625)
    assert review.policy_in_words[-1] == "Evidence counts for 24 months after its newest date."


def test_without_a_date_there_is_no_age():
    """The message says what is missing."""
    with pytest.raises(UnsuitableError, match=r"the assessment has no date.*give it an as_of"):
        review_evidence(FRAMEWORK, _said({}, as_of=None))
    with pytest.raises(UnsuitableError, match="f is guidance"):
        review_evidence(FRAMEWORK.replace(use="guidance"), _said({}))


def test_the_register_by_age():
    """What is not current stands first, and of that the oldest; who uses it is beside it."""
    review = review_evidence(FRAMEWORK, _said({"p": {"level": "yes", "evidence": ["old", "fresh"]}}))
    assert [(item.id, item.age, item.age_months) for item in review.items] == [
        ("old", "outdated", 25),
        ("undated", "undated", None),
        ("to-come", "to_come", None),
        ("fresh", "current", 2),
        ("unchecked", "current", 2),
        ("reviewed", "current", 0),
    ]
    by_id = {item.id: item for item in review.items}
    assert by_id["fresh"].practices == by_id["old"].practices == ("p",)
    assert (by_id["fresh"].checked, by_id["unchecked"].checked) == (True, False)
    assert [item.id for item in review.items if item.counts] == ["fresh", "unchecked", "reviewed"]


def test_a_policy_that_asks_for_checks():
    """Current is not enough then, and the claim it stands for falls."""
    strict = FRAMEWORK.replace(scoring={"min_coverage": 0.0, "evidence_counts": "checked"})
    review = review_evidence(strict, _said({"p": {"level": "yes", "evidence": ["unchecked"]}}))
    assert [item.id for item in review.items if item.counts] == ["fresh"]
    assert [claim.id for claim in review.claims] == ["p"]
    assert (review.asks_for, review.max_age) == ("checked", 24)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.dates(date(2030, 1, 1), date(2040, 1, 1)), st.integers(0, 240))
def test_months_begun_agree_with_the_lens(day, as_of, months):
    """Current is who is not older, in months begun, than the policy's months."""
    assert (months_begun(day, as_of) <= months) == (day >= months_before(as_of, months))


def test_riverbend():
    """Three claims list nothing, one lists a charter that is too old."""
    review = review_evidence(load_framework("hcplan-apm"), load_assessment("assessments/riverbend-2026.yaml"))
    assert [claim.listed for claim in review.claims] == [(), (), (), ("governance-charter",)]
    assert fsum(claim.points for claim in review.claims) == pytest.approx(review.value - review.evidenced, abs=1e-12)
    assert review.items[0].id == "governance-charter"
