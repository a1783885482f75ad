"""What a score rests on, in words: how much was rated, and by which policy it was made."""

from collections.abc import Sequence

from equity_blocks.model.scorecard import Scope, Scored
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
