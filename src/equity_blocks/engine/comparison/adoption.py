"""The plan that was adopted: what is kept of it, and what became of its actions since."""

from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.comparison.earlier_assessment import require_comparable
from equity_blocks.engine.revision.lineage import lineage_of_ids, which_rated
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.action import Action, PlannedStep
from equity_blocks.model.adopted_plan import AdoptedAction, AdoptedPlan, Dropped, EarlierPlan, Outcome, PastAction
from equity_blocks.model.assessment import Assessment, Organization
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Plan
from equity_blocks.version import VERSION


@checks_nouns
def adopt(plan: Plan) -> AdoptedPlan:
    """Keep what a board decides of a plan: actions, levels, periods, owners, and what the plan was made with.

    Args:
        plan: The plan; one that was shared keeps no owners and no goals.

    Returns:
        A noun that `save_adopted_plan` writes, and that `plan` takes as `since`.

    Example:
        >>> from equity_blocks.model import FrameworkRef
        >>> made = Plan(framework=FrameworkRef(id="f", edition="1", revision=1), planner="greedy", selection="all",
        ...     score_now=None, score_after=None, as_of="2026-09-30")
        >>> adopt(made).as_of.isoformat(), adopt(made).actions
        ('2026-09-30', ())
    """
    whose = plan.organization
    return AdoptedPlan(
        made_with=plan.made_with or VERSION,
        framework=plan.framework.replace(tailored=None),
        assessment=plan.assessment,
        organization=Organization(id=whose.id, name=whose.name) if whose else None,
        as_of=plan.as_of,
        calendar=plan.calendar,
        periods=tuple(period.id for period in plan.periods),
        actions=tuple(map(_adopted, plan.actions)),
    )


def _adopted(action: Action) -> AdoptedAction:
    kept = {name: getattr(action, name) for name in AdoptedAction.model_fields}
    return AdoptedAction(**{**kept, "effort": action.effort.likely})


def require_earlier(framework: Framework, since: Assessment | AdoptedPlan, after: Assessment) -> None:
    """Make sure that something can be looked back on.

    An adopted plan may be of any edition and revision of the framework: what became of its practices is told.

    Raises:
        UnsuitableError: It is neither an assessment nor an adopted plan, of another framework, or later; or an
            assessment of another edition.
    """
    if isinstance(since, Assessment):
        require_comparable(framework, since, after, remedy="migrate it to this edition first")
        return
    if not isinstance(since, AdoptedPlan):
        raise UnsuitableError(
            f"since must be an Assessment or an AdoptedPlan, not {since!r}",
            code="wrong_kind",
            data={"argument": "since", "found": type(since).__name__},
        )
    if since.framework.id != framework.id:
        raise UnsuitableError(
            f"the adopted plan is for {since.framework.id}, and this assessment rates {framework.id}",
            code="wrong_framework",
            data={"found": since.framework.id, "allowed": (framework.id,)},
        )
    if since.as_of and after.as_of and since.as_of > after.as_of:
        then, now = since.as_of.isoformat(), after.as_of.isoformat()
        raise UnsuitableError(
            f"the adopted plan is of {then}, and this assessment of {now}: give a later assessment", code="wrong_order"
        )


def looking_back(
    framework: Framework, earlier: AdoptedPlan, after: Assessment, made: Plan, *, then: Plan | None = None
) -> Plan:
    """Say in a plan what became of exactly the actions of an earlier one, and which actions are new.

    Args:
        framework: What is rated now: the same framework, in this or another edition or revision.
        earlier: What was planned.
        after: The later assessment.
        made: The plan that is made from it now.
        then: The plan that is made now of an earlier assessment, where none was kept: `earlier` holds its actions.

    Returns:
        The plan with `past`: the earlier actions in their order, then those of now that go beyond them.
    """
    earlier_plan = EarlierPlan(
        is_adopted=then is None,
        framework=earlier.framework,
        as_of=earlier.as_of,
        made_with=None if then else earlier.made_with,
        named_revision=then.named_revision if then else None,
    )
    past = _Hindsight(framework, earlier, after, made).past()
    return made.model_copy(update={"earlier": earlier_plan, "past": past})  # all else is sound already


class _Aim(NamedTuple):
    """An earlier action, read on what is rated now.

    Args:
        action: What was planned.
        name: The practice's id now; `None` where it is gone.
        start: The position it was planned from; `None` where the scale has no such level now.
        to: The position to be reached; `None` where the scale has no such level now.
        claim: What is said of the practice now.
    """

    action: AdoptedAction
    name: str | None
    start: int | None
    to: int | None
    claim: ClaimedValue

    @property
    def is_done(self) -> bool:
        """Whether the practice is rated at the level, or above it."""
        return self.to is not None and self.claim.position is not None and self.claim.position >= self.to

    @property
    def change(self) -> Literal["raised", "unchanged", "fallen"] | None:
        """The move of the practice from where it was planned from."""
        if self.start is None or self.claim.position is None:
            return None
        if self.claim.position == self.start:
            return "unchanged"
        return "raised" if self.claim.position > self.start else "fallen"


class _Hindsight:
    """One earlier plan, seen from a later assessment and the plan that is made from it."""

    def __init__(self, framework: Framework, earlier: AdoptedPlan, after: Assessment, made: Plan) -> None:
        self.framework = framework
        self.earlier = earlier
        self.after = after
        self.made = made
        self.claimed = claimed_values(framework, after)
        planned = which_rated(framework, earlier.framework.revision, earlier.framework.edition)
        self.line = lineage_of_ids([action.practice for action in earlier.actions], framework, planned)
        self.aims = [self._aim(action) for action in earlier.actions]

    def past(self) -> tuple[PastAction, ...]:
        added = (self._added(action) for action in self.made.actions if self._is_added(action))
        return (*map(self._past, self.aims), *added)

    def _aim(self, action: AdoptedAction) -> _Aim:
        name = self.line.sole_successor(action.practice)
        if name is None:
            return _Aim(action, None, None, None, ClaimedValue("unanswered"))
        start = 0 if action.start_level is None else self._position(name, action.start_level)
        return _Aim(action, name, start, self._position(name, action.to), self.claimed[name])

    def _position(self, name: str, level: str) -> int | None:
        scale = self.framework.scale_of(name)
        return scale.position(level) if scale.holds(level) else None

    def _past(self, aim: _Aim) -> PastAction:
        action, dropped_as, (new_start, new_finish) = aim.action, self._dropped_as(aim), self._new_dates(aim)
        return PastAction.trusted(
            practice=action.practice,
            successor=aim.name if aim.name != action.practice else None,
            title=action.title or action.practice,
            start_level=action.start_level,
            to=action.to,
            now=self._level(aim.name),
            progress=self.after.progress_on(aim.name) if aim.name else None,
            change=aim.change,
            outcome="dropped" if dropped_as else self._outcome(aim, new_finish),
            dropped_as=dropped_as,
            start=action.start,
            finish=action.finish,
            new_start=new_start,
            new_finish=new_finish,
        )

    def _added(self, action: Action) -> PastAction:
        return PastAction.trusted(
            practice=action.practice,
            title=action.title,
            start_level=action.start_level,
            to=action.to,
            now=self._level(action.practice),
            progress=self.after.progress_on(action.practice),
            outcome="added",
            new_start=action.start,
            new_finish=action.finish,
        )

    def _is_added(self, action: Action) -> bool:
        """Whether an action raises its practice above all that was planned for it."""
        planned = [aim.to for aim in self.aims if aim.name == action.practice and aim.to is not None]
        return self.framework.scale_of(action.practice).position(action.to) > max(planned, default=-1)

    def _level(self, name: str | None) -> str | None:
        """The level that a practice holds now."""
        value = self.claimed[name].value if name else None
        return self.framework.scale_of(name).named(value) if name and value is not None else None

    def _dropped_as(self, aim: _Aim) -> Dropped | None:
        """Why nobody works on an action any more; `None` where it is done, or still goes on."""
        if aim.name is None:
            change = self.line.successions[aim.action.practice].change
            return change if change in ("split", "merged", "unclear") else "removed"
        if aim.to is None:
            return "level_removed"
        if aim.is_done:
            return None
        if aim.claim.status in ("not_applicable", "not_pursued"):
            return aim.claim.status
        return "work_dropped" if self.after.progress_on(aim.name) == "dropped" else None

    def _outcome(self, aim: _Aim, new_finish: str | None) -> Outcome:
        if aim.is_done:
            return "done"
        due, today, new_end = self.earlier.last_day(aim.action.finish), self.after.as_of, self._ends.get(new_finish)
        is_over = due is not None and today is not None and due < today
        is_put_off = due is not None and new_end is not None and due < new_end
        return "late" if is_over or is_put_off else "open"

    def _new_dates(self, aim: _Aim) -> tuple[str | None, str | None]:
        """When the plan now takes the steps between the levels of an earlier action."""
        levels = range((aim.start or 0) + 1, (aim.to or 0) + 1)
        steps = [step for position in levels if (step := self._steps.get((aim.name, position)))]
        last = self._steps.get((aim.name, aim.to))
        return steps[0].start if steps else None, last.finish if last else None

    @cached_property
    def _steps(self) -> dict[tuple[str | None, int | None], PlannedStep]:
        """Practice and position -> the step of the plan now that reaches it."""
        steps = [(action.practice, step) for action in self.made.actions for step in action.steps]
        return {(name, self._position(name, step.to)): step for name, step in steps}

    @cached_property
    def _ends(self) -> dict[str | None, date | None]:
        """Period of the plan now -> its last day; `None` for plain numbers."""
        calendar = self.made.calendar
        return {period.id: calendar.last_day(i) for i, period in enumerate(self.made.periods, 1)} if calendar else {}
