"""Comparable: which two assessments may be set side by side."""

from equity_blocks.engine.revision.lineage import lineage_of_ids, which_rated
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import enumerated

GIVE_THE_OTHER = "give the framework that was rated then with --framework-before (framework_before)"


def require_comparable(
    framework: Framework,
    before: Assessment,
    after: Assessment,
    framework_before: Framework | None = None,
    *,
    remedy: str = GIVE_THE_OTHER,
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
    named = [before.framework, after.framework, framework.id] + ([framework_before.id] if framework_before else [])
    if len(set(named)) > 1:
        raise UnsuitableError(
            f"{' and '.join(dict.fromkeys(named))} are not one framework, and their scores do not share a scale: "
            "translate the older assessment into the framework of the newer one first; two editions of one framework "
            "are compared with --framework-before (framework_before)"
        )
    if framework_before is None and before.edition and before.edition != framework.edition:
        raise UnsuitableError(f"before rated edition '{before.edition}', but this is '{framework.edition}': {remedy}")
    if framework_before is None and (moved := _moved(framework, before)):
        message = f"before rated revision {before.revision}, where {enumerated(moved)} may be other practices"
        raise UnsuitableError(f"{message} than in this one: {remedy}")
    if before.as_of and after.as_of and before.as_of > after.as_of:
        raise UnsuitableError(
            f"before is of {before.as_of.isoformat()} and after of {after.as_of.isoformat()}: give the older one first"
        )


def _moved(framework: Framework, before: Assessment) -> list[str]:
    """The ids that are in use, and were or may have been those of other practices in the revision that was rated."""
    if before.revision in (None, framework.revision):
        return []
    lines = lineage_of_ids(before.ratings, framework, which_rated(framework, before.revision, before.edition))
    return [name for name in before.ratings if name in framework.practices and lines.sole_successor(name) != name]
