from equity_blocks import Assessment, Framework, plan
from equity_blocks.engine.what_if import what_if
from equity_blocks.model.what_if import WhatIf

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
)
SEEN = what_if(FRAMEWORK, Assessment(framework="mini", ratings={"p": "no"}), {"p": "yes"})


def test_json_is_read_back_equal():
    """Both plans included."""
    assert WhatIf.model_validate_json(SEEN.model_dump_json()) == SEEN


def test_json_uses_the_words_of_plans():
    """`from` where Python needs another name."""
    data = SEEN.model_dump(mode="json")
    assert (data["schema"], data["supposed"][0]["from"]) == ("equity-blocks/what-if/1", "no")
    assert data["plan_before"]["schema"] == plan(FRAMEWORK, Assessment(framework="mini")).model_dump()["schema"]
