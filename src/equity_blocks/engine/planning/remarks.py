"""Remarks on a plan as a whole: what is doubtful about it, as codes with their data."""

from collections.abc import Iterable, Iterator
from typing import Any

from equity_blocks.engine.benefit.standing import attainable
from equity_blocks.engine.planning.goals import Serving
from equity_blocks.engine.planning.ordering import at_target
from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.model.goal import Goal, confirmed_goals, served_by, small_counts, titled
from equity_blocks.model.plan import ServedCause, ServedGoal, WantedBand
from equity_blocks.model.remarks import remark
from equity_blocks.model.scorecard import Remark


def remarks(serving: Serving) -> list[Remark]:
    """List what the readers of a plan should know.

    * `deadline_missed`: what is required by a date ends later, finds no room, or is blocked.
    * `goal_unconfirmed`: a goal is not confirmed yet, so it chooses nothing.
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
    return list(_PlanRemarks(serving).all())


def missed_band(serving: Serving, band: WantedBand | None, score: float | None) -> list[Remark]:
    """Make the remark `band_not_reached` where a plan ends below the band asked for.

    Args:
        serving: The plan; one with a calendar may have been cut short by it.
        band: The band; `None` where none was asked for.
        score: The score at the end, in [0, 1].
    """
    if band is None or band.is_reached:
        return []
    data = {"band": band.id, "start": band.start, "score_after": score, "dated": serving.dates is not None}
    return [remark("band_not_reached", serving.standing.framework, **data)]


class _PlanRemarks:
    """Makes the remarks on one plan."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.standing, self.selection = serving.standing, serving.selection
        self.framework, self.assessment = self.standing.framework, self.standing.assessment
        self.rating, self.aims = self.assessment.rating, self.standing.aims

    def all(self) -> Iterator[Remark]:
        """Make all of them, in the order in which they are shown."""
        if self.serving.dates:
            yield from self._on_calendar(self.serving.dates)
        for goal, served in zip(confirmed_goals(self.assessment.goals), self.serving.goals, strict=True):
            yield from self._on_goal(goal, served)
        for goal in self.assessment.goals:
            if not goal.confirmed:
                yield self._remark("goal_unconfirmed", goal=goal.id, title=titled(goal))
            if any(small_counts(goal)):
                yield self._remark("small_count", goal=goal.id, title=titled(goal))
        yield from self._on_choice()
        if self.assessment.tailoring and self.framework.tailored is None:
            yield self._remark("tailoring_not_applied")

    def _remark(self, code: str, **data: Any) -> Remark:
        return remark(code, self.framework, **data)

    def _on_practices(self, code: str, practices: Iterable[str], **data: Any) -> Iterator[Remark]:
        """Make a remark on some practices, where there are any."""
        if names := list(practices):
            yield self._remark(code, practices=names, **data)

    def _on_calendar(self, dates: Timetable) -> Iterator[Remark]:
        """What misses its date, never reaches its target, or cannot be told in this calendar."""
        chosen, calendar, as_of = set(self.selection.chosen), dates.calendar, self.assessment.as_of
        dated = [name for name in self.aims if any(duty.due for duty in self.rating(name).required_by)]
        blocked = [n for n in dated if n in chosen and attainable(self.standing, n) < self.aims[n]]
        yield from self._on_practices("deadline_missed", dict.fromkeys([*dates.missed, *blocked]))
        if calendar.first is None:
            yield from self._on_practices("dates_unchecked", dated)
        if as_of and (calendar.holding(as_of) or 0) > 1:
            yield self._remark("starts_in_the_past", period=calendar.name(1), as_of=as_of.isoformat())
        schedule = dates.schedule
        if schedule.bound is not None and not dates.benefits.is_exact:
            yield self._remark("not_additive")
        elif schedule.duties_bound is not None and schedule.duties_bound != schedule.duties:
            data = {"found": schedule.duties._asdict(), "bound": schedule.duties_bound._asdict()}
            yield self._remark("duties_unproven", **data)

    def _on_goal(self, goal: Goal, served: ServedGoal) -> Iterator[Remark]:
        """What no action serves, what serves it too late, and what stays too low for its measure to move."""
        title = {"goal": served.id, "title": served.title}
        unserved = [_cause_data(cause) for cause in served.causes if not cause.actions and not _is_done(cause)]
        if not served.causes or (unserved and not served.actions):
            yield self._remark("goal_without_action", **title, causes=unserved)
        else:
            for cause in unserved:
                yield self._remark("cause_without_action", **title, **cause)
        if late := list(self._late_actions(served)):
            due = served.due.isoformat() if served.due else None
            yield self._remark("goal_late", **title, due=due, lead=served.lead, actions=late)
        below = [
            {"practice": name, "to": level, "below": aimed, "why": why}
            for name, (level, aimed, why) in self.serving.below(goal).items()
        ]
        if below:
            yield self._remark("goal_below_in_place", **title, practices=below)

    def _late_actions(self, served: ServedGoal) -> Iterator[dict[str, Any]]:
        """The actions that end after the day by which they should be in place."""
        for rank in served.actions:
            periods, finish = self.serving.late(rank, served.due), self.serving.finish([rank])
            if periods is not None and periods > 0:
                practice = self.serving.runs[rank - 1].practice
                yield {"rank": rank, "practice": practice, "finish": finish, "periods": periods}

    def _on_choice(self) -> Iterator[Remark]:
        """What was chosen or left out against what else the assessment says."""
        served = {name for goal in self.assessment.goals for name in served_by(goal)}
        if served:
            yield from self._on_practices("serves_no_goal", [n for n in self.selection.chosen if n not in served])
        reached = at_target(self.standing, self.serving.runs)
        left = [(name, self.rating(name)) for name in self.selection.left if name not in reached]
        missing = [name for name, rating in left if rating.importance == "high" or rating.required_by]
        yield from self._on_practices("important_left_out", missing)
        yield from self._on_practices("required_beside_pick", self.selection.beside)
        progress = {name: self.assessment.progress_on(name) for name in self.aims}
        dropped = [n for n, is_at in progress.items() if is_at == "dropped" and self.rating(n).decision == "pursue"]
        planned = {run.practice for run in self.serving.runs}
        yield from self._on_practices("pursued_but_dropped", dropped, needed=[n for n in dropped if n in planned])
        done = [name for name, is_at in progress.items() if is_at == "done"]
        yield from self._on_practices("done_but_below_target", done)


def _is_done(cause: ServedCause) -> bool:
    return all(reason.code == "at_target" for reason in cause.reasons)


def _cause_data(cause: ServedCause) -> dict[str, Any]:
    return {"cause": cause.title, "reasons": [reason.model_dump(mode="json") for reason in cause.reasons]}
