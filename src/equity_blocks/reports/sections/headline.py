"""What a board understands in a minute: where we stand, what the plan leads to, and whether goals are in time."""

from collections.abc import Iterator

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import period_named
from equity_blocks.model.plan import Plan, ServedGoal
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Part, Phrase
from equity_blocks.reports.given import Given
from equity_blocks.reports.outcomes import band_in_words, verdict_in_words
from equity_blocks.reports.pictures.cards import Card, Cards
from equity_blocks.reports.plan import goals_served, last_period
from equity_blocks.reports.values import count_at, share_at, shares_at

ORDER = 20


def section(given: Given) -> Iterator[Part]:
    """Say the organization's own headline first, then all in a sentence, the figures and the goals."""
    parts = (*_own(given), *_lead(given), *_figures(given), *_goals(given))
    if parts:
        yield Heading("In short")
        yield from parts


def one_page(given: Given) -> Iterator[Part]:
    """Say the same."""
    yield from section(given)


def _own(given: Given) -> Iterator[Part]:
    narrative = given.assessment.narrative
    if narrative and narrative.headline:
        yield Paragraph(narrative.headline, tone="lead")


def _lead(given: Given) -> Iterator[Part]:
    """Say where things stand, what the plan leads to and whether goals are in time; smaller below an own headline."""
    said = (*_stands(given.card), *_leads(given), *_in_time(given.plan))
    if said:
        pieces = [piece for place, item in enumerate(said) for piece in ((" ", item) if place else (item,))]
        yield Paragraph(Phrase(*pieces), tone="" if any(_own(given)) else "lead")


def _stands(card: ScoreCard | None) -> Iterator[str]:
    if card is None or not card.has_total or card.score.value is None:
        return
    value, low, high = shares_at(card, *(("score", name) for name in ("value", "low", "high")))
    doubt = _between(low, high, ", between ")
    yield Phrase("Readiness stands at ", value, *([doubt] if doubt else []), ".")


def _leads(given: Given) -> Iterator[str]:
    plan = given.plan
    if plan is None or not plan.actions:
        return
    last, is_one = last_period(plan), len(plan.actions) == 1
    until = f" by the end of {period_named(last)}" if last else ""
    number = Phrase(count_at(plan, "actions"), f" {'action' if is_one else 'actions'}{until}")
    if not plan.has_total or plan.score_now is None or plan.score_after is None:
        yield Phrase(number, f" {'is' if is_one else 'are'} planned.")
        return
    now, after = shares_at(plan, ("score_now",), ("score_after",))
    what = "it" if any(_stands(given.card)) else "the score"
    raises = f" {'raises' if is_one else 'raise'} {what} from "
    yield Phrase(
        number, raises, now, " to ", after, ", where what nobody rated counts as zero." if plan.unrated else "."
    )


def _in_time(plan: Plan | None) -> Iterator[str]:
    dated = [goal for goal in (plan.goals if plan else ()) if goal.in_time is not None]
    if dated:
        yield _kept(dated)


def _kept(dated: list[ServedGoal]) -> str:
    """Say whether goals with a date are in time."""
    late = [goal for goal in dated if not goal.in_time]
    if len(dated) == 1:
        return f"What carries the goal is done {'too late' if late else 'in time'}."
    if not late:
        return "What carries the goals is done in time."
    return f"What carries {'the' if len(late) == len(dated) else 'some'} goals is done too late."


def _figures(given: Given) -> Iterator[Part]:
    cards = (*_standing(given.card), *_outcome(given.card), *_planned(given.plan, given.card))
    if cards:
        yield Cards("At a glance", cards)
    if given.card is not None and not given.card.has_total:
        yield Paragraph(
            given.card.vocabulary.fill("No total, by design of the framework: its {blocks} have a score each.")
        )


def _standing(card: ScoreCard | None) -> Iterator[Card]:
    """Give the score with its doubt, and what the targets add up to."""
    if card is None or not card.has_total:
        return
    places = [("score", name) for name in ("value", "low", "high", "target")]
    value, low, high, target = shares_at(card, *places)
    if card.score.value is None:
        yield Card("Readiness today", "no score yet", _between(low, high, "it would lie between "))
    else:
        yield Card("Readiness today", value, _between(low, high, "between "))
    if target != NO_VALUE:
        yield Card("If every target is met", target)


def _between(low: str, high: str, before: str) -> str:
    if NO_VALUE in (low, high) or low == high:
        return ""
    return Phrase(before, low, " and ", high, " once everything is rated")


def _outcome(card: ScoreCard | None) -> Iterator[Card]:
    """Give the verdict and the band, never without what they may still be."""
    if card is None:
        return
    verdict = verdict_in_words(card.verdict, {v.id: v.title for v in card.policy.verdicts}) if card.verdict else ""
    band = band_in_words(card.score.band, {band.id: band.title for band in card.policy.bands})
    for title, words in (("Verdict", verdict), ("Band", band)):
        if words:
            name, _, doubt = words.partition("; ")
            yield Card(title, headed(name), doubt)


def _planned(plan: Plan | None, card: ScoreCard | None) -> Iterator[Card]:
    """Give the number of actions and where they lead."""
    if plan is None or not plan.actions:
        return
    last = last_period(plan)
    words = f"{period_named(plan.periods[0].id)} to {period_named(last)}" if last else ""
    yield Card("Actions in the plan", count_at(plan, "actions"), words)
    if plan.has_total and plan.score_now is not None and plan.score_after is not None:
        now, after = shares_at(plan, ("score_now",), ("score_after",))
        yield Card("What they lead to", Phrase(now, " to ", after), _starting(plan, card))


def _starting(plan: Plan, card: ScoreCard | None) -> str:
    """Say why the plan starts from another score than today's, and how far all targets would lead."""
    start, today = shares_at(plan, ("score_now",), ("score_card",))
    zero = "what nobody rated counts as zero here" if plan.unrated else ""
    if zero and today not in (start, NO_VALUE):
        zero = Phrase("starts from ", start, ", not ", today, f": {zero}")
    if card is None or card.score.target is None:
        return zero
    reach = Phrase("all targets together reach ", share_at(card, "score", "target"))
    return Phrase(zero, "; ", reach) if zero else reach


def _goals(given: Given) -> Iterator[Part]:
    if given.plan is not None and given.plan.goals:
        yield Bullets(tuple(goals_served(given.plan)))
