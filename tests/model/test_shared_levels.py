"""Levels named for many practices: each is on the scale of whoever it is used for."""

import pytest
from pydantic import ValidationError

from equity_blocks.model import Assessment, Framework, misfits
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.tailoring import Tailoring
from equity_blocks.model.tailoring_checks import tailoring_misfits

THREE = {"id": "three", "levels": [{"id": name, "value": i / 2} for i, name in enumerate(("no", "half", "yes"))]}
UNIT = {"id": "unit", "range": [0, 1]}
P = {"id": "p", "title": "P"}
Q = {"id": "q", "title": "Q", "scale": UNIT, "horizon": "long"}


def framework(*, practices=(P, Q), inner=(), **more):
    """Build a framework with one block, and one in it."""
    block = {"id": "b", "title": "B", "practices": list(practices)}
    if inner:
        block["blocks"] = [{"id": "in", "title": "In", "practices": list(inner)}]
    return Framework(**{"id": "mini", "title": "Mini", "scale": THREE, "blocks": [block], **more})


def told(build):
    """Give the key paths, codes and messages of the problems that something is refused for."""
    with pytest.raises(ValidationError) as refused:
        build()
    problems = problems_of(refused.value)
    assert all(problem.code == "unknown_level" for problem in problems)
    return [(problem.key_path, problem.message) for problem in problems]


SHARE = {"share": 0.5}


@pytest.mark.parametrize(
    ("targets", "place"),
    [
        ({"default": "half"}, ("targets", "default")),
        ({"default": 2}, ("targets", "default")),
        ({"default": SHARE, "long": "half"}, ("targets", "long")),
        ({"default": SHARE, "blocks": {"b": "half"}}, ("targets", "blocks", "b")),
    ],
)
def test_a_level_that_a_scale_has_not_is_a_problem_wherever_it_is_said(targets, place):
    """In the framework, in an assessment and in a tailoring, with what there is and what to do."""
    said = "is not a level of the scale 'unit': 0, 0.25, 0.5, 0.75, 1 (or scores from 0 to 1); it is meant for 'q'"
    if 2 in targets.values():
        said = "2 is not a score from 0 to 1; it is meant for 'q'"

    ((path, message),) = told(lambda: framework(targets=targets))
    assert path == place
    assert message.endswith(said)
    for found in (
        misfits(framework(), Assessment(framework="mini", targets=targets)),
        tailoring_misfits(framework(), Tailoring(framework="mini", targets=targets)),
    ):
        ((path, message, hint),) = [(p.key_path, p.message, p.hint) for p in found]
        assert path == place
        assert message.endswith(said)
        assert "{share: 0.5}" in hint


@pytest.mark.parametrize(
    "targets",
    [
        {"default": SHARE},
        {"default": "half", "long": 0.3},
        {"default": "half", "long": SHARE},
        {"default": 1},  # the second level of the one, and the highest score of the other
        {"default": "half", "short": "yes", "blocks": {"b": SHARE}},
    ],
)
def test_a_target_speaks_of_those_for_whom_nothing_nearer_is_said(targets):
    """What stands nearer to a practice takes it out of the reach of what is said for all."""
    framework(targets=targets)
    assert misfits(framework(), Assessment(framework="mini", targets=targets)) == ()
    assert tailoring_misfits(framework(), Tailoring(framework="mini", targets=targets)) == ()


def test_a_target_of_its_own_takes_a_practice_out():
    """Of the practice, of a tailoring, of a rating; and one that is taken out aims for nothing."""
    said = {"default": "half"}
    framework(practices=(P, {**Q, "target": 0.2}), targets=said)
    assert misfits(framework(), Assessment(framework="mini", targets=said, ratings={"q": {"target": 0.2}})) == ()
    for change in ({"target": 0.2}, {"out": "not here"}):
        assert tailoring_misfits(framework(), Tailoring(framework="mini", targets=said, practices={"q": change})) == ()


def test_a_tailoring_answers_for_what_it_says_and_for_nothing_else():
    """The targets of its framework are sound already; what it puts over them has to be."""
    sound = framework(targets={"default": "half", "long": SHARE})
    assert tailoring_misfits(sound, Tailoring(framework="mini", targets={"default": "yes"})) == ()
    (problem,) = tailoring_misfits(sound, Tailoring(framework="mini", targets={"long": "yes"}))
    assert problem.key_path == ("targets", "long")


def test_a_target_that_nobody_uses_is_a_level_of_somebody():
    """A slip of the pen is told although no practice aims so."""
    framework(targets={"short": "half"})
    assert told(lambda: framework(targets={"short": "halb"}))[0][0] == ("targets", "short")


def test_a_level_that_no_scale_has_is_told_once_and_without_names():
    """Where it is wrong for all, it is no matter of scales that differ."""
    ((_, message),) = told(lambda: framework(practices=(P, {"id": "r", "title": "R"}), targets={"default": "halb"}))
    assert message == "'halb' is not a level of the scale 'three': no, half, yes (or 0 to 2)"


@pytest.mark.parametrize("aggregate", ["gate", "all_or_nothing"])
def test_a_node_asks_for_levels_that_its_practices_can_hold(aggregate):
    """Of the whole, of a block and of the top; a share suits all scales."""
    asks = {"aggregate": aggregate, "level": "half"}
    assert [path for path, _ in told(lambda: framework(scoring=asks))] == [("scoring", "level")]
    own = [{"id": "b", "title": "B", "practices": [P, Q], "scoring": asks}]
    assert [path for path, _ in told(lambda: framework(blocks=own))] == [("blocks", 0, "scoring", "level")]
    over = {"top": {**asks, "over": "practices"}}
    assert [path for path, _ in told(lambda: framework(scoring=over))] == [("scoring", "top", "level")]
    for level in (SHARE, 1, None):
        framework(scoring={**asks, "level": level})


def test_a_node_that_asks_for_no_level_may_carry_one():
    """A mean holds nothing to a level; the block that is a gate says its own."""
    gate = {"id": "in", "title": "In", "practices": [Q], "scoring": {"aggregate": "gate", "level": 0.5}}
    block = {"id": "b", "title": "B", "practices": [P], "blocks": [gate]}
    framework(blocks=[block], scoring={"level": "half"})


def test_stages_ask_for_levels_that_all_practices_can_hold():
    """A stage is read over all of them, whatever the aggregates are."""
    assert told(lambda: framework(scoring={"stages": {"level": "half"}}))[0][0] == ("scoring", "stages", "level")
    framework(scoring={"stages": {"level": SHARE}})


def test_what_does_not_count_is_not_asked():
    """A practice of weight 0 holds up no gate."""
    framework(practices=(P, {**Q, "weight": 0}), scoring={"aggregate": "gate", "level": "half"})
