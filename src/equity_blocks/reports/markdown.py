"""Documents as Markdown, for GitHub and whatever reads it; text from files cannot become markup."""

import re
from urllib.parse import quote

from equity_blocks.errors import visible
from equity_blocks.reports.document import Bullets, Document, Heading, Linked, Paragraph, Part, Phrase, Picture, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LEADING = re.compile(r"^([0-9]+(?=[.)])|(?=[-+=]))(.)")
_URL = re.compile(r"[^!#$%&'*+,./0-9:;=?@A-Z_a-z~-]")
"""What may not stand in the address of a link as it is."""


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
        return f"{'#' * part.level} {_safe(part.text)}"
    if isinstance(part, Paragraph):
        return _safe(part.text)
    if isinstance(part, Bullets):
        return "\n".join(f"- {_safe(item)}" for item in part.items)
    return _table(part) if isinstance(part, Table) else _picture(part)


def _picture(picture: Picture) -> str:
    """Write a picture as its table, below its Mermaid drawing where it has one."""
    draw = getattr(picture, "as_mermaid", None)
    table = picture.as_table()
    title = f"**{_safe(table.title)}**" if table.title else ""
    return "\n\n".join(filter(None, (title, f"```mermaid\n{draw()}\n```" if draw else "", _table(table))))


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
    if isinstance(text, Linked) and text.url:
        return f"[{_escaped(text)}](<{_URL.sub(_quoted, text.url)}>)"
    if isinstance(text, Phrase) and any(isinstance(piece, Linked) for piece in text.pieces):
        return "".join(_piece(piece) for piece in text.pieces)
    return _escaped(text)


def _piece(text: str) -> str:
    """Write a piece of a phrase with the spaces at its ends, which divide it from the others."""
    if isinstance(text, Linked) or not text.strip():
        return _safe(text) or text
    return f"{' ' if text[0].isspace() else ''}{_safe(text)}{' ' if text[-1].isspace() else ''}"


def _escaped(text: str) -> str:
    lines = (_SPECIAL.sub(r"\\\1", " ".join(line.split())) for line in visible(text).split("\n"))
    return "<br>".join(_LEADING.sub(r"\1\\\2", line) for line in lines)


def _quoted(found: re.Match[str]) -> str:
    return quote(found[0])
