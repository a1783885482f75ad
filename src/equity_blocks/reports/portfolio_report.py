"""The report of a portfolio: how a cohort stands, in every format of a report."""

from collections.abc import Iterator
from functools import partial

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import UnsuitableError
from equity_blocks.model import Framework
from equity_blocks.model.branding import Branding
from equity_blocks.model.portfolio import Portfolio
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Document, Heading, Part
from equity_blocks.reports.pictures.spread import Spread
from equity_blocks.reports.portfolio import (
    TITLE,
    change_parts,
    gap_parts,
    headline_of,
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
    levels_of_practices,
    spread_of_groups,
    spread_of_nodes,
)
from equity_blocks.reports.report import Report


def portfolio_report(
    framework: Framework,
    portfolio: Portfolio,
    *,
    one_page: bool = False,
    branding: Branding | None = None,
    embed_json: bool = False,
    left_out: int = 0,
) -> Report:
    """Make a report of how a cohort stands, for the readers that the portfolio was made for.

    It shows what the portfolio holds, and computes nothing: what is suppressed there is not in the report.

    Args:
        framework: The framework that was rated.
        portfolio: The reading of the cohort.
        one_page: Whether to say only what fits on a page. Default: no.
        branding: How reports of whoever makes it look. Default: plain.
        embed_json: Whether the page carries the portfolio as JSON, for machines. Default: no.
        left_out: How many assessments of the cohort could not be used, which the report warns of. Default: none.

    Raises:
        UnsuitableError: The portfolio is of another framework (code `wrong_framework`), or of another revision of it
            (`wrong_revision`).

    Example:
        >>> import equity_blocks as eb
        >>> framework = eb.load_framework("hcplan-apm")
        >>> ratings = {"vision-setting": "partial"}
        >>> said = [eb.Assessment(framework="hcplan-apm", organization={"id": name}, ratings=ratings)
        ...     for name in ("oak", "elm", "fir")]
        >>> eb.portfolio_report(framework, eb.portfolio(framework, said)).markdown.splitlines()[0]
        '# How the cohort stands'
    """
    require_kind("framework", framework, Framework)
    require_kind("portfolio", portfolio, Portfolio)
    require_kind("branding", branding, Branding, type(None))
    _require_same(framework, portfolio)
    parts = _brief(portfolio, framework, left_out) if one_page else _parts(portfolio, framework, left_out)
    document = Document(TITLE, subtitle_of(portfolio, framework), tuple(parts), portfolio.notice)
    return Report(
        document,
        (portfolio,),
        partial(_slides, framework, portfolio, branding, left_out),
        branding=branding,
        one_page=one_page,
        embed_json=embed_json,
    )


def _slides(framework: Framework, portfolio: Portfolio, branding: Branding | None, left_out: int) -> bytes:
    from equity_blocks.reports.slides.portfolio import portfolio_slides

    return portfolio_slides(framework, portfolio, branding=branding, left_out=left_out)


def _require_same(framework: Framework, portfolio: Portfolio) -> None:
    rated = portfolio.framework
    if rated.id != framework.id:
        message = f"the portfolio is of another framework than the report: {rated.id}, not {framework.id}"
        data = {"argument": "portfolio", "found": rated.id, "allowed": framework.id}
        raise UnsuitableError(message, code="wrong_framework", data=data)
    if rated.revision != framework.revision:
        message = f"the portfolio was made by revision {rated.revision} of {rated.id}, not by {framework.revision}"
        data = {"argument": "portfolio", "found": str(rated.revision), "allowed": str(framework.revision)}
        raise UnsuitableError(message, code="wrong_revision", data=data)


def _brief(portfolio: Portfolio, framework: Framework, left_out: int) -> Iterator[Part]:
    """Say what fits on a page: the middle, the blocks, the gaps and what holds back."""
    if not portfolio.groups:
        yield nothing_shown(portfolio)
        yield from left_out_parts(portfolio, left_out)
        return
    yield cards_of(portfolio)
    yield from left_out_parts(portfolio, left_out)
    yield from _of_blocks(portfolio, framework)
    yield from suppressed_parts(portfolio)
    for parts in (gap_parts(portfolio), held_back_parts(portfolio)):
        yield from parts
    yield from reading_notes(portfolio)


def _parts(portfolio: Portfolio, framework: Framework, left_out: int) -> Iterator[Part]:
    if not portfolio.groups:
        yield nothing_shown(portfolio)
        yield from left_out_parts(portfolio, left_out)
        yield from suppressed_parts(portfolio)
        yield from method_parts(portfolio)
        return
    cards = cards_of(portfolio)
    yield headline_of(portfolio)
    if len(cards.cards) > 1:
        yield cards
    yield from left_out_parts(portfolio, left_out)
    yield from reading_notes(portfolio)
    yield from _of_blocks(portfolio, framework)
    yield from standing_parts(portfolio)
    yield from _of_groups(portfolio, framework)
    yield from suppressed_parts(portfolio)
    yield from change_parts(portfolio)
    yield from gap_parts(portfolio)
    yield from held_back_parts(portfolio)
    yield from _by_column(portfolio)
    yield from _of_practices(portfolio, framework)
    yield from method_parts(portfolio)


def _of_blocks(portfolio: Portfolio, framework: Framework) -> Iterator[Part]:
    """Show the spread of the whole and of the blocks; how many are in each band where no spread is told."""
    spread = spread_of_nodes(portfolio)
    if _is_told(spread):
        yield Heading(spread.title)
        yield spread
        return
    bands = bands_of_blocks(portfolio, framework)
    if bands.parts:
        yield Heading(bands.title)
        yield bands


def _of_groups(portfolio: Portfolio, framework: Framework) -> Iterator[Part]:
    if not portfolio.has_total:
        return
    spread, bands = spread_of_groups(portfolio), bands_of_groups(portfolio, framework)
    if _is_told(spread) and len(spread.strips) > 1:
        yield Heading("Spread of the score by group")
        yield spread
    if bands.parts:
        yield Heading(bands.title)
        yield bands


def _by_column(portfolio: Portfolio) -> Iterator[Part]:
    """Show each block by the groups of each column: one small picture for each block."""
    blocks = portfolio.groups[0].blocks
    for column in dict.fromkeys(group.column for group in portfolio.groups if group.column):
        spreads = [spread_of_groups(portfolio, block=place, column=column) for place in range(len(blocks))]
        compared = [spread for spread in spreads if sum(strip.is_told for strip in spread.strips) > 1]
        if compared:
            yield Heading(f"{headed(portfolio.vocabulary.blocks)} by {column}")
        for spread in compared:
            yield Heading(spread.title.removeprefix("Spread of "), 3)
            yield spread


def _of_practices(portfolio: Portfolio, framework: Framework) -> Iterator[Part]:
    """Show how many organizations hold each level of every practice, by block."""
    blocks = {practice.block: None for practice in portfolio.groups[0].practices}
    if blocks:
        yield Heading(portfolio.vocabulary.fill("Every {practice}"))
    for block in blocks:
        yield Heading(framework.all_blocks[block].title, 3)
        yield levels_of_practices(portfolio, framework, block)


def _is_told(spread: Spread) -> bool:
    return any(strip.is_told for strip in spread.strips)
