"""Stages: which one is reached, what an empty one is, and what asks look at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.model.stages import Ask, Child, Options, number_of_stages, stage_reached


def child(is_held: bool, stage: int, name: str = "") -> Child:
    """Build a child of a stage."""
    return Child(1, float(is_held), is_held=is_held, stage=stage, name=name)


children = st.lists(st.builds(child, st.booleans(), st.integers(1, 4)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("stages", "empty", "reached"), [((2,), "met", 2), ((2,), "unmet", 0), ((1, 3), "met", 3), ((1, 3), "unmet", 1)]
)
def test_an_empty_stage_is_met_unless_said_otherwise(stages, empty, reached):
    """A stage in which nothing counts holds nobody up, or everybody."""
    items = [child(True, stage) for stage in stages]
    assert stage_reached(items, Options(empty_stage=empty)) == reached


@given(children, st.sampled_from(("met", "unmet")))
def test_a_stage_is_reached_exactly_if_all_up_to_it_hold(items, empty):
    """The same as looking at every stage in turn."""
    reached = 0
    for stage in range(1, max(c.stage for c in items) + 1):
        here = [c.is_held for c in items if c.stage == stage]
        if not all(here) or (empty == "unmet" and not here):
            break
        reached = stage
    assert stage_reached(items, Options(empty_stage=empty)) == reached


@pytest.mark.parametrize(
    ("held", "stages", "reached"),
    [({1: True}, 3, 3), ({2: True}, 3, 0), ({2: False}, 3, 0), ({3: False}, 3, 0), ({1: True, 3: False}, 3, 2)],
)
def test_an_empty_stage_may_be_met_above_the_first(held, stages, reached):
    """As in C2M2: without a first stage nothing is reached, and a gap above it is none."""
    items = [child(is_held, stage) for stage, is_held in held.items()]
    assert stage_reached(items, Options(empty_stage="met_above", stages=stages)) == reached


def test_an_ask_looks_at_those_it_names():
    """Half of three is two; a name that does not count is not there."""
    items = [child(True, 1, "a"), child(False, 1, "b"), child(False, 2, "c")]
    assert [each.name for each in Ask(frozenset("abx"), 0.5).among(items)] == ["a", "b"]
    assert Ask(None, 0.5).among(items) == items
    assert [Ask(None, 0.5).least(number) for number in (1, 2, 3, 4)] == [1, 1, 2, 2]
    assert number_of_stages(items, Options()) == 2
    assert number_of_stages(items, Options(stages=5)) == 5
