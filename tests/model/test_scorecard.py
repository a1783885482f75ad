"""The scored result."""

import pytest

from equity_blocks.errors import NotFoundError
from equity_blocks.model import FrameworkRef, Scoring
from equity_blocks.model.scorecard import BlockScore, PracticeScore, Reading, Scope, ScoreCard


def _card() -> ScoreCard:
    inner = BlockScore(id="inner", title="Inner", practices=(PracticeScore(id="q", title="Q", status="unknown"),))
    outer = BlockScore(
        id="outer", title="Outer", blocks=(inner,), practices=(PracticeScore(id="p", title="P", status="rated"),)
    )
    ref = FrameworkRef(id="mini", edition="", revision=1)
    return ScoreCard(framework=ref, scope=Scope(), score=Reading(), blocks=(outer,), policy=Scoring())


def test_practices_are_found_in_nested_blocks():
    """By id, a block's own before those of the blocks inside it."""
    assert list(_card().practices) == ["p", "q"]


def test_json_is_read_back_equal():
    """What is written for programs loses nothing."""
    card = _card()
    assert ScoreCard.model_validate_json(card.model_dump_json()) == card


def test_json_names_its_schema_and_keeps_null():
    """The version stands first for readers; no value is null, never 0."""
    data = _card().model_dump(mode="json")
    assert data["schema"] == "equity-blocks/scorecard/1"
    assert data["score"]["value"] is None


def test_a_block_is_found_at_any_depth():
    """By its id, like a practice; what is misspelt is told with the nearest one."""
    card = _card()
    assert (card.block("inner").title, card.block("outer").title, card.practice("q").title) == ("Inner", "Outer", "Q")
    with pytest.raises(NotFoundError, match="mini has no block 'iner'") as raised:
        card.block("iner")
    assert raised.value.data["nearest"] == ("inner",)
    with pytest.raises(NotFoundError, match="mini has no practice 'r'"):
        card.practice("r")
