"""The FHIR Questionnaire, answered in the LHC-Forms of the National Library of Medicine as people do."""

import json
import os
import time
from pathlib import Path

import pytest

import answered
import equity_blocks as eb
import workbooks
from equity_blocks.engine.collecting.collect import collect
from equity_blocks.exchange.fhir import from_response, to_questionnaire

LFORMS = "EQUITY_BLOCKS_LFORMS"
"""The variable of the environment that names the unpacked folder of the npm package lforms."""

SCRIPTS = ("assets/lib/zone.min.js", "runtime.js", "polyfills.js", "main.js")


@pytest.fixture(scope="module")
def library():
    """Give the folder of LHC-Forms; skip where there is none."""
    named = os.environ.get(LFORMS)
    if not named or not (Path(named) / "dist" / "lforms").is_dir():
        pytest.skip(f"needs LHC-Forms: npm pack lforms, unpack it, and its folder in {LFORMS}")
    return Path(named) / "dist" / "lforms"


@pytest.fixture
def shown(opened, library):
    """Give a function that shows a Questionnaire and gives the page."""

    def showing(questionnaire):
        web = (library / "webcomponent").as_uri()
        scripts = [f"{web}/{name}" for name in SCRIPTS] + [(library / "fhir" / "R4" / "lformsFHIR.min.js").as_uri()]
        tags = "".join(f'<script src="{script}"></script>' for script in scripts)
        made = json.dumps(questionnaire).replace("<", "\\u003c")
        visit = opened(
            f'<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="{web}/styles.css">'
            f"<body><div id=form></div>{tags}<script>const asked = {made};"
            "LForms.Util.addFormToPage(LForms.Util.convertFHIRQuestionnaireToLForms(asked, 'R4'), 'form')"
            ".then(() => { window.isShown = true; }, (error) => { window.failed = String(error); });</script>"
        )
        page = visit.page
        _wait(page, "window.isShown || window.failed")
        assert page.evaluate("window.failed") is None
        assert [said for said in visit.noted if said.startswith("http")] == []
        return page

    return showing


def _wait(page, condition):
    ends = time.monotonic() + 60
    while not page.evaluate(f"Boolean({condition})"):
        assert time.monotonic() < ends, f"{condition} never came true"
        page.wait_for_timeout(100)


def _choose(page, question, code):
    page.locator(f'[id^="{question}/1"][id$="|{code}"]').first.click()


def _write(page, question, text):
    field = page.locator(f'input[id^="{question}/1"], textarea[id^="{question}/1"]').first
    field.click()
    field.fill(text)
    field.press("Tab")


def _reply(page, framework):
    response = page.evaluate("LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')")
    return response, from_response(json.dumps(response).encode(), "answers.json", framework)


def test_what_is_clicked_comes_back(shown):
    """A level, a part, unknown, a reason that is asked only where it is needed, a score, and a note of two lines."""
    framework = workbooks.mini()
    page = shown(json.loads(to_questionnaire(workbooks.asked(framework, respondent="ann"))))
    reason = page.locator('textarea[id^="budget/reason/1"]')
    assert reason.count() == 0
    _choose(page, "vision/part/written", "in-place")
    _choose(page, "vision/part/known", "unknown")
    _choose(page, "budget", "not-applicable")
    reason.wait_for()
    _write(page, "budget/reason", "=No budget of our own")
    _write(page, "access", "7.5")
    _write(page, "access/note", "Two lines,\nand \N{GRINNING FACE}")
    _write(page, "access/evidence", "minutes")
    _, reply = _reply(page, framework)
    assert reply.problems == ()
    assert reply.data["respondents"] == [{"id": "ann"}]
    assert reply.data["ratings"] == {
        "vision": {"criteria": {"written": "in-place", "known": "unknown"}},
        "budget": {"not_applicable": "=No budget of our own"},
        "access": {"level": 7.5, "note": "Two lines,\nand \N{GRINNING FACE}", "evidence": ["minutes"]},
    }
    collected = collect(framework, None, [reply]).assessment
    assert collected.ratings["access"].answers["ann"].level == 7.5


def test_what_is_known_stands_there_and_comes_back(shown):
    """The owner's answers and planning, handed on without a click."""
    framework = workbooks.mini()
    ratings = {
        "vision": {"criteria": {"written": "in-place"}, "owner": "Ann", "decision": "pursue"},
        "budget": {"level": "partly", "target": "in-place", "importance": "high", "note": "a\nb"},
        "access": {"not_pursued": "Not now", "level": 2.5, "target": {"share": 0.4}},
    }
    page = shown(json.loads(to_questionnaire(workbooks.asked(framework, ratings))))
    response, reply = _reply(page, framework)
    assert answered.same(framework, ratings, reply)
    model = pytest.importorskip("fhir.resources.R4B.questionnaireresponse", reason="needs fhir.resources")
    assert model.QuestionnaireResponse.model_validate(response).status == "completed"


def test_a_framework_of_the_catalogue_is_shown_whole(shown):
    """Every question once, and nothing is asked for from elsewhere."""
    framework = eb.load_framework("hcplan-apm")
    asked = workbooks.questionnaire(framework, respondent="ann")
    page = shown(json.loads(to_questionnaire(asked)))
    shown_ids = page.evaluate("[...document.querySelectorAll('lhc-item')].map((item) => item.id)")
    assert [item.practice for item in asked.items if f"item-{item.practice}/1/1/1" not in shown_ids] == []
    _, reply = _reply(page, framework)
    assert reply.problems == ()
    assert set(reply.data["ratings"]) == set(framework.practices)
