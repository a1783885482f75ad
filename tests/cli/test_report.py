import io
import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

import equity_blocks as eb
from canaries import FRAMEWORK, assessment, found, free_texts, marked, planted
from equity_blocks.cli.app import app
from equity_blocks.cli.report import SECTIONS
from equity_blocks.engine.sharing.share import AUDIENCES, share

BEFORE, AFTER = "assessments/riverbend-2025.yaml", "assessments/riverbend-2026.yaml"
SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")
BRANDING = "assessments/branding/northside.yaml"
EVERYTHING = ("--before", BEFORE, "--with", "ahe-roadmap", "--with", "ric-iccop", "--branding", BRANDING)
ALLOWED = {"client": {marked("Organization", "state"), "zx-org", "zx-id", "zx-home"}, "cohort": set()}


class _Page(HTMLParser):
    """Reads the text of a page, and the data in it."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.data, self.tags, self._inside = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._inside = dict(attrs).get("type", tag) if tag in ("script", "style") else ""
        self.tags.append(tag)

    def handle_endtag(self, _tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "application/json":
            self.data.append(data)
        elif not self._inside:
            self.texts.append(data)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_has_a_report(call, tmp_path, name):
    """A page of HTML and Markdown, which begin with what it is about."""
    page, text = tmp_path / "a.html", tmp_path / "a.md"
    for path in (page, text):
        called = call("report", f"assessments/{name}.yaml", "-o", path)
        assert (called.code, called.out) == (0, f"wrote {path}\n")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert text.read_text(encoding="utf-8").startswith("# ")


def test_standard_output_takes_html_or_markdown(call, tmp_path):
    """Both as they stand in a file."""
    for form, name in ((), "a.html"), (("--format", "html"), "a.html"), (("--format", "markdown"), "a.md"):
        path = tmp_path / name
        call("report", AFTER, "-o", path, "--force")
        assert call("report", AFTER, "-o", "-", *form).out == path.read_text(encoding="utf-8")


def test_html_can_be_written_in_any_encoding(process):
    """The page says that it is UTF-8, so that what goes elsewhere is written as references."""
    done = process("report", AFTER, "-o", "-", capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(Path(eb.__file__).parents[1])}
    command = [sys.executable, "-m", "equity_blocks", "report", AFTER, "-o", "-"]
    narrow = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    assert narrow.isascii()
    assert "".join(_Page(narrow.decode()).texts) == "".join(_Page(done.stdout.decode()).texts)


def test_an_existing_file_is_left_alone_unless_asked(call, files):
    """Nothing is made before that is known."""
    path = files("a.html", "old")
    called = call("report", AFTER, "-o", path)
    assert (called.code, called.out) == (2, "")
    assert "exists already; nothing was written (choose another name, or replace it: --force)" in called.err
    assert path.read_text(encoding="utf-8") == "old"
    assert call("report", AFTER, "-o", path, "--force").code == 0
    assert path.read_text(encoding="utf-8") != "old"


def test_a_pdf_is_printed(call, tmp_path, monkeypatch):
    """From the same page, by a browser; without one it is said what to do."""
    printed = {}

    def save_pdf(path, html, *, overwrite):
        printed.update(path=path, html=html, overwrite=overwrite)
        return Path(path)

    monkeypatch.setattr("equity_blocks.reports.pdf.save_pdf", save_pdf)
    path = tmp_path / "a.pdf"
    assert call("report", AFTER, "-o", path, "--one-page").out == f"wrote {path}\n"
    assert printed["html"] == call("report", AFTER, "-o", "-", "--one-page").out
    assert printed["overwrite"] is False


def test_without_a_browser_there_is_no_pdf(call, tmp_path, monkeypatch):
    """The message names what to install."""
    monkeypatch.delenv("EQUITY_BLOCKS_BROWSER", raising=False)
    monkeypatch.setattr("equity_blocks.reports.pdf._installed", lambda: iter(()))
    called = call("report", AFTER, "-o", tmp_path / "a.pdf")
    assert (called.code, called.out, list(tmp_path.iterdir())) == (2, "", [])
    assert "install Chromium, Google Chrome or Microsoft Edge" in called.err


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_word_and_slides_are_written(call, tmp_path, ending):
    """As their names say."""
    _require_office()
    path = tmp_path / f"a.{ending}"
    called = call("report", AFTER, "-o", path)
    assert (called.code, called.out, called.err) == (0, f"wrote {path}\n", "")
    assert path.read_bytes().startswith(b"PK")


def _require_office():
    for module in ("docx", "pptx", "vl_convert"):
        pytest.importorskip(module, reason="equity-blocks[office] is not installed")


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_without_the_extra_nothing_is_planned(call, tmp_path, monkeypatch, ending):
    """What to install is said before the long work."""
    monkeypatch.setattr("equity_blocks.reports.report.find_spec", lambda _: None)
    monkeypatch.setattr("equity_blocks.cli.report._results", lambda *_: pytest.fail("it was worked already"))
    called = call("report", AFTER, "-o", tmp_path / f"a.{ending}")
    assert (called.code, called.out, list(tmp_path.iterdir())) == (2, "", [])
    assert f".{ending} needs what is not installed here: pip install equity-blocks[office]" in called.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the file to write: -o NAME.html, .md, .pdf, .docx or .pptx; -o - is standard output"),
        (("-o", "a.odt"), "'a.odt' does not end in .html, .md, .pdf, .docx or .pptx"),
        (("-o", "a.pptx", "--one-page"), "--one-page is not for slides"),
        (("-o", "a.docx", "--embed-json"), "--embed-json is for HTML"),
        (("-o", "a.html", "--format", "html"), "--format is for -o -"),
        (("-o", "a.md", "--embed-json"), "--embed-json is for HTML"),
        (("-o", "-", "--format", "markdown", "--embed-json"), "--embed-json is for HTML"),
        (("-o", "-", "--embed-json", "--one-page"), "would hold more than one page shows"),
        (("-o", "-", "--crosswalk", "x.yaml"), "--crosswalk requires --with"),
        (("-o", "nowhere/a.html"), "there is no folder nowhere"),
        (("-o", "-", "--pick", "1", "--all"), "--pick and --all cannot be used together"),
        (("-o", "-", "--with", "nothing"), "nothing"),
        (("-o", "-", "--before", AFTER, "--before", BEFORE), "give the older one first"),
        (("-o", "-", "--branding", "assessments/riverbend-2026.yaml"), "unknown key 'framework'"),
    ],
)
def test_what_does_not_go_is_refused(call, words, said):
    """Before anything is written."""
    called = call("report", AFTER, *words)
    assert (called.code, called.out) == (2, "")
    assert said in called.err


def test_what_is_read_is_not_overwritten(call, files):
    """Whatever it is called."""
    path = files("a.md", Path(BEFORE).read_text(encoding="utf-8"))
    called = call("report", AFTER, "--before", path, "-o", path, "--force")
    assert (called.code, "is read by this command, and would be lost" in called.err) == (2, True)


def test_guidance_has_no_report(call, files):
    """It has no score."""
    path = files("a.yaml", "framework: ric-iccop\n")
    called = call("report", path, "-o", "-")
    assert (called.code, called.out) == (2, "")
    assert "guidance" in called.err


def _embedded(call, *words):
    (data,) = _Page(call("report", *words, "-o", "-", "--embed-json").out).data
    return json.loads(data)


def test_a_report_is_made_of_the_results_of_other_commands(call, document):
    """The same figures: score, plan, change, evidence, stability, respondents, translations."""
    made = _embedded(call, AFTER, *EVERYTHING, "--capacity", "40", "--start", "2027-Q1")
    assert made["scorecard"] == document("score", AFTER)
    assert made["comparison"] == document("compare", BEFORE, AFTER)
    assert made["stability"] == document("stability", AFTER)
    assert made["translation/ahe-roadmap"] == document("translate", AFTER, "--to", "ahe-roadmap")
    planned = document(
        "plan", AFTER, "--capacity", "40", "--start", "2027-Q1", "--confidence", "--with", "ahe-roadmap",
        "--with", "ric-iccop",
    )  # fmt: skip
    assert made["plan"] == planned


def test_several_rounds_give_a_trend(call, files):
    """The change is that since the last of them."""
    older = Path(BEFORE).read_text(encoding="utf-8").replace("as_of: 2025-09-30", "as_of: 2024-09-30")
    oldest = files("oldest.yaml", older)
    made = _embedded(call, AFTER, "--before", oldest, "--before", BEFORE)
    assert [each["as_of"] for each in made["trend"]["rounds"]] == ["2024-09-30", "2025-09-30", "2026-09-30"]
    assert made["comparison"]["before"]["as_of"] == "2025-09-30"


def test_an_adopted_plan_can_be_looked_back_on(call):
    """As with `plan --since`."""
    made = _embedded(call, AFTER, "--since", "assessments/adopted/riverbend-2025.yaml")
    assert made["plan"]["earlier"]


def test_branding_stands_on_the_page(call):
    """Name, logo, colors in light and dark, and the last line."""
    page = call("report", AFTER, "-o", "-", "--branding", BRANDING).out
    branding = eb.load_branding(BRANDING)
    assert f'src="{branding.logo}"' in page
    assert f'alt="{branding.name}"' in page
    assert branding.footer in page
    assert branding.accent in page
    assert branding.accent_dark in page


def test_branding_may_come_from_standard_input(call):
    """Then its logo lies in the working directory."""
    page = call("report", AFTER, "-o", "-", "--branding", "-", stdin="{name: Acme, footer: Ours}").out
    assert "Acme" in page
    assert "Ours" in page


@pytest.mark.parametrize(("audience", "code"), [("owner", 0), ("steering", 0), ("client", 2), ("cohort", 2)])
def test_branding_does_not_name_whom_others_must_not_read_of(call, files, audience, code):
    """What sharing takes out does not come back by the header."""
    path = files("b.yaml", "name: The team of riverbend community health plan (fictional)\n")
    called = call("report", AFTER, "-o", "-", "--branding", path, "--share", audience)
    assert called.code == code
    assert ("--branding names the organization, which --share" in called.err) == (code == 2)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_is_shared_for_one_audience(call, audience):
    """Page and data: every result says for whom it is, and no name stands where none may."""
    page = call("report", AFTER, *EVERYTHING, "-o", "-", "--embed-json", "--share", audience).out
    made = json.loads(_Page(page).data[0])
    assert {result["audience"] for result in made.values() if "audience" in result} == {audience}
    assert ("Riverbend" in page) == (audience in ("owner", "steering"))
    assert ("riverbend" in page.lower()) == (audience != "cohort")


def test_what_is_embedded_ends_no_element(call, hostile):
    """No `<` stands in it, whatever people wrote, and it reads as it was."""
    framework, ratings = hostile
    page = call("report", ratings, "--framework", framework, "-o", "-", "--embed-json").out
    (data,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert not set("<>&") & set(data)
    assert json.loads(data)["scorecard"]["blocks"][0]["title"] == "B\n%% c | <b>x</b>"
    assert "<b>x" not in page


def test_without_leave_no_data_is_embedded(call):
    """JSON holds more than people see."""
    assert _Page(call("report", AFTER, "-o", "-").out).data == []


def _results(said):
    """Make everything that a report shows."""
    other = eb.Framework(
        id="g",
        title="G",
        scale=["no", "yes"],
        blocks=[{"id": "c", "title": "C", "practices": [{"id": "x", "title": "X"}]}],
    )
    crosswalk = eb.Crosswalk(
        id="f--g", title="F to G", source={"framework": "f"}, target={"framework": "g"},
        mappings=[{"from": "u", "to": "x", "relation": "equal", "why": "the same"}],
    )  # fmt: skip
    earlier = [said.replace(as_of=f"{year}-06-30") for year in (2024, 2025)]
    return (
        eb.score(FRAMEWORK, said),
        eb.add_offers(eb.plan(FRAMEWORK, said, confidence=10, since=earlier[1]), [other], [crosswalk]),
        eb.compare(FRAMEWORK, earlier[1], said),
        eb.trend(FRAMEWORK, [*earlier, said]),
        eb.review_evidence(FRAMEWORK, said),
        eb.stability(FRAMEWORK, said),
        eb.respondents(FRAMEWORK, said),
        eb.translate(FRAMEWORK, said, crosswalk, other),
    )


@pytest.mark.parametrize("one_page", [False, True])
@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_no_canary_stands_in_a_report(audience, one_page):
    """A mark in every free text of every result, whatever made it, comes to no page, data or Markdown."""
    said = assessment()
    whole = [planted(result, free_texts(type(result))) for result in _results(said)]
    results = [share(result, audience, framework=FRAMEWORK) for result in whole]
    shared = share(said, audience, framework=FRAMEWORK)
    made = eb.report(FRAMEWORK, shared, *results, one_page=one_page, embed_json=True)
    assert set(found(made.html + made.markdown)) <= ALLOWED[audience]
    assert found(eb.report(FRAMEWORK, said, *whole, embed_json=True).html)


def _unzipped(*packages):
    """Give all that stands in office files, those inside them included, as text."""
    for package in packages:
        with zipfile.ZipFile(io.BytesIO(package)) as file:
            for name in file.namelist():
                content = file.read(name)
                yield name
                yield from _unzipped(content) if content.startswith(b"PK") else [content.decode("utf-8", "replace")]


@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_no_canary_stands_in_word_or_slides(audience):
    """In no part of the unzipped files: text, words for pictures, charts with their tables, properties."""
    _require_office()
    said = assessment()
    whole = [planted(result, free_texts(type(result))) for result in _results(said)]
    results = [share(result, audience, framework=FRAMEWORK) for result in whole]
    made = eb.report(FRAMEWORK, share(said, audience, framework=FRAMEWORK), *results)
    assert set(found("".join(_unzipped(made.word, made.slides)))) <= ALLOWED[audience]
    for office in (eb.report(FRAMEWORK, said, *whole, one_page=True).word, eb.report(FRAMEWORK, said, *whole).slides):
        assert found("".join(_unzipped(office)))


def test_a_board_of_the_organization_does_not_read_who_said_what():
    """Nor notes; its own words stay."""
    said = assessment()
    results = [share(result, "steering", framework=FRAMEWORK) for result in _results(said)]
    made = eb.report(FRAMEWORK, share(said, "steering", framework=FRAMEWORK), *results, embed_json=True)
    seen = set(found(made.html + made.markdown))
    assert {mark for mark in seen if "note" in mark.lower()} == set()
    assert not {"zx-ann", "zx-ben", "zx-dan", "zx-nurse", marked("Agreed", "by")} & seen
    assert {marked("Organization", "name"), marked("Rating", "owner")} <= seen


def test_results_of_different_audiences_are_refused_together():
    """One that is for the owner would give away what was left out of the other."""
    said = assessment()
    card, plan = eb.score(FRAMEWORK, said), eb.plan(FRAMEWORK, said)
    with pytest.raises(eb.UnsuitableError) as caught:
        eb.report(FRAMEWORK, said, share(card, "client"), plan)
    assert caught.value.code == "mixed_audiences"


def test_every_option_stands_under_a_heading(call):
    """Exactly once."""
    names = [name for names in SECTIONS.values() for name in names]
    assert len(set(names)) == len(names)
    options = {param.name for param in app.get_command(None, "report").params if isinstance(param, click.Option)}
    assert options <= {*names}
    assert "For experts:" in call("report", "--help").out


def test_an_earlier_revision_is_told(call, tmp_path):
    """Only of what is reported on; what it is compared with may well be older."""
    called = call("report", BEFORE, "-o", tmp_path / "a.md")
    assert called.err == "hcplan-apm by revision 1; revision 2 is current\n"
    assert call("report", AFTER, "--before", BEFORE, "-o", tmp_path / "b.md").err == ""


def test_another_framework_is_called_by_its_title(call):
    """It was opened, so it is at hand."""
    text = call("report", AFTER, "-o", "-", "--format", "markdown", "--with", "ahe-roadmap").out
    assert "### Read in The Roadmap to Advance Health Equity (2023-03)" in text
