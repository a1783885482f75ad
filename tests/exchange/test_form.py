import json
import re
from html import unescape

import pytest

import hostile_texts
import workbooks
from equity_blocks import load_framework
from equity_blocks.engine.collecting.questionnaire import questionnaire
from equity_blocks.exchange.form import from_form, known_answers, to_form
from equity_blocks.model.result import NOTICE

LARGEST = 150_000
"""Bytes that the form of the largest framework may take."""


def _embedded(page):
    return re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1]


def _words(page):
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.partition("</style>")[2])).split())


def _asked(ratings=None, framework=None, people=(), told="attributed", **how):
    """Give the questionnaire of an assessment in which these people answer."""
    framework = framework or workbooks.mini()
    listed = {"respondents": [{"id": name} for name in people], "respondents_told": told}
    return questionnaire(framework, workbooks.assessed(framework, ratings, **listed), **how)


@pytest.fixture(scope="module")
def hcplan():
    """Give the framework with the most questions."""
    return load_framework("hcplan-apm")


@pytest.mark.parametrize("how", [{}, {"respondent": "ann"}, {"community": True}])
def test_the_page_of_the_largest_framework_is_small(hcplan, how):
    """So that it can be sent by mail."""
    assert len(to_form(questionnaire(hcplan, **how)).encode()) < LARGEST


def test_the_page_asks_in_the_words_of_the_questionnaire(hcplan):
    """Title, question and cautions, and every level with what it means here."""
    asked = questionnaire(hcplan, audience="purchaser")
    said = _words(to_form(asked))
    for item in asked.items:
        meanings = [text for choice in item.choices for text in (choice.title, choice.meaning)]
        for text in (item.title, item.question, *item.cautions, *item.evidence_hints, *meanings):
            assert " ".join(text.split()) in said
    assert NOTICE in said


def test_the_page_may_load_nothing():
    """Not even in a script of its own; and it names no address."""
    page = to_form(workbooks.asked(workbooks.mini()))
    policy = unescape(re.search('Content-Security-Policy" content="([^"]+)"', page)[1])
    assert policy.startswith("default-src 'none'; style-src-elem 'sha256-")
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|src=|@import|url\(|innerHTML|eval\(", page)
    assert not re.search(r' (style|on\w+)="', page)


def test_hostile_texts_are_texts():
    """Titles, questions, names and notes, in the markup and in the data."""
    framework, assessment = hostile_texts.framework(), hostile_texts.assessment()
    page = to_form(questionnaire(framework, assessment))
    assert "<script>window" not in page
    assert "<img" not in page
    assert "<svg" not in page
    assert page.count("<script") == 2
    assert "\u202e" not in page
    assert json.loads(_embedded(page))["ratings"]["p01"]["note"] == hostile_texts.LONG


def test_what_the_page_knows_reads_back():
    """Random frameworks and ratings, for a respondent and for the owner: equal on every field that is carried."""
    for number in range(30):
        chance = workbooks.Chance(number)
        framework = chance.framework()
        ratings = chance.ratings(framework)
        page = to_form(workbooks.asked(framework, ratings))
        reply = from_form(_embedded(page).encode(), "answers.json", framework)
        assert reply.problems == ()
        assert workbooks.same(framework, ratings, reply)
        own = chance.ratings(framework, is_owner=False)
        said = {name: {"answers": {"ann": {**each, "note": "x"}}} for name, each in own.items()}
        asked = _asked(said, framework, ["ann"], respondent="ann")
        reply = from_form(_embedded(to_form(asked)).encode(), "answers.json", framework)
        assert workbooks.same(framework, {name: {**each, "note": "x"} for name, each in own.items()}, reply)
        assert reply.data["respondents"] == [{"id": "ann"}]


def test_a_respondents_page_holds_nothing_of_others():
    """Neither what others said nor what is planned."""
    said = {"answers": {"ann": {"level": "partly", "note": "MINE"}, "ben": {"level": "partly", "note": "HIS"}}}
    ratings = {"vision": {**said, "owner": "OLGA", "note": "OURS", "target": "in-place"}}
    page = to_form(_asked(ratings, people=["ann", "ben"], respondent="ann"))
    assert "MINE" in page
    assert not any(word in page for word in ("HIS", "OLGA", "OURS", 'data-field="owner"'))


def test_what_was_agreed_stands_there_with_both_sides():
    """Level, by whom, when and why."""
    agreed = {"level": "in-place", "by": "board", "date": "2026-09-12", "why": "seen"}
    said = {"answers": {"ann": "not-started", "ben": "in-place"}, "agreed": agreed}
    asked = _asked({"vision": said}, people=["ann", "ben"], contested=True)
    page = to_form(asked)
    assert known_answers(asked)["ratings"] == {"vision": {"agreed": agreed}}
    assert re.search(r'class="sides".*ann.*ben', page, re.DOTALL)
    reply = from_form(_embedded(page).encode(), "a.json", workbooks.mini())
    assert (reply.kind, reply.problems) == ("contested", ())
    assert reply.data["ratings"] == {"vision": {"agreed": agreed}}


def test_levels_stand_as_the_page_takes_them():
    """A position as the level's id, a level of a range as its score, a share as a share."""
    ratings = {"vision": {"level": 1}, "access": {"level": "5", "target": {"share": 0.4}}}
    known = known_answers(workbooks.asked(workbooks.mini(), ratings))["ratings"]
    assert known == {"vision": {"level": "partly"}, "budget": {}, "access": {"level": 5, "target": {"share": 0.4}}}


@pytest.mark.parametrize(
    ("how", "told", "said"),
    [
        ({"respondent": "ann"}, "attributed", "others in the assessment can see who said what"),
        ({"respondent": "ann"}, "confidential", "others see levels and counts, not your name"),
        ({}, "attributed", "Give it only to those who may read them"),
    ],
)
def test_people_are_told_who_reads_it(how, told, said):
    """Before they write anything."""
    assert said in _words(to_form(_asked(told=told, **how)))


def test_the_community_is_asked_in_short_and_plain_words(hcplan):
    """No evidence, no parts, no words of the field; a name of their own choice."""
    page = to_form(questionnaire(hcplan, community=True))
    assert "In your own words, if you like" in page
    assert "It need not be your real name." in page
    assert not any(word in page for word in ("Evidence, one title", "What could show it", 'data-part="'))
