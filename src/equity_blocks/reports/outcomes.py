"""Outcomes in words: a band, a stage or a verdict, never without what it may still be; levels, points, a next stage."""

from collections.abc import Iterable, Mapping

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, figure
from equity_blocks.model.phrases import enumerated, worded
from equity_blocks.model.scorecard import (
    NextStage,
    Outcome,
    ScoreCard,
    StageOutcome,
    VerdictOutcome,
)
from equity_blocks.model.tree import walk
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Heading, Part, Table, figures

_FEW = 3
"""So many are named; of more, the lowest and the highest."""


def band_titles(framework: Framework | None) -> dict[str, str]:
    """Give the bands of a framework, lowest first, with their titles; none where it is not at hand."""
    return {band.id: band.title for band in framework.scoring.bands} if framework else {}


def band_in_words(band: Outcome | None, titles: Mapping[str, str], *, is_brief: bool = False) -> str:
    """Name a band, and those that it may still be; empty where there is none to name.

    Args:
        band: The band.
        titles: Every band, lowest first -> its title. Where it is empty, ids are shown.
        is_brief: Whether it stands in the cell of a table. Default: in a sentence.

    Example:
        >>> titles = {"hold": "Hold", "ship": "Ship"}
        >>> band_in_words(Outcome(value="ship", low="hold", high="ship"), titles)
        'Ship; may still be Hold'
        >>> band_in_words(Outcome(value="ship", low="hold", high="ship"), titles, is_brief=True)
        'Ship (or Hold)'
        >>> band_in_words(Outcome(value=None, low="hold", high="ship"), titles)
        'Hold or Ship'
    """
    if band is None:
        return ""
    between = [name for name in _between(band, list(titles)) if name != band.value]
    names = [titles.get(name, worded(name)) for name in between]
    if band.value is None:
        return _either(names)
    title = titles.get(band.value, worded(band.value))
    doubt = f" (or {_either(names)})" if is_brief else f"; may still be {_either(names)}"
    return f"{title}{doubt}" if names else title


def stage_in_words(stage: StageOutcome | None) -> str:
    """Give the stage, and between which it may still be.

    Example:
        >>> stage_in_words(StageOutcome(value=1, low=1, high=3)), stage_in_words(StageOutcome(value=2, low=2, high=2))
        ('1 (1 to 3)', '2')
    """
    if stage is None:
        return NO_VALUE
    known = stage.low if stage.value is None else stage.value
    if stage.low is None or stage.high is None or stage.low == stage.high:
        return NO_VALUE if known is None else str(known)
    span = f"{stage.low} to {stage.high}"
    return span if stage.value is None else f"{stage.value} ({span})"


def verdict_in_words(verdict: VerdictOutcome, titles: Mapping[str, str]) -> str:
    """Name a verdict, and those that may still come of it; empty where there is none to name.

    Example:
        >>> titles = {"held": "Held", "shipped": "Shipped"}
        >>> verdict_in_words(VerdictOutcome(value="shipped", possible=["held", "shipped"]), titles)
        'Shipped; may still be Held'
    """
    names = [titles.get(name, worded(name)) for name in verdict.possible if name != verdict.value]
    others = enumerated(names, "or")
    if verdict.value is None:
        return f"none yet; may be {others}" if others else ""
    title = titles.get(verdict.value, worded(verdict.value))
    return f"{title}; may still be {others}" if others else title


def _between(band: Outcome, order: list[str]) -> Iterable[str]:
    """Every band from the lowest to the highest; only these two where their order is not known."""
    ends = [name for name in (band.low, band.high) if name is not None]
    if not ends or any(name not in order for name in ends):
        return dict.fromkeys(ends)
    return order[order.index(ends[0]) if band.low else 0 : order.index(ends[-1]) + 1]


def _either(names: list[str]) -> str:
    if len(names) > _FEW:
        return f"anything from {names[0]} to {names[-1]}"
    return enumerated(names, "or")


_MANY = 8
"""So many levels have a column each; of more, only those that some practice holds."""


def describe_answers(card: ScoreCard) -> list[Part]:
    """Tell for every block how many practices hold each level, and the points where points add up."""
    lines = [*((block.title, block) for block in walk(card.blocks)), ("Overall", card.score)]
    levels = list(dict.fromkeys(level for _, reading in lines for level in reading.distribution))
    if len(levels) > _MANY:
        levels = [level for level in levels if card.score.distribution.get(level)]
    has_points = any(reading.points is not None for _, reading in lines)
    titles = [*map(worded, levels), *(["Points"] if has_points else [])]
    columns = (Column(headed(card.vocabulary.block), is_wide=True), *figures(*titles))
    rows = []
    for title, reading in lines:
        counts = [str(reading.distribution.get(level, 0)) for level in levels]
        rows.append((title, *counts, *([points_in_words(reading.points, reading.attainable)] if has_points else [])))
    return [Heading(card.vocabulary.fill("{Practices} at each level")), Table(columns, tuple(rows))]


def points_in_words(points: float | None, attainable: float | None) -> str:
    """Give points reached of those attainable.

    Example:
        >>> points_in_words(55.0, 100.0), points_in_words(None, None) == NO_VALUE
        ('55 of 100', True)
    """
    if points is None or attainable is None:
        return NO_VALUE
    return f"{figure(points, [0.0, attainable])} of {figure(attainable)}"


def lacking_in_words(stage: NextStage | None, titles: Mapping[str, str]) -> str:
    """Say what the next stage lacks; empty where there is none.

    Args:
        stage: The stage, with what it lacks.
        titles: Practice -> its title.

    Example:
        >>> needs = [{"practices": ["a", "b"], "number": 2}, {"practices": ["c", "d"], "number": 1}]
        >>> told = NextStage(stage=3, needs=needs)
        >>> lacking_in_words(told, {"a": "Alpha", "b": "Beta", "c": "Gamma", "d": "Delta"})
        'Missing for stage 3: Alpha and Beta; 1 of Gamma and Delta.'
    """
    if stage is None:
        return ""
    if not stage.needs:
        return f"Nothing that counts stands in stage {stage.stage}, and an empty stage is not met."
    needs = []
    for need in stage.needs:
        names = enumerated([titles[name] for name in need.practices])
        needs.append(names if need.number == len(need.practices) else f"{need.number} of {names}")
    return f"Missing for stage {stage.stage}: {'; '.join(needs)}."
