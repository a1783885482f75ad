"""Composing: the parts of a plan, put together."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, inf
from typing import Any

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.planning.actions import ActionBuilder
from equity_blocks.engine.planning.goals import Serving
from equity_blocks.engine.planning.ordering import Run, at_target
from equity_blocks.engine.planning.remarks import missed_band, remarks
from equity_blocks.engine.planning.room import shortfall
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.engine.planning.timetable import STRETCH, Timetable, cost_of
from equity_blocks.engine.reach.reach import band_called, leads_into
from equity_blocks.engine.scoring.rollup import WhatIf, figures
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.model.goal import Initiative
from equity_blocks.model.plan import Reason
from equity_blocks.model.prerequisite_rules import Step
from equity_blocks.model.reasons import words
from equity_blocks.model.result import head
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.model.tree import TOP


class PlanBuilder:
    """Puts the parts of one plan together.

    Args:
        standing: Where the organization stands.
        selection: What was chosen.
        runs: The actions in the order of the plan.
        dates: When each step is done. Default: there is no calendar.
        band: The band to be reached. Default: none was asked for.
    """

    def __init__(
        self,
        standing: Standing,
        selection: Selection,
        runs: list[Run],
        dates: Timetable | None = None,
        band: str | None = None,
    ) -> None:
        self.standing = standing
        self.framework = standing.framework
        self.selection = selection
        self.runs = runs
        self.dates = dates
        self.band = band
        self.gains, self.score_now, self.score_after = self._gains()
        if not self.framework.scoring.overall:
            self.score_now = self.score_after = None
        self.writer = ActionBuilder(standing, selection, runs, self.gains, dates)

    def plan(self) -> dict[str, Any]:
        """Give the fields of the plan, but for who asked for what."""
        said = self.standing.assessment
        schedule = self._schedule()
        run = ScoringRun(self.framework, said)
        card, card_band = run.headline()
        reached = at_target(self.standing, self.runs)
        short = shortfall(self.standing, self.selection.chosen, self.dates)
        serving = Serving(self.standing, self.selection, self.runs, self.dates, short.reasons)
        return {
            **head(self.framework, self.standing.assessment),
            "score_now": self.score_now,
            "band_now": run.band(TOP, self.score_now),
            "score_card": card,
            "score_card_band": card_band,
            "unrated": sum(claim.status in ("unanswered", "unknown") for claim in self.standing.said.values()),
            "score_after": self.score_after,
            **schedule,
            "actions": self.writer.actions(),
            "goals": serving.goals(),
            "initiatives": [self._initiative(item) for item in said.initiatives],
            "later": [self._left(n, reason) for n, reason in self.selection.left.items() if n not in reached],
            "unscheduled": [self._left(name, *reasons) for name, reasons in short.reasons.items()],
            "room": short.room,
            "heard": run.heard(),
            "remarks": [
                *run.remarks_on(TOP),
                *missed_band(schedule["band"], self.score_after, is_dated=self.dates is not None),
                *remarks(serving),
            ],
        }

    def _initiative(self, item: Initiative) -> dict[str, Any]:
        told = {key: getattr(item, key) for key in ("id", "title", "owner", "status", "note")}
        return {**told, "actions": self._ranks(item.practices)}

    def _ranks(self, practices: Iterable[str]) -> list[int]:
        wanted = set(practices)
        return [rank for rank, run in enumerate(self.runs, 1) if run.practice in wanted]

    def _schedule(self) -> dict[str, Any]:
        dates = self.dates
        if dates is None:
            return {"band": self._wanted_band([])}
        periods = self._periods(dates)
        return {
            "bound": dates.bound,
            "gap": dates.schedule.gap if dates.bound is not None else None,
            "stretch": STRETCH,
            "budget": dates.calendar.budget,
            "lag": dates.calendar.lag,
            "periods": periods,
            "critical": list(dict.fromkeys(name for name, _ in dates.critical)),
            "band": self._wanted_band(periods),
        }

    def _wanted_band(self, periods: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
        """The band asked for, and the first period that ends in it."""
        if self.band is None:
            return None
        wanted = band_called(self.framework, self.band)
        is_there = leads_into(self.framework.policy, wanted)
        inside = [period["id"] for period in periods if is_there(period["score"])]
        return {
            **{key: getattr(wanted, key) for key in ("id", "title", "start")},
            "is_reached": is_there(self.score_after),
            "period": inside[0] if inside and not is_there(self.score_now) else None,
        }

    def _periods(self, dates: Timetable) -> list[dict[str, Any]]:
        found = []
        for i, (days, used) in enumerate(zip(dates.calendar.capacities, dates.used, strict=True)):
            done = [step for step, end in dates.end.items() if end <= i + 1]
            found.append(
                {
                    "id": dates.calendar.name(i + 1),
                    "capacity": None if days == inf else days,
                    "used": used,
                    "cost": fsum(cost_of(self.standing, step) for step in done if dates.end[step] == i + 1),
                    "score": self._score(done) if self.framework.scoring.overall else None,
                }
            )
        return found

    def _score(self, done: Sequence[Step]) -> float | None:
        """Score again with some steps done."""
        state = dict(self.standing.state)
        for name, position in done:
            state[name] = max(state[name], position)
        return self.standing.score(state)

    def _gains(self) -> tuple[dict[Step, float], float | None, float | None]:
        """What the score gains by each step, in the order of the plan; that adds up to the change."""
        standing, steps = self.standing, [step for run in self.runs for step in run.steps]
        now, end = self._score([]), self._score(steps)
        shares = figures(self.framework, dict.fromkeys(standing.values, 1.0), beside=standing.beside).parts
        gains = {(n, i): shares.get(n, 0.0) * (standing.values[n][i] - standing.values[n][i - 1]) for n, i in steps}
        if abs(fsum(gains.values()) - ((end or 0.0) - (now or 0.0))) <= ROUNDING:
            return gains, now, end  # what practices add adds up
        values = {name: values[standing.state[name]] for name, values in standing.values.items()}
        what_if = WhatIf(self.framework, values, standing.beside)
        before = now
        for name, position in steps:
            after = what_if.keep({name: standing.values[name][position]})
            gains[name, position] = (after or 0.0) - (before or 0.0)
            before = after
        return gains, now, before

    def _left(self, name: str, *reasons: Reason) -> dict[str, Any]:
        title = self.writer.title
        return {"practice": name, "title": title(name), "reasons": reasons, "reason": words(reasons, title)}
