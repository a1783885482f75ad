"""What stays under other rules, in words and a table."""

from collections import Counter

from equity_blocks.model import Framework
from equity_blocks.model.stability import RuleReading, Stability
from equity_blocks.reports.basis import grounds
from equity_blocks.reports.document import (
    NO_VALUE,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    counted,
    enumerated,
    percent,
    worded,
)
from equity_blocks.reports.heading import framed

_RULES = (
    Column("Rule", is_wide=True),
    Column("Score", "right", is_narrow=True),
    Column("Band", is_narrow=True),
    Column("Reversed", "right", is_narrow=True),
)


def describe_stability(stability: Stability, framework: Framework | None = None) -> Document:
    """Say how far a score depends on the rules that made it.

    Args:
        stability: The result.
        framework: Gives bands and the framework their titles. Default: ids are shown.

    Returns:
        The finding in a sentence, the score under each rule, and the rank of each block under each rule.
    """
    parts: list[Part] = [Paragraph(stability.sentence), *_elsewhere(stability, framework)]
    if stability.rules:
        rows = tuple(_rule(rule, framework) for rule in stability.rules)
        said = f"Reversed: how many of the {counted(stability.pairs, 'block pair')} swap order under each rule; "
        said += f"{stability.flips} {'does' if stability.flips == 1 else 'do'} under at least one."
        parts += [Table(_RULES, rows), Paragraph(said), *_ranks(stability), *grounds(stability)]
    return framed("Stability of the score", stability, framework, parts)


def rule_table(stability: Stability) -> Table:
    """List the score and every block under every rule, unrounded, one row for each rule and block."""
    columns = ("rule", "kind", "score", "band", "flips", "block", "value", "rank")
    rows = [
        tuple("" if v is None else str(v) for v in (r.id, r.kind, r.score, r.band, r.flips, b.id, b.value, b.rank))
        for r in stability.rules
        for b in r.blocks
    ]
    return Table(tuple(Column(name) for name in columns), tuple(rows), "Rules")


def _elsewhere(stability: Stability, framework: Framework | None) -> list[Part]:
    """The other bands, in which the score lies under other rules."""
    many = Counter(rule.band for rule in stability.rules if rule.band != stability.band)
    if not stability.band or not many:
        return []
    told = [f"{_band(name, framework) if name else 'no score'} under {count}" for name, count in many.most_common()]
    return [Paragraph(f"Otherwise: {enumerated(told)}.")]


def _band(name: str, framework: Framework | None) -> str:
    bands = {band.id: band.title for band in framework.scoring.bands} if framework else {}
    return bands.get(name, worded(name))


def _rule(rule: RuleReading, framework: Framework | None) -> tuple[str, ...]:
    band = _band(rule.band, framework) if rule.band else NO_VALUE
    return f"{rule.title[0].upper()}{rule.title[1:]}", percent(rule.score), band, str(rule.flips)


def _ranks(stability: Stability) -> list[Part]:
    """A row for each block and a column for each rule, numbered as in the table above it."""
    blocks = stability.rules[0].blocks
    if not blocks:
        return []
    numbers = [Column(str(i), "right", is_narrow=True) for i in range(1, len(stability.rules) + 1)]
    rows = [
        (block.title, *(NO_VALUE if (rank := rule.blocks[i].rank) is None else str(rank) for rule in stability.rules))
        for i, block in enumerate(blocks)
    ]
    table = Table((Column("Block", is_wide=True), *numbers), tuple(rows))
    return [Heading("Rank of the blocks, 1 the lowest, by rule in the order above"), table]
