"""The slides of a portfolio: where the cohort stands, its blocks, its gaps, and what holds it back."""

from collections.abc import Iterator, Mapping

from equity_blocks.model import Framework
from equity_blocks.model.branding import Branding
from equity_blocks.model.phrases import counted
from equity_blocks.model.portfolio import Portfolio
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Part, Phrase, spanned
from equity_blocks.reports.portfolio import (
    TITLE,
    change_parts,
    gap_parts,
    held_back_parts,
    left_out_parts,
    method_parts,
    nothing_shown,
    reading_notes,
    standing_parts,
    subtitle_of,
    suppressed_parts,
)
from equity_blocks.reports.portfolio_pictures import (
    bands_of_blocks,
    bands_of_groups,
    cards_of,
    spread_of_groups,
    spread_of_nodes,
)
from equity_blocks.reports.slides.contents import Slide
from equity_blocks.reports.slides.deck import Imprint, deck_of
from equity_blocks.reports.slides.words import shortened
from equity_blocks.reports.values import count_at, share_at, shares_at

_BRIEF = 60
"""So many letters of a title stand in the title of a slide. Editorial."""


_ALIKE = 0.05
"""Blocks whose medians are closer than this are not called higher or lower. Editorial."""


def portfolio_slides(
    framework: Framework, portfolio: Portfolio, *, branding: Branding | None = None, left_out: int = 0
) -> bytes:
    """Make the slides of a portfolio: a file of PowerPoint with charts and tables that can be edited.

    Args:
        framework: The framework that was rated.
        portfolio: The reading of the cohort, for those who will see the slides.
        branding: How reports of whoever makes it look. Default: plain.
        left_out: How many assessments of the cohort could not be used. Default: none.

    Raises:
        UnsuitableError: python-pptx is not installed (code `not_installed`).
    """
    whole, brief = subtitle_of(portfolio, framework), subtitle_of(portfolio)
    imprint = Imprint(TITLE, whole, brief, portfolio.notice, portfolio.made_with)
    return deck_of(slides_of_portfolio(framework, portfolio, left_out), imprint, branding or Branding())


def slides_of_portfolio(framework: Framework, portfolio: Portfolio, left_out: int = 0) -> Iterator[Slide]:
    """Say what the slides say; one of which nothing is told is left out.

    Args:
        framework: The framework that was rated.
        portfolio: The reading of the cohort.
        left_out: How many assessments of the cohort could not be used. Default: none.
    """
    if portfolio.groups:
        yield _stands(framework, portfolio, left_out)
        yield from _blocks(framework, portfolio)
        yield from _sits(portfolio)
        yield from _changed(portfolio)
        yield from _gaps(portfolio)
        yield from _held_back(portfolio)
    yield _method(portfolio)


def _stands(framework: Framework, portfolio: Portfolio, missing: int) -> Slide:
    many = counted(portfolio.groups[0].organizations, "organization")
    cards, spread = cards_of(portfolio), spread_of_groups(portfolio)
    is_told = portfolio.has_total and portfolio.groups[0].score.q50 is not None
    title: str = many
    if is_told:
        says = " scores " if portfolio.groups[0].organizations == 1 else ": half of them score below "
        title = Phrase(many, says, shares_at(portfolio, ("groups", 0, "score", "q50"))[0])
    notes = tuple(part.text for part in (*reading_notes(portfolio), *suppressed_parts(portfolio)))
    left_out = (*left_out_parts(portfolio, missing), *suppressed_parts(portfolio))
    if is_told and sum(strip.is_told for strip in spread.strips) > 1:
        return Slide(title, ((cards, spread, *left_out),), notes)
    bands = bands_of_groups(portfolio, framework)
    shown: tuple[Part, ...] = (bands.as_table(),) if portfolio.has_total and bands.parts else ()
    figures = (cards,) if len(cards.cards) > 1 or not shown else ()
    return Slide(title, ((*figures, *shown, *left_out),), notes)


def _blocks(framework: Framework, portfolio: Portfolio) -> Iterator[Slide]:
    spread = spread_of_nodes(portfolio)
    medians = {i: block.q50 for i, block in enumerate(portfolio.groups[0].blocks) if block.q50 is not None}
    if medians:
        yield Slide(_said_of_blocks(portfolio, medians) or spread.title, ((spread,),))
        return
    bands = bands_of_blocks(portfolio, framework)
    if bands.parts:
        yield Slide(bands.title, ((bands.as_table(),),))


def _said_of_blocks(portfolio: Portfolio, medians: Mapping[int, float]) -> str:
    """Name the highest and the lowest block, unless they are close; nothing of a single one, or of one organization."""
    low, high = (choose(medians, key=medians.__getitem__) for choose in (min, max))
    blocks = portfolio.groups[0].blocks
    if medians[high] - medians[low] >= _ALIKE:
        return f"{shortened(blocks[high].title, _BRIEF)} scores highest, {shortened(blocks[low].title, _BRIEF)} lowest"
    if len(medians) == 1 or portfolio.groups[0].organizations == 1:
        return ""
    ends = shares_at(portfolio, *(("groups", 0, "blocks", place, "q50") for place in (low, high)))
    return Phrase(f"All {portfolio.vocabulary.blocks} score alike: medians of ", spanned(*ends))


def _sits(portfolio: Portfolio) -> Iterator[Slide]:
    parts = tuple(standing_parts(portfolio))
    if parts:
        heading, *shown = parts
        yield Slide(heading.text if isinstance(heading, Heading) else "", (tuple(shown),))


def _changed(portfolio: Portfolio) -> Iterator[Slide]:
    parts = tuple(part for part in change_parts(portfolio) if not isinstance(part, Heading))
    if parts and any(each.change is not None for each in portfolio.change):
        yield Slide("What changed since the round before", (parts,))


def _gaps(portfolio: Portfolio) -> Iterator[Slide]:
    parts = tuple(part for part in gap_parts(portfolio) if not isinstance(part, Heading))
    if parts:
        share, first = share_at(portfolio, "gaps", 0, "share"), shortened(portfolio.gaps[0].title, _BRIEF)
        as_many = sum(gap.organizations == portfolio.gaps[0].organizations for gap in portfolio.gaps)
        alike = f" and {as_many - 1} more" if as_many > 1 else ""
        yield Slide(Phrase("Most often below target (", share, "): ", first, alike), (parts,))


def _held_back(portfolio: Portfolio) -> Iterator[Slide]:
    parts = tuple(part for part in held_back_parts(portfolio) if not isinstance(part, Heading))
    if parts:
        first = shortened(portfolio.held_back[0].title, _BRIEF)
        many = count_at(portfolio, "held_back", 0, "organizations")
        wait = " organization waits for " if portfolio.held_back[0].organizations == 1 else " organizations wait for "
        yield Slide(Phrase(many, wait, first), (parts,))


def _method(portfolio: Portfolio) -> Slide:
    texts = [item for part in method_parts(portfolio) if isinstance(part, Bullets) for item in part.items]
    nothing = () if portfolio.groups else (nothing_shown(portfolio),)
    parts = (*nothing, Bullets(tuple(texts)), Paragraph(portfolio.notice, tone="warning"))
    return Slide("Self-reported, not validated: no benchmark of a field", (parts,))
