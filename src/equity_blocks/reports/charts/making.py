"""Charts made of specifications, and written as SVG, PNG, HTML and JSON without a browser."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from equity_blocks.errors import UnsuitableError
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.result import Result
from equity_blocks.reports.charts import theme
from equity_blocks.saving import require_place, save_bytes, save_text

Chart = Any
"""An Altair chart: of one layer or several, or several beside each other."""

Spec = dict[str, Any]
"""A chart as Vega-Lite: plain data."""

_FORMATS = (".svg", ".png", ".html", ".json")


def chart_of(picture: Any) -> Chart | None:
    """Make a chart of a picture of the report; `None` where no chart draws it.

    Args:
        picture: A tuple of a module of `equity_blocks.reports.pictures`.

    Raises:
        UnsuitableError: Altair is not installed (code `not_installed`).

    Example:
        >>> from equity_blocks.reports.pictures.cards import Cards
        >>> chart_of(Cards("At a glance", ())) is None
        True
    """
    spec = spec_of(picture)
    return None if spec is None else made(spec)


def spec_of(picture: Any) -> Spec | None:
    """Write the chart of a picture as Vega-Lite; `None` where no chart draws it, or there is nothing to draw.

    Example:
        >>> from equity_blocks.reports.pictures.cards import Cards
        >>> spec_of(Cards("At a glance", ())) is None
        True
    """
    kind = type(picture).__module__.rpartition(".")[2]
    home = _HOMES.get(kind)
    if home is None:
        return None
    draw: Callable[[Any], Spec | None] = getattr(import_module(f"equity_blocks.reports.charts.{home}"), f"{kind}_spec")
    return draw(picture)


_HOMES = {
    "bars": "score",
    "heat_map": "score",
    "trend": "course",
    "course": "course",
    "timeline": "plan",
    "two_by_two": "priorities",
    "firmness": "plan",
    "dependencies": "dependencies",
    "spread": "portfolio",
    "bands": "portfolio",
}
"""Kind of picture -> the module that draws it."""


def made(spec: Spec) -> Chart:
    """Make an Altair chart of a specification.

    Raises:
        UnsuitableError: Altair is not installed (code `not_installed`).
    """
    return _charted(_library("altair"), spec)


def _charted(altair: ModuleType, spec: Spec) -> Chart:
    """Make a chart, and of its layers and parts charts, too, so that each can be taken out and changed.

    Nothing is held against the schema here, which takes long; Altair does so when it shows the chart.
    """
    for name, kind in (("layer", altair.LayerChart), ("vconcat", altair.VConcatChart)):
        if name in spec:
            chart = kind.from_dict({**spec, name: []}, validate=False)
            setattr(chart, name, [_charted(altair, part) for part in spec[name]])
            return chart
    return altair.Chart.from_dict(spec, validate=False)


def drawn(spec: Spec | None, why: str, *, of: Result | None = None) -> Chart:
    """Make an Altair chart of a specification, or say why there is nothing to draw.

    Args:
        spec: The chart as Vega-Lite; `None`: nothing can be drawn.
        why: Why not.
        of: The result it is of: below the title it is said whose it is, of when, and that it is a draft. Default: of
            none.

    Raises:
        UnsuitableError: There is none (code `nothing_to_draw`), or Altair is not installed (`not_installed`).

    Example:
        >>> drawn(None, "the plan has no actions")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: there is nothing to draw: the plan has no actions
    """
    if spec is None:
        raise UnsuitableError(f"there is nothing to draw: {why}", code="nothing_to_draw", data={"argument": why})
    return made(spec if of is None else theme.of_result(spec, of))


def together(*charts: Chart, columns: int = 1) -> Chart:
    """Put charts below or beside each other, as one chart; each keeps its own shades.

    Altair itself refuses to join charts that say how they look, as each of these does.

    Args:
        charts: Altair charts, at least one.
        columns: How many stand beside each other, >= 1. Default: 1, all below each other.

    Raises:
        UnsuitableError: Altair is not installed (code `not_installed`).
    """
    altair = _library("altair")
    parts = [chart.copy() for chart in charts]
    for part in parts:
        for name in ("background", "padding", "config"):
            setattr(part, name, altair.Undefined)
    whole = altair.concat(*parts, columns=columns, background=IN_LIGHT.paper, padding=12, config=theme.CONFIG)
    return whole.resolve_scale(color="independent", fill="independent", shape="independent")


def svg_of(chart: Chart) -> str:
    """Draw a chart as SVG.

    Args:
        chart: An Altair chart, or a specification as plain data.

    Raises:
        UnsuitableError: vl-convert is not installed (code `not_installed`).
    """
    return str(_library("vl_convert").vegalite_to_svg(_plain(chart)))


def png_of(chart: Chart, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG.

    Args:
        chart: An Altair chart, or a specification as plain data.
        scale: Pixels of the picture for one of the chart, > 0. Default: 2, which prints well.

    Raises:
        UnsuitableError: vl-convert is not installed (code `not_installed`).
    """
    return bytes(_library("vl_convert").vegalite_to_png(_plain(chart), scale=scale))


def save(chart: Chart, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a chart; the ending of the name says how. No browser is needed, and no network.

    Args:
        chart: An Altair chart.
        path: Where to: a name that ends in `.svg`, `.png`, `.html` or `.json`. The HTML carries all it needs, scripts
            included; the JSON is Vega-Lite.
        overwrite: Whether an existing file may be replaced. Default: no.

    Returns:
        The path written.

    Raises:
        UnsuitableError: The name ends in something else (code `unknown_format`), or vl-convert is not installed
            (`not_installed`).
        WouldOverwriteError: The file exists, and `overwrite` is false.
        NotFoundError: The folder does not exist.

    Example:
        >>> save({}, "chart.gif")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: a chart is written as .svg, .png, .html, .json, not as '.gif'
    """
    ending = Path(path).suffix.lower()
    if ending not in _FORMATS:
        message = f"a chart is written as {', '.join(_FORMATS)}, not as '{ending or path}'"
        raise UnsuitableError(message, code="unknown_format", data={"found": ending, "allowed": _FORMATS})
    require_place(path, overwrite=overwrite)
    if ending == ".png":
        return save_bytes(path, png_of(chart), overwrite=overwrite)
    if ending == ".svg":
        return save_text(path, svg_of(chart), overwrite=overwrite)
    if ending == ".json":
        text = json.dumps(_plain(chart), indent=2, ensure_ascii=False, sort_keys=True)
        return save_text(path, f"{text}\n", overwrite=overwrite)
    return save_text(path, _page(_plain(chart)), overwrite=overwrite)


def _page(spec: Spec) -> str:
    """Make a page that carries all it needs. The chart is put in here, so that no text in it ends the script."""
    empty = {"mark": "point", "data": {"values": []}}
    page = str(_library("vl_convert").vegalite_to_html(empty, bundle=True))
    start = page.rindex(_BEFORE) + len(_BEFORE)
    _, length = json.JSONDecoder().raw_decode(page[start:])
    text = json.dumps(spec).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return page[:start] + text + page[start + length :]


_BEFORE = "const spec = "
"""Stands before the chart in a page of vl-convert."""


def _plain(chart: Chart) -> Spec:
    """Give a chart as plain data."""
    return chart if isinstance(chart, dict) else dict(chart.to_dict(validate=False))


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError:
        package = _PACKAGES[name]
        message = f"{package} is not installed: pip install equity-blocks[charts]"
        raise UnsuitableError(message, code="not_installed", data={"argument": "charts", "found": package}) from None


_PACKAGES = {"altair": "altair", "vl_convert": "vl-convert-python"}
