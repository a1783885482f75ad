"""A score card in words and tables."""

from collections.abc import Collection, Iterator

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, Edges, figure, percent, published, side_by_side
from equity_blocks.model.phrases import enumerated, number_in_words
from equity_blocks.model.publishing import Output
from equity_blocks.model.scorecard import BlockScore, PracticeScore, Reading, ScoreCard
from equity_blocks.model.tree import TOP, nodes_of, walk
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Document, Paragraph, Part, Table, bulleted, figures, worded
from equity_blocks.reports.framing import alternatives, doubts, framed, lacking, policy, reason_for_none, scope_in_words
from equity_blocks.reports.outcomes import (
    band_in_words,
    describe_answers,
    lacking_in_words,
    stage_in_words,
    verdict_in_words,
)


def describe_score(card: ScoreCard, framework: Framework | None = None, *, details: bool = False) -> Document:
    """Say what a score card says.

    Args:
        card: The scored result.
        framework: Gives the framework and prerequisites their titles. Default: their ids are shown.
        details: Say too by which policy the score was made, and how many practices hold each level. Default: not.

    Returns:
        The overall reading, a table of blocks, a table of practices, and what to look at.
    """
    parts: list[Part] = [Paragraph(_headline(card, framework)), *doubts(card.remarks), *map(Paragraph, _outcomes(card))]
    if card.score.value is not None:
        parts.append(Paragraph(_lenses(card)))
    parts += [Paragraph(scope_in_words(card.scope, of=card)), _blocks(card, framework)]
    weakest = _weakest(card)
    if weakest:
        parts.append(Paragraph(weakest))
    practices = card.practices.values()
    capped = (capped_in_words(p, framework) for p in practices if p.unmet and p.status == "rated")
    parts += bulleted("Rated higher than its foundations support", capped)
    parts += bulleted("Prerequisites that could not be checked", _unchecked(practices, framework))
    if details:
        parts += [*describe_answers(card), policy(card.policy_in_words)]
    return framed("Readiness score", card, framework, parts)


def _headline(card: ScoreCard, framework: Framework | None) -> str:
    score = card.score
    band = band_in_words(score.band, {band.id: band.title for band in card.policy.bands})
    named = f", band {band}" if band else ""
    if score.value is None:
        answered, blocks = percent(score.coverage, card.edges), card.vocabulary.blocks
        if not card.has_total:
            return f"No total, by design of the framework: its {blocks} have a score each. {answered} answered."
        if score.coverage is None:
            whole = percent(score.whole, card.edges)
            dropped = "" if score.whole is None else f" Counting those not pursued, it is {whole}."
            return f"No score: no {card.vocabulary.practice} is in scope.{dropped}"
        if score.low is None:
            return f"No score: one of the {blocks} has none, so the whole has none; {answered} answered."
        reason = reason_for_none(score.coverage, card.policy.min_coverage)
        low, high = side_by_side(score.low, score.high, edges=card.edges)
        return f"No score: {reason}. It would lie between {low} and {high}{named}."
    shares = _shares_in_words(score, card.edges)
    span = f"between {shares['low']} and {shares['high']} once everything is rated"
    aim = f"Your targets add up to {shares['target']}; you are at {shares['value']}."
    if score.output is not None:
        named += f", published as {published(score.output, _ranges(card, framework)[TOP], card.edges)}"
    answered = percent(score.coverage, card.edges)
    return f"Score {shares['value']}{_as_raters_see_it(card)}{named} ({span}; {answered} answered). {aim}"


def _as_raters_see_it(card: ScoreCard) -> str:
    """Give the score as its lowest and its highest raters see it, where they differ."""
    if card.score.raters is None or card.score.raters[0] == card.score.raters[1]:
        return ""
    shares = _shares_in_words(card.score, card.edges)
    low, high = shares["lowest rater"], shares["highest rater"]
    return f", between {low} and {high} as the {number_in_words(card.heard or 0)} of you see it"


_BESIDE = ("value", "low", "high", "consistent", "evidenced", "target")
"""Shares of one reading that people hold against each other; of the whole, those of `whole` and of the raters, too."""


def _shares_in_words(reading: Reading, edges: Edges) -> dict[str, str]:
    """Write the shares of a reading so that they stand in their order wherever they are told."""
    shares = {name: getattr(reading, name) for name in _BESIDE}
    if not isinstance(reading, BlockScore):
        shares["whole"] = reading.whole
        shares["lowest rater"], shares["highest rater"] = reading.raters or (None, None)
    return dict(zip(shares, side_by_side(*shares.values(), edges=edges), strict=True))


def _outcomes(card: ScoreCard) -> Iterator[str]:
    """Say the verdict and the stage, where the framework has any."""
    known = {verdict.id: verdict.title for verdict in card.policy.verdicts}
    titles = {name: practice.title for name, practice in card.practices.items()}
    verdict = verdict_in_words(card.verdict, known) if card.verdict else ""
    if verdict:
        yield f"Verdict: {verdict}."
    if card.must_pass_failed:
        failed = [titles[name] for name in card.must_pass_failed]
        yield f"Must-pass, and not held: {enumerated(failed)}."
    if card.score.stage:
        yield f"Stage reached, all together: {stage_in_words(card.score.stage)}."
    if missing := lacking_in_words(card.score.next_stage, titles):
        yield missing


def _lenses(card: ScoreCard) -> str:
    shares = _shares_in_words(card.score, card.edges)
    shown = shares["evidenced"] if card.score.evidenced is not None else "not known without a date"
    lenses = [
        f"Your own rating {shares['value']}",
        f"what its foundations support {shares['consistent']}",
        f"what you can show {shown}",
    ]
    if shares["whole"] != shares["value"]:
        lenses.append(f"with what you do not pursue {shares['whole']}")
    return "; ".join(lenses) + "."


def _columns(card: ScoreCard) -> tuple[Column, ...]:
    shares = figures("Score", "Range", "Rated", "Supported", "Shown", "Target")
    return Column(headed(card.vocabulary.block), is_wide=True), *shares


def _blocks(card: ScoreCard, framework: Framework | None) -> Table:
    """Give one line for each block; what it publishes and its stage only where some block has one."""
    lines: list[tuple[str, str, Reading]] = [(block.id, block.title, block) for block in walk(card.blocks)]
    lines += [(TOP, "Overall", card.score)] if card.has_total else []
    rows = [(title, *_shares(reading, card.edges)) for _, title, reading in lines]
    columns = list(_columns(card))
    ranges = _ranges(card, framework)
    more = (
        ("Published", [published(reading.output, ranges.get(name), card.edges) for name, _, reading in lines]),
        ("Stage", [stage_in_words(reading.stage) for _, _, reading in lines]),
    )
    for title, cells in more:
        if set(cells) != {NO_VALUE}:
            columns += figures(title)
            rows = [(*row, cell) for row, cell in zip(rows, cells, strict=True)]
    return Table(tuple(columns), tuple(rows))


def _ranges(card: ScoreCard, framework: Framework | None) -> dict[str, Output | None]:
    """Give the range in which each node is published; without the framework, only that of the whole is known."""
    if framework is None:
        return {TOP: card.policy.published}
    return {node.name: node.output for node in nodes_of(framework.tree)}


def _shares(reading: Reading, edges: Edges) -> tuple[str, ...]:
    shares = _shares_in_words(reading, edges)
    span = NO_VALUE if reading.low is None else f"{shares['low']} to {shares['high']}"
    coverage = percent(reading.coverage, edges)
    return shares["value"], span, coverage, *(shares[name] for name in ("consistent", "evidenced", "target"))


def _weakest(card: ScoreCard) -> str:
    scored = [block for block in card.blocks if block.value is not None]
    if len(scored) < 2:  # noqa: PLR2004 - the lowest of one says nothing
        return ""
    lowest = min(scored, key=lambda block: (block.value, block.title))
    return f"Lowest: {lowest.title}, {_shares_in_words(lowest, card.edges)['value']}."


def capped_in_words(practice: PracticeScore, framework: Framework | None = None) -> str:
    """Say that a practice is rated higher than its foundations support, and what is missing below it.

    Args:
        practice: The practice.
        framework: Gives prerequisites their titles. Default: their ids are shown.

    Example:
        >>> rule = {"any_of": [{"practice": "trust-building", "level": "in-place"}]}
        >>> capped_in_words(PracticeScore(id="p", title="Data", status="rated", level="in-place", unmet=[rule],
        ...     consistent_level="partial"))
        'Data: rated in place; treat as partial: trust building is not yet in place'
    """
    return (
        f"{practice.title}: rated {_rated(practice)}; treat as {worded(practice.consistent_level)}: "
        f"{'; '.join(lacking(rule, framework) for rule in practice.unmet)}"
    )


def _rated(practice: PracticeScore) -> str:
    """Give the score where it was rated on a range of scores, else the level."""
    return worded(practice.level) if practice.output is None else figure(practice.output)


def _unchecked(practices: Collection[PracticeScore], framework: Framework | None) -> Iterator[str]:
    for practice in practices:
        if practice.waived:
            yield f"{practice.title}: a prerequisite was waived, because nothing it names applies here"
    for practice in practices:
        if practice.unverified:
            needs = "; ".join(alternatives(rule, framework) for rule in practice.unverified)
            yield f"{practice.title} rests on {needs}, which nobody has rated"
