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


@pytest.mark.parametrize(
    ("low", "high", "is_telling"), [(0.4, 0.69, True), (0.4, 0.7, False), (0.0, 1.0, False), (None, None, False)]
)
def test_a_total_is_telling_where_it_is_known_within_thirty_points(low, high, is_telling):
    """At thirty it is not any more, nor is one that there is not."""
    score = Range(low=low, high=high)
    made = Translation(framework=REF, source=REF, passages=(), score=score, scope=Headcount())
    assert made.is_telling is is_telling


def test_results_without_the_newer_keys_are_read():
    """As earlier versions wrote them: nothing is reused, and no levels are told."""
    block = {"id": "b", "title": "B", "practices": [PRACTICE]}
    made = Translation(framework=REF, source=REF, passages=(), score=Range(), scope=Headcount(), blocks=[block])
    data = made.model_dump(mode="json")
    del data["reuse"], data["blocks"][0]["practices"][0]["levels"]
    assert Translation.model_validate(data) == made
