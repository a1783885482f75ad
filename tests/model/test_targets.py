import pytest
from pydantic import ValidationError

from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import Scale
from equity_blocks.model.targets import Aim, LevelShare, Shared, Targets, aim, aim_problem, shared_target

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


THIRDS = Scale.model_validate(["none", "some", "most", "all"])
POINTS = Scale(id="points", range=[0, 50])


@pytest.mark.parametrize(
    ("scale", "target", "found"),
    [
        (THIRDS, "most", Aim(2, 2 / 3)),
        (THIRDS, 3, Aim(3, 1.0)),
        (THIRDS, LevelShare(share=0.34), Aim(2, 2 / 3)),
        (THIRDS, LevelShare(share=0), Aim(0, 0.0)),
        (THIRDS, "more", None),
        (POINTS, 20, Aim(1, 0.4)),
        (POINTS, "25", Aim(2, 0.5)),
        (POINTS, LevelShare(share=0.4), Aim(1, 0.4)),
        (POINTS, 51, None),
        (Scale(id="s", levels=[{"id": "a", "value": 0}, {"id": "b", "value": 0.9}]), LevelShare(share=0.95), None),
    ],
)
def test_a_target_is_read_on_one_scale(scale, target, found):
    """By id, position, score or share; a scale may have none such, and then it says what it has."""
    assert aim(scale, target) == found
    assert (aim_problem(scale, target, ("t",)) is None) == (found is not None)


def test_a_share_above_every_level_is_told_with_the_highest():
    """A scale need not end at 1."""
    scale = Scale(id="s", levels=[{"id": "a", "value": 0}, {"id": "b", "value": 0.9}])
    said = "targets.default: no level of the scale 's' counts 0.95 or more: the highest counts 0.9"
    assert str(aim_problem(scale, LevelShare(share=0.95), ("targets", "default"))) == said
    assert aim_problem(scale, None, ()) is None


@pytest.mark.parametrize(
    "wrong", [{"share": 1.5}, {"share": -0.1}, {"share": "half"}, {"shares": 0.5}, {}, [0.5], True]
)
@pytest.mark.parametrize("place", ["default", "short", "long"])
def test_a_share_is_from_0_to_1(wrong, place):
    """What is neither a level nor a share is refused at its key."""
    with pytest.raises(ValidationError, match=rf"^\d validation errors? for Targets\n{place}"):
        Targets(**{place: wrong})


def test_a_share_may_be_said_wherever_a_target_is():
    """In targets, by block, in a rating and of a practice; it comes back as it was written."""
    share = {"share": 0.4}
    assessment = Assessment(
        framework="mini", targets={"long": share, "blocks": {"b": share}}, ratings={"p": {"target": share}}
    )
    data = assessment.model_dump(exclude_defaults=True)
    assert data["targets"] == {"long": share, "blocks": {"b": share}}
    assert data["ratings"]["p"] == {"target": share}
    assert Assessment.model_validate(data) == assessment
    assert hash(LevelShare(**share)) == hash(LevelShare(**share))


def test_the_nearest_that_is_named_decides():
    """Blocks before horizons before the default; of each kind, what is said first."""
    first = Targets(default="yes", long="partly")
    other = Targets(default="no", short="no", blocks={"outer": "partly"})
    assert shared_target([first, other], ["outer", "inner"], "long") == Shared(1, ("blocks", "outer"), "partly")
    assert shared_target([first, other], [], "long") == Shared(0, ("long",), "partly")
    assert shared_target([first, other], [], "short") == Shared(1, ("short",), "no")
    assert shared_target([first, other], [], None) == Shared(0, ("default",), "yes")
    assert shared_target([Targets()], ["outer"], "long") is None


def test_targets_stand_over_others():
    """What they do not say, the others do."""
    first = Targets(default="yes", blocks={"a": "no"})
    assert first.over(Targets(default="no", long="yes", blocks={"a": "yes", "b": "yes"})) == Targets(
        default="yes", long="yes", blocks={"a": "no", "b": "yes"}
    )
    assert dict(first.named()) == {("default",): "yes", ("blocks", "a"): "no"}
