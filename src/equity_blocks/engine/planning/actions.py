"""Actions: what a plan says about each of them, and why it stands where it stands."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import fsum
from typing import Any

from equity_blocks.engine.planning.critical import slack
from equity_blocks.engine.planning.goals import served_by, titled
from equity_blocks.engine.planning.ordering import Run, waves
from equity_blocks.engine.planning.reasons import words
from equity_blocks.engine.planning.selection import Candidate, Selection
from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.planning.step_problem import cost_of
from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.engine.planning.waivers import waivers
from equity_blocks.engine.planning.worth import effort_of, importance
from equity_blocks.engine.scoring.score import alternatives
from equity_blocks.model.goal import Goal
from equity_blocks.model.plan import Reason
from equity_blocks.model.rules import Rule, Step, is_met


class ActionBuilder:
    """Writes the actions of one plan, each by itself.

    Args:
        here: Where the organization stands.
        selection: What was chosen.
        runs: The actions in the order of the plan.
        gains: Step -> change of the score.
        dates: When each step is done. Default: there is no calendar.
    """

    def __init__(
        self,
        here: Situation,
        selection: Selection,
        runs: list[Run],
        gains: Mapping[Step, float],
        dates: Timetable | None,
    ) -> None:
        self.here = here
        self.framework = here.framework
        self.assessment = here.assessment
        self.selection = selection
        self.runs = runs
        self.gains = gains
        self.dates = dates
        self.waves = waves(here, runs)
        self.free = slack(dates) if dates else {}

    def actions(self) -> list[dict[str, Any]]:
        """Write all of them, best first."""
        return [self._action(i, run) for i, run in enumerate(self.runs)]

    def _action(self, i: int, run: Run) -> dict[str, Any]:
        name = run.practice
        practice, rating = self.framework.practices[name], self.assessment.rating(name)
        needed = self.here.graph.needs(name, run.to)
        waits = [rule for rule in needed if not is_met(rule, self.here.state)]
        held = self._builds_on(run, needed)
        reasons = self._reasons(run, waits, held)
        work = self.assessment.actions.get(name)
        return {
            "rank": i + 1,
            "practice": name,
            "title": practice.title,
            "block": self.framework.chains[name][-1].id,
            "from": self.level(name, run.start) if run.start or self._is_rated(name) else None,
            "to": self.level(name, run.to),
            "wave": self.waves[i],
            **self._times(run),
            "gain": fsum(self.gains[step] for step in run.steps),
            "benefit": fsum(self.here.worth.benefit(*step) for step in run.steps),
            "effort": self._effort(run),
            "cost": None if rating.cost is None else fsum(cost_of(self.here, step) for step in run.steps),
            "package": self._package(run),
            "waits_for": [alternatives(self.framework, rule) for rule in waits],
            "unlocks": self.here.waiting_for(name, run.to, run.before),
            "builds_on": held,
            "quadrant": self._candidate(run).quadrant,
            "goals": [goal.id for goal in self._goals(name)],
            "initiatives": [item.id for item in self.assessment.initiatives if name in item.practices],
            "progress": work.progress if work else None,
            "owner": rating.owner,
            "roles": practice.roles,
            "involve": practice.involve,
            "evidence": practice.evidence,
            "reasons": reasons,
            "reason": words(reasons, self.title),
            "resources": self.framework.resources_of(name),
            "steps": [self._step(step) for step in run.steps],
        }

    def title(self, name: str) -> str:
        """Give a practice's title."""
        return self.framework.practices[name].title

    def level(self, name: str, position: int) -> str:
        """Give the id of a practice's level."""
        return self.framework.scale_of(name).ids[position]

    def _is_rated(self, name: str) -> bool:
        return self.here.said[name].status == "rated"

    def _goals(self, name: str) -> list[Goal]:
        return [goal for goal in self.assessment.goals if name in served_by(goal)]

    def _times(self, run: Run) -> dict[str, Any]:
        if self.dates is None:
            return {}
        period = self.dates.terms.calendar.name
        return {
            "start": period(self.dates.begin[run.steps[0]]),
            "finish": period(self.dates.end[run.steps[-1]]),
            "slack": min(self.free[step] for step in run.steps),
        }

    def _step(self, step: Step) -> dict[str, Any]:
        name, position = step
        found: dict[str, Any] = {
            "from": self.level(name, position - 1),
            "to": self.level(name, position),
            "effort": self.here.worth.effort(*step),
            "gain": self.gains[step],
        }
        if self.dates is not None:
            period = self.dates.terms.calendar.name
            found |= {"start": period(self.dates.begin[step]), "finish": period(self.dates.end[step])}
        return found

    def _effort(self, run: Run) -> dict[str, Any]:
        """The days of this action's steps, and the smallest size that holds them."""
        name = run.practice
        whole = effort_of(self.framework, self.framework.practices[name], self.assessment.rating(name))
        share = fsum(self.here.worth.spans[name][position] for _, position in run.steps)
        days = {key: None if (v := getattr(whole, key)) is None else v * share for key in ("low", "likely", "high")}
        return {**days, "size": self.framework.effort_days.size(whole.likely * share), "basis": whole.basis}

    def _package(self, run: Run) -> dict[str, Any]:
        """The way to the whole action from where everything stood when it was chosen or pulled in."""
        way = self.here.way(run.pull.base, {run.practice: run.to}) or run.pull.way
        benefit, effort = self.here.package(run.pull.base, way)
        return {"practices": sorted(way.levels, key=self._places.__getitem__), "benefit": benefit, "effort": effort}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.framework.practices)}

    def _builds_on(self, run: Run, needed: Iterable[Rule]) -> list[str]:
        soft = [rule for rule in self.here.soft[run.practice] if rule.from_level <= run.to]
        met = [rule for rule in (*needed, *soft) if is_met(rule, self.here.state)]
        held = [name for rule in met for name, least in rule.any_of if self.here.state[name] >= least]
        return list(dict.fromkeys(held))

    def _reasons(self, run: Run, waits: list[Rule], held: list[str]) -> list[Reason]:
        """Why it is here at all, what it opens, what comes first, and what was assumed; in that order."""
        name, rating = run.practice, self.assessment.rating(run.practice)
        weighed = self._candidate(run)
        soft = [rule for rule in self.here.soft[name] if run.start < rule.from_level <= run.to]
        missing = [rule for rule in soft if not is_met(rule, run.before)]
        goals = [titled(goal) for goal in self._goals(name)]
        carriers = [item.title for item in self.assessment.initiatives if name in item.practices]
        duties = [{"title": d.title, "due": d.due.isoformat() if d.due else None} for d in rating.required_by]
        aim = self.here.aims.get(name, run.start)
        opened = self.here.waiting_for(name, run.to, run.before)
        work = self.assessment.actions.get(name)
        found: list[tuple[str, Any, dict[str, Any]]] = [
            ("started", work and work.progress == "started", {}),
            ("not_rated", not self._is_rated(name) and not run.start, {"status": self.here.said[name].status}),
            ("decided_later", rating.decision == "later", {}),
            ("required_by", duties, {"duties": duties}),
            ("deadline_missed", *self._missed(run)),
            ("important", importance(rating) == "high" and not duties, {}),
            ("serves_goal", goals, {"goals": goals}),
            ("needed_by", name not in self.selection.chosen, {"practices": [run.pull.chosen]}),
            ("above_target", run.to > aim, {"target": self.level(name, aim)}),
            ("unlocks", opened, {"practices": opened}),
            ("waits_for", waits, {"practices": [[option for option, _ in rule.any_of] for rule in waits]}),
            ("builds_on", held, {"practices": held}),
            ("waived_prerequisite", *self._waived(run)),
            ("before_soft", missing, {"practices": [[option for option, _ in rule.any_of] for rule in missing]}),
            ("quick_win", weighed.quadrant == "quick-win", {"from_effort": weighed.from_effort}),
            ("carried_by", carriers, {"initiatives": carriers}),
            ("effort_assumed", self._effort(run)["basis"] == "assumed", {}),
        ]
        reasons = [Reason(code=code, data=data) for code, holds, data in found if holds]
        return reasons or [Reason(code="best_ratio")]

    def _waived(self, run: Run) -> tuple[bool, dict[str, Any]]:
        found = waivers(self.framework, run.practice, run.to, self._done_before(run))
        return bool(found), {"without": [item.without for item in found], "why": [item.why for item in found]}

    def _done_before(self, run: Run) -> Mapping[str, int]:
        """Where every practice stands when an action begins: by the calendar, else by the order."""
        if self.dates is None:
            return run.before
        held, begin = dict(self.here.state), self.dates.begin[run.steps[0]]
        for (name, position), end in self.dates.end.items():
            if end < begin:
                held[name] = max(held[name], position)
        return held

    def _missed(self, run: Run) -> tuple[bool, dict[str, Any]]:
        if self.dates is None or run.practice not in self.dates.missed:
            return False, {}
        end = self.dates.end.get((run.practice, self.here.aims[run.practice]))
        return True, {"finish": None if end is None else self.dates.terms.calendar.name(end)}

    def _candidate(self, run: Run) -> Candidate:
        """How it was weighed; a practice that stands at its target already is weighed by its own steps."""
        found = self.selection.candidates.get(run.practice)
        return found or self.selection.yardstick.candidate(
            self.assessment.rating(run.practice),
            sum(self.here.worth.benefit(*step) for step in run.steps),
            sum(self.here.worth.effort(*step) for step in run.steps),
        )
