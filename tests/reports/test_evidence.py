import pytest

from equity_blocks import Assessment, Framework, review_evidence
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Paragraph
from equity_blocks.reports.evidence import describe_evidence

LEVELS = [{"id": "no", "value": 0}, {"id": "in-place", "value": 1, "needs_evidence": True}]
FRAMEWORK = Framework(
    id="f",
    title="Some Framework",
    scale={"id": "s", "levels": LEVELS},
    blocks=[{"id": "b", "title": "B", "practices": [{"id": n, "title": f"Practice {n}"} for n in ("p", "q", "r")]}],
)
REGISTER = {
    "charter": {"title": "Charter of the board", "date": "2023-01-31", "kind": "policy"},
    "minutes": {"title": "Minutes", "date": "2026-06-01", "checked": {"by": "Audit"}},
    "idle": {"title": "Idle"},
}
RATINGS = {"p": {"level": "in-place", "evidence": ["charter"]}, "q": {"level": "in-place", "evidence": ["minutes"]}}


def _review(ratings=RATINGS, register=REGISTER, **policy):
    framework = FRAMEWORK.replace(scoring={"min_coverage": 0.0, **policy})
    said = Assessment(framework="f", as_of="2026-06-30", evidence=register, ratings={**ratings})
    return review_evidence(framework, said)


@pytest.fixture
def review():
    """Of three claims one has current evidence."""
    return _review({**RATINGS, "r": "in-place"})


def test_a_review_in_the_terminal(review, drawn, golden):
    """Two of three claims fall to nothing: 100% becomes 33%, a third each."""
    assert drawn(describe_evidence(review, FRAMEWORK)) == golden("evidence.txt")


def test_nothing_is_missing():
    """Then it says so, and an empty register is called empty."""
    document = describe_evidence(_review({"p": "no"}, {}))
    said = [part.text for part in document.parts if isinstance(part, Paragraph)]
    assert said[:2] == ["Every claim that needs evidence has current evidence.", "The register is empty."]
    assert "Months are those begun since the newest date." not in said
    assert document.tables == ()


def test_a_score_that_is_withheld_has_no_points():
    """The claims are still named."""
    document = describe_evidence(_review({"r": "in-place"}, min_coverage=1.0))
    assert document.parts[0].text == "1 claim has no current evidence."
    assert document.tables[0].rows[0][-1] == NO_VALUE


def test_the_policy_is_told():
    """Checked evidence is asked for in words."""
    assert (
        describe_evidence(_review(evidence_counts="checked", evidence_max_age=1))
        .parts[-1]
        .text.endswith("Evidence counts for 1 month after its newest date, and only if somebody checked it.")
    )


def test_a_contract_is_told_by_its_kind():
    """In the words of the framework."""
    choices = [{"id": "fees", "title": "Fees for services"}]
    framework = FRAMEWORK.replace(about=[{"id": "payment", "title": "Payment", "choices": choices}])
    register = {"contract": {"title": "Contract", "date": "2026-01-01", "profile": {"payment": "fees"}}}
    review = review_evidence(framework, Assessment(framework="f", as_of="2026-06-30", evidence=register))
    assert review.items[0].profile == {"payment": "fees"}
    assert "Contract\nPayment: Fees for services\n" in describe_evidence(review, framework).tables[-1].rows[0][0]
