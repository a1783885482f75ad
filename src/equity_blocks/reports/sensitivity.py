"""Sensitivity in words and tables."""

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, percent, points
from equity_blocks.model.sensitivity import Sensitivity, SensitivityIndex
from equity_blocks.reports.document import Column, Document, Paragraph, Part, Table, figures
from equity_blocks.reports.framing import framed

_SHOWN = 12
"""So many inputs are listed one by one."""

_COLUMNS = (Column("What varies", is_wide=True), *figures("Alone", "±", "With others", "±"))

_NAMES = {
    "weights": "All weights together",
    "ratings": "All ratings together",
    "levels": "The values of all levels together",
}

_WORDS = {"levels": "values of levels"}

_LEGEND = (
    "Alone: share of the variance of the score that comes from it by itself. With others: share that it has a part in. "
    "±: half of the 95 % interval that so many draws leave; an estimate near 0 may fall below it."
)


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
        f"With other {_varied(sensitivity)}, 95 of 100 scores lie from {low} to {high}, in the mean at "
        f"{percent(sensitivity.mean)} ({sensitivity.draws:,} draws, seed {sensitivity.seed})."
    )


def _varied(sensitivity: Sensitivity) -> str:
    """Name what varied, so far as any of it did."""
    words = [_WORDS.get(group.kind, group.kind) for group in sensitivity.groups]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _row(index: SensitivityIndex) -> tuple[str, ...]:
    single = "Values of the levels of" if index.kind == "level" else f"{index.kind.capitalize()} of"
    name = _NAMES.get(index.kind) or f"{single} {index.title or index.of}"
    return (
        name, _percent(index.first), _points(index.first_half_width), _percent(index.total),
        _points(index.total_half_width),
    )  # fmt: skip


def _percent(share: float | None) -> str:
    return NO_VALUE if share is None else percent(share)


def _points(width: float | None) -> str:
    return NO_VALUE if width is None else points(width)
