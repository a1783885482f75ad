"""Documents as Markdown."""

import re

from equity_blocks.errors import visible
from equity_blocks.reports.document import Bullets, Document, Heading, Paragraph, Part, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LEADING = re.compile(r"^([0-9]+(?=[.)])|(?=[-+=]))(.)")


def as_markdown(document: Document) -> str:
    r"""Write a document as GitHub-flavoured Markdown; text from files cannot become markup.

    Example:
        >>> print(as_markdown(Document("Plan", "Acme <b>", (Paragraph("1 * 2"),), "")))
        # Plan
        <BLANKLINE>
        Acme \<b\>
        <BLANKLINE>
        1 \* 2
        <BLANKLINE>
    """
    notice = (f"_{_safe(document.notice)}_",) if document.notice else ()
    parts = [f"# {_safe(document.title)}", _safe(document.subtitle), *map(_part, document.parts), *notice]
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"## {_safe(part.text)}"
    if isinstance(part, Paragraph):
        return _safe(part.text)
    if isinstance(part, Bullets):
        return "\n".join(f"- {_safe(item)}" for item in part.items)
    return _table(part)


def _table(table: Table) -> str:
    rule = ["---:" if column.align == "right" else "---" for column in table.columns]
    lines = [
        [_safe(column.title) for column in table.columns],
        rule,
        *([_safe(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _safe(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no entity, no list or rule at its start, no line of its own."""
    lines = (_SPECIAL.sub(r"\\\1", " ".join(line.split())) for line in visible(text).split("\n"))
    return "<br>".join(_LEADING.sub(r"\1\\\2", line) for line in lines)
