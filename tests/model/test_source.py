"""What a framework takes over from its source beside practices."""

import pytest
from pydantic import ValidationError

from equity_blocks.model.source import Choice, NextStep, Rights, Source, Statement


def test_little_has_to_be_said():
    """What a source does not say is left out."""
    assert Source(citation="Somebody (2024).").date is None
    assert Rights(holder="Somebody").notice == ""
    assert NextStep(id="plan", title="Plan").part is None


def test_a_statement_may_tell_kinds_apart():
    """In the order in which they stand."""
    kinds = [Choice(id=name, title=name.title()) for name in ("one", "two")]
    assert [choice.id for choice in Statement(id="pay", title="Payment", choices=kinds).choices] == ["one", "two"]


def test_a_step_is_answered_by_a_part_of_a_plan_that_there_is():
    """Another would head nothing."""
    with pytest.raises(ValidationError):
        NextStep(id="plan", title="Plan", part="elsewhere")
