"""Documents drawn on the terminal and for a pipe: plain tables that read well at 80 columns."""

import re
from typing import TYPE_CHECKING

from equity_blocks.errors import visible
from equity_blocks.reports.document import Bullets, Document, Heading, Paragraph, Part, Picture, Table

if TYPE_CHECKING:
    from rich.console import Console


def as_terminal(document: Document, console: "Console") -> str:
    """Draw a document for a console: as wide as it is, in colour only where it has any.

    Text is never read as markup, so a title with square brackets stays as it is.
    """
    with console.capture() as captured:
        _draw_document(document, console)
    lines = [line.rstrip() for line in captured.get().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n")) + "\n"


def _draw_document(document: Document, console: "Console") -> None:
    from rich.text import Text

    console.print(Text(visible(document.title), style="bold"))
    console.print(Text(visible(document.subtitle), style="dim"))
    before: Part | None = None
    for part in document.parts:
        if not isinstance(before, Heading):  # what stands under a heading stands close to it
            console.print()
        _draw(part, console)
        before = part
    if document.notice:
        console.print()
        console.print(Text(visible(document.notice), style="dim italic"))


def _draw(part: Part, console: "Console") -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    if isinstance(part, Heading):
        console.print(Text(visible(part.text), style="bold"))
    elif isinstance(part, Paragraph):
        console.print(Text(visible(part.text)))
    elif isinstance(part, Bullets):
        grid = Grid.grid(padding=(0, 1))
        grid.add_column()
        grid.add_column(overflow="fold")  # a path or a link is longer than a line, and stays whole
        for item in part.items:
            grid.add_row(Text("•"), Text(visible(item)))
        console.print(grid)
    elif isinstance(part, Table):
        _draw_table(part, console)
    else:
        _draw_picture(part, console)


def _draw_picture(picture: Picture, console: "Console") -> None:
    """Draw the table that says the same, under its title."""
    from rich.text import Text

    table = picture.as_table()
    if table.title:
        console.print(Text(visible(table.title), style="dim"))
    _draw_table(table, console)


def _draw_table(table: Table, console: "Console") -> None:
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    is_full = any(column.is_wide for column in table.columns)
    # Said to be ASCII, so that it looks the same in every encoding: its line is written as hyphens where there is none.
    rule = box.Box(str(box.SIMPLE_HEAD), ascii=True)
    grid = Grid(box=rule, pad_edge=False, padding=(0, 1, 0, 0), expand=is_full)
    for column in table.columns:
        grid.add_column(
            Text(visible(column.title)),
            justify=column.align,
            no_wrap=column.is_narrow,
            overflow="fold",
            ratio=1 if column.is_wide else None,
            max_width=_MODEST if is_full and not column.is_wide and not column.is_narrow else None,
        )
    for row in table.rows:
        grid.add_row(*(Text.assemble(*_lines(cell)) for cell in row))
    console.print(grid)


def _lines(cell: str) -> list[str | tuple[str, str]]:
    """A cell's first line stands out against the others."""
    first, line_break, rest = visible(cell).partition("\n")
    return [first, (line_break + rest, "dim")]


_MODEST = 18
"""How wide a column may get beside one that takes the room that is left."""
