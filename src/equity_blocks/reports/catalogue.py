"""The list of frameworks that can be opened by their ids."""

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
    @property
    def origin(self) -> str: ...
    @property
    def place(self) -> str: ...


def describe_frameworks(listings: Sequence[_Listing]) -> Document:
    """List frameworks with their editions, uses and sizes, and where they come from."""
    columns = (
        Column("Id", is_narrow=True),
        Column("Title", is_wide=True),
        Column("Use", is_narrow=True),
        Column("Practices", "right", is_narrow=True),
        Column("From", is_narrow=True),
    )
    rows = tuple(
        (item.id, f"{item.title}\n{_about(item)}", item.use, str(item.practices), item.origin) for item in listings
    )
    return Document("Frameworks", "guidance goes with plans and has no score", (Table(columns, rows),))


def _about(item: _Listing) -> str:
    return " · ".join(part for part in (f"edition {item.edition}" if item.edition else "", item.place) if part)
