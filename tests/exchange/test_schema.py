import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.schema import KINDS, file_name, schema_text
from equity_blocks.exchange.stored_results import RESULT_KINDS
from equity_blocks.files.opening import open_any
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model import Assessment, Block, Framework, Scale
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.model.branding import Branding
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.goal_template import GoalTemplate
from equity_blocks.model.tailoring import Tailoring
from kept import results

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "tests" / "files" / "broken"
NOUNS = {
    "framework": Framework,
    "block": Block,
    "scale": Scale,
    "assessment": Assessment,
    "tailoring": Tailoring,
    "crosswalk": Crosswalk,
    "goal": GoalTemplate,
    "adopted-plan": AdoptedPlan,
    "branding": Branding,
}
VALIDATORS = {
    kind: Draft202012Validator(json.loads(schema_text(kind)), format_checker=FormatChecker()) for kind in KINDS
}


RESULT_VALIDATORS = {kind: Draft202012Validator(json.loads(schema_text(kind))) for kind in RESULT_KINDS}


def _kind(path):
    """Say what kind of file stands there, by the layout of the project."""
    if path.parent.name == "adopted":
        return "adopted-plan"
    if path.parent.name == "assessments":
        return "assessment"
    if path.parent.name == "branding":
        return "branding"
    if path.parent.name == "tailoring":
        return "tailoring"
    if path.parent.name == "scales":
        return "scale"
    if path.parent.name == "crosswalks":
        return "crosswalk"
    if path.parent.name == "goals":
        return "goal"
    return "framework" if path.name == "framework.yaml" else "block"


SHIPPED = sorted(path for folder in ("frameworks", "assessments") for path in (ROOT / folder).rglob("*.yaml"))
EVERY_FILE = [*SHIPPED, *sorted(path for path in (ROOT / "tests").rglob("*.yaml") if BROKEN not in path.parents)]
EXPECTS = re.compile(rb"^# expects: (\S+) ", re.MULTILINE)
SEEN = {
    "date", "empty", "missing_key", "not_a_flag", "not_a_list", "not_a_mapping", "not_a_number", "not_an_id",
    "not_listed", "not_text", "out_of_bounds", "too_few", "unknown_key",
}  # fmt: skip
"""Codes of what a schema can see: the shape of data, not what it means, nor whether text is YAML."""


def _read(path):
    return read_yaml(path.read_bytes(), path.name).data


def _errors(kind, data):
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[kind].iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_schema_is_that_of_the_model(kind):
    """Whoever changes a model runs `equity-blocks schema -o frameworks/schema --force`."""
    assert (ROOT / "frameworks" / "schema" / file_name(kind)).read_text(encoding="utf-8") == schema_text(kind)


@pytest.mark.parametrize("kind", [*KINDS, *RESULT_KINDS])
def test_a_schema_says_nothing_of_python(kind):
    """Whoever writes YAML in an editor reads what a key means, and no example of a constructor."""
    assert not re.search(r">>>|\\n(Args|Raises|Example):", schema_text(kind))


def test_every_shipped_schema_belongs_to_a_kind():
    """Nothing is left over from a kind that is no more."""
    shipped = {path.name for path in (ROOT / "frameworks" / "schema").iterdir()}
    assert shipped == {file_name(kind) for kind in KINDS} == {f"{kind}.schema.json" for kind in NOUNS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind):
    """It says which draft it follows, and keeps to it."""
    schema = json.loads(schema_text(kind))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"equity-blocks {kind}"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_noun_is_in_its_schema(kind):
    """Under the name that people write, with no others allowed."""
    schema = json.loads(schema_text(kind))
    if "$ref" in schema:
        schema = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    assert set(schema["properties"]) == {
        field.serialization_alias or name for name, field in NOUNS[kind].model_fields.items()
    }
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shipped_follows_its_schema(path):
    """An editor finds nothing to complain about."""
    assert _errors(_kind(path), _read(path)) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shipped_points_at_its_schema(path):
    """The first line leads an editor to the file beside it that fits."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    start = "# yaml-language-server: $schema="
    assert first.startswith(start)
    target = (path.parent / first.removeprefix(start)).resolve()
    assert target == ROOT / "frameworks" / "schema" / file_name(_kind(path))


def _expected(path):
    found = EXPECTS.search(path.read_bytes())
    return found[1].decode() if found else ""


def _noun_of(path):
    """Open a file alone; nothing where the loader refuses it."""
    try:
        return open_any(path).noun
    except InvalidDataError:
        return None


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_schema_accepts_whatever_the_loader_reads(path):
    """Every file that opens, in the tests as well as shipped, follows the schema of its kind."""
    noun = _noun_of(path)
    if noun is not None:
        (kind,) = (kind for kind, known in NOUNS.items() if type(noun) is known)
        assert _errors(kind, _read(path)) == []


def test_many_files_are_looked_at():
    """The test above has valid files of every kind, and files that are refused."""
    nouns = [_noun_of(path) for path in EVERY_FILE]
    assert {type(noun) for noun in nouns} >= set(NOUNS.values())
    assert sum(noun is not None for noun in nouns) > 50


BROKEN_SHAPES = sorted(path for path in BROKEN.glob("*.yaml") if _expected(path) in SEEN)


@pytest.mark.parametrize("path", BROKEN_SHAPES, ids=lambda path: path.stem)
def test_the_schema_refuses_whatever_is_wrong_in_its_shape(path):
    """An editor underlines what the loader refuses, as far as a schema can see it."""
    assert _errors(path.name.partition("-")[0], _read(path))


def test_there_are_broken_files_of_every_shape():
    """The test above has something to look at."""
    assert {_expected(path) for path in BROKEN_SHAPES} == SEEN
    assert {path.name.partition("-")[0] for path in BROKEN_SHAPES} == {
        "framework", "assessment", "tailoring", "crosswalk",
    }  # fmt: skip


@pytest.mark.parametrize("kind", RESULT_KINDS)
def test_a_result_follows_its_schema(kind):
    """What a verb gives, and what was kept; a schema of results allows keys of later versions."""
    kept = min((ROOT / "tests" / "stored").glob(f"*/{kind}.json"))  # of the version that first had the kind
    data = json.loads(kept.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(json.loads(schema_text(kind)))
    assert list(RESULT_VALIDATORS[kind].iter_errors(results()[kind].model_dump(mode="json"))) == []
    assert list(RESULT_VALIDATORS[kind].iter_errors({**data, "since_later": 1})) == []


@pytest.mark.parametrize("kind", RESULT_KINDS)
def test_every_key_of_a_result_is_described(kind):
    """Whoever reads the schema learns what each key says."""
    schema = json.loads(schema_text(kind))
    nouns = [schema, *schema.get("$defs", {}).values()]
    keys = [(noun.get("title"), key) for noun in nouns for key, said in noun.get("properties", {}).items()
            if "description" not in said]  # fmt: skip
    assert keys == []


@pytest.mark.parametrize(
    ("kind", "place", "value"),
    [
        ("scorecard", "score", None),
        ("plan", "planner", "guess"),
        ("reach", "effort", "much"),
        ("coverage", "schema", "x"),
    ],
)
def test_what_is_no_result_breaks_its_schema(kind, place, value):
    """A missing node, a word that is not listed, text for a number, another schema."""
    data = {**results()[kind].model_dump(mode="json"), place: value}
    assert [error.json_path for error in RESULT_VALIDATORS[kind].iter_errors(data)] == [f"$.{place}"]


MINI = {"id": "mini", "title": "Mini", "scale": "implementation"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("assessment", {"framework": "f", "ratings": {"a": "partial", "b": 2, "c": None, "d": {"level": 0}}}),
        ("assessment", {"framework": "f", "ratings": {"a": {"criteria": {"x": "partial", "y": None}}}}),
        ("assessment", {"framework": "f", "ratings": {"a": {"answers": {"cmo": "partial", "ceo": {"level": 1}}}}}),
        ("assessment", {"framework": "f", "ratings": {"a": {"evidence": "plan", "effort": "L"}}}),
        ("assessment", {"framework": "f", "ratings": {"a": 2.5, "b": {"answers": {"cmo": 2.5}}, "c": "In place"}}),
        ("scale", {"id": "s", "range": [0, 5]}),
        ("framework", {**MINI, "scale": ["no", "yes"], "blocks": []}),
        ("assessment", {"framework": "f", "ratings": {"a": {"effort": {"low": 1, "likely": 2.5, "high": 3}}}}),
        ("framework", {**MINI, "blocks": ["people", {"id": "b", "title": "B"}]}),
        (
            "framework",
            {**MINI, "scale": {"id": "s", "levels": [{"id": "a", "value": 0}, {"id": "b", "value": 1}]}, "blocks": []},
        ),
        (
            "block",
            {
                "id": "b",
                "title": "B",
                "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "w"}]}],
            },
        ),
        (
            "block",
            {
                "id": "b",
                "title": "B",
                "practices": [{"id": "p", "title": "P", "requires": [{"any_of": [{"practice": "q"}], "why": "w"}]}],
            },
        ),
        ("block", {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "question": "Do you?"}]}),
        (
            "block",
            {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "question": {"default": "Do you?"}}]},
        ),
    ],
)
def test_short_forms_follow_the_schema(kind, data):
    """What the loader reads, an editor accepts."""
    assert _errors(kind, data) == []


@pytest.mark.parametrize(
    ("kind", "data", "place"),
    [
        ("assessment", {"framework": "f", "final": "yes"}, "$.final"),
        ("assessment", {"framework": "f", "ratings": {"a": {"importance": "urgent"}}}, "$.ratings.a"),
        ("assessment", {"ratings": {}}, "$"),
        ("framework", {**MINI, "use": "fun", "blocks": []}, "$.use"),
        ("framework", {**MINI, "revision": 0, "blocks": []}, "$.revision"),
        ("scale", {"id": "s", "levels": [{"id": "a", "value": 0}]}, "$.levels"),
        ("scale", {"id": "s"}, "$"),
        ("assessment", {"framework": "f", "as_of": "30.09.2026"}, "$.as_of"),
        ("scale", {"id": "s", "levels": [{"id": "a", "value": 0}, {"id": "b", "value": 2}]}, "$.levels[1].value"),
        ("block", {"id": "B b", "title": "B"}, "$.id"),
        ("block", {"id": "b", "title": "B", "weight": -1}, "$.weight"),
        (
            "block",
            {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q"}]}]},
            "$.practices[0].requires[0]",
        ),
    ],
)
def test_what_the_loader_refuses_breaks_the_schema(kind, data, place):
    """At the place where it stands."""
    assert place in [error.partition(": ")[0] for error in _errors(kind, data)]
