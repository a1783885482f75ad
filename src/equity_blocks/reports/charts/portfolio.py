"""Charts of a portfolio: how scores are spread over organizations, and how many are in each band."""

from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import counted
from equity_blocks.model.portfolio import Portfolio
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.document import spanned
from equity_blocks.reports.pictures.bands import Bands
from equity_blocks.reports.pictures.spread import Spread, Strip
from equity_blocks.reports.portfolio_pictures import spread_of_nodes

_QUANTILES = ("q10", "q25", "q50", "q75", "q90")


def spread(portfolio: Portfolio) -> Chart:
    """Draw how the scores of the whole and of every block are spread over all organizations, and where one sits.

    Args:
        portfolio: The reading of a cohort.

    Returns:
        An Altair chart of layers over one table: the node's name, `q10` to `q90`, and where somebody's standing is told
        `low` and `high`, shares from 0 to 1.

    Raises:
        UnsuitableError: It is no portfolio, it tells no quantiles (code `nothing_to_draw`), or Altair is not installed
            (`not_installed`).

    Example:
        >>> spread("a cohort")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: portfolio must be a Portfolio, not the text 'a cohort'
    """
    require_kind("portfolio", portfolio, Portfolio)
    spec = spread_spec(spread_of_nodes(portfolio)) if portfolio.groups else None
    why = "the portfolio tells no quantiles"
    if spec is None:
        return drawn(None, why)
    who = () if portfolio.audience == "owner" else (f"for {portfolio.audience}",)
    many = counted(portfolio.groups[0].organizations, "organization")
    whose = " \N{MIDDLE DOT} ".join((many, portfolio.framework.id, *who))
    heading = spec["title"]
    heading = {**heading, "subtitle": [whose, *heading.get("subtitle", ())]}
    description = f"{whose}. {spec['description']} {portfolio.notice}"
    return drawn({**spec, "title": heading, "description": description}, why)


def spread_spec(picture: Spread) -> Spec | None:
    """Write the chart of spreads as Vega-Lite; `None` where no quantiles are told.

    Example:
        >>> spread_spec(Spread("Score", "Group", ())) is None
        True
    """
    if not any(strip.is_told for strip in picture.strips):
        return None
    shown = theme.labels(strip.title for strip in picture.strips)
    data = [_row(strip, label, picture.who) for strip, label in zip(picture.strips, shown, strict=True)]
    lines = (f"{strip.title} {_said(strip)}" for strip in picture.strips)
    names: dict[str, str] = {"name": picture.of, "many": "Organizations", "median": "Median", "half": "Middle half"}
    names |= {"most": "All but the lowest and highest tenth"} | ({"own": "Its score"} if picture.who else {})
    body = {
        "data": {"values": data},
        "width": theme.WIDTH,
        "height": {"step": theme.step(shown)},
        "encoding": {"y": theme.rows("row", shown), "tooltip": theme.tips(**names)},
        "layer": [*_strip_layers(), *theme.named("row", shown, (strip.title for strip in picture.strips))],
    }
    key = "Line: all but the lowest and the highest tenth. Box: the middle half. Stroke in it: the median."
    own = f"Mark below: {picture.who}." if picture.who else ""
    return theme.themed(picture.title, theme.told(picture.title, lines), body, key, own)


def _row(strip: Strip, label: str, who: str) -> dict[str, Any]:
    low, high = strip.own or (None, None)
    return {
        "row": label,
        "name": visible(strip.title),
        **{name: theme.number(each) for name, each in zip(_QUANTILES, strip.quantiles, strict=True)},
        "low": theme.number(low),
        "high": theme.number(high),
        "said": _brief(strip),
        "many": str(strip.organizations),
        "median": theme.said(strip.middle),
        "half": theme.said(spanned(*strip.half)),
        "most": theme.said(spanned(*strip.most)),
        "own": theme.said(strip.own_range) if who else "",
    }


def _brief(strip: Strip) -> str:
    return f"{strip.middle}  ({spanned(*strip.half)})" if strip.is_told else strip.words or theme.NONE_SAID


def _said(strip: Strip) -> str:
    own = "" if strip.own_range == NO_VALUE else f", its score {strip.own_range}"
    noun = "organization" if strip.organizations == "1" else "organizations"
    return f"{_brief(strip)}, {strip.organizations} {noun}{own}"


def _strip_layers() -> Iterator[Mapping[str, Any]]:
    whole = {"x": {"datum": 0, "type": "quantitative"}, "x2": {"datum": 1}}
    told, own = [{"filter": "isValid(datum.q50)"}], [{"filter": "isValid(datum.low)"}]
    yield {"mark": {"type": "bar", "height": 16, "color": IN_LIGHT.track}, "encoding": whole}
    for low, high, size, color in (("q10", "q90", 3, IN_LIGHT.soft), ("q25", "q75", 13, IN_LIGHT.accent)):
        mark = {"type": "rule", "size": size, "color": color}
        yield {"transform": told, "mark": mark, "encoding": {"x": theme.share(low), "x2": {"field": high}}}
    for color, thick in ((IN_LIGHT.accent, 5), (IN_LIGHT.paper, 3)):
        tick = {"type": "tick", "thickness": thick, "size": 16, "color": color}
        yield {"transform": told, "mark": tick, "encoding": {"x": theme.share("q50")}}
    span = {"x": theme.share("low"), "x2": {"field": "high"}}
    yield {
        "transform": own,
        "mark": {"type": "rule", "size": 5, "yOffset": 11, "color": IN_LIGHT.target_ink},
        "encoding": span,
    }
    point = {
        "type": "point",
        "shape": "diamond",
        "filled": True,
        "size": 60,
        "yOffset": 11,
        "color": IN_LIGHT.target_ink,
        "opacity": 1,
    }
    yield {"transform": own, "mark": point, "encoding": {"x": theme.share("low")}}
    text = {"type": "text", "align": "left", "dx": 10}
    yield {"mark": text, "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "said"}}}


def bands_spec(picture: Bands) -> Spec | None:
    """Write the chart of bands as Vega-Lite; `None` where nothing is counted.

    Example:
        >>> bands_spec(Bands("Bands", "Group", (), 0, ())) is None
        True
    """
    if not picture.parts or not picture.divisions:
        return None
    shown = theme.labels(each.title for each in picture.divisions)
    parts = theme.labels(picture.parts, room=150, most=2)
    data = [
        {
            "row": label,
            "name": visible(each.title),
            "part": part,
            "order": i,
            "count": theme.number(count),
            "many": str(count),
        }
        for each, label in zip(picture.divisions, shown, strict=True)
        for i, (part, count) in enumerate(zip(parts, each.counts, strict=True))
        if count is not None
    ]
    colors = [IN_LIGHT.ramp[int(shade[1:])] if shade[1:].isdecimal() else IN_LIGHT.paper for shade in picture.shades]
    legend = {
        "title": None,
        "symbolType": "square",
        "symbolStrokeColor": IN_LIGHT.soft,
        "symbolStrokeWidth": 1,
        "columns": 5,
    }
    scale = {"domain": list(parts), "range": colors}
    fill = {"field": "part", "type": "nominal", "sort": None, "scale": scale, "legend": legend}
    axis = {
        "format": "%",
        "values": [0, 0.25, 0.5, 0.75, 1],
        "title": "share of organizations",
        "ticks": False,
        "domain": False,
    }
    x = {"field": "count", "type": "quantitative", "stack": "normalize", "axis": axis}
    bar = {
        "mark": {"type": "bar", "height": 16, "stroke": IN_LIGHT.soft, "strokeWidth": 0.7},
        "encoding": {"x": x, "fill": fill, "order": {"field": "order", "type": "quantitative"}},
    }
    body = {
        "data": {"values": data},
        "width": theme.WIDTH,
        "height": {"step": theme.step(shown)},
        "encoding": {
            "y": theme.rows("row", shown),
            "tooltip": theme.tips(name=picture.of, part="Kind", many="Organizations"),
        },
        "layer": [bar, *theme.named("row", shown, (each.title for each in picture.divisions))],
    }
    lines = (
        f"{each.title} {', '.join(f'{name} {count}' for name, _, _, count in picture.drawn(each))}"
        for each in picture.divisions
    )
    return theme.themed(picture.title, theme.told(picture.title, lines), body)
