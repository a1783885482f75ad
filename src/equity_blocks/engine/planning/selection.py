"""The practices that a plan raises. HCPLAN asks for those that are relevant, of high priority and realistic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from equity_blocks.engine.benefit.best_sets import packages_of
from equity_blocks.engine.benefit.standing import Standing, attainable
from equity_blocks.engine.benefit.step_benefit import IMPORTANCE, effort_of
from equity_blocks.model.action import Quadrant, Reason
from equity_blocks.model.goal import Priority, named_by_causes

SHORTLIST = 8
QUICK_WINS = 2
"""How long a proposed shortlist is, and how many quick wins may stand in it. Editorial: docs/methods/plan.md."""

Kind = Literal["decided", "proposed", "all"]
"""Why practices were chosen: marked `pursue`; on a shortlist; or simply below their target."""

_ORDER: dict[Quadrant, int] = {"do-first": 0, "quick-win": 1, "big-step": 2, "later": 3}
_OF_CAUSE: dict[Priority | None, int] = {"high": 0, "normal": 1, "low": 2, None: 3}


@dataclass(frozen=True)
class Candidate:
    """A practice below its target, weighed with everything still missing that it needs.

    Args:
        benefit: Benefit of the package.
        effort: Person-days of the package.
        quadrant: Where it stands by importance and feasibility.
        from_effort: Whether feasibility was read from the effort, because nobody stated it.
    """

    benefit: float
    effort: float
    quadrant: Quadrant
    from_effort: bool

    @property
    def ratio(self) -> float:
        """Benefit for each day of effort."""
        return self.benefit / self.effort if self.effort else float("inf")


@dataclass(frozen=True)
class Selection:
    """The practices that a plan raises, and those that it leaves.

    Args:
        kind: Why these practices.
        chosen: Practices to raise, best first.
        left: Practice -> why it is not raised.
        candidates: Every practice below its target, weighed.
        yardstick: What they were weighed by.
        beside: Practices that stand beside the first so many, because something from outside requires them.
    """

    kind: Kind
    chosen: list[str]
    left: dict[str, Reason]
    candidates: Mapping[str, Candidate]
    yardstick: "Yardstick"
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Yardstick:
    """The middle of all candidates, where nobody stated importance or feasibility.

    Args:
        benefit: Median of what the candidates bring and open.
        effort: Median of the effort of their packages.
    """

    benefit: float
    effort: float

    def candidate(
        self,
        importance: float,
        feasibility: Priority,
        benefit: float,
        effort: float,
        opens: float = 0.0,
        *,
        is_known: bool = True,
    ) -> Candidate:
        """Weigh one.

        Args:
            importance: Its factor: 4 is important, 0.25 is not; in between, what brings and opens as much as most is.
            feasibility: As the organization says; where that is normal, what takes no more days than most is feasible.
            benefit: Benefit of the package.
            effort: Person-days of the package.
            opens: Benefit of the packages that wait for it.
            is_known: Whether anybody gave its effort; nothing is quick of which nobody knows how long it takes.
        """
        is_settled = importance in (IMPORTANCE["low"], IMPORTANCE["high"])
        is_important = importance == IMPORTANCE["high"] if is_settled else benefit + opens >= self.benefit
        is_feasible = effort <= self.effort if feasibility == "normal" else feasibility == "high"
        quadrant = QUADRANTS[is_important, is_feasible]
        if quadrant == "quick-win" and not (is_known and effort < self.effort):
            quadrant = "later"
        return Candidate(benefit, effort, quadrant, feasibility == "normal")


def select(standing: Standing, *, everything: bool = False, pick: int | None = None) -> Selection:
    """Choose what a plan raises.

    Practices marked `pursue` are the choice, with what has been started. Where none is, a shortlist is proposed: what
    has been started, then what root causes of goals name, however much that is; then, up to eight in all, important and
    feasible ones, up to two quick wins, and important ones that take more. What nobody has rated comes after what was
    rated, and what cannot reach its target last. Work that was dropped is never chosen.

    Args:
        standing: Where the organization stands.
        everything: Take all practices below their target, whatever was decided.
        pick: How long a proposed shortlist is; what something from outside requires stands beside it where it has no
            place on it. Default: eight, or all that root causes name.
    """
    candidates, yardstick = weigh(standing)
    progress_on = standing.assessment.progress_on
    ranked = sorted(candidates, key=lambda n: (_ORDER[candidates[n].quadrant], -candidates[n].ratio, n))
    alive = [name for name in ranked if progress_on(name) != "dropped"]
    decisions = {name: standing.assessment.rating(name).decision for name in alive}
    beside: list[str] = []
    kind: Kind
    if everything:
        kind, chosen = "all", alive
    elif any(standing.assessment.rating(name).decision == "pursue" for name in standing.claimed):
        pursued = [name for name in alive if decisions[name] == "pursue" or progress_on(name) == "started"]
        kind, chosen = "decided", sorted(pursued, key=lambda name: -candidates[name].ratio)
    else:
        kind, offered = "proposed", [name for name in alive if decisions[name] != "later"]
        chosen, beside = _shortlist(standing, offered, candidates, pick)
    return Selection(kind, chosen, _left(standing, kind, chosen), candidates, yardstick, tuple(beside))


def first_of(standing: Standing, selection: Selection, pick: int, planned: Sequence[str]) -> Selection:
    """Narrow a choice to the first so many that a plan raises.

    What something from outside requires stays beside them, and so does what cannot be raised at all, so that the plan
    says why. A proposed shortlist is of that length already.

    Args:
        standing: Where the organization stands.
        selection: The choice.
        pick: How many stay, from 1.
        planned: The practices that a plan for the whole choice raises, in its order.
    """
    if selection.kind == "proposed":
        return selection
    wanted = selection.candidates.keys() & selection.chosen
    raised = {name: None for name in planned if name in wanted}
    first, more = list(raised)[:pick], list(raised)[pick:]
    beside = _required(standing, more)
    stuck = [name for name in selection.chosen if name not in raised]
    chosen = [*first, *beside, *stuck]
    return replace(selection, chosen=chosen, left=_left(standing, selection.kind, chosen), beside=tuple(beside))


def _required(standing: Standing, names: Sequence[str]) -> list[str]:
    return [name for name in names if standing.assessment.rating(name).required_by]


def _shortlist(
    standing: Standing, offered: Sequence[str], of: Mapping[str, Candidate], pick: int | None
) -> tuple[list[str], list[str]]:
    """Propose some of what is offered, best first; and what is required beside them."""
    named = named_by_causes(standing.assessment.goals)
    started = {name for name in offered if standing.assessment.progress_on(name) == "started"}
    stuck = {name for name in offered if attainable(standing, name) < standing.aims[name]} - started
    in_order = sorted(
        offered,
        key=lambda name: (
            name not in started,
            name in stuck,
            _OF_CAUSE[named.get(name)],
            standing.figures.importances[name].factor < IMPORTANCE["high"],
            standing.claimed[name].status != "rated",
        ),
    )
    able = [name for name in in_order if name not in stuck]
    first = [name for name in able if name in started or name in named]
    quick_wins = [name for name in able if of[name].quadrant == "quick-win"][:QUICK_WINS]
    better = [name for name in able if name in quick_wins or of[name].quadrant in ("do-first", "big-step")]
    shortlist = list(dict.fromkeys([*first, *better, *in_order]))  # better a full list than an empty one
    most = max(SHORTLIST, len(first)) if pick is None else pick
    beside = _required(standing, shortlist[most:])
    return [*shortlist[:most], *beside], beside


def _left(standing: Standing, kind: Kind, chosen: Sequence[str]) -> dict[str, Reason]:
    taken = set(chosen)
    return {name: _why_left(standing, kind, name) for name in standing.aims if name not in taken}


def _why_left(standing: Standing, kind: Kind, name: str) -> Reason:
    decision = standing.assessment.rating(name).decision
    if standing.assessment.progress_on(name) == "dropped":
        return Reason(code="dropped")
    if decision == "later":
        return Reason(code="decided_later")
    return Reason(code="not_decided" if kind == "decided" and decision != "pursue" else "not_picked")


def weigh(standing: Standing) -> tuple[dict[str, Candidate], Yardstick]:
    """Weigh every practice that stands below its target, with its package, in source order."""
    packages = packages_of(standing)
    opens = {name: sum(packages[other][0] for other in standing.waiting_for(name)) for name in packages}
    yardstick = Yardstick(
        median([benefit + opens[name] for name, (benefit, _) in packages.items()] or [0.0]),
        median([effort for _, effort in packages.values()] or [0.0]),
    )
    weighed = {
        name: yardstick.candidate(
            standing.figures.importances[name].factor,
            standing.assessment.rating(name).feasibility,
            *package,
            opens[name],
            is_known=is_effort_known(standing, name),
        )
        for name, package in packages.items()
    }
    return weighed, yardstick


def is_effort_known(standing: Standing, name: str) -> bool:
    """Check whether the organization or the framework gives the effort of a practice."""
    return effort_of(standing.framework, standing.assessment, name).basis != "assumed"


QUADRANTS: dict[tuple[bool, bool], Quadrant] = {
    (True, True): "do-first",
    (True, False): "big-step",
    (False, True): "quick-win",
    (False, False): "later",
}
"""(important, feasible) -> quadrant. Source: importance by feasibility, AHE Roadmap site, Prioritize Root Causes."""
