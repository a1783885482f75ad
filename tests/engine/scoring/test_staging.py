"""Stages reached, and what the next one lacks, node by node."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.staging import Staging
from equity_blocks.model.framework import Framework
from equity_blocks.model.scoring import Stages
from equity_blocks.model.tree import TOP, leaves_of, nodes_of
from strategies import fewer, frameworks, rearranged

SHARES = (0.0, 0.25, 0.5, 1.0)


def small(scoring=None, **more):
    """Block `a` of p, q and r, and block `b` of s, on a scale of three levels."""
    practices = [{"id": name, "title": "P"} for name in "pqr"]
    blocks = [
        {"id": "a", "title": "A", "practices": practices},
        {"id": "b", "title": "B", "practices": [{"id": "s", "title": "S"}]},
    ]
    scale = ["no", "half", "yes"]
    return Framework.model_validate(
        {"id": "small", "title": "Small", "scale": scale, "blocks": blocks, "scoring": scoring or {}, **more}
    )


def stages(framework, values, level, empty):
    """Read the stages of every node."""
    return Staging(framework, Stages(level=level, empty_stage=empty)).reached(values)


@pytest.mark.parametrize(
    ("empty", "expected"), [("met", {"a": 2, "b": None, TOP: 2}), ("unmet", {"a": 0, "b": None, TOP: 0})]
)
def test_stages_count_those_that_drop_out(empty, expected):
    """Stage 2 does not apply and stage 1 is empty: what is met by default is reached."""
    framework = rearranged(small(), practice=lambda p: p | {"stage": {"p": 2, "q": 2}.get(p["id"], 1)})
    assert stages(framework, {"p": 1.0, "q": 1.0}, "half", empty) == expected


def test_stages_above_a_block_without_weight_are_not_its_stages():
    """What counts nowhere holds nobody up; by itself, the block has its stage."""
    framework = rearranged(small(), block=lambda b: b | {"weight": 0 if b["id"] == "b" else 1})
    assert stages(framework, {"p": 1.0, "q": 1.0, "r": 1.0, "s": 0.0}, None, "met") == {"a": 1, "b": 0, TOP: 1}


@fewer
@given(frameworks(rules=0, criteria=False), st.data(), st.sampled_from((0, 1, 2)))
def test_stages_rise_with_every_practice_and_stop_at_the_next_one(framework, data, level):
    """P14: monotone, and indifferent to practices above the next stage."""
    staged = {name: data.draw(st.integers(1, 4)) for name in framework.practices}
    framework = rearranged(framework, practice=lambda p: p | {"stage": staged[p["id"]]})
    values = {name: data.draw(st.sampled_from((*SHARES, None))) for name in framework.practices}
    before = stages(framework, values, level, "met")
    for name, value in values.items():
        more = stages(framework, {**values, name: None if value is None else 1.0}, level, "met")
        assert all(reached is None or more[node] >= reached for node, reached in before.items())
        for node in nodes_of(framework.tree):
            reached = before[node.name]
            if reached is not None and staged[name] > reached + 1 and value is not None:
                other = stages(framework, {**values, name: 1.0 - value}, level, "met")
                assert other[node.name] == reached
    assert all(max((leaf.stage for leaf in leaves_of(n)), default=0) == n.stages for n in nodes_of(framework.tree))
