"""A plan in words and tables: what a board adopts, headline first, and what it leaves open."""

from collections.abc import Iterator
from math import fsum

from equity_blocks.model import Framework
from equity_blocks.model.acceptability import Confidence
from equity_blocks.model.action import Action
from equity_blocks.model.figures import percent, percents
from equity_blocks.model.phrases import counted, enumerated, listed, lowered, period_named
from equity_blocks.model.plan import NotPlanned, Plan, ServedGoal
from equity_blocks.model.reasons import NO_ROOM, room_in_words
from equity_blocks.model.scorecard import DOUBTS, Remark
from equity_blocks.option_names import option
from equity_blocks.reports.document import Bullets, Document, Heading, Paragraph, Part, person_days
from equity_blocks.reports.framing import doubts, framed, starting_figure, title_of
from equity_blocks.reports.plan_actions import Grouping, describe_actions, leader_of
from equity_blocks.reports.plan_calendar import describe_calendar, describe_past
from equity_blocks.reports.plan_details import describe_details, describe_offers


def describe_plan(
    plan: Plan,
    framework: Framework | None = None,
    *,
    top: int | None = None,
    by: Grouping | None = None,
    details: bool = False,
) -> Document:
    """Say what a plan says.

    Args:
        plan: The plan.
        framework: Gives roles, levels and the framework their titles. Default: their ids are shown.
        top: How many actions to show. Default: all.
        by: Show groups of actions instead of single ones. Default: single ones.
        details: Say too why each action stands where it stands, when it is done, what shows it, what material there is,
            and how to read the figures. Default: two pages.

    Returns:
        The headline, where things stand, the actions in order, the calendar, who does it, and what is left open.
    """
    parts: list[Part] = [*describe_headline(plan), *doubts(plan.remarks), *describe_past(plan), *_standing(plan)]
    parts += describe_actions(plan, framework, top=top, by=by)
    if plan.actions:
        parts += [*describe_calendar(plan), *_people(plan, framework)]
    parts += describe_left_open(plan, framework, details=details)
    parts += describe_offers(plan)
    if details:
        parts += describe_details(plan, framework, top)
    return framed("Action plan", plan, framework, parts)


def _standing(plan: Plan) -> Iterator[Part]:
    yield Heading("Where we stand")
    if not plan.has_total:
        by_design = (
            "No total, by design of the framework: this plan weighs how far its {blocks} come, each by its weight."
        )
        yield Paragraph(plan.vocabulary.fill(by_design))
    elif plan.score_now is None:
        yield Paragraph("Nothing applies, so there is no score to raise.")
        return
    goals = [goal for goal in plan.goals if goal.progress or len(plan.goals) > FEW_GOALS or not plan.actions]
    start = [" ".join((_start(plan), *_band(plan)))] if plan.has_total else []
    if start or goals:
        yield Bullets((*start, *(_goal(goal, plan) for goal in goals)))


def _start(plan: Plan) -> str:
    return "" if plan.score_now is None else starting_figure(plan.score_now, plan.score_card, plan.unrated, plan)


def _band(plan: Plan) -> Iterator[str]:
    """Say whether and when the band asked for is reached."""
    band = plan.band
    if band is None:
        return
    edge = f"{band.title} begins at {percent(band.start, plan.edges)}"
    if not band.is_reached:
        where = f" by the end of {period_named(plan.periods[-1].id)}" if plan.periods else ""
        yield f"{edge} and is not reached{where}."
    elif band.period:
        yield f"{edge} and is reached at the end of {period_named(band.period)}."
    else:
        yield f"{edge} and is reached." if plan.actions else f"{edge}: that is reached already."


def _goal(goal: ServedGoal, plan: Plan) -> str:
    """Say what was observed of a goal, and whatever the headline does not say."""
    if plan.actions and len(plan.goals) == 1:
        return f"The goal: {lowered(goal.progress.rstrip('.'))}."
    aim = f", {goal.aim}" if goal.aim and (not plan.actions or len(plan.goals) > FEW_GOALS) else ""
    return ". ".join(filter(None, (f"{goal.title}{aim}", goal.progress.rstrip(".")))) + "."


def _people(plan: Plan, framework: Framework | None) -> Iterator[Part]:
    """List who leads which actions; those that nobody leads come first."""
    leads: dict[str, list[str]] = {}
    for action in plan.actions:
        leads.setdefault(leader_of(action, framework), []).append(str(action.rank))
    nobody = leads.pop("", [])
    led = [f"{who} {enumerated(ranks)}" for who, ranks in leads.items()]
    yield Heading("Who does it")
    yield Paragraph("; ".join([*([f"Nobody yet {enumerated(nobody)}"] if nobody else []), *led]) + ".")


_NAMED = 3
"""So many actions are named; the table below has all."""


def describe_headline(plan: Plan) -> Iterator[Part]:
    """Say what a board reads first; nothing where nothing is planned."""
    if not plan.actions:
        return
    yield Paragraph(f"{_what(plan)} {_effort(plan)}")
    yield Bullets((*goals_served(plan), f"Asked of the board: {'; '.join(asked(plan))}."))


def _what(plan: Plan) -> str:
    last = last_period(plan)
    when = f" by the end of {period_named(last)}" if last else ""
    return f"{counted(len(plan.actions), 'action')}{when}: {listed([a.title for a in plan.actions], _NAMED)}."


def last_period(plan: Plan) -> str | None:
    """Name the period in which the last action ends; `None` where none has a date."""
    finishes = {action.finish for action in plan.actions}
    return next((period.id for period in reversed(plan.periods) if period.id in finishes), None)


def _effort(plan: Plan) -> str:
    one = len(plan.actions) == 1
    start, end = percents(plan.score_now, plan.score_after, edges=plan.edges)
    raised = f", and {'raises' if one else 'raise'} the score from {start} to {end}" if plan.has_total else ""
    takes = f"{'It takes' if one else 'They take'} about {_days(plan)}{_available(plan)}"
    money = f" and {_money(plan):,.0f} in money" if _money(plan) else ""
    return f"{takes}{money}{raised}."


def _days(plan: Plan) -> str:
    return counted(round(sum(action.effort.likely for action in plan.actions)), "person-day")


def _available(plan: Plan) -> str:
    most = sum(period.capacity or 0 for period in plan.periods)
    return f" of the {most:.0f} available" if most else ""


def _money(plan: Plan) -> float:
    return sum(action.cost or 0 for action in plan.actions)


def goals_served(plan: Plan) -> Iterator[str]:
    """Say what the plan does for the goals."""
    if len(plan.goals) <= FEW_GOALS:
        yield from map(_goal_served, plan.goals)
        return
    served = [goal for goal in plan.goals if goal.actions]
    dated = [goal for goal in served if goal.in_time is not None]
    in_time = f", {sum(bool(goal.in_time) for goal in dated)} of {len(dated)} in time" if dated else ""
    yield f"Serves {len(served)} of {len(plan.goals)} goals{in_time}."


def _goal_served(goal: ServedGoal) -> str:
    what = f"{goal.title}{f', {goal.aim}' if goal.aim else ''}."
    if not goal.actions:
        return f"Nothing serves the goal: {what}"
    if goal.in_time is None or goal.finish is None or goal.due is None:
        return f"Serves the goal: {what}"
    done = f"done by the end of {period_named(goal.finish)}, needed by {goal.due.isoformat()}"
    return f"Serves the goal {'in time' if goal.in_time else 'too late'} ({done}): {what}"


def asked(plan: Plan) -> Iterator[str]:
    """List what the board has to decide, each beginning with a verb in small letters."""
    yield from (*approvals(plan), *left_to_settle(plan))
    if remarks := to_review(plan):
        yield f"look at {counted(len(remarks), 'point')} to review"


def approvals(plan: Plan) -> Iterator[str]:
    """List what of a plan the board has to agree to."""
    if plan.selection == "proposed":
        yield "confirm this proposed choice"
    money = f" and {_money(plan):,.0f} in money" if _money(plan) else ""
    yield f"approve {_days(plan)}{money}"


def left_to_settle(plan: Plan) -> Iterator[str]:
    """List what the board has to settle besides: dates that cannot be kept, owners, and what stays below its target."""
    late = [f"{action.title} (due {_due(action)})" for action in plan.actions if _due(action)]
    if late:
        yield f"settle what becomes of {'a date' if len(late) == 1 else 'dates'} that cannot be kept: {listed(late)}"
    is_told = "actions.owner" not in plan.withheld
    unowned = [str(action.rank) for action in plan.actions if is_told and not action.owner]
    if unowned:
        some = f"{'action' if len(unowned) == 1 else 'actions'} {listed(unowned, most=8)}"
        yield f"name an owner for {'every action' if len(unowned) == len(plan.actions) > 1 else some}"
    if plan.unscheduled:
        practices = counted(len(plan.unscheduled), plan.vocabulary.practice, plan.vocabulary.practices)
        yield f"settle what becomes of {practices} that {_cannot(plan)}"


def _cannot(plan: Plan) -> str:
    return f"{'does' if len(plan.unscheduled) == 1 else 'do'} not get as far as asked"


def _due(action: Action) -> str:
    missed = next((reason for reason in action.reasons if reason.code == "deadline_missed"), None)
    return str(missed.data["due"]) if missed else ""


_LEFT = {
    (True, True): "Not planned, and points to review",
    (True, False): "Not planned",
    (False, True): "Points to review",
}
FEW_GOALS = 2
"""So many goals are told one by one in the headline; more are counted there, and told below it."""
_CLOSE = 0.1
"""How near to half a share is called a toss-up. Editorial."""

_MUCH = 0.3
"""From which share of the days on that are free a proposal says so. Editorial."""


def describe_left_open(plan: Plan, framework: Framework | None = None, *, details: bool = False) -> Iterator[Part]:
    """Say what a plan leaves open, each under its heading, where there is something to say.

    Args:
        plan: The plan.
        framework: Gives practices their titles. Default: their ids are shown.
        details: Say too which actions make a goal late that the headline says is late. Default: not.
    """
    left = tuple(left_out(plan))
    remarks = tuple(remark.message for remark in (_with_details(plan) if details else to_review(plan)))
    if left or remarks:
        yield Heading(_LEFT[bool(left), bool(remarks)])
        yield Bullets((*left, *remarks))
    if plan.confidence:
        yield Heading("How firm the order is")
        yield Paragraph(_firm(plan.confidence, framework))


def left_out(plan: Plan) -> Iterator[str]:
    """Say what is not planned and why: what finds no room, what was put off, and how much else is below its target."""
    yield from (*_alike(plan.unscheduled), *_room(plan), *_later(plan))


def to_review(plan: Plan) -> list[Remark]:
    """List the remarks on a plan that its headline does not tell already."""
    in_headline = (*DOUBTS, "goal_late") if plan.actions and len(plan.goals) <= FEW_GOALS else DOUBTS
    return [remark for remark in plan.remarks if remark.code not in in_headline]


def _with_details(plan: Plan) -> list[Remark]:
    """List all remarks but those that stand beside the score in any case."""
    return [remark for remark in plan.remarks if remark.code not in DOUBTS]


def _alike(left: tuple[NotPlanned, ...]) -> Iterator[str]:
    """Name practices with the same reason together."""
    titles: dict[str, list[str]] = {}
    for item in left:
        titles.setdefault(item.reason, []).append(item.title)
    for reason, practices in titles.items():
        yield f"{enumerated(practices)}: {reason}"


def _room(plan: Plan) -> Iterator[str]:
    """Say what would make room for all that found none, where these are several."""
    cramped = [left for left in plan.unscheduled if {reason.code for reason in left.reasons} & NO_ROOM]
    if plan.room and len(cramped) > 1:
        words = room_in_words(plan.periods[-1].id, plan.room.periods, plan.room.days)
        yield f"For all {len(cramped)} that find no room: {lowered(words)}"


def _firm(confidence: Confidence, framework: Framework | None) -> str:
    close = [pair for pair in confidence.before if abs(pair.p - 0.5) < _CLOSE]
    names = dict.fromkeys(title_of(name, framework) for pair in close for name in (pair.first, pair.second))
    toss = f"No clear order among {enumerated(list(names))}: pairs of them are close to a toss-up."
    how = "weights, ratings, level values and effort"
    method = f"Actions were re-ranked by benefit per person-day in {confidence.draws:,} variations of {how}."
    return f"{method} {toss if names else 'No pair of the first actions is a toss-up.'}"


def _later(plan: Plan) -> Iterator[str]:
    later, selection, called = plan.later, plan.selection, plan.vocabulary
    decided = [item.title for item in later if item.reasons[0].code in ("decided_later", "dropped")]
    if decided:
        yield f"Decided for later: {enumerated(decided)}."
    # Of a proposal, what `pick` leaves out stands with all else that was not proposed.
    beyond = [item.title for item in later if selection == "decided" and item.reasons[0].code == "not_picked"]
    if beyond:
        yield f"Decided, but beyond {option('pick')}: {listed(beyond)}."
    others = len(later) - len(decided) - len(beyond)
    if others:
        verb = "is" if others == 1 else "are"
        practices = counted(others, f"other {called.practice}", f"other {called.practices}")
        yield f"{practices} {verb} below target and not in this plan ({option('everything')} plans them)."
    free, capacity = _days_free(plan)
    if others and selection == "proposed" and free > _MUCH * capacity:
        days = f"{person_days(free)} of the {person_days(capacity)} person-days are free"
        yield f"{days}: {option('pick')} proposes more."


def _days_free(plan: Plan) -> tuple[float, float]:
    """Sum the days of all periods that nothing uses, and all that they have."""
    limited = [(period.capacity, period.used) for period in plan.periods if period.capacity is not None]
    return fsum(capacity - used for capacity, used in limited), fsum(capacity for capacity, _ in limited)
