"""The pictures of a portfolio: how scores are spread over groups and blocks, and how many are in each band."""

from collections.abc import Iterator, Sequence
from functools import partial

from equity_blocks.model import Framework
from equity_blocks.model.portfolio import QUANTILES, CohortGroup, CohortPractice, Distribution, Portfolio
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Phrase, Value, spanned, worded
from equity_blocks.reports.pictures.bands import Bands, Division
from equity_blocks.reports.pictures.cards import Card, Cards
from equity_blocks.reports.pictures.spread import Spread, Strip
from equity_blocks.reports.values import Place, count_at, shares_at

WHOLE = "The whole"
"""What stands for everything that was rated, beside the blocks."""
FEW = "too few: counts per band only"
"""Said of a group of which no quantiles are told."""
_STATUSES = ("unanswered", "unknown", "not_pursued", "not_applicable")


def group_named(group: CohortGroup) -> str:
    """Name a group by what it says in its column.

    Example:
        >>> from equity_blocks.model.portfolio import Distribution
        >>> group_named(CohortGroup(column="state", value="OR", organizations=9, score=Distribution(organizations=9)))
        'state: OR'
    """
    return f"{group.column}: {group.value}" if group.column else "All"


def is_coarse(portfolio: Portfolio) -> bool:
    """Whether counts are told in steps, since others than the owner read them."""
    return portfolio.audience != "owner"


def none_of(portfolio: Portfolio) -> str:
    """Say what a count of 0 means."""
    return "Few or none" if is_coarse(portfolio) else "None"


def cards_of(portfolio: Portfolio) -> Cards:
    """Show how many organizations there are, and where their middle is."""
    everybody = portfolio.groups[0]
    cards = [Card("Organizations", count_at(portfolio, "groups", 0, "organizations"), _complete(portfolio))]
    if portfolio.has_total and everybody.score.q50 is not None and everybody.organizations > 1:
        middle, low, high = middle_at(portfolio)
        mean, most = shares_at(portfolio, *(("groups", 0, "score", name) for name in ("mean", "mean_high")))
        cards += [
            Card("Median", middle, "half score below"),
            Card("Middle half", spanned(low, high), "a quarter below, a quarter above"),
            Card("Mean", mean, Phrase(most, " if all open answers were at the top")),
        ]
    return Cards("At a glance", tuple(cards))


def middle_at(portfolio: Portfolio) -> tuple[Value, ...]:
    """Write the median and both ends of the middle half, wherever they are said, with the same digits."""
    return shares_at(portfolio, *(("groups", 0, "score", name) for name in ("q50", "q25", "q75")))


def _complete(portfolio: Portfolio) -> str:
    if portfolio.groups[0].complete is None:
        return ""
    if not portfolio.groups[0].complete:
        return f"{none_of(portfolio).lower()} rated all that applies"
    about = "about " if is_coarse(portfolio) else ""
    return Phrase(about, count_at(portfolio, "groups", 0, "complete"), " rated all that applies")


def spread_of_nodes(portfolio: Portfolio) -> Spread:
    """Show how the scores of the whole and of every block are spread over all organizations, and where one sits.

    Args:
        portfolio: A reading of a cohort of which something is shown.
    """
    everybody = portfolio.groups[0]
    own = {each.node: ("standing", place) for place, each in enumerate(portfolio.standing)}
    strips = [_strip(portfolio, WHOLE, ("groups", 0, "score"), own.get(None))] if portfolio.has_total else []
    strips += [
        _strip(portfolio, block.title, ("groups", 0, "blocks", place), own.get(block.id))
        for place, block in enumerate(everybody.blocks)
    ]
    title = portfolio.vocabulary.fill("Spread of the {blocks}, all organizations")
    who = (portfolio.organization or "the organization") if own else ""
    return Spread(title, headed(portfolio.vocabulary.block), tuple(strips), who)


def spread_of_groups(portfolio: Portfolio, *, block: int | None = None, column: str = "") -> Spread:
    """Show how the scores of each group are spread.

    Args:
        portfolio: A reading of a cohort of which something is shown.
        block: The place of a block. Default: the whole.
        column: Only groups of this column, after all. Default: all of them.
    """
    inner: Place = ("score",) if block is None else ("blocks", block)
    strips = [
        _strip(portfolio, group_named(group), ("groups", place, *inner))
        for place, group in enumerate(portfolio.groups)
        if not column or group.column in ("", column)
    ]
    title = "Spread of the score" if block is None else f"Spread of {portfolio.groups[0].blocks[block].title}"
    return Spread(title, "Group", tuple(strips))


def _strip(portfolio: Portfolio, title: str, place: Place, own: Place | None = None) -> Strip:
    ends = tuple((*own, name) for name in ("low", "high")) if own else ()
    told = shares_at(portfolio, *((*place, name) for name in QUANTILES), *ends)
    many = count_at(portfolio, *place, "organizations")
    strip = Strip(title, many, told[: len(QUANTILES)], told[len(QUANTILES) :])
    return strip if strip.is_told else strip._replace(words=FEW)


def bands_of_groups(portfolio: Portfolio, framework: Framework | None = None) -> Bands:
    """Show how many organizations of each group are in each band.

    Args:
        portfolio: A reading of a cohort of which something is shown.
        framework: Gives bands their titles. Default: their ids are shown.
    """
    told = ((group_named(each), each.score, ("groups", i, "score")) for i, each in enumerate(portfolio.groups))
    return _bands(portfolio, framework, ("Organizations by band", "Group"), list(told))


def bands_of_blocks(portfolio: Portfolio, framework: Framework | None = None) -> Bands:
    """Show how many of all organizations are in each band of each block.

    Args:
        portfolio: A reading of a cohort of which something is shown.
        framework: Gives bands their titles. Default: their ids are shown.
    """
    called = portfolio.vocabulary
    told = ((each.title, each, ("groups", 0, "blocks", i)) for i, each in enumerate(portfolio.groups[0].blocks))
    titles = called.fill("Organizations by band of each {block}"), headed(called.block)
    return _bands(portfolio, framework, titles, list(told))


def _bands(
    portfolio: Portfolio,
    framework: Framework | None,
    titles: tuple[str, str],
    told: Sequence[tuple[str, Distribution, Place]],
) -> Bands:
    named = {band.id: band.title for band in framework.policy.bands} if framework else {}
    names = next((each.bands for _, each, _ in told if each.bands), {})
    parts = tuple(named.get(name, name if name[0].isdigit() else worded(name)) for name in names)
    divisions = tuple(
        Division(title, tuple(count_at(portfolio, *at, "bands", n) if n in each.bands else None for n in names))
        for title, each, at in told
    )
    return Bands(*titles, parts, len(parts), divisions)


def levels_of_practices(portfolio: Portfolio, framework: Framework, block: str) -> Bands:
    """Show how many organizations hold each level of the practices of a block, and how many said something else.

    Args:
        portfolio: A reading of a cohort in which practices are told.
        framework: Gives levels their titles.
        block: The id of the block.
    """
    there = [(i, each) for i, each in enumerate(portfolio.groups[0].practices) if each.block == block]
    levels = dict.fromkeys(level for _, each in there for level in each.levels)
    statuses = [name for name in _STATUSES if any(getattr(each, name) for _, each in there)]
    titles = {level.id: level.title for scale in framework.scales for level in scale.levels}
    named = (titles.get(level, worded(level)) for level in levels)
    parts = (*named, *(worded(name).capitalize() for name in statuses))
    divisions = tuple(
        Division(each.title, tuple(_counts(portfolio, i, each, [*levels], statuses))) for i, each in there
    )
    called = headed(portfolio.vocabulary.practice)
    return Bands(f"{called}: organizations at each level", called, parts, len(levels), divisions)


def _counts(
    portfolio: Portfolio, place: int, practice: CohortPractice, levels: list[str], statuses: list[str]
) -> Iterator[Value | None]:
    at = partial(count_at, portfolio, "groups", 0, "practices", place)
    for level in levels:
        yield at("levels", level) if level in practice.levels else None
    for status in statuses:
        yield at(status)
