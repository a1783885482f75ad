"""Actions: what a plan says about each of them, and why it stands where it stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from math import fsum
from typing import Any

from equity_blocks.engine.benefit.completions import benefit_of, benefits_of, completed_with
from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.benefit.step_benefit import effort_of
from equity_blocks.engine.notes import notes_on
from equity_blocks.engine.planning.ordering import Run, waves
from equity_blocks.engine.planning.selection import Candidate, Selection, is_effort_known
from equity_blocks.engine.planning.timetable import Timetable, cost_of
from equity_blocks.engine.planning.waivers import waivers
from equity_blocks.engine.scoring.score import alternatives
from equity_blocks.model.calendar import Calendar
from equity_blocks.model.goal import Goal, served_by, titled
from equity_blocks.model.plan import Reason
from equity_blocks.model.prerequisite_rules import Rule, Step, is_met
from equity_blocks.model.reasons import words
from equity_blocks.model.tolerance import EDGE, ROUNDING


class ActionBuilder:
    """Writes the actions of one plan, each by itself.

    Args:
        standing: Where the organization stands.
        selection: What was chosen.
        runs: The actions in the order of the plan.
        gains: Step -> change of the score.
        dates: When each step is done. Default: there is no calendar.
    """

    def __init__(
        self,
        standing: Standing,
        selection: Selection,
        runs: list[Run],
        gains: Mapping[Step, float],
        dates: Timetable | None,
    ) -> None:
        self.standing = standing
        self.framework = standing.framework
        self.assessment = standing.assessment
        self.selection = selection
        self.runs = runs
        self.gains = gains
        self.dates = dates
        self.waves = waves(standing, runs)
        steps = [step for run in runs for step in run.steps]
        self.benefits = benefits_of(standing, steps).in_order(steps)
        self.free = dates.slack if dates else {}

    def actions(self) -> list[dict[str, Any]]:
        """Write all of them, best first."""
        return [self._action(i, run) for i, run in enumerate(self.runs)]

    def _action(self, i: int, run: Run) -> dict[str, Any]:
        name = run.practice
        practice, rating = self.framework.practices[name], self.assessment.rating(name)
        needed = self.standing.graph.needs(name, run.to)
        waits = [rule for rule in needed if not is_met(rule, self.standing.state)]
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
            "gain": self._gain(run) if self.framework.scoring.overall else None,
            "benefit": fsum(self.benefits[step] for step in run.steps),
            "effort": self._effort(run),
            "cost": None if rating.cost is None else fsum(cost_of(self.standing, step) for step in run.steps),
            "package": self._package(run),
            "waits_for": [alternatives(self.framework, rule) for rule in waits],
            "unlocks": self.standing.waiting_for(name, run.to, run.before),
            "builds_on": held,
            "completes": self._completes(run)[0],
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
            "notes": notes_on(self.framework, self.assessment, name),
            "resources": self.framework.resources_of(name),
            "steps": [self._step(step) for step in run.steps],
        }

    def title(self, name: str) -> str:
        """Give a practice's title."""
        return self.framework.practices[name].title

    def level(self, name: str, position: int) -> str:
        """Give the id of a practice's level."""
        return self.framework.scale_of(name).ids[position]

    def _gain(self, run: Run) -> float:
        return fsum(self.gains[step] for step in run.steps)

    @cached_property
    def _chosen(self) -> frozenset[str]:
        return frozenset(self.selection.chosen)

    @cached_property
    def _calendar(self) -> Calendar:
        return self.dates.calendar if self.dates else Calendar()

    def _period(self, number: int) -> str:
        return self._calendar.name(number)

    def _is_rated(self, name: str) -> bool:
        return self.standing.said[name].status == "rated"

    def _goals(self, name: str) -> list[Goal]:
        return [goal for goal in self.assessment.goals if name in served_by(goal)]

    def _times(self, run: Run) -> dict[str, Any]:
        if self.dates is None:
            return {}
        return {
            "start": self._period(self.dates.begin[run.steps[0]]),
            "finish": self._period(self.dates.end[run.steps[-1]]),
            "slack": min(self.free[step] for step in run.steps),
        }

    def _step(self, step: Step) -> dict[str, Any]:
        name, position = step
        found: dict[str, Any] = {
            "from": self.level(name, position - 1),
            "to": self.level(name, position),
            "effort": self.standing.worth.effort(*step),
            "gain": self.gains[step] if self.framework.scoring.overall else None,
        }
        if self.dates is not None:
            found |= {"start": self._period(self.dates.begin[step]), "finish": self._period(self.dates.end[step])}
        return found

    def _effort(self, run: Run) -> dict[str, Any]:
        """The days of this action's steps, and the smallest size that holds them."""
        name = run.practice
        whole = effort_of(self.framework, self.framework.practices[name], self.assessment.rating(name))
        share = fsum(self.standing.worth.spans[name][position] for _, position in run.steps)
        days = {key: None if (v := getattr(whole, key)) is None else v * share for key in ("low", "likely", "high")}
        return {**days, "size": self.framework.effort_days.size(whole.likely * share), "basis": whole.basis}

    def _package(self, run: Run) -> dict[str, Any]:
        """The way to the whole action from where everything stood when it was chosen or pulled in."""
        base = run.pull.base
        levels = self.standing.packages.levels_after(run.practice, run.to, run.pull.done)
        if levels is None:
            way = self.standing.way(base, {run.practice: run.to})
            levels = way.levels if way else run.pull.levels
        benefit = benefit_of(self.standing, base, levels)
        effort = fsum(self.standing.worth.effort(n, i) for n, to in levels.items() for i in range(base[n] + 1, to + 1))
        return {"practices": sorted(levels, key=self._places.__getitem__), "benefit": benefit, "effort": effort}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.framework.practices)}

    def _builds_on(self, run: Run, needed: Iterable[Rule]) -> list[str]:
        soft = [rule for rule in self.standing.soft[run.practice] if rule.from_level <= run.to]
        met = [rule for rule in (*needed, *soft) if is_met(rule, self.standing.state)]
        held = [name for rule in met for name, least in rule.any_of if self.standing.state[name] >= least]
        return list(dict.fromkeys(held))

    def _reasons(self, run: Run, waits: list[Rule], held: list[str]) -> list[Reason]:
        """Why it is here at all, what it opens, what comes first, and what was assumed; in that order."""
        name, rating = run.practice, self.assessment.rating(run.practice)
        weighed = self._candidate(run)
        soft = [rule for rule in self.standing.soft[name] if run.start < rule.from_level <= run.to]
        missing = [rule for rule in soft if not is_met(rule, run.before)]
        awaited = {option for rule in waits for option, _ in rule.any_of}
        enough = [other for other in held if other not in awaited]
        goals = [titled(goal) for goal in self._goals(name)]
        carriers = [item.title for item in self.assessment.initiatives if name in item.practices]
        duties = [{"title": d.title, "due": d.due.isoformat() if d.due else None} for d in rating.required_by]
        aim = self.standing.aims.get(name, run.start)
        opened = self.standing.waiting_for(name, run.to, run.before)
        work = self.assessment.actions.get(name)
        partners, block = self._completes(run)
        found: list[tuple[str, Any, dict[str, Any]]] = [
            ("started", work and work.progress == "started", {}),
            ("not_rated", not self._is_rated(name) and not run.start, {"status": self.standing.said[name].status}),
            ("decided_later", rating.decision == "later", {}),
            ("dropped", work and work.progress == "dropped", {}),
            ("required_by", duties, {"duties": duties}),
            ("deadline_missed", *self._missed(run)),
            ("important", rating.importance == "high" and not duties, {}),
            ("serves_goal", goals, {"goals": goals}),
            ("completes", partners, {"practices": partners, "block": block}),
            ("needed_by", name not in self._chosen, {"practices": [run.pull.chosen]}),
            ("above_target", run.to > aim, {"target": self.level(name, aim)}),
            ("unlocks", opened, {"practices": opened}),
            ("waits_for", *self._awaited(waits)),
            ("builds_on", enough, {"practices": enough}),
            ("waived_prerequisite", *self._waived(run)),
            ("before_soft", missing, {"practices": [[option for option, _ in rule.any_of] for rule in missing]}),
            ("larger_than_period", *self._larger(run)),
            ("quick_win", weighed.quadrant == "quick-win", {"from_effort": weighed.from_effort}),
            ("carried_by", carriers, {"initiatives": carriers}),
            ("effort_assumed", self._effort(run)["basis"] == "assumed", {}),
        ]
        reasons = [Reason(code=code, data=data) for code, holds, data in found if holds]
        return reasons or [Reason(code="best_ratio" if self._gain(run) > ROUNDING else "no_gain")]

    def _completes(self, run: Run) -> tuple[list[str], str | None]:
        """With what a raise completes something that gains nothing by itself."""
        if self._gain(run) > ROUNDING:
            return [], None
        return completed_with(self.standing, run.before, {**run.before, run.practice: run.to}, run.practice)

    def _awaited(self, waits: list[Rule]) -> tuple[bool, dict[str, Any]]:
        """What is waited for: the practices, and when each reaches the level in this plan, if it does."""
        options = [[self._option(*option) for option in rule.any_of] for rule in waits]
        return bool(waits), {"practices": [[name for name, _ in rule.any_of] for rule in waits], "options": options}

    def _option(self, name: str, position: int) -> dict[str, Any]:
        end = self.dates.end.get((name, position)) if self.dates else None
        return {"practice": name, "level": self.level(name, position), "period": self._period(end) if end else None}

    def _larger(self, run: Run) -> tuple[bool, dict[str, Any]]:
        """The largest step that takes more days than any period of its run has."""
        if self.dates is None:
            return False, {}
        sizes = []
        for step in run.steps:
            periods = range(self.dates.begin[step], self.dates.end[step] + 1)
            days, capacity = self.standing.worth.effort(*step), max(self.dates.problem.cap[t - 1] for t in periods)
            if days > capacity + EDGE:
                sizes.append({"days": days, "capacity": capacity, "periods": len(periods)})
        return bool(sizes), max(sizes, key=lambda size: size["days"], default={})

    def _waived(self, run: Run) -> tuple[bool, dict[str, Any]]:
        found = waivers(self.framework, run.practice, run.to, self._done_before(run))
        return bool(found), {"without": [item.without for item in found], "why": [item.why for item in found]}

    def _done_before(self, run: Run) -> Mapping[str, int]:
        """Where every practice stands when an action begins: by the calendar, else by the order."""
        if self.dates is None:
            return run.before
        held, begin = dict(self.standing.state), self.dates.begin[run.steps[0]]
        for (name, position), end in self.dates.end.items():
            if end < begin:
                held[name] = max(held[name], position)
        return held

    def _missed(self, run: Run) -> tuple[bool, dict[str, Any]]:
        """The date that is missed, when the work ends instead, and what comes before it."""
        if self.dates is None or run.practice not in self.dates.missed:
            return False, {}
        due = min(duty.due for duty in self.assessment.rating(run.practice).required_by if duty.due)
        last = (run.practice, self.standing.aims[run.practice])
        end = self.dates.end.get(last)
        return True, {
            "kind": self._kind_of_miss(due, end),
            "due": due.isoformat(),
            "finish": None if end is None else self._period(end),
            "chain": _before(self.dates, last) if end else [],
        }

    def _kind_of_miss(self, due: date, end: int | None) -> str:
        as_of = self.assessment.as_of
        if as_of and due < as_of:
            return "past"
        return "inside_period" if end is not None and self._calendar.holding(due) == end else "late"

    def _candidate(self, run: Run) -> Candidate:
        """How it was weighed; a practice that stands at its target already is weighed by its own steps."""
        found = self.selection.candidates.get(run.practice)
        return found or self.selection.yardstick.candidate(
            self.standing.worth.importances[run.practice].factor,
            self.assessment.rating(run.practice).feasibility,
            sum(self.benefits[step] for step in run.steps),
            sum(self.standing.worth.effort(*step) for step in run.steps),
            is_known=is_effort_known(self.standing, run.practice),
        )


def _before(dates: Timetable, step: Step) -> list[str]:
    """The practices of the chain that a step waits for, first ones first: of what each needs, what ends last."""
    chain = [step]
    while needed := dates.needs[chain[0]]:
        chain.insert(0, max(needed, key=dates.end.__getitem__))
    return list(dict.fromkeys(name for name, _ in chain if name != step[0]))
