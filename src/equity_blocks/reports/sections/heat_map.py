"""Every practice at a glance, by block, shaded by its level."""

from collections.abc import Iterable, Iterator, Mapping

from equity_blocks.model import Framework
from equity_blocks.model.scorecard import BlockScore, PracticeScore, ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Heading, Part, Value, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.heat_map import HeatMap, Row, Square
from equity_blocks.reports.values import Place, practice_places, share_at

ORDER = 50

_SAME = 1e-9
"""What counts more than its level by more than this was rated by its parts, or by several people."""


def section(given: Given) -> Iterator[Part]:
    """Show the level of every practice; what nobody answered and what does not count stand apart."""
    card = given.card
    picture = heat_map_of(card, given.framework) if card is not None else None
    if card is None or picture is None or not picture.rows:
        return
    yield Heading(card.vocabulary.fill("Every {practice}"))
    yield picture


def heat_map_of(card: ScoreCard, framework: Framework | None = None) -> HeatMap:
    """Give the picture of a score card's practices; one without rows where there are none.

    Args:
        card: The score card.
        framework: What was rated, for the titles of levels. Default: their ids are shown, and shades are those of what
            a practice counts.
    """
    called, places = card.vocabulary, practice_places(card)
    rows = tuple(_rows(card.blocks, (), card, places, framework))
    return HeatMap(called.fill("Level of every {practice}, by {block}"), headed(called.practice), rows)


def _rows(
    blocks: Iterable[BlockScore],
    around: tuple[str, ...],
    card: ScoreCard,
    places: Mapping[str, Place],
    framework: Framework | None,
) -> Iterator[Row]:
    """Give a row to each block in which practices stand; its title says what it stands in."""
    for block in blocks:
        named = (*around, block.title)
        squares = (_square(of, framework, share_at(card, *places[of.id], "value")) for of in block.practices)
        if block.practices:
            yield Row(": ".join(named), tuple(squares))
        yield from _rows(block.blocks, named, card, places, framework)


def _square(practice: PracticeScore, framework: Framework | None, value: Value) -> Square:
    is_open = practice.status in ("unanswered", "unknown")
    if practice.level is None:
        return Square(practice.title, headed(worded(practice.status)), value, is_open)
    if framework is None:
        return Square(practice.title, headed(worded(practice.level)), value)
    scale = framework.scale_of(practice.id)
    title = next((of.title for of in scale.levels if of.id == practice.level), None)
    if title is None:  # a score on a range is its own name
        return Square(practice.title, practice.level, value)
    held = scale.value(practice.level)
    is_more = practice.value is not None and practice.value > held + _SAME
    return Square(practice.title, f"{title} and more" if is_more else title, value, held=held)
