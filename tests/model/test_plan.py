"""The action plan as a noun."""

import pytest
from pydantic import ValidationError

from equity_blocks.model import FrameworkRef
from equity_blocks.model.action import Action, Package, PlannedEffort, PlannedStep, Reason
from equity_blocks.model.plan import Plan

ACTION = Action(
    rank=1, practice="p", title="P", block="b", start_level=None, to="yes", wave=1, gain=0.1, benefit=1.0,
    effort=PlannedEffort(likely=30.0, basis="assumed"), package=Package(practices=("p",), benefit=1.0, effort=30.0),
    quadrant="do-first", reasons=(Reason(code="waits_for", data={"practices": [["a"]]}),),
    steps=(PlannedStep(start_level="no", to="yes", effort=30.0, gain=0.1),),
)  # fmt: skip


def _plan() -> Plan:
    ref = FrameworkRef(id="mini", edition="", revision=1)
    return Plan(framework=ref, planner="greedy", selection="all", score_now=0.0, score_after=0.1, actions=(ACTION,))


def test_json_is_read_back_equal():
    """What is written for programs loses nothing, reasons and their facts included."""
    assert Plan.model_validate_json(_plan().model_dump_json()) == _plan()


def test_json_uses_the_words_of_the_contract():
    """`from` is the key in JSON, though Python needs another name; not rated is null."""
    data = _plan().model_dump(mode="json")
    assert data["schema"] == "equity-blocks/plan/1"
    assert data["actions"][0]["from"] is None
    assert data["actions"][0]["steps"][0]["from"] == "no"


def test_a_plan_has_one_of_the_known_selections():
    """A word that nobody knows is refused."""
    with pytest.raises(ValidationError, match="selection"):
        _plan().replace(selection="some")
