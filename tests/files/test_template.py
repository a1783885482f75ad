"""The empty assessment that people fill in."""

import datetime as dt

import pytest

from equity_blocks.files.catalogue_folders import find_all
from equity_blocks.files.loading import load_framework
from equity_blocks.files.template import template
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model import Assessment, Framework, misfits

DAY = dt.date(2026, 9, 30)


def _mini(**changes: object) -> Framework:
    practice = {"id": "p", "title": "Practice", "question": {"default": "Do you?", "provider": "Does the clinic?"}}
    given = {"id": "mini", "title": "Mini", "edition": "2026", "audiences": ["provider"], "scale": ["no", "yes"]}
    return Framework.model_validate(
        {**given, "blocks": [{"id": "b", "title": "Block", "practices": [practice]}], **changes}
    )


@pytest.mark.parametrize("name", tuple(find_all("framework")))
def test_it_is_an_assessment_without_ratings(name: str):
    """Every shipped framework's template fits it, names all its practices and rates none."""
    framework = load_framework(name)
    assessment = Assessment.model_validate(read_yaml(template(framework, as_of=DAY)).data)

    assert misfits(framework, assessment) == ()
    assert list(assessment.ratings) == list(framework.practices)
    assert {rating.status for rating in assessment.ratings.values()} == {"unanswered"}


def test_questions_are_those_of_the_audience():
    """The organization gets the audience as its type, and reads the question that is meant for it."""
    text = template(_mini(), "provider", DAY)

    assert "# Does the clinic?" in text
    assert "Do you?" not in text
    assert read_yaml(text).data["organization"]["type"] == "provider"


def test_levels_and_parts_are_explained():
    """What a level means for one practice, a scale of its own, and criteria stand above the practice."""
    practice = {"id": "p", "title": "Practice", "scale": ["none", "all"], "levels": {"all": "every site"},
                "criteria": [{"id": "c", "title": "Part"}]}  # fmt: skip
    text = template(_mini(blocks=[{"id": "b", "title": "Block", "practices": [practice]}]), as_of=DAY)

    assert "# Levels here: none, all" in text
    assert "# all here: every site" in text
    assert "c (Part)" in text


def test_a_practice_that_applies_to_everybody_says_so():
    """Before somebody writes an answer that is refused."""
    refused = {"id": "p", "title": "P", "not_applicable": "refused"}
    blocks = [{"id": "b", "title": "B", "practices": [refused, {"id": "q", "title": "Q"}]}]
    text = template(_mini(blocks=blocks), as_of=DAY)

    assert text.count("{not_applicable: ...} is refused here") == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("edition", 'the "second" edition'),
        ("edition", "back\\slash: #"),
        ("id", "2024"),
        ("id", "null"),
        ("title", "a\nb: c"),
    ],
)
def test_no_name_changes_the_meaning_of_the_file(key: str, value: str):
    """Names that YAML would read as something else are put in quotes or folded into their comment."""
    framework = _mini(**{key: value})
    assessment = Assessment.model_validate(read_yaml(template(framework, as_of=DAY)).data)

    assert (assessment.framework, assessment.edition) == (framework.id, framework.edition)
    assert list(assessment.ratings) == ["p"]


def test_control_characters_do_not_reach_the_file():
    """What could steer a terminal is marked."""
    assert "\x1b" not in template(_mini(title="\x1b[31mred"), as_of=DAY)


def test_the_day_is_today_unless_given():
    """A new assessment speaks of the day on which it is begun."""
    before = dt.date.today()  # noqa: DTZ011 - the day where the test runs
    assert read_yaml(template(_mini())).data["as_of"] in {before.isoformat(), dt.date.today().isoformat()}  # noqa: DTZ011


def _of(**practice: object) -> Framework:
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", **practice}]}]
    return _mini(audiences=["provider", "purchaser"], roles={"members": "Members"}, blocks=blocks)


def test_what_is_not_meant_for_an_audience_is_written_as_such():
    """To be confirmed, with its reason; for those it is meant for, and for nobody in particular, it is to be rated."""
    framework = _of(applies_to=["provider"])
    told = read_yaml(template(framework, "purchaser", DAY)).data["ratings"]
    assert told == {"p": {"not_applicable": "meant for provider (to be confirmed)"}}
    assert misfits(framework, Assessment.model_validate(read_yaml(template(framework, "purchaser", DAY)).data)) == ()
    for audience in ("provider", None):
        text = template(framework, audience, DAY)
        assert read_yaml(text).data["ratings"] == {"p": None}
        assert "# This is meant for: provider." in text


def test_whoever_fills_it_in_reads_what_to_look_out_for():
    """Who can answer, what a level means for the audience, and cautions with their day."""
    framework = _of(
        ask=["members"], levels={"yes": {"default": "Done.", "purchaser": "In all contracts."}},
        cautions=[{"kind": "privacy", "text": "Small cells tell people apart.", "as_of": "2026-11-01"}],
    )  # fmt: skip
    text = template(framework, "purchaser", DAY)
    for line in (
        "# Who can answer: Members", "# yes here: In all contracts.",
        "# Caution, privacy, as of 2026-11-01: Small cells tell people apart.",
    ):  # fmt: skip
        assert line in text
    assert "Done." not in text


@pytest.mark.parametrize(("plain", "asked"), [(True, "Is it done?"), (False, "Do you?")])
def test_questions_may_be_asked_in_plain_language(plain: bool, asked: str):
    """Where there is such wording; members read it."""
    text = template(_of(question="Do you?", plain="Is it done?"), as_of=DAY, plain=plain)
    assert f"# {asked}" in text
