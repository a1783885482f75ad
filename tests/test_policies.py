"""Scores under every policy, from what a framework says to what its card shows."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, Framework, score
from equity_blocks.engine.scoring.outcomes import band_of
from equity_blocks.model.scoring import Band, Scoring
from strategies import AGGREGATES, assessments, fewer, governed, rearranged

GRADED = ("mean", "sum", "minimum", "geometric", "blend")
OPEN = ("value", "low", "high", "whole", "consistent", "evidenced", "target")
NA = {"not_applicable": "not ours"}


def _framework(*blocks, scale=("no", "half", "yes"), **scoring):
    """Build a framework of blocks, each a mapping of practices to what is said of them, or a whole block."""
    made = [block if "id" in block else _block(f"b{i}", **block) for i, block in enumerate(blocks)]
    scale = scale if isinstance(scale, dict) else list(scale)
    policy = {"min_coverage": 0.0, **scoring}
    return Framework.model_validate({"id": "f", "title": "F", "scale": scale, "scoring": policy, "blocks": made})


def _block(name, blocks=(), weight=1.0, scoring=None, **practices):
    listed = [{"id": key, "title": "P", **said} for key, said in practices.items()]
    return {"id": name, "title": "B", "weight": weight, "blocks": blocks, "practices": listed, "scoring": scoring}


def _nodes(framework, **ratings):
    """Score, and give every node by its id, the whole by `None`."""
    card = score(framework, Assessment(framework="f", ratings=ratings))
    found = {None: card.score}

    def collect(blocks):
        for block in blocks:
            found[block.id] = block
            collect(block.blocks)

    collect(card.blocks)
    return found


THREE = {"p": {}, "q": {}, "r": {"weight": 2}}
MISSING = {
    ("mean", "exclude"): 0.75,
    ("mean", "zero"): 0.375,
    ("sum", "exclude"): 0.75,
    ("sum", "zero"): 0.375,
    ("minimum", "exclude"): 0.5,
    ("minimum", "zero"): 0.0,
    ("geometric", "exclude"): 0.5**0.5,
    ("geometric", "zero"): 0.0,
    ("blend", "exclude"): 0.75 * 0.75 + 0.25 * 0.5,
    ("blend", "zero"): 0.75 * 0.375,
    ("all_or_nothing", "exclude"): 1.0,
    ("all_or_nothing", "zero"): 0.0,
    ("all_or_nothing", "fail"): 0.0,
    ("gate", "exclude"): 1.0,
    ("gate", "zero"): 0.0,
    ("gate", "fail"): 0.0,
    **{(name, "fail"): 0.0 for name in GRADED},
    **{(name, "void"): None for name in AGGREGATES},
}
"""With p at 1, q at 0.5 and r, of weight 2, unanswered; gates ask for 0.5."""


@pytest.mark.parametrize("status", [None, "unknown"])
@pytest.mark.parametrize(("aggregate", "unanswered"), MISSING)
def test_a_missing_answer_under_every_aggregate(aggregate, unanswered, status):
    """Unknown is unanswered; the interval does not depend on what a missing answer counts."""
    framework = _framework(THREE, aggregate=aggregate, unanswered=unanswered, level="half")
    node = _nodes(framework, p="yes", q="half", r=status)["b0"]
    expected = MISSING[aggregate, unanswered]
    assert node.value == (None if expected is None else pytest.approx(expected, abs=1e-15))
    assert node.coverage == 0.5
    least, most = (_nodes(framework, p="yes", q="half", r=level)["b0"].value for level in ("no", "yes"))
    assert (node.low, node.high) == (least, most)


@pytest.mark.parametrize(("unanswered", "reached"), [("fail", 1), ("zero", 1), ("exclude", 3), ("void", None)])
def test_a_missing_answer_ends_a_gate_at_its_stage(unanswered, reached):
    """Stage 2 of 3 has no answer: what is below it stays reached."""
    staged = {name: {"stage": i} for i, name in enumerate("pqr", 1)}
    framework = _framework(staged, aggregate="gate", unanswered=unanswered, output={"low": 0, "high": 3})
    assert _nodes(framework, p="yes", r="yes")["b0"].output == reached


@pytest.mark.parametrize("unanswered", ["void", "fail"])
def test_a_missing_answer_breaks_the_node_it_stands_in(unanswered):
    """Block b0 has no value, and so has none what it counts in; or it is 0, and counts so."""
    nodes = _nodes(_framework({"p": {}, "q": {}}, {"r": {}}, unanswered=unanswered), p="yes", r="yes")
    assert (nodes["b0"].value, nodes[None].value) == ((None, None) if unanswered == "void" else (0.0, 0.5))
    assert (nodes["b0"].low, nodes["b0"].high, nodes[None].low, nodes[None].high) == (0.5, 1.0, 0.75, 1.0)


def test_the_total_may_be_made_of_the_blocks_that_have_a_value():
    """Where the whole says itself what a missing answer counts, it says it of blocks without a value, too."""
    blocks = {"p": {}, "q": {}}, {"r": {}}
    totals = {"exclude": 1.0, "zero": 0.5, "fail": 0.0, "void": None}
    for own, total in totals.items():
        framework = _framework(*blocks, unanswered="void", top={"unanswered": own})
        assert _nodes(framework, p="yes", r="yes")[None].value == total


@pytest.mark.parametrize("unanswered", ["zero", "void", "fail"])
def test_unrated_criteria_are_no_missing_answer(unanswered):
    """A practice of which something is rated is rated; what is not widens its range."""
    parts = {"criteria": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}
    node = _nodes(_framework({"p": parts}, unanswered=unanswered), p={"criteria": {"a": "yes"}})["b0"]
    assert (node.value, node.low, node.high, node.coverage) == (1.0, 0.5, 1.0, 1.0)


@pytest.mark.parametrize(
    ("policy", "value", "coverage"), [("exclude", 0.5, 0.5), ("full", 2.5 / 3, 0.75), ("target", 1.5 / 3, 0.75)]
)
def test_what_does_not_apply_in_score_and_coverage(policy, value, coverage):
    """Practice r of weight 2 beside p at 0.5 and q unanswered: left out, at 1, or at its target 0.5, and answered."""
    framework = _framework(THREE, not_applicable=policy)
    targets = {"default": "half"}
    card = score(framework, Assessment(framework="f", ratings={"p": "half", "r": NA}, targets=targets))
    assert (card.score.value, card.score.coverage) == (pytest.approx(value), pytest.approx(coverage))
    assert (card.scope.not_applicable, card.scope.counted) == (1, 1)
    weight = 0 if policy == "exclude" else 2
    least = (0.5 + weight * (0 if policy == "exclude" else 1 if policy == "full" else 0.5)) / (2 + weight)
    assert (card.score.low, card.score.high) == (pytest.approx(least), pytest.approx(least + 1 / (2 + weight)))


@pytest.mark.parametrize(("policy", "value"), [("exclude", None), ("full", 1.0), ("target", 1.0)])
def test_a_block_of_which_nothing_applies(policy, value):
    """It drops out, or it has a value like any other; the default target is the highest level here."""
    nodes = _nodes(_framework({"p": {}}, {"q": {}}, not_applicable=policy), p=NA, q="no")
    assert nodes["b0"].value == nodes["b0"].coverage == value
    assert nodes[None].value == (0.0 if value is None else 0.5)


@pytest.mark.parametrize(("policy", "value"), [("exclude", 1.0), ("full", 1.0), ("target", 0.0)])
@pytest.mark.parametrize("aggregate", ["all_or_nothing", "gate"])
def test_what_does_not_apply_passes_a_gate_unless_its_target_is_too_low(aggregate, policy, value):
    """A target below the level that a node asks for does not hold it."""
    framework = _framework({"p": {}, "q": {}}, aggregate=aggregate, not_applicable=policy)
    said = Assessment(framework="f", ratings={"p": "yes", "q": NA}, targets={"default": "half"})
    card = score(framework, said)
    assert card.blocks[0].value == value


@pytest.mark.parametrize(("low", "high"), [(1, 5), (0, 100), (0, 1), (-2, 2)])
@given(st.integers(0, 40), st.integers(0, 40))
def test_a_range_of_scores_is_undone_by_its_output(low, high, first, second):
    """Scores go in, their mean comes out, on the same range: normalizing and publishing are inverse."""
    said = [low + (high - low) * part / 40 for part in (first, second)]
    scale = {"id": "s", "range": [low, high]}
    framework = _framework({"p": {}, "q": {}}, scale=scale, output={"low": low, "high": high})
    nodes = _nodes(framework, p=said[0], q=said[1])
    assert nodes["b0"].value == pytest.approx((first + second) / 80, abs=1e-12)
    assert nodes["b0"].output == pytest.approx(sum(said) / 2, abs=1e-12)


def test_scales_from_1_to_5_and_from_0_to_100_meet_as_shares():
    """3 of 1 to 5 and 100 of 0 to 100 are 0.5 and 1; published from 1 to 5 that is 4."""
    percent = {"scale": {"id": "percent", "range": [0, 100]}}
    framework = _framework({"p": {}, "q": percent}, scale={"id": "s", "range": [1, 5]}, output={"low": 1, "high": 5})
    node = _nodes(framework, p=3, q=100)["b0"]
    assert (node.value, node.output) == (0.75, 4.0)


def test_a_block_may_have_a_scale_and_a_range_of_its_own():
    """Each block publishes as it is rated; the whole joins shares, not figures."""
    one = _block("one", p={}, scoring={"output": {"low": 1, "high": 5}}) | {"scale": {"id": "s", "range": [1, 5]}}
    two = _block("two", q={}, scoring={"output": {"low": 0, "high": 100}}) | {"scale": {"id": "t", "range": [0, 100]}}
    nodes = _nodes(_framework(one, two), p=2, q=75)
    assert (nodes["one"].output, nodes["two"].output, nodes[None].output) == (2.0, 75.0, None)
    assert nodes[None].value == 0.5


@pytest.mark.parametrize(
    ("mode", "digits", "inner", "whole"),
    [("nearest", 0, 3, 3), ("truncate", 0, 2, 2), ("nearest", 1, 2.7, 2.7), ("truncate", 1, 2.6, 2.6)],
)
def test_what_is_published_is_rounded_and_what_counts_is_not(mode, digits, inner, whole):
    """Two thirds of 4 are 2.666...: figures at each node, from values that stay whole."""
    framework = _framework(
        {"p": {}, "q": {}, "r": {}}, output={"low": 0, "high": 4}, rounding={"mode": mode, "digits": digits}
    )
    nodes = _nodes(framework, p="yes", q="yes", r="no")
    assert (nodes["b0"].output, nodes[None].output) == (inner, whole)
    assert nodes[None].value == nodes["b0"].value == pytest.approx(2 / 3, abs=1e-15)


BANDS = [{"id": "low", "title": "Low", "from": 0}, {"id": "middle", "title": "M", "from": 0.5}]


@pytest.mark.parametrize(
    ("edge", "value", "band"),
    [
        ("upper", 0.5, "middle"),
        ("lower", 0.5, "low"),
        ("upper", 0.5 + 1e-12, "middle"),
        ("lower", 0.5 + 1e-12, "low"),
        ("upper", 0.5 - 1e-12, "middle"),
        ("lower", 0.5 - 1e-12, "low"),
        ("lower", 0.51, "middle"),
        ("lower", 0.0, "low"),
        ("lower", 1.0, "middle"),
    ],
)
def test_a_value_on_an_edge_belongs_to_the_band_that_the_policy_says(edge, value, band):
    """Within rounding, an edge is an edge; the lowest value stays in the lowest band."""
    policy = Scoring(bands=tuple(Band.model_validate(one) for one in BANDS), band_edge=edge)
    assert band_of(policy, value) == band


def test_every_node_names_its_band():
    """Blocks at 0.5 and 1, the whole at 0.75; with `lower` the block on the edge stays below it."""
    framework = _framework({"p": {}}, {"q": {}}, bands=BANDS, band_edge="lower")
    nodes = _nodes(framework, p="half", q="yes")
    assert [nodes[name].band.value for name in ("b0", "b1", None)] == ["low", "middle", "middle"]


def _asked(*answers, **more):
    """Two practices: p is answered by several, q is rated no."""
    respondents = [{"id": f"r{i}"} for i in range(len(answers))]
    said = {f"r{i}": answer for i, answer in enumerate(answers)}
    ratings = {"p": {"answers": said, **more}, "q": "no"}
    return Assessment(framework="f", respondents=respondents, ratings=ratings)


def test_raters_reach_from_every_lowest_answer_to_every_highest():
    """Answers of 0, 0.5 and 1 on one of two practices: 0 to 0.5, with the median at 0.25."""
    card = score(_framework({"p": {}, "q": {}}), _asked("no", "half", "yes"))
    assert (card.score.raters, card.score.value) == ((0.0, 0.5), 0.25)
    assert card.blocks[0].raters == (0.0, 0.5)


@pytest.mark.parametrize(
    ("aggregate", "raters"), [("minimum", (0.0, 0.0)), ("geometric", (0.0, 0.0)), ("blend", (0.0, 0.375))]
)
def test_raters_follow_the_aggregate(aggregate, raters):
    """Beside a practice at 0, no rater moves the minimum."""
    assert score(_framework({"p": {}, "q": {}}, aggregate=aggregate), _asked("no", "yes")).score.raters == raters


@pytest.mark.parametrize("answers", [(), ("half",), ("half", None), ("half", "unknown")])
def test_without_two_who_say_something_there_are_no_raters(answers):
    """One answer is no spread, so the interval is null."""
    assert score(_framework({"p": {}, "q": {}}), _asked(*answers)).score.raters is None


def test_raters_who_agree_leave_no_spread():
    """The interval is there, and closed."""
    assert score(_framework({"p": {}, "q": {}}), _asked("half", "half")).score.raters == (0.25, 0.25)


def test_raters_stay_apart_where_the_group_agreed_on_a_level():
    """What was agreed decides the value; what people said stays."""
    agreed = {"level": "yes", "by": "steering group", "why": "seen on site"}
    card = score(_framework({"p": {}, "q": {}}), _asked("no", "half", agreed=agreed))
    assert (card.score.value, card.score.raters) == (0.5, (0.0, 0.25))


def test_a_block_without_answers_is_where_everybody_left_it():
    """Only practices with answers move; a block without a value has no raters."""
    respondents = [{"id": "a"}, {"id": "b"}]
    ratings = {"p": {"answers": {"a": "no", "b": "yes"}}, "q": "half"}
    card = score(
        _framework({"p": {}}, {"q": {}}, {"r": {}}),
        Assessment(framework="f", respondents=respondents, ratings=ratings),
    )
    assert [block.raters for block in card.blocks] == [(0.0, 1.0), (0.5, 0.5), None]
    assert card.score.raters == (0.25, 0.75)


@pytest.mark.parametrize(("least", "shown"), [(0.0, True), (0.5, True), (0.51, False), (1.0, False)])
@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_points_need_enough_answers_whatever_the_aggregate(aggregate, least, shown):
    """At half coverage: the value, its figure and its band are withheld together, the interval is not."""
    output = {"low": 0, "high": 3}
    framework = _framework(
        {"p": {}, "q": {}}, aggregate=aggregate, unanswered="zero", min_coverage=least, output=output, bands=BANDS
    )
    node = _nodes(framework, p="yes")["b0"]
    assert [number is not None for number in (node.value, node.output, node.band.value, node.whole)] == [shown] * 4
    assert (node.coverage, node.low is None, node.high) == (0.5, False, 1.0)


def test_a_figure_that_is_withheld_still_counts_in_its_parent():
    """Block b0 covers a third; the whole, half and more, is shown, and b0 stands in it."""
    nodes = _nodes(_framework({"p": {}, "q": {}, "r": {}}, {"s": {}}, min_coverage=0.5), p="yes", s="no")
    assert (nodes["b0"].value, nodes[None].value) == (None, 0.5)


STAGED = {"p": {"stage": 1}, "q": {"stage": 3}}


@pytest.mark.parametrize(("empty", "reached"), [("met", 3), ("unmet", 1)])
def test_an_empty_stage_in_gate_and_in_stages(empty, reached):
    """Nothing stands in stage 2: it holds nobody up, or everybody, by the word of each reading."""
    gate = _framework(STAGED, aggregate="gate", empty_stage=empty, output={"low": 0, "high": 3})
    assert _nodes(gate, p="yes", q="yes")["b0"].output == reached
    beside = _framework(STAGED, stages={"empty_stage": empty})
    node = _nodes(beside, p="yes", q="yes")["b0"]
    assert (node.stage.low, node.stage.high, node.value) == (reached, reached, 1.0)


def test_a_stage_is_an_interval_while_answers_are_missing():
    """Stage 1 is reached for sure; with q open, stage 3 may be."""
    node = _nodes(_framework(STAGED, stages={}), p="yes")["b0"]
    assert (node.stage.low, node.stage.high) == (2, 3)
    assert _nodes(_framework(STAGED, stages={}), p=NA, q=NA)["b0"].stage is None


def test_blocks_in_blocks_each_by_its_own_rule():
    """Inner all-or-nothing blocks give points, these add up, and the whole is the lowest of two.

    x1 holds all, x2 does not: 1 of 2 points, from 0 to 10 that is 5. y is the mean of 0.5 and 1. The lowest is x.
    """
    strict = {"aggregate": "all_or_nothing"}
    inner = [_block("x1", p={}, q={}, scoring=strict), _block("x2", r={}, s={}, scoring=strict)]
    x = _block("x", blocks=inner, scoring={"aggregate": "sum", "output": {"low": 0, "high": 10}})
    y = _block("y", t={}, u={})
    nodes = _nodes(
        _framework(x, y, top={"aggregate": "minimum"}), p="yes", q="yes", r="yes", s="half", t="half", u="yes"
    )
    assert [nodes[name].value for name in ("x1", "x2", "x", "y", None)] == [1.0, 0.0, 0.5, 0.75, 0.5]
    assert nodes["x"].output == 5.0


def test_points_add_up_through_blocks():
    """3 of 4 points in x1, doubled by its weight, and 1 of 2 in y: 7 of 10; figures are points."""
    x = _block("x", blocks=[_block("x1", p={"weight": 3}, q={}, weight=2)])
    nodes = _nodes(_framework(x, {"y": {"weight": 2}}, aggregate="sum"), p="yes", q="no", y="half")
    assert [nodes[name].output for name in ("x1", "x", "b1", None)] == [3.0, 6.0, 1.0, 7.0]
    assert nodes[None].value == pytest.approx(0.7)


@fewer
@given(governed(), st.data())
def test_raising_any_answer_never_lowers_any_score(framework, data):
    """P3 on cards: under any mixture of policies, no value, bound, lens, target, stage or figure of any node falls."""
    framework = framework.replace(scoring=framework.scoring.replace(stages={}))
    assessment = data.draw(assessments(framework))
    plain = [name for name, rating in assessment.ratings.items() if type(rating.level) is int]
    raisable = [name for name in plain if assessment.ratings[name].level < framework.scale_of(name).top]
    if not raisable:
        return
    name = data.draw(st.sampled_from(raisable))
    rating = assessment.ratings[name]
    level = data.draw(st.integers(rating.level + 1, framework.scale_of(name).top))
    raised = assessment.replace(ratings={**assessment.ratings, name: rating.replace(level=level)})
    before, after = (score(framework, said) for said in (assessment, raised))
    pairs = [(before.score, after.score)]
    while pairs:
        old, new = pairs.pop()
        for key in (*OPEN, "output"):
            least, most = getattr(old, key), getattr(new, key)
            assert (least is None) == (most is None), key
            assert least is None or most >= least - 1e-9, key
        if old.raters:
            assert all(b >= a - 1e-9 for a, b in zip(old.raters, new.raters, strict=True))
        if old.stage:
            assert (new.stage.low, new.stage.high) >= (old.stage.low, old.stage.high)
        assert new.coverage == old.coverage
        blocks = (before.blocks, after.blocks) if old is before.score else (old.blocks, new.blocks)
        pairs += zip(*blocks, strict=True)


def _readings(card, keys):
    """List what a card says of every node, in source order."""
    found, blocks = [card.score], list(card.blocks)
    while blocks:
        block = blocks.pop(0)
        found.append(block)
        blocks = [*block.blocks, *blocks]
    return [[getattr(node, key) for key in keys] for node in found]


@fewer
@given(governed(), st.data())
def test_an_answer_narrows_every_interval(framework, data):
    """P8: under any mixture of policies, what was open closes in, and coverage grows; the last answer closes it."""
    assessment = data.draw(assessments(framework, plain=True))
    card = score(framework, assessment)
    for name in framework.practices:
        if card.practices[name].status in ("unanswered", "unknown"):
            level = data.draw(st.integers(0, framework.scale_of(name).top))
            assessment = assessment.replace(ratings={**assessment.ratings, name: {"level": level}})
            after = score(framework, assessment)
            keys = ("low", "high", "coverage")
            for old, new in zip(_readings(card, keys), _readings(after, keys), strict=True):
                if old[0] is not None:
                    assert old[0] - 1e-9 <= new[0] <= new[1] + 1e-9 <= old[1] + 2e-9
                    assert old[2] is None or new[2] >= old[2] - 1e-9
            card = after
    for value, low, high in _readings(card, ("value", "low", "high")):
        assert value == low == high


@fewer
@given(governed(), st.data())
def test_a_practice_without_weight_is_as_good_as_deleted(framework, data):
    """P7: under any mixture of policies, it moves no number of any node."""
    framework = framework.replace(scoring=framework.scoring.replace(stages={}))
    assessment = data.draw(assessments(framework, plain=True))
    gone = data.draw(st.sets(st.sampled_from(sorted(framework.practices))))
    free = {"requires": ()}  # prerequisites on what is deleted would not resolve
    weightless = rearranged(framework, practice=lambda p: p | free | ({"weight": 0.0} if p["id"] in gone else {}))
    less = rearranged(
        framework, block=lambda b: b | {"practices": [p | free for p in b["practices"] if p["id"] not in gone]}
    )
    said = assessment.replace(ratings={name: r for name, r in assessment.ratings.items() if name not in gone})
    keys = (*OPEN, "coverage", "stage", "output")
    assert _readings(score(weightless, assessment), keys) == _readings(score(less, said), keys)


@fewer
@given(governed(), st.data(), st.sampled_from((0.25, 8.0)))
def test_weights_of_siblings_matter_by_their_ratio_alone(framework, data, factor):
    """P4: all weights times a power of two leave every share as it was, to the last bit; points grow with them."""
    assessment = data.draw(assessments(framework, plain=True))

    def scaled(thing):
        return thing | {"weight": thing["weight"] * factor}

    alike = {"aggregate": data.draw(st.sampled_from([name for name in AGGREGATES if name != "sum"]))}
    framework = rearranged(framework, block=lambda b: b | {"scoring": {**(b["scoring"] or {}), **alike}})
    framework = framework.replace(scoring={"min_coverage": 0.0, **alike})
    other = rearranged(framework, block=scaled, practice=scaled)
    keys = (*OPEN, "coverage")
    assert _readings(score(other, assessment), keys) == _readings(score(framework, assessment), keys)


def test_in_a_sum_of_sums_heavier_practices_weigh_more():
    """Counter-example: where points add up through blocks, weights inside a block are points and not only ratios."""
    light = _framework({"p": {}}, {"q": {}}, aggregate="sum")
    heavy = _framework({"p": {"weight": 3}}, {"q": {}}, aggregate="sum")
    assert (_nodes(light, p="yes", q="no")[None].value, _nodes(heavy, p="yes", q="no")[None].value) == (0.5, 0.75)


@pytest.mark.parametrize("empty", ["met", "unmet", "met_above"])
def test_excerpts_of_c2m2_follow_its_rule(empty):
    """Of every domain with some levels empty: reached is what the rule says, literally, for `met_above`."""
    wrong = 0
    for held in itertools.product((None, True, False), repeat=3):
        practices = [
            {"id": f"p{i}", "title": "P", "stage": i} for i, is_held in enumerate(held, 1) if is_held is not None
        ]
        if not practices:
            continue
        scoring = {"aggregate": "gate", "empty_stage": empty, "stage_count": 3, "output": {"low": 0, "high": 3}}
        framework = Framework(
            id="f", title="F", scale=["no", "yes"], scoring={**scoring, "top": {"aggregate": "mean"}},
            blocks=[{"id": "b", "title": "B", "practices": practices}],
        )  # fmt: skip
        ratings = {f"p{i}": int(is_held) for i, is_held in enumerate(held, 1) if is_held is not None}
        reached = 0
        for mil in (1, 2, 3):
            up_to = [is_held for is_held in held[:mil] if is_held is not None]
            if reached == mil - 1 and all(up_to) and any(up_to):
                reached = mil
        wrong += score(framework, Assessment(framework="f", ratings=ratings)).blocks[0].output != reached
    assert (wrong == 0) == (empty == "met_above")


def test_a_stage_reading_never_takes_a_missing_answer_as_held():
    """Not even where the level asked for counts 0."""
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], scoring={"stages": {"level": "no"}},
        blocks=[{"id": "b", "title": "B", "practices": [{"id": n, "title": n, "stage": 1} for n in "pq"]}],
    )  # fmt: skip
    stage = score(framework, Assessment(framework="f", ratings={"p": "no"})).score.stage
    assert (stage.low, stage.high) == (0, 1)


def test_points_are_published_as_they_add_up():
    """40 and 15 are 55 points, to the last bit."""
    practices = [{"id": f"p{w}", "title": "P", "weight": w} for w in (40, 15, 45)]
    framework = Framework(
        id="f", title="F", scale=["no", "yes"],
        scoring={"aggregate": "sum", "min_coverage": 0, "top": {"over": "practices"}},
        blocks=[{"id": "b", "title": "B", "practices": practices}],
    )  # fmt: skip
    card = score(framework, Assessment(framework="f", ratings={"p40": "yes", "p15": "yes", "p45": "no"}))
    assert (card.score.output, card.blocks[0].output) == (55.0, 55.0)


def test_a_sum_of_ranges_above_0_may_leave_its_bounds():
    """The counter-example of docs/methods/aggregates.md."""
    practices = [{"id": "p", "title": "P", "scale": {"id": "o", "range": [0, 1]}}, {"id": "q", "title": "Q"}]
    framework = Framework(
        id="f", title="F", scale={"id": "s", "range": [2, 4]}, scoring={"aggregate": "sum", "min_coverage": 0},
        blocks=[{"id": "b", "title": "B", "practices": practices}],
    )  # fmt: skip
    block = score(framework, Assessment(framework="f", ratings={"p": 0})).blocks[0]
    assert (block.low, block.value, block.high) == (0.4, 0.0, 0.8)
