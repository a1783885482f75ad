"""The parts of a plan, put together."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, inf
from typing import TypedDict

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.planning.actions import ActionBuilder
from equity_blocks.engine.planning.confidence import Places
from equity_blocks.engine.planning.goals import Serving
from equity_blocks.engine.planning.options import UsedCalendar
from equity_blocks.engine.planning.ordering import Run, at_target, steps_of
from equity_blocks.engine.planning.remarks import missed_band, remarks
from equity_blocks.engine.planning.room import shortfall
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.engine.planning.timetable import STRETCH, Timetable, cost_of
from equity_blocks.engine.reach.reach import band_called, leads_into
from equity_blocks.engine.scoring.rollup import WhatIf, figures
from equity_blocks.engine.scoring.score import ScoringRun
from equity_blocks.model.action import Reason
from equity_blocks.model.goal import Initiative
from equity_blocks.model.noun import FrozenDict
from equity_blocks.model.plan import CarryingInitiative, NotPlanned, Period, Plan, WantedBand
from equity_blocks.model.prerequisite_rules import Step
from equity_blocks.model.reasons import reasons_in_words
from equity_blocks.model.result import head
from equity_blocks.model.schedule import Planner
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.model.tree import TOP


class PlanBuilder:
    """Puts the parts of one plan together.

    Args:
        standing: Where the organization stands.
        selection: What was chosen.
        runs: The actions in the order of the plan.
        dates: When each step is done; `None`: there is no calendar.
        band: The band to be reached; `None`: none was asked for.
        places: How often each action kept its place; `None`: nobody asked.
    """

    def __init__(
        self,
        standing: Standing,
        selection: Selection,
        runs: list[Run],
        *,
        dates: Timetable | None,
        band: str | None,
        places: Places | None,
    ) -> None:
        self.standing = standing
        self.framework = standing.framework
        self.selection = selection
        self.runs = runs
        self.dates = dates
        self.band = band
        self.places = places
        self.gains, self.score_now, self.score_after = self._gains()
        if not self.framework.scoring.overall:
            self.score_now = self.score_after = None
        self.actions = ActionBuilder(standing, selection, runs, self.gains, dates=dates, places=places)

    def plan(self, planner: Planner, seed: int, used: UsedCalendar) -> Plan:
        """Give the plan.

        Args:
            planner: What scheduled it.
            seed: Where the draws of its confidence began.
            used: The calendar, and who said it.
        """
        assessment, standing = self.standing.assessment, self.standing
        scoring = ScoringRun(self.framework, assessment)
        score_card, score_card_band = scoring.headline()
        reached = at_target(standing, self.runs)
        short = shortfall(standing, self.selection.chosen, self.dates)
        serving = Serving(standing, self.selection, self.runs, self.dates, short.reasons)
        periods = self._periods()
        band = self._wanted_band(periods)
        missed = missed_band(serving, band, self.score_after)
        left = self.selection.left.items()
        return Plan.trusted(
            **head(self.framework, assessment),
            **self._limits(),
            planner=planner,
            selection=self.selection.kind if self.band is None else "band",
            band=band,
            score_now=self.score_now,
            band_now=scoring.band(TOP, self.score_now),
            score_card=score_card,
            score_card_band=score_card_band,
            unrated=sum(claimed.status in ("unanswered", "unknown") for claimed in standing.claimed.values()),
            score_after=self.score_after,
            calendar=used.calendar,
            calendar_from=FrozenDict(used.origins),
            periods=periods,
            actions=self.actions.actions(),
            goals=serving.goals,
            initiatives=tuple(_carrying(item, serving.ranks(item.practices)) for item in assessment.initiatives),
            later=tuple(self._left(name, reason) for name, reason in left if name not in reached),
            unscheduled=tuple(self._left(name, *reasons) for name, reasons in short.reasons.items()),
            room=short.room,
            heard=scoring.heard(),
            remarks=(*scoring.remarks_on(TOP), *missed, *remarks(serving)),
            confidence=self.places.confidence(seed) if self.places else None,
        )

    def _limits(self) -> "_Limits":
        """What bounds the schedule, and the chain of practices that decides when it ends."""
        dates = self.dates
        if dates is None:
            return {}
        return {
            "bound": dates.bound,
            "gap": dates.schedule.gap if dates.bound is not None else None,
            "stretch": STRETCH,
            "budget": dates.calendar.budget,
            "lag": dates.calendar.lag,
            "critical": tuple(dict.fromkeys(name for name, _ in dates.critical)),
        }

    def _wanted_band(self, periods: Iterable[Period]) -> WantedBand | None:
        """The band asked for, and the first period that ends in it."""
        if self.band is None:
            return None
        wanted = band_called(self.framework, self.band)
        is_high_enough = leads_into(self.framework.policy, wanted)
        inside = [period.id for period in periods if is_high_enough(period.score)]
        return WantedBand.trusted(
            id=wanted.id,
            title=wanted.title,
            start=wanted.start,
            is_reached=is_high_enough(self.score_after),
            period=inside[0] if inside and not is_high_enough(self.score_now) else None,
        )

    def _periods(self) -> tuple[Period, ...]:
        dates = self.dates
        if dates is None:
            return ()
        periods = []
        for i, (days, used) in enumerate(zip(dates.calendar.capacities, dates.used, strict=True), 1):
            done = [step for step, end in dates.end.items() if end <= i]
            period = Period.trusted(
                id=dates.calendar.name(i),
                capacity=None if days == inf else days,
                used=used,
                cost=fsum(cost_of(self.standing, step) for step in done if dates.end[step] == i),
                score=self._score(done) if self.framework.scoring.overall else None,
            )
            periods.append(period)
        return tuple(periods)

    def _score(self, done: Sequence[Step]) -> float | None:
        """Score again with some steps done."""
        state = dict(self.standing.state)
        for name, position in done:
            state[name] = max(state[name], position)
        return self.standing.score(state)

    def _gains(self) -> tuple[Mapping[Step, float], float | None, float | None]:
        """What the score gains by each step, in the order of the plan; that adds up to the change."""
        standing, steps = self.standing, steps_of(self.runs)
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

    def _left(self, name: str, *reasons: Reason) -> NotPlanned:
        title = self.actions.title
        return NotPlanned.trusted(
            practice=name, title=title(name), reasons=reasons, reason=reasons_in_words(reasons, title)
        )


def _carrying(item: Initiative, actions: tuple[int, ...]) -> CarryingInitiative:
    return CarryingInitiative.trusted(
        id=item.id, title=item.title, owner=item.owner, status=item.status, note=item.note, actions=actions
    )


class _Limits(TypedDict, total=False):
    """Fields of a plan that only a calendar gives a value."""

    bound: float | None
    gap: float | None
    stretch: int
    budget: float | None
    lag: int
    critical: tuple[str, ...]
