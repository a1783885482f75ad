import json

import pytest

from equity_blocks.errors import InvalidDataError, UnsuitableError
from equity_blocks.exchange.stored_results import RESULT_KINDS, read_result, result_class, schema_name
from equity_blocks.model.acceptability import RankAcceptability
from equity_blocks.model.noun import Noun
from equity_blocks.model.translation import Coverage

ROW = {"id": "f", "title": "F", "practices": 4, "spoken_for": 1, "share": 0.2}
COVERAGE = {"schema": "equity-blocks/coverage/1", "frameworks": [ROW]}


def _all_classes(noun):
    return [each for kind in noun.__subclasses__() for each in (kind, *_all_classes(kind))]


def _problem(source, kind=Noun):
    with pytest.raises(InvalidDataError) as caught:
        read_result(source, kind)
    (problem,) = caught.value.problems
    return problem


def test_every_result_can_be_read():
    """A new kind of result that is left out of the list is found here: each class that names a schema of its own."""
    for kind in RESULT_KINDS:
        result_class(kind)
    named = {
        str(noun.model_fields["schema_"].default)
        for noun in _all_classes(Noun)
        if "schema_" in noun.model_fields and noun.model_fields["schema_"].default
    }
    assert named - {"equity-blocks/adopted-plan/1"} == {schema_name(kind) for kind in RESULT_KINDS}
    assert {schema_name(kind) for kind in RESULT_KINDS} == {f"equity-blocks/{kind}/1" for kind in RESULT_KINDS}


@pytest.mark.parametrize("source", [json.dumps(COVERAGE), json.dumps(COVERAGE).encode(), COVERAGE])
def test_text_bytes_and_mappings_are_read(source):
    """All give the same noun, of the class that the schema names."""
    assert read_result(source) == read_result(source, Coverage) == Coverage.model_validate(COVERAGE)


def test_what_is_no_json_is_told_at_its_place():
    """With the line of the text."""
    problem = _problem('{"schema":\n nothing}')
    assert (problem.code, problem.line, problem.column) == ("not_json", 2, 2)
    assert _problem('{"schema": NaN}').message == "this is not JSON that can be read: NaN is no number of JSON"
    assert _problem("[" * 100_000).code == "not_json"
    assert _problem(b"\xff\xfe\x00").code == "not_json"
    assert _problem("[1]").code == "not_a_mapping"


def test_the_schema_says_what_it_is():
    """Missing, misspelt, of a later form, or not the one that is expected."""
    assert _problem({"frameworks": []}).code == "missing_key"
    problem = _problem({**COVERAGE, "schema": "equity-blocks/covrage/1"})
    assert (problem.code, problem.key_path) == ("not_listed", ("schema",))
    assert problem.hint == "did you mean 'equity-blocks/coverage/1'?"
    later = _problem({**COVERAGE, "schema": "equity-blocks/coverage/2"})
    assert "did you mean" in later.hint or "later version" in later.hint
    assert _problem(COVERAGE, RankAcceptability).data["allowed"] == ("equity-blocks/acceptability/1",)


def test_all_else_is_checked():
    """What is missing is listed, with its place."""
    problem = _problem({**COVERAGE, "frameworks": [{**ROW, "routes": [{"practices": 2}]}]})
    assert (problem.code, problem.key_path) == ("missing_key", ("frameworks", 0, "routes", 0))


def test_a_file_is_not_opened():
    """A wrong kind of argument says what is taken."""
    with pytest.raises(UnsuitableError, match="source must be"):
        read_result(5)
