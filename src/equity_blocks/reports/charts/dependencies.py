"""What waits for what: practices of a framework or actions of a plan in layers, with arrows that seldom cross."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.result import Result, head
from equity_blocks.model.scale import Scale
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.document import worded
from equity_blocks.reports.pictures.dependencies import Arrow, Box, Dependencies, Drawing
from equity_blocks.reports.pictures.layered import layers_of

_BENDS = 12
"""Straight pieces that a bend is drawn of."""
_HEAD = 5.0
"""Half the width of the head of an arrow, in pixels."""
_RADIUS = 4
_ROOM, _MOST_LINES = 180, 6
"""Pixels for a line of a title, and how many lines are shown of it; the rest is cut, and stands in the tooltip."""


def graph(framework: Framework, rated: Assessment | ScoreCard | None = None) -> Chart:
    """Draw which practices have to come before which, in layers from left to right.

    Only what binds is drawn. An arrow that others make plain is left out, and so are practices that neither wait nor
    are waited for.

    Args:
        framework: A framework.
        rated: Says which level a practice holds: a score card the one that counts, an assessment the one that is
            named. Default: nothing is said.

    Returns:
        An Altair chart of layers: boxes with `name` and `level`, and arrows.

    Raises:
        UnsuitableError: It is no framework, none of its practices waits for another (code `nothing_to_draw`), or
            Altair is not installed (`not_installed`).

    Example:
        >>> graph(7)
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: framework must be a Framework, not an int
    """
    require_kind("framework", framework, Framework)
    require_kind("rated", rated, Assessment, ScoreCard, type(None))
    of = Result(**head(framework, rated)) if isinstance(rated, Assessment) else rated
    return drawn(dependencies_spec(_picture(framework, rated)), "no practice of the framework waits for another", of=of)


def dependencies_spec(picture: Dependencies) -> Spec | None:
    """Write the chart of what waits for what as Vega-Lite; `None` where nothing does, or all waits in a circle.

    Example:
        >>> dependencies_spec(Dependencies("Order", (), ())) is None
        True
    """
    if not layers_of((arrow.first, arrow.then) for arrow in picture.arrows):
        return None
    short = (" ".join(theme.cut(box.title, _ROOM, _MOST_LINES, size=theme.MEASURED)) for box in picture.boxes)
    boxes = tuple(box._replace(title=title) for box, title in zip(picture.boxes, short, strict=True))
    drawing = picture._replace(boxes=boxes).drawn()
    lines = (f"{first.title} before {then.title}" for first, then, _ in picture.sentences)
    body = {"width": drawing.width, "height": drawing.height, "layer": list(_layers(picture, drawing))}
    note = "A dashed arrow is one of several of which one is enough." if picture.has_choice else ""
    return theme.themed(picture.title, theme.told(picture.title, lines), body, "Arrows: what comes before what.", note)


def _picture(framework: Framework, rated: Assessment | ScoreCard | None) -> Dependencies:
    links = _links(framework)
    places = {
        name: place for place, name in enumerate(n for n in framework.practices if any(n in ends for ends in links))
    }
    boxes = tuple(Box("", framework.practices[name].title, _level(framework, rated, name)) for name in places)
    arrows = tuple(Arrow(places[first], places[then], is_choice) for (first, then), is_choice in links.items())
    title = framework.vocabulary.fill("{Practices} that have to come before others")
    return Dependencies(title, boxes, arrows)


def _links(framework: Framework) -> dict[tuple[str, str], bool]:
    """Give which practice comes before which, and whether it is one of several; none that leads back in a circle.

    Levels climb in turn, so that a practice may be needed early and wait for the same one later: the earlier need is
    drawn.
    """
    needs = sorted(
        (rule.from_level, first, then, len(rule.any_of) > 1)
        for then, rules in framework.rules().items()
        for rule in rules
        for first, least in rule.any_of
        if least and first != then
    )
    links: dict[tuple[str, str], bool] = {}
    for _, first, then, is_choice in needs:
        ends = (first, then)
        if ends in links:
            links[ends] = links[ends] and is_choice
        elif not _leads(links, then, first):
            links[ends] = is_choice
    return links


def _leads(links: Mapping[tuple[str, str], bool], start: str, end: str) -> bool:
    """Say whether arrows lead from one practice to another."""
    found, left = {start}, [start]
    while left:
        here = left.pop()
        new = {then for first, then in links if first == here} - found
        found |= new
        left += new
    return end in found


def _level(framework: Framework, rated: Assessment | ScoreCard | None, name: str) -> str:
    """Say which level a practice holds; where it has none, why."""
    if rated is None:
        return ""
    if isinstance(rated, ScoreCard):
        score = rated.practices.get(name)
        level, status = (score.level, score.status) if score else (None, "unanswered")
        return _titled(framework.scale_of(name), level, status)
    rating = rated.rating(name)
    return _titled(framework.scale_of(name), rating.agreed.level if rating.agreed else rating.level, rating.status)


def _titled(scale: Scale, level: str | float | None, status: str) -> str:
    if status != "rated":
        return headed(worded(status))
    if level is None:
        return _BY_PARTS
    if scale.range or not scale.holds(level):
        return headed(worded(str(level)))
    return scale.levels[scale.position(level)].title


_BY_PARTS = "Rated in parts or by several"


def _layers(picture: Dependencies, drawing: Drawing) -> Iterator[Mapping[str, Any]]:
    across, down = theme.across(drawing.width), theme.down(drawing.height)
    place = {"x": across("x"), "y": down("y")}
    order = {"field": "order", "type": "quantitative"}
    for is_choice, dashes in ((False, [1, 0]), (True, [5, 4])):
        points = [point for point in _arrows(drawing) if point["is_choice"] == is_choice]
        line = {"type": "line", "color": IN_LIGHT.soft, "strokeWidth": 1.5, "strokeDash": dashes}
        detail = {"field": "arrow", "type": "nominal"}
        if points:
            yield {"data": {"values": points}, "mark": line, "encoding": {**place, "detail": detail, "order": order}}
    heads = [{"x": route[-1][0] + 1 - _HEAD, "y": route[-1][1] + 1} for route in drawing.routes]
    tip_of_arrow = {"type": "point", "shape": "triangle-right", "filled": True, "size": 70, "color": IN_LIGHT.soft}
    yield {"data": {"values": heads}, "mark": tip_of_arrow | {"opacity": 1}, "encoding": place}
    boxes = list(_boxes(picture, drawing))
    box = {"type": "rect", "fill": IN_LIGHT.panel, "stroke": IN_LIGHT.accent, "cornerRadius": _RADIUS, "opacity": 1}
    tip = theme.tips(name="What", level="Level")
    span = {**place, "x2": {"field": "right"}, "y2": {"field": "bottom"}, "tooltip": tip}
    yield {"data": {"values": boxes}, "mark": box, "encoding": span}
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 10, "dy": 9, "lineBreak": "\n", "lineHeight": 17}
    text |= {"fontSize": theme.MEASURED}
    for field, look in (("number", {"fontWeight": "bold"}), ("words", {}), ("said", {"color": IN_LIGHT.soft})):
        indent = {"x": across("x" if field == "number" else "inner")}
        encoding = {**place, **indent, "y": down("below" if field == "said" else "y"), "text": {"field": field}}
        yield {"data": {"values": boxes}, "mark": {**text, **look}, "encoding": encoding}


def _boxes(picture: Dependencies, drawing: Drawing) -> Iterator[dict[str, Any]]:
    for drawn_box in sorted(drawing.boxes, key=lambda each: each.place):
        box = picture.boxes[drawn_box.place]
        title = [line for _, line in drawn_box.lines]
        yield {
            "name": visible(box.title),
            "level": visible(box.words),
            "number": str(drawn_box.number),
            "words": "\n".join(title),
            "said": "\n".join(line for _, line in drawn_box.words),
            "x": drawn_box.x,
            "y": drawn_box.y,
            "right": drawn_box.x + drawing.box,
            "bottom": drawn_box.y + drawn_box.height,
            "inner": drawn_box.x + (7.4 * (len(drawn_box.number) + 1.2) if drawn_box.number else 0),
            "below": drawn_box.y + 17 * len(title),
        }


def _arrows(drawing: Drawing) -> Iterator[dict[str, Any]]:
    for number, (route, (_, is_choice)) in enumerate(zip(drawing.routes, drawing.curves, strict=True)):
        for order, (x, y) in enumerate(_bent(route)):
            yield {"arrow": str(number), "order": order, "x": x, "y": y, "is_choice": is_choice}


def _bent(route: tuple[tuple[float, float], ...]) -> Iterator[tuple[float, float]]:
    """Give the points of an arrow: bent in the aisles, straight where it passes a layer."""
    for place, ((left, start), (right, end)) in enumerate(pairwise(route)):
        for piece in (0, _BENDS) if place % 2 else range(_BENDS + 1):
            at = piece / _BENDS
            # A cubic curve whose ends are level: x by the third powers, y eased in and out.
            x = left + (right - left) * (1.5 * at - 1.5 * at**2 + at**3)
            yield round(x + 1, 2), round(start + (end - start) * (3 * at**2 - 2 * at**3) + 1, 2)
