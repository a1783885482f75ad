"""Remarks: what is doubtful about a plan as a whole, by name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from equity_blocks.engine.planning.goals import served_by, small_counts, titled
from equity_blocks.engine.planning.ordering import Run, at_target
from equity_blocks.engine.planning.reasons import listed
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.engine.planning.situation import Situation, attainable
from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.model.goal import Goal
from equity_blocks.model.plan import Remark


def remarks(here: Situation, selection: Selection, runs: Sequence[Run], dates: Timetable | None = None) -> list[Remark]:
    """List what the readers of a plan should know.

    * `deadline_missed`: what is required by a date ends later, finds no room, or is blocked.
    * `goal_without_action`: no action serves a goal, and not all that would serve it stands at its target.
    * `cause_without_action`: the same of one root cause of a goal that actions serve otherwise.
    * `small_count`: a figure of a goal may be a count of 1 to 10 members.
    * `serves_no_goal`: a chosen practice serves none of the goals, where there are goals.
    * `important_left_out`: a practice marked as of high importance, or required, is neither chosen nor raised to its
      target because another needs it.
    * `dates_unchecked`: something is required by a date, but the periods are numbers without dates.
    * `starts_in_the_past`: the first period is over on the date of the assessment.
    * `pursued_but_dropped`: a practice is marked to be pursued, and its work as dropped.
    * `done_but_below_target`: work is reported as done, but the rating stands below the target.

    Args:
        here: Where the organization stands.
        selection: What was chosen.
        runs: The actions.
        dates: When each step is done. Default: there is no calendar.
    """
    planned = dict.fromkeys(run.practice for run in runs)  # in the order of the plan
    found = [*_late(here, selection, dates), *_calendar(here, dates)] if dates else []
    found += [remark for goal in here.assessment.goals for remark in _of_goal(here, goal, planned)]
    found += [_small(goal) for goal in here.assessment.goals if any(small_counts(goal))]
    found += _without_goal(here, selection)
    found += _left_out(here, selection, at_target(here, runs))
    found += _dropped(here, planned)
    found += _done(here)
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


def _calendar(here: Situation, dates: Timetable) -> list[Remark]:
    """What the calendar cannot keep to, or has behind it."""
    found = []
    calendar, as_of = dates.terms.calendar, here.assessment.as_of
    owed = [n for n in here.aims if any(duty.due for duty in here.assessment.rating(n).required_by)]
    if calendar.first is None and owed:
        why = "have due dates, which cannot be checked against numbered periods"
        message = f"These {why}: {_titles(here, owed)}. Set the first period (start)."
        found.append(_named("dates_unchecked", message, owed))
    if as_of and (calendar.holding(as_of) or 0) > 1:
        message = f"The first period, {calendar.name(1)}, is over on the date of the assessment, {as_of.isoformat()}."
        found.append(Remark(code="starts_in_the_past", message=message))
    return found


def _dropped(here: Situation, planned: Collection[str]) -> list[Remark]:
    work, rating = here.assessment.actions, here.assessment.rating
    both = [n for n in planned if n in work and work[n].progress == "dropped" and rating(n).decision == "pursue"]
    if not both:
        return []
    message = f"Marked to be pursued, but its work is reported as dropped: {_titles(here, both)}."
    return [_named("pursued_but_dropped", message, both)]


def _late(here: Situation, selection: Selection, dates: Timetable) -> list[Remark]:
    """What misses its date, and what never reaches its target, so that no date can be kept."""
    blocked = [name for name in here.aims if name in selection.chosen and attainable(here, name) < here.aims[name]]
    dated = [name for name in blocked if any(duty.due for duty in here.assessment.rating(name).required_by)]
    late = list(dict.fromkeys([*dates.missed, *dated]))
    return [_named("deadline_missed", f"Not on time: {_titles(here, late)}.", late)] if late else []


def _of_goal(here: Situation, goal: Goal, planned: Collection[str]) -> list[Remark]:
    title = titled(goal)
    open_causes = [
        (cause.title, [name for name in cause.practices if name in here.aims])
        for cause in goal.root_causes
        if not any(name in planned for name in cause.practices)
        and (not cause.practices or any(name in here.aims for name in cause.practices))
    ]
    if not goal.root_causes:
        return [_remark("goal_without_action", f"No root cause of '{title}' is named, so no action serves it.", goal)]
    if len(open_causes) == len(goal.root_causes):
        return [_remark("goal_without_action", f"No action serves the goal '{title}'.", goal)]
    return [
        _remark(
            "cause_without_action", f"'{title}': no action for the root cause '{cause}'{_would(here, names)}.", goal
        )
        for cause, names in open_causes
    ]


def _small(goal: Goal) -> Remark:
    message = f"'{titled(goal)}' has a figure from 1 to 10: if it counts members, it may identify them."
    return _remark("small_count", message, goal)


def _would(here: Situation, names: list[str]) -> str:
    return f"; {_titles(here, names)} would act on it" if names else ", and no practice is named for it"


def _remark(code: str, message: str, goal: Goal) -> Remark:
    return Remark(code=code, message=message, data={"goal": goal.id})


def _without_goal(here: Situation, selection: Selection) -> list[Remark]:
    served = {name for goal in here.assessment.goals for name in served_by(goal)}
    idle = [name for name in selection.chosen if name not in served]
    if not served or not idle:
        return []
    verb = "serves" if len(idle) == 1 else "serve"
    message = f"{_titles(here, idle)} {verb} no goal directly."
    return [_named("serves_no_goal", message, idle)]


def _left_out(here: Situation, selection: Selection, reached: Collection[str]) -> list[Remark]:
    rating = here.assessment.rating
    missing = [name for name in selection.left if name not in reached]
    left = [name for name in missing if rating(name).importance == "high" or rating(name).required_by]
    if not left:
        return []
    return [_named("important_left_out", f"Important or required, but not selected: {_titles(here, left)}.", left)]


def _done(here: Situation) -> list[Remark]:
    work = here.assessment.actions
    below = [name for name in here.aims if name in work and work[name].progress == "done"]
    if not below:
        return []
    message = f"Reported as done, but rated below target: {_titles(here, below)}. Rate again, or lower the target."
    return [_named("done_but_below_target", message, below)]


def _named(code: str, message: str, names: list[str]) -> Remark:
    data: dict[str, Any] = {"practices": names}
    return Remark(code=code, message=message, data=data)


def _titles(here: Situation, names: list[str]) -> str:
    return listed([here.framework.practices[name].title for name in names], most=6)
