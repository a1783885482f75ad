import pytest
from pydantic import ValidationError

from equity_blocks.model.assessment import Assessment, Retired
from equity_blocks.model.migration import MigratedPractice, Migration
from equity_blocks.model.result import FrameworkRef


def test_json_leads_back_to_the_same_migration():
    """The assessment stands in it whole."""
    ref = FrameworkRef(id="f", edition="", revision=2)
    said = Assessment(framework="f", retired={"p": {"why": "gone", "rating": "yes"}})
    made = Migration(framework=ref, practices=[MigratedPractice(id="p", change="removed")], assessment=said)
    assert Migration.model_validate_json(made.model_dump_json()) == made
    assert made.model_dump(mode="json")["schema"] == "equity-blocks/migration/1"


def test_an_id_may_be_retired_more_than_once():
    """One entry needs no list."""
    once = Assessment(framework="f", retired={"p": {"why": "gone"}})
    twice = Assessment(framework="f", retired={"p": [{"why": "gone"}, {"why": "gone again", "revision": 2}]})
    assert once.retired["p"] == (Retired(why="gone"),)
    assert [entry.why for entry in twice.retired["p"]] == ["gone", "gone again"]


def test_what_is_retired_needs_a_reason():
    """Nobody should have to guess why an answer is there."""
    with pytest.raises(ValidationError, match=r"retired\.p\.0\.why"):
        Assessment(framework="f", retired={"p": {"rating": "yes"}})
