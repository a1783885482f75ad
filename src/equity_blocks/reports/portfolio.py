"""A portfolio in words and tables."""

from collections.abc import Iterator, Sequence

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.portfolio import QUANTILES, Portfolio, Quantile, Standing
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Phrase,
    Table,
    figures,
    spanned,
    worded,
)
from equity_blocks.reports.framing import revision_in_words
from equity_blocks.reports.portfolio_pictures import group_named, is_coarse, middle_at, none_of
from equity_blocks.reports.values import Place, count_at, mean_at, moved_at, share_at, shares_at

TITLE = "How the cohort stands"
_LIMITS = (
    "The figures say how far {practices} are in place, by the organizations' own word; how members fare they do not.",
    "A cohort is no sample of a field, and nothing here is a benchmark: whoever takes part chose to.",
    "Nobody outside has checked the ratings. That these figures measure what they are meant to has not been validated.",
)
_LAGS = "Changes since an earlier round are taken over in batches, so these figures may lag behind it."

_SHOWN = 10
"""So many gaps, and so many missing prerequisites, are listed."""

_ASSURED = (
    "Scores here are what is assured: what is unanswered or unknown counts 0, and so does what is not pursued, unless "
    "a level of it is given. So nobody wins by leaving {practices} out."
)
_COARSE = (
    "Figures here are coarse, so that they tell little of anybody: each one of a spread is the mean of at least "
    "{least} organizations, in steps of 5 points; how many hold a level, lack one or are held back is told in steps of "
    "{least}; groups of fewer than 20 only have counts per band. Who joined, left or changed since an earlier round "
    "counts only once {minimum} of a group did."
)
_WAITED = (
    "Organizations: how many it holds back. Waiting: how many {practices} wait for it in each of these, on average."
)
_DRAWN = (
    " Among the first {first}: how often it is so if the cohort is drawn again at random, {resamples} times; ± is half "
    "of the 95% interval of that."
)
_GAPS = (
    "Below target: organizations that rated it below the framework's target. Open: how many more did not answer, or "
    "could not say. Share: below target, of those to which it applies."
)
_NAMES: dict[Quantile, str] = {
    "q10": "the lowest 10%", "q25": "the lowest 25%", "q50": "the median", "q75": "the highest 25%",
    "q90": "the highest 10%",
}  # fmt: skip
_LIES: dict[tuple[Quantile | None, Quantile | None], str] = {
    (None, "q10"): "in the lowest 10%", ("q10", "q25"): "in the lowest 25%", ("q25", "q50"): "in the lower half",
    ("q50", "q75"): "in the upper half", ("q75", "q90"): "in the highest 25%", ("q90", None): "in the highest 10%",
}  # fmt: skip
_FEW_PEERS = 9
_SITS = "Over the {practices} that apply to it. A score from one figure to another leaves room for its open answers."
_OTHERS = " Others: organizations with a score there, too."
_LIES_SO = " Where it lies goes by what is assured of its score."
_RANKED = " Rank 1 is the highest; ranks run over whatever open answers may turn out to be."
_BELOW = "10%: a tenth of the organizations score below this figure, and so on. 50%: half do; it is the median."
_SPREAD = (*figures("Organizations", "Mean", *(f"{at:.0%}" for at in QUANTILES.values())),)


def describe_portfolio(portfolio: Portfolio, framework: Framework | None = None) -> Document:
    """Say how a cohort stands.

    Args:
        portfolio: The reading of the cohort.
        framework: Gives the framework and bands their titles. Default: ids are shown.

    Returns:
        The spread of scores, where one organization sits, the change between rounds, the most common gaps, and the
        prerequisites that hold back most organizations.
    """
    parts = tuple(_parts(portfolio, framework)) if portfolio.groups else (nothing_shown(portfolio),)
    return Document(TITLE, subtitle_of(portfolio, framework), parts, portfolio.notice)


def subtitle_of(portfolio: Portfolio, framework: Framework | None = None) -> str:
    """Say by which framework a cohort was read, and for whom.

    Args:
        portfolio: The reading of the cohort.
        framework: Gives the framework its title. Default: its id is shown.
    """
    ref = portfolio.framework
    what = f"{framework.title if framework else ref.id}" + (f" ({ref.edition})" if ref.edition else "")
    who = () if portfolio.audience == "owner" else (f"for {portfolio.audience}",)
    return " \N{MIDDLE DOT} ".join((what, *who))


def nothing_shown(portfolio: Portfolio) -> Paragraph:
    """Say why nothing is shown of a portfolio without groups."""
    if portfolio.audience == "owner":
        return Paragraph("Nothing is rated of any organization.", tone="warning")
    return Paragraph(
        f"Nothing is shown: there are fewer than {portfolio.min_organizations} organizations.", tone="warning"
    )


def _parts(portfolio: Portfolio, framework: Framework | None) -> Iterator[Part]:
    yield headline_of(portfolio)
    yield from reading_notes(portfolio)
    yield from standing_parts(portfolio)
    yield from _spreads(portfolio)
    if portfolio.has_total:
        yield from _bands(portfolio, framework)
    yield from suppressed_parts(portfolio)
    yield from change_parts(portfolio)
    yield from gap_parts(portfolio)
    yield from held_back_parts(portfolio)


def reading_notes(portfolio: Portfolio) -> Iterator[Paragraph]:
    """Say what counts in a score here, and for others than the owner how it was made coarse."""
    yield Paragraph(portfolio.vocabulary.fill(_ASSURED), tone="note")
    if is_coarse(portfolio):
        least = max(5, portfolio.min_organizations)
        text = _COARSE.replace("{least}", str(least)).replace("{minimum}", str(portfolio.min_organizations))
        yield Paragraph(text, tone="note")


def left_out_parts(portfolio: Portfolio, left_out: int) -> Iterator[Paragraph]:
    """Warn that not all of a cohort could be read; to others than the owner without a number.

    Args:
        portfolio: The reading of the cohort.
        left_out: How many assessments could not be used.
    """
    if left_out:
        many = "Some assessments" if is_coarse(portfolio) else counted(left_out, "assessment")
        them = "it" if left_out == 1 and not is_coarse(portfolio) else "them"
        yield Paragraph(f"{many} could not be used: no figure here counts {them}.", tone="warning")


def suppressed_parts(portfolio: Portfolio) -> Iterator[Paragraph]:
    """Name the columns of which groups are left out, and say why; nothing where none are."""
    if portfolio.suppressed:
        columns = enumerated(portfolio.suppressed)
        yield Paragraph(
            f"Groups by {columns} are left out where they are small, or would give others away.", tone="note"
        )


def headline_of(portfolio: Portfolio) -> Paragraph:
    """Say in a sentence how many organizations there are, where their middle is, and how many rated everything."""
    everybody = portfolio.groups[0]
    pieces: list[str] = [counted(everybody.organizations, "organization")]
    if portfolio.has_total and everybody.score.q50 is not None:
        middle, low, high = middle_at(portfolio)
        pieces += (
            [", with a score of ", middle]
            if everybody.organizations == 1
            else [": half of them score below ", middle, ", and the middle half scores from ", low, " to ", high]
        )
    pieces += [".", *_complete(portfolio)]
    if portfolio.unrated:
        pieces += [" Of ", count_at(portfolio, "unrated"), " more nothing is rated."]
    return Paragraph(Phrase(*pieces), tone="lead")


def _complete(portfolio: Portfolio) -> Iterator[str]:
    """Say how many rated every practice that applies to them."""
    many = portfolio.groups[0].complete
    every = portfolio.vocabulary.fill(" rated every {practice} that applies.")
    if many is None:
        return
    if portfolio.groups[0].organizations == 1:
        yield f" It{every}" if many else portfolio.vocabulary.fill(" It did not rate every {practice} that applies.")
    elif not many:
        yield f" {none_of(portfolio)} of them{every}"
    elif is_coarse(portfolio):
        yield from (" About ", count_at(portfolio, "groups", 0, "complete"), " of them", every)
    elif many == portfolio.groups[0].organizations:
        yield f" All of them{every}"
    else:
        yield from (" ", count_at(portfolio, "groups", 0, "complete"), " of them", every)


def _titled(title: str, columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> tuple[Part, Part]:
    """Show a table under a heading, without the columns of which nothing is told."""
    told = [at for at in range(len(columns)) if not rows or any(row[at] != NO_VALUE for row in rows)]
    shown = tuple(tuple(row[at] for at in told) for row in rows)
    return Heading(title), Table(tuple(columns[at] for at in told), shown, caption=title)


def standing_parts(portfolio: Portfolio) -> Iterator[Part]:
    """Say where one organization sits: its scores, ranks and peers; nothing where nobody's standing is told."""
    if not portfolio.standing:
        return
    has_ranks = any(each.best is not None for each in portfolio.standing)
    peers = {each.peers for each in portfolio.standing}
    rows = []
    for place, each in enumerate(portfolio.standing):
        here = ("standing", place)
        low, high, coverage = shares_at(portfolio, *((*here, name) for name in ("low", "high", "coverage")))
        ranks = [spanned(*(count_at(portfolio, *here, name) for name in ("best", "worst")))] if has_ranks else []
        others = [count_at(portfolio, *here, "peers")] if len(peers) > 1 else []
        rows.append((each.title or "The whole", spanned(low, high), coverage, *ranks, *others, _between(each)))
    who = portfolio.organization or "One organization"
    heads = figures("Score", "Rated", *(["Rank"] if has_ranks else []), *(["Others"] if len(peers) > 1 else []))
    columns = [Column(headed(portfolio.vocabulary.block), is_wide=True), *heads, Column("Where it lies")]
    is_placed = any(row[-1] != NO_VALUE for row in rows)
    yield from _titled(f"Where {who} sits", columns, rows)
    among = _OTHERS if len(peers) > 1 else _compared_with(*peers)
    more = f"{among}{_LIES_SO if is_placed else ''}{_RANKED if has_ranks else ''}"
    yield Paragraph(portfolio.vocabulary.fill(_SITS) + more, tone="note")


def _compared_with(others: int) -> str:
    return f" It is compared with {counted(others, 'other organization')}." if others else ""


def _between(each: Standing) -> str:
    """Say between which marks of the cohort one lies; of few others a tenth is nobody."""
    if each.peers < _FEW_PEERS:
        return NO_VALUE
    return _LIES.get((each.above, each.below)) or " and ".join(
        f"{side} {_NAMES.get(name, name)}"
        for side, name in (("not below", each.above), ("below", each.below))
        if name
    ) or NO_VALUE  # fmt: skip


def _spreads(portfolio: Portfolio) -> Iterator[Part]:
    """The spread of the whole by groups, then that of the blocks; where groups are small, there is none."""
    if any(group.score.q50 is not None for group in portfolio.groups) and portfolio.has_total:
        rows = [
            (group_named(group), *_spread(portfolio, ("groups", i, "score")))
            for i, group in enumerate(portfolio.groups)
        ]
        yield from _titled("Spread of the score", (Column("Group", is_wide=True), *_SPREAD), rows)
        yield Paragraph(_BELOW, tone="note")
    blocks = portfolio.groups[0].blocks
    if any(block.q50 is not None for block in blocks):
        rows = [(block.title, *_spread(portfolio, ("groups", 0, "blocks", i))) for i, block in enumerate(blocks)]
        called = headed(portfolio.vocabulary.block)
        title = portfolio.vocabulary.fill("Spread of the {blocks}, all organizations")
        yield from _titled(title, (Column(called, is_wide=True), *_SPREAD), rows)


def _spread(portfolio: Portfolio, place: Place) -> tuple[str, ...]:
    quantiles = shares_at(portfolio, *((*place, name) for name in QUANTILES))
    return count_at(portfolio, *place, "organizations"), share_at(portfolio, *place, "mean"), *quantiles


def _bands(portfolio: Portfolio, framework: Framework | None) -> Iterator[Part]:
    bands = list(portfolio.groups[0].score.bands)
    titles = {band.id: band.title for band in framework.policy.bands} if framework else {}
    rows = [
        (group_named(group), *(count_at(portfolio, "groups", i, "score", "bands", band) for band in group.score.bands))
        for i, group in enumerate(portfolio.groups)
    ]
    heads = (titles.get(band, band if band[0].isdigit() else worded(band)) for band in bands)
    yield from _titled("Organizations by band", (Column("Group", is_wide=True), *figures(*heads)), rows)


def change_parts(portfolio: Portfolio) -> Iterator[Part]:
    """Say what changed since the round before; nothing where there was none."""
    if not portfolio.change:
        return
    if all(each.change is None for each in portfolio.change):
        yield Heading("Change since the round before")
        yield Paragraph(_unchanged(portfolio), tone="note")
        return
    rows, digits = [], int(not is_coarse(portfolio))
    for place, each in enumerate(portfolio.change):
        here = ("change", place)
        moved = moved_at(portfolio, (*here, "before"), (*here, "after"), (*here, "change"), digits=digits)
        counts = (count_at(portfolio, *here, name) for name in ("organizations", "risen", "fallen"))
        rows.append((each.title or "The whole", *counts, *moved))
    heads = figures("Organizations", "Risen", "Fallen", "Before", "After", "Points")
    columns = (Column(headed(portfolio.vocabulary.block), is_wide=True), *heads)
    yield from _titled("Change since the round before", columns, rows)
    text = "Counted are organizations in both rounds, over the {practices} rated both times."
    yield Paragraph(portfolio.vocabulary.fill(text), tone="note")


def _unchanged(portfolio: Portfolio) -> str:
    """Say why no change is told."""
    many = max((each.organizations or 0 for each in portfolio.change), default=0)
    if portfolio.audience != "owner":
        return "Too few organizations are in both rounds to tell how they changed."
    return "No organization is in both rounds." if not many else "Nothing was rated in both rounds."


def gap_parts(portfolio: Portfolio) -> Iterator[Part]:
    """List the most common gaps; nothing where there are none, or none are told."""
    rows = [
        (gap.title, *(count_at(portfolio, "gaps", i, name) for name in ("organizations", "applies_to", "open")),
         share_at(portfolio, "gaps", i, "share"))
        for i, gap in enumerate(portfolio.gaps[:_SHOWN])
    ]  # fmt: skip
    if rows:
        columns = (Column(headed(portfolio.vocabulary.practice), is_wide=True),
                   *figures("Below target", "Applies to", "Open", "Share"))  # fmt: skip
        yield from _titled("Most common gaps", columns, rows)
        yield Paragraph(_GAPS, tone="note")


def held_back_parts(portfolio: Portfolio) -> Iterator[Part]:
    """List what is missing and holds back most; nothing where there is none, or none is told."""
    rows = []
    is_alone = bool(portfolio.groups) and portfolio.groups[0].organizations == 1
    for i, each in enumerate(portfolio.held_back[:_SHOWN]):
        place = ("held_back", i)
        sure = NO_VALUE if is_alone else _how_sure(portfolio, i)
        waits = mean_at(portfolio, *place, "waits")
        share = share_at(portfolio, *place, "share")
        rows.append((each.title, count_at(portfolio, *place, "organizations"), share, waits, sure))
    if rows:
        heads = figures("Organizations", "Share", "Waiting", f"Among the first {portfolio.first}")
        columns = (Column(headed(portfolio.vocabulary.practice), is_wide=True), *heads)
        yield from _titled("Missing prerequisites that hold back most", columns, rows)
        drawn = _DRAWN.replace("{first}", str(portfolio.first)).replace("{resamples}", str(portfolio.resamples))
        is_drawn = any(row[-1] != NO_VALUE for row in rows)
        yield Paragraph(portfolio.vocabulary.fill(_WAITED) + (drawn if is_drawn else ""), tone="note")


def _how_sure(portfolio: Portfolio, place: int) -> str:
    """Say how often it is among the first; where all draws agree, nothing stands beside."""
    each = portfolio.held_back[place]
    if each.among_first is None:
        return NO_VALUE
    often = share_at(portfolio, "held_back", place, "among_first")
    width = share_at(portfolio, "held_back", place, "half_width")
    return Phrase(often, " ± ", width) if each.half_width else often


def method_parts(portfolio: Portfolio) -> Iterator[Part]:
    """Say what made the figures, what is left out for these readers and why, and how far the figures may be trusted.

    Args:
        portfolio: The reading of the cohort.
    """
    ref = portfolio.framework
    made = f", by equity-blocks {portfolio.made_with}" if portfolio.made_with else ""
    same = f" Fingerprint of the framework: {ref.fingerprint}." if ref.fingerprint else ""
    yield Heading("Method and limits")
    yield Paragraph(f"Made with {revision_in_words(ref)}{made}.{same}")
    limits = _LIMITS if portfolio.audience == "owner" else (*_LIMITS, _LAGS)
    yield Bullets((*_left_out(portfolio), *map(portfolio.vocabulary.fill, limits)))


def _left_out(portfolio: Portfolio) -> Iterator[str]:
    if portfolio.audience == "owner":
        yield "This is the owner's report: every figure is exact, and small groups are shown. Do not pass it on."
        return
    least = portfolio.min_organizations
    yield f"Groups of fewer than {least} organizations are left out, and others that would tell them by subtraction."
    yield "Groups of fewer than 20 have counts per band only; where a figure is not told, a dash stands in its place."
    yield "Nobody's name stands here but of the one whose standing is told, and nobody's is told to a cohort."
    if portfolio.rounds > 1:
        yield f"{portfolio.rounds} rounds were taken into account, so that no two of them can be subtracted."
