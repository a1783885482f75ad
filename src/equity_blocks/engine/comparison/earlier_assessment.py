"""Earlier assessments: whether they can be set beside a later one, read in its revision, and re-scored with changes."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.engine.revision.lineage import lineage, lineage_of_ids, which_rated
from equity_blocks.engine.revision.migrate import migrate
from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import enumerated
from equity_blocks.model.rating import Rating
from equity_blocks.option_names import option


def require_comparable(
    framework: Framework,
    before: Assessment,
    after: Assessment,
    framework_before: Framework | None = None,
    *,
    remedy: str | None = None,
) -> None:
    """Make sure that two assessments are of one framework, of known editions and in the order of their dates.

    Args:
        framework: What `after` rated.
        before: The earlier ratings.
        after: The later ratings.
        framework_before: What `before` rated. Default: the same framework.
        remedy: What to do where `before` rated another edition, or another revision in which ids that it speaks of
            were those of other practices. Default: give what was rated.

    Raises:
        UnsuitableError: They are not; the message says what to do.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> then, now = (Assessment(framework="mini", as_of=f"{year}-01-01") for year in (2026, 2025))
        >>> require_comparable(framework, then, now)
        Traceback (most recent call last):
        equity_blocks.errors.UnsuitableError: before is of 2026-01-01 and after of 2025-01-01: give the older one first
    """
    remedy = remedy or f"give the framework that was rated then with {option('framework_before')}"
    named = [before.framework, after.framework, framework.id] + ([framework_before.id] if framework_before else [])
    if len(set(named)) > 1:
        raise UnsuitableError(
            f"{' and '.join(dict.fromkeys(named))} are not one framework, and their scores do not share a scale: "
            "translate the older assessment into the framework of the newer one first; two editions of one framework "
            f"are compared with {option('framework_before')}",
            code="wrong_framework",
        )
    if framework_before is None and before.edition and before.edition != framework.edition:
        raise UnsuitableError(
            f"before rated edition '{before.edition}', but this is '{framework.edition}': {remedy}",
            code="wrong_edition",
            data={"found": before.edition, "allowed": (framework.edition,)},
        )
    if framework_before is None and (moved := _moved(framework, before)):
        message = f"before rated revision {before.revision}, where {enumerated(moved)} may be other practices"
        raise UnsuitableError(
            f"{message} than in this one: {remedy}", code="wrong_revision", data={"found": before.revision}
        )
    if before.as_of and after.as_of and before.as_of > after.as_of:
        raise UnsuitableError(
            f"before is of {before.as_of.isoformat()} and after of {after.as_of.isoformat()}: give the older one first",
            code="wrong_order",
        )


def _moved(framework: Framework, before: Assessment) -> list[str]:
    """The ids that are in use, and were or may have been those of other practices in the revision that was rated."""
    if before.revision in (None, framework.revision):
        return []
    lines = lineage_of_ids(before.ratings, framework, which_rated(framework, before.revision, before.edition))
    return [name for name in before.ratings if name in framework.practices and lines.sole_successor(name) != name]


class RevisedAssessment(NamedTuple):
    """An assessment in the terms of another revision.

    Args:
        assessment: The same ratings, under the present ids of the practices.
        names: Practice of the present revision -> the older id whose rating it has. Of several that were merged and
            say the same, the first.
        gone: Older ids whose rating lives on in no single practice: removed, taken out, split, unclear, or merged with
            others that say something else.
    """

    assessment: Assessment
    names: dict[str, str]
    gone: tuple[str, ...]


def read_in_revision(older: Framework, newer: Framework, assessment: Assessment) -> RevisedAssessment:
    """Read ratings of an older revision in a newer one, as `migrate` does.

    No answer counts twice: of a practice that was split no part is rated, except the one that kept its id. What was
    merged is rated where all that was said agrees.

    Raises:
        UnsuitableError: These are not revisions of the one framework that the assessment rates.
        InvalidDataError: The assessment does not fit `older`.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> def framework(name, **more):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...         {"id": "b", "title": "B", "practices": [{"id": name, "title": "P", **more}]}])
        >>> assessment = Assessment(framework="mini", ratings={"old": 1})
        >>> read = read_in_revision(framework("old"), framework("new", was=["old"]), assessment).assessment
        >>> read.ratings["new"].level
        1
    """
    # Which revision the file names does not matter here: it is read in the one that was given.
    read = migrate(newer, assessment.replace(revision=None), older).migrated
    lines = lineage(older, newer)
    homes = {name: lines.sole_successor(name) for name in older.practices}
    names = {home: name for name, home in homes.items() if home is not None and home in newer.practices}
    for name, origins in lines.origins.items():
        if len(origins) > 1 and read.rating(name).status != "unanswered":
            names[name] = origins[0]
    gone = tuple(
        old for old in older.practices if not any(successor in names for successor in lines.successions[old].successors)
    )
    return RevisedAssessment(read, names, gone)


UNSAID = Rating()
LEFT_OUT = Rating(not_pursued="left out of this reading")
"""What takes a practice out of a score under every policy, which `not_applicable` does not."""


def rescored(framework: Framework, assessment: Assessment, changes: Mapping[str, Rating] | None = None) -> Values:
    """Give the value of every node, however little is answered, after changing some ratings.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        changes: Practice -> what is said about it instead. Default: nothing is changed.

    Returns:
        Block id, and `TOP` for the whole -> a float in [0, 1]; `None` where nothing counts.

    Example:
        >>> from equity_blocks.model.tree import TOP
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = Assessment(framework="mini", ratings={"p": "no", "q": "yes"})
        >>> rescored(framework, said)[TOP], rescored(framework, said, {"p": LEFT_OUT})[TOP]
        (0.5, 1.0)
    """
    return ScoringRun(framework, with_ratings(assessment, changes or {})).figures.values


def with_ratings(assessment: Assessment, changes: Mapping[str, Rating]) -> Assessment:
    """Give the assessment with some ratings changed."""
    return assessment.replace(ratings={**assessment.ratings, **changes}) if changes else assessment
