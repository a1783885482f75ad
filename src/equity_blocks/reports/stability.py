"""Stability in words and tables: the score under other rules, and shares of ranks under other weights."""

from collections import Counter

from equity_blocks.model import Framework
from equity_blocks.model.acceptability import RankAcceptability, half_width
from equity_blocks.model.figures import NO_VALUE, percent, points, side_by_side
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.stability import RuleReading, Stability
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Document, Heading, Paragraph, Part, Table, figures, worded
from equity_blocks.reports.framing import doubts, framed, grounds
from equity_blocks.reports.outcomes import band_in_words, band_titles

_RULES = (Column("Rule", is_wide=True), *figures("Score"), Column("Band", is_narrow=True), *figures("Reversed"))


def describe_stability(stability: Stability, framework: Framework | None = None) -> Document:
    """Say how far a score depends on the rules that made it.

    Args:
        stability: The result.
        framework: Gives bands and the framework their titles. Default: ids are shown.

    Returns:
        The finding in a sentence, the score under each rule, and the rank of each block under each rule.
    """
    parts: list[Part] = [Paragraph(stability.sentence), *doubts(stability.remarks), *_elsewhere(stability, framework)]
    if stability.rules:
        scores = side_by_side(*(rule.score for rule in stability.rules), edges=stability.edges)
        rows = tuple(_rule(rule, score, framework) for rule, score in zip(stability.rules, scores, strict=True))
        pairs = counted(stability.pairs, f"{stability.vocabulary.block} pair")
        sentence = f"Reversed: how many of the {pairs} swap order under each rule; "
        sentence += f"{stability.flips} {'does' if stability.flips == 1 else 'do'} under at least one."
        parts += [Table(_RULES, rows), Paragraph(sentence), *_ranks(stability), *grounds(stability)]
    return framed("Stability of the score", stability, framework, parts)


def _elsewhere(stability: Stability, framework: Framework | None) -> list[Part]:
    """Name the other bands, in which the score lies under other rules."""
    own = stability.band.value if stability.band else None
    names = (rule.band.value if rule.band else None for rule in stability.rules)
    many = Counter(name for name in names if name != own)
    if not own or not many:
        return []
    titles = band_titles(framework)
    bands = [
        f"{titles.get(name, worded(name)) if name else 'no score'} under {count}" for name, count in many.most_common()
    ]
    return [Paragraph(f"Otherwise: {enumerated(bands)}.")]


def _rule(rule: RuleReading, score: str, framework: Framework | None) -> tuple[str, ...]:
    band = NO_VALUE if rule.score is None else band_in_words(rule.band, band_titles(framework), is_brief=True)
    return f"{rule.title[0].upper()}{rule.title[1:]}", score, band, str(rule.flips)


def _ranks(stability: Stability) -> list[Part]:
    """A row for each block and a column for each rule, numbered as in the table above it."""
    blocks, called = stability.rules[0].blocks, stability.vocabulary
    if not blocks:
        return []
    numbers = figures(*map(str, range(1, len(stability.rules) + 1)))
    rows = [
        (block.title, *(NO_VALUE if (rank := rule.blocks[i].rank) is None else str(rank) for rule in stability.rules))
        for i, block in enumerate(blocks)
    ]
    table = Table((Column(headed(called.block), is_wide=True), *numbers), tuple(rows))
    return [Heading(f"Rank of the {called.blocks}, 1 the lowest, by rule in the order above"), table]


_MOST = 8
"""Ranks that are shown one by one."""


def describe_acceptability(table: RankAcceptability) -> Document:
    """Say how often each alternative takes each rank, the first ranks one by one and the others together.

    Args:
        table: The result; alternatives have numbers, from 1, in the order in which they were given.
    """
    count = len(table.acceptability)
    shown = count if count <= _MOST + 1 else _MOST
    columns = [Column("Alternative", "right"), *(Column(str(rank), "right") for rank in range(1, shown + 1))]
    if shown < count:
        columns.append(Column(f"{shown + 1} to {count}", "right"))
    rows = [
        (str(i), *map(percent, row[:shown]), *([percent(1 - top)] if shown < count else []))
        for i, (row, top) in enumerate(zip(table.acceptability, table.top(shown), strict=True), 1)
    ]
    error = points(half_width(0.5, table.draws))
    sentence = f"Each share lies within {error} percentage points of its true value in 95 of 100 such counts."
    subtitle = f"{table.draws:,} weights" + (f" · seed {table.seed}" if table.seed is not None else "")
    return Document("Rank acceptability", subtitle, (Table(tuple(columns), tuple(rows)), Paragraph(sentence)))
