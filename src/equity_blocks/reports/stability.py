"""What stays under other rules, in words and a table."""

from collections import Counter

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE, side_by_side
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.stability import RuleReading, Stability
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.heading import framed
from equity_blocks.reports.outcomes import band_in_words, band_titles
from equity_blocks.reports.score_basis import doubts, grounds

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
    parts: list[Part] = [Paragraph(stability.sentence), *doubts(stability.remarks), *_elsewhere(stability, framework)]
    if stability.rules:
        scores = side_by_side(*(rule.score for rule in stability.rules), edges=stability.edges)
        rows = tuple(_rule(rule, said, framework) for rule, said in zip(stability.rules, scores, strict=True))
        pairs = counted(stability.pairs, f"{stability.vocabulary.block} pair")
        said = f"Reversed: how many of the {pairs} swap order under each rule; "
        said += f"{stability.flips} {'does' if stability.flips == 1 else 'do'} under at least one."
        parts += [Table(_RULES, rows), Paragraph(said), *_ranks(stability), *grounds(stability)]
    return framed("Stability of the score", stability, framework, parts)


def rule_table(stability: Stability) -> Table:
    """List the score and every block under every rule, unrounded, one row for each rule and block."""
    columns = ("rule", "kind", "score", "band", "flips", "block", "value", "rank")
    rows = [
        tuple("" if v is None else str(v) for v in (r.id, r.kind, r.score, _id(r), r.flips, b.id, b.value, b.rank))
        for r in stability.rules
        for b in r.blocks
    ]
    return Table(tuple(Column(name) for name in columns), tuple(rows), "Rules")


def _elsewhere(stability: Stability, framework: Framework | None) -> list[Part]:
    """The other bands, in which the score lies under other rules."""
    own = stability.band.value if stability.band else None
    many = Counter(name for rule in stability.rules if (name := _id(rule)) != own)
    if not own or not many:
        return []
    titles = band_titles(framework)
    told = [
        f"{titles.get(name, worded(name)) if name else 'no score'} under {count}" for name, count in many.most_common()
    ]
    return [Paragraph(f"Otherwise: {enumerated(told)}.")]


def _id(rule: RuleReading) -> str | None:
    return rule.band.value if rule.band else None


def _rule(rule: RuleReading, score: str, framework: Framework | None) -> tuple[str, ...]:
    band = NO_VALUE if rule.score is None else band_in_words(rule.band, band_titles(framework), is_brief=True)
    return f"{rule.title[0].upper()}{rule.title[1:]}", score, band, str(rule.flips)


def _ranks(stability: Stability) -> list[Part]:
    """A row for each block and a column for each rule, numbered as in the table above it."""
    blocks, called = stability.rules[0].blocks, stability.vocabulary
    if not blocks:
        return []
    numbers = [Column(str(i), "right", is_narrow=True) for i in range(1, len(stability.rules) + 1)]
    rows = [
        (block.title, *(NO_VALUE if (rank := rule.blocks[i].rank) is None else str(rank) for rule in stability.rules))
        for i, block in enumerate(blocks)
    ]
    table = Table((Column(headed(called.block), is_wide=True), *numbers), tuple(rows))
    return [Heading(f"Rank of the {called.blocks}, 1 the lowest, by rule in the order above"), table]
