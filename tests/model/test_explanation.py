import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, Explanation, Framework, explain
from equity_blocks.model.explanation import ExplainedPart

NEED = [{"practice": "q", "why": "q first"}]
PRACTICES = [{"id": "p", "title": "P", "requires": NEED}, {"id": "q", "title": "Q"}]
FRAMEWORK = Framework(
    id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": PRACTICES}]
)


@pytest.mark.parametrize("node", [None, "b", "p"])
def test_json_leads_back_to_the_same_explanation(node):
    """Of the whole, of a block and of a practice."""
    said = Assessment(framework="f", as_of="2026-06-30", ratings={"p": "yes", "q": "no"})
    found = explain(FRAMEWORK, said, node)
    assert found.consistent.rests_on[0].any_of[0].practice == "q"
    assert Explanation.model_validate_json(found.model_dump_json()) == found
    assert found.model_dump(mode="json")["schema"] == "equity-blocks/explanation/1"


def test_a_part_is_one_of_three_kinds():
    """A program can branch on it."""
    with pytest.raises(ValidationError, match="Input should be 'block', 'practice' or 'criterion'"):
        ExplainedPart(kind="theme", id="a", title="A", weight=1.0)
