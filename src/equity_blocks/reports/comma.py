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
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.title for column in table.columns])
    writer.writerows([[_inert(cell) for cell in row] for row in table.rows])
    return stream.getvalue()


def _inert(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
