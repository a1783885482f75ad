import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, Framework, Stability, stability
from equity_blocks.model.stability import RuleReading

FRAMEWORK = Framework(
    id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}]
)


def test_json_leads_back_to_the_same_finding():
    """The framework's own rule comes first."""
    found = stability(FRAMEWORK, Assessment(framework="f", ratings={"p": "yes"}))
    assert Stability.model_validate_json(found.model_dump_json()) == found
    data = found.model_dump(mode="json")
    assert (data["schema"], data["rules"][0]["kind"]) == ("equity-blocks/stability/1", "own")


def test_a_rule_is_of_one_of_six_kinds():
    """A program can branch on it."""
    with pytest.raises(ValidationError, match="'top', 'unanswered', 'not_applicable' or 'levels'"):
        RuleReading(id="a", kind="other", title="A")
