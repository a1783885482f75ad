import json

import pytest

import equity_blocks as eb
from equity_blocks.reports.document import Phrase, Table, Value
from equity_blocks.reports.given import given_of
from equity_blocks.reports.pictures.bars import Bars
from equity_blocks.reports.pictures.timeline import Timeline
from equity_blocks.reports.pictures.trend import Trend
from equity_blocks.reports.slides.contents import slides_of
from equity_blocks.reports.values import kind_of, resolve


def _values(part):
    if isinstance(part, Value):
        yield part
    elif isinstance(part, Phrase | tuple):
        for inner in part.pieces if isinstance(part, Phrase) else part:
            yield from _values(inner)


def test_titles_are_messages(riverbend):
    """Each says what there is to know, with its figures."""
    assert [str(slide.title) for slide in slides_of(riverbend)] == [
        "Readiness stands at 40%, between 36% and 44% once everything is rated",
        "Foremost strength: Reporting Requirements; farthest below target: Measurement Tools",
        "What carries the goal comes too late",
        "12 actions by the end of 2027-Q3 raise the score from 36% to 44%, where what nobody rated counts as zero",
        "The work runs from 2026-Q4 to 2027-Q3; 2027-Q1 takes 60 of 60 person-days",
        "As published, the score went from 21.3% (by revision 1) to 39.7% (by revision 2): +18.4 points.",
        "You are asked to decide four points",
        "Self-reported, not validated: read each figure with its range",
    ]


def test_there_are_six_to_eight(sample):
    """However many results are given."""
    assert 6 <= len(slides_of(sample)) <= 8


def test_every_figure_stands_in_its_result(sample):
    """Its path leads to its value in the JSON that the result is saved as."""
    data = {kind_of(result): json.loads(result.model_dump_json(by_alias=True)) for result in sample.results}
    figures = list(_values(slides_of(sample)))
    assert len(figures) > 30
    for text in figures:
        found = resolve(data[text.of], text.path)
        assert (len(found) if isinstance(found, list) else found) == text.value


def test_what_is_not_given_is_left_out(framework, draft):
    """Nothing is made up."""
    titles = [slide.title for slide in slides_of(given_of(framework, draft.replace(goals=[]), []))]
    assert titles == ["Self-reported, not validated: read each figure with its range"]


def test_too_little_is_said_to_be_too_little(framework):
    """No score, but between what it would lie."""
    said = eb.Assessment(framework="mini", ratings={"council": "some"})
    first = slides_of(given_of(framework, said, [eb.score(framework, said)]))[0]
    assert first.title == "Too little is rated for a score. It would lie between 8% and 92%"


def test_without_a_total_each_block_has_its_score(framework, draft):
    """By design of the framework; the plan says no score, either, and the change goes block by block."""
    parted = framework.replace(scoring={"overall": False})
    results = [eb.score(parted, draft), eb.plan(parted, draft, everything=True), eb.compare(parted, draft, draft)]
    titles = [slide.title for slide in slides_of(given_of(parted, draft, results))]
    assert titles[0] == "Each block has a score of its own; there is no total, by design"
    assert "3 actions are planned" in titles
    assert "No total, by design of the framework: its blocks are compared one by one." in titles


def test_actions_stand_with_reason_days_time_and_lead(riverbend):
    """A column each, in the order of the plan."""
    (table,) = slides_of(riverbend)[3].columns[0]
    assert [column.title for column in table.columns] == ["#", "Action", "Why", "Days", "When", "Led by"]
    assert [row[1] for row in table.rows] == [action.title for action in riverbend.plan.actions]
    assert table.rows[0][2:] == ("Serves the goal.", "7.5", "2026-Q4 to 2027-Q1", "Director of health equity")


def test_a_title_of_two_lines_stays_one_title(framework, draft):
    """What is below the first line is no reason."""
    planned = eb.plan(framework, draft, everything=True)
    named = [action.replace(title="Two\nlines") for action in planned.actions]
    given = given_of(framework, draft.replace(goals=[]), [planned.replace(actions=named)])
    rows = slides_of(given)[0].columns[0][0].rows
    assert {row[1] for row in rows} == {"Two\nlines"}
    assert not any(row[2].startswith("lines") for row in rows)


def test_the_organization_s_own_asks_come_first(riverbend):
    """What follows from the results is marked as a proposal."""
    own = riverbend.assessment.replace(narrative={"headline": "We begin", "asks": ["Fund the council."]})
    slides = slides_of(riverbend._replace(assessment=own))
    assert slides[6].title == "You are asked to decide one point"
    assert slides[6].columns[0][0].items == ("Fund the council.",)
    assert "We begin" in [getattr(part, "text", "") for part in slides[0].columns[0]]


@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_goals_stay_with_the_organization(riverbend, audience):
    """Whatever is in the assessment."""
    titles = [slide.title for slide in slides_of(riverbend._replace(audience=audience))]
    assert not any("What carries" in title for title in titles)


def test_three_rounds_are_a_trend():
    """With a change since last time, it takes the place of the blocks."""
    framework = eb.load_framework("ahe-roadmap")
    said = eb.load_assessment("assessments/three-partners-ahe.yaml")
    rounds = [said.replace(as_of=f"{year}-01-31") for year in (2023, 2024)]
    course, change = eb.trend(framework, [*rounds, said]), eb.compare(framework, rounds[1], said)
    alone = slides_of(given_of(framework, said, [course]))
    assert alone[1].title == "Over three rounds the score went from 62% to 62%"
    both = slides_of(given_of(framework, said, [course, change]))[1]
    assert [type(part) for part in both.columns[0]] == [Trend]


def test_pictures_and_tables_are_those_of_the_report(riverbend):
    """The blocks, the calendar, and the change by cause."""
    slides = slides_of(riverbend)
    kinds = [{type(part) for column in slide.columns for part in column} for slide in slides]
    assert Bars in kinds[0]
    assert Timeline in kinds[4]
    assert slides[5].columns[1][0].caption == "The change by cause"
    assert all(isinstance(table, Table) for table in slides[2].columns[0][:2])


def test_notes_say_what_the_slide_leaves_out(riverbend):
    """The policy stands with the score, and how to read a plan with the actions."""
    slides = slides_of(riverbend)
    assert set(riverbend.card.policy_in_words) <= set(slides[0].notes)
    assert all(slide.notes for slide in slides)
