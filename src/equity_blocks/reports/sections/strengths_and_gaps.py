"""Three strengths and three gaps, and what stands higher than its foundations or its evidence support."""

from collections.abc import Iterator, Sequence

from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import PracticeScore, ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Phrase, Table, figures, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.score import capped_in_words
from equity_blocks.reports.values import count_at, points_at, practice_places

ORDER = 60

_MOST = 3
"""So many of each kind are named. Editorial: what is remembered."""

_STRENGTHS = (
    "At their targets, or where nothing is, above the gaps: first what current evidence shows, then what adds most to "
    "the score. What is rated higher than its foundations support is no strength here."
)
_NONE_SHOWN = "Current evidence shows none of these at the level it is rated: so far they are claims."
_GAPS = "Rated {practices} below their targets: first those that are farthest below, then those that weigh more."


def section(given: Given) -> Iterator[Part]:
    """Show three strengths and three gaps, then what a second look takes away."""
    card = given.card
    if card is None:
        return
    strengths, gaps = _chosen(card, given)
    doubtful = (*_capped(card, given), *_not_shown(given))
    if not (strengths or gaps or doubtful):
        return
    yield Heading("Strengths and gaps")
    if strengths:
        yield Heading("Strengths", 3)
        yield _strong(strengths, card, given)
        yield from _doubted(strengths)
        yield Paragraph(_STRENGTHS, tone="note")
    if gaps:
        yield Heading("Gaps", 3)
        yield _weak(gaps, card, given)
        yield Paragraph(card.vocabulary.fill(_GAPS), tone="note")
    yield from doubtful


def one_page(given: Given) -> Iterator[Part]:
    """Name the same, a line each."""
    card = given.card
    if card is None:
        return
    strengths, gaps = _chosen(card, given)
    if strengths:
        yield Heading("Strengths")
        yield Bullets(tuple(_line(practice, card) for practice in strengths))
        yield from _doubted(strengths)
    if gaps:
        yield Heading("Gaps")
        yield Bullets(tuple(_gap_line(practice, given) for practice in gaps))


def _chosen(card: ScoreCard, given: Given) -> tuple[list[PracticeScore], list[PracticeScore]]:
    """Choose strengths and gaps; nothing is both."""
    rated = [practice for practice in card.practices.values() if practice.status == "rated" and practice.level]
    below = [p for p in rated if _is_below(p, given)]
    gaps = sorted(below, key=lambda p: (-_distance(p, given), -given.framework.practices[p.id].weight))[:_MOST]
    firm = [p for p in rated if p.value and not p.unmet]
    at_target = [p for p in firm if not _is_below(p, given)]
    highest = [p for p in firm if all((p.value or 0.0) > (gap.value or 0.0) for gap in gaps)]
    strengths = sorted(at_target or highest, key=lambda p: (not _is_shown(p), -_counts(p)))[:_MOST]
    return strengths, gaps


def _distance(practice: PracticeScore, given: Given) -> float:
    """Tell how far below its target a practice counts, to put what is farthest first."""
    aimed = given.framework.scale_of(practice.id).value(practice.target) if practice.target else 0.0
    return round(aimed - (practice.value or 0.0), 9)


def _is_below(practice: PracticeScore, given: Given) -> bool:
    """Whether it stands below its target."""
    if practice.level is None or practice.target is None:
        return False
    scale = given.framework.scale_of(practice.id)
    return scale.position(practice.level) < scale.position(practice.target)


def _is_shown(practice: PracticeScore) -> bool:
    return practice.evidenced_level is None or practice.evidenced_level == practice.level


def _doubted(strengths: Sequence[PracticeScore]) -> Iterator[Part]:
    """Say so where current evidence shows none of them."""
    if not any(map(_is_shown, strengths)):
        yield Paragraph(_NONE_SHOWN, tone="warning")


def _counts(practice: PracticeScore) -> float:
    return practice.contribution if practice.contribution is not None else practice.value or 0.0


def _strong(chosen: Sequence[PracticeScore], card: ScoreCard, given: Given) -> Table:
    has_points = any(practice.contribution is not None for practice in chosen)
    columns = (*_first(card), Column("Rated"), Column("Target"), Column("Shown by evidence"))
    places = practice_places(card)
    rows = []
    for practice in chosen:
        cells = _titled(practice, given), worded(practice.level), worded(practice.target), _shown(practice)
        points = (points_at(card, *places[practice.id], "contribution"),) if has_points else ()
        rows.append((*cells, *points))
    more = figures("Points of the score") if has_points else ()
    return Table((*columns, *more), tuple(rows), caption="Strengths")


def _weak(chosen: Sequence[PracticeScore], card: ScoreCard, given: Given) -> Table:
    plan = given.plan
    columns = (*_first(card), Column("Rated"), Column("Target"))
    rows = []
    for practice in chosen:
        cells = _titled(practice, given), worded(practice.level), worded(practice.target)
        rows.append((*cells, *((_action(practice.id, plan),) if plan is not None else ())))
    more = figures("Action in the plan") if plan is not None else ()
    return Table((*columns, *more), tuple(rows), caption="Gaps")


def _first(card: ScoreCard) -> tuple[Column, ...]:
    return (Column(headed(card.vocabulary.practice), is_wide=True),)


def _titled(practice: PracticeScore, given: Given) -> str:
    return f"{practice.title}\n{given.framework.chains[practice.id][-1].title}"


def _action(name: str, plan: Plan) -> str:
    """Give the rank of the action that raises a practice."""
    found = next((place for place, action in enumerate(plan.actions) if action.practice == name), None)
    return "none" if found is None else count_at(plan, "actions", found, "rank")


def _shown(practice: PracticeScore) -> str:
    if practice.evidenced_level is None:
        return "not known without a date"
    return "yes" if _is_shown(practice) else f"only {worded(practice.evidenced_level)}"


def _line(practice: PracticeScore, card: ScoreCard) -> str:
    said = f"{practice.title}: {worded(practice.level)}"
    shown = "" if _is_shown(practice) else f"; evidence shows only {worded(practice.evidenced_level)}"
    if practice.contribution is None:
        return f"{said}{shown}."
    points = points_at(card, *practice_places(card)[practice.id], "contribution")
    return Phrase(f"{said}, ", points, f" points of the score{shown}.")


def _gap_line(practice: PracticeScore, given: Given) -> str:
    said = f"{practice.title}: {worded(practice.level)}, aimed for {worded(practice.target)}"
    if given.plan is None:
        return f"{said}."
    action = _action(practice.id, given.plan)
    return f"{said}; no action in the plan." if action == "none" else Phrase(f"{said}; action ", action, ".")


def _capped(card: ScoreCard, given: Given) -> tuple[Part, ...]:
    """List what is rated higher than its foundations support, what counts most first."""
    capped = [p for p in card.practices.values() if p.unmet and p.status == "rated"]
    capped.sort(key=lambda p: -_counts(p))
    lines = [f"{capped_in_words(practice, given.framework)}." for practice in capped]
    return _some("Rated higher than its foundations support", lines)


def _not_shown(given: Given) -> tuple[Part, ...]:
    """List the claims without current evidence, those first by which the score would lose most."""
    review = given.evidence
    if review is None:
        return ()
    ranked = sorted(range(len(review.claims)), key=lambda i: -(review.claims[i].points or 0.0))
    lines = []
    for place in ranked:
        claim = review.claims[place]
        said = f"{claim.title}: rated {worded(claim.level)}, shown {worded(claim.evidenced_level)}"
        points = points_at(review, "claims", place, "points")
        loss = (f"{said}; counted as shown, the score would lose ", points, " points.")
        lines.append(f"{said}." if claim.points is None else Phrase(*loss))
    return _some("Rated higher than current evidence shows", lines)


def _some(title: str, lines: Sequence[str]) -> tuple[Part, ...]:
    """List the first of some lines under a heading, the rest counted."""
    if not lines:
        return ()
    more = len(lines) - _MOST
    return Heading(title, 3), Bullets((*lines[:_MOST], *([f"{more} more."] if more > 0 else [])))
