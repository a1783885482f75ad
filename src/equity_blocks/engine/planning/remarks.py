"""Remarks: what is doubtful about a plan as a whole, by name."""

from collections.abc import Collection, Mapping
from typing import Any

from equity_blocks.engine.benefit.standing import Standing, attainable
from equity_blocks.engine.planning.goals import Serving
from equity_blocks.engine.planning.ordering import at_target
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.model.goal import Goal, served_by, small_counts, titled
from equity_blocks.model.phrases import period_kind, period_named, worded
from equity_blocks.model.plan import ServedCause, ServedGoal
from equity_blocks.model.reasons import listed
from equity_blocks.model.scorecard import Remark


def remarks(serving: Serving) -> list[Remark]:
    """List what the readers of a plan should know.

    * `deadline_missed`: what is required by a date ends later, finds no room, or is blocked.
    * `goal_without_action`: no action serves a goal, and not all that would serve it stands at its target.
    * `cause_without_action`: the same of one root cause of a goal that actions serve otherwise.
    * `goal_late`: actions that serve a goal end later than its date, less its lead, asks for.
    * `goal_below_in_place`: what serves a goal stays below the level that its scale aims for by default.
    * `small_count`: a figure of a goal may be a count of 1 to 10 members.
    * `serves_no_goal`: a chosen practice serves none of the goals, where there are goals.
    * `important_left_out`: a practice marked as of high importance, or required, is neither chosen nor raised to its
      target because another needs it.
    * `dates_unchecked`: something is required by a date, but the periods are numbers without dates.
    * `not_additive`: a bound was asked for, but what a step adds depends on the order of the plan.
    * `duties_unproven`: the exact planner ran out of time before dates and work under way were proven.
    * `starts_in_the_past`: the first period is over on the date of the assessment.
    * `required_beside_pick`: what something from outside requires stands beside the first so many.
    * `pursued_but_dropped`: a practice is marked to be pursued, and its work as dropped; it is not planned.
    * `tailoring_not_applied`: the assessment names a tailoring, but the framework is as it was published.
    * `done_but_below_target`: work is reported as done, but the rating stands below the target.

    Args:
        serving: The plan, held against the goals.
    """
    standing, selection, dates = serving.standing, serving.selection, serving.dates
    found = [*_late(standing, selection, dates), *_calendar(standing, dates)] if dates else []
    for goal, served in zip(standing.assessment.goals, serving.goals(), strict=True):
        found += [*_without_action(served), *_goal_late(serving, served), *_below(serving, goal, served)]
    found += [_small(goal) for goal in standing.assessment.goals if any(small_counts(goal))]
    found += _without_goal(standing, selection)
    found += _left_out(standing, selection, at_target(standing, serving.runs))
    found += _beside(standing, selection)
    found += _dropped(standing, {run.practice for run in serving.runs})
    found += _done(standing)
    found += _untailored(standing)
    return found


def missed_band(band: Mapping[str, Any] | None, score: float | None, *, is_dated: bool) -> list[Remark]:
    """Remark `band_not_reached`: the plan ends below the band asked for.

    Args:
        band: The fields of a `WantedBand`; `None` where none was asked for.
        score: The score at the end.
        is_dated: Whether there is a calendar that may have cut the plan short.
    """
    if band is None or band["is_reached"]:
        return []
    limits = "within this calendar and these means" if is_dated else "whatever is raised"
    message = f"The plan does not reach {band['title']} {limits}."
    data = {"band": band["id"], "start": band["start"], "score_after": score}
    return [Remark(code="band_not_reached", message=message, data=data)]


def _calendar(standing: Standing, dates: Timetable) -> list[Remark]:
    """What the calendar cannot keep to, or has behind it."""
    found = []
    calendar, as_of = dates.calendar, standing.assessment.as_of
    owed = [n for n in standing.aims if any(duty.due for duty in standing.assessment.rating(n).required_by)]
    if calendar.first is None and owed:
        why = "have due dates, which cannot be checked against numbered periods"
        message = f"These {why}: {_titles(standing, owed)}. Set the first period (start)."
        found.append(_named("dates_unchecked", message, owed))
    if as_of and (calendar.holding(as_of) or 0) > 1:
        message = f"The first period, {calendar.name(1)}, is over on the date of the assessment, {as_of.isoformat()}."
        found.append(Remark(code="starts_in_the_past", message=message))
    return [*found, *_proof(dates)]


def _proof(dates: Timetable) -> list[Remark]:
    """What the bound of the schedule does not speak of."""
    schedule = dates.schedule
    if schedule.bound is not None and not dates.benefits.is_exact:
        message = "What a step adds to this score depends on the order, so no bound of the schedule is given."
        return [Remark(code="not_additive", message=message)]
    if schedule.duties_bound is not None and schedule.duties_bound != schedule.duties:
        message = "The time was over before it was proven that dates and work under way cannot do better."
        data = {"found": schedule.duties._asdict(), "bound": schedule.duties_bound._asdict()}
        return [Remark(code="duties_unproven", message=message, data=data)]
    return []


def _untailored(standing: Standing) -> list[Remark]:
    if not standing.assessment.tailoring or standing.framework.tailored is not None:
        return []
    message = "The assessment names a tailoring, but this plan is of the framework as it was published."
    return [Remark(code="tailoring_not_applied", message=message)]


def _beside(standing: Standing, selection: Selection) -> list[Remark]:
    """What --pick would have left out."""
    if not selection.beside:
        return []
    names = list(selection.beside)
    message = f"Required from outside, and so in the plan beside those picked: {_titles(standing, names)}."
    return [_named("required_beside_pick", message, names)]


def _dropped(standing: Standing, planned: Collection[str]) -> list[Remark]:
    work, rating = standing.assessment.actions, standing.assessment.rating
    both = [n for n in standing.aims if n in work and work[n].progress == "dropped" and rating(n).decision == "pursue"]
    idle, needed = ([n for n in both if (n in planned) is is_planned] for is_planned in (False, True))
    said = (
        [f"Marked to be pursued, but reported as dropped, and so not planned: {_titles(standing, idle)}."]
        if idle
        else []
    )
    planned_still = "Marked to be pursued, but reported as dropped, and planned only as far as others need it"
    said += [f"{planned_still}: {_titles(standing, needed)}."] if needed else []
    return [_named("pursued_but_dropped", " ".join(said), both)] if both else []


def _late(standing: Standing, selection: Selection, dates: Timetable) -> list[Remark]:
    """What misses its date, and what never reaches its target, so that no date can be kept."""
    chosen = set(selection.chosen)
    blocked = [name for name in standing.aims if name in chosen and attainable(standing, name) < standing.aims[name]]
    dated = [name for name in blocked if any(duty.due for duty in standing.assessment.rating(name).required_by)]
    late = list(dict.fromkeys([*dates.missed, *dated]))
    return [_named("deadline_missed", f"Not on time: {_titles(standing, late)}.", late)] if late else []


def _without_action(served: ServedGoal) -> list[Remark]:
    """A goal that nothing serves, else its root causes that nothing serves; not what stands at its targets already."""
    if not served.causes:
        message = f"No root cause of '{served.title}' is named, so no action serves it."
        return [_of_goal("goal_without_action", message, served)]
    unserved = [cause for cause in served.causes if not cause.actions and not _is_done(cause)]
    if unserved and not served.actions:
        why = " ".join(dict.fromkeys(cause.reason for cause in unserved))
        message = f"No action serves the goal '{served.title}'. {why}"
        return [_of_goal("goal_without_action", message, served, causes=list(map(_cause_data, unserved)))]
    return [
        _of_goal(
            "cause_without_action",
            f"'{served.title}': no action for the root cause '{cause.title}'. {cause.reason}",
            served,
            **_cause_data(cause),
        )
        for cause in unserved
    ]


def _is_done(cause: ServedCause) -> bool:
    return all(reason.code == "at_target" for reason in cause.reasons)


def _cause_data(cause: ServedCause) -> dict[str, Any]:
    return {"cause": cause.title, "reasons": [reason.model_dump(mode="json") for reason in cause.reasons]}


def _goal_late(serving: Serving, served: ServedGoal) -> list[Remark]:
    """The actions that end after the day by which they should be in place."""
    dates, due = serving.dates, served.due
    late = {rank: periods for rank in served.actions if (periods := serving.late(rank, due) or 0) > 0}
    if not late or dates is None or due is None:
        return []
    actions = []
    for rank, periods in late.items():
        run = serving.runs[rank - 1]
        finish = dates.calendar.name(dates.end[run.steps[-1]])
        actions.append({"rank": rank, "practice": run.practice, "finish": finish, "periods": periods})
    told = [_lateness(serving, action) for action in actions]
    lead = f", {served.lead} quarters before its target" if served.lead else ""
    message = f"'{served.title}' needs its actions done by {due.isoformat()}{lead}: {listed(told, most=6)}."
    return [_of_goal("goal_late", message, served, due=due.isoformat(), actions=actions)]


def _lateness(serving: Serving, action: Mapping[str, Any]) -> str:
    kind, periods = period_kind(action["finish"]), action["periods"]
    title = serving.standing.framework.practices[action["practice"]].title
    return f"{title} ends in {period_named(action['finish'])} ({periods} {kind}{'' if periods == 1 else 's'} late)"


_LIMITS = {"own_target": "its own target", "blocked": "blocked", "no_room": "no room", "over_budget": "no money left"}


def _below(serving: Serving, goal: Goal, served: ServedGoal) -> list[Remark]:
    """What serves a goal and stays below in place: not everywhere, so that a measure may not move."""
    found = [
        {"practice": name, "to": level, "below": aimed, "why": why}
        for name, (level, aimed, why) in serving.below(goal).items()
    ]
    if not found:
        return []
    titles = serving.standing.framework.practices
    told = [
        f"{titles[each['practice']].title} at {worded(each['to'])} ({_LIMITS.get(each['why'], worded(each['why']))})"
        for each in found
    ]
    below = " or ".join(dict.fromkeys(worded(each["below"]) for each in found))
    message = f"'{served.title}': below {below}, so its measure may not move: {listed(told, most=6)}."
    return [_of_goal("goal_below_in_place", message, served, practices=found)]


def _small(goal: Goal) -> Remark:
    message = f"'{titled(goal)}' has a figure from 1 to 10: if it counts members, it may identify them."
    return Remark(code="small_count", message=message, data={"goal": goal.id})


def _of_goal(code: str, message: str, goal: ServedGoal, **data: Any) -> Remark:
    return Remark(code=code, message=message, data={"goal": goal.id, **data})


def _without_goal(standing: Standing, selection: Selection) -> list[Remark]:
    served = {name for goal in standing.assessment.goals for name in served_by(goal)}
    idle = [name for name in selection.chosen if name not in served]
    if not served or not idle:
        return []
    verb = "serves" if len(idle) == 1 else "serve"
    message = f"{_titles(standing, idle)} {verb} no goal directly."
    return [_named("serves_no_goal", message, idle)]


def _left_out(standing: Standing, selection: Selection, reached: Collection[str]) -> list[Remark]:
    rating = standing.assessment.rating
    missing = [name for name in selection.left if name not in reached]
    left = [name for name in missing if rating(name).importance == "high" or rating(name).required_by]
    if not left:
        return []
    return [_named("important_left_out", f"Important or required, but not selected: {_titles(standing, left)}.", left)]


def _done(standing: Standing) -> list[Remark]:
    work = standing.assessment.actions
    below = [name for name in standing.aims if name in work and work[name].progress == "done"]
    if not below:
        return []
    message = f"Reported as done, but rated below target: {_titles(standing, below)}. Rate again, or lower the target."
    return [_named("done_but_below_target", message, below)]


def _named(code: str, message: str, names: list[str]) -> Remark:
    data: dict[str, Any] = {"practices": names}
    return Remark(code=code, message=message, data=data)


def _titles(standing: Standing, names: list[str]) -> str:
    return listed([standing.framework.practices[name].title for name in names], most=6)
