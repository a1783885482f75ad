import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, Comparison, Framework, compare
from equity_blocks.model.comparison import PracticeChange

FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "yes"],
    blocks=[
        {
            "id": "outer",
            "title": "Outer",
            "practices": [{"id": "p", "title": "P"}],
            "blocks": [{"id": "inner", "title": "Inner", "practices": [{"id": "q", "title": "Q"}]}],
        }
    ],
)


def _made():
    before, after = (Assessment(framework="f", ratings={"p": "no", "q": level}) for level in ("no", "yes"))
    return compare(FRAMEWORK, before, after)


def test_practices_of_inner_blocks_are_found():
    """By id, in source order."""
    assert list(_made().practices) == ["p", "q"]


def test_json_leads_back_to_the_same_comparison():
    """With `from` for the level before, as plans have it."""
    made = _made()
    data = made.model_dump(mode="json")
    assert (data["schema"], data["blocks"][0]["blocks"][0]["practices"][0]["level"]) == (
        "equity-blocks/comparison/1", {"from": "no", "to": "yes"},
    )  # fmt: skip
    assert Comparison.model_validate_json(made.model_dump_json()) == made


def test_a_cause_is_one_of_four():
    """A program can branch on it."""
    with pytest.raises(ValidationError, match="Input should be 'framework', 'scope', 'respondents' or 'ratings'"):
        PracticeChange(id="p", title="P", status={"from": "rated", "to": "rated"}, cause="luck")
