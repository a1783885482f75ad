import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, EvidenceReview, Framework, review_evidence
from equity_blocks.model.evidence_review import EvidenceItem

FRAMEWORK = Framework(
    id="f",
    title="F",
    scale={"id": "s", "levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1, "needs_evidence": True}]},
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
)


def test_json_leads_back_to_the_same_review():
    """Keys of the register may be any text."""
    said = Assessment(
        framework="f",
        as_of="2026-06-30",
        evidence={"Charter, signed": {"title": "Charter"}},
        ratings={"p": {"level": "yes", "evidence": ["Charter, signed"]}},
    )
    review = review_evidence(FRAMEWORK, said)
    assert review.claims[0].listed == ("Charter, signed",)
    assert EvidenceReview.model_validate_json(review.model_dump_json()) == review
    assert review.model_dump(mode="json")["schema"] == "equity-blocks/evidence/1"


def test_an_age_is_one_of_four():
    """A program can branch on it."""
    with pytest.raises(ValidationError, match="Input should be 'current', 'outdated', 'undated' or 'to_come'"):
        EvidenceItem(id="a", title="A", age="old", checked=False)
