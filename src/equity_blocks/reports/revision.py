"""Differences between two revisions of a framework, and migrations, in words and tables."""

from collections.abc import Iterator, Sequence

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.result import FrameworkRef
from equity_blocks.model.revision import Alteration, Difference, Kind, MigratedPractice, Migration
from equity_blocks.model.vocabulary import Vocabulary, vocabulary
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, bulleted, worded
from equity_blocks.reports.framing import framed, revision_in_words

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
        alterations = made.of(kind)
        if kind in _WHOLE:
            parts += bulleted(heading, (_sentence(item, called) for item in alterations))
        elif kind.startswith("prerequisite"):
            parts += bulleted(heading, map(_edge, alterations))
        elif alterations:
            parts += [Heading(heading), *_side_by_side(alterations)]
    ends = f"{revision_in_words(made.old)} → {revision_in_words(made.new)}"
    return Document("Difference between two revisions", ends, tuple(parts), made.notice)


_COLUMNS = (Column("What", is_narrow=True), Column("From", is_wide=True), Column("To", is_wide=True))


_LONGEST = 40
"""Longer texts stand below each other: columns of a few words a line are not read."""


def _side_by_side(alterations: Sequence[Alteration]) -> Iterator[Part]:
    """What stood there beside what stands there now; long texts below each other."""
    short = tuple(_row(item) for item in alterations if not _is_long(item))
    long = tuple(_below_each_other(item) for item in alterations if _is_long(item))
    yield from (Table(_COLUMNS, short),) if short else ()
    yield from (Bullets(long),) if long else ()


def _is_long(item: Alteration) -> bool:
    return max(len(item.start or ""), len(item.to or "")) > _LONGEST


def _below_each_other(item: Alteration) -> str:
    return f"{item.id} {item.field}\nFrom: {item.start or NO_VALUE}\nTo: {item.to or NO_VALUE}"


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


def describe_migration(made: Migration, framework: Framework | None = None) -> Document:
    """Say what became of every answer: what to look over first, then what is new, then what was only moved.

    Args:
        made: The migration.
        framework: Gives the framework and its new practices their titles. Default: ids are shown.
    """
    review = [item for item in made.practices if item.to_review]
    renamed = [item for item in made.practices if item.change == "renamed" and not item.to_review]
    parts: list[Part] = [Paragraph(_migration_summary(made))]
    if review:
        first = Column(made.vocabulary.fill("{Practice}, and what became of it"), is_wide=True)
        parts += [Heading("To look over"), Table((first, *_ANSWERS), tuple(map(_answer_row, review)))]
    parts += bulleted("New, and not rated yet", (_title(name, framework) for name in made.added))
    parts += bulleted("Renamed", (f"{item.id} → {enumerated(item.to)}" for item in renamed))
    parts += bulleted("Notes", made.notes)
    return framed("Migration to another revision", made, framework, parts)


_ANSWERS = (Column("Said"), Column("Now", is_narrow=True))


def _migration_summary(made: Migration) -> str:
    kept = sum(1 for item in made.practices if item.said and item.carried)
    retired = sum(1 for item in made.practices if item.said and not item.carried)
    start = _revision_named(made.rated) if made.rated else "an unnamed revision"
    answers = f"{counted(kept, 'answer')} carried over, {retired} kept under `retired`"
    return f"From {start} to {_revision_named(made.framework)}: {answers}, none lost. The result is a draft."


def _revision_named(ref: FrameworkRef) -> str:
    return f"revision {ref.revision}" + (f" ({ref.edition})" if ref.edition else "")


def _title(name: str, framework: Framework | None) -> str:
    return framework.practices[name].title if framework else name


def _answer_row(item: MigratedPractice) -> tuple[str, ...]:
    moved = f" → {', '.join(item.to)}" if item.to and item.to != (item.id,) else ""
    kept = "; kept under `retired`" if item.retired else ""
    why = f"{item.why}{kept}" or "the position of its level was read on the new scale"
    return f"{item.id}{moved}\n{why}", worded(item.said) if item.said else NO_VALUE, item.change
