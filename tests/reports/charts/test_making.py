import json
import re
import sys
from xml.etree import ElementTree as ET

import pytest

import equity_blocks as eb
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.charts import making
from equity_blocks.reports.charts.making import chart_of, png_of, save, spec_of, svg_of
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.bars import Bar, Bars
from equity_blocks.reports.pictures.cards import Cards
from equity_blocks.reports.portfolio_pictures import bands_of_groups, spread_of_nodes
from equity_blocks.reports.sections.blocks import bars_of
from equity_blocks.reports.sections.calendar import timeline_of
from equity_blocks.reports.sections.course import course_of
from equity_blocks.reports.sections.dependencies import dependencies_of
from equity_blocks.reports.sections.firmness import firmness_of
from equity_blocks.reports.sections.heat_map import heat_map_of
from equity_blocks.reports.sections.two_by_two import two_by_two_of
from equity_blocks.reports.trend import picture_of
from hostile_texts import TEXTS, framework

NONE = Value(NO_VALUE, value=None, unit="share", path="/blocks/0/value", of="scorecard")


@pytest.fixture(scope="module")
def pictures(sample, card, plan, cohorts):
    """Give the pictures of the report that are charts, by their kinds."""
    rated, assessment = sample()
    trend = eb.trend(rated, [sample("riverbend-2025")[1], assessment])
    return {
        "bars": bars_of(card),
        "heat_map": heat_map_of(card, rated),
        "trend": picture_of(trend),
        "course": course_of(plan, card),
        "timeline": timeline_of(plan),
        "two_by_two": two_by_two_of(plan),
        "firmness": firmness_of(plan),
        "dependencies": dependencies_of(plan, rated),
        "spread": spread_of_nodes(cohorts()),
        "bands": bands_of_groups(cohorts()),
    }


def test_every_picture_but_cards_is_a_chart(pictures, altair):
    """What the report draws, Altair takes, as its schema wants it."""
    assert set(pictures) == set(making._HOMES)
    for picture in pictures.values():
        chart = chart_of(picture)
        assert isinstance(chart, altair.TopLevelMixin)
        assert chart.to_dict(validate=True)["title"]
    assert chart_of(Cards("At a glance", ())) is None


def test_a_chart_says_what_it_shows(pictures):
    """A title, a sentence for who cannot see it, a white ground, and text that is dark."""
    for picture in pictures.values():
        spec = spec_of(picture)
        assert spec["description"].startswith(f"{picture.title}: ")
        assert spec["background"] == "#ffffff"
        assert spec["config"]["axis"]["labelColor"] == "#1b2a33"
        assert "tooltip" in json.dumps(spec)


@pytest.mark.usefixtures("altair")
def test_the_same_picture_is_the_same_text(pictures):
    """Nothing in a specification is drawn by lot, before Altair or after it."""
    for picture in pictures.values():
        assert json.dumps(spec_of(picture)) == json.dumps(spec_of(picture))
    first, second = (json.dumps(chart_of(pictures["bars"]).to_dict(), sort_keys=True) for _ in range(2))
    assert first == second


def test_a_chart_is_saved_in_four_ways(pictures, tmp_path, altair):
    """SVG, PNG, a page, and Vega-Lite that makes the same chart again."""
    chart = chart_of(pictures["bars"])
    for ending, begins in ((".svg", b"<svg"), (".png", b"\x89PNG"), (".html", b"<!DOCTYPE html>"), (".json", b"{")):
        path = save(chart, tmp_path / f"chart{ending}")
        assert path.read_bytes().lstrip().startswith(begins)
    again = altair.Chart.from_json((tmp_path / "chart.json").read_text(encoding="utf-8"))
    assert svg_of(again) == svg_of(chart)


@pytest.mark.usefixtures("altair")
def test_the_page_asks_for_nothing(pictures, tmp_path):
    """All scripts stand in it: no element loads anything from elsewhere."""
    page = save(chart_of(pictures["bars"]), tmp_path / "chart.html").read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*\bsrc", page) == []
    assert re.findall(r"<(?:link|img|iframe)\b", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)) == []


def test_several_charts_become_one(pictures, altair):
    """Each keeps its own shades and its figures; how all look is said once, outside."""
    blocks, course = chart_of(pictures["bars"]), chart_of(pictures["course"])
    both = eb.charts.together(blocks, course, columns=2)
    assert isinstance(both, altair.ConcatChart)
    spec = both.to_dict()
    assert (spec["columns"], spec["background"], spec["config"]) == (2, "#ffffff", blocks.to_dict()["config"])
    assert [set(part) & {"config", "background", "padding"} for part in spec["concat"]] == [set(), set()]
    assert spec["resolve"]["scale"] == {"color": "independent", "fill": "independent", "shape": "independent"}
    assert blocks.to_dict()["padding"] == 12


@pytest.mark.usefixtures("altair")
def test_no_text_ends_the_script_of_the_page(tmp_path):
    """A title that closes a script and opens another stays a title."""
    spec = {"title": "</script><script>window.canary=1</script>", "data": {"values": [{"a": 1}]}, "mark": "point"}
    page = save(spec, tmp_path / "chart.html").read_text(encoding="utf-8")
    assert "<script>window.canary" not in page
    assert r"\u003c/script\u003e\u003cscript\u003ewindow.canary=1" in page


@pytest.mark.usefixtures("altair")
def test_the_picture_is_as_sharp_as_asked(pictures):
    """Twice the scale, twice the pixels each way."""
    chart = chart_of(pictures["bars"])
    one, two = (int.from_bytes(png_of(chart, scale=scale)[16:20], "big") for scale in (1, 2))
    assert two == pytest.approx(2 * one, abs=2)


def test_an_existing_file_stays(tmp_path):
    """Unless it may be replaced; and an ending that nobody knows is refused before anything is drawn."""
    path = tmp_path / "chart.json"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(eb.WouldOverwriteError, match="exists already"):
        save({"mark": "bar"}, path)
    assert path.read_text(encoding="utf-8") == "mine"
    save({"mark": "bar"}, path, overwrite=True)
    assert json.loads(path.read_text(encoding="utf-8")) == {"mark": "bar"}
    with pytest.raises(eb.UnsuitableError, match=r"written as \.svg, \.png, \.html, \.json, not as '\.pdf'"):
        save({"mark": "bar"}, tmp_path / "chart.pdf")


def test_a_library_that_is_missing_is_named(pictures, monkeypatch, tmp_path):
    """With what installs it, as a fact for programs, too."""
    monkeypatch.setitem(sys.modules, "altair", None)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(
        eb.UnsuitableError, match=r"altair is not installed: pip install equity-blocks\[charts\]"
    ) as one:
        chart_of(pictures["bars"])
    assert one.value.code == "not_installed"
    with pytest.raises(eb.UnsuitableError, match=r"vl-convert-python is not installed: pip install equity-blocks"):
        save({"mark": "bar"}, tmp_path / "chart.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("altair")
def test_hostile_text_is_data():
    """No text stands in an expression, a signal or a link; drawn, it is text."""
    bars = tuple(Bar(text, NONE, NONE, NONE, NONE) for text in TEXTS)
    clean = spec_of(Bars("Score", "Block", tuple(Bar("x", NONE, NONE, NONE, NONE) for _ in TEXTS)))
    spec = spec_of(Bars(TEXTS[0], TEXTS[3], bars))
    assert _expressions(spec) == _expressions(clean)
    svg = svg_of(spec)
    elements = list(ET.fromstring(svg).iter())
    assert {element.tag.rpartition("}")[2] for element in elements} <= {
        "svg",
        "g",
        "path",
        "text",
        "tspan",
        "rect",
        "line",
    }
    assert [name for element in elements for name in element.attrib if name.startswith("on") or "href" in name] == []


@pytest.mark.usefixtures("altair")
def test_a_hostile_framework_can_be_drawn(tmp_path):
    """Every chart of it, with texts that are longer than any page is wide."""
    hostile = framework()
    assessment = eb.Assessment(framework="hostile", ratings={"p00": "some", "p01": "yes"})
    card, plan = eb.score(hostile, assessment), eb.plan(hostile, assessment, start="2027-Q1", everything=True)
    charts = (
        eb.charts.blocks(card),
        eb.charts.heat_map(card, framework=hostile),
        eb.charts.timeline(plan),
        eb.charts.priorities(plan),
        eb.charts.graph(hostile, assessment),
    )
    for place, chart in enumerate(charts):
        svg = save(chart, tmp_path / f"{place}.svg").read_text(encoding="utf-8")
        assert "\u202e" not in svg
        assert "<script" not in svg


def _expressions(spec):
    """Gather all that Vega reads as an expression, and the names of all encodings."""
    if isinstance(spec, list):
        return [found for part in spec for found in _expressions(part)]
    if not isinstance(spec, dict):
        return []
    read = [spec[name] for name in ("filter", "test", "labelExpr", "expr", "signal", "href", "url") if name in spec]
    inner = (part for name, part in spec.items() if name not in ("values", "domain", "text", "title", "description"))
    return read + [found for part in inner for found in _expressions(part)]
