"""Results as flat records: the rows of each table of a result, and what its columns mean."""

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import UnsuitableError
from equity_blocks.exchange.rows import BLOCK_TITLE, Record, RecordColumn, Rows
from equity_blocks.exchange.tables import tables_of
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.framework import Framework
from equity_blocks.model.noun import Noun
from equity_blocks.model.tree import walk


def to_records(result: Noun, *, of: str | None = None, framework: Framework | None = None) -> list[Record]:
    """List one table of a result as flat dictionaries, one for each row; figures are unrounded.

    Every record has the same keys in the same order, which `record_columns` explains; `None` means "no value".

    Args:
        result: A result, a framework or an assessment.
        of: Which of its tables, such as `practices`, `blocks`, `actions` or `periods`. Default: the first.
        framework: Gives blocks their titles where a result has only their ids, as a plan does. Default: they are null.

    Raises:
        UnsuitableError: This kind of noun has no tables, or none of that name.

    Example:
        >>> import equity_blocks as eb
        >>> card = eb.score(eb.load_framework("hcplan-apm"), eb.Assessment(framework="hcplan-apm"))
        >>> len(to_records(card)), to_records(card, of="blocks")[0]["title"]
        (49, 'Organizational Commitment')
    """
    table = table_of(type(result), of)
    names = [column.name for column in table.columns]
    records = [dict(zip(names, row, strict=True)) for row in table.rows(result)]
    if framework and BLOCK_TITLE in names:
        titles = {block.id: block.title for block in walk(framework.blocks)}
        for record in records:
            record[BLOCK_TITLE] = record[BLOCK_TITLE] or titles.get(str(record["block"]))
    return records


def record_columns(kind: type[Noun], *, of: str | None = None) -> tuple[RecordColumn, ...]:
    """List the columns of a table that results of a kind have, with the kind of their values and what they mean.

    Args:
        kind: The kind of noun, such as `ScoreCard`.
        of: Which of its tables. Default: the first.

    Raises:
        UnsuitableError: This kind of noun has no tables, or none of that name.

    Example:
        >>> import equity_blocks as eb
        >>> [column.name for column in record_columns(eb.ScoreCard)][:4]
        ['block', 'block_title', 'practice', 'title']
    """
    return table_of(kind, of).columns


def table_of(kind: type, of: str | None = None) -> Rows:
    """Find a table of a kind of noun.

    Args:
        kind: The kind of noun.
        of: The name of the table. Default: the first.

    Raises:
        UnsuitableError: This kind of noun has no tables, or none of that name.
    """
    require_kind("kind", kind, type)
    require_kind("of", of, str, type(None))
    tables = tables_of(kind)
    if not tables:
        raise UnsuitableError(
            f"{kind.__name__} has no tables; results, frameworks and assessments have",
            code="wrong_kind",
            data={"found": kind.__name__},
        )
    name = of or next(iter(tables))
    if name not in tables:
        hint = did_you_mean(name, tables) or f"there are {', '.join(tables)}"
        raise UnsuitableError(
            f"{kind.__name__} has no table '{name}' ({hint})",
            code="not_listed",
            data={"argument": "of", "found": name, "allowed": tuple(tables)},
        )
    return tables[name]
