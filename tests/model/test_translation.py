import pytest
from pydantic import ValidationError

from equity_blocks.model import FrameworkRef
from equity_blocks.model.translation import Headcount, Range, Translation

REF = FrameworkRef(id="b", edition="1", revision=1)
PRACTICE = {"id": "q", "title": "Q", "status": "silent", "low": 0, "high": 1}


def test_practices_are_found_however_deep_they_stand():
    """In source order, by id."""
    inner = {"id": "inner", "title": "I", "practices": [{**PRACTICE, "id": "r"}]}
    block = {"id": "outer", "title": "O", "practices": [PRACTICE], "blocks": [inner]}
    made = Translation(framework=REF, source=REF, passages=(), score=Range(), scope=Headcount(), blocks=[block])
    assert list(made.practices) == ["q", "r"]


def test_the_schema_and_the_notice_are_always_there():
    """In JSON under the name that others read."""
    made = Translation(framework=REF, source=REF, passages=(), score=Range(), scope=Headcount())
    data = made.model_dump(mode="json")
    assert data["schema"] == "equity-blocks/translation/1"
    assert data["notice"].startswith("Self-reported")
    assert data["score"] == {"low": None, "high": None, "coverage": None}


def test_no_other_status_is_taken():
    """`rated` would look like a rating."""
    with pytest.raises(ValidationError, match="Input should be"):
        Translation(
            framework=REF,
            source=REF,
            passages=(),
            score=Range(),
            scope=Headcount(),
            blocks=[{"id": "b", "title": "B", "practices": [{**PRACTICE, "status": "rated"}]}],
        )
