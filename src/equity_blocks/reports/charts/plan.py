"""Charts of a plan: what runs when and what each period takes, and how firm the first actions are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model.acceptability import FIRM, LIKELY
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.plan import Plan
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.pictures.firmness import Firmness, Hold
from equity_blocks.reports.pictures.timeline import Timeline
from equity_blocks.reports.sections.calendar import timeline_of
from equity_blocks.reports.sections.firmness import firmness_of

_ROOM = 270
_FIRM, _LIKELY = f"{100 * FIRM:.0f}%", f"{100 * LIKELY:.0f}%"


def timeline(plan: Plan) -> Chart:
    """Draw which action runs in which periods, the days that have to be kept, and what each period takes.

    Args:
        plan: A plan with a calendar.

    Returns:
        An Altair chart of two below each other: actions by period, and person-days by period.

    Raises:
        UnsuitableError: It is no plan, it has no calendar or no action (code `nothing_to_draw`), or Altair is not
            installed (`not_installed`).

    Example:
        >>> timeline("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: plan must be a Plan, not the text 'riverbend'
    """
    require_kind("plan", plan, Plan)
    why = "the plan has no calendar or no action; give it one (capacity, start), here or in the assessment"
    return drawn(timeline_spec(timeline_of(plan)), why, of=plan)


def firmness(plan: Plan) -> Chart:
    """Draw in how many of many variations each of the first actions keeps its place.

    Args:
        plan: A plan that was made with confidence.

    Returns:
        An Altair chart of layers over one table: `action`, `share`, `low`, `high`, from 0 to 1, and `firm`.

    Raises:
        UnsuitableError: It is no plan, it was made without confidence (code `nothing_to_draw`), or Altair is not
            installed (`not_installed`).

    Example:
        >>> firmness("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: plan must be a Plan, not the text 'riverbend'
    """
    require_kind("plan", plan, Plan)
    picture = firmness_of(plan)
    return drawn(picture and firmness_spec(picture), "the plan was made without confidence", of=plan)


def timeline_spec(picture: Timeline) -> Spec | None:
    """Write the chart of a calendar as Vega-Lite; `None` where nothing runs.

    Example:
        >>> timeline_spec(Timeline("Calendar", (), ())) is None
        True
    """
    if not picture.slots or not picture.lanes:
        return None
    periods = theme.labels((slot.title for slot in picture.slots), room=90)
    named = {title for title, _ in picture.marks}
    axis = {"values": [label for label in periods if label.strip() in named]}
    lines = (f"{lane.number} {lane.title} {lane.words}" for lane in picture.lanes)
    kept = (f"{each.title} by {each.day.isoformat()}" for each in picture.milestones)
    body = {
        "vconcat": [_lanes(picture, periods, axis), _use(picture, periods, axis)],
        "spacing": 22,
        "resolve": {"scale": {"x": "shared"}},
    }
    days = "Diamond: a day that has to be kept." if any(_days(picture, periods)) else ""
    whole = "Bars below: person-days of the plan; strokes: person-days there are."
    return theme.themed(
        picture.title, theme.told(picture.title, (*lines, *kept)), body, " ".join(filter(None, (days, whole)))
    )


def _along(periods: Sequence[str], axis: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"title": None, "labelAngle": 0, "labelExpr": theme.BROKEN, "labelLimit": 0, "ticks": False, **axis}
    scale = {"domain": list(periods), "paddingInner": 0, "paddingOuter": 0}
    return {"field": "period", "type": "ordinal", "sort": None, "scale": scale, "axis": shown}


def _lanes(picture: Timeline, periods: Sequence[str], axis: Mapping[str, Any]) -> Spec:
    names = [f"{lane.number} {lane.title}" for lane in picture.lanes]
    names += [each.title for each in dict.fromkeys(each for each, _ in _days(picture, periods))]
    shown = theme.labels(names, room=_ROOM, most=2)
    runs = [
        {
            "action": label,
            "period": periods[place],
            "name": visible(lane.title),
            "rank": str(lane.number),
            "when": visible(lane.words),
            "group": visible(lane.group or picture.rest),
        }
        for lane, label in zip(picture.lanes, shown, strict=False)
        for place in range(lane.start, lane.finish + 1)
    ]
    days = [
        {"action": label, "period": period, "name": visible(each.title), "when": each.day.isoformat()}
        for (each, period), label in zip(_days(picture, periods), shown[len(picture.lanes) :], strict=True)
    ]
    row = theme.rows("action", shown)
    along = _along(periods, {**axis, "orient": "top", "grid": True, "bandPosition": 0, "domain": False})
    bar = {"type": "bar", "height": 15, "color": IN_LIGHT.accent}
    diamond = {"type": "point", "shape": "diamond", "size": 140, "filled": True, "color": IN_LIGHT.target_ink}
    ranked = theme.tips(rank="#", name="Action", when="When", group="Carried by")
    layers = [{"data": {"values": runs}, "mark": bar, "encoding": {"x": along, "y": row, "tooltip": ranked}}]
    if days:
        tip = theme.tips(name="To be kept", when="Day")
        encoding = {"x": along, "y": row, "tooltip": tip}
        layers.append({"data": {"values": days}, "mark": diamond | {"opacity": 1}, "encoding": encoding})
    layers += theme.named("action", shown, names, room=_ROOM)
    return {"width": theme.WIDTH, "height": {"step": theme.step(shown) - 6}, "layer": layers}


def _days(picture: Timeline, periods: Sequence[str]) -> Iterator[tuple[Any, str]]:
    """Give the days to be kept that lie in one of the periods, each with that period."""
    for each in picture.milestones:
        for slot, period in zip(picture.slots, periods, strict=True):
            if slot.first_day is not None and slot.last_day is not None and slot.first_day <= each.day <= slot.last_day:
                yield each, period


def _use(picture: Timeline, periods: Sequence[str], axis: Mapping[str, Any]) -> Spec:
    data = [
        {
            "period": label,
            "name": visible(slot.title),
            "used": theme.number(slot.used),
            "capacity": theme.number(slot.capacity),
            "days": theme.said(slot.days),
            "score": theme.said(slot.score),
            "done": theme.said(slot.done),
        }
        for slot, label in zip(picture.slots, periods, strict=True)
    ]
    score = {"score": "Score at its end"} if picture.has_score else {}
    tip = theme.tips(name="Period", days="Person-days", **score, done="Actions completed")
    along = _along(periods, {**axis, "domain": True, "labels": False})
    up = {"type": "quantitative", "axis": {"title": "Person-days", "tickCount": 3, "domain": False, "ticks": False}}
    bar = {"type": "bar", "color": IN_LIGHT.range, "width": {"band": 0.6}}
    most = {"type": "tick", "color": IN_LIGHT.target_ink, "thickness": 3, "width": {"band": 0.8}}
    limits = [{"filter": "isValid(datum.capacity)"}]
    layers = [
        {"mark": bar, "encoding": {"x": along, "y": {"field": "used", **up}, "tooltip": tip}},
        {"transform": limits, "mark": most, "encoding": {"x": along, "y": {"field": "capacity", **up}, "tooltip": tip}},
    ]
    return {"data": {"values": data}, "width": theme.WIDTH, "height": 90, "layer": layers}


def firmness_spec(picture: Firmness) -> Spec | None:
    """Write the chart of how firm actions are as Vega-Lite; `None` where there are none.

    Example:
        >>> firmness_spec(Firmness("Firm", ())) is None
        True
    """
    if not picture.holds:
        return None
    names = [f"{hold.number} {hold.title}" for hold in picture.holds]
    shown = theme.labels(names)
    data = [_held(hold, label) for hold, label in zip(picture.holds, shown, strict=True)]
    tip = theme.tips(rank="#", name="Action", firm="How firm", figure="Kept in", width="Give or take, in points")
    body = {
        "data": {"values": data},
        "width": theme.WIDTH,
        "height": {"step": theme.step(shown)},
        "layer": [
            *_firm_layers({"y": theme.rows("action", shown), "tooltip": tip}),
            *theme.named("action", shown, names),
        ],
    }
    lines = (f"{hold.number} {hold.title} {hold.words}, {theme.said(hold.share)}" for hold in picture.holds)
    key = f"Share of variations in which it keeps its place. Dashed lines: likely from {_LIKELY}, firm from {_FIRM}."
    return theme.themed(picture.title, theme.told(picture.title, lines), body, key)


def _held(hold: Hold, label: str) -> dict[str, Any]:
    share, width = theme.number(hold.share), theme.number(hold.width)
    span = (None, None) if share is None or width is None else (max(0.0, share - width), min(1.0, share + width))
    return {
        "action": label,
        "name": visible(hold.title),
        "rank": str(hold.number),
        "share": share,
        "low": span[0],
        "high": span[1],
        "firm": hold.words,
        "figure": theme.said(hold.share),
        "width": theme.said(hold.width),
        "said": f"{theme.said(hold.share)}  {hold.words}",
    }


def _firm_layers(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    scale = {"domain": ["firm", "likely", "open"], "range": [IN_LIGHT.range, IN_LIGHT.accent, IN_LIGHT.ramp[1]]}
    fill = {"field": "firm", "type": "nominal", "scale": scale, "legend": None}
    bar = {"type": "bar", "height": 16, "stroke": IN_LIGHT.range, "strokeWidth": 1}
    yield {"mark": bar, "encoding": {"x": theme.share("share"), "fill": fill, **row}}
    span = {"x": theme.share("low"), "x2": {"field": "high"}, **row}
    for color, size in ((IN_LIGHT.paper, 5), (IN_LIGHT.target_ink, 2)):
        yield {"mark": {"type": "rule", "size": size, "color": color}, "encoding": span}
    for edge in (LIKELY, FIRM):
        rule = {"type": "rule", "strokeDash": [4, 4], "color": IN_LIGHT.soft}
        yield {"mark": rule, "encoding": {"x": {"datum": edge, "type": "quantitative"}}}
    text = {"type": "text", "align": "left", "dx": 10}
    yield {"mark": text, "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "said"}, **row}}
