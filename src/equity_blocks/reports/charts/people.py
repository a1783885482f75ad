"""How far those who answered agree: what they say of each practice, and in a word, how far, block by block."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import visible
from equity_blocks.model.colors import IN_LIGHT
from equity_blocks.model.respondents import PracticeAnswers, Respondents
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.charts import theme
from equity_blocks.reports.charts.making import Chart, Spec, drawn
from equity_blocks.reports.document import worded
from equity_blocks.reports.respondents import agreement_in_a_word

_MOST = 20
"""So many practices are drawn at most, those that are contested first. Editorial."""
_PAIR = 2
_ROOM = 250


def agreement(respondents: Respondents) -> Chart:
    """Draw what people say of each practice, those that are contested first, and how far they agree on each block.

    A view that was shared names nobody and shows no single answer; of it, the spread of the answers is drawn alone.

    Args:
        respondents: A view of respondents.

    Returns:
        An Altair chart of two below each other: practices, with a circle for each level that is named, as large as
        many name it; and blocks, with the spread of the answers from 0, all alike, to 1, half at either end.

    Raises:
        UnsuitableError: It is no view of respondents, no practice has two answers to compare (code
            `nothing_to_draw`), or Altair is not installed (`not_installed`).

    Example:
        >>> agreement("riverbend")
        Traceback (most recent call last):
            ...
        equity_blocks.errors.UnsuitableError: respondents must be a Respondents, not the text 'riverbend'
    """
    require_kind("respondents", respondents, Respondents)
    return drawn(agreement_spec(respondents), "no practice has two answers to compare", of=respondents)


def agreement_spec(view: Respondents) -> Spec | None:
    """Write the chart of a view of respondents as Vega-Lite; `None` where nobody can be compared.

    Args:
        view: The view.
    """
    compared = [practice for practice in view.practices if (practice.raters or 0) >= _PAIR]
    practices = [practice for practice in compared if _levels(practice)][:_MOST]
    charts = [*([_answers(view, practices)] if practices else []), *_blocks(view)]
    if not charts:
        return None
    title = view.vocabulary.fill("Who says what of each {practice}, and how far they agree")
    lines = (*(f"{practice.title} {_in_words(practice)}" for practice in practices), *map(_agreed, _compared(view)))
    left = len(compared) - len(practices)
    more = view.vocabulary.fill(f"{left} more {{practices}} are not shown.") if practices and left else ""
    body = {"vconcat": charts, "spacing": 28, "resolve": {"scale": {"color": "independent", "size": "independent"}}}
    return theme.themed(title, theme.told(title, lines), body, more)


def _levels(practice: PracticeAnswers) -> Counter[tuple[float, str]]:
    """Count how many name each level, by what it counts."""
    named = ((answer.value, worded(answer.level)) for answer in practice.answers if answer.level is not None)
    return Counter((value, level) for value, level in named if value is not None)


def _in_words(practice: PracticeAnswers) -> str:
    return ", ".join(f"{many} {level}" for (_, level), many in sorted(_levels(practice).items()))


def _answers(view: Respondents, practices: Sequence[PracticeAnswers]) -> Spec:
    shown = theme.labels((practice.title for practice in practices), room=_ROOM, most=3)
    data = [row for practice, label in zip(practices, shown, strict=True) for row in _said(practice, label)]
    counted = [
        {"practice": label, "name": visible(practice.title), "value": practice.value, "level": _level(practice)}
        for practice, label in zip(practices, shown, strict=True)
    ]
    of = headed(view.vocabulary.practice)
    row = theme.rows("practice", shown)
    along = theme.share("value", "what the level counts")
    most = max(cell["people"] for cell in data)
    scale = {"domain": [0, most], "range": [0, 460]}
    legend = {
        "title": "how many say so",
        "values": sorted({1, most}),
        "format": "d",
        "symbolFillColor": IN_LIGHT.ramp[2],
    }
    size = {"field": "people", "type": "quantitative", "scale": scale, "legend": legend}
    circle = {"type": "point", "filled": True, "color": IN_LIGHT.ramp[2], "stroke": IN_LIGHT.accent, "opacity": 1}
    tip = theme.tips(name=of, level="Level", said="Says so")
    span = {"y": row, "x": {"aggregate": "min", **along}, "x2": {"aggregate": "max", "field": "value"}}
    tick = {"type": "tick", "thickness": 3, "size": 24, "color": IN_LIGHT.target_ink}
    counts = {"y": row, "x": along, "tooltip": theme.tips(name=of, level="Counts as")}
    layers = [
        {"mark": {"type": "rule", "size": 3, "color": IN_LIGHT.line}, "encoding": span},
        {"mark": circle | {"strokeWidth": 1.5}, "encoding": {"y": row, "x": along, "size": size, "tooltip": tip}},
        {
            "data": {"values": counted},
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": tick,
            "encoding": counts,
        },
        *theme.named("practice", shown, (practice.title for practice in practices), room=_ROOM),
    ]
    heading = _heading(view.vocabulary.fill("Each {practice}"), "Circle: those who say so. Stroke: what counts.")
    height = {"step": theme.step(shown)}
    return {"title": heading, "data": {"values": data}, "width": theme.WIDTH, "height": height, "layer": layers}


def _heading(text: str, note: str) -> dict[str, Any]:
    return {"text": text, "fontSize": 13, "subtitle": note, "offset": 8}


def _level(practice: PracticeAnswers) -> str:
    return f"{worded(practice.level or practice.status)}{' (agreed)' if practice.agreed else ''}"


def _said(practice: PracticeAnswers, label: str) -> Iterator[dict[str, Any]]:
    for (value, level), many in sorted(_levels(practice).items()):
        said = f"{many} of {practice.raters}"
        yield {"practice": label, "name": visible(practice.title), "value": value, "level": level} | {
            "people": many,
            "said": said,
        }


_Compared = tuple[str, float | None, str]
"""Whose it is, the mean spread of its answers, and in a word how far people agree."""


def _compared(view: Respondents) -> list[_Compared]:
    rows = [(block.title, block.spread, agreement_in_a_word(block)) for block in view.blocks if block.units]
    whole = [("Overall", view.agreement.spread, agreement_in_a_word(view.agreement))]
    return [*rows, *whole] if rows else []


def _agreed(compared: _Compared) -> str:
    title, spread, word = compared
    return f"{title} spread {theme.NONE_SAID if spread is None else f'{spread:.2f}'}, agreement {theme.said(word)}"


def _blocks(view: Respondents) -> list[Spec]:
    compared = [row for row in _compared(view) if row[1] is not None]
    if not compared:
        return []
    shown = theme.labels((title for title, *_ in compared), room=_ROOM, most=3)
    data = [
        {"block": label, "name": visible(title), "spread": spread, "agreement": theme.said(word)}
        for (title, spread, word), label in zip(compared, shown, strict=True)
    ]
    tip = theme.tips(name=headed(view.vocabulary.block), agreement="Agreement")
    tip.append({"field": "spread", "title": "Spread", "type": "quantitative", "format": ".2f"})
    row: Mapping[str, Any] = {"y": theme.rows("block", shown), "tooltip": tip}
    along = theme.share("spread", "spread of the answers: 0 all alike, 1 half at either end")
    along["axis"] |= {"format": ".2~f"}
    bar = {"type": "bar", "height": 14, "color": IN_LIGHT.accent}
    word = {"type": "text", "align": "left", "dx": 10}
    layers = [
        {"mark": bar, "encoding": {**row, "x": along}},
        {"mark": word, "encoding": {**row, "x": {"datum": 1, "type": "quantitative"}, "text": {"field": "agreement"}}},
        *theme.named("block", shown, (title for title, *_ in compared), room=_ROOM),
    ]
    heading = _heading(
        view.vocabulary.fill("Each {block}"), "Bar: spread. In a word: agreement (Krippendorff's alpha)."
    )
    height = {"step": theme.step(shown)}
    return [{"title": heading, "data": {"values": data}, "width": theme.WIDTH, "height": height, "layer": layers}]
