"""Every figure of a report, walked over: samples, one tailored, a cohort, and what others get to read of them."""

import io
import json
import random
import re
import zipfile
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console

import equity_blocks as eb
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Phrase, Table, Value
from equity_blocks.reports.html import as_html
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.terminal import as_terminal
from equity_blocks.reports.values import kind_of, resolve
from equity_blocks.reports.word import as_word

SAMPLES = Path(__file__).parents[1] / "assessments"
CASES = {
    "riverbend-2025": "owner",
    "riverbend-2026": "owner",
    "three-partners-ahe": "owner",
    "lakeside-rise": "owner",
    "tailored": "owner",
    "for a board": "steering",
    "for a client": "client",
    "a portfolio": "owner",
    "a portfolio for a client": "client",
    "a portfolio for a cohort": "cohort",
}
_DATA = re.compile(r'<data value="([^"]*)" data-path="([^"]*)" data-of="([^"]*)">([^<]*)</data>')


def _opened(case):
    """Give the framework and the assessment of a case."""
    name = case if case in ("riverbend-2025", "three-partners-ahe", "lakeside-rise") else "riverbend-2026"
    assessment = eb.load_assessment(SAMPLES / f"{name}.yaml")
    of = "hcplan-apm@1" if name == "riverbend-2025" else assessment.framework
    framework = eb.load_framework(of)
    if case == "tailored":
        framework = eb.tailor(framework, eb.load_tailoring(SAMPLES / "tailoring" / "riverbend.yaml"))
    return framework, assessment


def _results(framework, assessment):
    """Make everything that a report shows."""
    yield eb.score(framework, assessment)
    yield eb.plan(framework, assessment, periods=4, capacity=60, start="2026-Q4", confidence=50)
    yield eb.review_evidence(framework, assessment)
    yield eb.stability(framework, assessment)
    if len(assessment.respondents) > 1:
        yield eb.respondents(framework, assessment)
    rounds = [assessment.replace(as_of=f"{year}-01-31") for year in (2023, 2024)]
    yield eb.compare(framework, rounds[1], assessment)
    yield eb.trend(framework, [*rounds, assessment])
    other = eb.load_framework("hcplan-apm" if framework.id == "ahe-roadmap" else "ahe-roadmap")
    yield eb.translate(framework, assessment, eb.crosswalks(), other)


@cache
def _made(case):
    if case.startswith("a portfolio"):
        pytest.importorskip("narwhals", reason="narwhals is not installed: pip install equity-blocks[frames]")
        return _portfolio(CASES[case])
    framework, assessment = _opened(case)
    results = list(_results(framework, assessment))
    if CASES[case] != "owner":
        results = [eb.share(result, CASES[case], framework=framework) for result in results]
        assessment = eb.share(assessment, CASES[case], framework=framework)
    return eb.report(framework, assessment, *results), results


def _portfolio(audience):
    """Read a cohort of random assessments, and make its report."""
    framework, lot = eb.load_framework("hcplan-apm"), random.Random(7)
    rounds = [[_random(framework, place, lot) for place in range(24)] for _ in range(2)]
    whose = None if audience == "cohort" else "org-3"
    read = eb.portfolio(
        framework, rounds[1], earlier=rounds[0], by="type", organization=whose, audience=audience, resamples=20
    )
    return eb.portfolio_report(framework, read), [read]


def _random(framework, place, lot):
    levels = {
        name: lot.choice(framework.scale_of(name).levels).id for name in framework.practices if lot.random() < 0.9
    }
    of = {"id": f"org-{place}", "type": ("provider", "health-plan")[place % 2]}
    return eb.Assessment(framework=framework.id, organization=of, ratings=levels)


def _values(part):
    if isinstance(part, Value):
        yield part
    elif isinstance(part, Phrase | tuple):
        for inner in part.pieces if isinstance(part, Phrase) else part:
            yield from _values(inner)


def _numbered(part, seen):
    """Give the same with a number in place of each figure, and remember which it was."""
    if isinstance(part, Value):
        seen.append(part)
        return Value(f"v{len(seen)}x", value=part.value, unit=part.unit, path=part.path, of=part.of)
    if isinstance(part, Phrase):
        return Phrase(*(_numbered(piece, seen) for piece in part.pieces))
    if isinstance(part, tuple):
        inner = [_numbered(piece, seen) for piece in part]
        return type(part)(*inner) if hasattr(part, "_fields") else tuple(inner)
    return part


@pytest.mark.parametrize("case", CASES)
def test_every_figure_stands_in_its_result(case):
    """Its path leads to its value in the JSON that the result is saved as."""
    made, results = _made(case)
    data = {kind_of(result): json.loads(result.model_dump_json(by_alias=True)) for result in results}
    figures = list(_values(made.document))
    assert len(figures) > 100
    wrong = []
    for text in figures:
        found = resolve(data[text.of], text.path)
        if (len(found) if isinstance(found, list) else found) != text.value:
            wrong.append((text.of, text.path, text.value, found))
    assert wrong == []


@pytest.mark.parametrize("case", CASES)
def test_html_shows_no_figure_but_those_of_the_document(case):
    """With the same value, place and text."""
    made, _ = _made(case)
    shown = {tuple(map(unescape, found)) for found in _DATA.findall(made.html)}
    texts = {(str(text.value), text.path, text.of, str(text)) for text in _values(made.document)}
    assert len(shown) > 100
    assert shown <= texts


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_written_as_it_is_everywhere(case):
    """In HTML, Markdown and on the terminal: a number put in its place comes out untouched."""
    seen = []
    document = _numbered(_made(case)[0].document, seen)
    console = Console(file=io.StringIO(), width=600, highlight=False, color_system=None)
    shown = {"html": as_html(document), "md": as_markdown(document), "terminal": as_terminal(document, console)}
    wanted = {(text.of, text.path) for text in seen if text.value is not None}
    for form, text in shown.items():
        numbers = (int(number) for number in re.findall(r"\bv(\d+)x\b", text))
        there = {(seen[number - 1].of, seen[number - 1].path) for number in numbers}
        assert wanted - there == set(), form


def _written(package, tag):
    """Give the texts in the elements of a name, as they stand in an office file, part by part."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    return " ".join(
        unescape(text) for part in parts for text in re.findall(rf"<{tag}(?: [^>]*)?>([^<]*)</{tag}>", part)
    )


@pytest.mark.parametrize("case", CASES)
def test_word_holds_every_figure(case):
    """A number put in its place comes out untouched, in the text of the file."""
    pytest.importorskip("docx", reason="python-docx is not installed: pip install equity-blocks[office]")
    seen = []
    document = _numbered(_made(case)[0].document, seen)
    text = _written(as_word(document, one_page=True), "w:t")  # with tables, where else pictures stand above them
    there = {(seen[int(number) - 1].of, seen[int(number) - 1].path) for number in re.findall(r"\bv(\d+)x\b", text)}
    assert {(text.of, text.path) for text in seen if text.value is not None} - there == set()


@pytest.mark.parametrize("case", CASES)
def test_slides_tell_no_other_shares_than_the_report(case):
    """Every share in their words stands in the report, written the same."""
    pytest.importorskip("pptx", reason="python-pptx is not installed: pip install equity-blocks[office]")
    made, _ = _made(case)
    told = set(re.findall(r"\d[\d.]*%", _written(made.slides, "a:t")))
    assert len(told) > 3
    assert told - set(re.findall(r"\d[\d.]*%", made.markdown.replace("\\", ""))) == set()


@pytest.mark.parametrize("case", CASES)
def test_a_column_of_figures_holds_figures(case):
    """No cell with a digit is plain text, in the tables and in those that stand for pictures."""
    plain = []
    for part in _made(case)[0].document.parts:
        if isinstance(part, Heading | Paragraph | Bullets):
            continue
        table = part if isinstance(part, Table) else part.as_table()
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in table.rows if column.align == "right"]
            plain += [
                (table.caption or table.title, column.title, cell)
                for cell in cells
                if re.search(r"\d", cell) and not list(_values(cell))
            ]
    assert plain == []
