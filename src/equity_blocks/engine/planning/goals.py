"""Goals held against a plan: the actions that serve them, whether in time, and what stands in the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from equity_blocks.engine.benefit.standing import Standing
from equity_blocks.engine.planning.ordering import Run
from equity_blocks.engine.planning.room import shortfall
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.engine.scoring.targets import target_positions
from equity_blocks.model.action import Reason
from equity_blocks.model.goal import (
    Goal,
    RootCause,
    aim_of,
    confirmed_goals,
    due_of,
    progress_of,
    served_by,
    share_closed,
    titled,
)
from equity_blocks.model.phrases import worded
from equity_blocks.model.plan import ServedCause, ServedGoal
from equity_blocks.model.reasons import reasons_by_practice


@dataclass(frozen=True)
class Serving:
    """Holds a plan against goals.

    Args:
        standing: Where the organization stands.
        selection: What was chosen.
        runs: The actions in the order of the plan.
        dates: When each step is done; `None` without a calendar.
        short: Chosen practice that stays below its target -> why.
    """

    standing: Standing
    selection: Selection
    runs: Sequence[Run]
    dates: Timetable | None
    short: Mapping[str, Sequence[Reason]]

    @cached_property
    def goals(self) -> tuple[ServedGoal, ...]:
        """Each confirmed goal with what serves it, in the order of the assessment."""
        return tuple(self._goal(goal) for goal in confirmed_goals(self.standing.assessment.goals))

    def late(self, rank: int, due: date | None) -> int | None:
        """Give how many periods an action ends after a day, 0 or less where it ends by then.

        Returns:
            `None` where that cannot be told: there is no day, or no calendar with dates.
        """
        last = self.dates.calendar.due(due) if self.dates and due else None
        return None if self.dates is None or last is None else self._end(rank, self.dates) - last

    def below(self, goal: Goal) -> dict[str, tuple[str, str, str]]:
        """Give the practices that serve a goal and stay below their scale's default target.

        Only those with an action count, and those that stand at their own target already.

        Returns:
            Practice -> the level that it stays at, the level that it stays below, and the code of what keeps it there;
            `own_target`: nothing else.
        """
        ends = {run.practice: run.to for run in self.runs}
        short = {}
        for name in (each for each in served_by(goal) if each in self.standing.claimed):
            scale, held = self.standing.framework.scale_of(name), self.standing.state.get(name, 0)
            is_done = self.standing.claimed[name].in_scope and name not in self.standing.aims
            end = ends.get(name, held)
            if (name in ends or is_done) and end < scale.target:
                short[name] = scale.ids[end], scale.ids[scale.target], self._limit(name, end)
        return short

    def _goal(self, goal: Goal) -> ServedGoal:
        actions, due = self.ranks(served_by(goal)), due_of(goal)
        late = [periods for rank in actions if (periods := self.late(rank, due)) is not None]
        return ServedGoal(
            id=goal.id,
            title=titled(goal),
            aim=aim_of(goal),
            actions=actions,
            lead=goal.lead,
            due=due,
            finish=self.finish(actions),
            in_time=max(late) <= 0 if late else None,
            observed=goal.observed,
            closed=share_closed(goal),
            progress=progress_of(goal),
            note=goal.note,
            causes=tuple(map(self._cause, goal.root_causes)),
        )

    def _cause(self, cause: RootCause) -> ServedCause:
        actions = self.ranks(cause.practices)
        reasons: list[Reason] = []
        if not actions:
            reasons = [reason for name in cause.practices for reason in self._reasons(name)]
            reasons = reasons or [Reason(code="no_practice")]
        return ServedCause(
            title=cause.title,
            importance=cause.importance,
            actions=actions,
            reasons=tuple(reasons),
            reason=reasons_by_practice(reasons, self._title),
        )

    def _title(self, name: str) -> str:
        practice = self.standing.framework.practices.get(name)  # a tailoring may have taken it out
        return practice.title if practice else worded(name)

    def ranks(self, practices: Iterable[str]) -> tuple[int, ...]:
        """List the ranks of the actions that raise some practices."""
        wanted = set(practices)
        return tuple(rank for rank, run in enumerate(self.runs, 1) if run.practice in wanted)

    def _end(self, rank: int, dates: Timetable) -> int:
        return dates.end[self.runs[rank - 1].steps[-1]]

    def finish(self, ranks: Sequence[int]) -> str | None:
        """Name the period in which the last of some actions ends; `None` without a calendar."""
        dates = self.dates
        return dates.calendar.name(max(self._end(rank, dates) for rank in ranks)) if dates and ranks else None

    def _reasons(self, name: str) -> list[Reason]:
        """Why a practice has no action."""
        return [Reason(code=r.code, data={**r.data, "practice": name}) for r in self._obstacles(name)]

    def _obstacles(self, name: str) -> Sequence[Reason]:
        status = self.standing.claimed[name].status if name in self.standing.claimed else "not_applicable"
        if status in ("not_applicable", "not_pursued"):
            return [Reason(code=status)]
        target = target_positions(self.standing.framework, self.standing.assessment)[name]
        if self.standing.state[name] >= target:
            return [Reason(code="at_target", data={"level": self.standing.framework.level_id(name, target)})]
        if name in self.short:
            return [reason for reason in self.short[name] if reason.code != "required_by"]
        left = self.selection.left.get(name, Reason(code="not_picked"))
        stuck = shortfall(self.standing, [name], None).reasons.get(name) if left.code == "not_picked" else None
        return stuck[:1] if stuck else [left]

    def _limit(self, name: str, end: int) -> str:
        if end >= self.standing.aims.get(name, 0):
            return "own_target"
        return self._obstacles(name)[0].code
