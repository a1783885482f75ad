"""The list of shipped frameworks."""

from collections.abc import Sequence
from typing import Protocol

from equity_blocks.reports.document import Column, Document, Table


class _Listing(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def use(self) -> str: ...
    @property
    def practices(self) -> int: ...
    @property
    def edition(self) -> str: ...


def describe_frameworks(listings: Sequence[_Listing]) -> Document:
    """List frameworks with their editions, uses and sizes."""
    columns = (
        Column("Id", is_narrow=True),
        Column("Title", is_wide=True),
        Column("Use", is_narrow=True),
        Column("Practices", "right", is_narrow=True),
    )
    rows = tuple((item.id, f"{item.title}\nedition {item.edition}", item.use, str(item.practices)) for item in listings)
    return Document("Frameworks", "guidance goes with plans and has no score", (Table(columns, rows),))
