"""Reports as a browser shows and prints them."""

import re
from functools import cache

import pytest

import equity_blocks as eb
import hostile_texts
from equity_blocks.cli.app import app

BEFORE = ("--before", "assessments/riverbend-2025.yaml")
DATED = ("--capacity", "60", "--start", "2026-Q4")
CASES = {
    "riverbend-2026": (*BEFORE, "--with", "rise-to-health-payers", *DATED),
    "riverbend-2025": ("--share", "steering"),
    "three-partners-ahe": DATED,
    "lakeside-rise": DATED,
    "state-agency": ("--all", "--share", "client"),
    "valley-provider": DATED,
    "hostile": (),
}
SAMPLES = ("riverbend-2026", "riverbend-2025", "three-partners-ahe", "lakeside-rise")
LARGEST = 250_000
"""Bytes that a full report may take."""


@cache
def _made(name, *, one_page=False):
    """Make a report as the command does; the hostile one from results."""
    if name == "hostile":
        framework, assessment = hostile_texts.framework(), hostile_texts.assessment()
        results = (eb.score(framework, assessment), eb.plan(framework, assessment, capacity=60, start="2026-Q4"))
        evidence, answers = eb.review_evidence(framework, assessment), eb.respondents(framework, assessment)
        return eb.report(framework, assessment, *results, evidence, answers, one_page=one_page).html
    folder = "assessments" if name in SAMPLES else "tests/cases/plans"
    target = _made.folder / f"{name}-{one_page}.html"
    brief = ("--one-page",) if one_page else ()
    app.main(["report", f"{folder}/{name}.yaml", "-o", str(target), *CASES[name], *brief], standalone_mode=False)
    return target.read_text(encoding="utf-8")


@pytest.fixture(autouse=True, scope="module")
def _folder(tmp_path_factory):
    _made.folder = tmp_path_factory.mktemp("reports")


def _was_quiet(shown):
    """Say whether a page loaded itself and nothing else, and nothing in it ran or complained."""
    pictures = [said for said in shown.noted if said.startswith("data:image/")]
    return shown.noted == [shown.uri, *pictures] and shown.page.evaluate("window.canary === undefined")


def test_the_measure_sees_what_is_wrong(opened, layout):
    """A text beyond its box, one upon another, one beyond the page, and a page that scrolls sideways."""
    beyond = '<div style="width:3rem;white-space:nowrap">far too long for so little room</div>'
    upon = '<p style="position:absolute;top:9rem">under it</p><p style="position:absolute;top:9rem">over it</p>'
    wide = '<p style="width:2000px;text-align:right">to the right</p>'
    found = layout(opened(f"<!DOCTYPE html><body>{beyond}{upon}{wide}").page)
    assert found[0].startswith("scrolls to ")
    assert {each.partition(":")[0] for each in found[1:]} == {"beyond its box", "overlap", "beyond the page"}
    assert layout(opened("<!DOCTYPE html><body><p>Fine.</p><p>Fine, too.</p>").page) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_cut_overlaps_or_leaves(opened, layout, name, width):
    """And nobody scrolls sideways; no text in a file runs or asks the network for anything."""
    shown = opened(_made(name), width)
    assert layout(shown.page) == []
    assert _was_quiet(shown)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_cut_or_overlaps_in_print(opened, layout, name):
    """As wide as the paper."""
    assert layout(opened(_made(name), is_printed=True).page) == []


@pytest.mark.parametrize(("width", "is_dark"), [(1280, False), (1280, True), (390, False), (390, True)])
@pytest.mark.parametrize("name", ["riverbend-2026", "hostile"])
def test_there_are_no_barriers_in_any_look(opened, barriers, name, width, is_dark):
    """Contrast, names, order: nothing serious or critical in what has every section."""
    shown = opened(_made(name), width, is_dark=is_dark)
    assert barriers(shown.page) == []
    assert _was_quiet(shown)


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("riverbend-2026", "hostile")])
def test_there_are_no_barriers_in_the_others(opened, barriers, name):
    """One look each, wide and dark; and the one page, narrow and light."""
    assert barriers(opened(_made(name), is_dark=True).page) == []
    assert barriers(opened(_made(name, one_page=True), 390).page) == []


@pytest.mark.parametrize("name", [name for name in CASES if name != "hostile"])
def test_the_one_page_is_one_page(opened, layout, printed, name):
    """On paper, and nothing of it is cut there or on a telephone."""
    html = _made(name, one_page=True)
    assert printed(opened(html).page) == 1
    assert layout(opened(html, is_printed=True).page) == []
    assert layout(opened(html, 390).page) == []


def test_a_full_report_takes_eight_pages_at_most(opened, printed):
    """With the year before, another framework and a calendar."""
    assert printed(opened(_made("riverbend-2026")).page) <= 8


@pytest.mark.parametrize("name", CASES)
def test_a_full_report_is_small(name):
    """So that it can be sent by mail. Texts of ten thousand characters are not counted."""
    assert len(_made(name).replace(hostile_texts.LONG, "").encode()) < LARGEST


def _texts(page):
    """Give the words of a page, without what the script adds."""
    return page.locator("body").text_content().split()


def test_without_scripts_nothing_is_missing(opened):
    """The script only adds its tools."""
    html = _made("riverbend-2026")
    plain, live = opened(html, runs_scripts=False), opened(html)
    live.page.evaluate("document.querySelectorAll('.tools').forEach((tools) => tools.remove())")
    assert plain.page.locator(".tools").count() == 0
    assert live.page.locator("thead button").count() > 0
    assert _texts(plain.page) == _texts(live.page)


def test_without_styles_it_reads_in_order(opened):
    """Headings, and in each section what its picture shows, as text."""
    html = re.sub("<style>.*?</style>", "", _made("riverbend-2026"), flags=re.DOTALL)
    shown = opened(html, runs_scripts=False)
    text = shown.page.locator("body").inner_text()
    titles = shown.page.locator("h1, h2, h3").all_inner_texts()
    places = [at.start() for title in titles for at in [re.search(f"^{re.escape(title)}$", text, re.MULTILINE)] if at]
    assert len(titles) > 15
    assert len(places) == len(titles)
    for picture in shown.page.locator(".picture").all():
        assert re.search(r"\w+", picture.inner_text())
    bars = text[text.index("Building blocks, one by one") :]
    assert re.search(r"Organizational Commitment\s.*\b\d+%", bars)


def _ranks(page):
    """Give the numbers of the actions that the table shows, from top to bottom."""
    return page.locator("table[data-sortable] tbody tr:visible").evaluate_all(
        "rows => rows.map((row) => Number(row.cells[0].querySelector('data').value))"
    )


def test_actions_are_sorted_and_filtered_from_the_keyboard(opened):
    """By a button in each heading; the order is told to those who do not see the arrow."""
    page = opened(_made("riverbend-2026")).page
    ranks = _ranks(page)
    assert ranks == list(range(1, len(ranks) + 1))
    head = page.locator("table[data-sortable] thead th").first
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert (head.get_attribute("aria-sort"), _ranks(page)) == ("descending", ranks[::-1])
    days = page.locator("table[data-sortable] thead th", has_text="Days")
    days.locator("button").focus()
    page.keyboard.press("Space")
    assert (days.get_attribute("aria-sort"), head.get_attribute("aria-sort")) == ("ascending", None)
    assert sorted(_ranks(page)) == ranks != _ranks(page)
    page.get_by_label("Show rows with").fill("DATA")
    assert 0 < len(_ranks(page)) < len(ranks)
    assert page.locator(".tools output").inner_text() == f"{len(_ranks(page))} of {len(ranks)} shown"
    page.get_by_label("Show rows with").fill("")
    assert sorted(_ranks(page)) == ranks


def test_actions_are_sorted_on_a_telephone(opened, layout):
    """By a list of the headings, which are not shown there."""
    page = opened(_made("riverbend-2026"), 390).page
    page.get_by_label("Sort by").select_option("Days")
    assert _ranks(page) != sorted(_ranks(page))
    assert layout(page) == []
    assert page.locator("table[data-sortable] thead button:visible").count() == 0


def test_a_chart_draws_itself_and_asks_for_nothing(opened, tmp_path):
    """A saved page shows bars and labels, loads nothing but itself, and a hostile title stays text."""
    for library in ("altair", "vl_convert"):
        pytest.importorskip(library, reason=f"{library} is not installed: pip install equity-blocks[charts]")
    card = eb.score(hostile_texts.framework(), hostile_texts.assessment())
    path = eb.charts.save(eb.charts.blocks(card), tmp_path / "chart.html")
    shown = opened(path.read_text(encoding="utf-8"))
    shown.page.wait_for_selector("svg.marks, canvas.marks")
    assert shown.page.evaluate("document.querySelectorAll('svg.marks, canvas.marks').length") == 1
    assert _was_quiet(shown)
