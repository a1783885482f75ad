"""What is shipped as people read it: grades, words foreign to an audience, and what each practice brings along."""

import datetime as dt
import re

import pytest

import equity_blocks as eb
from equity_blocks.files.template import template
from equity_blocks.model.practice import AUDIENCE_OF_ALL, PARTNERSHIP
from readability import HARD, grade, level_grades, mean, plain_grades, question_grades

FRAMEWORKS = {name: eb.load_framework(name) for name in (listing.id for listing in eb.frameworks())}
RATED = ("ahe-roadmap", "hcplan-apm", "rise-to-health-payers")
MOST = {"hcplan-apm": 9.0, "rise-to-health-payers": 9.5, "ahe-roadmap": 9.5}
"""Framework -> the mean grade that its questions may have."""
PLAIN = 8.0
"""The grade that a plain wording may have."""
LEVELS = 9.0
"""The mean grade that levels may have."""
OUTSIDE = {"members", "community-partners"}
"""Roles of people who do not work in the field."""
REVIEWED = dt.date(2026, 11, 1)
"""Cautions that are older than this have to be looked at again."""


def _told(grades):
    return [f"{item.grade:.1f} {item.practice} [{item.audience}]: {item.text}" for item in grades]


@pytest.mark.parametrize("name", RATED)
def test_questions_are_easy_to_read_on_the_whole(name):
    """By the Flesch-Kincaid grade of every wording for every audience; the hardest ones are told."""
    grades = question_grades(FRAMEWORKS[name])
    hardest = sorted(grades, key=lambda item: -item.grade)[:10]
    assert mean(grades) <= MOST[name], _told(hardest)


@pytest.mark.parametrize("name", RATED)
def test_hardly_any_question_is_hard(name):
    """At most one in ten stands above grade 10: a term of art may need it."""
    grades = question_grades(FRAMEWORKS[name])
    hard = [item for item in grades if item.grade > HARD]
    assert len(hard) * 10 <= len(grades), _told(hard)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_plain_wording_is_plain(name):
    """Each one, not their mean: somebody answers this one."""
    assert _told(item for item in plain_grades(FRAMEWORKS[name]) if item.grade > PLAIN) == []


@pytest.mark.parametrize("name", RATED)
def test_levels_are_easy_to_read(name):
    """On the whole, and nearly each of them."""
    grades = level_grades(FRAMEWORKS[name])
    hard = [item for item in grades if item.grade > HARD]
    assert mean(grades) <= LEVELS
    assert len(hard) * 10 <= len(grades), _told(hard)


@pytest.mark.parametrize("name", RATED)
def test_the_levels_of_a_scale_have_plain_words(name):
    """A member reads no description of a scale."""
    for level in FRAMEWORKS[name].scale.levels:
        assert level.plain
        assert grade(level.plain) <= PLAIN


def _pack(framework):
    return [practice for practice in framework.practices.values() if OUTSIDE & {*practice.asked_of()}]


@pytest.mark.parametrize("name", RATED)
def test_people_outside_are_asked_what_they_can_know(name):
    """Eight to twelve practices, whose question is in plain words, and no other one is."""
    framework = FRAMEWORKS[name]
    pack = [practice.id for practice in _pack(framework)]
    assert 8 <= len(pack) <= 12
    assert pack == [practice.id for practice in framework.practices.values() if practice.plain]


@pytest.mark.parametrize("name", RATED)
def test_people_outside_are_asked_the_same_whatever_the_audience(name):
    """An audience with people of its own to ask does not leave them out."""
    framework = FRAMEWORKS[name]
    for practice in _pack(framework):
        for audience in (*framework.audiences, PARTNERSHIP):
            assert OUTSIDE & {*practice.asked_of(audience)}, (practice.id, audience)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_practice_says_whom_to_ask_and_what_would_show_it(name):
    """Written out, never left to a default."""
    practices = FRAMEWORKS[name].practices.values()
    assert [practice.id for practice in practices if not practice.ask.get(AUDIENCE_OF_ALL)] == []
    assert [practice.id for practice in practices if not practice.evidence_template.get(AUDIENCE_OF_ALL)] == []


def test_every_level_of_hcplan_is_described_for_every_audience():
    """Planned, partial and in place; sustained only where it says something."""
    framework = FRAMEWORKS["hcplan-apm"]
    assert [
        (practice.id, level, audience)
        for practice in framework.practices.values()
        for level in ("planned", "partial", "in-place")
        for audience in (None, *framework.audiences, PARTNERSHIP)
        if not practice.meaning_of(level, audience)
    ] == []


BUYS = (
    r"clinic|exam rooms?|grand rounds|\bwards?\b|bedside|\bnurses?\b|EHR workflows?|front desk|registration|visits at|"
    r"\bcare teams?\b|your network|your patients|your sites|lines? of business"
)
FOREIGN = {
    "purchaser": BUYS,
    "medicaid-agency": BUYS,
    "health-plan": (
        r"\bclinics?\b|\bclinicians?\b|clinical staff|exam rooms?|grand rounds|\bwards?\b|bedside|front desk|"
        r"your patients|procurement|\bbids?\b|covered (?:employees|people)"
    ),
    "provider": (
        r"(?<!board )(?<!committee )(?<!community )(?<!family )(?<!staff )(?<!team )\bmembers?\b|enrollment file|"
        r"lines? of business|your network|procurement|call centers?|rate setting"
    ),
    None: r"exam rooms?|grand rounds|\bwards?\b|bedside|your network|your patients|your sites|procurement|\bbids?\b",
    PARTNERSHIP: r"exam rooms?|grand rounds|\bwards?\b|bedside|your network|your patients|your sites|procurement",
}
"""Audience -> words of work that is not its own."""


def _comments(framework, audience, *, plain=False):
    """What stands above each rating in a template, without the titles of practices and roles."""
    titles = [*framework.roles.values(), *(practice.title for practice in framework.practices.values())]
    names = re.compile("|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True)))
    _, _, ratings = template(framework, audience, plain=plain).partition("\nratings:")
    for entry in filter(str.strip, ratings.split("\n\n")):
        lines = [line.strip() for line in entry.splitlines()]
        text = " ".join(line.removeprefix("# ") for line in lines if line.startswith("#"))
        yield lines[-1].partition(":")[0], names.sub("", text)


@pytest.mark.parametrize("plain", [False, True], ids=["", "plain"])
@pytest.mark.parametrize(
    ("name", "audience"),
    [(name, audience) for name in RATED for audience in (*FRAMEWORKS[name].audiences, None, PARTNERSHIP)],
)
def test_nobody_reads_words_of_work_that_is_not_their_own(name, audience, plain):
    """In questions, levels, parts, evidence and cautions, as `init --for` writes them."""
    foreign = re.compile(FOREIGN[audience], re.IGNORECASE)
    said = list(_comments(FRAMEWORKS[name], audience, plain=plain))
    assert {*FRAMEWORKS[name].practices} <= {practice for practice, text in said if len(text) > len("Do you?")}
    assert [(practice, word[0]) for practice, text in said for word in foreign.finditer(text)] == []


def test_a_purchaser_is_led_by_people_it_has():
    """An employer or an agency has neither clinical leadership nor care managers nor provider relations of its own."""
    lacking = {"clinical-leadership", "care-management", "provider-relations"}
    named = {
        practice.id: lacking & {*practice.roles_for("purchaser"), *practice.asked_of("purchaser")}
        for practice in FRAMEWORKS["hcplan-apm"].practices.values()
    }
    assert {name: roles for name, roles in named.items() if roles} == {}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_cautions_are_dated_and_say_what_to_do(name):
    """Whoever reads of the law is sent to counsel, and nothing is said that nobody has looked at lately."""
    cautions = [(practice.id, each) for practice in FRAMEWORKS[name].practices.values() for each in practice.cautions]
    assert cautions
    assert [practice for practice, each in cautions if each.as_of < REVIEWED] == []
    assert [practice for practice, each in cautions if each.kind == "legal" and "counsel" not in each.text] == []


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_framework_says_what_its_source_says_about_itself(name):
    """At least that nobody has to follow it, or how far it goes; each statement with its place."""
    about = FRAMEWORKS[name].about
    assert about
    assert [each.id for each in about if not (each.source and each.summary)] == []


@pytest.mark.parametrize("name", RATED)
def test_days_are_explained(name):
    """What they count, and what an organization's size does to them."""
    framework = FRAMEWORKS[name]
    assert framework.effort_counts.endswith(".")
    assert framework.effort_by_size["small"] < framework.effort_by_size["medium"] < framework.effort_by_size["large"]


def test_goals_to_start_from_name_practices_that_exist():
    """Ten to fifteen of them, each with somebody to confirm it with, and nothing asserted."""
    goals = eb.goal_templates()
    assert 10 <= len(goals) <= 15
    for goal in goals:
        named = {name for cause in goal.root_causes for name in cause.practices}
        assert named <= set(FRAMEWORKS[goal.framework].practices)
        assert goal.population.endswith("?")
        assert all(each.with_whom for each in goal.confirm)


def test_a_contract_can_say_how_it_pays():
    """The payment categories of the source are choices that evidence states."""
    statements = {each.id: each for each in FRAMEWORKS["hcplan-apm"].about}
    assert len(statements["payment-category"].choices) > 1
