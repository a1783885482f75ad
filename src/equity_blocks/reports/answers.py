"""What the figures of a card are made of: how many practices hold each level, points, and what a next stage lacks."""

from collections.abc import Iterator, Mapping

from equity_blocks.model.figures import NO_VALUE, figure
from equity_blocks.model.phrases import enumerated, worded
from equity_blocks.model.scorecard import BlockScore, NextStage, Reading, ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Heading, Part, Table

_MANY = 8
"""So many levels have a column each; of more, only those that some practice holds."""


def describe_answers(card: ScoreCard) -> list[Part]:
    """Tell for every block how many practices hold each level, and the points where points add up."""
    lines = [*_all(card.blocks), ("Overall", card.score)]
    levels = list(dict.fromkeys(level for _, reading in lines for level in reading.distribution))
    if len(levels) > _MANY:
        levels = [level for level in levels if card.score.distribution.get(level)]
    has_points = any(reading.points is not None for _, reading in lines)
    columns = [Column(headed(card.vocabulary.block), is_wide=True)]
    columns += [Column(worded(level), "right", is_narrow=True) for level in levels]
    columns += [Column("Points", "right", is_narrow=True)] if has_points else []
    rows = []
    for title, reading in lines:
        counts = [str(reading.distribution.get(level, 0)) for level in levels]
        rows.append((title, *counts, *([points_in_words(reading.points, reading.attainable)] if has_points else [])))
    return [Heading(card.vocabulary.said("{Practices} at each level")), Table(tuple(columns), tuple(rows))]


def points_in_words(points: float | None, attainable: float | None) -> str:
    """Give points reached of those attainable.

    Example:
        >>> points_in_words(55.0, 100.0), points_in_words(None, None) == NO_VALUE
        ('55 of 100', True)
    """
    return (
        NO_VALUE
        if points is None or attainable is None
        else f"{figure(points, [0.0, attainable])} of {figure(attainable)}"
    )


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
    said = []
    for need in stage.needs:
        names = enumerated([titles[name] for name in need.practices])
        said.append(names if need.number == len(need.practices) else f"{need.number} of {names}")
    return f"Missing for stage {stage.stage}: {'; '.join(said)}."


def _all(blocks: tuple[BlockScore, ...]) -> Iterator[tuple[str, Reading]]:
    for block in blocks:
        yield block.title, block
        yield from _all(block.blocks)
