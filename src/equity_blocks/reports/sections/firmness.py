"""How firm the first actions are, in words."""

from collections.abc import Iterator

from equity_blocks.model.acceptability import FIRM, LIKELY
from equity_blocks.model.plan import Plan
from equity_blocks.reports.document import Heading, Paragraph, Part, Phrase
from equity_blocks.reports.given import Given
from equity_blocks.reports.pictures.firmness import Firm, Firmness, Hold
from equity_blocks.reports.values import column_at, count_at, points_at

ORDER = 120

_MEANS = (
    f"Firm: it keeps its place in at least {100 * FIRM:.0f} of 100 variations. Likely: in at least {100 * LIKELY:.0f}. "
    "Open: in fewer, so that others are nearly as good; choose among them by what else speaks for one. "
    "Give or take: by so many points of 100 the share in “Kept in” may be off, since no more variations were tried."
)


def section(given: Given) -> Iterator[Part]:
    """Say in how many variations each of the first actions stays among the first, and what that means."""
    plan = given.plan
    picture = firmness_of(plan) if plan is not None else None
    if plan is not None and picture is not None:
        yield Heading("How firm the first actions are")
        yield Paragraph(_how(plan))
        yield picture
        yield Paragraph(_MEANS, tone="note")


def firmness_of(plan: Plan) -> Firmness | None:
    """Give the picture of how firm a plan's first actions are; `None` where that was not asked, or there are none."""
    holds = tuple(_holds(plan)) if plan.confidence is not None else ()
    return Firmness("How firm each of the first actions is", holds) if holds else None


def _how(plan: Plan) -> Phrase:
    draws, first = count_at(plan, "confidence", "draws"), count_at(plan, "confidence", "k")
    varied = " variations of weights, ratings, level values and effort. "
    kept = ("An action keeps its place where it stays among the first ", first, ".")
    return Phrase("Actions were ranked anew by benefit per person-day in ", draws, varied, *kept)


def _holds(plan: Plan) -> Iterator[Hold]:
    """Give the first actions, each practice once."""
    assert plan.confidence is not None
    left = set(plan.confidence.first)
    first: dict[int, Firm] = {}
    for place, action in enumerate(plan.actions):
        if action.p_top is not None and action.practice in left:
            left.remove(action.practice)
            first[place] = action.p_top.firmness
    shares = column_at(plan, *(("actions", place, "p_top", "p") for place in first), edges=(LIKELY, FIRM))
    for (place, firmness), kept in zip(first.items(), shares, strict=True):
        number, width = (
            count_at(plan, "actions", place, "rank"),
            points_at(plan, "actions", place, "p_top", "half_width"),
        )
        yield Hold(number, plan.actions[place].title, kept, width, firmness)
