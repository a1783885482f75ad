"""Tables as CSV."""

import csv
import io

from equity_blocks.reports.document import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> str:
    r"""Write a table as CSV with a header.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.

    Example:
        >>> from equity_blocks.reports.document import Column
        >>> as_csv(Table((Column("a"), Column("b")), (("=1+1", "-0.5"),)))
        "a,b\n'=1+1,-0.5\n"
    """
    rows = [[column.title for column in table.columns], *([_inert(cell) for cell in row] for row in table.rows)]
    return "".join(_line(row) for row in rows)


def _line(row: list[str]) -> str:
    # A writer that ends lines with both characters puts cells with either of them in quotes.
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(row)
    return stream.getvalue().removesuffix("\r\n") + "\n"


def _inert(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
