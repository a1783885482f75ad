from datetime import date

import pytest

from equity_blocks.reports.document import Column, Table, Value, figures
from equity_blocks.reports.pictures.bars import Bar, Bars
from equity_blocks.reports.pictures.cards import Cards
from equity_blocks.reports.pictures.course import Course
from equity_blocks.reports.pictures.course import Point as Time
from equity_blocks.reports.pictures.trend import Point, Trend
from equity_blocks.reports.slides.charts import MOST, draw_plot, plot_of
from equity_blocks.reports.slides.contents import Sides

ACCENT = "#17677f"
BOX = (0, 0, 6_000_000, 3_000_000)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def _share(number, text=None):
    shown = text or ("\N{EN DASH}" if number is None else f"{number:.0%}")
    return Value(shown, value=number, unit="share", path="/score/value", of="scorecard")


def _bar(value=0.4, low=0.3, high=0.6, target=0.8, title="Data"):
    return Bar(title, *map(_share, (value, low, high, target)))


def _drawn(plot, slide):
    draw_plot(plot, slide.shapes, BOX, date(2026, 6, 30))
    return slide.shapes[0]


def test_bars_have_their_interval_and_target():
    """Four rows of figures; without an open interval or a target, fewer."""
    plot = plot_of(Bars("Blocks", "Block", (_bar(),)), ACCENT)
    assert [(series.form, series.values[0].value) for series in plot.series] == [
        ("column", 0.4),
        ("end", 0.3),
        ("end", 0.6),
        ("mark", 0.8),
    ]
    closed = plot_of(Bars("Blocks", "Block", (_bar(low=0.4, high=0.4, target=None),)), ACCENT)
    assert [series.name for series in closed.series] == ["Score"]


def test_more_than_there_is_room_for_is_counted(blank):
    """The title says so, and the report has the rest."""
    plot = plot_of(Bars("Blocks", "Block", (_bar(),) * (MOST + 3)), ACCENT)
    assert (len(plot.names), plot.left) == (MOST, 3)
    assert _drawn(plot, blank).chart.chart_title.text_frame.text == "Blocks (3 more in the report)"


def test_a_course_ends_with_its_last_periods():
    """And begins today; what it is to reach is a line."""
    points = tuple(Time(str(place), _share(place / 100)) for place in range(20))
    plot = plot_of(Course("Score", points, _share(0.8)), ACCENT)
    assert plot.names == ("0", *map(str, range(11, 20)))
    assert [series.form for series in plot.series] == ["column", "line"]


def test_a_trend_has_what_was_read_again_as_marks():
    """Where anything was."""
    again, none = (Point("2026", *map(_share, (0.4, 0.3, 0.6)), _share(other)) for other in (0.5, None))
    assert plot_of(Trend("Score", (again,)), ACCENT).series[-1].name == "Read again"
    assert plot_of(Trend("Score", (none,)), ACCENT).series[-1].form == "end"


def test_what_is_no_chart_is_none():
    """It is drawn otherwise."""
    assert plot_of(Cards("At a glance", ()), ACCENT) is None


def test_sides_lie_so_that_names_have_room(blank):
    """Columns become bars, the first on top."""
    columns = (Column("Block"), *figures("Before", "After"))
    table = Table(columns, (("A long name of a block", _share(0.2), _share(0.3)),), caption="Then and now")
    chart = _drawn(plot_of(Sides("Then and now", table), ACCENT), blank).chart
    assert chart._chartSpace.chart.plotArea.find(f"{C}barChart/{C}barDir").get("val") == "bar"
    assert chart.category_axis.reverse_order


def test_an_interval_is_a_line_from_least_to_most(blank):
    """Of its own width, over the columns on the same axes."""
    plot = plot_of(Bars("Blocks", "Block", (_bar(), _bar(low=None, high=None))), ACCENT)
    area = _drawn(plot, blank).chart._chartSpace.chart.plotArea
    widths = [float(point.text) for point in area.iterfind(f".//{C}errBars/{C}plus//{C}v")]
    assert widths == [pytest.approx(0.3), 0.0]
    axes = [[axis.get("val") for axis in area.findall(f"{C}{kind}/{C}axId")] for kind in ("barChart", "lineChart")]
    assert axes[0] == axes[1]
    assert len(area.findall(f"{C}lineChart/{C}ser")) == 3


@pytest.mark.parametrize(("text", "written"), [("40%", False), ("<1%", True)])
def test_a_label_says_what_the_report_says(blank, text, written):
    """The figure itself where that is the same, and else the text."""
    bars = Bars("Blocks", "Block", (_bar()._replace(value=_share(0.4 if not written else 0.004, text)),))
    chart = _drawn(plot_of(bars, ACCENT), blank).chart
    texts = [run.text for run in chart._chartSpace.iterfind(".//{*}dLbl//{*}t")]
    assert texts == ([text] if written else [])


def test_a_chart_is_described(blank):
    """In words and figures, for whoever cannot see it."""
    frame = _drawn(plot_of(Bars("Blocks", "Block", (_bar(),)), ACCENT), blank)
    words = frame._element.nvGraphicFramePr.cNvPr.get("descr")
    assert words == "Blocks. Data; 40%; 30% to 60%; 80%."
