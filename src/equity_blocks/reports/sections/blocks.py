"""The blocks as bars, with what the organization says about each."""

from collections.abc import Iterator

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


def _shown(given: Given, *, with_words: bool) -> Iterator[Part]:
    if given.card is None or not given.card.blocks:
        return
    called = given.card.vocabulary
    yield Heading(called.fill("{Blocks}, one by one"))
    yield Bars(called.fill("Score of each {block}"), headed(called.block), tuple(_bars(given, with_words=with_words)))


def _bars(given: Given, *, with_words: bool) -> Iterator[Bar]:
    card, narrative = given.card, given.assessment.narrative
    assert card is not None
    words = narrative.blocks if narrative and with_words else {}
    places = block_places(card)
    for block in walk(card.blocks):
        place = places[block.id]
        value, low, high, target = shares_at(card, *((*place, name) for name in ("value", "low", "high", "target")))
        depth = place.count("blocks") - 1
        yield Bar(block.title, value, low, high, target, depth, words.get(block.id, ""))
