import pytest
from pydantic import ValidationError

from equity_blocks.model import FrameworkRef
from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.translation import Coverage, FrameworkCoverage, Headcount, Range, Route, Translation

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


def test_json_names_the_schema_and_the_way():
    """A route says where it begins under the name that people use."""
    route = Route(start="a", crosswalks=["a--b"], practices=2)
    row = FrameworkCoverage(id="b", title="B", practices=3, spoken_for=2, share=0.4, routes=[route])
    data = Coverage(frameworks=[row]).model_dump(mode="json")
    assert data["schema"] == "equity-blocks/coverage/1"
    assert data["notice"].startswith("Self-reported")
    assert data["frameworks"][0]["routes"] == [
        {"assessment": None, "from": "a", "crosswalks": ["a--b"], "practices": 2}
    ]


def test_what_was_tailored_comes_back_from_json():
    """Null where nothing was."""
    row = FrameworkCoverage(id="b", title="B", practices=3, spoken_for=2, share=0.4)
    assert row.model_dump(mode="json")["tailored"] is None
    ours = row.replace(tailored=Tailored(id="ours", changes=[]))
    assert ours.model_dump(mode="json")["tailored"]["id"] == "ours"
    assert FrameworkCoverage.model_validate_json(ours.model_dump_json()) == ours
