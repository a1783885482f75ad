"""What all nouns share: frozen, strict, read-only, changed only by `replace`."""

import ast
import copy
import datetime as dt
import json
import pickle
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from equity_blocks import model
from equity_blocks.files.loading import load_assessment, load_framework
from equity_blocks.model import (
    Assessment,
    Band,
    Effort,
    Evidence,
    Framework,
    Level,
    Noun,
    Organization,
    Practice,
    Rating,
)
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.noun import FrozenDict
from equity_blocks.showing import Shown

NOUNS = sorted(
    {kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Noun)} - {Noun, model.Result},
    key=lambda kind: kind.__name__,
)
FRAMEWORK = load_framework("hcplan-apm")
ASSESSMENT = load_assessment("assessments/riverbend-2026.yaml")


def parts_of(value: object) -> list[object]:
    """List a noun and everything in it, at any depth."""
    if isinstance(value, Noun):
        inner = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    else:
        inner = list(value) if isinstance(value, list | tuple | set | frozenset) else []
    return [value, *(part for one in inner for part in parts_of(one))]


@pytest.mark.parametrize("kind", NOUNS)
def test_a_key_that_a_noun_does_not_know_is_refused(kind: type[Noun]):
    """A misspelt key never gets lost silently."""
    with pytest.raises(ValidationError, match=r"no_such_key\n.*[Ee]xtra inputs are not permitted"):
        kind.model_validate({"no_such_key": 1})


@pytest.mark.parametrize("kind", NOUNS)
def test_a_trusted_noun_is_the_same_as_a_validated_one(kind: type[Noun]):
    """Equal, equal in JSON, copied and pickled, frozen; and it knows its fields."""
    needed = {name: field.annotation for name, field in kind.model_fields.items() if field.is_required()}
    plain = dict.fromkeys(needed, "")
    made = kind.trusted(**plain)

    assert made.model_fields_set == set(kind.model_fields)
    assert made == kind.model_construct(**plain, _fields_set=set(kind.model_fields))
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made
    with pytest.raises(TypeError, match=r"has no field .'no_such_field'"):
        kind.trusted(**plain, no_such_field=1)
    if needed:
        with pytest.raises(TypeError, match=f"lacks .*'{min(needed)}'"):
            kind.trusted()


@pytest.mark.parametrize("kind", NOUNS)
def test_no_field_of_a_noun_can_be_set(kind: type[Noun]):
    """Nouns are frozen, all of them."""
    noun = kind.model_construct(id="a")

    for name in kind.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(noun, name, None)


@pytest.mark.parametrize("noun", [FRAMEWORK, ASSESSMENT], ids=["framework", "assessment"])
def test_nothing_inside_a_noun_can_be_changed(noun: Noun):
    """All the way down there are nouns, tuples, read-only mappings, and plain values."""
    parts = parts_of(noun)

    assert len(parts) > 1000
    plain = str | int | float | bool | dt.date | None
    assert {type(part) for part in parts if not isinstance(part, Noun | tuple | FrozenDict | plain)} == set()


@pytest.mark.parametrize("noun", [FRAMEWORK, ASSESSMENT], ids=["framework", "assessment"])
@pytest.mark.parametrize(
    "twin",
    [
        lambda noun: pickle.loads(pickle.dumps(noun)),
        copy.copy,
        copy.deepcopy,
        lambda noun: noun.replace(),
        lambda noun: type(noun).model_validate(noun.model_dump()),
        lambda noun: type(noun).model_validate_json(noun.model_dump_json()),
        lambda noun: type(noun).model_validate(
            json.loads(json.dumps(noun.model_dump(mode="json", exclude_unset=True)))
        ),
    ],
    ids=["pickle", "copy", "deepcopy", "replace", "dump", "json", "short-json"],
)
def test_a_twin_is_equal_and_as_read_only(noun: Noun, twin):
    """Pickling, copying, and the way through data or JSON give the same noun again."""
    other = twin(noun)

    assert other == noun
    assert type(other) is type(noun)
    assert list(map(type, parts_of(other))) == list(map(type, parts_of(noun)))


def test_what_was_worked_out_once_does_not_make_nouns_differ():
    """A framework that was asked for its practices equals one that was not, and travels as well."""
    fresh = FRAMEWORK.replace()
    used = FRAMEWORK.replace()
    assert used.practices
    assert used.rules()
    assert used.chains

    assert used == fresh
    assert pickle.loads(pickle.dumps(used)).practices == fresh.practices


def test_replace_changes_a_copy():
    """The noun itself stays as it was."""
    level = Level(id="partial", value=0.5)

    assert level.replace(value=0.6) == Level(id="partial", value=0.6)
    assert level.value == 0.5


def test_replace_takes_the_name_in_files_too():
    """Where a key of the file is a word of Python, both names may be changed."""
    band = Band(id="low", title="Low", **{"from": 0.25})

    assert band.replace(start=0.5).start == 0.5
    assert band.replace(**{"from": 0.5}).start == 0.5


def test_replace_keeps_what_was_never_given_open():
    """A default stays a default, so that a short file stays short."""
    rating = Rating(level="partial").replace(note="done")

    assert rating.model_fields_set == {"level", "note"}


@pytest.mark.parametrize(
    ("noun", "changes", "words"),
    [
        (Level(id="a", value=0.5), {"value": 2}, "less than or equal to 1"),
        (Level(id="a", value=0.5), {"valu": 0.6}, "not permitted"),
        (Effort(low=1, likely=2, high=3), {"low": 9}, "must not fall"),
        (FRAMEWORK.scale, {"default_target": "done"}, "not a level"),
        (Rating(level=1), {"criteria": {"a": 1}}, "contradict each other"),
        (Assessment(framework="mini", ratings={"p": 1}), {"ratings": {"p": [1]}}, "is not a level"),
        (FRAMEWORK, {"roles": {}}, "no role is called"),
        (FRAMEWORK, {"blocks": FRAMEWORK.blocks[:1]}, "no practice is called"),
    ],
)  # fmt: skip
def test_replace_validates_again(noun: Noun, changes: dict, words: str):
    """A change that would break a noun is refused like a new one."""
    with pytest.raises(ValidationError, match=words):
        noun.replace(**changes)


def test_problems_of_meaning_carry_codes_and_key_paths():
    """A program can read why a noun was refused, without parsing sentences."""
    with pytest.raises(ValidationError, match="unsound") as caught:
        FRAMEWORK.replace(roles={})

    (details,) = caught.value.errors()
    assert details["type"] == "unsound"
    assert {problem.code for problem in problems_of(caught.value)} == {"unknown_role"}
    assert all(problem.key_path[0] == "blocks" for problem in problems_of(caught.value))


@pytest.mark.parametrize(
    "change",
    [
        lambda mapping: mapping.__setitem__("a", 2),
        lambda mapping: mapping.__delitem__("a"),
        lambda mapping: mapping.__ior__({"b": 1}),
        lambda mapping: mapping.clear(),
        lambda mapping: mapping.pop("a"),
        lambda mapping: mapping.popitem(),
        lambda mapping: mapping.setdefault("b", 1),
        lambda mapping: mapping.update(b=1),
    ],
)
def test_a_mapping_of_a_noun_is_read_only(change):
    """Every way to change a mapping is refused, and says what to do instead."""
    mapping = FrozenDict(a=1)

    with pytest.raises(TypeError, match=r"read-only; make a changed copy with replace\(\)"):
        change(mapping)
    assert mapping == {"a": 1}


def test_a_read_only_mapping_is_a_mapping_like_any_other():
    """It equals a plain one, goes into JSON, and can be copied and pickled."""
    mapping = FrozenDict(a=FrozenDict(b=1))

    assert mapping == {"a": {"b": 1}}
    assert json.loads(json.dumps(mapping)) == mapping
    for twin in (copy.copy(mapping), copy.deepcopy(mapping), pickle.loads(pickle.dumps(mapping))):
        assert twin == mapping
        assert type(twin) is type(twin["a"]) is FrozenDict


def test_a_mapping_that_was_given_may_change_afterwards():
    """A noun keeps its own copy of what it was built from."""
    roles = {"board": "Board"}
    practice = [{"id": "p", "title": "P", "roles": ["board"]}]

    framework = Framework(
        id="f", title="F", scale=["a", "b"], roles=roles, blocks=[{"id": "b", "title": "B", "practices": practice}]
    )
    roles.clear()
    practice.clear()

    assert framework.roles == {"board": "Board"}
    assert list(framework.practices) == ["p"]


@pytest.mark.parametrize("text", ["a", "a1", "1", "care-redesign", "access.language_services", "a" * 120])
def test_readable_names_are_ids(text: str):
    """Small letters and digits, with single hyphens, dots or underscores between them."""
    assert Organization(id=text).id == text


@pytest.mark.parametrize(
    "text", ["", "A", "a b", "a--b", "-a", "a-", "a._b", "é", "a\n", "a/b", "../a", "a:b", "a" * 121, 1, None, True]
)
def test_other_names_are_no_ids(text: object):
    """What could be misread, or be a way to some file, is no id."""
    with pytest.raises(ValidationError, match="id\n"):
        Organization(id=text)


@pytest.mark.parametrize("value", ["2026-09-30", dt.date(2026, 9, 30)])
def test_a_date_may_be_text_or_a_date(value: object):
    """Both mean the same day."""
    assert Evidence(title="Plan", date=value).date == dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    "value",
    ["", "30.09.2026", "2026-9-30", "2026-02-30", "2026-09", "today", "2026-09-30T00:00", 2026, 1.5, True, [],
     dt.datetime(2026, 9, 30, tzinfo=dt.UTC), "20260930", "2026-W40-3"],
)  # fmt: skip
def test_what_is_not_written_as_a_date_is_refused(value: object):
    """A number is never taken for seconds, and other ways to write a day are refused as the message says."""
    with pytest.raises(ValidationError, match="is not a date written as YYYY-MM-DD"):
        Evidence(title="Plan", date=value)


@pytest.mark.parametrize("value", [-1, 1e13, float("nan"), float("inf"), True, "1", "heavy", None, [1]])
def test_a_weight_is_a_number_of_reasonable_size(value: object):
    """Text, flags, and numbers that would spoil every sum are refused."""
    with pytest.raises(ValidationError, match="weight\n"):
        Practice(id="p", title="P", weight=value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("final", 1),
        ("final", "true"),
        ("final", "yes"),
        ("revision", 1.0),
        ("revision", True),
        ("revision", "1"),
        ("revision", 0),
    ],
)
def test_flags_and_counts_are_not_guessed(field: str, value: object):
    """Neither a number nor a word stands for a flag, and no fraction, flag or word for a count."""
    with pytest.raises(ValidationError, match=f"{field}\n"):
        Assessment(framework="mini", **{field: value})


def test_one_text_stands_for_a_list_of_one():
    """Where several texts may stand, one may stand alone."""
    assert Practice(id="p", title="P", evidence="a plan").evidence == ("a plan",)
    assert Practice(id="p", title="P", evidence=["a plan", "minutes"]).evidence == ("a plan", "minutes")


def test_a_noun_shows_itself_in_a_notebook(monkeypatch: pytest.MonkeyPatch):
    """Without a painter a noun shows its text; with one, what the painter draws as well."""
    level = Level(id="partial", value=0.5)
    monkeypatch.setattr(Shown, "renderer", None)
    assert level._repr_mimebundle_() == {"text/plain": repr(level)}

    monkeypatch.setattr(Shown, "renderer", lambda noun: {"text/html": f"<b>{noun.title}</b>"})
    assert level._repr_mimebundle_(include=None) == {"text/plain": repr(level), "text/html": "<b>Partial</b>"}


def test_a_framework_and_an_assessment_can_be_keys():
    """What cannot be changed can be looked up: equal ones are one key, mappings inside included."""
    framework = load_framework("hcplan-apm")
    one, same = load_assessment("assessments/riverbend-2026.yaml"), load_assessment("assessments/riverbend-2026.yaml")
    assert len({framework, load_framework("hcplan-apm")}) == 1
    assert len({one, same, one.replace(final=True)}) == 2


def test_an_heir_writes_again_what_is_given_in_another_form():
    """A type checker, mypy, reads an inherited field of that kind as it is given; see `Given`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(model.__file__).parent.glob("*.py")]
    statements = [statement for tree in trees for statement in tree.body]
    aliases = {
        ast.unparse(each.targets[0])
        for each in statements
        if isinstance(each, ast.Assign) and ast.unparse(each.value).startswith("Given[")
    }
    fields = {
        each.name: {ast.unparse(f.target): ast.unparse(f.annotation) for f in each.body if isinstance(f, ast.AnnAssign)}
        for each in statements
        if isinstance(each, ast.ClassDef)
    }
    inherited = [
        (each.name, name)
        for each in statements
        if isinstance(each, ast.ClassDef)
        for base in map(ast.unparse, each.bases)
        for name, annotation in fields.get(base, {}).items()
        if set(re.findall(r"\w+", annotation)) & {"Given", *aliases} and name not in fields[each.name]
    ]
    assert {"Many", "MaybeDay", "Ratings"} <= aliases
    assert inherited == []


def test_a_field_may_have_another_key_in_data():
    """It is given by either, and written under its key."""
    assert Band(id="low", title="Low", start=0.25) == Band.model_validate({"id": "low", "title": "Low", "from": 0.25})
    assert Band(id="low", title="Low", start=0.25).model_dump()["from"] == 0.25
