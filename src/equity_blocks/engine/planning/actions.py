"""Actions of a plan, each with its figures and the reasons for its place."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from math import fsum
from typing import Any, NamedTuple

from equity_blocks.engine.benefit.completions import benefit_of, benefits_of, completed_with
from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.benefit.step_benefit import effort_of, size_factor
from equity_blocks.engine.graph import steps_above
from equity_blocks.engine.notes import notes_on
from equity_blocks.engine.planning.confidence import Places
from equity_blocks.engine.planning.ordering import Run, steps_of, waves
from equity_blocks.engine.planning.selection import Candidate, Selection, is_effort_known
from equity_blocks.engine.planning.timetable import Timetable, cost_of
from equity_blocks.engine.scoring.lenses import alternatives
from equity_blocks.model.action import Action, Package, PlannedEffort, PlannedStep, Reason
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import served_by, titled
from equity_blocks.model.phrases import worded
from equity_blocks.model.prerequisite_rules import Step, is_met
from equity_blocks.model.rating import Rating
from equity_blocks.model.reasons import reasons_in_words
from equity_blocks.model.tolerance import EDGE, ROUNDING

Fact = tuple[str, Any, dict[str, Any]]
"""The code of a reason, whether it holds, and its data."""


class ActionBuilder:
    """Writes the actions of one plan.

    Args:
        standing: Where the organization stands.
        selection: What was chosen.
        runs: The actions in the order of the plan.
        gains: Step -> change of the score.
        dates: When each step is done; `None`: there is no calendar.
        places: How often each action kept its place; `None`: nobody asked.
    """

    def __init__(
        self,
        standing: Standing,
        selection: Selection,
        runs: list[Run],
        gains: Mapping[Step, float],
        *,
        dates: Timetable | None,
        places: Places | None,
    ) -> None:
        self.standing = standing
        self.framework = standing.framework
        self.selection = selection
        self.runs = runs
        self.gains = gains
        self.dates = dates
        self.places = places
        self.chosen = frozenset(selection.chosen)
        self.order = {name: i for i, name in enumerate(self.framework.practices)}
        steps = steps_of(runs)
        self.benefits = benefits_of(standing, steps).in_order(steps)

    def actions(self) -> tuple[Action, ...]:
        """Write all of them, best first."""
        in_waves = enumerate(zip(self.runs, waves(self.standing, self.runs), strict=True), 1)
        return tuple(_ActionWriter(self, run).action(rank, wave) for rank, (run, wave) in in_waves)

    def title(self, name: str) -> str:
        """Give a practice's title."""
        return self.framework.practices[name].title


class _ActionWriter:
    """Writes one action."""

    def __init__(self, plan: ActionBuilder, run: Run) -> None:
        self.plan, self.run, self.practice = plan, run, run.practice
        self.standing, self.framework, self.dates = plan.standing, plan.framework, plan.dates
        self.assessment, self.figures = plan.standing.assessment, plan.standing.figures
        self.rating = self.assessment.rating(run.practice)
        self.progress = self.assessment.progress_on(run.practice)
        self.goals = [goal for goal in self.assessment.goals if run.practice in served_by(goal)]
        self.initiatives = [item for item in self.assessment.initiatives if run.practice in item.practices]
        self.needed = self.standing.graph.needs(run.practice, run.to)
        self.awaited = [rule for rule in self.needed if not is_met(rule, self.standing.state)]
        self.unlocks = self.standing.waiting_for(run.practice, run.to, run.before)
        self.gain = fsum(plan.gains[step] for step in run.steps)

    def action(self, rank: int, wave: int) -> Action:
        """Write it.

        Args:
            rank: Its place in the plan, from 1.
            wave: Its wave, from 1.
        """
        name, run, dates, level = self.practice, self.run, self.dates, self.framework.level_id
        practice = self.framework.practices[name]
        reasons = self.reasons()
        return Action.trusted(
            rank=rank,
            practice=name,
            title=practice.title,
            block=self.framework.chains[name][-1].id,
            start_level=level(name, run.start) if run.start or self._is_rated else None,
            to=level(name, run.to),
            wave=wave,
            start=dates.calendar.name(dates.begin[run.steps[0]]) if dates else None,
            finish=dates.calendar.name(dates.end[run.steps[-1]]) if dates else None,
            slack=min(dates.slack[step] for step in run.steps) if dates else None,
            gain=self.gain if self.framework.scoring.overall else None,
            benefit=fsum(self.plan.benefits[step] for step in run.steps),
            effort=self.effort,
            cost=None if self.rating.cost is None else fsum(cost_of(self.standing, step) for step in run.steps),
            package=self._package(),
            waits_for=tuple(alternatives(self.framework, rule) for rule in self.awaited),
            unlocks=tuple(self.unlocks),
            builds_on=tuple(self.builds_on),
            completes=tuple(self.completes[0]),
            quadrant=self.candidate.quadrant,
            p_top=self.plan.places.top_share(name) if self.plan.places else None,
            goals=tuple(goal.id for goal in self.goals),
            initiatives=tuple(item.id for item in self.initiatives),
            progress=self.progress,
            owner=self.rating.owner,
            roles=practice.roles_for(self.assessment.organization_type),
            involve=practice.involve,
            evidence=practice.evidence,
            reasons=reasons,
            reason=reasons_in_words(reasons, self.plan.title),
            notes=notes_on(self.framework, self.assessment, name),
            cautions=practice.cautions,
            resources=self.framework.resources_of(name),
            steps=tuple(map(self._step, run.steps)),
        )

    @property
    def _is_rated(self) -> bool:
        return self.standing.claimed[self.practice].status == "rated"

    def _step(self, step: Step) -> PlannedStep:
        name, position = step
        dates, level = self.dates, self.framework.level_id
        return PlannedStep.trusted(
            start_level=level(name, position - 1),
            to=level(name, position),
            effort=self.figures.effort(*step),
            gain=self.plan.gains[step] if self.framework.scoring.overall else None,
            start=dates.calendar.name(dates.begin[step]) if dates else None,
            finish=dates.calendar.name(dates.end[step]) if dates else None,
        )

    @cached_property
    def effort(self) -> PlannedEffort:
        """The days of its steps, and the smallest size that holds them before the organization's own size counts."""
        whole = effort_of(self.framework, self.assessment, self.practice)
        factor = size_factor(self.framework, self.assessment, self.practice)
        share = fsum(self.figures.spans[self.practice][position] for _, position in self.run.steps)
        return PlannedEffort.trusted(
            low=None if whole.low is None else whole.low * share,
            likely=whole.likely * share,
            high=None if whole.high is None else whole.high * share,
            size=self.framework.effort_days.size(whole.likely / factor * share),
            basis=whole.basis,
        )

    def _package(self) -> Package:
        """The way to the whole action from where everything stood when it was chosen or pulled in."""
        base, to = self.run.pull.base, self.run.to
        levels = self.standing.packages.levels_after(self.practice, to, self.run.pull.done)
        if levels is None:
            way = self.standing.way(base, {self.practice: to})
            levels = way.levels if way else self.run.pull.levels
        return Package.trusted(
            practices=tuple(sorted(levels, key=self.plan.order.__getitem__)),
            benefit=float(benefit_of(self.standing, base, levels)),
            effort=fsum(self.figures.effort(*step) for step in steps_above(base, levels)),
        )

    @cached_property
    def builds_on(self) -> list[str]:
        """The practices that its prerequisites name and that are far enough already."""
        soft = [rule for rule in self.standing.soft[self.practice] if rule.from_level <= self.run.to]
        met = [rule for rule in (*self.needed, *soft) if is_met(rule, self.standing.state)]
        held = [name for rule in met for name, least in rule.any_of if self.standing.state[name] >= least]
        return list(dict.fromkeys(held))

    @cached_property
    def completes(self) -> tuple[list[str], str | None]:
        """With what it completes something where it gains nothing by itself, and the block that this completes."""
        if self.gain > ROUNDING:
            return [], None
        before = self.run.before
        return completed_with(self.standing, before, {**before, self.practice: self.run.to}, self.practice)

    @cached_property
    def candidate(self) -> Candidate:
        """Its weighing in the selection; a practice that stands at its target already is weighed by its own steps."""
        return self.plan.selection.candidates.get(self.practice) or self.plan.selection.yardstick.candidate(
            self.figures.importances[self.practice].factor,
            self.rating.feasibility,
            sum(self.plan.benefits[step] for step in self.run.steps),
            sum(self.figures.effort(*step) for step in self.run.steps),
            is_known=is_effort_known(self.standing, self.practice),
        )

    def reasons(self) -> tuple[Reason, ...]:
        """Give the reasons: for its being in the plan, what it opens, what comes first, and what was assumed."""
        name, run, rating = self.practice, self.run, self.rating
        soft = [rule for rule in self.standing.soft[name] if run.start < rule.from_level <= run.to]
        missing = [rule for rule in soft if not is_met(rule, run.before)]
        options = {option for rule in self.awaited for option, _ in rule.any_of}
        enough = [other for other in self.builds_on if other not in options]
        goals, carriers = [titled(goal) for goal in self.goals], [item.title for item in self.initiatives]
        duties, aim = duties_of(rating), self.standing.aims.get(name, run.start)
        status, (partners, block) = self.standing.claimed[name].status, self.completes
        facts: list[Fact] = [
            ("started", self.progress == "started", {}),
            ("not_rated", not self._is_rated and not run.start, {"status": status}),
            ("decided_later", rating.decision == "later", {}),
            ("dropped", self.progress == "dropped", {}),
            ("required_by", duties, {"duties": duties}),
            self._missed(),
            ("important", rating.importance == "high" and not duties, {}),
            ("serves_goal", goals, {"goals": goals}),
            ("own_lever", self._is_own_lever, {"audience": self._audience}),
            ("completes", partners, {"practices": partners, "block": block}),
            ("needed_by", name not in self.plan.chosen, {"practices": [run.pull.chosen]}),
            ("above_target", run.to > aim, {"target": self.framework.level_id(name, aim)}),
            ("unlocks", self.unlocks, {"practices": self.unlocks}),
            self._awaited(),
            ("builds_on", enough, {"practices": enough}),
            self._waived(),
            ("before_soft", missing, {"practices": [[option for option, _ in rule.any_of] for rule in missing]}),
            self._larger(),
            ("quick_win", self.candidate.quadrant == "quick-win", {"from_effort": self.candidate.from_effort}),
            ("carried_by", carriers, {"initiatives": carriers}),
            ("effort_assumed", self.effort.basis == "assumed", {}),
        ]
        reasons = tuple(Reason(code=code, data=data) for code, holds, data in facts if holds)
        return reasons or (Reason(code="best_ratio" if self.gain > ROUNDING else "no_gain"),)

    @property
    def _audience(self) -> str | None:
        organization = self.standing.assessment.organization
        return organization.type if organization else None

    @property
    def _is_own_lever(self) -> bool:
        """Whether the framework alone says that it is of high importance for such an organization."""
        importance = self.figures.importances[self.practice]
        return importance.source == "framework" and importance.factor > 1

    def _awaited(self) -> Fact:
        """What is waited for: the practices, and when each reaches the level in this plan, if it does."""
        options = [[self._option(*option) for option in rule.any_of] for rule in self.awaited]
        practices = [[name for name, _ in rule.any_of] for rule in self.awaited]
        return "waits_for", practices, {"practices": practices, "options": options}

    def _option(self, name: str, position: int) -> dict[str, Any]:
        end = self.dates.end.get((name, position)) if self.dates else None
        period = self.dates.calendar.name(end) if self.dates and end else None
        return {"practice": name, "level": self.framework.level_id(name, position), "period": period}

    def _larger(self) -> Fact:
        """The largest step that takes more days than any period of its run has."""
        sizes = list(self._oversized(self.dates)) if self.dates else []
        return "larger_than_period", sizes, max(sizes, key=lambda size: size["days"], default={})

    def _oversized(self, dates: Timetable) -> Iterator[dict[str, Any]]:
        for step in self.run.steps:
            periods = range(dates.begin[step], dates.end[step] + 1)
            days, capacity = self.figures.effort(*step), max(dates.problem.cap[t - 1] for t in periods)
            if days > capacity + EDGE:
                yield {"days": days, "capacity": capacity, "periods": len(periods)}

    def _waived(self) -> Fact:
        waived = waivers(self.framework, self.practice, self.run.to, self._done_before())
        data = {"without": [item.without for item in waived], "why": [item.why for item in waived]}
        return "waived_prerequisite", waived, data

    def _done_before(self) -> Mapping[str, int]:
        """Where every practice stands when it begins: by the calendar, else by the order."""
        if self.dates is None:
            return self.run.before
        held, begin = dict(self.standing.state), self.dates.begin[self.run.steps[0]]
        for (name, position), end in self.dates.end.items():
            if end < begin:
                held[name] = max(held[name], position)
        return held

    def _missed(self) -> Fact:
        """The date that is missed, when the work ends instead, and what comes before it."""
        dates = self.dates
        if dates is None or self.practice not in dates.missed:
            return "deadline_missed", False, {}
        due = min(duty.due for duty in self.rating.required_by if duty.due)
        last = (self.practice, self.standing.aims[self.practice])
        end = dates.end.get(last)
        data = {
            "kind": self._kind_of_miss(dates, due, end),
            "due": due.isoformat(),
            "finish": None if end is None else dates.calendar.name(end),
            "chain": _before(dates, last) if end else [],
        }
        return "deadline_missed", True, data

    def _kind_of_miss(self, dates: Timetable, due: date, end: int | None) -> str:
        as_of = self.assessment.as_of
        if as_of and due < as_of:
            return "past"
        return "inside_period" if end is not None and dates.calendar.holding(due) == end else "late"


def duties_of(rating: Rating) -> list[dict[str, Any]]:
    """Give what requires a practice from outside, as the data of a reason."""
    return [{"title": duty.title, "due": duty.due.isoformat() if duty.due else None} for duty in rating.required_by]


def _before(dates: Timetable, step: Step) -> list[str]:
    """The practices of the chain that a step waits for, first ones first: of what each needs, what ends last."""
    chain = [step]
    while needed := dates.needs[chain[0]]:
        chain.insert(0, max(needed, key=dates.end.__getitem__))
    return list(dict.fromkeys(name for name, _ in chain if name != step[0]))


class Waiver(NamedTuple):
    """A hard prerequisite that would bind and does not, because a tailoring waived or dropped it.

    Args:
        without: What does not hold, by title and level.
        why: The organization's reason for going ahead; may be empty.
    """

    without: str
    why: str


def waivers(framework: Framework, name: str, position: int, state: Mapping[str, int]) -> list[Waiver]:
    """List the waived hard prerequisites of a practice at a position that do not hold in a state.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P",
        ...                    "requires": [{"practice": "q", "why": "q first", "waived": "no time"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> waivers(framework, "p", 1, {"q": 0}), waivers(framework, "p", 1, {"q": 1})
        ([Waiver(without='Q (yes)', why='no time')], [])
    """
    return [*_waived(framework, name, position, state), *_dropped(framework, name, position)]


def _waived(framework: Framework, name: str, position: int, state: Mapping[str, int]) -> Iterator[Waiver]:
    for entry in framework.practices[name].requires:
        rule = framework.rule(name, entry)
        if entry.waived and entry.kind == "hard" and rule.from_level <= position and not is_met(rule, state):
            options = (
                f"{framework.practices[other].title} ({worded(framework.level_id(other, least))})"
                for other, least in rule.any_of
            )
            yield Waiver(" or ".join(options), entry.waived)


def _dropped(framework: Framework, name: str, position: int) -> Iterator[Waiver]:
    scale = framework.scale_of(name)
    for change in framework.tailored.changes if framework.tailored else ():
        if (change.kind, change.practice) == ("dropped", name) and scale.position(change.level or 0) <= position:
            yield Waiver(change.before, change.why)
