"""Canaries: a mark of its own in every free text of a noun, so that whatever leaves can be looked through for them."""

import re
from collections.abc import Mapping
from typing import get_args

from equity_blocks import Assessment, Framework
from equity_blocks.engine.sharing.share import marks
from equity_blocks.model.noun import Noun
from equity_blocks.model.privacy import NUMBER

MARK = "Zx"
FRAMEWORK = Framework(
    id="f",
    title="F",
    scale={"id": "s", "levels": [{"id": "no", "value": 0}, {"id": "yes", "value": 1, "needs_evidence": True}]},
    scoring={
        "min_coverage": 0.0,
        "bands": [{"id": "near", "title": "Near", "from": 0}, {"id": "far", "title": "Far", "from": 0.9}],
    },
    blocks=[
        {
            "id": "b",
            "title": "B",
            "practices": [
                *({"id": name, "title": name.upper()} for name in "pqrtuv"),
                {"id": "w", "title": "W", "requires": [{"practice": "p", "why": "P first"}]},
            ],
        }
    ],
)


def texts(model):
    """Give every field of a model, and of those inside, that can hold any text: no id, no choice, no date."""
    schema = model.model_json_schema(by_alias=False, mode="serialization")
    for kind, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        for name, field in part.get("properties", {}).items():
            if any(_is_free(option) for option in _options(field)):
                yield kind.rpartition("__")[2], name


def free_texts(model):
    """Give the texts that the organization wrote: all that not everybody may read, but for keys of the register."""
    nouns = nouns_in(model)
    decided = {(kind, name): marks(nouns[kind])[name] for kind, name in texts(model)}
    return {field for field, mark in decided.items() if mark and mark.audience != "cohort" and mark.instead != NUMBER}


def nouns_in(model):
    """Give every noun that a noun can hold, itself included, by name."""
    model.model_rebuild()
    nouns, waiting = {}, [model]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Noun) and kind.__name__ not in nouns:
            nouns[kind.__name__] = kind
            waiting += [field.annotation for field in kind.model_fields.values()]
    return nouns


def _options(field):
    yield field
    for option in field.get("anyOf", ()):
        yield from _options(option)
    for key in ("items", "additionalProperties"):
        if isinstance(field.get(key), dict):
            yield from _options(field[key])


def _is_free(option):
    return option.get("type") == "string" and not option.keys() & {"pattern", "enum", "const", "format"}


def marked(kind, name):
    """Give the mark of a field."""
    return f"{MARK}{kind}{name.replace('_', '')}{MARK}"


def planted(noun, free):
    """Put its mark into every free text of a noun, and of those inside, where something stands."""
    changes = {}
    for name in type(noun).model_fields:
        value = getattr(noun, name)
        if value and (type(noun).__name__, name) in free:
            mark = marked(type(noun).__name__, name)
            all_of_them = dict.fromkeys(value, mark) if isinstance(value, Mapping) else mark
            changes[name] = (mark,) if isinstance(value, tuple) else all_of_them
        else:
            changes[name] = _inside(value, free)
    return noun.model_copy(update=changes)


def _inside(value, free):
    if isinstance(value, Noun):
        return planted(value, free)
    if isinstance(value, tuple):
        return tuple(_inside(item, free) for item in value)
    if isinstance(value, Mapping):
        return type(value)({key: _inside(item, free) for key, item in value.items()})
    return value


def assessment():
    """Give an assessment with every noun that it can hold, a mark in each free text, and ids that are names."""
    goal = {
        "id": "zx-goal", "population": "x", "measure": "x", "title": "x", "note": "x",
        "baseline": {"value": 1, "unit": "x", "period": "x"}, "target": {"value": 9, "by": "2029-06-30"},
        "observed": [{"value": 2, "period": "x"}], "root_causes": [{"title": "x", "practices": ["p", "w"]}],
    }  # fmt: skip
    skeleton = Assessment.model_validate({
        "framework": "f", "id": "zx-id", "as_of": "2026-06-30",
        "organization": {"id": "zx-org", "name": "x", "type": "partnership", "state": "x", "note": "x"},
        "respondents": [
            {"id": "zx-ann", "role": "zx-nurse", "organization": "zx-home", "asked": ["b"]},
            {"id": "zx-ben"},
            {"id": "zx-dan"},
        ],
        "role_weights": {"zx-nurse": 2},
        "evidence": {f"{MARK}evidencekey{MARK}": {
            "title": "x", "kind": "x", "url": "x", "note": "x", "date": "2020-01-01", "checked": {"by": "x"},
        }},
        "goals": [goal],
        "initiatives": [{"id": "zx-initiative", "title": "x", "owner": "x", "note": "x", "practices": ["p"]}],
        "actions": {"p": {"progress": "started", "note": "x"}},
        "planning": {"start": "2027-Q1", "periods": 4, "capacity": 9},
        "retired": {
            "old": {"why": "x", "rating": {"level": "yes", "note": "x"}, "goals": ["zx-goal"], "narrative": "x"},
        },
        "narrative": {"headline": "x", "blocks": {"b": "x"}, "asks": ["x"]},
        "ratings": {
            "p": {
                "level": "no", "decision": "pursue", "owner": "x", "note": "x",
                "required_by": [{"title": "x", "due": "2027-06-30"}], "evidence": [f"{MARK}evidencekey{MARK}"],
            },
            "q": {"not_applicable": "x", "note": "x"},
            "r": {"not_pursued": "x", "level": "yes"},
            "t": {
                "answers": {
                    "zx-ann": {"level": "yes", "note": "x", "imported": {"from": "x", "place": "x", "said": "x"}},
                    "zx-ben": {"not_applicable": "x", "note": "x"},
                },
                "agreed": {
                    "level": "yes", "by": "x", "why": "x", "earlier": [{"level": "no", "by": "x", "why": "x"}],
                },
            },
            "u": {"answers": {"zx-ann": "no", "zx-ben": {"level": "yes", "note": "x"}}, "note": "x"},
            "v": {"level": "yes", "evidence": [f"{MARK}evidencekey{MARK}"]},
            "w": {"level": "no", "decision": "pursue", "owner": "x", "carried": {
                "level": "yes", "low": 1, "high": 1, "framework": "f", "from": ["p"],
            }},
        },
        "note": "x",
        "tailoring": "x",
    })  # fmt: skip
    return Assessment.model_validate(planted(skeleton, free_texts(Assessment)).model_dump(exclude_unset=True))


def found(text):
    """Give the marks, and the ids that are names, that stand in a text."""
    return sorted({*re.findall(f"{MARK}[a-z]*?{MARK}", text, re.IGNORECASE), *re.findall("zx-[a-z]+", text)})
