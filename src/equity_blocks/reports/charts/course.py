"""Charts over time: a score from round to round, what changed since last time, and the score that a plan leads to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model import trend as trends
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.comparison import Comparison
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.tree import walk
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.document import Value
from equity_blocks.reports.pictures.course import Course
from equity_blocks.reports.pictures.trend import Trend
from equity_blocks.reports.sections.course import course_of
from equity_blocks.reports.trend import picture_of
from equity_blocks.reports.values import Place, block_places, moved_at

_HEIGHT, _STEP, _LEAST_WIDTH, _MOST_NAMED = 260, 84, 420, 12
_VALID = {"filter": "isValid(datum.score)"}


def trend(trend: trends.Trend) -> Chart:
    """Draw a score over several rounds, each with the interval it lay in; where a revision came between, read again.

    Args:
        trend: A trend.

    Returns:
        An Altair chart of layers over one table: `round`, `score`, `low`, `high`, `reread`, shares from 0 to 1.

    Raises:
        UnsuitableError: It is no trend, it has no total (code `nothing_to_draw`), or Altair is not installed
            (`not_installed`).

    Example:
        >>> trend("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: trend must be a Trend, not the text 'riverbend'
    """
    require_kind("trend", trend, trends.Trend)
    spec = trend_spec(picture_of(trend)) if trend.has_total else None
    return drawn(spec, "the trend has no total, by design of the framework", of=trend)


def periods(plan: Plan, *, card: ScoreCard | None = None) -> Chart:
    """Draw the score at the end of every period of a plan.

    Args:
        plan: A plan with a calendar.
        card: The score card of the same assessment, for the target. Default: no target is shown.

    Returns:
        An Altair chart of layers over one table: `period` and `score`, a share from 0 to 1.

    Raises:
        UnsuitableError: It is no plan, it has no calendar, no action or no total (code `nothing_to_draw`), or Altair
            is not installed (`not_installed`).

    Example:
        >>> periods("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: plan must be a Plan, not the text 'riverbend'
    """
    require_kind("plan", plan, Plan)
    require_kind("card", card, ScoreCard, type(None))
    picture = course_of(plan, card)
    return drawn(picture and course_spec(picture), "the plan has no calendar, no action or no total", of=plan)


def change(comparison: Comparison) -> Chart:
    """Draw how each block and the whole changed since last time, as it was published.

    Args:
        comparison: A comparison.

    Returns:
        An Altair chart of layers over one table: `block`, `before` and `after`, shares from 0 to 1, and `points`.

    Raises:
        UnsuitableError: It is no comparison, it has no blocks (code `nothing_to_draw`), or Altair is not installed
            (`not_installed`).

    Example:
        >>> change("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: comparison must be a Comparison, not the text 'riverbend'
    """
    require_kind("comparison", comparison, Comparison)
    moves = tuple(_moves(comparison))
    return drawn(_change_spec(comparison, moves) if moves else None, "the comparison has no blocks", of=comparison)


def trend_spec(picture: Trend) -> Spec | None:
    """Write the chart of a trend as Vega-Lite; `None` where there are no rounds.

    Example:
        >>> trend_spec(Trend("Score", ())) is None
        True
    """
    if not picture.points:
        return None
    titles = [f"{point.title}{f' ({point.words})' if point.words else ''}" for point in picture.points]
    shown = theme.labels(titles, room=_width(len(titles)) / min(len(titles), _MOST_NAMED) - 6)
    data = [
        {
            "round": label,
            "name": visible(title),
            "score": theme.number(point.value),
            "low": theme.number(point.low),
            "high": theme.number(point.high),
            "reread": theme.number(point.reread),
            "figure": theme.said(point.value),
            "range": theme.said(point.range),
            "again": theme.said(point.reread),
        }
        for point, label, title in zip(picture.points, shown, titles, strict=True)
    ]
    again = {"again": "Read again"} if picture.has_reread else {}
    tip = theme.tips(name="Round", figure="Score", range="May lie in", **again)
    layers = [*_spans(), *_path("score")]
    if picture.has_reread:
        mark = {"type": "point", "shape": "diamond", "size": 150, "filled": False, "strokeWidth": 2.5, "opacity": 1}
        mark |= {"color": IN_LIGHT.target_ink}
        valid = [{"filter": "isValid(datum.reread)"}]
        layers.append({"transform": valid, "mark": mark, "encoding": {"y": theme.share("reread")}})
    lines = (f"{title} {theme.said(point.value)}" for point, title in zip(picture.points, titles, strict=True))
    key = "Upright line: where the score may lie."
    reread = "Diamond: read again by the latest revision; compare rounds by it." if picture.has_reread else ""
    body = _over("round", shown, data, layers, tip)
    return theme.themed(picture.title, theme.told(picture.title, lines), body, key, reread)


def course_spec(picture: Course) -> Spec | None:
    """Write the chart of a share over time as Vega-Lite; `None` where there are no points.

    Example:
        >>> course_spec(Course("Score", ())) is None
        True
    """
    if not picture.points:
        return None
    room = _width(len(picture.points)) / min(len(picture.points), _MOST_NAMED) - 6
    shown = theme.labels((point.title for point in picture.points), room=room)
    data = [
        {"period": label, "name": visible(point.title), "score": theme.number(point.value)}
        | {"figure": theme.said(point.value)}
        for point, label in zip(picture.points, shown, strict=True)
    ]
    layers = [*_path("score", has_texts=len(data) <= _MOST_NAMED)]
    lines = (f"{point.title} {theme.said(point.value)}" for point in picture.points)
    tip = theme.tips(name="At the end of", figure="Score")
    body = _over("period", shown, data, layers, tip)
    target, note = theme.number(picture.target), ""
    if target is not None:
        rule = {"type": "rule", "color": IN_LIGHT.target_ink, "size": 2, "strokeDash": [6, 4]}
        body["layer"].insert(0, {"mark": rule, "encoding": {"y": {"datum": target, "type": "quantitative"}}})
        note = f"Dashed line: {picture.target}, if every target is met."
    return theme.themed(picture.title, theme.told(picture.title, lines), body, note)


def _over(
    field: str, shown: Sequence[str], data: theme.Data, layers: list[dict[str, Any]], tip: list[dict[str, Any]]
) -> dict[str, Any]:
    """Put layers over points of time from left to right; of many, only some are named."""
    axis: dict[str, Any] = {"title": None, "labelExpr": theme.BROKEN, "labelAngle": 0, "labelLimit": 0, "ticks": False}
    nth = -(-len(shown) // _MOST_NAMED)
    axis |= {"values": list(shown[::nth])} if nth > 1 else {}
    along = {"field": field, "type": "ordinal", "sort": None, "scale": {"domain": list(shown)}, "axis": axis}
    for layer in layers:
        layer.setdefault("encoding", {}).setdefault("x", along)
        layer["encoding"]["tooltip"] = tip
    return {"data": {"values": data}, "width": _width(len(shown)), "height": _HEIGHT, "layer": layers}


def _width(points: int) -> int:
    return max(_LEAST_WIDTH, _STEP * min(points, _MOST_NAMED))


def _spans() -> Iterator[dict[str, Any]]:
    span = {"y": theme.share("low"), "y2": {"field": "high"}}
    spans = [{"filter": "isValid(datum.low) && isValid(datum.high)"}]
    yield {"transform": spans, "mark": {"type": "rule", "size": 8, "color": IN_LIGHT.ramp[2]}, "encoding": span}


def _path(field: str, *, has_texts: bool = True) -> Iterator[dict[str, Any]]:
    """Draw a line with its points, each with its figure; what has no value leaves a gap, and is said to have none."""
    yield {"mark": {"type": "line", "color": IN_LIGHT.accent, "size": 2}, "encoding": {"y": theme.share(field)}}
    point = {"type": "point", "filled": True, "size": 90, "color": IN_LIGHT.accent, "opacity": 1}
    yield {"transform": [_VALID], "mark": point, "encoding": {"y": theme.share(field)}}
    if not has_texts:
        return
    text = {"type": "text", "dy": -14, "stroke": IN_LIGHT.paper, "strokeWidth": 3}
    for mark in (text, {"type": "text", "dy": -14}):
        yield {"transform": [_VALID], "mark": mark, "encoding": {"y": theme.share(field), "text": {"field": "figure"}}}
    missing = {"type": "text", "color": IN_LIGHT.soft, "fontStyle": "italic", "dy": -8}
    base = {"datum": 0, "type": "quantitative"}
    none = [{"filter": "!isValid(datum.score)"}]
    yield {"transform": none, "mark": missing, "encoding": {"y": base, "text": {"field": "figure"}}}


_Move = tuple[str, Value, Value, Value]
"""Whose it is, then, now, and the change in points."""


def _moves(comparison: Comparison) -> Iterator[_Move]:
    places = block_places(comparison)
    wholes: list[tuple[str, Place]] = [("Overall", ("score",))] if comparison.has_total else []
    for title, place in (*((block.title, places[block.id]) for block in walk(comparison.blocks)), *wholes):
        yield title, *moved_at(comparison, (*place, "before"), (*place, "after"), (*place, "change"))


def _change_spec(comparison: Comparison, moves: Sequence[_Move]) -> Spec:
    of = comparison.vocabulary.fill("{Blocks}, then and now")
    shown = theme.labels(title for title, *_ in moves)
    data = [
        {
            "block": label,
            "name": visible(title),
            "before": theme.number(before),
            "after": theme.number(after),
            "change": theme.number(points),
            "said": _moved(before, after, points),
            "then": theme.said(before),
            "now": theme.said(after),
            "points": theme.said(points),
        }
        for (title, before, after, points), label in zip(moves, shown, strict=True)
    ]
    tip = theme.tips(name=headed(comparison.vocabulary.block), then="Before", now="After", points="Points")
    body = {
        "data": {"values": data},
        "width": theme.WIDTH,
        "height": {"step": theme.step(shown)},
        "encoding": {"y": theme.rows("block", shown), "tooltip": tip},
        "layer": [*_change_layers(), *theme.named("block", shown, (title for title, *_ in moves))],
    }
    lines = (f"{title} {_moved(before, after, points)}" for title, before, after, points in moves)
    key = "Hollow circle: then. Filled circle: now. As it was published each time."
    other = comparison.reread is not None and "The framework was revised between; part of a change may come of that."
    return theme.themed(of, theme.told(of, lines), body, key, other or "")


def _moved(before: str, after: str, points: str) -> str:
    then, now = theme.said(before), theme.said(after)
    return f"then {then}, now {now}" if points == NO_VALUE else f"{then} to {now}  ({points})"


def _change_layers() -> Iterator[Mapping[str, Any]]:
    whole = {"x": {"datum": 0, "type": "quantitative"}, "x2": {"datum": 1}}
    yield {"mark": {"type": "rule", "color": IN_LIGHT.track, "size": 2}, "encoding": whole}
    both = [{"filter": "isValid(datum.before) && isValid(datum.after)"}]
    span = {"x": theme.share("before"), "x2": {"field": "after"}}
    yield {"transform": both, "mark": {"type": "rule", "color": IN_LIGHT.accent, "size": 4}, "encoding": span}
    circle = {"type": "point", "filled": True, "size": 130, "opacity": 1, "stroke": IN_LIGHT.accent, "strokeWidth": 2.5}
    for field, fill in (("before", IN_LIGHT.paper), ("after", IN_LIGHT.accent)):
        valid = [{"filter": f"isValid(datum.{field})"}]
        yield {"transform": valid, "mark": circle | {"fill": fill}, "encoding": {"x": theme.share(field)}}
    text = {"type": "text", "align": "left", "dx": 12}
    yield {"mark": text, "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "said"}}}
