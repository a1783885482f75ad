"""What a score rests on, in words: how much was rated, and by which policy it was made."""

from collections.abc import Sequence

from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Alternatives, Scope, Scored
from equity_blocks.reports.document import Paragraph, counted, percent, worded

_KINDS = ("rated", "unanswered", "unknown", "not_applicable", "not_pursued")


def grounds(result: Scored) -> tuple[Paragraph, ...]:
    """Say what a result rests on: its scope with its coverage, and the policy."""
    return Paragraph(scope_in_words(result.scope, result.coverage)), policy(result.policy_in_words)


def scope_in_words(scope: Scope, coverage: float | None = None) -> str:
    """Count practices by what is said about them.

    Example:
        >>> scope_in_words(Scope(practices=3, rated=2, unknown=1, counted=2), 0.75)
        'Scope: 3 practices: 2 rated, 1 unknown. Answered: 75% by weight.'
    """
    said = ", ".join(f"{number} {worded(kind)}" for kind in _KINDS if (number := getattr(scope, kind)))
    share = "" if coverage is None else f" Answered: {percent(coverage)} by weight."
    return f"Scope: {counted(scope.practices, 'practice')}{': ' if said else ''}{said}.{share}"


def policy(sentences: Sequence[str]) -> Paragraph:
    """Say in words which policy made the numbers."""
    return Paragraph(" ".join(("Policy:", *sentences)))


def alternatives(rule: Alternatives, framework: Framework | None = None) -> str:
    """Name the practices of which one has to be held, with their levels.

    Args:
        rule: The alternatives of a prerequisite.
        framework: Gives practices their titles. Default: their ids are shown.

    Example:
        >>> rule = {"any_of": [{"practice": "trust-building", "level": "in-place"}, {"practice": "open-forums",
        ...     "level": "partial"}]}
        >>> alternatives(Alternatives.model_validate(rule))
        'trust building at in place or open forums at partial'
    """
    titles = framework.practices if framework else {}
    return " or ".join(
        f"{titles[need.practice].title if need.practice in titles else worded(need.practice)} at {worded(need.level)}"
        for need in rule.any_of
    )
