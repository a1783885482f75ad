"""A migration in words and tables."""

from equity_blocks.model import Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.migration import MigratedPractice, Migration
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.result import FrameworkRef
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.heading import framed


def describe_migration(made: Migration, framework: Framework | None = None) -> Document:
    """Say what became of every answer: what to look over first, then what is new, then what was only moved.

    Args:
        made: The migration.
        framework: Gives the framework and its new practices their titles. Default: ids are shown.
    """
    review = [item for item in made.practices if item.to_review]
    renamed = [item for item in made.practices if item.change == "renamed" and not item.to_review]
    parts: list[Part] = [Paragraph(_summary(made))]
    if review:
        first = Column(made.vocabulary.said("{Practice}, and what became of it"), is_wide=True)
        parts += [Heading("To look over"), Table((first, *_COLUMNS), tuple(map(_row, review)))]
    if made.added:
        parts += [Heading("New, and not rated yet"), Bullets(tuple(_title(name, framework) for name in made.added))]
    if renamed:
        parts += [Heading("Renamed"), Bullets(tuple(f"{item.id} → {enumerated(item.to)}" for item in renamed))]
    if made.notes:
        parts += [Heading("Notes"), Bullets(made.notes)]
    return framed("Migration to another revision", made, framework, parts)


def migration_table(made: Migration) -> Table:
    """List every practice that was spoken of, one row each."""
    columns = ("practice", "change", "to", "said", "carried", "retired", "to_review", "why")
    rows = tuple(
        (
            item.id,
            item.change,
            " ".join(item.to),
            item.said,
            *(str(getattr(item, name)) for name in columns[4:7]),
            item.why,
        )
        for item in made.practices
    )
    return Table(tuple(Column(name) for name in columns), rows, "Practices")


_COLUMNS = (Column("Said"), Column("Now", is_narrow=True))


def _summary(made: Migration) -> str:
    kept = sum(1 for item in made.practices if item.said and item.carried)
    retired = sum(1 for item in made.practices if item.said and not item.carried)
    start = _ref(made.rated) if made.rated else "an unnamed revision"
    answers = f"{counted(kept, 'answer')} carried over, {retired} kept under `retired`"
    return f"From {start} to {_ref(made.framework)}: {answers}, none lost. The result is a draft."


def _ref(ref: FrameworkRef) -> str:
    return f"revision {ref.revision}" + (f" ({ref.edition})" if ref.edition else "")


def _title(name: str, framework: Framework | None) -> str:
    return framework.practices[name].title if framework else name


def _row(item: MigratedPractice) -> tuple[str, ...]:
    moved = f" → {', '.join(item.to)}" if item.to and item.to != (item.id,) else ""
    kept = "; kept under `retired`" if item.retired else ""
    why = f"{item.why}{kept}" or "the position of its level was read on the new scale"
    return f"{item.id}{moved}\n{why}", worded(item.said) if item.said else NO_VALUE, item.change
