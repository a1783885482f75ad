"""Files that people wrote for earlier versions open for ever: one of each kind, with every field that it can have."""

import json
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.files.opening import (
    open_adopted_plan,
    open_assessment,
    open_branding,
    open_crosswalk,
    open_framework,
    open_goal_template,
    open_scale,
    open_tailoring,
)
from equity_blocks.model.noun import Noun

STORED = Path(__file__).resolve().parent / "stored"
VERSIONS = sorted(folder.parent for folder in STORED.glob("*/files"))
OPEN = {
    "framework": open_framework,
    "scale": open_scale,
    "assessment": open_assessment,
    "tailoring": open_tailoring,
    "crosswalk": open_crosswalk,
    "adopted-plan": open_adopted_plan,
    "goal": open_goal_template,
    "branding": open_branding,
}
KEPT = [(version, kind) for version in VERSIONS for kind in OPEN if (version / "files" / f"{kind}.json").exists()]
"""Goals to start from came with version 0.3."""
MADE_BY_US = {
    ("Framework", "tailored"),
    ("Block", "source_title"),
    ("Practice", "source_title"),
    ("Prerequisite", "waived"),
}
"""What only `tailor` writes; nobody writes it by hand, and `tailored.json` holds it."""


def _opened(version: Path, kind: str) -> Noun:
    noun: Noun = OPEN[kind](version / "files" / f"{kind}.yaml").noun
    return noun


def _nouns_in(annotation: object) -> Iterator[type[Noun]]:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _nouns_in(argument)


def _fields(kind: type[Noun], seen: dict[type[Noun], None]) -> None:
    """Collect a noun and all that can stand in it."""
    if kind not in seen:
        seen[kind] = None
        for field in kind.model_fields.values():
            for inner in _nouns_in(field.annotation):
                _fields(inner, seen)


def _owner(kind: type[Noun], name: str) -> str:
    """The noun that declares a field, of which the others inherit it."""
    return next(each.__name__ for each in reversed(kind.mro()) if name in getattr(each, "model_fields", {}))


def _given(value: object) -> Iterator[tuple[str, str]]:
    """Noun and field of all that was given in a noun, however deep."""
    if isinstance(value, Noun):
        for name in value.model_fields_set:
            yield _owner(type(value), name), name
            yield from _given(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _given(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _given(item)


@pytest.mark.parametrize(("version", "kind"), KEPT, ids=lambda each: getattr(each, "name", each))
def test_a_file_of_an_earlier_version_says_what_it_said(version: Path, kind: str):
    """It opens, and holds everything that was read from it when it was written."""
    noun = _opened(version, kind)
    kept = json.loads((version / "files" / f"{kind}.json").read_text(encoding="utf-8"))
    assert noun.model_dump(mode="json", exclude_unset=True) == kept
    assert type(noun).model_validate(kept) == noun


@pytest.mark.parametrize("kind", OPEN)
def test_every_field_stands_in_the_sample_of_this_version(kind: str):
    """So that a field that is renamed or dropped later is noticed."""
    noun = _opened(VERSIONS[-1], kind)
    kinds: dict[type[Noun], None] = {}
    _fields(type(noun), kinds)
    fields = {(_owner(each, name), name) for each in kinds for name in each.model_fields}
    if kind == "framework":
        fields = {(owner, name) for owner, name in fields if owner not in ("Tailored", "TailoringChange")}
    assert fields - MADE_BY_US - set(_given(noun)) == set()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda folder: folder.name)
def test_a_framework_that_was_tailored_opens(version: Path):
    """With the changes that were made."""
    kept = json.loads((version / "files" / "tailored.json").read_text(encoding="utf-8"))
    framework = eb.Framework.model_validate(kept)
    assert framework.model_dump(mode="json", exclude_unset=True) == kept
    assert framework.tailored is not None
    assert {change.kind for change in framework.tailored.changes} > {"out", "waived", "weight", "title"}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda folder: folder.name)
def test_they_still_work_together(version: Path):
    """The assessment fits its framework, tailored as it says; it is scored, planned and shared."""
    framework, assessment = _opened(version, "framework"), _opened(version, "assessment")
    tailored = eb.tailor(framework, _opened(version, "tailoring"))
    card = eb.score(tailored, assessment)
    assert card.scope.rated == 3
    assert eb.plan(tailored, assessment).actions
    assert eb.share(assessment, "client", framework=tailored).narrative is None
