"""Charts that can be edited on a slide: columns, lines and marks of shares, each figure in the sheet behind it."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import singledispatch
from importlib import import_module
from typing import Any, Literal, NamedTuple

from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Table, Value
from equity_blocks.reports.pictures.bars import Bars
from equity_blocks.reports.pictures.course import Course
from equity_blocks.reports.pictures.spread import Spread
from equity_blocks.reports.pictures.trend import Trend
from equity_blocks.reports.slides.contents import Sides
from equity_blocks.reports.slides.words import broken, plain, shortened

MOST = 10
"""So many things stand side by side in a chart; more would have no room for their names."""
_NAME = 44
_SMALL = 12
_WORD = 15
"""So long a word below a chart may be, in letters: nothing breaks it."""


class Series(NamedTuple):
    """Figures of one kind.

    Args:
        name: What they are.
        values: One for each name below the chart.
        form: How they are drawn.
        color: In what, as #rrggbb.
        told: Where each figure is written: at the foot of its column, or at its end; empty: nowhere.
    """

    name: str
    values: tuple[Value, ...]
    form: Literal["column", "line", "mark", "end"]
    color: str
    told: Literal["", "foot", "end"] = ""


class Plot(NamedTuple):
    """A chart of shares, on a scale from 0 to 100 percent.

    Args:
        title: What it shows.
        names: What stands side by side.
        series: The figures; two of the form `end` are joined by a line, the interval.
        left: How many more there are than it shows.
        table: The same in words.
        is_flat: Whether columns lie on their side, so that long names have room.
    """

    title: str
    names: tuple[str, ...]
    series: tuple[Series, ...]
    left: int
    table: Table
    is_flat: bool = False

    @property
    def words(self) -> str:
        """Say what it shows to who cannot see it."""
        rows = ("; ".join(filter(None, map(plain, row))) for row in self.table.rows[:MOST])
        return f"{plain(self.title)}. {'. '.join(rows)}."


@singledispatch
def plot_of(picture: Any, accent: str) -> Plot | None:  # noqa: ARG001 - each kind of picture takes it
    """Make a chart of a picture; `None` where it is drawn otherwise.

    Args:
        picture: One of the pictures of a report.
        accent: The color of what is measured, as #rrggbb.

    Example:
        >>> share = Value("41%", value=0.41, unit="share", path="/score_now", of="plan")
        >>> from equity_blocks.reports.pictures.course import Point
        >>> made = plot_of(Course("Score", (Point("Now", share),)), "#17677f")
        >>> made.names, made.series[0].values[0].value
        (('Now',), 0.41)
    """
    return None


@plot_of.register
def _(picture: Bars, accent: str) -> Plot:
    shown = picture.bars[:MOST]
    ends = [(bar.low, bar.high) for bar in shown]
    score = Series("Score", tuple(bar.value for bar in shown), "column", accent, told="foot")
    targets = tuple(bar.target for bar in shown)
    target = (Series("If every target is met", targets, "mark", IN_LIGHT.target_ink),) if _any(targets) else ()
    names = tuple(bar.title for bar in shown)
    series = (score, *_ends(ends), *target)
    return Plot(picture.title, names, series, len(picture.bars) - len(shown), picture.as_table())


@plot_of.register
def _(picture: Trend, accent: str) -> Plot:
    shown = picture.points[-MOST:]
    ends = [(point.low, point.high) for point in shown]
    score = Series("As published", tuple(point.value for point in shown), "column", accent, told="foot")
    again = tuple(point.reread for point in shown)
    reread = (Series("Read again", again, "mark", IN_LIGHT.target_ink),) if _any(again) else ()
    names = tuple(f"{point.title} {point.words}".strip() for point in shown)
    series = (score, *_ends(ends), *reread)
    return Plot(picture.title, names, series, len(picture.points) - len(shown), picture.as_table())


@plot_of.register
def _(picture: Course, accent: str) -> Plot:
    shown = picture.points if len(picture.points) <= MOST else (picture.points[0], *picture.points[1 - MOST :])
    score = Series("Score", tuple(point.value for point in shown), "column", accent, told="end")
    goal = picture.target
    is_aimed = goal is not None and goal != NO_VALUE
    names = tuple(point.title for point in shown)
    target = (
        (Series("If every target is met", (goal,) * len(shown), "line", IN_LIGHT.target_ink),)
        if is_aimed and goal is not None
        else ()
    )
    return Plot(picture.title, names, (score, *target), len(picture.points) - len(shown), picture.as_table())


@plot_of.register
def _(picture: Spread, accent: str) -> Plot:
    shown = [strip for strip in picture.strips if strip.is_told][:MOST]
    median = Series("Median", tuple(strip.middle for strip in shown), "column", accent, told="foot")
    lows, highs = zip(*(strip.half for strip in shown), strict=True) if shown else ((), ())
    half = tuple(
        Series(name, side, "end", IN_LIGHT.range)
        for name, side in (("A quarter is below", lows), ("A quarter is above", highs))
    )
    owns = tuple(strip.own[0] for strip in shown if strip.own)
    own = (Series(picture.who, owns, "mark", IN_LIGHT.target_ink),) if len(owns) == len(shown) > 0 else ()
    names = tuple(strip.title for strip in shown)
    return Plot(picture.title, names, (median, *half, *own), len(picture.strips) - len(shown), picture.as_table())


@plot_of.register
def _(picture: Sides, accent: str) -> Plot:
    rows = picture.table.rows[:MOST]
    titles = [column.title for column in picture.table.columns[1:]]
    colors = (IN_LIGHT.ramp[2], *([IN_LIGHT.ramp[1]] if len(titles) > 2 else []), accent)  # noqa: PLR2004
    series = tuple(
        Series(title, tuple(_figure(row[place]) for row in rows), "column", color, told="end")
        for place, (title, color) in enumerate(zip(titles, colors, strict=True), 1)
    )
    left = len(picture.table.rows) - len(rows)
    return Plot(picture.title, tuple(str(row[0]) for row in rows), series, left, picture.table, is_flat=True)


def _figure(cell: str) -> Value:
    return cell if isinstance(cell, Value) else Value(cell, value=None, unit="share", path="", of="")


def _any(values: Iterable[Value]) -> bool:
    return any(value.value is not None for value in values)


def _ends(ends: list[tuple[Value, Value]]) -> tuple[Series, ...]:
    """Give both ends of the intervals; nothing where none of them is open."""
    if all(low == high for low, high in ends):
        return ()
    lows, highs = zip(*ends, strict=True)
    names = ("Least, once all is rated", "Most, once all is rated")
    return tuple(Series(name, side, "end", IN_LIGHT.range) for name, side in zip(names, (lows, highs), strict=True))


def draw_plot(plot: Plot, shapes: Any, box: tuple[int, int, int, int], day: date) -> None:
    """Draw a chart that can be edited on a slide.

    Args:
        plot: The chart.
        shapes: The shapes of the slide, of python-pptx.
        box: Left, top, width and height in EMU.
        day: The day that the sheet behind it says it was made.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    chart_data: Any = CategoryChartData
    data = chart_data(number_format=_format(plot))
    data.categories = [_named(name) for name in plot.names]
    for series in plot.series:
        data.add_series(series.name, [_number(value) for value in series.values])
    kind = XL_CHART_TYPE.BAR_CLUSTERED if plot.is_flat else XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = shapes.add_chart(kind, *box, data)
    frame.name = plain(plot.title)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plot.words)
    chart = frame.chart
    _set_axes(chart, plot)
    for made, series in zip(chart.plots[0].series, plot.series, strict=True):
        _color(made, series)
        _tell(made, series, _format(plot))
    _set_apart(chart, plot)
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(plot, day))


def _named(name: str) -> str:
    return shortened(broken(plain(name), _WORD), _NAME)


def _number(value: Value) -> float | None:
    return value.value if isinstance(value.value, int | float) else None


def _format(plot: Plot) -> str:
    """Write figures with as many digits as their texts have."""
    texts = [str(value) for series in plot.series for value in series.values if value.value is not None]
    digits = max((len(text.rstrip("%").partition(".")[2]) for text in texts), default=0)
    return f"0.{'0' * digits}%" if digits else "0%"


def _set_axes(chart: Any, plot: Plot) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    chart.font.size, chart.font.color.rgb = Pt(_SMALL), rgb(IN_LIGHT.ink)
    chart.has_title = True
    more = f" ({plot.left} more in the report)" if plot.left else ""
    chart.chart_title.text_frame.text = f"{plain(plot.title)}{more}"
    title = chart.chart_title.text_frame.paragraphs[0].font
    title.size, title.bold, title.color.rgb = Pt(14), True, rgb(IN_LIGHT.ink)
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 1, 0.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.major_tick_mark = chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.major_gridlines.format.line.color.rgb = rgb(IN_LIGHT.line)
    axis.format.line.fill.background()
    below = chart.category_axis
    below.format.line.color.rgb = rgb(IN_LIGHT.soft)
    below.tick_labels.font.size = Pt(_SMALL)
    below._element.txPr.bodyPr.set("rot", "0")
    if plot.is_flat:
        below.reverse_order, axis.tick_label_position = True, XL_TICK_LABEL_POSITION.NONE
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, 0


def _color(made: Any, series: Series) -> None:
    if series.form == "column":
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = rgb(series.color)


def _tell(made: Any, series: Series, form: str) -> None:
    """Write each figure beside its mark; where the text says more than the number would, write the text."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    if not series.told:
        return
    labels = made.data_labels
    at_foot = series.told == "foot"
    labels.show_value = True
    labels.position = XL_LABEL_POSITION.INSIDE_BASE if at_foot else XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size, labels.font.bold = Pt(_SMALL), True
    color = IN_LIGHT.paper if at_foot else IN_LIGHT.ink
    labels.font.color.rgb = rgb(color)
    digits = len(form.rstrip("%").partition(".")[2])
    for place, value in enumerate(series.values):
        number = _number(value)
        if number is not None and f"{number:.{digits}%}" != value:
            frame = made.points[place].data_label.text_frame
            frame.text = str(value)
            font = frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.color.rgb = Pt(_SMALL), True, rgb(color)


def _set_apart(chart: Any, plot: Plot) -> None:
    """Draw what is no column as lines and marks over the columns, on the same axes."""
    from pptx.oxml import parse_xml

    bars = chart._chartSpace.chart.plotArea.find(f"{{{_C}}}barChart")
    made = bars.findall(f"{{{_C}}}ser")
    others = [(node, series) for node, series in zip(made, plot.series, strict=True) if series.form != "column"]
    if not others:
        return
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in bars.findall(f"{{{_C}}}axId"))
    lines = parse_xml(
        f'<c:lineChart xmlns:c="{_C}"><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:marker val="1"/>{axes}</c:lineChart>'
    )
    place = lines.find(f"{{{_C}}}marker")
    for node, series in others:
        bars.remove(node)
        place.addprevious(_as_line(node, series, plot))
    bars.addnext(lines)


_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _as_line(node: Any, series: Series, plot: Plot) -> Any:
    """Turn the figures of a column into those of a line."""
    from pptx.oxml import parse_xml

    for name in ("invertIfNegative", "spPr"):
        for found in node.findall(f"{{{_C}}}{name}"):
            node.remove(found)
    after = node.find(f"{{{_C}}}tx")
    for piece in reversed(tuple(_drawn(series, plot))):
        after.addnext(parse_xml(piece))
    node.append(parse_xml(f'<c:smooth xmlns:c="{_C}" val="0"/>'))
    return node


def _drawn(series: Series, plot: Plot) -> Iterator[str]:
    """Write how a line looks, its marks, and from the least end the line that joins it with the most."""
    ink = f'<a:solidFill><a:srgbClr val="{series.color[1:]}"/></a:solidFill>'
    scope = f'xmlns:c="{_C}" xmlns:a="{_A}"'
    dashed = f'<a:ln w="22225">{ink}<a:prstDash val="dash"/></a:ln>'
    line = dashed if series.form == "line" else '<a:ln w="28575"><a:noFill/></a:ln>'
    yield f"<c:spPr {scope}>{line}</c:spPr>"
    symbol, size = {"line": ("none", ""), "mark": ("diamond", 10), "end": ("dash", 9)}[series.form]
    many = f'<c:size val="{size}"/>' if size else ""
    paint = f'<c:spPr>{ink}<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></c:spPr>'
    yield f'<c:marker {scope}><c:symbol val="{symbol}"/>{many}{paint if size else ""}</c:marker>'
    if series is next((each for each in plot.series if each.form == "end"), None):
        yield _interval(plot, f'<c:spPr><a:ln w="19050">{ink}</a:ln></c:spPr>', scope)


def _interval(plot: Plot, looks: str, scope: str) -> str:
    widths = _widths(plot)
    points = "".join(f'<c:pt idx="{place}"><c:v>{width!r}</c:v></c:pt>' for place, width in enumerate(widths))
    letter = chr(ord("B") + len(plot.series))
    return (
        f'<c:errBars {scope}><c:errDir val="y"/><c:errBarType val="plus"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/><c:plus><c:numRef><c:f>Sheet1!${letter}$2:${letter}${len(widths) + 1}</c:f>'
        f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(widths)}"/>{points}</c:numCache>'
        f"</c:numRef></c:plus>{looks}</c:errBars>"
    )


def _widths(plot: Plot) -> list[float]:
    """Tell how wide each interval is; nothing where the chart has none."""
    ends = [series.values for series in plot.series if series.form == "end"]
    return [(_number(high) or 0.0) - (_number(low) or 0.0) for low, high in zip(*ends, strict=True)] if ends else []


def _sheet(plot: Plot, day: date) -> bytes:
    """Write the sheet behind a chart: texts stay texts whatever they begin with, and it tells no time."""
    xlsxwriter = import_module("xlsxwriter")

    stays = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, stays)
    book.set_properties({"created": datetime.combine(day, time())})
    sheet, share = book.add_worksheet("Sheet1"), book.add_format({"num_format": _format(plot)})
    sheet.write_column(1, 0, [_named(name) for name in plot.names])
    columns = [(series.name, [_number(value) for value in series.values]) for series in plot.series]
    columns += [("From least to most", list(_widths(plot)))] if _widths(plot) else []
    for place, (name, numbers) in enumerate(columns, 1):
        sheet.write_string(0, place, name)
        sheet.write_column(1, place, numbers, share)
    book.close()
    return written.getvalue()


def rgb(color: str) -> Any:
    """Give a color written as #rrggbb as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    color_of: Any = RGBColor.from_string
    return color_of(color[1:].upper())
