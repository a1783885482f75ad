"""Ratings of an older revision of a framework, read in the present one by the rules of migration."""

from typing import NamedTuple

from equity_blocks.engine.revision.lineage import lineage
from equity_blocks.engine.revision.migrate import migrate
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework


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
    read = migrate(assessment.replace(revision=None), older, newer).assessment
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
