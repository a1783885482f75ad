"""Shares of ranks in a table."""

from equity_blocks.model.acceptability import RankAcceptability, half_width
from equity_blocks.model.figures import percent, points
from equity_blocks.reports.document import Column, Document, Paragraph, Table

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
    said = f"Each share lies within {error} percentage points of its true value in 95 of 100 such counts."
    subtitle = f"{table.draws:,} weights" + (f" · seed {table.seed}" if table.seed is not None else "")
    return Document("Rank acceptability", subtitle, (Table(tuple(columns), tuple(rows)), Paragraph(said)))
