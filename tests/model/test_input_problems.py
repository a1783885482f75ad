"""Errors of Pydantic as problems: the same mistake says the same, wherever the data came from."""

import copy
import json
import pickle
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

import equity_blocks as eb
from equity_blocks.errors import Problem
from equity_blocks.files.writing import as_yaml
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.noun import Noun
from equity_blocks.model.practice import Practice

ASSESSMENT: dict[str, Any] = {
    "framework": "hcplan-apm",
    "organization": {"id": "riverbend", "name": "Riverbend", "type": "health-plan"},
    "as_of": "2026-09-30",
    "final": False,
    "respondents": [{"id": "cmo", "role": "clinical-leadership", "weight": 2.0}],
    "evidence": {"plan": {"title": "Plan", "kind": "policy", "date": "2026-02-01"}},
    "goals": [{"id": "g", "population": "All", "measure": "M", "baseline": {"value": 58.0, "unit": "percent"},
               "root_causes": [{"title": "Trust", "importance": "high", "practices": ["trust-building"]}]}],
    "ratings": {
        "trust-building": {"level": "partial", "importance": "high", "cost": 40000.0, "evidence": ["plan"],
                           "required_by": [{"title": "Contract", "due": "2027-06-30"}], "note": "A note."},
        "vision-setting": {"answers": {"cmo": {"level": "planned", "note": "So far."}}},
    },
    "actions": {"trust-building": {"progress": "started", "start": "2026-10-01"}},
    "planning": {"start": "2027-Q1", "periods": 4},
}  # fmt: skip
FRAMEWORK: dict[str, Any] = {
    "id": "mini", "title": "Mini", "edition": "1", "use": "assessment",
    "scale": {"id": "steps", "levels": [{"id": "no", "value": 0.0}, {"id": "yes", "value": 1.0}]},
    "roles": {"board": "Board"},
    "scoring": {"aggregate": "mean", "bands": [{"id": "low", "title": "Low", "from": 0.0}]},
    "blocks": [{"id": "b", "title": "B", "weight": 1.0, "practices": [
        {"id": "p", "title": "P", "horizon": "short", "effort": "M", "roles": ["board"]},
        {"id": "q", "title": "Q", "requires": [{"practice": "p", "level": "yes", "why": "First."}]},
    ]}],
}  # fmt: skip
SAMPLES: list[tuple[type[Noun], dict[str, Any]]] = [(eb.Assessment, ASSESSMENT), (eb.Framework, FRAMEWORK)]


class WebError(Exception):
    """What a web framework raises: Pydantic's errors, each place begun with "body"."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__()
        self._errors = [{**details, "loc": ("body", *details["loc"])} for details in error.errors()]

    def errors(self) -> list[dict[str, Any]]:
        """Give them as FastAPI does."""
        return self._errors


def places(node: Any, path: tuple = ()) -> list[tuple]:
    """List the key paths of all keys of a mapping of mappings and lists."""
    if isinstance(node, dict):
        return [inner for key, part in node.items() for inner in ((*path, key), *places(part, (*path, key)))]
    return (
        [inner for i, part in enumerate(node) for inner in places(part, (*path, i))] if isinstance(node, list) else []
    )


def swapped(word: str) -> str:
    """Misspell a word as people do: two letters change places."""
    return word[:1] + word[2:3] + word[1:2] + word[3:] if len(word) > 2 else word + "x"


VALUES = [None, True, 7, -3, 0.5, 1e9, "", "hgih", "30.09.2026", "A Name", "1,5", "yes", [], ["x"], {}, {"x": 1}]


def with_typo(sample: dict[str, Any], place: tuple, value: Any) -> dict[str, Any]:
    """Copy data with one mistake: a misspelt key where `value` is `...`, else a wrong value."""
    data = copy.deepcopy(sample)
    node: Any = data
    for part in place[:-1]:
        node = node[part]
    if value is ...:
        items = [(swapped(key) if key == place[-1] else key, part) for key, part in node.items()]
        node.clear()
        node.update(items)
    else:
        node[place[-1]] = value
    return data


def facts(problems: tuple[Problem, ...]) -> list[tuple]:
    """List what must be the same, in an order of its own: a file's problems stand in its order."""
    return sorted((p.code, p.message, p.hint, json.dumps(dict(p.data), sort_keys=True)) for p in problems)


def refused(noun: type[Noun], data: Any) -> tuple[Problem, ...]:
    """Read data that is not sound, and give its problems; none where it is."""
    read = eb.read_assessment if noun is eb.Assessment else eb.read_framework
    try:
        read(data)
    except eb.InvalidDataError as error:
        return error.problems
    return ()


@given(st.data())
def test_the_same_mistake_says_the_same_wherever_the_data_came_from(data):
    """In YAML, in JSON, in a mapping, in a constructor, in the body of a request, and as stored list of errors."""
    noun, sample = data.draw(st.sampled_from(SAMPLES))
    place = data.draw(st.sampled_from(places(sample)))
    value = data.draw(st.one_of(st.just(...), st.sampled_from(VALUES)))
    broken = with_typo(sample, place, value)

    expected = facts(refused(noun, broken))
    assume(
        not {"no_block_file", "unknown_scale"}.intersection(code for code, *_ in expected)
    )  # no constructor has files

    assert facts(refused(noun, json.dumps(broken))) == expected
    if value is not None and place[-1] != "requires":  # a key with nothing after it is a slip where people write
        assert facts(refused(noun, as_yaml(broken))) == expected
    if expected == []:
        assert noun(**broken)
        return
    with pytest.raises(ValidationError) as caught:
        noun(**broken)
    error = caught.value
    for raised in (error, WebError(error), json.loads(json.dumps(error.errors()))):
        assert facts(problems_of(raised, noun)) == expected
    assert facts(problems_of(error)) == expected
    assert json.loads(error.json())


def test_key_paths_are_those_of_the_data():
    """Also where Pydantic names a validator, or one of several kinds of value."""
    broken = {**ASSESSMENT, "planning": {"capacity": [60.0, "many"]}, "ratings": {"p": {"imprtance": "high"}}}
    with pytest.raises(ValidationError) as caught:
        eb.Assessment(**broken)
    assert {p.key_path for p in problems_of(caught.value)} == {p.key_path for p in refused(eb.Assessment, broken)}
    assert {str(p).partition(":")[0] for p in problems_of(caught.value)} == {
        "ratings.p.imprtance",
        "planning.capacity[1]",
    }


def test_the_noun_is_found_inside_other_models_and_lists():
    """A model of somebody's own, a list of nouns, and errors that name no class."""

    class Request(BaseModel):
        tenant: str
        assessment: eb.Assessment

    for build in (
        lambda data: Request.model_validate({"tenant": "a", "assessment": data}),
        lambda data: TypeAdapter(list[eb.Assessment]).validate_python([data]),
    ):
        with pytest.raises(ValidationError) as caught:
            build({**ASSESSMENT, "ratngs": {}})
        (problem,) = problems_of(caught.value)
        assert (problem.code, problem.data["nearest"], problem.hint) == (
            "unknown_key",
            ("ratings",),
            "did you mean 'ratings'?",
        )
    with pytest.raises(ValidationError) as caught:
        eb.Framework(**{**FRAMEWORK, "scoring": {"agregate": "mean"}})
    (problem,) = problems_of(WebError(caught.value))
    assert problem.hint == "did you mean 'aggregate'?"


def test_other_errors_of_the_library_are_problems_too():
    """One each, with their codes and data."""
    with pytest.raises(eb.NotFoundError) as caught:
        eb.load_framework("hcplan-ap")
    (problem,) = problems_of(caught.value)
    assert (problem.code, problem.data["nearest"]) == ("unknown_framework", ("hcplan-apm",))
    assert problems_of(eb.InvalidDataError([problem])) == (problem,)


@pytest.mark.parametrize("odd", [None, 3, "text", {"loc": ()}, ValueError("x"), ["a"]])
def test_what_is_no_such_error_is_refused(odd: Any):
    """With an error of this library."""
    with pytest.raises(eb.UnsuitableError, match="error must be") as caught:
        problems_of(odd)
    assert caught.value.code == "wrong_kind"


def test_errors_can_be_kept():
    """Pickled whole, and as JSON back into problems."""
    with pytest.raises(eb.InvalidDataError) as caught:
        eb.read_framework({**FRAMEWORK, "roles": {}}, name="tenant-7")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    (problem,) = again.problems
    assert (problem.file, problem.line, problem.code) == ("tenant-7", 0, "unknown_role")
    assert Problem(**json.loads(json.dumps(asdict(problem)))) == problem
    with pytest.raises(TypeError, match="read-only"):
        problem.data["found"] = "x"
    with pytest.raises(eb.UnsuitableError) as refusal:
        eb.score("x", None)
    again = pickle.loads(pickle.dumps(refusal.value))
    assert (str(again), again.code, again.data) == (str(refusal.value), "wrong_kind", refusal.value.data)


def test_what_pydantic_says_of_our_nouns_is_json():
    """Also problems of meaning, and without what was given, which may be anything."""
    with pytest.raises(ValidationError) as caught:
        eb.Framework(**{**FRAMEWORK, "roles": {}})
    assert json.loads(json.dumps(caught.value.errors()))[0]["ctx"]["problems"][0]["code"] == "unknown_role"
    with pytest.raises(ValidationError) as caught:
        eb.Assessment(framework="a", as_of=date(2026, 9, 30), ratings={"p": {"level": 1, "not_applicable": "x"}})
    assert json.loads(json.dumps(caught.value.errors(include_input=False)))
    assert json.loads(caught.value.json())


def test_a_file_and_its_text_have_the_same_problems(tmp_path: Path):
    """With the same lines, and the name in place of the file's."""
    text = as_yaml({**ASSESSMENT, "final": "yes", "combine": "Mean"})
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(eb.InvalidDataError) as caught:
        eb.load_assessment(path)
    with pytest.raises(eb.InvalidDataError) as read:
        eb.read_assessment(text, name=str(path))
    assert read.value.problems == caught.value.problems
    assert all(problem.line > 1 for problem in read.value.problems)
    with pytest.raises(eb.InvalidDataError, match=r"^line \d+:\d+: final: ") as read:
        eb.read_assessment(text.encode())


def test_what_is_wrong_beside_a_noun_keeps_its_place():
    """Another part of a request's body, and a body that is no JSON."""
    of_body = {"type": "int_parsing", "loc": ("body", "pages"), "msg": "Input should be a valid integer", "input": "q"}
    no_json = {"type": "json_invalid", "loc": ("body", 5), "msg": "JSON decode error", "input": {}, "ctx": {}}
    first, second = problems_of([of_body, no_json])
    assert (first.code, first.key_path, first.data) == ("int_parsing", ("pages",), {"found": "q"})
    assert (second.code, second.key_path, second.message) == ("json_invalid", (5,), "JSON decode error")


def test_of_classes_with_one_name_the_one_that_fits_is_read():
    """A service may have several, and one that is named as a noun is."""

    def body(name: str, field: str) -> type[BaseModel]:
        return create_model(name, **{field: (eb.Assessment, ...)})  # type: ignore[call-overload,no-any-return]

    others = [body("Body", "earlier"), body("Body", "sent"), body("Assessment", "sent")]
    for each in others[1:]:
        with pytest.raises(ValidationError) as caught:
            each(sent={"framework": "hcplan-apm", "ratings": {"p": {"imprtance": "high"}}})
        assert [p.key_path for p in problems_of(caught.value)] == [("sent", "ratings", "p", "imprtance")]


def test_places_in_a_body_of_several_keep_the_name_of_each():
    """FastAPI says no class, and names the parts of the body before the places in each."""
    wrong = {"framework": "Not An Id", "ratngs": {}, "ratings": {"p": {"imprtance": "high"}}}
    with pytest.raises(ValidationError) as caught:
        eb.Assessment.model_validate(wrong)
    errors = [{**each, "loc": ("body", "sent", *each["loc"])} for each in caught.value.errors()]
    assert [p.key_path for p in problems_of(errors)] == [("sent", *p.key_path) for p in problems_of(caught.value)]


@pytest.mark.parametrize(
    ("written", "place"), [(0, ("min_periods",)), ("2", ("min_periods",)), ({"one": 0}, ("min_periods", "one"))]
)
def test_one_of_several_kinds_is_not_named_in_the_place(written, place):
    """People wrote a number or a mapping, and know of no kinds; a key may have the name of one."""
    with pytest.raises(ValidationError) as caught:
        Practice(id="p", title="P", min_periods=written)
    assert [problem.key_path for problem in problems_of(caught.value)] == [place]
