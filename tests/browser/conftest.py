"""One browser for all tests of a file, and pages in it that tell everything they did."""

import json
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from equity_blocks.errors import EquityBlocksError
from equity_blocks.reports.pdf import find_browser

AXE = "EQUITY_BLOCKS_AXE"
"""The variable of the environment that names the file axe.min.js of the npm package axe-core."""
A4 = 703
"""Pixels between the margins of a printed page: 186 mm."""


@pytest.fixture(scope="module")
def browser():
    """Start the installed browser; skip where there is none, or nothing that drives it."""
    driver = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    try:
        program = find_browser()
    except EquityBlocksError as error:
        pytest.skip(f"needs Chromium, Chrome or Edge: {error}")
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(program), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Give a function that opens a page of HTML from a file, and notes what it asks for, says and does."""
    contexts = []

    def opening(html, width=1280, *, is_dark=False, is_printed=False, runs_scripts=True):
        scheme = "dark" if is_dark else "light"
        context = browser.new_context(
            viewport={"width": A4 if is_printed else width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=runs_scripts,
        )
        contexts.append(context)
        page, noted = context.new_page(), []
        file = tmp_path / f"{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        page.on("request", lambda request: noted.append(request.url))
        page.on("console", lambda message: noted.append(message.text))
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.on("dialog", lambda dialog: (noted.append(dialog.message), dialog.dismiss()))
        if is_printed:
            page.emulate_media(media="print", color_scheme="light")
        page.goto(file.as_uri())
        return SimpleNamespace(page=page, noted=noted, uri=file.as_uri())

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture
def layout():
    """Give a function that lists what is cut, what sticks out and what overlaps on a page."""
    script = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")
    return lambda page: page.evaluate(script)


@pytest.fixture
def barriers():
    """Give a function that lists the serious and the critical findings of axe-core on a page."""
    named = os.environ.get(AXE)
    if not named or not Path(named).is_file():
        pytest.skip(f"needs axe-core: npm install axe-core, and its axe.min.js in {AXE}")
    source = Path(named).read_text(encoding="utf-8")

    def checking(page):
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        grave = [each for each in found if each["impact"] in ("serious", "critical")]
        return [(each["id"], json.dumps([node["html"] for node in each["nodes"][:3]])) for each in grave]

    return checking


@pytest.fixture
def printed():
    """Give a function that counts the pages of paper that a page takes."""

    def counting(page):
        made = page.pdf(prefer_css_page_size=True, print_background=True)
        return len(re.findall(rb"/Type\s*/Page\b", made))

    return counting
