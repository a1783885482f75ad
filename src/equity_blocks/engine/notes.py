"""Notes: what people wrote about a practice, gathered from wherever an assessment keeps it."""

from collections.abc import Iterator

from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import served_by, titled
from equity_blocks.model.rating import Rating
from equity_blocks.model.result import Note
from equity_blocks.model.scale import RESERVED


def notes_on(framework: Framework, assessment: Assessment, practice: str) -> tuple[Note, ...]:
    """Gather what people wrote about a practice: its rating, its evidence, its work, and what it serves.

    Args:
        framework: What was rated; knows the levels that answers name.
        assessment: Where it was written.
        practice: The practice's id.

    Returns:
        The notes in the order in which a rating is written, then those of evidence, work, goals and initiatives.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> said = Assessment(framework="mini", ratings={"p": {"level": "yes", "note": "all staff"}})
        >>> [(note.kind, note.text) for note in notes_on(framework, said, "p")]
        [('rating', 'all staff')]
    """
    rating = assessment.rating(practice)
    return (*_of_rating(framework, practice, rating), *_beside(assessment, practice, rating))


def _of_rating(framework: Framework, practice: str, rating: Rating) -> Iterator[Note]:
    if rating.not_applicable:
        yield Note(kind="not_applicable", text=rating.not_applicable)
    if rating.not_pursued:
        yield Note(kind="not_pursued", text=rating.not_pursued)
    if rating.note:
        yield Note(kind="rating", text=rating.note)
    for who, answer in rating.answers.items():
        if answer.not_applicable:
            yield Note(kind="not_applicable", by=who, text=answer.not_applicable)
        if answer.note:
            yield Note(kind="answer", by=who, level=_level(framework, practice, answer.level), text=answer.note)
    agreed = rating.agreed
    if agreed and agreed.why:
        level = _level(framework, practice, agreed.level)
        yield Note(kind="agreed", by=agreed.by, level=level, text=agreed.why)


def _beside(assessment: Assessment, practice: str, rating: Rating) -> Iterator[Note]:
    """What is noted of what goes with a practice."""
    for name in rating.evidence:
        item = assessment.evidence.get(name)
        if item and item.note:
            yield Note(kind="evidence", of=item.title, text=item.note)
    work = assessment.actions.get(practice)
    if work and work.note:
        yield Note(kind="progress", text=work.note)
    for goal in assessment.goals:
        if goal.note and practice in served_by(goal):
            yield Note(kind="goal", of=titled(goal), text=goal.note)
    for initiative in assessment.initiatives:
        if initiative.note and practice in initiative.practices:
            yield Note(kind="initiative", of=initiative.title, text=initiative.note)


def _level(framework: Framework, practice: str, level: str | float | None) -> str | None:
    """The id of the level that was named; `None` where none was, or nobody could say."""
    if level is None or level == RESERVED:
        return None
    scale = framework.scale_of(practice)
    return scale.named(scale.value(level))
