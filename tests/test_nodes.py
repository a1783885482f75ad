"""What a node can say of its parts: stages by shares, no total, empty blocks, no value, depth, points, weights."""

import itertools
import json
from math import fsum, inf, isfinite
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import equity_blocks as eb
from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.tree import TOP, leaves_of, nodes_of
from strategies import ADDITIVE, AGGREGATES, assessments, fewer, frameworks, rearranged

CASES = Path(__file__).parent / "cases"
NA = {"not_applicable": "not ours"}
ASIDE = {"not_pursued": "not now"}
P01 = [
    {"of": "mandatory"},
    {"of": "recommended", "share": 0.5},
    {"of": "recommended"},
    {"of": "optional", "share": 0.5},
    {"of": "optional"},
]
"""Levels by "all of these, and at least half of those"."""


def _block(name, *practices, blocks=(), weight=1.0, **scoring):
    listed = [p if isinstance(p, dict) else {"id": p, "title": p.upper()} for p in practices]
    found = {"id": name, "title": name.upper(), "practices": listed, "blocks": list(blocks), "weight": weight}
    return {**found, "scoring": scoring} if scoring else found


def _framework(*blocks, scale=("no", "half", "yes"), **scoring):
    return eb.Framework.model_validate(
        {
            "id": "f",
            "title": "F",
            "scale": scale if isinstance(scale, dict) else list(scale),
            "scoring": {"min_coverage": 0, **scoring},
            "blocks": list(blocks),
        }
    )


def _nodes(framework, **ratings):
    card = eb.score(framework, eb.Assessment(framework="f", ratings=ratings))
    found, blocks = {TOP: card.score}, list(card.blocks)
    while blocks:
        found[blocks[0].id] = blocks[0]
        blocks = [*blocks[1:], *blocks[0].blocks]
    return found


@pytest.fixture(params=["beside the score", "as a gate"])
def fair(request):
    """Give p01 with its levels told in YAML: as a staged reading, and as the overall value from 0 to 5."""
    framework = eb.load_framework(CASES / "public" / "p01" / "framework.yaml")
    if request.param == "beside the score":
        return framework.replace(scoring={"min_coverage": 0, "stages": {"asks": P01}})
    top = {"aggregate": "gate", "over": "practices", "asks": P01, "output": {"low": 0, "high": 5}}
    return framework.replace(scoring={"min_coverage": 0, "top": top})


def _level(card):
    return card.score.stage.value if card.score.stage else card.score.output


@pytest.mark.parametrize(("name", "level", "missing"), [("level2", 2, ("r3", "r4")), ("level0", 0, ("m2",))])
def test_levels_by_all_of_these_and_half_of_those(fair, name, level, missing):
    """Exactly half is enough, optional ones do not help, and what the next level lacks is named."""
    card = eb.score(fair, eb.load_assessment(CASES / "public" / "p01" / f"{name}.yaml"))
    assert _level(card) == level
    (need,) = card.score.next_stage.needs
    assert (card.score.next_stage.stage, need.practices, need.number) == (level + 1, missing, len(missing))
    assert eb.explain(fair, eb.load_assessment(CASES / "public" / "p01" / f"{name}.yaml")).next_stage.needs == (need,)


def test_levels_of_every_answer(fair):
    """All 256 answers against the rule as its authors say it; raising what is named leads to the next level."""
    names = list(fair.practices)
    for answers in itertools.product((0, 1), repeat=len(names)):
        said = dict(zip(names, answers, strict=True))
        m, r, o = (sum(v for n, v in said.items() if n[0] == kind) for kind in "mro")
        if m < 2:
            expected = 0
        elif r < 4:
            expected = 1 + (r >= 2)
        else:
            expected = 3 + (o >= 1) + (o == 2)
        card = eb.score(fair, eb.Assessment(framework="fair-levels", ratings=said))
        assert _level(card) == expected
        if expected == 5:
            assert card.score.next_stage is None
            continue
        for need in card.score.next_stage.needs:
            said |= dict.fromkeys(need.practices[: need.number], 1)
        assert _level(eb.score(fair, eb.Assessment(framework="fair-levels", ratings=said))) > expected


def test_one_of_several_is_named_with_how_many_it_takes():
    """Of four, one is held and three are asked for: two of the other three."""
    block = _block("b", *"pqrs")
    node = _nodes(_framework(block, stages={"asks": [{"share": 0.75}]}), p="yes", q="no", r="half", s="no")[TOP]
    assert [(need.practices, need.number) for need in node.next_stage.needs] == [(("q", "r", "s"), 2)]


def test_a_stage_may_ask_for_several_things_at_once():
    """All of a, and half of b, for the very first stage."""
    asks = [[{"of": "a"}, {"of": ["r", "s"], "share": 0.5}]]
    framework = _framework(_block("a", *"pq"), _block("b", *"rs"), stages={"asks": asks})
    held = [dict(zip("pqrs", said, strict=True)) for said in itertools.product(("no", "yes"), repeat=4)]
    for said in held:
        expected = said["p"] == said["q"] == "yes" and "yes" in (said["r"], said["s"])
        assert _nodes(framework, **said)[TOP].stage.value == expected


@pytest.mark.parametrize(("policy", "reached"), [("exclude", 1), ("full", 1), ("target", 0)])
def test_shares_are_of_what_counts(policy, reached):
    """Of p and q, q does not apply: p alone is all; in full or at a low target q is one of two."""
    top = {"aggregate": "gate", "over": "practices", "asks": [{"share": 0.6}]}
    framework = _framework(_block("b", *"pq"), top=top, not_applicable=policy, level="yes")
    said = eb.Assessment(framework="f", ratings={"p": "yes", "q": NA}, targets={"default": "half"})
    assert eb.score(framework, said).score.value == reached


@pytest.mark.parametrize(("empty", "reached"), [("met", 2), ("unmet", 0), ("met_above", 0)])
def test_a_stage_that_asks_of_nobody_who_counts_is_empty(empty, reached):
    """As for stages that practices say themselves."""
    asks, policy = [{"of": "p"}, {"of": "q"}], {"empty_stage": empty}
    framework = _framework(_block("b", *"pq"), stages={"asks": asks, **policy})
    assert _nodes(framework, p=NA, q="yes")[TOP].stage.value == reached


def test_what_the_next_stage_lacks_without_shares():
    """The practices of the stage that do not hold the level; of a gate without a staged reading, too."""
    practices = [{"id": n, "title": n, "stage": s} for n, s in (("p", 1), ("q", 2), ("r", 2), ("s", 3))]
    for framework in (
        _framework(_block("b", *practices), stages={}),
        _framework(_block("b", *practices), aggregate="gate", top={"over": "practices"}),
    ):
        node = _nodes(framework, p="yes", q="half", r=None, s="yes")[TOP]
        assert (node.next_stage.stage, node.next_stage.needs[0].practices) == (2, ("q", "r"))


def test_a_plan_takes_the_cheaper_half():
    """Of four that are alike, the two with the least effort carry the stage; a band of it is reached by them."""
    efforts = {"p": "L", "q": "S", "r": "M", "s": "S"}
    block = _block("b", *({"id": n, "title": n, "effort": size} for n, size in efforts.items()))
    bands = [{"id": "low", "title": "Low", "from": 0}, {"id": "top", "title": "Top", "from": 1}]
    top = {"aggregate": "gate", "over": "practices", "asks": [{"share": 0.5}]}
    framework = _framework(block, scale=("no", "yes"), top=top, bands=bands)
    said = eb.Assessment(framework="f", ratings=dict.fromkeys(efforts, "no"))
    assert {raised.practice for raised in eb.reach(framework, said, "top").raises} == {"q", "s"}
    actions = eb.plan(framework, said, everything=True).actions
    assert {action.practice for action in actions[:2]} == {"q", "s"}
    assert fsum(action.gain for action in actions) == 1.0


@pytest.mark.parametrize(("said", "points"), [("heavy-only", 75), ("light-only", 25), ("both", 100)])
def test_a_weight_scales_what_can_be_attained(said, points):
    """Weights 1 and 3 under a sum; what has no weight does not count."""
    folder = CASES / "public" / "p03"
    card = eb.score(eb.load_framework(folder / "framework.yaml"), eb.load_assessment(folder / f"{said}.yaml"))
    assert (card.score.output, card.score.coverage, card.scope.counted) == (points, 1.0, 2)


def test_a_weight_below_0_is_refused_where_it_is_written():
    """With file, line and what is allowed."""
    with pytest.raises(InvalidDataError, match=r"negative\.yaml:8:43: .*weight: -1 is out of bounds: .* 0") as refused:
        eb.load_framework(CASES / "public" / "p03" / "negative.yaml")
    assert [problem.code for problem in refused.value.problems] == ["out_of_bounds"]


def _levels(**second):
    """Tell three levels of a maturity model as blocks, whose values add up to a practice from 0 to 3."""
    levels = [
        _block(f"l{i}", f"l{i}a", f"l{i}b", output={"low": 0, "high": 1}, **(second if i == 2 else {}))
        for i in (1, 2, 3)
    ]
    return _block("practice", blocks=levels, aggregate="sum", output={"low": 0, "high": 3})


def test_a_practice_whose_level_has_no_value_has_none():
    """Level 2 lacks an answer and is void: not 3.0 of 3 by leaving it out; the bounds take it at its worst and best."""
    said = {"l1a": "yes", "l1b": "yes", "l2a": "yes", "l3a": "yes", "l3b": "yes"}
    nodes = _nodes(_framework(_levels(unanswered="void")), **said)
    practice = nodes["practice"]
    assert (practice.value, practice.output, practice.points, nodes[TOP].value) == (None, None, None, None)
    assert (practice.low, practice.high, nodes["l1"].value) == (pytest.approx(2.5 / 3), 1.0, 1.0)
    assert _nodes(_framework(_levels(unanswered="void")), **said, l2b="half")["practice"].output == 2.75


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_no_value_travels_up_through_every_aggregate(aggregate):
    """Three blocks deep; what has no weight stops it, and so does what looks past the block."""
    deep = _block("deep", "p", "q", unanswered="void")
    nested = _block("outer", "r", blocks=[_block("inner", blocks=[deep])])
    nodes = _nodes(_framework(nested, aggregate=aggregate), p="yes", r="yes")
    assert [nodes[name].value for name in (TOP, "outer", "inner", "deep")] == [None] * 4
    light = _block("outer", "r", blocks=[_block("inner", blocks=[deep], weight=0)])
    assert _nodes(_framework(light, aggregate=aggregate), p="yes", r="yes")[TOP].value == 1.0
    past = _framework(nested, aggregate=aggregate, top={"over": "practices", "unanswered": "exclude"})
    assert _nodes(past, p="yes", r="yes")[TOP].value == 1.0
    at_it = _framework(nested, aggregate=aggregate, top={"over": 3})
    assert _nodes(at_it, p="yes", r="yes")[TOP].value is None


LENSES = ("value", "low", "high", "whole", "consistent", "evidenced", "target")


@pytest.mark.parametrize(("word", "share"), [("exclude", 0.5), ("zero", 0.25), ("void", None)])
@pytest.mark.parametrize("place", ["framework", "whole", "block"])
def test_what_a_block_counts_of_which_nothing_applies(word, share, place):
    """In all lenses alike, wherever it is said; where it counts 0, that is answered."""
    own = {"empty_block": word}
    blocks = [_block("a", *"pq"), _block("b", *"rs", **(own if place == "block" else {}))]
    policy = {"framework": own, "whole": {"top": own}, "block": {}}[place]
    said = eb.Assessment(
        framework="f", as_of="2026-01-01", ratings={"p": "half", "q": "half", "r": NA, "s": NA},
        targets={"default": "half"},
    )  # fmt: skip
    card = eb.score(_framework(*blocks, **policy), said)
    assert [getattr(card.score, lens) for lens in LENSES] == [share] * len(LENSES)
    assert (card.blocks[1].value, card.blocks[1].low, card.score.coverage) == (None, None, 1.0)


@pytest.mark.parametrize(("word", "whole"), [("exclude", 1.0), ("zero", 1.0), ("void", 1.0)])
def test_what_is_not_pursued_leaves_a_block_empty_but_not_in_the_whole_reading(word, whole):
    """There it counts at its level."""
    framework = _framework(_block("a", "p"), _block("b", "q"), empty_block=word)
    top = _nodes(framework, p="yes", q={**ASIDE, "level": "yes"})[TOP]
    assert (top.value, top.whole) == ({"exclude": 1.0, "zero": 0.5, "void": None}[word], whole)


@pytest.mark.parametrize("word", ["exclude", "zero", "void"])
def test_unanswered_practices_keep_their_own_policy(word):
    """A block that nobody has rated is not empty, nor one in which nothing can count."""
    blocks = [_block("a", "p"), _block("b", "q"), _block("c"), _block("d", {"id": "r", "title": "R", "weight": 0})]
    top = _nodes(_framework(*blocks, empty_block=word), p="yes", r=NA)[TOP]
    assert (top.value, top.low, top.high, top.coverage) == (1.0, 0.5, 1.0, 0.5)
    assert _nodes(_framework(*blocks, empty_block=word, unanswered="zero"), p="yes", r=NA)[TOP].value == 0.5


def test_an_empty_block_at_0_is_worth_all_its_points_in_a_sum():
    """3 of 3 and 0 of 5 points, not 3 of 3 and 0 of 0."""
    heavy = [{"id": n, "title": n, "weight": w} for n, w in (("q", 2), ("r", 3))]
    framework = _framework(
        _block("a", {"id": "p", "title": "P", "weight": 3}), _block("b", *heavy), aggregate="sum", empty_block="zero"
    )
    top = _nodes(framework, p="yes", q=NA, r=NA)[TOP]
    assert (top.value, top.points, top.attainable, top.output) == (3 / 8, 3.0, 8.0, 3.0)


def test_blocks_in_an_empty_block_speak_for_themselves():
    """The inner one counts 0 in the outer one, which is not empty then; else both are."""
    inner = _block("inner", "q", empty_block="zero")
    outer = _framework(_block("a", "p"), _block("outer", blocks=[inner]))
    assert (_nodes(outer, p="yes", q=NA)["outer"].value, _nodes(outer, p="yes", q=NA)[TOP].value) == (0.0, 0.5)
    plain = _framework(_block("a", "p"), _block("outer", blocks=[_block("inner", "q")], empty_block="zero"))
    assert (_nodes(plain, p="yes", q=NA)["outer"].value, _nodes(plain, p="yes", q=NA)[TOP].value) == (None, 0.5)


BANDS = [{"id": "low", "title": "Low", "from": 0}, {"id": "far", "title": "Far", "from": 0.5}]


def _profile(**more):
    return _framework(_block("a", *"pq", weight=2), _block("b", *"rs"), **{"overall": False, "bands": BANDS, **more})


SAID = eb.Assessment(framework="f", as_of="2026-01-01", ratings={"p": "yes", "q": "no", "r": "half", "s": "no"})


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_a_framework_without_a_total_has_figures_for_its_blocks_alone(aggregate):
    """Nothing of the whole but its coverage and the levels held; and whatever speaks of it says why."""
    framework = _profile(aggregate=aggregate)
    card = eb.score(framework, SAID)
    shown = {name for name, figure in card.score.model_dump().items() if figure is not None}
    assert shown == {"coverage", "distribution"}
    assert all(block.value is not None and block.contribution is None for block in card.blocks)
    assert {practice.contribution for practice in card.practices.values()} == {None}
    why = eb.explain(framework, SAID)
    assert (why.value, {p.gain for p in why.practices}, why.policy_in_words[0]) == (
        None, {None}, "There is no total, by design of the framework.",
    )  # fmt: skip
    inside = eb.explain(framework, SAID, "a")
    assert (inside.value, inside.above) == (card.blocks[0].value, ())
    assert inside.is_additive == (aggregate in ADDITIVE)
    assert eb.stability(framework, SAID).sentence.startswith("There is no total, by design of the framework;")
    made = eb.compare(framework, SAID, SAID.replace(ratings={**SAID.ratings, "s": "yes"}))
    assert (made.score.change, {part.change for part in made.split}) == (None, {None})
    assert made.blocks[1].change is not None


@pytest.mark.parametrize("aggregate", ["mean", "minimum", "geometric", "gate"])
def test_without_a_total_the_weighted_sum_of_the_blocks_is_what_plans_raise(aggregate):
    """Benefits are the change of twice a and once b; gains and scores are null."""
    framework = _profile(aggregate=aggregate)
    made = eb.plan(framework, SAID, everything=True, periods=6, capacity=30)
    assert (made.score_now, made.score_after, {period.score for period in made.periods}) == (None, None, {None})
    assert {action.gain for action in made.actions} == {None}
    after = SAID.replace(ratings={action.practice: action.to for action in made.actions} | {"p": "yes"})
    before, then = (eb.score(framework, said).blocks for said in (SAID, after))
    change = sum(weight * (b.value - a.value) for weight, a, b in zip((2, 1), before, then, strict=True))
    benefit = fsum(action.benefit for action in made.actions)
    assert benefit == pytest.approx(change * (2 if aggregate == "mean" else 1))  # which is not divided by two practices


def test_without_a_total_a_band_is_reached_by_a_block():
    """By name; the way to a block that is told otherwise is the same as within a framework of that block alone."""
    framework = _profile()
    with pytest.raises(UnsuitableError, match=r"f has no total .overall: false.: name the block to bring there .a, b."):
        eb.reach(framework, SAID, "far")
    with pytest.raises(UnsuitableError, match=r"no plan can be made for a band of it"):
        eb.plan(framework, SAID, band="far")
    found = eb.reach(framework, SAID, "far", block="b")
    assert (found.block, found.score_card, found.score_now, found.score_after) == ("b", 0.25, 0.25, 0.5)
    alone = _framework(_block("b", *"rs"), bands=BANDS)
    other = eb.reach(alone, eb.Assessment(framework="f", ratings={"r": "half", "s": "no"}), "far")
    assert (found.raises, found.effort) == (other.raises, other.effort)
    with pytest.raises(UnsuitableError, match="'r' is a practice"):
        eb.reach(framework, SAID, "far", block="r")


def test_a_framework_without_a_total_is_translated_block_by_block():
    """What is read in it has no total either."""
    crosswalk = eb.Crosswalk.model_validate(
        {
            "id": "f--g", "title": "T", "from": {"framework": "f"}, "to": {"framework": "g"},
            "mappings": [{"from": name, "to": name, "relation": "equal", "why": "the same"} for name in "pqrs"],
        }
    )  # fmt: skip
    made = eb.translate(_profile(overall=True), SAID, [crosswalk], _profile().replace(id="g"))
    assert (made.score.low, made.score.high, made.score.coverage) == (None, None, 1.0)
    assert [(block.low, block.high) for block in made.blocks] == [(0.5, 0.5), (0.25, 0.25)]


def test_verdicts_on_blocks_need_no_total():
    """The first that holds, once enough is answered."""
    verdicts = [
        {"id": "held", "title": "Held", "when": {"any_block": {"below": 0.3}}}, {"id": "passed", "title": "Passed"},
    ]  # fmt: skip
    framework = _profile(verdicts=verdicts)
    assert eb.score(framework, SAID).verdict.value == "held"
    raised = SAID.replace(ratings={**SAID.ratings, "s": "half"})
    assert eb.score(framework, raised).verdict.value == "passed"


def _deep(depth, held):
    """Build practices at every depth down to one, in two branches of unequal length."""
    found = _block(f"deep{depth}", f"d{depth}", weight=3)
    for i in reversed(range(1, depth)):
        found = _block(f"deep{i}", f"d{i}", blocks=[found], weight=2)
    return found, _block("flat", *held)


def _units(blocks, depth):
    """List what counts so deep, by hand: practices up to there, and the blocks just there with what stands in them."""
    for block in blocks:
        if depth == 1:
            yield block["weight"], block["id"]
            continue
        yield from ((1.0, p["id"]) for p in block["practices"])
        yield from _units(block["blocks"], depth - 1)


@pytest.mark.parametrize("depth", range(1, 8))
def test_a_node_looks_as_deep_as_it_says(depth):
    """The mean over practices up to that depth and over the blocks there, with their own weights, each once."""
    blocks = _deep(5, "xyz")
    framework = _framework(*blocks, top={"over": depth})
    said = {name: i % 3 for i, name in enumerate(framework.practices)}
    nodes = _nodes(framework, **said)
    values = {**{name: said[name] / 2 for name in said}, **{name: node.value for name, node in nodes.items()}}
    units = list(_units(blocks, depth))
    assert nodes[TOP].value == pytest.approx(fsum(w * values[n] for w, n in units) / fsum(w for w, _ in units))
    found = [leaf.name for leaf in leaves_of(framework.tree)]
    assert sorted(found) == sorted(set(found)) == sorted(said)


@pytest.mark.parametrize(("word", "depth"), [("children", 1), ("grandchildren", 2), ("practices", 99)])
def test_words_for_depths_mean_numbers(word, depth):
    """Everything they say is the same to the last bit."""
    said = {"d1": "yes", "d2": "half", "d3": "no", "d4": "yes", "x": "half"}
    named, counted = (_nodes(_framework(*_deep(4, "xyz"), over=over), **said) for over in (word, depth))
    assert named == counted


def test_points_of_a_sum_and_how_many_hold_each_level():
    """On every node; a range counts by the level that a score reaches, and what nobody rated is in the scope."""
    scale = {"id": "s", "range": [0, 4]}
    framework = _framework(_block("a", "p", {"id": "q", "title": "Q", "weight": 3}), _block("b", *"rs"), scale=scale,
                           aggregate="sum")  # fmt: skip
    nodes = _nodes(framework, p=4, q=2.5, r=NA, s="unknown")
    assert (nodes["a"].points, nodes["a"].attainable) == (11.5, 16.0)
    assert (nodes[TOP].points, nodes[TOP].attainable) == (11.5, 16.0)
    assert (nodes["b"].points, nodes["b"].attainable) == (None, None)
    assert nodes["a"].distribution == {"0": 0, "1": 0, "2": 1, "3": 0, "4": 1} == nodes[TOP].distribution
    assert set(nodes["b"].distribution.values()) == {0}


@given(st.data())
@fewer
def test_the_mean_that_is_suggested_publishes_the_same_points(data):
    """A sum that reaches below 0 is refused with the range in which a mean says the same."""
    low, high = data.draw(st.integers(-9, -1)), data.draw(st.integers(1, 9))
    weights = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    block = _block("b", *({"id": f"p{i}", "title": "P", "weight": w} for i, w in enumerate(weights)))
    scale = {"id": "s", "range": [low, high]}
    with pytest.raises(ValidationError, match="points begin at 0") as refused:
        _framework(block, scale=scale, aggregate="sum")
    (problem,) = problems_of(refused.value)
    span = {"low": low * sum(weights), "high": high * sum(weights)}
    assert problem.hint.startswith(f"`aggregate: mean` with `output: {{low: {span['low']}, high: {span['high']}}}`")
    said = {f"p{i}": data.draw(st.integers(low, high)) for i in range(len(weights))}
    node = _nodes(_framework(block, scale=scale, output=span), **said)["b"]
    assert node.output == pytest.approx(sum(w * said[f"p{i}"] for i, w in enumerate(weights)), abs=1e-9)


EXTREMES = (5e-324, 3e-320, 1e-300, 1e-12, 0.1, 1 / 3, 1.0, 7.0, 1e12, 0.0)


@fewer
@given(frameworks(weights=EXTREMES, most=7), st.data())
def test_contributions_sum_to_the_last_bit_whatever_the_weights(framework, data):
    """Subnormal, tiny and huge ones in one framework: on the card, and in the explanation of every node."""
    policy = {"aggregate": data.draw(st.sampled_from(("mean", "sum"))), "min_coverage": 0.0}
    policy["over"] = data.draw(st.sampled_from(("children", "practices", 2, 3)))
    framework = framework.replace(scoring=policy)
    assessment = data.draw(assessments(framework))
    card = eb.score(framework, assessment)
    parts = [practice.contribution for practice in card.practices.values() if practice.contribution is not None]
    assert card.score.value is None or fsum(parts) == card.score.value
    for node in nodes_of(framework.tree):
        why = eb.explain(framework, assessment, node.name or None)
        if why.value is not None:
            assert why.is_additive
            assert fsum(p.contribution for p in why.practices if p.contribution is not None) == why.value
            assert fsum(p.contribution for p in why.parts if p.contribution is not None) == why.value


@fewer
@given(st.lists(st.sampled_from((5e-324, 1e-323, 3e-320)), min_size=2, max_size=6), st.data())
def test_the_tiniest_weights_weigh_like_any(weights, data):
    """Only ratios matter, down to where numbers end."""
    ratios = [round(weight / 5e-324) for weight in weights]
    said = {f"p{i}": data.draw(st.sampled_from(("no", "half", "yes"))) for i in range(len(weights))}

    def value(factors, aggregate):
        block = _block("b", *({"id": f"p{i}", "title": "P", "weight": w} for i, w in enumerate(factors)))
        return _nodes(_framework(block, aggregate=aggregate), **said)["b"].value

    for aggregate in ("mean", "sum", "geometric", "blend"):
        assert value(weights, aggregate) == pytest.approx(value(list(map(float, ratios)), aggregate), abs=1e-12)


@pytest.mark.parametrize("weight", [1e300, 1e13, inf, float("nan")])
def test_a_weight_that_is_too_large_is_refused_where_it_is_written(weight):
    """By itself; what weights multiply to in blocks in blocks is bounded, too."""
    with pytest.raises(ValidationError, match=r"blocks\.0\.practices\.0\.weight"):
        _framework(_block("b", {"id": "p", "title": "P", "weight": weight}))
    nested = _block("b5", {"id": "p", "title": "P", "weight": 1e12}, weight=1e12)
    for i in reversed(range(5)):
        nested = _block(f"b{i}", blocks=[nested], weight=1e12)
    with pytest.raises(ValidationError, match="the weights on the way to 'p' multiply to more than"):
        _framework(nested)


@pytest.mark.parametrize("aggregate", ["mean", "sum"])
def test_the_largest_weights_overflow_nothing(aggregate):
    """Four times 1e12 in a row, on a range up to 1e12: values, points, benefits and a dated plan are numbers."""
    heavy = _block("c", {"id": "p", "title": "P", "weight": 1e12}, "q", weight=1e12)
    framework = _framework(
        _block("a", blocks=[_block("b", blocks=[heavy], weight=1e12)], weight=1e12),
        scale={"id": "s", "range": [0, 1e12]}, aggregate=aggregate,
    )  # fmt: skip
    said = eb.Assessment(framework="f", ratings={"p": 0, "q": 1e12})
    made = eb.plan(framework, said, everything=True, periods=4, capacity=30)
    assert [action.finish for action in made.actions] == ["4"]  # four quarters of the range
    assert all(isfinite(action.benefit) for action in made.actions)
    assert made.score_after == pytest.approx(1.0)


def test_a_plan_of_large_weights_has_dates():
    """Benefits far above anything a schedule was made for."""
    data = json.loads((CASES / "faults" / "plan-large-weight.framework.json").read_text(encoding="utf-8"))
    framework = eb.Framework.model_validate(data)
    made = eb.plan(framework, eb.Assessment(framework=framework.id), everything=True, periods=8, capacity=60)
    assert made.actions


@fewer
@given(frameworks(), st.data())
def test_looking_deeper_counts_every_practice_once(framework, data):
    """Of any tree and any depths: with weights of 1 the same practices count, and none twice."""
    plain = rearranged(framework, block=lambda b: b | {"weight": 1.0}, practice=lambda p: p | {"weight": 1.0})
    depths = st.sampled_from((None, 1, 2, 3, 4, "practices"))
    deep = rearranged(plain, block=lambda b: b | {"scoring": {"over": data.draw(depths)}})
    deep = deep.replace(scoring={"top": {"over": data.draw(depths)}})
    found = [leaf.name for leaf in leaves_of(deep.tree)]
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(leaf.name for leaf in leaves_of(plain.tree))
