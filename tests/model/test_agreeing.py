"""What parts of a policy must not say together."""

import pytest

from equity_blocks.model.agreeing import contradictions
from equity_blocks.model.framework import Framework

BLOCKS = [
    {"id": "a", "title": "A", "practices": [{"id": "p", "title": "P"}, {"id": "light", "title": "L", "weight": 0}]},
    {"id": "b", "title": "B", "practices": [{"id": "q", "title": "Q"}]},
]


def _found(own=None, **scoring):
    """Find contradictions, in a framework that is not refused for them."""
    blocks = [{**BLOCKS[0], "scoring": own}, BLOCKS[1]]
    sound = Framework.model_validate({"id": "f", "title": "F", "scale": ["no", "yes"], "blocks": blocks})
    said = sound.scoring.replace(**scoring)
    unsound = sound.model_copy(update={"scoring": said})
    for name in ("tree", "policy"):
        unsound.__dict__.pop(name, None)
    return [(problem.code, ".".join(map(str, problem.key_path))) for problem in contradictions(unsound)]


@pytest.mark.parametrize(
    "scoring",
    [
        {},
        {"overall": False},
        {"stages": {"asks": [{"of": "a"}, {"of": ["q"], "share": 0.5}, {}]}},
        {"top": {"aggregate": "gate", "over": "practices", "asks": [{"of": "a"}, [{"of": "b"}, {"of": "p"}]]}},
        {"aggregate": "gate", "asks": [{"of": ["a", "b"]}], "top": {"aggregate": "mean"}},
        {"verdicts": [{"id": "v", "title": "V", "when": {"any_block": {"below": 0.5}}}], "overall": False},
    ],
)
def test_what_goes_together_is_no_contradiction(scoring):
    """A policy that several nodes share speaks of those that are gates."""
    assert _found(**scoring) == []


@pytest.mark.parametrize(
    ("scoring", "found"),
    [
        ({"overall": False, "top": {}}, ("contradiction", "scoring.top")),
        ({"asks": [{"of": "a"}]}, ("contradiction", "scoring.asks")),
        ({"top": {"aggregate": "gate", "asks": [{"of": "a"}]}}, ("contradiction", "scoring.top.asks")),
        ({"stages": {"asks": [{}, {"of": "light"}]}}, ("contradiction", "scoring.stages.asks.1.of")),
        ({"stages": {"asks": [{"of": ["a", "aa"]}]}}, ("unknown_block", "scoring.stages.asks.0.of")),
    ],
)
def test_what_does_not_is_told_where_it_stands(scoring, found):
    """One problem each."""
    assert _found(**scoring) == [found]


def test_a_block_asks_only_for_what_counts_in_it():
    """What stands elsewhere cannot be asked for there."""
    gate = {"aggregate": "gate", "asks": [{"of": "p"}, {"of": "q"}]}
    with pytest.raises(ValueError, match="nothing of 'q' counts here, so stage 2 could not ask for it"):
        _found(own=gate)
