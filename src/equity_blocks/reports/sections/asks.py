"""What the board is asked to decide: in the organization's own words first, then what follows from the results."""

from collections.abc import Iterator

from equity_blocks.model.phrases import counted, listed, period_named
from equity_blocks.model.plan import Plan
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Part, Phrase
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan import approvals, left_to_settle, to_review
from equity_blocks.reports.sections.not_planned import TO_REVIEW
from equity_blocks.reports.values import date_at

ORDER = 25

_TITLE = "What you are asked to decide"
PROPOSED = "Proposed from the results; nobody has confirmed it yet:"


def section(given: Given) -> Iterator[Part]:
    """List the organization's own asks, and those that follow from the results as proposals."""
    yield from _all(given, proposed_asks(given))


def one_page(given: Given) -> Iterator[Part]:
    """List the organization's own asks; where it has none, those that follow from the results, as proposals."""
    own, proposed = own_asks(given), proposed_asks(given, is_brief=True)
    if not own:
        yield from _all(given, proposed)
    else:
        yield Heading(_TITLE)
        yield Bullets(own)
        if proposed:
            pieces = [piece for item in proposed for piece in (" ", item)]
            yield Paragraph(Phrase("Proposed from the results, not confirmed:", *pieces), tone="note")


def _all(given: Given, proposed: tuple[str, ...]) -> Iterator[Part]:
    own = own_asks(given)
    if own or proposed:
        yield Heading(_TITLE)
    if own:
        yield Bullets(own)
    if proposed:
        yield Paragraph(PROPOSED, tone="note")
        yield Bullets(proposed)


def own_asks(given: Given) -> tuple[str, ...]:
    """Give what the organization asks in its own words."""
    narrative = given.assessment.narrative
    return tuple(narrative.asks) if narrative else ()


def proposed_asks(given: Given, *, is_brief: bool = False) -> tuple[str, ...]:
    """Give what follows from the results, a sentence each.

    Args:
        given: The results.
        is_brief: Whether points to review stand in another report than this. Default: they stand in it.
    """
    plan = given.plan if given.plan is not None and given.plan.actions else None
    contested = tuple(_contested(given.respondents))
    if plan is None:
        return contested
    return (
        *_sentences(approvals(plan)),
        *_late_goals(plan),
        *_sentences(left_to_settle(plan)),
        *contested,
        *_without_dates(plan),
        *_review(plan, is_brief=is_brief),
    )


def _sentences(items: Iterator[str]) -> Iterator[str]:
    for item in items:
        yield f"{headed(item)}."


def _late_goals(plan: Plan) -> Iterator[str]:
    """Ask what becomes of each goal that comes too late."""
    for place, goal in enumerate(plan.goals):
        if goal.in_time is False and goal.finish:
            title, done = goal.title.rstrip("."), period_named(goal.finish)
            ways = "an earlier start, more days, or a later date"
            due = date_at(plan, "goals", place, "due")
            start = f"Settle what becomes of the goal {title}: needed by "
            yield Phrase(start, due, f", done by the end of {done} ({ways}).")


def _contested(view: Respondents | None) -> Iterator[str]:
    """Ask to settle what respondents see differently and have not agreed on."""
    titles = [answers.title for answers in view.contested if not answers.agreed] if view is not None else []
    if titles:
        yield f"Settle {'the rating' if len(titles) == 1 else 'ratings'} that respondents contest: {listed(titles)}."


def _without_dates(plan: Plan) -> Iterator[str]:
    """Ask for what a plan needs to have dates."""
    if not plan.periods:
        yield "Decide how many person-days each period has, and when to start: without them nothing has a date."
    elif plan.periods[0].id.isdigit():
        yield "Decide when to start: without it the periods of the plan have no dates."


def _review(plan: Plan, *, is_brief: bool) -> Iterator[str]:
    if remarks := to_review(plan):
        title = f"\N{LEFT DOUBLE QUOTATION MARK}{TO_REVIEW}\N{RIGHT DOUBLE QUOTATION MARK}"
        where = "which the full report lists" if is_brief else f"below under {title}"
        yield f"Look at {counted(len(remarks), 'point')} to review, {where}."
