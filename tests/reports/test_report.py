import json
import re
import subprocess
import sys
from html import unescape

import pytest

from equity_blocks import load_assessment, load_framework, plan, report, score, share
from equity_blocks.errors import UnsuitableError, WouldOverwriteError
from equity_blocks.reports.document import Phrase, Value
from equity_blocks.reports.report import require_libraries, section_modules
from equity_blocks.reports.values import kind_of, resolve


def values_in(part):
    """Give every figure in a document, a part or a text."""
    if isinstance(part, Value):
        yield part
    elif isinstance(part, Phrase | tuple):
        for inner in part.pieces if isinstance(part, Phrase) else part:
            yield from values_in(inner)


@pytest.fixture
def results(framework, draft):
    """Give a score card and a plan."""
    return score(framework, draft), plan(framework, draft, periods=4, capacity=60, start="2026-Q4")


def test_every_figure_leads_to_its_place(framework, draft, results):
    """In the JSON of its result stands what the text was made of."""
    data = {kind_of(result): result.model_dump(mode="json") for result in results}
    figures = list(values_in(report(framework, draft, *results).document))
    assert len(figures) > 10
    for text in figures:
        found = resolve(data[text.of], text.path)
        assert (len(found) if isinstance(found, list) else found) == text.value


def test_a_figure_has_one_text_everywhere(framework, draft, results, drawn):
    """In HTML, where it says what it is, in Markdown and on the terminal."""
    made = report(framework, draft, *results)
    shown = re.findall(r'<data value="([^"]*)" data-path="([^"]*)" data-of="([^"]*)">([^<]*)</data>', made.html)
    texts = {(str(text.value), text.path, text.of, str(text)) for text in values_in(made.document)}
    assert len(shown) > 10
    assert {tuple(map(unescape, figure)) for figure in shown} <= texts
    terminal, markdown = drawn(made.document, 120), made.markdown.replace("\\", "")
    for *_, text in shown:
        assert unescape(text) in markdown
        assert unescape(text) in terminal


def test_sections_are_found_and_stand_in_their_order():
    """A file in the folder is enough."""
    names = [module.__name__.rpartition(".")[2] for module in section_modules()]
    assert names[:2] == ["title_block", "headline"]
    assert [module.ORDER for module in section_modules()] == sorted(module.ORDER for module in section_modules())


def test_the_one_page_says_less(framework, draft, results):
    """It leaves out what is no part of it."""
    whole, brief = (report(framework, draft, *results, one_page=is_brief) for is_brief in (False, True))
    assert len(brief.document.parts) <= len(whole.document.parts)
    assert '<html lang="en" class="one-page">' in brief.html


def test_without_results_there_is_a_title_and_a_notice(framework, draft):
    """Nothing is made up."""
    made = report(framework, draft)
    assert made.document.title == "Health equity readiness"
    assert list(values_in(made.document)) == []
    assert "Self-reported and not validated" in made.html


def test_json_is_inside_only_when_it_is_asked_for(framework, draft, results):
    """It is what was given, and it cannot end its element."""
    assert "application/json" not in report(framework, draft, *results).html
    page = report(framework, draft, *results, embed_json=True).html
    embedded = re.search(r'<script type="application/json" id="results">(.*?)</script>', page)[1]
    data = json.loads(embedded)
    assert data["scorecard"] == results[0].model_dump(mode="json")
    assert "<" not in embedded


def test_it_is_saved_as_its_name_says(framework, draft, results, tmp_path):
    """HTML, Markdown; an existing file stays, and another ending is refused."""
    made = report(framework, draft, *results)
    assert made.save(tmp_path / "a.html").read_text(encoding="utf-8") == made.html
    assert made.save(tmp_path / "a.md").read_text(encoding="utf-8") == made.markdown
    with pytest.raises(WouldOverwriteError):
        made.save(tmp_path / "a.md")
    with pytest.raises(UnsuitableError) as caught:
        made.save(tmp_path / "a.odt")
    assert caught.value.code == "unknown_format"


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_it_is_saved_for_word_and_as_slides(framework, draft, tmp_path, ending):
    """The same bytes as it gives itself; an existing file stays."""
    for module in (ending, "vl_convert"):
        pytest.importorskip(module, reason="equity-blocks[office] is not installed")
    made = report(framework, draft, score(framework, draft), one_page=True)
    content = made.save(tmp_path / f"a.{ending}").read_bytes()
    assert content == (made.word if ending == "docx" else made.slides)
    assert content.startswith(b"PK")
    with pytest.raises(WouldOverwriteError):
        made.save(tmp_path / f"a.{ending}")


@pytest.mark.parametrize("name", ["word", "slides"])
def test_without_the_extra_it_is_said_what_to_install(framework, draft, tmp_path, monkeypatch, name):
    """Before anything is made."""
    monkeypatch.setattr("equity_blocks.reports.report.find_spec", lambda _: None)
    made = report(framework, draft)
    with pytest.raises(UnsuitableError, match=r"pip install equity-blocks\[office\]") as caught:
        getattr(made, name)
    assert caught.value.code == "not_installed"
    ending = {"word": ".docx", "slides": ".pptx"}[name]
    with pytest.raises(UnsuitableError, match=f"{ending} needs what is not installed here"):
        made.save(tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


def test_what_is_always_there_is_not_asked_for():
    """A page needs nothing but the library."""
    assert [require_libraries(ending) for ending in (".html", ".md", ".pdf")] == [None] * 3


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_it_says_for_whom_it_was_made(framework, draft, results, audience):
    """The words of the organization stay where they belong."""
    told = draft.replace(narrative={"headline": "Our own headline", "blocks": {"people": "Our own words"}})
    given = [share(noun, audience=audience, secret="s" * 32, framework=framework) for noun in (told, *results)]
    made = report(framework, *given)
    assert "Made for " in made.markdown
    assert ("Our own" in made.markdown) == ("Our own" in made.html) == (audience == "steering")


def test_it_shows_itself_in_a_frame(framework, draft, results):
    """A notebook gets no script, and its style stays its own."""
    assert report(framework, draft, *results)._repr_html_().startswith("<iframe sandbox srcdoc=")


def test_templates_cost_nothing_until_a_page_is_made():
    """Jinja2 is imported when it is used, and so is what writes Word, slides and charts."""
    heavy = "{'jinja2', 'docx', 'pptx', 'altair', 'vl_convert'}"
    code = f"import sys; import equity_blocks as eb; eb.report; print({heavy} & {{*sys.modules}})"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize(("audience", "who"), [("steering", "riverbend"), ("client", "The organization")])
def test_without_its_name_an_organization_is_called_one(audience, who):
    """Its id would say who it is."""
    assessment, framework = load_assessment("assessments/riverbend-2026.yaml"), load_framework("hcplan-apm")
    card = share(score(framework, assessment), audience, framework=framework)
    made = report(framework, share(assessment, audience, framework=framework), card)
    assert who.lower() in made.document.subtitle.lower()
    assert ("riverbend" in made.html.lower()) == (audience == "steering")
