"""The goals: what was observed, what carries them, and whether that is in place in time; never a forecast."""

from collections.abc import Iterator

from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.goal import Goal, aim_of, progress_of, served_by, titled
from equity_blocks.model.phrases import counted, enumerated, period_named
from equity_blocks.model.plan import Plan, ServedGoal
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Phrase, Table, figures, worded
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan_actions import span
from equity_blocks.reports.values import count_at, date_at, share_at

ORDER = 30

_INSIDE = ("owner", "steering")
"""Audiences that may read what the organization wants to reach."""

_NO_FORECAST = (
    "For each goal: what was measured, and whether the {practices} that carry it are in place early enough for the "
    "measure to move by its date. Whether it then moves is not forecast."
)
_SAID = ("goal_without_action", "cause_without_action")
_UNCONFIRMED = (
    "They choose nothing, and no plan is held against them, until local data and the people concerned have confirmed "
    "them."
)


def section(given: Given) -> Iterator[Part]:
    """Go through the goals: the confirmed ones with what carries them, then those that nobody has confirmed."""
    goals = given.assessment.goals if given.audience in _INSIDE else ()
    if not goals:
        return
    yield Heading("Goals")
    confirmed = [goal for goal in goals if goal.confirmed]
    if confirmed:
        yield Paragraph(given.head.vocabulary.fill(_NO_FORECAST), tone="note")
    for goal in confirmed:
        yield from _goal(goal, given)
    open_ones = tuple(f"{_with_aim(goal)}." for goal in goals if not goal.confirmed)
    if open_ones:
        yield Heading("Not confirmed yet", 3)
        yield Paragraph(_UNCONFIRMED)
        yield Bullets(open_ones)


def _goal(goal: Goal, given: Given) -> Iterator[Part]:
    yield Heading(titled(goal), 3)
    place = _place_of(goal, given.plan)
    facts = [*_people(goal), *_course(goal, given.plan, place)]
    facts += _in_time(given.plan, place) if given.plan is not None and place is not None else []
    yield Bullets(tuple(facts))
    yield from _remarks(goal, given.plan)
    yield from _carriers(goal, given)


def _place_of(goal: Goal, plan: Plan | None) -> int | None:
    goals = plan.goals if plan is not None else ()
    return next((place for place, served in enumerate(goals) if served.id == goal.id), None)


def _with_aim(goal: Goal) -> str:
    return ", ".join(filter(None, (titled(goal), aim_of(goal))))


def _people(goal: Goal) -> Iterator[str]:
    if goal.title:  # else the title says it
        yield f"What is measured: {goal.measure.rstrip('.')}. For whom: {goal.population.rstrip('.')}."


def _course(goal: Goal, plan: Plan | None, place: int | None) -> Iterator[str]:
    """Say where the measure stood, where it shall stand and what was seen since."""
    start, end = goal.baseline, goal.target
    if start:
        when = f" ({start.period})" if start.period else ""
        yield f"At first: {start.value:g}{f' {start.unit}' if start.unit else ''}{when}."
    else:
        yield "At first: not measured yet."
    if end:
        unit = f" {start.unit}" if start and start.unit else ""
        yield f"Aimed for: {end.value:g}{unit}{f' by {end.by.isoformat()}' if end.by else ', with no date'}."
    else:
        yield "Aimed for: not decided yet."
    progress = progress_of(goal)
    if not progress:
        yield "Nothing was observed since."
        return
    closed = plan.goals[place].closed if plan is not None and place is not None else None
    if closed is None or not 0 <= closed < 1:
        yield f"{progress}."
    else:
        yield Phrase(f"{progress} (", share_at(plan, "goals", place, "closed"), ").")  # type: ignore[arg-type]


def _in_time(plan: Plan, place: int) -> Iterator[str]:
    """Say by when what carries the goal has to be in place, and whether it is."""
    goal = plan.goals[place]
    if goal.due is None or goal.lead is None:
        yield "The target has no date, so nothing can be late." if goal.actions else "The target has no date."
        return
    due, lead = date_at(plan, "goals", place, "due"), count_at(plan, "goals", place, "lead")
    quarters = "quarter" if goal.lead == 1 else "quarters"
    before = ("on the day of the target") if goal.lead == 0 else Phrase(lead, f" {quarters} before the target's day")
    yield Phrase("What carries it has to be in place by ", due, ", ", before, f": {_kept(goal)}.")


def _kept(goal: ServedGoal) -> str:
    if not goal.actions:
        return "no action in this plan carries it"
    if goal.in_time is None or goal.finish is None:
        return "the plan has no dates to hold against that"
    ends = f"the last action that carries it ends with {period_named(goal.finish)}"
    return f"{ends}, in time" if goal.in_time else f"{ends}, too late"


def _remarks(goal: Goal, plan: Plan | None) -> Iterator[Part]:
    """Say what the plan remarks on this goal, besides what the lines and the table say already."""
    said = [remark for remark in (plan.remarks if plan is not None else ()) if remark.data.get("goal") == goal.id]
    text = " ".join(remark.message for remark in said if remark.code not in _SAID)
    if text:
        yield Paragraph(text, tone="warning")


def _carriers(goal: Goal, given: Given) -> Iterator[Part]:
    """List what acts on the causes of a goal, with the action that raises it, or where it stands without one."""
    if not goal.root_causes:
        yield Paragraph("No cause of it is named yet, so nothing carries it.")
        return
    rows = tuple(_row(name, goal, given) for name in served_by(goal))
    bare = [cause.title.rstrip(".") for cause in goal.root_causes if not cause.practices]
    called = given.head.vocabulary
    if rows:
        first = Column(called.fill("{Practice}, and what it acts on"), is_wide=True)
        columns = (first, *figures("Action"), Column("Where it leads, or why not"), Column("When", is_narrow=True))
        yield Table(columns, rows, caption=called.fill(f"{{Practices}} that carry the goal {_braced(titled(goal))}"))
    if bare:
        causes = counted(len(bare), "cause")
        yield Paragraph(called.fill(f"{causes} without {{a_practice}} yet: {_braced(enumerated(bare))}."))


def _braced(text: str) -> str:
    """Keep the braces of a text as they are where words are filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def _row(name: str, goal: Goal, given: Given) -> tuple[str, ...]:
    practice = given.framework.practices.get(name)  # a tailoring may have taken it out
    title = practice.title if practice else headed(worded(name))
    causes = "; ".join(cause.title.rstrip(".") for cause in goal.root_causes if name in cause.practices)
    plan = given.plan
    found = next((i for i, action in enumerate(plan.actions) if action.practice == name), None) if plan else None
    if plan is None or found is None:
        return f"{title}\n{causes}", NO_VALUE, _without_action(name, given), NO_VALUE
    action = plan.actions[found]
    leads = f"{worded(action.start_level) if action.start_level else 'not rated'} \N{RIGHTWARDS ARROW} "
    when = span(action.start, action.finish) if plan.periods else f"wave {action.wave}"
    return f"{title}\n{causes}", count_at(plan, "actions", found, "rank"), leads + worded(action.to), when


def _without_action(name: str, given: Given) -> str:
    """Say why nothing raises it, else where it stands."""
    plan, card = given.plan, given.card
    left = (*plan.later, *plan.unscheduled) if plan is not None else ()
    reason = next((entry.reason for entry in left if entry.practice == name), "")
    scored = card.practices.get(name) if card is not None else None
    if reason or scored is None:
        return reason or "no action"
    if scored.level is None:
        return worded(scored.status)
    is_met = scored.target is not None and _reaches(name, scored.level, scored.target, given)
    return f"{worded(scored.level)}, which is its target" if is_met else f"{worded(scored.level)}, no action"


def _reaches(name: str, level: str, target: str, given: Given) -> bool:
    scale = given.framework.scale_of(name)
    return scale.position(level) >= scale.position(target)
