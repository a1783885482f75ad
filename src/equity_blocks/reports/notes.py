"""What people wrote, one line each: whose it is or what it is about, and their words."""

from collections.abc import Iterable

from equity_blocks.model.note import Note
from equity_blocks.reports.document import worded

_ABOUT = {
    "rating": "noted",
    "not_applicable": "does not apply",
    "not_pursued": "not pursued",
    "progress": "of the work",
    "evidence": "of the evidence",
    "goal": "of the goal",
    "initiative": "of the initiative",
}


def noted(notes: Iterable[Note]) -> tuple[str, ...]:
    """Write notes, one line each.

    Example:
        >>> noted([Note(kind="answer", by="cmo", level="in-place", text="everywhere"), Note(kind="rating", text="ask")])
        ('cmo, in place: everywhere', 'noted: ask')
    """
    return tuple(f"{_head(note)}: {note.text}" for note in notes)


def _head(note: Note) -> str:
    level = worded(note.level) if note.level else ""
    if note.kind == "answer":
        return ", ".join(filter(None, (note.by, level)))
    if note.kind == "agreed":
        return f"agreed{f' on {level}' if level else ''} by {note.by}"
    return ", ".join(filter(None, (note.by, f"{_ABOUT[note.kind]} {note.of}".rstrip())))
