"""What a score rests on, in words: how much was rated, and by which policy it was made."""

from collections.abc import Sequence

from equity_blocks.model.figures import percent, side_by_side
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted
from equity_blocks.model.result import Result
from equity_blocks.model.scorecard import DOUBTS, Alternatives, Remark, Scope, Scored
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.vocabulary import Vocabulary
from equity_blocks.reports.document import Paragraph, worded

_FEW = 3
"""So many blocks that rest on little are named beside a score."""

_KINDS = ("rated", "unanswered", "unknown", "not_applicable", "not_pursued")


def grounds(result: Scored) -> tuple[Paragraph, ...]:
    """Say what a result rests on: its scope with its coverage, and the policy."""
    return Paragraph(scope_in_words(result.scope, result.coverage, result)), policy(result.policy_in_words)


def reason_for_none(coverage: float | None, least: float) -> str:
    """Say why there is no figure although something counts.

    Args:
        coverage: The weighted share that is answered, in [0, 1].
        least: The share from which on a figure is shown.

    Example:
        >>> reason_for_none(0.4, 0.5), reason_for_none(0.9, 0.5), reason_for_none(0.0, 0.5)
        ('too little is rated to show one', 'an answer is missing that it cannot do without', 'nothing is rated')
    """
    if not coverage:
        return "nothing is rated"
    is_enough = coverage >= least - EDGE
    return "an answer is missing that it cannot do without" if is_enough else "too little is rated to show one"


def scope_in_words(scope: Scope, coverage: float | None = None, of: Result | None = None) -> str:
    """Count practices by what is said about them.

    Args:
        scope: How many there are of each kind.
        coverage: Weighted share that is answered. Default: it is not told.
        of: The result that this is said of; knows what practices are called, and the edges of figures.

    Example:
        >>> scope_in_words(Scope(practices=3, rated=2, unknown=1, counted=2), 0.75)
        'Scope: 3 practices: 2 rated, 1 unknown. Answered: 75% by weight.'
    """
    said = ", ".join(f"{number} {worded(kind)}" for kind in _KINDS if (number := getattr(scope, kind)))
    share = "" if coverage is None else f" Answered: {percent(coverage, of.edges if of else ())} by weight."
    called = of.vocabulary if of else Vocabulary()
    return f"Scope: {counted(scope.practices, called.practice, called.practices)}{': ' if said else ''}{said}.{share}"


def doubts(remarks: Sequence[Remark], side: str = "") -> tuple[Paragraph, ...]:
    """Say beside a score what is doubtful about it; nothing where nothing is.

    Args:
        remarks: What is to be said; remarks on other things are passed over.
        side: Of which of several scores it is said. Default: there is only one.

    Example:
        >>> doubts([Remark(code="narrow_base", message="The score rests on 1 of 10 practices: 9 do not apply.")])
        (Paragraph(text='The score rests on 1 of 10 practices: 9 do not apply.'),)
    """
    known = [remark for remark in remarks if remark.code in DOUBTS]
    blocks = [remark for remark in known if remark.data.get("block")]
    left = blocks[_FEW:]
    told = [remark.message for remark in known if remark not in left]
    if left:
        told.append(f"So it is with {len(left)} more: `lint` lists them.")
    return (Paragraph(" ".join((f"{side}:", *told) if side else told)),) if told else ()


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


def starting_figure(now: float, card: float | None, unrated: int, of: Result | None = None) -> str:
    """Say which score a plan starts from, and why where the score card says another.

    Args:
        now: The score that the plan starts from, in [0, 1]: what nobody rated counts as at its lowest level.
        card: The score of the score card; `None`: none is shown.
        unrated: How many practices nobody has rated.
        of: The result that this is said of; knows what practices are called, and the edges of figures.

    Example:
        >>> starting_figure(0.36, 0.4, 5), starting_figure(0.36, 0.36, 5)
        ('36%, not 40%: the 5 unanswered practices count as zero here.', 'The score is 36%.')
    """
    start, other = side_by_side(now, card, edges=of.edges if of else ())
    if not unrated or card is None or start == other:
        return f"The score is {start}."
    called = of.vocabulary if of else Vocabulary()
    one, several = f"the 1 unanswered {called.practice} counts", f"the {unrated} unanswered {called.practices} count"
    count = one if unrated == 1 else several
    return f"{start}, not {other}: {count} as zero here."
