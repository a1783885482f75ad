from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.targets import aims_of, target_positions, target_values, values_beside
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import Scale
from equity_blocks.model.targets import LevelShare, aim
from strategies import cases, fewer

FOUR = {
    "id": "four",
    "default_target": "most",
    "levels": [{"id": name, "value": i / 3} for i, name in enumerate(("none", "some", "most", "all"))],
}
TWO = {"id": "two", "levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1}]}


def _framework():
    inner = {
        "id": "inner",
        "title": "Inner",
        "practices": [{"id": "deep", "title": "Deep", "horizon": "long"}],
    }
    outer = {
        "id": "outer",
        "title": "Outer",
        "blocks": [inner],
        "practices": [{"id": "soon", "title": "Soon", "horizon": "short"}, {"id": "own", "title": "Own", "scale": TWO}],
    }
    other = {"id": "other", "title": "Other", "practices": [{"id": "plain", "title": "Plain"}]}
    return Framework(id="mini", title="Mini", scale=FOUR, blocks=[outer, other])


def _targets(ratings=None, **targets):
    assessment = Assessment(framework="mini", targets=targets, ratings=ratings or {})
    return target_positions(_framework(), assessment)


def test_by_default_the_scale_says_what_to_aim_for():
    """The default target of a scale, or its highest level where it names none."""
    assert _targets() == {"soon": 2, "own": 1, "deep": 2, "plain": 2}


def test_a_default_target_of_the_assessment_replaces_the_scales():
    """It reaches every practice whose scale has that level."""
    assert _targets(default="some") == {"soon": 1, "own": 1, "deep": 1, "plain": 1}


def test_a_horizon_goes_before_the_default():
    """Only practices of that horizon change."""
    assert _targets(default="some", long="all") == {"soon": 1, "own": 1, "deep": 3, "plain": 1}


def test_a_block_goes_before_a_horizon():
    """What a block aims for holds for everything in it, long or short."""
    assert _targets(short="all", long="all", blocks={"outer": "some"})["soon"] == 1
    assert _targets(short="all", long="all", blocks={"outer": "some"})["deep"] == 1


def test_the_nearest_block_decides():
    """A block inside a block has the last word over what stands in it."""
    assert _targets(blocks={"outer": "some", "inner": "all"}) == {"soon": 1, "own": 1, "deep": 3, "plain": 2}


def test_a_rating_goes_before_everything():
    """A practice's own target wins, even against its block's."""
    found = _targets(ratings={"deep": {"target": "none"}}, default="all", long="all", blocks={"inner": "all"})
    assert found["deep"] == 0


def test_a_share_is_the_lowest_level_that_counts_so_much():
    """On each scale another one: of thirds the second, of a yes and a no the yes."""
    assert _targets(default={"share": 0.34}) == {"soon": 2, "own": 1, "deep": 2, "plain": 2}
    assert _targets(default={"share": 0.3}) == {"soon": 1, "own": 1, "deep": 1, "plain": 1}
    assert _targets(default={"share": 0}) == {"soon": 0, "own": 0, "deep": 0, "plain": 0}


def test_a_share_of_a_range_is_the_score_itself():
    """It counts as much as it says, also between two levels; the position is that of the level below it."""
    points = {"id": "points", "range": [0, 5]}
    block = {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}
    framework = Framework(id="mini", title="Mini", scale=points, blocks=[block])
    assert aims_of(framework, Assessment(framework="mini", targets={"default": {"share": 0.4}})) == (
        {"p": 1},
        {"p": 0.4},
    )


@given(st.floats(0, 1), st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_no_lower_level_counts_the_share(share, values):
    """The law of a share: what it names counts so much, and nothing below it does."""
    values = [0.0, *sorted(values), 1.0]
    scale = Scale(id="s", levels=[{"id": f"l{i}", "value": value} for i, value in enumerate(values)])
    position, value = aim(scale, LevelShare(share=share))
    assert value == values[position] >= share - 1e-12
    assert all(below < share for below in values[:position])


@fewer
@given(cases())
def test_every_practice_has_a_target_on_its_own_scale(case):
    """However targets are mixed, each practice aims for a level that it can hold."""
    framework, assessment = case
    found = target_positions(framework, assessment)
    assert list(found) == list(framework.practices)
    assert all(0 <= found[name] <= framework.scale_of(name).top for name in found)


@fewer
@given(cases())
def test_a_target_counts_what_its_level_counts(case):
    """Position and value are those of one level; on a range of scores the value may lie above its position's."""
    framework, assessment = case
    positions, values = aims_of(framework, assessment)
    assert (positions, values) == (target_positions(*case), target_values(*case))
    for name, value in values.items():
        scale = framework.scale_of(name)
        assert scale.held(value) == positions[name]
        assert scale.range or value == scale.values[positions[name]]


@fewer
@given(cases())
def test_beside_stand_those_that_do_not_apply(case):
    """And nobody else, each with what its target counts."""
    framework, assessment = case
    values = target_values(framework, assessment)
    left_out = {name for name in framework.practices if assessment.rating(name).status == "not_applicable"}
    assert values_beside(claimed_values(framework, assessment), values) == {name: values[name] for name in left_out}
