"""Charts of a score card: its blocks as bars, and every practice at a glance."""

from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.pictures.bars import Bars
from equity_blocks.reports.pictures.heat_map import HeatMap, Row
from equity_blocks.reports.sections.blocks import bars_of
from equity_blocks.reports.sections.heat_map import heat_map_of

_INSIDE = "\N{BULLET} "
"""Stands before a block for each block that it stands in."""
_VALID = {"filter": "isValid(datum.score)"}
_SPANS = {"filter": "isValid(datum.low) && isValid(datum.high) && datum.low != datum.high"}
_COLUMNS, _CELL, _CELL_HEIGHT, _CELL_LINES, _LEVEL_LINES, _LINE = 5, 132, 92, 4, 2, 13
_SMALL = 11
"""The size of type in a square, in pixels."""
_SHADES = ["lowest level", "low", "middle", "high", "highest level"]
_OPEN, _OUT = "no answer yet", "does not count here"


def blocks(card: ScoreCard) -> Chart:
    """Draw the score of each block as a bar, with the interval it may lie in and the target it is to reach.

    Args:
        card: A score card.

    Returns:
        An Altair chart of layers over one table: `block`, `score`, `low`, `high`, `target`, shares from 0 to 1.

    Raises:
        UnsuitableError: It is no score card, it has no blocks (code `nothing_to_draw`), or Altair is not installed
            (`not_installed`).

    Example:
        >>> blocks("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: card must be a ScoreCard, not the text 'riverbend'
    """
    require_kind("card", card, ScoreCard)
    return drawn(bars_spec(bars_of(card)), "the score card has no blocks", of=card)


def heat_map(card: ScoreCard, *, framework: Framework | None = None) -> Chart:
    """Draw every practice as a square, by block, shaded by its level, which it names besides.

    Args:
        card: A score card.
        framework: What was rated, for the titles of levels. Default: their ids are shown.

    Raises:
        UnsuitableError: It is no score card, it has no practices (code `nothing_to_draw`), or Altair is not installed
            (`not_installed`).

    Example:
        >>> heat_map("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: card must be a ScoreCard, not the text 'riverbend'
    """
    require_kind("card", card, ScoreCard)
    require_kind("framework", framework, Framework, type(None))
    return drawn(heat_map_spec(heat_map_of(card, framework)), "the score card has no practices", of=card)


def bars_spec(picture: Bars) -> Spec | None:
    """Write the chart of blocks as Vega-Lite; `None` where there are none.

    Example:
        >>> bars_spec(Bars("Score", "Block", ())) is None
        True
    """
    if not picture.bars:
        return None
    names = [f"{_INSIDE * bar.depth}{bar.title}" for bar in picture.bars]
    shown = theme.labels(names)
    data = [
        {
            "block": label,
            "name": visible(bar.title),
            "score": theme.number(bar.value),
            "low": theme.number(bar.low),
            "high": theme.number(bar.high),
            "target": theme.number(bar.target),
            "said": _said(bar.value, bar.range),
            "figure": theme.said(bar.value),
            "range": theme.said(bar.range),
            "aim": theme.said(bar.target),
        }
        for bar, label in zip(picture.bars, shown, strict=True)
    ]
    lines = (f"{bar.title} {_said(bar.value, bar.range)}, target {theme.said(bar.target)}" for bar in picture.bars)
    encoding = {
        "y": theme.rows("block", shown),
        "tooltip": theme.tips(name=picture.of, figure="Score", range="May lie in", aim="Target"),
    }
    body = {
        "data": {"values": data},
        "width": theme.WIDTH,
        "height": {"step": theme.step(shown)},
        "encoding": encoding,
        "layer": [*_bar_layers(), *theme.named("block", shown, (bar.title for bar in picture.bars))],
    }
    key = "Bar: score. Dark line: where the score may lie, as far as answers are open. Upright stroke: target."
    return theme.themed(picture.title, theme.told(picture.title, lines), body, key)


def _said(value: str, span: str) -> str:
    return theme.said(value) if span in (value, NO_VALUE) else f"{value}  ({span})"


def _bar_layers() -> Iterator[Mapping[str, Any]]:
    whole = {"x": {"datum": 0, "type": "quantitative"}, "x2": {"datum": 1}}
    span = {"x": theme.share("low"), "x2": {"field": "high"}}
    yield {"mark": {"type": "bar", "height": 16, "color": IN_LIGHT.track}, "encoding": whole}
    bar = {"type": "bar", "height": 16, "color": IN_LIGHT.accent}
    yield {"transform": [_VALID], "mark": bar, "encoding": {"x": theme.share("score")}}
    for color, size in ((IN_LIGHT.paper, 8), (IN_LIGHT.range, 5)):
        yield {"transform": [_SPANS], "mark": {"type": "rule", "size": size, "color": color}, "encoding": span}
    for color, thick in ((IN_LIGHT.paper, 6), (IN_LIGHT.target_ink, 3)):
        tick = {"type": "tick", "thickness": thick, "size": 24, "color": color}
        aims = [{"filter": "isValid(datum.target)"}]
        yield {"transform": aims, "mark": tick, "encoding": {"x": theme.share("target")}}
    text = {"type": "text", "align": "left", "dx": 10}
    yield {"mark": text, "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "said"}}}


def heat_map_spec(picture: HeatMap) -> Spec | None:
    """Write the chart of practices as Vega-Lite; `None` where there are none.

    Example:
        >>> heat_map_spec(HeatMap("Levels", "Practice", ())) is None
        True
    """
    if not picture.rows:
        return None
    starts = [(row, start) for row in picture.rows for start in range(0, len(row.squares), _COLUMNS)]
    shown = theme.labels(("" if start else row.title for row, start in starts), room=170, most=5)
    data = [cell for (row, start), label in zip(starts, shown, strict=True) for cell in _cells(row, start, label)]
    names = (f"{row.title}: {square.title} {square.words}" for row in picture.rows for square in row.squares)
    position = {"field": "column", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.04}}
    lines = {"y": theme.rows("block", shown), "x": position}
    lines["y"]["scale"] |= {"paddingInner": 0.06}
    tip = theme.tips(name=picture.of, level="Level", figure="Score", within="Block")
    named = theme.named("block", shown, (row.title for row, _ in starts), room=180)
    body = {
        "data": {"values": data},
        "width": {"step": _CELL},
        "height": {"step": _CELL_HEIGHT},
        "encoding": {**lines, "tooltip": tip},
        "layer": [*_squares(), *_texts(), *named],
    }
    used = {cell["shade"] for cell in data}
    notes = (f"{mark}: {name}." for name, mark in ((_OPEN, "Dashed"), (_OUT, "Dotted")) if name in used)
    return theme.themed(picture.title, theme.told(picture.title, names), body, " ".join(notes))


def _cells(row: Row, start: int, label: str) -> Iterator[dict[str, Any]]:
    for column, square in enumerate(row.squares[start : start + _COLUMNS]):
        shade = square.shade
        step = int(shade[1:]) if shade[1:].isdecimal() else None
        yield {
            "block": label,
            "column": column,
            "name": visible(square.title),
            "within": visible(row.title),
            "words": "\n".join(theme.cut(square.title, _CELL - 12, _CELL_LINES, size=_SMALL)),
            "level": "\n".join(theme.cut(square.words, _CELL - 12, _LEVEL_LINES, size=_SMALL)),
            "score": theme.number(square.value),
            "figure": theme.said(square.value),
            "shade": _SHADES[step] if step is not None else _OPEN if square.is_open else _OUT,
            "is_full": step is not None and IN_LIGHT.ink_on(step) == IN_LIGHT.high_ink,
        }


def _squares() -> Iterator[Mapping[str, Any]]:
    """Draw the squares: shaded with a level, dashed without an answer, dotted where the practice does not count."""
    legend: dict[str, Any] = {"title": None, "columns": len(_SHADES), "symbolSize": 260, "symbolStrokeWidth": 1}
    legend |= {"symbolType": "square", "symbolStrokeColor": IN_LIGHT.soft}
    scale: dict[str, Any] = {"domain": _SHADES, "range": list(IN_LIGHT.ramp)}
    fill = {"field": "shade", "type": "nominal", "scale": scale, "legend": legend}
    square: dict[str, Any] = {"type": "rect", "stroke": IN_LIGHT.soft}
    is_rated = [{"filter": f"datum.shade != '{_OPEN}' && datum.shade != '{_OUT}'"}]
    yield {"transform": is_rated, "mark": square | {"strokeWidth": 1}, "encoding": {"fill": fill}}
    for name, dashes in ((_OPEN, [6, 4]), (_OUT, [1, 4])):
        mark = square | {"fill": IN_LIGHT.paper, "strokeWidth": 2, "strokeDash": dashes}
        yield {"transform": [{"filter": f"datum.shade == '{name}'"}], "mark": mark}


def _texts() -> Iterator[Mapping[str, Any]]:
    """Write titles at the upper edge of squares, and levels at the lower one."""
    full: dict[str, Any] = {
        "condition": {"test": "datum.is_full", "value": IN_LIGHT.high_ink},
        "value": IN_LIGHT.low_ink,
    }
    text: dict[str, Any] = {
        "type": "text",
        "fontSize": _SMALL,
        "lineHeight": _LINE,
        "lineBreak": "\n",
        "baseline": "top",
    }
    title: dict[str, Any] = text | {"dy": 6 - _CELL_HEIGHT / 2}
    yield {"mark": title, "encoding": {"text": {"field": "words"}, "color": full}}
    for lines in range(1, _LEVEL_LINES + 1):
        level = text | {"dy": _CELL_HEIGHT / 2 - 4 - _LINE * lines, "fontWeight": "bold"}
        as_many = [{"filter": f"length(split(datum.level, '\\n')) == {lines}"}]
        yield {"transform": as_many, "mark": level, "encoding": {"text": {"field": "level"}, "color": full}}
