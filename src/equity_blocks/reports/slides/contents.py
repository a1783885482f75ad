"""What slides say: six to eight of them, each with a message as its title, from what the report's sections say."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.goal import Goal, aim_of, progress_of, titled
from equity_blocks.model.phrases import counted, number_in_words, period_named
from equity_blocks.model.plan import Plan
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.comparison import describe_causes, describe_change, headline_of, like_for_like
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Phrase, Table, figures
from equity_blocks.reports.given import OF_ITS_OWN, Given
from equity_blocks.reports.pictures.bars import Bars
from equity_blocks.reports.pictures.cards import Cards
from equity_blocks.reports.pictures.course import Course
from equity_blocks.reports.pictures.timeline import Timeline
from equity_blocks.reports.pictures.trend import Trend
from equity_blocks.reports.plan import last_period
from equity_blocks.reports.sections import (
    actions,
    asks,
    blocks,
    calendar,
    course,
    goals,
    headline,
    method,
    strengths_and_gaps,
    title_block,
    trend,
)
from equity_blocks.reports.slides.words import shortened
from equity_blocks.reports.values import count_at, date_at, shares_at

Kind = TypeVar("Kind")


class Slide(NamedTuple):
    """One slide.

    Args:
        title: Its message.
        columns: What stands side by side, each from top to bottom.
        notes: What whoever speaks may add, a paragraph each.
        widths: How wide the columns are, in shares of 1. Default: all alike.
    """

    title: str
    columns: tuple[tuple[Part, ...], ...]
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


def slides_of(given: Given) -> tuple[Slide, ...]:
    """Say what the slides say; one whose result is missing is left out.

    Args:
        given: The results, all of them shared for those who will see the slides.

    Example:
        >>> import equity_blocks as eb
        >>> from equity_blocks.reports.given import given_of
        >>> framework, assessment = eb.load_framework("hcplan-apm"), eb.Assessment(framework="hcplan-apm")
        >>> [slide.title for slide in slides_of(given_of(framework, assessment, []))]
        ['Self-reported, not validated: read each figure with its range']
    """
    tellers = (_standing, _strengths_and_gaps, _goals, _actions, _calendar, _change, _asks, _method)
    return tuple(slide for tell in tellers for slide in tell(given))


def _standing(given: Given) -> Iterator[Slide]:
    """Say where things stand: the figures, the blocks, and what they rest on."""
    card = given.card
    if card is None:
        return
    head, below = tuple(headline.section(given)), _below_title(given)
    narrative = given.assessment.narrative
    own = [Paragraph(narrative.headline, tone="lead")] if narrative and narrative.headline else []
    doubts = [part for part in below if part.tone == "warning"][:1]
    scope = [part._replace(tone="note") for part in below if part.text.startswith("Scope: ")]
    shown: tuple[Part, ...] = (
        *_of_kind(head, Cards),
        *own,
        *doubts,
        *_top(_of_kind(blocks.section(given), Bars)),
        *scope,
    )
    notes = [part.text for part in below] + [part.text for part in _of_kind(head, Paragraph)]
    yield Slide(_stands(card), (shown,), (*notes, *card.policy_in_words))


def _below_title(given: Given) -> list[Paragraph]:
    """Give what stands below the report's title; that it is a draft stands on every slide."""
    return [part for part in _of_kind(title_block.section(given), Paragraph) if not part.text.startswith("DRAFT")]


def _stands(card: ScoreCard) -> str:
    if not card.has_total:
        return card.vocabulary.fill("Each {block} has a score of its own; there is no total, by design")
    value, low, high = shares_at(card, *(("score", name) for name in ("value", "low", "high")))
    if card.score.value is None:
        doubt = [" It would lie between ", low, " and ", high] if NO_VALUE not in (low, high) else []
        return Phrase("Too little is rated for a score.", *doubt)
    is_open = NO_VALUE not in (low, high) and low != high
    doubt = [", between ", low, " and ", high, " once everything is rated"] if is_open else []
    return Phrase("Readiness stands at ", value, *doubt)


def _top(pictures: Iterable[Bars]) -> Iterator[Bars]:
    """Leave the blocks in blocks to the report."""
    for bars in pictures:
        yield bars._replace(bars=tuple(bar._replace(words="") for bar in bars.bars if not bar.depth))


def _strengths_and_gaps(given: Given) -> Iterator[Slide]:
    """Show strengths above gaps; what a second look takes away is for whoever speaks."""
    parts = tuple(strengths_and_gaps.section(given))
    tables = {table.caption: table for table in _of_kind(parts, Table)}
    if not tables:
        return
    said: list[Part] = []
    for name, table in tables.items():
        said += [Heading(name, 3), _with_short_titles(table)]
    firsts = {name: table.rows[0][0].partition("\n")[0] for name, table in tables.items()}
    named = {"Strengths": "foremost strength: ", "Gaps": "farthest below target: "}
    title = headed("; ".join(f"{named[name]}{shortened(first, _BRIEF)}" for name, first in firsts.items()))
    warnings = [part for part in _of_kind(parts, Paragraph) if part.tone == "warning"]
    yield Slide(title, ((*said, *warnings),), tuple(_texts(part for part in parts if part not in said)))


def _with_short_titles(table: Table) -> Table:
    return table._replace(
        columns=tuple(each._replace(title=_SHORT.get(each.title, each.title)) for each in table.columns)
    )


_SHORT = {"Points of the score": "Points", "Action in the plan": "Action", "Shown by evidence": "Evidence"}
"""Title of a column in the report -> on a slide."""


_BRIEF = 40
"""So many letters of a title stand in the title of a slide, so that two of them have room. Editorial."""


def _goals(given: Given) -> Iterator[Slide]:
    """Show each goal with where it began, what it aims for, what was observed and whether the work is in time."""
    told = given.assessment.goals if given.audience in OF_ITS_OWN else ()
    if not told:
        return
    late = [*figures("In place by")] if _dated(given.plan) else []
    first = (Column("Goal", is_wide=True), Column("At first"), Column("Aim"), Column("Observed since", is_wide=True))
    rows = tuple(_goal(goal, given.plan, with_day=bool(late)) for goal in told)
    table = Table((*first, *late, Column("Work that carries it")), rows, caption="Goals")
    notes = [part for part in _of_kind(goals.section(given), Paragraph) if part.tone in ("note", "warning")]
    carriers = _of_kind(goals.section(given), Table) if len(told) == 1 else []
    shown: tuple[Part, ...] = (table, *(_carriers(each) for each in carriers), *notes[:1])
    yield Slide(_kept(given.plan, len(told)), (shown,), tuple(_texts(goals.section(given))))


def _carriers(table: Table) -> Table:
    """Name first what carries a goal, then the cause that it acts on."""
    return table._replace(rows=tuple(row for row in table.rows if row[1] != NO_VALUE) or table.rows)


def _dated(plan: Plan | None) -> list[bool]:
    """Say of every goal with a date whether what carries it is in time."""
    return [goal.in_time for goal in (plan.goals if plan else ()) if goal.in_time is not None]


def _kept(plan: Plan | None, told: int) -> str:
    dated = _dated(plan)
    if not dated:
        return "One goal is set" if told == 1 else f"{number_in_words(told).capitalize()} goals are set"
    if all(dated):
        return (
            "What carries the goal is in place in time" if told == 1 else "What carries the goals is in place in time"
        )
    if told == 1:
        return "What carries the goal comes too late"
    return f"What carries {dated.count(False)} of {counted(len(dated), 'dated goal')} comes too late"


def _goal(goal: Goal, plan: Plan | None, *, with_day: bool) -> tuple[str, ...]:
    start = goal.baseline
    first = f"{start.value:g} {start.unit or ''}".strip() if start else "not measured"
    place = next((i for i, served in enumerate(plan.goals) if served.id == goal.id), None) if plan else None
    due = date_at(plan, "goals", place, "due") if plan is not None and place is not None else NO_VALUE
    title = titled(goal) if goal.confirmed else f"{titled(goal)}\nnot confirmed yet"
    facts = (title, first, aim_of(goal) or "not decided", progress_of(goal) or "nothing")
    return (*facts, *([due] if with_day else []), _carried(plan, place))


def _carried(plan: Plan | None, place: int | None) -> str:
    """Say whether what carries a goal is done in time."""
    if plan is None or place is None:
        return NO_VALUE
    served = plan.goals[place]
    if not served.actions:
        return "no action"
    number = Phrase(count_at(plan, "goals", place, "actions"), " action" if len(served.actions) == 1 else " actions")
    if served.in_time is None:
        return number
    return Phrase(number, ", in time" if served.in_time else ", too late")


def _actions(given: Given) -> Iterator[Slide]:
    """List the first actions: what, why, how much, when and who."""
    plan = given.plan
    if plan is None or not plan.actions:
        return
    listed = _of_kind(actions.section(given), Table)[0]
    days, when, who = (listed.columns[place] for place in (3, 4, 5))
    columns = (listed.columns[0], Column("Action", is_wide=True), Column("Why", is_wide=True), days, when, who)
    rows = []
    for action, (number, what, _, effort, period, lead, *_) in zip(plan.actions, listed.rows, strict=True):
        rows.append((number, action.title, what.removeprefix(f"{action.title}\n"), effort, period, lead))
    yield Slide(_leads(plan), ((Table(columns, tuple(rows), caption="The first actions"),),), _reading(given))


def _leads(plan: Plan) -> str:
    last, is_one = last_period(plan), len(plan.actions) == 1
    until = f" by the end of {period_named(last)}" if last else ""
    number = Phrase(count_at(plan, "actions"), f" {'action' if is_one else 'actions'}{until}")
    if not plan.has_total or plan.score_now is None or plan.score_after is None:
        return Phrase(number, f" {'is' if is_one else 'are'} planned")
    now, after = shares_at(plan, ("score_now",), ("score_after",))
    zero = ", where what nobody rated counts as zero" if plan.unrated else ""
    return Phrase(number, f" {'raises' if is_one else 'raise'} the score from ", now, " to ", after, zero)


def _reading(given: Given) -> tuple[str, ...]:
    """Say how the plan is read."""
    return tuple(_under(given, "How to read the plan"))


def _calendar(given: Given) -> Iterator[Slide]:
    """Show what runs when, and where the score comes."""
    parts = tuple(calendar.section(given))
    for timeline in _of_kind(parts, Timeline):
        is_long = len(timeline.slots) > _SIDE_BY_SIDE
        score: tuple[Part, ...] = () if is_long else tuple(_of_kind(course.section(given), Course))
        left: tuple[Part, ...] = (timeline, *_days_to_keep(timeline))
        columns = (left, score) if score else (left,)
        notes = (*_texts(_of_kind(parts, Paragraph)), *_texts(_of_kind(course.section(given), Paragraph)))
        yield Slide(_runs(timeline), columns, notes, (0.66, 0.34) if score else ())


_SIDE_BY_SIDE = 6
"""So many periods leave room for a chart beside the calendar."""


def _days_to_keep(timeline: Timeline) -> Iterator[Paragraph]:
    days = [f"{each.title}, by {each.day.isoformat()}" for each in timeline.milestones]
    if days:
        yield Paragraph(f"To be kept: {'; '.join(days[:3])}.", tone="note")


def _runs(timeline: Timeline) -> str:
    """Say from when to when the work runs, and which period is the fullest."""
    first, last = timeline.slots[0], timeline.slots[-1]
    until = f"from {period_named(first.title)} to {period_named(last.title)}"
    when = f"in {period_named(first.title)}" if first == last else until
    fullest = max(timeline.slots, key=lambda slot: slot.filled)
    if not fullest.filled:
        return f"The work runs {when}"
    return Phrase(f"The work runs {when}; {period_named(fullest.title)} takes ", fullest.days, " person-days")


def _change(given: Given) -> Iterator[Slide]:
    """Show the change since last time, or the course over all rounds where there are more than two."""
    comparison = given.comparison
    rounds = tuple(_of_kind(trend.section(given), Trend))
    if comparison is None:
        if rounds:
            notes = tuple(_texts(_of_kind(trend.section(given), Paragraph)))
            yield Slide(_over(rounds[0]), (rounds,), notes)
        return
    changed = tuple(describe_change(comparison, is_brief=True))
    left: tuple[Part, ...] = rounds or tuple(map(_sides, _of_kind(changed, Table)))
    causes = _of_kind(describe_causes(comparison, is_brief=True), Table)[:1]
    right: tuple[Part, ...] = tuple(causes)
    if comparison.has_total:
        right = (*causes, Paragraph(like_for_like(comparison)))
    said = headline_of(comparison)
    title = said.pieces[0] if isinstance(said, Phrase) else said
    notes = tuple(_texts((*_of_kind(changed, Paragraph), *_of_kind(changed, Bullets))))
    yield Slide(title, (left, right) if right else (left,), notes, (0.62, 0.38) if right else ())


class Sides(NamedTuple):
    """Shares of the same things at several times, side by side.

    Args:
        title: What they show.
        table: The same as a table: what each row is of, then a column for each time.
    """

    title: str
    table: Table

    def as_table(self) -> Table:
        """Say the same as a table."""
        return self.table


def _sides(table: Table) -> Sides:
    """Draw a table of changes without the column of points, which is no share."""
    columns = tuple(column for column in table.columns if column.title != "Points")
    return Sides(table.caption, Table(columns, tuple(row[: len(columns)] for row in table.rows), caption=table.caption))


def _over(rounds: Trend) -> str:
    first, last = rounds.points[0], rounds.points[-1]
    many = number_in_words(len(rounds.points))
    return Phrase(f"Over {many} rounds the score went from ", first.value, " to ", last.value)


def _asks(given: Given) -> Iterator[Slide]:
    """List the organization's own asks, and those that follow from the results as proposals."""
    own, proposed = asks.own_asks(given), asks.proposed_asks(given, is_brief=True)
    if not own and not proposed:
        return
    number = len(own or proposed)
    title = f"You are asked to decide {number_in_words(number)} {'point' if number == 1 else 'points'}"
    parts: list[Part] = [Bullets(own)] if own else []
    parts += [Paragraph(asks.PROPOSED, tone="note"), Bullets(proposed)] if proposed else []
    yield Slide(title, (tuple(parts),), (*own, *proposed))


def _method(given: Given) -> Iterator[Slide]:
    """Say how the figures came about and how far they may be trusted."""
    scored, limits = tuple(_under(given, "How it was scored")), tuple(_under(given, "Limits"))
    left = (Heading("How it was scored", 3), Bullets(scored)) if scored else ()
    right = (Heading("Limits", 3), Bullets(limits), Paragraph(given.head.notice, tone="warning"))
    columns = (left, right) if left else (right,)
    yield Slide(
        "Self-reported, not validated: read each figure with its range",
        columns,
        tuple(_texts(method.section(given))),
    )


def _under(given: Given, heading: str) -> Iterator[str]:
    """Give the texts that stand under a heading of the section on method."""
    is_under = False
    for part in method.section(given):
        if isinstance(part, Heading):
            is_under = part.text == heading
        elif is_under:
            yield from _texts([part])


def _texts(parts: Iterable[Any]) -> Iterator[str]:
    """Give what parts say in sentences; headings and tables are left out."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Bullets):
            yield from part.items


def _of_kind(parts: Iterable[Any], kind: type[Kind]) -> list[Kind]:
    return [part for part in parts if isinstance(part, kind)]
