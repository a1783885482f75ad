import io
import re
import sys
import zipfile
from xml.etree import ElementTree as ET

import pytest

import equity_blocks as eb
import hostile_texts
from canaries import FRAMEWORK, assessment, found, free_texts, marked, planted
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.result import NOTICE
from equity_blocks.reports.given import given_of
from equity_blocks.reports.slides import as_slides
from equity_blocks.reports.slides.charts import plot_of
from equity_blocks.reports.slides.contents import slides_of

ALLOWED = {"client": {marked("Organization", "state"), "zx-org", "zx-id", "zx-home"}, "cohort": set()}
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def _plots(given):
    """Give every chart that the slides show."""
    parts = (part for slide in slides_of(given) for column in slide.columns for part in column)
    return [plot for part in parts if (plot := plot_of(part, "#17677f"))]


def _cached(chart):
    """Give what a chart shows: name of each series -> its figures, and nothing where there is none."""
    series = {}
    for node in ET.fromstring(chart).iter(f"{C}ser"):
        numbers = node.find(f"{C}val/{C}numRef/{C}numCache")
        known = {int(point.get("idx")): float(point.find(f"{C}v").text) for point in numbers.findall(f"{C}pt")}
        many = int(numbers.find(f"{C}ptCount").get("val"))
        series[node.find(f"{C}tx//{C}v").text] = [known.get(place) for place in range(many)]
    return series


def test_every_slide_has_its_message_as_a_title(riverbend, opened):
    """A real one, which the outline shows; text nowhere is smaller than 12 points."""
    content = as_slides(riverbend)
    deck = opened(content)
    told = [slide.title.rstrip(".") for slide in slides_of(riverbend)]
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == told
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=0.001)
    sizes = {int(size) for name, text in _xml(content) for size in re.findall(r'sz="(\d+)"', text) if "slides/" in name}
    assert min(sizes) >= 1200


def _xml(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [(name, file.read(name).decode()) for name in file.namelist() if name.endswith((".xml", ".rels"))]


def test_charts_are_native_and_hold_the_figures(sample, opened, unzipped):
    """As the results have them, to the last digit, in the chart and in the sheet behind it."""
    opened(content := as_slides(sample))
    charts = [text for name, text in unzipped(content).items() if name.startswith("ppt/charts/chart")]
    plots = _plots(sample)
    assert len(charts) == len(plots) >= 2
    for chart, plot in zip(charts, plots, strict=True):
        held = {series.name: [value.value for value in series.values] for series in plot.series}
        assert _cached(chart) == held


def test_the_sheets_behind_the_charts_hold_the_same(riverbend, opened):
    """Cell by cell, so that whoever edits the data finds it."""
    calamine = pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    deck = opened(as_slides(riverbend))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for chart, plot in zip(charts, _plots(riverbend), strict=True):
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        head, *rows = book.get_sheet_by_name("Sheet1").to_python()
        assert head[1 : len(plot.series) + 1] == [series.name for series in plot.series]
        for place, series in enumerate(plot.series, 1):
            assert [row[place] for row in rows] == pytest.approx([value.value for value in series.values], rel=1e-15)


def test_charts_and_pictures_are_described(riverbend, opened):
    """For whoever cannot see them."""
    deck = opened(as_slides(riverbend, branding=eb.load_branding("assessments/branding/northside.yaml")))
    frames = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    words = [frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames]
    assert len(words) > 5
    assert all(words)
    assert words[0].startswith("Score of each building block. Organizational Commitment; 46%; 41% to 52%; ")


def test_it_says_draft_whose_it_is_and_how_far_to_trust_it(riverbend, opened):
    """On every slide, and in the notes of every slide."""
    slides = list(opened(as_slides(riverbend)).slides)
    for slide in slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert "DRAFT" in texts
        assert any("Riverbend Community Health Plan" in text for text in texts)
        assert slide.notes_slide.notes_text_frame.text.endswith(NOTICE)
    final = riverbend._replace(head=riverbend.head.model_copy(update={"final": True}))
    texts = [shape.text_frame.text for shape in opened(as_slides(final)).slides[0].shapes if shape.has_text_frame]
    assert "DRAFT" not in texts
    assert NOTICE in [shape.text_frame.text for shape in slides[-1].shapes if shape.has_text_frame]


def test_the_same_results_give_the_same_file(riverbend, opened, unzipped):
    """No time and no chance gets in, also not into the sheets; the day is that of the results."""
    one, other = as_slides(riverbend), as_slides(riverbend)
    assert one == other
    assert opened(one).core_properties.created.date() == riverbend.head.as_of
    days = {day for name, text in unzipped(one).items() for day in _days(name, text)}
    assert days == {riverbend.head.as_of.isoformat()}


def _days(name, text):
    return re.findall(r">(\d{4}-\d{2}-\d{2})T", text) if name.endswith("core.xml") else []


def test_branding_gives_color_name_logo_and_last_line(riverbend, opened):
    """Bars and titles have its color."""
    pytest.importorskip("vl_convert", reason="a logo that is drawn needs vl-convert-python")
    branding = eb.load_branding("assessments/branding/northside.yaml")
    content = as_slides(riverbend, branding=branding)
    text = "".join(part for _, part in _xml(content))
    assert branding.accent[1:].upper() in text.upper()
    assert "17677F" not in text.upper()
    slide = opened(content).slides[0]
    (logo,) = [shape for shape in slide.shapes if hasattr(shape, "image")]
    assert logo._element.nvPicPr.cNvPr.get("descr") == branding.name
    assert any(branding.name in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_the_foot_of_a_slide_keeps_the_day_however_long_the_framework_is_titled(riverbend, opened):
    """It is called by its id where its title has no room."""
    first = opened(as_slides(riverbend)).slides[0]
    texts = [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]
    assert "DRAFT · Riverbend Community Health Plan (fictional) · hcplan-apm (2024-11) · as of 2026-09-30" in texts


def _hostile():
    framework, said = hostile_texts.framework(), hostile_texts.assessment()
    return given_of(framework, said, [eb.score(framework, said), eb.plan(framework, said, periods=4, capacity=60)])


@pytest.mark.usefixtures("opened")
def test_hostile_text_stays_text(unzipped):
    """Nothing leads anywhere, nothing is reckoned, and nothing turns the direction of text round."""
    parts = unzipped(as_slides(_hostile()))
    links = [name for name, text in parts.items() if "hlinkClick" in text or 'TargetMode="External"' in text]
    assert links == []
    assert not any(mark in text for text in parts.values() for mark in "\u202e\u2067\u200f")
    assert not any("<script" in text for text in parts.values())
    assert any("&lt;script&gt;" in text for text in parts.values())


@pytest.mark.usefixtures("opened")
def test_no_title_becomes_a_formula(framework, draft, unzipped):
    """Nor a link, in the sheets behind the charts."""
    blocks = [block.replace(title=f'=HYPERLINK("https://example.org/{block.id}")') for block in framework.blocks]
    of = framework.replace(blocks=blocks)
    parts = unzipped(as_slides(given_of(of, draft, [eb.score(of, draft)])))
    sheets = {name: text for name, text in parts.items() if ".xlsx!" in name}
    assert sheets
    assert not any("<f>" in text or "<hyperlink" in text for text in sheets.values())
    assert any("=HYPERLINK(" in text for text in sheets.values())


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_no_canary_stands_in_any_part(audience, unzipped):
    """A mark in every free text of every result comes into no part of the file, sheets of charts included."""
    said = assessment()
    before = said.replace(as_of="2025-06-30")
    made = [eb.score(FRAMEWORK, said), eb.plan(FRAMEWORK, said), eb.review_evidence(FRAMEWORK, said)]
    made += [eb.respondents(FRAMEWORK, said), eb.compare(FRAMEWORK, before, said)]
    whole = [planted(result, free_texts(type(result))) for result in made]
    shared = [eb.share(noun, audience, framework=FRAMEWORK, secret="s" * 32) for noun in (said, *whole)]
    parts = unzipped(as_slides(given_of(FRAMEWORK, shared[0], shared[1:])))
    assert {mark for text in parts.values() for mark in found(text)} <= ALLOWED[audience]
    owners = unzipped(as_slides(given_of(FRAMEWORK, said, whole)))
    assert found("".join(owners.values()))


def test_without_the_library_it_says_how_to_get_it(riverbend, monkeypatch):
    """The extra has it."""
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(UnsuitableError, match=r"pip install equity-blocks\[office\]") as caught:
        as_slides(riverbend)
    assert caught.value.code == "not_installed"
