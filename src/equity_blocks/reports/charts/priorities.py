"""The actions of a plan in four quarters, by how important and how feasible they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model.action import Quadrant
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.plan import Plan
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.pictures.two_by_two import Quarter, TwoByTwo
from equity_blocks.reports.sections.two_by_two import two_by_two_of

_CORNERS: dict[Quadrant, tuple[int, int]] = {
    "big-step": (0, 0),
    "do-first": (1, 0),
    "later": (0, 1),
    "quick-win": (1, 1),
}
"""Which column and row each quarter stands in: importance upward, ease to the right."""
_WIDTH, _GAP, _HEAD, _PAD, _NUMBER = 350, 12, 42, 12, 28
_LINES = 3
_NOTHING = "no action"


def priorities(plan: Plan) -> Chart:
    """Draw the actions of a plan in four quarters: importance upward, ease to the right, each with its number.

    Args:
        plan: A plan.

    Returns:
        An Altair chart of layers: the quarters, and a table of actions with `rank`, `name` and `quarter`.

    Raises:
        UnsuitableError: It is no plan, it has no action (code `nothing_to_draw`), or Altair is not installed
            (`not_installed`).

    Example:
        >>> priorities("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: plan must be a Plan, not the text 'riverbend'
    """
    require_kind("plan", plan, Plan)
    return drawn(two_by_two_spec(two_by_two_of(plan)), "the plan has no actions", of=plan)


def two_by_two_spec(picture: TwoByTwo) -> Spec | None:
    """Write the chart of four quarters as Vega-Lite; `None` where there are no actions.

    Example:
        >>> two_by_two_spec(TwoByTwo("Actions", ())) is None
        True
    """
    if not picture.actions:
        return None
    written = {quarter.id: list(_actions(quarter)) for quarter in picture.quarters}
    heights: list[int] = [
        max(
            _HEAD + _PAD + sum(_height(row) for row in written[name])
            for name, (_, at) in _CORNERS.items()
            if at == row_at
        )
        for row_at in (0, 1)
    ]
    quarters = [_quarter(quarter, heights) for quarter in picture.quarters]
    data = [row for quarter in picture.quarters for row in _placed(quarter, written[quarter.id], heights)]
    lines = (f"{quarter.name} {_held(quarter)}" for quarter in picture.quarters)
    body = {
        "width": 2 * _WIDTH + _GAP,
        "height": sum(heights) + _GAP,
        "layer": list(_layers(quarters, data, sum(heights) + _GAP)),
    }
    key = "Upward: more important. To the right: easier."
    return theme.themed(picture.title, theme.told(picture.title, lines), body, key)


def _held(quarter: Quarter) -> str:
    return ", ".join(f"{item.number} {item.title}" for item in quarter.holds) or _NOTHING


def _actions(quarter: Quarter) -> Iterator[dict[str, Any]]:
    for item in quarter.holds:
        words = "\n".join(theme.cut(item.title, _WIDTH - _NUMBER - 2 * _PAD, _LINES))
        yield {"rank": str(item.number), "name": visible(item.title), "words": words, "quarter": quarter.name}


def _height(row: Mapping[str, Any]) -> int:
    return theme.LINE * (str(row["words"]).count("\n") + 1) + 5


def _quarter(quarter: Quarter, heights: list[int]) -> dict[str, Any]:
    column, row = _CORNERS[quarter.id]
    left, top = column * (_WIDTH + _GAP), row * (heights[0] + _GAP)
    place = {"left": left, "right": left + _WIDTH, "top": top, "bottom": top + heights[row]}
    nothing = "" if quarter.holds else _NOTHING
    return {
        "quarter": quarter.name,
        "words": quarter.words,
        "nothing": nothing,
        "is_first": quarter.id == "do-first",
    } | place


def _placed(quarter: Quarter, rows: list[dict[str, Any]], heights: list[int]) -> Iterator[dict[str, Any]]:
    place = _quarter(quarter, heights)
    top = place["top"] + _HEAD
    for row in rows:
        yield row | {"left": place["left"] + _PAD, "top": top}
        top += _height(row)


def _layers(quarters: theme.Data, data: theme.Data, height: int) -> Iterator[Mapping[str, Any]]:
    across, down = theme.across(2 * _WIDTH + _GAP), theme.down(height)
    corner = {"x": across("left"), "y": down("top")}
    box = {**corner, "x2": {"field": "right"}, "y2": {"field": "bottom"}}
    stroke = {"condition": {"test": "datum.is_first", "value": IN_LIGHT.accent}, "value": IN_LIGHT.line}
    tip = theme.tips(rank="#", name="Action", quarter="Quarter")
    rect = {"type": "rect", "fill": IN_LIGHT.panel, "strokeWidth": 2, "cornerRadius": 5}
    text: dict[str, Any] = {"type": "text", "align": "left", "baseline": "top"}
    of_quarters: dict[str, Any] = {"data": {"values": quarters}}
    yield {**of_quarters, "mark": rect, "encoding": {**box, "stroke": stroke}}
    looks: dict[str, dict[str, Any]] = {
        "quarter": {"dy": 9, "fontWeight": "bold", "fontSize": 13},
        "words": {"dy": 25, "fontSize": 11, "color": IN_LIGHT.soft},
        "nothing": {"dy": _HEAD, "color": IN_LIGHT.soft},
    }
    for field, look in looks.items():
        yield {**of_quarters, "mark": {**text, "dx": _PAD, **look}, "encoding": {**corner, "text": {"field": field}}}
    of_actions: dict[str, Any] = {"data": {"values": data}}
    looks = {"rank": {"fontWeight": "bold"}, "words": {"dx": _NUMBER, "lineBreak": "\n"}}
    for field, look in looks.items():
        encoding = {**corner, "text": {"field": field}, "tooltip": tip}
        yield {**of_actions, "mark": {**text, **look}, "encoding": encoding}
