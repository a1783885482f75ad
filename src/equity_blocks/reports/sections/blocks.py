"""The blocks as bars, with what the organization says about each."""

from collections.abc import Iterator, Mapping

from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.tree import walk
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Heading, Part
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.bars import Bar, Bars
from equity_blocks.reports.values import block_places, shares_at

ORDER = 40


def section(given: Given) -> Iterator[Part]:
    """Show each block's score, between what it lies, and its target."""
    yield from _shown(given, with_words=True)


def one_page(given: Given) -> Iterator[Part]:
    """Show the same without words."""
    yield from _shown(given, with_words=False)


def bars_of(card: ScoreCard, words: Mapping[str, str] | None = None) -> Bars:
    """Give the picture of a score card's blocks.

    Args:
        card: The score card.
        words: What the organization says of a block, by its id. Default: nothing.
    """
    called = card.vocabulary
    return Bars(called.fill("Score of each {block}"), headed(called.block), tuple(_bars(card, words or {})))


def _shown(given: Given, *, with_words: bool) -> Iterator[Part]:
    if given.card is None or not given.card.blocks:
        return
    narrative = given.assessment.narrative
    yield Heading(given.card.vocabulary.fill("{Blocks}, one by one"))
    yield bars_of(given.card, narrative.blocks if narrative and with_words else None)


def _bars(card: ScoreCard, words: Mapping[str, str]) -> Iterator[Bar]:
    places = block_places(card)
    for block in walk(card.blocks):
        place = places[block.id]
        value, low, high, target = shares_at(card, *((*place, name) for name in ("value", "low", "high", "target")))
        depth = place.count("blocks") - 1
        yield Bar(block.title, value, low, high, target, depth, words.get(block.id, ""))
