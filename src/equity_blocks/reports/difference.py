"""The difference between two revisions of a framework, in words and tables."""

from equity_blocks.model.difference import Alteration, Difference, Kind
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.result import FrameworkRef
from equity_blocks.model.vocabulary import Vocabulary, vocabulary
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table

_HEADINGS: dict[Kind, str] = {
    "added": "Added",
    "removed": "Removed",
    "renamed": "Renamed",
    "split": "Split",
    "merged": "Merged",
    "moved": "Moved",
    "weight": "Weights",
    "scale": "Scales",
    "levels": "Levels",
    "criteria": "Criteria",
    "effort": "Effort",
    "horizon": "Horizons and stages",
    "prerequisite_added": "New prerequisites",
    "prerequisite_removed": "Prerequisites that are gone",
    "prerequisite_changed": "Prerequisites that changed",
    "scoring": "Scoring",
    "other": "Other",
    "wording": "Wording only",
}
_WHOLE = ("added", "removed", "renamed", "split", "merged")


def describe_difference(made: Difference) -> Document:
    """Say what changed, one heading for each kind of change; what only changes words comes last."""
    called = vocabulary(made.terms)
    same = "There is no difference." if made.is_same else ""
    parts: list[Part] = [Paragraph(same or _summary(made))]
    if made.needs_revision:
        parts.append(
            Paragraph("More than words changed, but the revision is the same: raise it, so that files can tell.")
        )
    for kind, heading in _HEADINGS.items():
        found = made.of(kind)
        if found and kind in _WHOLE:
            parts += [Heading(heading), Bullets(tuple(_sentence(item, called) for item in found))]
        elif found and kind.startswith("prerequisite"):
            parts += [Heading(heading), Bullets(tuple(map(_edge, found)))]
        elif found:
            parts += [Heading(heading), Table(_COLUMNS, tuple(map(_row, found)))]
    return Document(
        "Difference between two revisions", f"{_ref(made.old)} → {_ref(made.new)}", tuple(parts), made.notice
    )


def difference_table(made: Difference) -> Table:
    """List every change, one row each."""
    columns = ("kind", "node", "id", "title", "was", "field", "from", "to")
    rows = tuple(
        (a.kind, a.node, a.id, a.title, " ".join(a.was), a.field or "", a.start or "", a.to or "")
        for a in made.alterations
    )
    return Table(tuple(Column(name) for name in columns), rows, "Changes")


_COLUMNS = (Column("What", is_narrow=True), Column("From", is_wide=True), Column("To", is_wide=True))


def _ref(ref: FrameworkRef) -> str:
    return " ".join(part for part in (ref.id, ref.edition, f"revision {ref.revision}") if part)


def _summary(made: Difference) -> str:
    words = len(made.of("wording"))
    return f"{counted(len(made.alterations) - words, 'change')} of meaning, {words} of wording."


def _sentence(item: Alteration, called: Vocabulary) -> str:
    what = f"{getattr(called, item.node, item.node)} {item.id}: {item.title}"
    return f"{what} (was {enumerated(item.was)})" if item.was else what


def _edge(item: Alteration) -> str:
    return f"{item.id}: {' → '.join(text for text in (item.start, item.to) if text)}"


def _row(item: Alteration) -> tuple[str, ...]:
    return f"{item.id}\n{item.field}", item.start or NO_VALUE, item.to or NO_VALUE
