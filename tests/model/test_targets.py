import pytest
from pydantic import ValidationError

from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.targets import Targets

MINI = {
    "id": "mini",
    "title": "Mini",
    "scale": ["no", "partly", "yes"],
    "blocks": [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
}


def test_nothing_is_aimed_for_by_default():
    """An assessment and a framework may say nothing; the scale then decides."""
    assert Assessment(framework="mini").targets == Framework(**MINI).targets == Targets()
    assert Targets().model_dump() == {"default": None, "short": None, "long": None, "blocks": {}}


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ({"long": "soon"}, "targets.long: 'soon' is not a level"),
        ({"blocks": {"b": "soon"}}, "targets.blocks.b: 'soon' is not a level"),
        ({"blocks": {"bb": "yes"}}, "targets.blocks.bb: mini has no block 'bb'"),
    ],
)
def test_a_framework_cannot_aim_for_what_is_not_there(targets, said):
    """Levels are on some practice's scale, and blocks exist."""
    with pytest.raises(ValidationError, match=said):
        Framework(**MINI, targets=targets)


def test_a_practice_cannot_aim_off_its_scale():
    """Its own target is a level of its own scale."""
    practice = {"id": "p", "title": "P", "target": "soon"}
    with pytest.raises(ValidationError, match=r"practices\[0\].target: 'soon' is not a level"):
        Framework(**{**MINI, "blocks": [{"id": "b", "title": "B", "practices": [practice]}]})
