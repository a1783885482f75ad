"""The tree: every node with its policy filled in, and what counts in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP, Leaf, Leaves, counted_in, everywhere, leaves_of, nodes_of, way_to
from strategies import fewer, frameworks, governed

DEEP = {"id": "deep", "title": "Deep", "practices": [{"id": "p", "title": "P"}]}
INNER = {"id": "inner", "title": "Inner", "blocks": [DEEP]}
BLOCKS = [{"id": "outer", "title": "Outer", "blocks": [INNER]}, {"id": "other", "title": "Other"}]


def _tree(**scoring):
    return Framework(id="f", title="F", scale=["no", "yes"], scoring=scoring, blocks=BLOCKS).tree


def _block(name, *practices, blocks=(), weight=1.0, **scoring):
    """Describe a block; a practice is its id, or its id and what else is said of it."""
    listed = [{"id": p, "title": "P"} if isinstance(p, str) else {"id": p[0], "title": "P", **p[1]} for p in practices]
    return {
        "id": name,
        "title": "B",
        "weight": weight,
        "practices": listed,
        "blocks": blocks,
        "scoring": scoring or None,
    }


def _grown(*blocks, scale=("no", "half", "yes"), **scoring):
    """Give every node by its name."""
    scale = scale if isinstance(scale, dict) else list(scale)
    framework = Framework.model_validate(
        {"id": "f", "title": "F", "scale": scale, "scoring": scoring, "blocks": [*blocks]}
    )
    return {node.name: node for node in nodes_of(framework.tree)}


def test_the_way_to_a_node_leads_through_those_around_it():
    """Both ends are in it; what is not there has no way."""
    assert [node.name for node in way_to(_tree(), "deep")] == [TOP, "outer", "inner", "deep"]
    assert [node.name for node in way_to(_tree(), TOP)] == [TOP]
    assert way_to(_tree(), "nowhere") == ()


@pytest.mark.parametrize("over", ["grandchildren", "practices"])
def test_the_way_leads_through_nodes_that_others_look_past(over):
    """Where a block stands does not depend on what counts."""
    assert [node.name for node in way_to(_tree(over=over), "deep")] == [TOP, "outer", "inner", "deep"]


def test_every_node_is_visited_once():
    """The whole first, then what stands in it."""
    assert [node.name for node in nodes_of(_tree())] == [TOP, "outer", "inner", "deep", "other"]


def test_a_change_reaches_every_node_and_what_counts_in_it():
    """Also where a node looks deeper than the blocks that stand in it."""
    changed = everywhere(_tree(over="grandchildren"), lambda node: node._replace(aggregate="minimum"))
    assert {node.aggregate for node in nodes_of(changed)} == {"minimum"}
    assert [(block.name, block.aggregate) for _, block in changed.counted] == [("inner", "minimum")]
    assert changed.counted[0][1] is changed.blocks[0][1].blocks[0][1]


@fewer
@given(governed())
def test_changing_nothing_everywhere_gives_the_same_tree(framework):
    """Whatever counts where, and the tree that was there stays as it was."""
    before = repr(framework.tree)
    assert everywhere(framework.tree, lambda node: node) == framework.tree
    everywhere(framework.tree, lambda node: node._replace(minimum_share=0.9))
    assert repr(framework.tree) == before


@pytest.mark.parametrize(
    ("over", "leaves", "counted"),
    [
        ("children", ["s"], ["x1", "x2"]),
        ("grandchildren", ["s", "p", "q"], ["x11"]),
        ("practices", ["s", "p", "r", "q"], []),
    ],
)
def test_what_counts_directly_in_a_node(over, leaves, counted):
    """What stands in it; what stands in its blocks, with its own practices; or all practices below it."""
    x11 = _block("x11", "r")
    nodes = _grown(_block("x", "s", blocks=[_block("x1", "p", blocks=[x11]), _block("x2", "q")], over=over))
    assert [leaf.name for leaf in nodes["x"].leaves] == leaves
    assert [block.name for _, block in nodes["x"].counted] == counted
    assert [block.name for _, block in nodes["x"].blocks] == ["x1", "x2"]
    assert nodes["x"].counts_blocks == (over == "children")
    assert [leaf.name for leaf in nodes["x1"].leaves] == ["p"]
    assert sorted(leaf.name for leaf in leaves_of(nodes["x"])) == ["p", "q", "r", "s"]


def test_the_framework_says_how_deep_its_blocks_look_and_a_block_may_differ():
    """`over` is a policy like the others; the top has its own."""
    inside = [_block("x1", "p"), _block("x2", "q", over="children")]
    nodes = _grown(_block("x", blocks=inside), over="practices", top={"over": "grandchildren"})
    assert {name: node.over for name, node in nodes.items()} == {
        TOP: "grandchildren",
        "x": "practices",
        "x1": "practices",
        "x2": "children",
    }


def test_weights_of_blocks_that_are_looked_past_do_not_count():
    """A practice keeps its own weight, a grandchild the one among its siblings."""
    inside = _block("x1", ("p", {"weight": 3}), weight=5)
    nodes = _grown(_block("x", blocks=[inside], weight=7), top={"over": "grandchildren"})
    assert [(weight, block.name) for weight, block in nodes[TOP].counted] == [(5.0, "x1")]
    nodes = _grown(_block("x", blocks=[inside], weight=7), top={"over": "practices"})
    assert [leaf.weight for leaf in nodes[TOP].leaves] == [3.0]


def test_what_has_no_weight_on_the_way_does_not_count():
    """Neither a practice of weight 0 nor what stands in a block of weight 0; by itself that block counts it."""
    nodes = _grown(_block("x", "p", ("q", {"weight": 0})), _block("y", "r", weight=0))
    assert [leaf.name for leaf in leaves_of(nodes[TOP])] == ["p"]
    assert [leaf.name for leaf in leaves_of(nodes["y"])] == ["r"]
    assert [leaf.name for leaf in nodes["x"].leaves] == ["p", "q"]


def test_a_block_without_weight_is_looked_past_all_the_same():
    """With `over: practices`, only the practice's own weight counts."""
    nodes = _grown(_block("y", "r", weight=0), top={"over": "practices"})
    assert [leaf.name for leaf in leaves_of(nodes[TOP])] == ["r"]


SHARED = {
    "aggregate": "blend",
    "unanswered": "zero",
    "not_applicable": "full",
    "minimum_share": 0.5,
    "empty_stage": "unmet",
    "output": {"low": 1, "high": 5},
    "rounding": {"mode": "truncate", "digits": 1},
}
OWN = {
    "aggregate": "gate",
    "unanswered": "void",
    "not_applicable": "target",
    "minimum_share": 0.0,
    "empty_stage": "met",
    "output": {"low": 0, "high": 100},
    "rounding": {"mode": "nearest", "digits": 2},
}


def _policy(node):
    found = {key: getattr(node, key) for key in SHARED}
    return {key: value.model_dump() if hasattr(value, "model_dump") else value for key, value in found.items()}


def test_a_node_takes_the_policy_of_the_framework():
    """At every depth, and for the whole."""
    nodes = _grown(_block("x", blocks=[_block("x1", "p")]), **SHARED)
    assert all(_policy(node) == SHARED for node in nodes.values())


@pytest.mark.parametrize("key", SHARED)
def test_a_block_overrides_one_part_of_the_policy_for_itself_alone(key):
    """Neither the blocks in it nor those beside it change."""
    x = _block("x", blocks=[_block("x1", "p")], **{key: OWN[key]})
    nodes = _grown(x, _block("y", "q"), **SHARED)
    assert _policy(nodes["x"]) == SHARED | {key: OWN[key]}
    assert all(_policy(nodes[name]) == SHARED for name in (TOP, "x1", "y"))


def test_the_top_overrides_the_policy_for_the_whole_alone():
    """Blocks keep what the framework says."""
    nodes = _grown(_block("x", "p"), **SHARED, top=OWN)
    assert (_policy(nodes[TOP]), _policy(nodes["x"])) == (OWN, SHARED)


@pytest.mark.parametrize(
    ("shared", "own", "expected"),
    [
        ({}, {"aggregate": "gate"}, "fail"),
        ({"aggregate": "gate"}, {"aggregate": "mean"}, "exclude"),
        ({"aggregate": "gate"}, {"aggregate": "all_or_nothing"}, "fail"),
        ({"aggregate": "gate"}, {}, "fail"),
        ({"unanswered": "zero"}, {"aggregate": "gate"}, "zero"),
        ({"aggregate": "gate", "unanswered": "exclude"}, {"aggregate": "mean"}, "exclude"),
        ({"aggregate": "gate", "unanswered": "exclude"}, {"aggregate": "all_or_nothing"}, "exclude"),
        ({"unanswered": "fail"}, {"aggregate": "sum"}, "fail"),
        ({"unanswered": "zero"}, {"aggregate": "gate", "unanswered": "void"}, "void"),
    ],
)
def test_a_missing_answer_counts_what_a_node_says_then_the_framework_then_the_aggregate(shared, own, expected):
    """The default of one aggregate is no word about another."""
    assert _grown(_block("x", "p", **own), **shared)["x"].unanswered == expected


@pytest.mark.parametrize(
    ("shared", "own", "least"), [({}, {}, 0.5), ({"level": 2}, {}, 1.0), ({"level": 2}, {"level": "no"}, 0.0)]
)
def test_the_level_that_a_node_asks_for(shared, own, least):
    """Its own, else the framework's, else the default target of the scale."""
    levels = [{"id": name, "value": i / 2} for i, name in enumerate(("no", "half", "yes"))]
    scale = {"id": "s", "levels": levels, "default_target": "half"}
    assert _grown(_block("x", "p", **own), scale=scale, **shared)["x"].leaves[0].least == least


def test_a_practice_whose_scale_lacks_the_level_is_asked_for_its_own_target():
    """A node may hold practices of several scales."""
    other = {"id": "other", "levels": [{"id": "a", "value": 0}, {"id": "b", "value": 0.75}]}
    nodes = _grown(_block("x", "p", ("q", {"scale": other})), level="half")
    assert [leaf.least for leaf in nodes["x"].leaves] == [0.5, 0.75]


def test_practices_publish_in_the_range_of_their_scale():
    """From 0 to 1 where they are rated by levels."""
    nodes = _grown(_block("x", "p", ("q", {"scale": {"id": "points", "range": [1, 5]}})))
    assert [(leaf.low, leaf.high) for leaf in nodes["x"].leaves] == [(0, 1), (1, 5)]


def test_the_stage_of_a_practice_is_its_own_or_follows_from_its_horizon():
    """Short is 1, long is 2, and nothing said is 1; a node has as many stages as its highest practice says."""
    said = ({}, {"horizon": "short"}, {"horizon": "long"}, {"stage": 4}, {"stage": 1, "horizon": "long"})
    nodes = _grown(_block("x", *((f"p{i}", more) for i, more in enumerate(said))), _block("y"))
    assert [leaf.stage for leaf in nodes["x"].leaves] == [1, 1, 2, 4, 1]
    assert {name: node.stages for name, node in nodes.items()} == {TOP: 4, "x": 4, "y": 0}


@fewer
@given(frameworks(), st.sampled_from(("children", "grandchildren", "practices")))
def test_every_practice_is_reached_once_however_deep_a_node_looks(framework, over):
    """With weights all 1, looking deeper changes what counts with what, never what counts."""
    data = framework.model_dump(by_alias=True)

    def weighed(block):
        practices = [p | {"weight": 1.0} for p in block["practices"]]
        return block | {"weight": 1.0, "practices": practices, "blocks": [weighed(b) for b in block["blocks"]]}

    blocks = [weighed(block) for block in data["blocks"]]
    grown = Framework.model_validate(data | {"blocks": blocks, "scoring": {"over": over}})
    found = [leaf.name for leaf in leaves_of(grown.tree)]
    assert sorted(found) == sorted(grown.practices)


def test_nodes_know_their_practices_and_titles():
    """The whole has all of them, a block those in it however deep."""
    framework = Framework(id="f", title="F", scale=["no", "yes"], blocks=BLOCKS)
    assert [framework.practices_in(name) for name in (TOP, "outer", "deep", "other")] == [["p"], ["p"], ["p"], []]
    assert [framework.title_of(name) for name in (TOP, "inner")] == ["F", "Inner"]


def test_blocks_count_as_such_unless_a_node_looks_deeper():
    """Those that count are visited however deep; where practices count directly, there are none."""
    assert [block.name for block in counted_in(_tree())] == ["outer", "inner", "deep", "other"]
    assert [*counted_in(_tree(top={"over": "practices"}))] == []


def test_leaves_know_which_of_them_have_a_weight():
    """In source order, without those that never count."""
    leaves = Leaves(
        [Leaf(2.0, "p", 1, 1.0, 0.0, 1.0), Leaf(0.0, "q", 1, 1.0, 0.0, 1.0), Leaf(1.0, "r", 1, 1.0, 0.0, 1.0)]
    )
    assert leaves.weighed == (["p", "r"], [2.0, 1.0])
    assert leaves == tuple(leaves)
