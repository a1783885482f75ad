"""What is kept comes back: results and files, through JSON, copies and later versions of the library."""

import copy
import datetime as dt
import json
import pickle
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import equity_blocks as eb
from equity_blocks.exchange.stored_results import RESULT_KINDS, read_result, schema_name
from equity_blocks.model.noun import FrozenDict, Noun
from kept import INPUTS, PRESENT, SAMPLES, STORED, inputs, results, unstored
from strategies import assessments, frameworks

KEPT = (*INPUTS, *SAMPLES, "schedule problem", "schedule")
STORED_RESULTS = sorted(STORED.glob("*/*.json"))
FILES = sorted(STORED.glob("*/*.yaml"))


def _kept(name):
    return {**inputs(), **unstored()}[name] if name not in SAMPLES else results()[name]


def _name(path):
    return f"{path.parent.name}/{path.stem}"


def _round_trips(noun):
    """Give every way in which a noun can leave and come back, and what comes back."""
    kind = type(noun)
    return {
        "data": kind.model_validate(noun.model_dump()),
        "data under the names in Python": kind.model_validate(noun.model_dump(by_alias=False)),
        "plain data": kind.model_validate(noun.model_dump(mode="json")),
        "JSON": kind.model_validate_json(noun.model_dump_json()),
        "pickle": pickle.loads(pickle.dumps(noun)),
        "a deep copy": copy.deepcopy(noun),
        "a copy": copy.copy(noun),
        "no change": noun.replace(),
    }


@pytest.mark.parametrize("name", KEPT)
def test_it_comes_back_as_it_was(name):
    """Through data, JSON, pickle and copies, with the same hash."""
    noun = _kept(name)
    for way, back in _round_trips(noun).items():
        assert back == noun, way
        assert type(back) is type(noun), way
        assert hash(back) == hash(noun), way


@settings(max_examples=25)
@given(st.data())
def test_any_framework_assessment_and_score_card_come_back(data):
    """Whatever they hold."""
    framework = data.draw(frameworks())
    assessment = data.draw(assessments(framework))
    for noun in (framework, assessment, eb.score(framework, assessment)):
        assert all(back == noun for back in _round_trips(noun).values())


def _mutable(value, place=""):
    """Find what somebody could change in a value, and where."""
    if isinstance(value, Noun):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return [found for name, item in fields.items() for found in _mutable(item, f"{place}.{name}")]
    if isinstance(value, tuple):
        return [found for item in value for found in _mutable(item, f"{place}[]")]
    if type(value) is FrozenDict:
        return [found for key, item in value.items() for found in _mutable(item, f"{place}.{key}")]
    return [] if value is None or type(value) in (str, int, float, bool, dt.date) else [f"{place}: {type(value)}"]


@pytest.mark.parametrize("name", KEPT)
def test_it_is_frozen_all_the_way_down(name):
    """No list, dictionary or set is in it, and no field can be set."""
    noun = _kept(name)
    assert _mutable(noun) == []
    field = next(iter(type(noun).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(noun, field, None)
    assert [_mutable(back) for back in _round_trips(noun).values() if _mutable(back)] == []


def test_there_is_a_sample_of_every_kind():
    """Of every result and of every file that people write, as this version writes them."""
    assert {path.stem for path in PRESENT.glob("*.json")} == set(SAMPLES) == set(results())
    assert {result.schema_ for result in results().values()} == set(map(schema_name, RESULT_KINDS))
    assert {path.stem for path in PRESENT.glob("*.yaml")} == set(INPUTS)


def _nouns_in(value):
    """Give the classes of a noun and of all nouns in it."""
    if isinstance(value, Noun):
        return {type(value)}.union(*(_nouns_in(getattr(value, name)) for name in type(value).model_fields))
    parts = value.values() if isinstance(value, FrozenDict) else value if isinstance(value, tuple) else ()
    return set().union(*map(_nouns_in, parts))


def _all_nouns(noun):
    return {noun, *(each for kind in noun.__subclasses__() for each in _all_nouns(kind))}


def test_there_is_a_sample_of_every_noun():
    """Whoever adds one adds it to a sample; a class that others inherit from needs none."""
    ours = {noun for noun in _all_nouns(Noun) if noun.__module__.startswith("equity_blocks.model.")}
    seen = set().union(*(_nouns_in(_kept(name)) for name in KEPT))
    assert sorted(noun.__name__ for noun in ours - seen if not noun.__subclasses__()) == []


def _kept_in(old, new):
    """Whether everything that was written is written still; newer versions may say more."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and _kept_in(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(_kept_in, old, new))
    return old == new


@pytest.mark.parametrize("path", STORED_RESULTS, ids=_name)
def test_a_result_that_was_kept_opens_for_ever(path):
    """It holds what was written, whichever version wrote it."""
    text = path.read_bytes()
    result = read_result(text)
    assert result.schema_ == json.loads(text)["schema"]
    assert _kept_in(json.loads(text), result.model_dump(mode="json"))
    assert read_result(result.model_dump_json(), type(result)) == result


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_that_was_kept_opens_for_ever(path):
    """Files of people, too."""
    noun = INPUTS[path.stem](path)
    assert all(back == noun for back in _round_trips(noun).values())


def _with_more(noun):
    """Write a noun as a later version might, with a key that nobody knows in each mapping of fields."""
    if isinstance(noun, Noun):
        fields = type(noun).model_fields.items()
        known = {field.serialization_alias or name: _with_more(getattr(noun, name)) for name, field in fields}
        return {"since_later": {"figures": [1, None]}, **known, "later_still": "text"}
    if isinstance(noun, tuple):
        return [_with_more(item) for item in noun]
    if isinstance(noun, FrozenDict):
        return {key: _with_more(value) for key, value in noun.items()}
    return noun.isoformat() if isinstance(noun, dt.date) else noun


@pytest.mark.parametrize("path", STORED_RESULTS, ids=_name)
def test_what_a_later_version_adds_is_ignored(path):
    """At every depth; a constructor takes nothing that it does not know."""
    result = read_result(path.read_text(encoding="utf-8"))
    later = json.dumps(_with_more(result))
    assert later.count("since_later") > 2 or path.stem == "acceptability"
    assert read_result(later) == result
    with pytest.raises(ValidationError, match="since_later"):
        type(result).model_validate_json(later)


def _sample(kind):
    return json.loads((PRESENT / f"{kind}.json").read_text(encoding="utf-8"))


def test_a_word_that_a_later_version_adds_is_read_as_text():
    """Of the head, deep inside, and in a mapping; all else stays as it was."""
    card = _sample("scorecard")
    card["audience"] = "the press"
    card["blocks"][1]["practices"][0]["status"] = "doubted"
    card["policy"]["aggregate"] = "harmonic"
    card["terms"]["chapter"] = "Chapter"
    read = read_result(card, eb.ScoreCard)
    assert (read.audience, read.blocks[1].practices[0].status, read.policy.aggregate) == (
        "the press",
        "doubted",
        "harmonic",
    )
    assert dict(read.terms) == {"block": "Step", "practice": "Activity"}
    assert read.blocks[0] == read_result(_sample("scorecard"), eb.ScoreCard).blocks[0]
    assert _mutable(read) == []

    plan = _sample("plan")
    plan["calendar_from"]["start"] = "somebody else"
    assert read_result(plan, eb.Plan).calendar_from["start"] == "somebody else"


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_no_result_that_is_shared_counts_respondents(audience):
    """Nor does a plan in it."""
    heard = {kind: result for kind, result in results().items() if getattr(result, "heard", None)}
    assert len(heard) > 5
    for result in heard.values():
        assert '"heard":3' not in eb.share(result, audience).model_dump_json()


def _with_new_words(kind, data):
    """Exchange one word of each enumeration for one that a later version may add, one after the other."""
    places = {tuple(0 if isinstance(part, int) else part for part in place): place for place in _words_in(kind, data)}
    for place in places.values():
        later = copy.deepcopy(data)
        node = later
        for part in place[:-1]:
            node = node[part]
        node[place[-1]] = "since_later"
        yield later


def _words_in(kind, data):
    """List the places of words of an enumeration: what a constructor refuses when all texts are others."""

    def changed(value):
        if isinstance(value, dict):
            return {key: changed(part) for key, part in value.items()}
        if isinstance(value, list):
            return [changed(part) for part in value]
        return "since_later" if isinstance(value, str) else value

    with pytest.raises(ValidationError) as caught:
        kind.model_validate({**changed(data), "schema": data["schema"]})
    errors = [error for error in caught.value.errors() if error["type"] == "literal_error"]
    return [error["loc"] for error in errors if error["loc"][-1] != "over"]


@contextmanager
def _may_be_refused():
    """Let an error pass that says that a later version made the result."""
    try:
        yield
    except eb.UnsuitableError as error:
        if error.code != "later_version":
            raise


@pytest.mark.parametrize("path", [path for path in STORED_RESULTS if path.stem != "acceptability"], ids=_name)
def test_a_result_with_words_of_a_later_version_is_shown(path):
    """It is drawn, tabled and kept; it is shared, or the error says why it is not."""
    data = json.loads(path.read_text(encoding="utf-8"))
    for later in _with_new_words(type(read_result(data)), data):
        result = read_result(later)
        assert "since_later" in result.model_dump_json()
        assert result._repr_mimebundle_()
        if path.stem != "coverage":
            assert eb.to_records(result)
        if path.stem not in ("coverage", "difference", "migration", "portfolio"):
            with _may_be_refused():
                eb.share(result, "client")
