"""The plan: chosen practices, each with everything still missing before it, the best package first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from equity_blocks.engine.graph import Way, is_ready, least_effort
from equity_blocks.engine.reasons import words
from equity_blocks.engine.rollup import roll_up
from equity_blocks.engine.scoring import alternatives, require_scorable
from equity_blocks.engine.selection import SHORTLIST, Candidate, Selection, select
from equity_blocks.engine.situation import Situation, attainable, situation
from equity_blocks.engine.targets import target_values
from equity_blocks.engine.worth import effort_of, importance
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.fit import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Plan, Reason
from equity_blocks.model.result import head
from equity_blocks.model.rules import Rule, Step, is_met
from equity_blocks.model.tree import TOP

State = dict[str, int]


def plan(framework: Framework, assessment: Assessment, *, pick: int | None = None, everything: bool = False) -> Plan:
    """Plan which practices to raise, in which order.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        pick: Plan only for the first so many of the choice. Default: all of it.
        everything: Plan for every practice below its target, whatever was decided. Default: for those marked
            `pursue`, and where none is, for a proposed shortlist.

    Returns:
        The plan. No step stands before a step that it needs.

    Raises:
        UnsuitableError: The framework is guidance, or `pick` is below 1.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: docs/methods/plan.md.

    Example:
        >>> from equity_blocks.model import Assessment, Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P", "requires": [{"practice": "q", "why": "q first"}]},
        ...                   {"id": "q", "title": "Q"}]}])
        >>> made = plan(framework, Assessment(framework="mini", ratings={"p": "no", "q": "no"}))
        >>> [(action.practice, action.wave) for action in made.actions], made.score_now, made.score_after
        ([('q', 1), ('p', 2)], 0.0, 1.0)
    """
    if pick is not None and pick < 1:
        raise UnsuitableError(f"pick must be at least 1, not {pick}")
    require_scorable(framework)
    require_fit(framework, assessment)
    here = situation(framework, assessment)
    selection = select(here, everything=everything, most=pick or SHORTLIST)
    drafts = _order(here, selection)
    if pick is not None:
        raised = [name for name in dict.fromkeys(draft.practice for draft in drafts) if name in selection.chosen]
        blocked = [name for name in selection.chosen if attainable(here, name) < here.aims[name]]
        kept = dict.fromkeys([*raised[:pick], *(name for name in blocked if name not in raised)])
        selection = selection.narrowed(here, list(kept))
        drafts = _order(here, selection)
    return _Writer(here, selection, drafts).plan()


@dataclass(slots=True)
class Draft:
    """An action while the plan grows.

    Args:
        practice: What it raises.
        start: The position before it.
        to: The position after it.
        before: Where every practice stands once all earlier actions are done.
        way: The package it was ranked or pulled in with.
        base: Where every practice stood when the package was made.
        chosen_for: The chosen practice whose package brought it in.
    """

    practice: str
    start: int
    to: int
    before: State
    way: Way
    base: State
    chosen_for: str

    @property
    def steps(self) -> list[Step]:
        """The one-level steps, lowest first."""
        return [(self.practice, position) for position in range(self.start + 1, self.to + 1)]


def _order(here: Situation, selection: Selection) -> list[Draft]:
    """Place the best package again and again: total benefit over total effort of all that is still missing."""
    open_aims = {name: attainable(here, name) for name in selection.chosen}
    state = dict(here.state)
    drafts: list[Draft] = []
    ways: dict[str, Way] = {}
    while open_aims := {name: aim for name, aim in open_aims.items() if aim > state[name]}:
        for name, aim in open_aims.items():
            if name not in ways:
                way = here.way(state, {name: aim})
                if way is None:  # attainable() has just said that it can be reached
                    message = f"no way to {name}"
                    raise AssertionError(message)
                ways[name] = way
        best = min(open_aims, key=lambda name: _merit(here, state, name, ways[name]))
        way = ways[best]
        _place(here, drafts, state, best, way)
        raised = set(way.levels)
        ways = {name: other for name, other in ways.items() if raised.isdisjoint(other.seen)}
    return drafts


def _merit(here: Situation, state: State, name: str, way: Way) -> tuple[float, int, float, str]:
    """Sort key, best first: ratio, then soft prerequisites that are met, then effort, then id."""
    benefit, effort = here.package(state, way)
    after = {**state, **way.levels}
    unmet = sum(not is_met(rule, after) for rule in here.soft[name] if rule.from_level <= after[name])
    return (-(benefit / effort) if effort else float("-inf")), unmet, effort, name


def _place(here: Situation, drafts: list[Draft], state: State, chosen: str, way: Way) -> None:
    """Append the steps of a package in an order that breaks no rule, each practice climbing as far as it can."""
    base = dict(state)
    missing = dict(way.levels)
    while missing:
        ready = [name for name in missing if is_ready(here.graph, state, name)]
        name = min(ready, key=lambda n: (-_own_ratio(here, state, n, missing[n]), n))
        while state[name] < missing[name] and is_ready(here.graph, state, name):
            _step(here, drafts, state, name, Draft(name, state[name], state[name] + 1, dict(state), way, base, chosen))
        if state[name] == missing[name]:
            del missing[name]


def _own_ratio(here: Situation, state: State, name: str, to: int) -> float:
    steps = [(name, position) for position in range(state[name] + 1, to + 1)]
    effort = sum(here.worth.effort(*step) for step in steps)
    return sum(here.worth.benefit(*step) for step in steps) / effort if effort else float("inf")


def _step(here: Situation, drafts: list[Draft], state: State, name: str, draft: Draft) -> None:
    """Take one step: in the practice's last action if nothing placed since is needed for it, else in a new one."""
    last = next((i for i in range(len(drafts) - 1, -1, -1) if drafts[i].practice == name), None)
    state[name] = draft.to
    if last is not None and is_ready(here.graph, {**drafts[last].before, name: draft.start}, name):
        drafts[last].to = draft.to
        for later in drafts[last + 1 :]:
            later.before[name] = draft.to
    else:
        drafts.append(draft)


class _Writer:
    """Turns drafts into the plan that people and programs read."""

    def __init__(self, here: Situation, selection: Selection, drafts: list[Draft]) -> None:
        self.here = here
        self.framework = here.framework
        self.assessment = here.assessment
        self.selection = selection
        self.drafts = drafts
        self.waves = _waves(here, drafts)
        self.gains, self.score_now, self.score_after = self._gains()

    def title(self, name: str) -> str:
        return self.framework.practices[name].title

    def plan(self) -> Plan:
        chosen = set(self.selection.chosen)
        reached = {d.practice for d in self.drafts if d.to >= self.here.aims.get(d.practice, 0)}
        blocked = [
            name for name in self.here.aims if name in chosen and attainable(self.here, name) < self.here.aims[name]
        ]
        return Plan.model_validate(
            {
                **head(self.framework, self.assessment),
                "planner": "greedy",
                "selection": self.selection.kind,
                "score_now": self.score_now,
                "score_after": self.score_after,
                "actions": [self._action(i, draft) for i, draft in enumerate(self.drafts)],
                "later": [self._left(n, reason) for n, reason in self.selection.left.items() if n not in reached],
                "unscheduled": [self._left(name, self._blocked(name)) for name in blocked],
            }
        )

    def _gains(self) -> tuple[dict[Step, float], float | None, float | None]:
        """Score again after each step, in the order of the plan, so that gains add up to the change."""
        here = self.here
        values = {n: here.value(n, p) if here.said[n].in_scope else None for n, p in here.state.items()}
        aims = target_values(self.framework, self.assessment)
        beside = {n: aims[n] for n, claim in here.said.items() if claim.status == "not_applicable"}
        now = before = roll_up(self.framework, values, beside=beside)[TOP]
        gains: dict[Step, float] = {}
        for draft in self.drafts:
            for name, position in draft.steps:
                values[name] = here.value(name, position)
                after = roll_up(self.framework, values, beside=beside)[TOP]
                gains[name, position] = (after or 0.0) - (before or 0.0)
                before = after
        return gains, now, before

    def _action(self, i: int, draft: Draft) -> dict[str, Any]:
        name = draft.practice
        practice, rating = self.framework.practices[name], self.assessment.rating(name)
        needed = self.here.graph.needs(name, draft.to)
        waits = [rule for rule in needed if not is_met(rule, self.here.state)]
        held = self._builds_on(draft, needed)
        reasons = self._reasons(draft, waits, held)
        goals = [goal for goal in self.assessment.goals if any(name in cause.practices for cause in goal.root_causes)]
        initiatives = [item for item in self.assessment.initiatives if name in item.practices]
        return {
            "rank": i + 1,
            "practice": name,
            "title": practice.title,
            "block": self.framework.chains[name][-1].id,
            "from": self._level(name, draft.start) if draft.start or self._is_rated(name) else None,
            "to": self._level(name, draft.to),
            "wave": self.waves[i],
            "gain": sum(self.gains[step] for step in draft.steps),
            "benefit": sum(self.here.worth.benefit(*step) for step in draft.steps),
            "effort": self._effort(draft),
            "package": self._package(draft),
            "waits_for": [alternatives(self.framework, rule) for rule in waits],
            "unlocks": self.here.waiting_for(name, draft.to, draft.before),
            "builds_on": held,
            "quadrant": self._candidate(draft).quadrant,
            "goals": [goal.id for goal in goals],
            "initiatives": [item.id for item in initiatives],
            "owner": rating.owner,
            "roles": practice.roles,
            "involve": practice.involve,
            "evidence": practice.evidence,
            "reasons": reasons,
            "reason": words(reasons, self.title),
            "resources": practice.resources,
            "steps": [self._planned_step(step) for step in draft.steps],
        }

    def _is_rated(self, name: str) -> bool:
        return self.here.said[name].status == "rated"

    def _level(self, name: str, position: int) -> str:
        return self.framework.scale_of(name).ids[position]

    def _planned_step(self, step: Step) -> dict[str, Any]:
        name, position = step
        return {
            "from": self._level(name, position - 1),
            "to": self._level(name, position),
            "effort": self.here.worth.effort(*step),
            "gain": self.gains[step],
        }

    def _effort(self, draft: Draft) -> dict[str, Any]:
        """The days of this action's steps, and the smallest size that holds them."""
        name = draft.practice
        whole = effort_of(self.framework, self.framework.practices[name], self.assessment.rating(name))
        share = sum(self.here.worth.spans[name][position] for _, position in draft.steps)
        days = {key: None if (v := getattr(whole, key)) is None else v * share for key in ("low", "likely", "high")}
        return {**days, "size": self.framework.effort_days.size(whole.likely * share), "basis": whole.basis}

    def _package(self, draft: Draft) -> dict[str, Any]:
        """The way to the whole action from where everything stood when it was chosen or pulled in."""
        way = self.here.way(draft.base, {draft.practice: draft.to}) or draft.way
        benefit, effort = self.here.package(draft.base, way)
        return {"practices": sorted(way.levels, key=self._source_order), "benefit": benefit, "effort": effort}

    def _source_order(self, name: str) -> int:
        return list(self.framework.practices).index(name)

    def _builds_on(self, draft: Draft, needed: Iterable[Rule]) -> list[str]:
        soft = [rule for rule in self.here.soft[draft.practice] if rule.from_level <= draft.to]
        met = [rule for rule in (*needed, *soft) if is_met(rule, self.here.state)]
        held = [name for rule in met for name, least in rule.any_of if self.here.state[name] >= least]
        return list(dict.fromkeys(held))

    def _reasons(self, draft: Draft, waits: list[Rule], held: list[str]) -> list[Reason]:
        """Why it is here at all, what it opens, what comes first, and what was assumed; in that order."""
        name, rating = draft.practice, self.assessment.rating(draft.practice)
        weighed = self._candidate(draft)
        soft = [rule for rule in self.here.soft[name] if draft.start < rule.from_level <= draft.to]
        missing = [rule for rule in soft if not is_met(rule, draft.before)]
        goals = [g for g in self.assessment.goals if any(name in cause.practices for cause in g.root_causes)]
        carriers = [item.title for item in self.assessment.initiatives if name in item.practices]
        duties = [{"title": d.title, "due": d.due.isoformat() if d.due else None} for d in rating.required_by]
        aim = self.here.aims.get(name, draft.start)
        opened = self.here.waiting_for(name, draft.to, draft.before)
        found: list[tuple[str, Any, dict[str, Any]]] = [
            ("not_rated", not self._is_rated(name) and not draft.start, {"status": self.here.said[name].status}),
            ("decided_later", rating.decision == "later", {}),
            ("required_by", duties, {"duties": duties}),
            ("important", importance(rating) == "high" and not duties, {}),
            ("serves_goal", goals, {"goals": [goal.title or f"{goal.measure} ({goal.population})" for goal in goals]}),
            ("needed_by", name not in self.selection.chosen, {"practices": [draft.chosen_for]}),
            ("above_target", draft.to > aim, {"target": self._level(name, aim)}),
            ("unlocks", opened, {"practices": opened}),
            ("waits_for", waits, {"practices": [[option for option, _ in rule.any_of] for rule in waits]}),
            ("builds_on", held, {"practices": held}),
            ("before_soft", missing, {"practices": [[option for option, _ in rule.any_of] for rule in missing]}),
            ("quick_win", weighed.quadrant == "quick-win", {"from_effort": weighed.from_effort}),
            ("carried_by", carriers, {"initiatives": carriers}),
            ("effort_assumed", self._effort(draft)["basis"] == "assumed", {}),
        ]
        reasons = [Reason(code=code, data=data) for code, holds, data in found if holds]
        return reasons or [Reason(code="best_ratio")]

    def _candidate(self, draft: Draft) -> Candidate:
        """How it was weighed; a practice that stands at its target already is weighed by its own steps."""
        found = self.selection.candidates.get(draft.practice)
        return found or self.selection.yardstick.candidate(
            self.assessment.rating(draft.practice),
            sum(self.here.worth.benefit(*step) for step in draft.steps),
            sum(self.here.worth.effort(*step) for step in draft.steps),
        )

    def _left(self, name: str, reason: Reason) -> dict[str, Any]:
        return {"practice": name, "title": self.title(name), "reasons": [reason], "reason": words([reason], self.title)}

    def _blocked(self, name: str) -> Reason:
        """Name the practices not pursued without which this one cannot reach its target, if it is they."""
        said, aim = self.here.said, self.here.aims[name]
        tops = {other: self.framework.scale_of(other).top for other in self.here.graph.tops}
        way = least_effort(replace(self.here.graph, tops=tops), self.here.state, {name: aim}, self.here.worth.effort)
        dropped = [other for other in way.levels if said[other].status == "not_pursued"] if way else []
        code = "blocked" if dropped else "unreachable"
        return Reason(code=code, data={"level": self._level(name, aim), "practices": dropped})


def _serves(draft: Draft, rule: Rule) -> bool:
    return any(name == draft.practice and draft.start < least <= draft.to for name, least in rule.any_of)


def _waves(here: Situation, drafts: list[Draft]) -> list[int]:
    """One more than the latest wave that an action needs; of alternatives in the plan, the earliest counts."""
    found: list[int] = []
    for i, draft in enumerate(drafts):
        earlier = list(zip(drafts[:i], found, strict=True))
        needed = [wave for other, wave in earlier if other.practice == draft.practice]
        waits = [rule for rule in here.graph.needs(draft.practice, draft.to) if not is_met(rule, here.state)]
        needed += [min(wave for other, wave in earlier if _serves(other, rule)) for rule in waits]
        found.append(1 + max(needed, default=0))
    return found
