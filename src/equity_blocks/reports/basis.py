"""What a score rests on, in words: how much was rated, and by which policy it was made."""

from collections.abc import Sequence

from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Alternatives, Scope, Scored
from equity_blocks.reports.document import Paragraph, counted, percent, percents, worded

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
    return " or ".join(f"{_title(need.practice, framework)} at {worded(need.level)}" for need in rule.any_of)


def lacking(rule: Alternatives, framework: Framework | None = None) -> str:
    """Say that none of the alternatives of a prerequisite is held.

    Args:
        rule: The alternatives.
        framework: Gives practices their titles. Default: their ids are shown.

    Example:
        >>> rule = {"any_of": [{"practice": "trust-building", "level": "in-place"}, {"practice": "open-forums",
        ...     "level": "partial"}]}
        >>> lacking(Alternatives.model_validate(rule))
        'trust building is not yet in place, nor open forums partial'
    """
    first, *others = [(_title(need.practice, framework), worded(need.level)) for need in rule.any_of]
    return ", nor ".join([f"{first[0]} is not yet {first[1]}", *(f"{title} {level}" for title, level in others)])


def _title(practice: str, framework: Framework | None) -> str:
    known = framework.practices if framework else {}
    return known[practice].title if practice in known else worded(practice)


def starting_figure(now: float, card: float | None, unrated: int) -> str:
    """Say which score a plan starts from, and why where the score card says another.

    Args:
        now: The score that the plan starts from, in [0, 1]: what nobody rated counts as at its lowest level.
        card: The score of the score card; `None`: none is shown.
        unrated: How many practices nobody has rated.

    Example:
        >>> starting_figure(0.36, 0.4, 5), starting_figure(0.36, 0.36, 5)
        ('36%, not 40%: the 5 unanswered practices count as zero here.', 'The score is 36%.')
    """
    start, other = percents(now, card)
    if not unrated or card is None or start == other:
        return f"The score is {percent(now)}."
    count = "the 1 unanswered practice counts" if unrated == 1 else f"the {unrated} unanswered practices count"
    return f"{start}, not {other}: {count} as zero here."
