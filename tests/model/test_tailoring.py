import pytest
from pydantic import ValidationError

from equity_blocks.model.tailoring import SizeDays, Tailoring


def test_nothing_is_changed_by_default():
    """Only the framework has to be named."""
    tailoring = Tailoring(framework="mini")
    assert (tailoring.practices, tailoring.blocks, tailoring.terms, tailoring.effort_days.given) == ({}, {}, {}, {})


def test_what_is_taken_out_cannot_be_changed():
    """All that is said besides is named."""
    with pytest.raises(ValidationError, match="what is taken out cannot be changed: title, weight"):
        Tailoring(framework="mini", blocks={"b": {"out": "no", "weight": 2, "title": "T"}})


@pytest.mark.parametrize(
    ("practice", "said"),
    [({"out": ""}, "at least 1 character"), ({"waive": {"q": ""}}, "at least 1 character"), ({"wieght": 1}, "Extra")],
)
def test_reasons_are_needed_and_other_keys_refused(practice, said):
    """Whoever waives or takes out says why."""
    with pytest.raises(ValidationError, match=said):
        Tailoring(framework="mini", practices={"p": practice})


def test_only_sizes_that_differ_are_given():
    """0 is a number of days; nothing is not."""
    assert SizeDays(S=0, L=60).given == {"S": 0, "L": 60}


NOTHING_OF_IT = {"title": None, "weight": None}


@pytest.mark.parametrize("kind", ["blocks", "practices"])
def test_a_dump_of_what_is_taken_out_can_be_read_again(kind):
    """Written out, defaults say nothing."""
    tailoring = Tailoring.model_validate({"framework": "mini", kind: {"b": {"out": "we have none"}}})
    assert Tailoring.model_validate(tailoring.model_dump()) == tailoring
    assert Tailoring.model_validate_json(tailoring.model_dump_json()) == tailoring
    assert (
        Tailoring.model_validate({"framework": "mini", kind: {"b": {"out": "we have none", **NOTHING_OF_IT}}})
        == tailoring
    )
