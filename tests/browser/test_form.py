"""The form as a browser shows, saves, opens and prints it."""

import json
from functools import cache
from types import SimpleNamespace

import pytest

import hostile_texts
import workbooks
from equity_blocks import load_assessment, load_framework
from equity_blocks.cli.app import app
from equity_blocks.engine.collecting.collect import collect
from equity_blocks.engine.collecting.questionnaire import questionnaire
from equity_blocks.exchange.form import from_form, known_answers, to_form
from equity_blocks.model.rating import Rating

PICKER = """
window.picked = [];
window.showSaveFilePicker = async ({ suggestedName }) => ({
  name: suggestedName,
  createWritable: async () => ({ write: async (text) => window.picked.push(text), close: async () => {} }),
});
"""


@pytest.fixture
def form(browser, tmp_path):
    """Give a function that opens a form in a browser that has no file picker, and notes what it does and asks for."""
    contexts = []

    def opening(asked, width=1280, *, is_dark=False, script="delete window.showSaveFilePicker", context=None):
        if context is None:
            scheme = "dark" if is_dark else "light"
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            contexts.append(context)
            context.add_init_script(script)
        page, noted = context.new_page(), []
        page.set_default_timeout(5_000)
        file = tmp_path / "form.html"
        file.write_text(to_form(asked), encoding="utf-8")
        page.on("request", lambda request: noted.append(request.url))
        page.on("console", lambda message: noted.append(message.text))
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.goto(file.as_uri())
        return SimpleNamespace(page=page, noted=noted, uri=file.as_uri(), context=context)

    yield opening
    for context in contexts:
        context.close()


def _saved(page):
    """Save, and give what the file holds."""
    with page.expect_download() as got:
        page.locator("#save").click()
    return got.value.path().read_bytes()


def _opened(page, content):
    """Open a file of answers in the page; give what the page says to it."""
    page.evaluate("document.getElementById('said').textContent = ''")
    page.locator("#file").set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": content})
    for _ in range(100):
        if said := page.locator("#said").inner_text():
            return said
        page.wait_for_timeout(20)
    return ""


_KEPT = """
    async () => localStorage.length + sessionStorage.length + document.cookie.length
        + (await indexedDB.databases()).length
"""
"""Counts all that a page finds in its storage."""


def _finds(page, condition):
    """Wait until a page finds something in its storage: a browser tells other pages a moment after it is written."""
    page.wait_for_function(condition, timeout=10_000)


def _pick(page, practice, choice):
    """Choose an answer: a level's id after `=`, or one of the other choices."""
    page.locator(f'[data-practice={practice}] .choices input[value="{choice}"]').check()


def _mini(ratings=None, **how):
    return workbooks.asked(workbooks.mini(), ratings, **how)


def test_what_the_page_shows_it_saves(form):
    """Random frameworks and ratings of the owner: equal on every field that is carried."""
    for number in range(workbooks.CASES):
        chance = workbooks.Chance(number)
        framework = chance.framework()
        ratings = chance.ratings(framework)
        shown = form(workbooks.asked(framework, ratings))
        reply = from_form(_saved(shown.page), "answers.json", framework)
        assert reply.problems == ()
        assert workbooks.same(framework, ratings, reply)
        assert shown.noted == [shown.uri, *(each for each in shown.noted if each.startswith("blob:"))]


def test_what_was_saved_opens_in_an_empty_page_and_saves_the_same(form):
    """Every field of the owner's; and of the meeting's."""
    chance = workbooks.Chance(3)
    framework = chance.framework()
    first = _saved(form(workbooks.asked(framework, chance.ratings(framework))).page)
    page = form(workbooks.asked(framework)).page
    assert _opened(page, first) == "Loaded."
    assert json.loads(_saved(page))["ratings"] == json.loads(first)["ratings"]
    agreed = {"level": "in-place", "by": "board\nand staff", "date": "2026-09-12", "why": "seen"}
    answers = {"ann": "not-started", "ben": "in-place"}
    people = [{"id": "ann"}, {"id": "ben"}]
    rated = workbooks.assessed(workbooks.mini(), {"vision": {"answers": answers, "agreed": agreed}}, respondents=people)
    page = form(questionnaire(workbooks.mini(), rated, contested=True)).page
    assert json.loads(_saved(page))["ratings"] == {"vision": {"agreed": agreed}}


def test_from_empty_to_imported_by_keyboard_alone(form, tmp_path):
    """A respondent answers every question of their role, saves with a key, and the command reads it."""
    framework = load_framework("hcplan-apm")
    asked = questionnaire(framework, role="quality")
    page = form(asked).page
    keys = page.keyboard
    keys.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the questions"
    page.keyboard.press("Enter")
    for _ in range(9):
        keys.press("Tab")
        if page.evaluate("document.activeElement.id") == "who":
            break
    keys.type("Quality Team")
    for number, item in enumerate(asked.items):
        for _ in range(20):
            if page.evaluate("document.activeElement.closest('.question')?.dataset.practice") == item.practice:
                break
            keys.press("Tab")
        keys.press("Space")
        for _ in range(number % 3):
            keys.press("ArrowDown")
        if number == 0:
            for _ in range(9):
                if page.evaluate("document.activeElement.dataset.field") == "note":
                    break
                keys.press("Tab")
            keys.type("By keyboard.")
    assert page.locator("#count").inner_text() == f"{len(asked.items)} of {len(asked.items)} answered"
    with page.expect_download() as got:
        keys.press("Control+s")
    file, target = tmp_path / got.value.suggested_filename, tmp_path / "made.yaml"
    got.value.save_as(file)
    assert file.name == "answers-hcplan-apm-quality-team.json"
    assert app.main(["import", str(file), "-o", str(target)], standalone_mode=False) in (None, 0)
    made = load_assessment(target)
    assert made.respondents[0].id == "quality-team"
    levels = [made.ratings[item.practice].answers["quality-team"].level for item in asked.items]
    assert levels == [item.choices[number % 3].id for number, item in enumerate(asked.items)]
    assert made.ratings[asked.items[0].practice].answers["quality-team"].note == "By keyboard."


def test_by_level_or_by_parts(form):
    """The last choice holds; parts that were answered before are not lost from sight."""
    page = form(_mini()).page
    vision = page.locator("[data-practice=vision]")
    assert vision.locator(".parts").is_hidden()
    vision.get_by_role("radio", name="By its parts").check()
    vision.get_by_role("group", name="It is written").get_by_label("Partly").check()
    vision.get_by_role("group", name="It is known").get_by_label("Unknown").check()
    said = json.loads(_saved(page))["ratings"]
    assert said["vision"] == {"criteria": {"written": "partly", "known": "unknown"}}
    _pick(page, "vision", "=in-place")
    assert json.loads(_saved(page))["ratings"]["vision"] == {"level": "in-place"}
    vision.get_by_role("button", name="Clear this answer").click()
    assert json.loads(_saved(page))["ratings"]["vision"] == {}


def test_a_reason_is_asked_for_where_something_does_not_apply(form):
    """What is incomplete is saved, listed with a link, and refused on import."""
    page = form(_mini(respondent="ann")).page
    _pick(page, "budget", "na")
    reply = from_form(_saved(page), "answers.json", workbooks.mini())
    assert [problem.code for problem in reply.problems] == ["no_reason"]
    assert page.locator("#trouble a").all_inner_texts() == ["2. Budget: say why it does not apply"]
    page.keyboard.press("Enter")
    page.keyboard.type("No budget of our own")
    reply = from_form(_saved(page), "answers.json", workbooks.mini())
    assert reply.data["ratings"]["budget"] == {"not_applicable": "No budget of our own"}
    assert page.locator("#trouble").inner_text() == ""


def test_scores_are_numbers_in_their_range(form):
    """A typed one is chosen; one beyond is listed, and refused on import."""
    page = form(_mini(respondent="ann")).page
    page.get_by_role("spinbutton").fill("7.5")
    assert json.loads(_saved(page))["ratings"]["access"] == {"level": 7.5}
    page.get_by_role("spinbutton").fill("11")
    (problem,) = from_form(_saved(page), "answers.json", workbooks.mini()).problems
    assert (problem.code, problem.place) == ("unknown_level", "ratings.access.level")
    assert "a number from 0 to 10 is needed" in page.locator("#trouble").inner_text()


def test_progress_is_counted_for_all_and_for_each_block(form):
    """And the next open question is found."""
    page = form(_mini({"vision": {"level": "partly"}})).page
    assert page.locator("#count").inner_text() == "1 of 3 answered"
    assert page.locator("nav [data-of]").all_inner_texts() == ["1 of 2", "0 of 1"]
    page.locator("#next").click()
    page.keyboard.press("Space")
    assert page.locator("#count").inner_text() == "2 of 3 answered"
    assert page.locator("nav [data-of]").all_inner_texts() == ["2 of 2", "0 of 1"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"framework": "other"}, "This file answers other 2026 revision 1. This page asks mini 2026 revision 1."),
        ({"revision": 2}, "This file answers mini 2026 revision 2. This page asks mini 2026 revision 1."),
        ({"kind": "contested"}, "This file was saved with a page of another kind."),
        ({"schema": "x"}, "This file holds no answers that were saved with such a page."),
    ],
)
def test_a_file_about_something_else_is_told_and_not_loaded(form, changes, said):
    """What stands in the page stays."""
    asked = _mini({"budget": {"level": "partly"}})
    page = form(asked).page
    data = {**known_answers(asked), "ratings": {"vision": {"level": "in-place"}}, **changes}
    assert _opened(page, json.dumps(data).encode()) == f"{said} Nothing was loaded."
    assert json.loads(_saved(page))["ratings"] == {"vision": {}, "budget": {"level": "partly"}, "access": {}}


@pytest.mark.parametrize("content", [b"", b"[", b"[" * 50_000, b"null", b"3"])
def test_what_is_no_file_of_answers_is_told(form, content):
    """Broken, deep and large ones too."""
    assert "Nothing was loaded." in _opened(form(_mini()).page, content)


def test_a_file_that_is_too_large_is_not_even_read(form, tmp_path):
    """Five million bytes are enough for answers."""
    page, file = form(_mini()).page, tmp_path / "large.json"
    file.write_bytes(b"x" * 6_000_000)
    page.locator("#file").set_input_files(file)
    page.get_by_text("This file is too large to be answers. Nothing was loaded.").wait_for()


def test_a_file_of_somebody_else_is_not_loaded(form):
    """Nor one that holds values of other kinds than the page saves."""
    page = form(_mini(respondent="ann")).page
    data = known_answers(_mini(respondent="ben"))
    assert _opened(page, json.dumps(data).encode()).startswith("This file holds the answers of ben.")
    odd = {"vision": {"level": {"a": 1}, "criteria": [1], "note": ["x"], "evidence": "y"}, "budget": None, "access": 3}
    page = form(_mini(respondent="ann")).page
    data = {**known_answers(_mini(respondent="ann")), "ratings": odd}
    assert _opened(page, json.dumps(data).encode()) == "Loaded."
    assert json.loads(_saved(page))["ratings"] == {"vision": {}, "budget": {}, "access": {}}


def test_what_this_page_does_not_ask_is_named(form):
    """Saving would leave it out."""
    data = known_answers(_mini())
    data["ratings"]["gone"] = {"level": "partly"}
    assert "does not ask it: gone." in _opened(form(_mini()).page, json.dumps(data).encode())


def test_nothing_is_kept_unless_asked_for(form, tmp_path):
    """Another page from a file finds nothing; with a draft, all of it, and after the clear button nothing again."""
    shown = form(_mini(respondent="ann"))
    page = shown.page
    _pick(page, "budget", "=partly")
    page.locator("[data-practice=budget] [data-field=note]").fill("Secret.")
    _saved(page)
    file = tmp_path / "other.html"
    file.write_text("<!DOCTYPE html><p>Other", encoding="utf-8")
    other = shown.context.new_page()
    other.goto(file.as_uri())
    assert page.evaluate(_KEPT) == other.evaluate(_KEPT) == 0
    page.get_by_label("Keep a draft in this browser").check()
    page.locator("[data-practice=budget] [data-field=note]").fill("Kept.")
    _finds(other, "() => Object.values(localStorage).join().includes('Kept.')")
    again = form(_mini(respondent="ann"), context=shown.context).page
    assert again.locator("[data-practice=budget] [data-field=note]").input_value() == "Kept."
    again.get_by_role("button", name="Remove the draft").click()
    assert again.evaluate(_KEPT) == 0
    _finds(other, "() => localStorage.length === 0")
    assert not again.get_by_label("Keep a draft in this browser").is_checked()
    assert again.get_by_role("button", name="Remove the draft").is_hidden()


def test_whoever_leaves_unsaved_is_asked(form):
    """And nobody else."""
    page = form(_mini()).page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("[data-practice=budget] [data-field=note]").fill("Not saved.")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("[data-practice=budget] [data-field=note]").fill("Saved.")
    _saved(page)
    page.reload()
    assert asked == ["beforeunload"]


def test_where_there_is_a_file_picker_it_writes_the_same_file_again(form):
    """It asks where once."""
    page = form(_mini(), script=PICKER).page
    for level in ("partly", "in-place"):
        _pick(page, "budget", f"={level}")
        page.locator("#save").click()
        for _ in range(100):
            if level in "".join(page.evaluate("window.picked.slice(-1)")):
                break
            page.wait_for_timeout(20)
    saved = [json.loads(text)["ratings"]["budget"]["level"] for text in page.evaluate("window.picked")]
    assert saved == ["partly", "in-place"]
    assert "Saved as answers-mini-sample.json, with 2 questions open." in page.locator("#said").inner_text()


def test_hostile_texts_stay_texts(form):
    """In the questions, in what is known, and in a file that is opened; nothing runs, nothing is asked for."""
    framework, assessment = hostile_texts.framework(), hostile_texts.assessment()
    shown = form(questionnaire(framework, assessment))
    reply = from_form(_saved(shown.page), "answers.json", framework)
    assert reply.problems == ()
    carried = {name: workbooks.carried(assessment.rating(name), reply.carries) for name in framework.practices}
    assert {name: Rating.model_validate(said) for name, said in reply.data["ratings"].items()} == carried
    assert _opened(shown.page, json.dumps(known_answers(questionnaire(framework, assessment))).encode()) == "Loaded."
    assert shown.page.evaluate("window.canary === undefined")
    assert [each for each in shown.noted if not each.startswith("blob:")] == [shown.uri]


def test_two_who_filled_it_in_are_collected(form):
    """Each under the short name that they gave, in letters that an id can have."""
    replies = []
    for name, level in (("Zoë", "partly"), ("Ben B.", "in-place")):
        page = form(questionnaire(_plain(), community=True)).page
        page.get_by_label("A short name for you or your group").fill(name)
        page.get_by_label("How many people answer together").fill("3")
        _pick(page, "vision", f"={level}")
        replies.append(from_form(_saved(page), f"{level}.json", _plain()))
    made = collect(_plain(), None, replies).assessment
    assert [(who.id, who.people) for who in made.respondents] == [("zoe", 3), ("ben-b", 3)]
    assert {who: answer.level for who, answer in made.ratings["vision"].answers.items()} == {
        "zoe": "partly",
        "ben-b": "in-place",
    }


def _plain():
    """Give a framework that asks the community one question."""
    practice = {"id": "vision", "title": "Vision", "plain": "Do you see it?"}
    return workbooks.mini(blocks=[{"id": "board", "title": "Board", "practices": [practice]}])


@cache
def _looks():
    framework = load_framework("hcplan-apm")
    rated = load_assessment("assessments/riverbend-2026.yaml")
    partners = load_assessment("assessments/three-partners-ahe.yaml")
    return {
        "owner": questionnaire(framework, rated),
        "role": questionnaire(framework, role="quality"),
        "community": questionnaire(framework, community=True),
        "meeting": questionnaire(load_framework(partners.framework), partners, contested=True),
        "range": _mini(),
        "hostile": questionnaire(hostile_texts.framework(), hostile_texts.assessment()),
    }


LOOKS = ("owner", "role", "community", "meeting", "range", "hostile")


@pytest.mark.parametrize("name", LOOKS)
def test_nobody_scrolls_sideways_on_a_telephone(form, layout, name):
    """And nothing is cut or overlaps."""
    page = form(_looks()[name], 390).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate("document.querySelector('.name').remove()")  # one line, which ends in dots where it is long
    assert layout(page) == []


@pytest.mark.parametrize(
    ("name", "width", "is_dark"),
    [
        ("owner", 1280, False),
        ("owner", 390, True),
        ("role", 1280, True),
        ("community", 390, False),
        ("meeting", 1280, False),
        ("range", 390, True),
        ("hostile", 1280, False),
        ("hostile", 390, True),
    ],
)
def test_there_are_no_barriers(form, barriers, name, width, is_dark):
    """Contrast, names, order: nothing serious or critical, empty, answered or in trouble."""
    page = form(_looks()[name], width, is_dark=is_dark).page
    assert barriers(page) == []
    for question in page.locator(".question").all()[:3]:
        question.locator(".choices input[type=radio]").last.check()
    _saved(page)
    assert barriers(page) == []


def test_on_paper_it_is_a_questionnaire(form, layout):
    """Boxes and room to write; no buttons, and the parts and reasons that are hidden until they are needed."""
    page = form(_looks()["owner"]).page
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": 690, "height": 900})
    assert page.locator("button:visible").count() == 0
    assert page.locator("header").is_hidden()
    first = page.locator("#q1")
    assert first.locator(".parts").is_visible()
    assert first.locator("textarea:visible").count() == 5
    assert layout(page) == []
