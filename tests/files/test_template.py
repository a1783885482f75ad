"""The empty assessment that people fill in."""

import datetime as dt

import pytest

from equity_blocks.files.catalogue import goal_templates
from equity_blocks.files.catalogue_folders import find_all
from equity_blocks.files.loading import load_framework, load_goal_template
from equity_blocks.files.template import annotated, template
from equity_blocks.files.writing import HEADER, written
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


def test_an_evidence_template_and_who_can_answer_are_those_of_the_audience():
    """Whoever leads can answer where nothing else is said."""
    framework = _of(
        roles={"default": ["members"]}, evidence_template={"default": "One page.", "purchaser": "One clause."}
    )
    text = template(framework, "purchaser", DAY)
    assert "# What could show it: One clause." in text
    assert "# Who can answer: Members" in text
    assert "One page." not in text


def test_goals_of_the_library_are_written_as_unconfirmed():
    """Above each, what to find out and with whom; nothing of it is a figure."""
    goals = goal_templates()
    framework = load_framework("hcplan-apm")
    text = template(framework, as_of=DAY, goals=goals)
    made = Assessment.model_validate(read_yaml(text).data)

    assert misfits(framework, made) == ()
    assert [goal.id for goal in made.goals] == [goal.id for goal in goals]
    assert {(goal.confirmed, goal.baseline, goal.target) for goal in made.goals} == {(False, None, None)}
    for goal, taken in zip(goals, made.goals, strict=True):
        assert [(c.title, c.importance, c.feasibility, c.practices) for c in goal.root_causes] == [
            (c.title, c.importance, c.feasibility, c.practices) for c in taken.root_causes
        ]
        assert taken.lead == goal.lead
    comments = " ".join(line.strip().removeprefix("# ") for line in text.splitlines() if line.strip().startswith("#"))
    for each in (each for goal in goals for each in goal.confirm):
        assert f"To confirm: {each.what} Ask: {'; '.join(each.with_whom)}." in comments


def test_a_lead_of_one_quarter_is_one():
    """As people say it."""
    goal = load_goal_template("postpartum-visit").replace(lead=1)
    assert "# The lead is 1 quarter: " in template(load_framework("hcplan-apm"), goals=[goal])


def _written(framework: Framework, **said: object) -> Assessment:
    """Give an assessment that names every practice of a framework, as a draft does."""
    ratings = {**dict.fromkeys(framework.practices), **said.pop("ratings", {})}
    return Assessment.model_validate({"framework": framework.id, "as_of": DAY, "ratings": ratings, **said})


def _read(text: str) -> Assessment:
    return Assessment.model_validate(read_yaml(text).data)


@pytest.mark.parametrize("name", tuple(find_all("framework")))
@pytest.mark.parametrize("audience", [None, "provider"])
def test_comments_leave_an_assessment_as_it_is(name: str, audience: str | None):
    """Of every shipped framework; each practice has the comments of the template above it, and no `null` behind it."""
    framework = load_framework(name)
    draft = _written(framework)
    text = HEADER + annotated(written(draft), framework, audience)

    assert _read(text) == draft
    assert "null" not in text
    lines = [line for line in template(framework, audience, DAY).splitlines() if line.startswith("  # ")]
    assert [line for line in text.splitlines() if line.startswith("  # ")] == lines


def test_notes_stand_right_above_their_practice():
    """Folded, each in its own lines; a note of what is not there goes nowhere."""
    framework = _of(question="Do you?")
    said = {"p": ["From old: P (yes, for 50%).", "A\nnote: of # two lines"], "gone": ["Nowhere"]}
    text = annotated(written(_written(framework)), framework, notes=said)

    expected = "  # P\n  # Do you?\n  # From old: P (yes, for 50%).\n  # A note: of # two lines\n  p:\n"
    assert text.endswith(expected)
    assert "Nowhere" not in text
    assert annotated(written(_written(framework)), framework).endswith("  # P\n  # Do you?\n  p:\n")


def test_what_is_said_already_stays_below_its_comments():
    """Levels, what was carried and long notes, whatever stands in them that looks like a key."""
    practices = [{"id": name, "title": name.upper()} for name in ("p", "q", "r", "s")]
    nested = [
        {"id": "b", "title": "B", "practices": practices[:2]},
        {"id": "c", "title": "C", "practices": practices[2:]},
    ]
    framework = _mini(blocks=[{"id": "a", "title": "A", "blocks": nested}])
    note = "ratings:\n  q: null\n" + "a long note that has to be folded " * 8 + "\u2028\x85\ttail null"
    ratings = {
        "p": {"carried": {"at_least": "no", "at_most": "yes", "framework": "old", "from": ["x"]}, "note": note},
        "q": "yes",
        "r": {"not_applicable": "q: null"},
    }
    draft = _written(framework, ratings=ratings, note=note, organization={"id": "us", "name": "ratings:"})
    text = annotated(written(draft), framework, notes={"s": ["Look."]})

    assert _read(text) == draft
    lines = [line.strip() for line in text.splitlines()]
    places = [lines.index(line) for line in ("# == A / B ==", "# P", "# Q", "# == A / C ==", "# R", "# S", "# Look.")]
    assert places == sorted(places)
    assert lines[places[2] + 1] == 'q: "yes"'
    assert lines[places[-1] + 1] == "s:"


def test_practices_that_are_not_rated_and_ratings_of_others_have_no_comments():
    """A block of which nothing is rated is not named, either."""
    draft = Assessment.model_validate({"framework": "mini", "as_of": DAY})
    text = annotated(written(draft), _mini())
    assert _read(text) == draft
    assert "# Practice" not in text
    assert "== Block ==" not in text
    other = _written(_of(), ratings={"q": "yes"}).replace(framework="mini")
    text = annotated(written(other), _mini())
    assert _read(text) == other
    assert text.splitlines()[-1] == '  q: "yes"'
