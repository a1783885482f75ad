from typing import get_args

import pytest
from pydantic import ValidationError

from equity_blocks.model.assessment import Assessment, Retired
from equity_blocks.model.result import FrameworkRef
from equity_blocks.model.revision import KINDS, Alteration, Difference, Kind, MigratedPractice, Migration

OLD, NEW = (FrameworkRef(id="f", edition="1", revision=number) for number in (1, 2))


def _item(kind):
    return {"kind": kind, "node": "practice", "id": "p", "title": "P", "from": "1", "to": "2"}


def test_every_kind_has_its_rank():
    """The tuple that sorts changes holds what the type allows, and wording comes last."""
    assert get_args(Kind) == KINDS
    assert KINDS[-1] == "wording"


def test_only_what_has_no_change_is_the_same():
    """A change of words is a difference too, and so is another revision."""
    assert Difference(old=OLD, new=OLD).is_same
    assert not Difference(old=OLD, new=NEW).is_same
    assert not Difference(old=OLD, new=OLD, alterations=[_item("wording")]).is_same


def test_changes_are_found_by_kind():
    """A program asks for the kind it cares about."""
    made = Difference(old=OLD, new=NEW, alterations=[_item("weight"), _item("wording")])
    assert [item.kind for item in made.of("weight")] == ["weight"]
    assert made.of("split") == ()


def test_json_leads_back_to_the_same_difference():
    """With `from` for what stood there, and the schema's name."""
    made = Difference(old=OLD, new=NEW, alterations=[_item("weight")])
    data = made.model_dump(mode="json")
    assert (data["schema"], data["alterations"][0]["from"]) == ("equity-blocks/difference/1", "1")
    assert Difference.model_validate_json(made.model_dump_json()) == made


def test_a_kind_that_is_not_listed_is_refused():
    """Programs branch on kinds."""
    with pytest.raises(ValidationError, match="Input should be 'added'"):
        Alteration.model_validate(_item("rewritten"))


def test_json_leads_back_to_the_same_migration():
    """The assessment stands in it whole."""
    ref = FrameworkRef(id="f", edition="", revision=2)
    said = Assessment(framework="f", retired={"p": {"why": "gone", "rating": "yes"}})
    made = Migration(framework=ref, practices=[MigratedPractice(id="p", change="removed")], migrated=said)
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
