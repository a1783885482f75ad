"""Every combination of what a policy may say: each is scored by the same laws, or refused by name."""

import itertools
from functools import cache
from math import fsum

import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, Framework, explain, plan, score, stability
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.scoring import DEPTHS
from equity_blocks.model.tree import leaves_of, nodes_of
from strategies import ADDITIVE, AGGREGATES

OVER = (*DEPTHS, 3)
REST = {
    "empty_block": ("exclude", "zero", "void"),
    "unanswered": ("exclude", "zero", "void", "fail"),
    "not_applicable": ("exclude", "full", "target"),
    "output": (None, "rounded"),
    "overall": (True, False),
}
NA = {"not_applicable": "not ours"}
RATINGS = {"p": "half", "q": "yes", "r": "half", "s": "no", "t": NA, "u": NA, "v": "half"}
"""With w unanswered; t and u are all of block b."""


def _framework(**scoring):
    """Give practices at every depth from one to four a policy; one block is empty, and of one half is open."""
    policy = {"min_coverage": 0.0, "level": "half", **scoring}
    if policy["output"] == "rounded":
        policy |= {"output": {"low": 0, "high": 40}, "rounding": {"mode": "half_up", "digits": 1}}
    return _plain().replace(scoring=policy)


@cache
def _plain():
    def block(name, practices, *blocks, weight=1.0):
        listed = [{"id": p, "title": "P", "weight": 1 + (p in "qv"), "stage": 1 + (p in "rs")} for p in practices]
        return {"id": name, "title": "B", "weight": weight, "practices": listed, "blocks": blocks}

    deep = block("a", "p", block("a1", "qr", block("a2", "s", weight=3)))
    blocks = [deep, block("b", "tu", weight=2), block("c", "vw")]
    return Framework.model_validate({"id": "f", "title": "F", "scale": ["no", "half", "yes"], "blocks": blocks})


def _nodes(card):
    found, blocks = {"": card.score}, list(card.blocks)
    while blocks:
        found[blocks[0].id] = blocks[0]
        blocks = [*blocks[1:], *blocks[0].blocks]
    return found


@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_every_combination_keeps_the_laws(aggregate, over):
    """Bounds, coverage, parts and voids, for every node."""
    for number, said in enumerate(itertools.product(*REST.values())):
        policy = dict(zip(REST, said, strict=True))
        framework = _framework(aggregate=aggregate, over=over, **policy)
        assessment = Assessment(framework="f", ratings=RATINGS)
        card = score(framework, assessment)
        nodes, tree = _nodes(card), {node.name: node for node in nodes_of(framework.tree)}
        for name, node in nodes.items():
            _is_lawful(node, tree[name], policy, (aggregate, over, policy, name))
        _adds_up(framework, card, (aggregate, over, policy))
        if number % 37 == 0:
            _is_read_everywhere(framework, assessment, nodes)


def _is_lawful(node, tree, policy, case):
    missing = "w" in {leaf.name for leaf in leaves_of(tree)} and policy["unanswered"] == "void"
    assert node.coverage is None or 0 <= node.coverage <= 1, case
    if not tree.is_total:
        figures = (node.value, node.low, node.high, node.whole, node.consistent, node.target, node.contribution)
        assert (*figures, node.output, node.stage, node.band) == (None,) * 10, case
        return
    assert not missing or node.value is None, case
    for figure in (node.value, node.low, node.high, node.whole, node.consistent, node.target):
        assert figure is None or 0 <= figure <= 1, case
    if node.value is not None and policy["unanswered"] != "fail":
        assert node.low - 1e-12 <= node.value <= node.high + 1e-12, case
    if node.output is not None and policy["output"] is not None:
        assert 0 <= node.output <= 40, case
        assert node.output == pytest.approx(40 * node.value, abs=0.05 + 1e-9), case
    if node.points is not None:
        assert 0 <= node.points <= node.attainable, case


def _adds_up(framework, card, case):
    parts = [practice.contribution for practice in card.practices.values() if practice.contribution is not None]
    counted = [b for b in card.blocks if b.contribution is not None]
    is_additive = framework.scoring.aggregate in ADDITIVE and framework.scoring.unanswered != "fail"
    if card.score.value is None:
        assert not parts, case
        assert not counted, case
    elif is_additive:
        assert fsum(parts) == card.score.value, case
        if framework.tree.counts_blocks:
            assert fsum(b.contribution for b in counted) == card.score.value, case


def _is_read_everywhere(framework, assessment, nodes):
    """What explains, varies and plans a score takes every policy, too."""
    for name, node in nodes.items():
        found = explain(framework, assessment, name or None)
        assert (found.value, found.low, found.high, found.points) == (node.value, node.low, node.high, node.points)
        if found.is_additive:
            assert fsum(p.contribution for p in found.practices if p.contribution is not None) == node.value
    assert stability(framework, assessment).rules[0].score == nodes[""].value
    made = plan(framework, assessment, everything=True)
    assert (made.score_now is None) == (not framework.scoring.overall or nodes[""].low is None)


OWN = {"aggregate": AGGREGATES, "unanswered": REST["unanswered"], "empty_block": REST["empty_block"], "over": OVER}


@pytest.mark.parametrize("shared", AGGREGATES)
def test_a_block_may_say_otherwise_in_every_way(shared):
    """Block c has a policy of its own: nothing leaves its bounds, and what is void stays so above."""
    framework = _framework(aggregate=shared, output=None)
    *others, last = framework.blocks
    for own in itertools.product(*OWN.values()):
        told = dict(zip(OWN, own, strict=True))
        changed = framework.replace(blocks=(*others, last.replace(scoring=told)))
        card = score(changed, Assessment(framework="f", ratings=RATINGS))
        inner = card.blocks[2]
        if told["unanswered"] == "void":
            assert (inner.value, card.score.value) == (None, None), told
        for figure in (card.score.value, card.score.low, card.score.high, inner.value, inner.low, inner.high):
            assert figure is None or 0 <= figure <= 1, told


@pytest.mark.parametrize(
    ("scoring", "code", "where"),
    [
        ({"overall": False, "top": {"aggregate": "minimum"}}, "contradiction", ("scoring", "top")),
        (
            {"overall": False, "verdicts": [{"id": "v", "title": "V", "when": {"overall": {"below": 0.5}}}]},
            "contradiction",
            ("scoring", "verdicts", 0, "when", "overall"),
        ),
        ({"asks": [{"of": "a"}]}, "contradiction", ("scoring", "asks")),
        ({"aggregate": "gate", "asks": [{"of": "a"}]}, "contradiction", ("scoring", "asks")),
        (
            {"aggregate": "gate", "over": "practices", "asks": [{"of": "a"}], "stage_count": 3},
            "contradiction",
            ("scoring", "stage_count"),
        ),
        (
            {"aggregate": "gate", "over": "practices", "asks": [{"of": "z"}]},
            "unknown_block",
            ("scoring", "asks", 0, "of"),
        ),
        (
            {"stages": {"asks": [{"of": "a"}, [{"of": ["b", "pp"]}]]}},
            "unknown_block",
            ("scoring", "stages", "asks", 1, "of"),
        ),
    ],
)
def test_what_contradicts_is_refused_by_name(scoring, code, where):
    """With the place, and what is said there."""
    with pytest.raises(ValidationError, match="unsound") as refused:
        _framework(output=None, **scoring)
    (problem,) = problems_of(refused.value)
    assert (problem.code, problem.key_path) == (code, where)
    assert problem.hint or code == "unknown_block"
