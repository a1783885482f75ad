"""One quiet theme for all charts, and what they are put together from: titles, labels, axes and tooltips.

No text of a result ever stands in an expression: texts are data, titles are plain strings, and tooltips name fields.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from equity_blocks.errors import visible
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.result import NOTICE, Result
from equity_blocks.reports.document import Value
from equity_blocks.reports.framing import subtitle
from equity_blocks.reports.pictures.dependencies import wrapped

Data = Sequence[Mapping[str, Any]]
"""Rows of a chart: name of a field -> what it holds; no value is null."""

LINE = 15
"""Height of a line of a label, in pixels."""
_LABELS = 230
_PLOT = 430
_LEAST_ROW = 30
_MOST_LINES = 4
_TITLE = 720
NONE_SAID = "no value"
_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
MEASURED = 13
"""The size of type, in pixels, for which `wrapped` tells how wide a text is."""
_SIZE = 12
"""The size of labels."""


def themed(title: str, description: str, body: Mapping[str, Any], *notes: str) -> dict[str, Any]:
    """Make a whole chart of its body: on white, with a title, how it is read, and what it says for who cannot see it.

    Args:
        title: What it shows.
        description: The same as a sentence with its figures.
        body: The rest, as Vega-Lite.
        notes: How it is read, below the title, a sentence each.

    Example:
        >>> themed("Score", "Score: 41%.", {"mark": "bar"})["description"]
        'Score: 41%.'
    """
    notices = [line for note in notes if note for line in _lines(note, _TITLE)]
    heading = {"text": list(wrapped(title, _TITLE * 0.8)), **({"subtitle": notices} if notices else {})}
    return {
        "title": heading,
        "description": visible(description),
        "background": IN_LIGHT.paper,
        "padding": 12,
        **body,
        "config": CONFIG,
    }


def of_result(spec: Mapping[str, Any], result: Result) -> dict[str, Any]:
    """Say below the title of a chart whose it is, of when, and that it is a draft; and beside it how to take it.

    Args:
        spec: The chart as Vega-Lite.
        result: What it shows.

    Example:
        >>> from equity_blocks.model.result import FrameworkRef
        >>> result = Result(framework=FrameworkRef(id="mini", edition="", revision=1))
        >>> of_result(themed("Score", "Score: 41%.", {}), result)["title"]["subtitle"]
        ['DRAFT · Unnamed organization · mini · no date given']
    """
    whose = subtitle(result, None)
    heading = spec["title"]
    lines = [*_lines(whose, _TITLE), *heading.get("subtitle", ())]
    description = f"{visible(whose)}. {spec['description']} {NOTICE}"
    return {**spec, "title": {**heading, "subtitle": lines}, "description": description}


CONFIG: dict[str, Any] = {
    "font": _FONT,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": IN_LIGHT.ink,
        "fontSize": 16,
        "subtitleColor": IN_LIGHT.soft,
        "subtitleFontSize": _SIZE,
        "subtitleLineHeight": LINE,
        "subtitlePadding": 5,
        "offset": 12,
    },
    "axis": {
        "labelColor": IN_LIGHT.ink,
        "labelFontSize": _SIZE,
        "labelLineHeight": LINE,
        "titleColor": IN_LIGHT.soft,
        "titleFontSize": _SIZE,
        "titleFontWeight": "normal",
        "gridColor": IN_LIGHT.line,
        "domainColor": IN_LIGHT.soft,
        "tickColor": IN_LIGHT.soft,
    },
    "legend": {
        "labelColor": IN_LIGHT.ink,
        "labelFontSize": _SIZE,
        "labelLimit": 0,
        "titleColor": IN_LIGHT.soft,
        "titleFontSize": _SIZE,
        "titleFontWeight": "normal",
        "orient": "bottom",
    },
    "tick": {"opacity": 1},
    "text": {"fontSize": _SIZE, "color": IN_LIGHT.ink, "lineHeight": LINE},
}
"""How everything looks that a chart does not say itself. It stands in every chart, so that no setting is global."""


def labels(texts: Iterable[str], *, room: float = _LABELS, most: int = _MOST_LINES) -> tuple[str, ...]:
    r"""Break texts into lines for an axis; those that read the same are kept apart by spaces at their end.

    Args:
        texts: The texts, one for each row.
        room: Pixels for a line.
        most: How many lines are shown of each; the rest is cut, and stands in the tooltip.

    Example:
        >>> labels(["People", "People", "Power and accountability"], room=80)
        ('People', 'People ', 'Power and\naccountabil\nity')
    """
    seen: Counter[str] = Counter()
    shown = []
    for text in texts:
        label = "\n".join(cut(text, room, most))
        shown.append(label + " " * seen[label])
        seen[label] += 1
    return tuple(shown)


def cut(text: str, room: float, most: int, *, size: float = _SIZE) -> list[str]:
    """Break a text into lines, and leave out what is more than so many.

    Args:
        text: The text.
        room: Pixels for a line.
        most: So many lines.
        size: Of the type, in pixels. Default: that of labels.

    Example:
        >>> cut("Vision and strategy", 60, 2)
        ['Vision', 'and…']
    """
    lines = _lines(text, room, size)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,;:.')}…"]


def _lines(text: str, room: float, size: float = _SIZE) -> list[str]:
    return list(wrapped(text, room * MEASURED / size))


def step(shown: Iterable[str]) -> int:
    """Give the height of a row, in pixels, so that the longest label has room."""
    return max((_LEAST_ROW, *(LINE * (label.count("\n") + 1) + 10 for label in shown)))


def number(value: Value | str | None) -> float | None:
    """Give the figure behind a text; `None` where there is none, which is never 0.

    Example:
        >>> number(Value("41%", value=0.408, unit="share", path="/score/value", of="scorecard")), number(None)
        (0.408, None)
    """
    figure = getattr(value, "value", None)
    return float(figure) if isinstance(figure, int | float) else None


def said(value: Value | str) -> str:
    """Say a figure in words that stand alone: a missing one is said to be missing.

    Example:
        >>> said(NO_VALUE)
        'no value'
    """
    return NONE_SAID if value == NO_VALUE else str(value)


def rows(field: str, shown: Sequence[str]) -> dict[str, Any]:
    """Write the encoding of rows from top to bottom, in the order of the data; `named` writes their labels."""
    return {"field": field, "type": "nominal", "sort": None, "scale": {"domain": list(shown)}, "axis": None}


def named(field: str, shown: Sequence[str], texts: Iterable[str], *, room: float = _LABELS) -> list[dict[str, Any]]:
    """Write the labels of rows on the left, each in the middle of its row however many lines it has.

    Args:
        field: What the rows are called.
        shown: Their labels, as `labels` gives them.
        texts: The same in full, for the tooltip.
        room: Pixels for a line.
    """
    data: list[dict[str, Any]] = [
        {field: label, "name": visible(text), "lines": label.count("\n") + 1}
        for label, text in zip(shown, texts, strict=True)
    ]
    mark = {"type": "text", "align": "left", "baseline": "middle", "lineBreak": "\n"}
    encoding = {"x": {"value": -room - 10}, "y": rows(field, shown), "text": {"field": field}}
    encoding |= {"tooltip": {"field": "name", "type": "nominal"}}
    return [
        {
            "data": {"values": [row for row in data if row["lines"] == lines]},
            "mark": mark | {"dy": -LINE * (lines - 1) / 2},
            "encoding": encoding,
        }
        for lines in sorted({row["lines"] for row in data})
    ]


BROKEN = "split(datum.label, '\\n')"
"""Shows a label in lines. A constant: the label is data."""


def share(field: str, title: str | None = None) -> dict[str, Any]:
    """Write the encoding of a share on a scale from 0 to 100 percent."""
    axis = {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "title": title, "domain": False, "ticks": False}
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis}


def across(width: float) -> Callable[[str], dict[str, Any]]:
    """Give a function that writes the encoding of a place in pixels, from left to right.

    Args:
        width: Of the chart.

    Example:
        >>> across(300)("left")["scale"]["domain"]
        [0, 300]
    """
    return lambda field: _placed(field, [0, width])


def down(height: float) -> Callable[[str], dict[str, Any]]:
    """Give a function that writes the encoding of a place in pixels, from top to bottom.

    Args:
        height: Of the chart.

    Example:
        >>> down(200)("top")["scale"]["domain"]
        [200, 0]
    """
    return lambda field: _placed(field, [height, 0])


def _placed(field: str, domain: list[float]) -> dict[str, Any]:
    scale = {"domain": domain, "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def tips(**titles: str) -> list[dict[str, Any]]:
    """Write a tooltip of texts of the data: field -> what stands before it.

    Example:
        >>> tips(name="Block")
        [{'field': 'name', 'title': 'Block', 'type': 'nominal'}]
    """
    return [{"field": field, "title": title, "type": "nominal"} for field, title in titles.items()]


def told(title: str, lines: Iterable[str]) -> str:
    """Say in words what a chart shows, for who cannot see it: a line for each row.

    Example:
        >>> told("Score by block", ["People 41%", "Power no value"])
        'Score by block: People 41%; Power no value.'
    """
    return f"{title}: {'; '.join(lines)}."


WIDTH = _PLOT
"""Width of the part of a chart that is drawn, in pixels; labels stand beside it."""
