"""Every practice at a glance, by block, shaded by its level."""

from collections.abc import Iterator

from equity_blocks.model import Framework
from equity_blocks.model.scorecard import PracticeScore, ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Heading, Part, Value, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.heat_map import HeatMap, Row, Square
from equity_blocks.reports.values import practice_places, share_at

ORDER = 50

_SAME = 1e-9
"""What counts more than its level by more than this was rated by its parts, or by several people."""


def section(given: Given) -> Iterator[Part]:
    """Show the level of every practice; what nobody answered and what does not count stand apart."""
    card = given.card
    rows = tuple(_rows(given.framework, card)) if card is not None else ()
    if card is None or not rows:
        return
    called = card.vocabulary
    yield Heading(called.fill("Every {practice}"))
    yield HeatMap(called.fill("Level of every {practice}, by {block}"), headed(called.practice), rows)


def _rows(framework: Framework, card: ScoreCard) -> Iterator[Row]:
    """Give a row to each block in which practices stand; its title says what it stands in."""
    scores, places = card.practices, practice_places(card)
    for block, around, _ in framework.walk():
        shown = [scores[practice.id] for practice in block.practices if practice.id in places]
        if shown:
            title = ": ".join(of.title for of in (*around, block))
            squares = (_square(of, framework, share_at(card, *places[of.id], "value")) for of in shown)
            yield Row(title, tuple(squares))


def _square(practice: PracticeScore, framework: Framework, value: Value) -> Square:
    is_open = practice.status in ("unanswered", "unknown")
    if practice.level is None:
        return Square(practice.title, headed(worded(practice.status)), value, is_open)
    scale = framework.scale_of(practice.id)
    title = next((of.title for of in scale.levels if of.id == practice.level), None)
    if title is None:  # a score on a range is its own name
        return Square(practice.title, practice.level, value)
    held = scale.value(practice.level)
    is_more = practice.value is not None and practice.value > held + _SAME
    return Square(practice.title, f"{title} and more" if is_more else title, value, held=held)
