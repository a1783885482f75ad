"""Sensitivity in words and tables."""

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, percent
from equity_blocks.model.sensitivity import Sensitivity, SensitivityIndex
from equity_blocks.reports.document import Column, Document, Paragraph, Part, Table, figures
from equity_blocks.reports.framing import framed

_SHOWN = 12
"""So many inputs are listed one by one."""

_COLUMNS = (Column("What varies", is_wide=True), *figures("Alone", "With others"))

_NAMES = {
    "weights": "All weights together",
    "ratings": "All ratings together",
    "levels": "The values of all levels together",
}

_WORDS = {"levels": "values of levels"}

_LEGEND = (
    "Alone: how much of the spread of the scores, as their variance, goes away once this is known. With others: how "
    "much of it this has a part in. ±: half of the 95% interval that so many draws leave; more draws make it narrower. "
    "An estimate below 0% is shown as 0%, one above 100% as 100%."
)
_WIDE = 0.0095
"""Where the half-width is less, figures have a digit after the point."""
_LEAST = 0.001
"""No half-width is shown as less."""


def describe_sensitivity(sensitivity: Sensitivity, framework: Framework | None = None) -> Document:
    """Say how far a score would vary with weights, ratings and values of levels, and what most of it comes from.

    Args:
        sensitivity: The result.
        framework: Gives the framework its title. Default: its id is shown.

    Returns:
        The spread of the drawn scores in a sentence, and the indices of all weights, of all ratings, of all levels and
        of the inputs that matter most.
    """
    parts: list[Part] = [Paragraph(_headline(sensitivity), tone="lead")]
    if sensitivity.groups:
        shown = sensitivity.inputs[:_SHOWN]
        parts += [Table(_COLUMNS, tuple(map(_row, (*sensitivity.groups, *shown)))), Paragraph(_LEGEND, tone="note")]
        if len(sensitivity.inputs) > len(shown):
            rest = len(sensitivity.inputs) - len(shown)
            parts.append(Paragraph(f"{rest} more vary; none of them has a greater part.", tone="note"))
    return framed("Sensitivity of the score", sensitivity, framework, parts)


def _headline(sensitivity: Sensitivity) -> str:
    if sensitivity.mean is None or sensitivity.low is None or sensitivity.high is None or not sensitivity.deviation:
        return "The score does not vary: nothing that decides it is uncertain."
    low, high = percent(sensitivity.low), percent(sensitivity.high)
    return (
        f"With other {_varied(sensitivity)}, 95 of 100 scores lie from {low} to {high}, with a mean of "
        f"{percent(sensitivity.mean)} ({sensitivity.draws:,} draws, seed {sensitivity.seed})."
    )


def _varied(sensitivity: Sensitivity) -> str:
    """Name what varied, so far as any of it did."""
    words = [_WORDS.get(group.kind, group.kind) for group in sensitivity.groups]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _row(index: SensitivityIndex) -> tuple[str, ...]:
    single = "Values of the levels of" if index.kind == "level" else f"{index.kind.capitalize()} of"
    name = _NAMES.get(index.kind) or f"{single} {index.title or index.of}"
    return name, _estimate(index.first, index.first_half_width), _estimate(index.total, index.total_half_width)


def _estimate(share: float | None, half_width: float | None) -> str:
    """Write an estimate with as many digits as its error leaves, and no share that cannot be."""
    if share is None:
        return NO_VALUE
    within = min(max(share, 0.0), 1.0)
    if half_width is None:
        return percent(within)
    digits = int(half_width < _WIDE)
    return f"{within:.{digits}%} ± {max(half_width, _LEAST):.{digits}%}"
