"""Choice: which practices a plan raises. HCPLAN asks for those that are relevant, of high priority and realistic."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from equity_blocks.engine.planning.situation import Situation
from equity_blocks.engine.planning.worth import importance
from equity_blocks.model.assessment import Rating
from equity_blocks.model.plan import Quadrant, Reason

SHORTLIST = 8
QUICK_WINS = 2
"""How long a proposed shortlist is, and how many quick wins may stand in it. Editorial: docs/methods/plan.md."""

_ORDER: dict[Quadrant, int] = {"do-first": 0, "quick-win": 1, "big-step": 2, "later": 3}


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
    """What a plan raises, and what it leaves.

    Args:
        kind: decided: practices marked `pursue`; proposed: a shortlist; all: everything below its target.
        chosen: Practices to raise, best first.
        left: Practice -> why it is not raised.
        candidates: Every practice below its target, weighed.
    """

    kind: Literal["decided", "proposed", "all"]
    chosen: list[str]
    left: dict[str, Reason]
    candidates: Mapping[str, Candidate]
    yardstick: "Yardstick"

    def narrowed(self, here: Situation, chosen: list[str]) -> "Selection":
        """Give the same choice, limited to some of its practices."""
        return replace(self, chosen=chosen, left=_left(here, self.kind, chosen))


@dataclass(frozen=True)
class Yardstick:
    """The middle of all candidates, where nobody stated importance or feasibility.

    Args:
        benefit: Median of what the candidates bring and open.
        effort: Median of the effort of their packages.
    """

    benefit: float
    effort: float

    def candidate(self, rating: Rating, benefit: float, effort: float, opens: float = 0.0) -> Candidate:
        """Weigh one: important is what the organization says so, else what brings and opens as much as most."""
        stated = importance(rating)
        is_important = stated == "high" or (stated == "normal" and benefit + opens >= self.benefit)
        is_feasible = rating.feasibility == "high" or (rating.feasibility == "normal" and effort <= self.effort)
        return Candidate(benefit, effort, QUADRANTS[is_important, is_feasible], rating.feasibility == "normal")


def select(here: Situation, *, everything: bool = False, most: int = SHORTLIST) -> Selection:
    """Choose what a plan raises.

    Practices marked `pursue` are the choice. Where none is, a shortlist of at most eight is proposed: important and
    feasible ones first, then up to two quick wins, then important ones that take more. What nobody has rated comes
    last, and where no more than eight stand below their targets, all are proposed.

    Args:
        here: Where the organization stands.
        everything: Take all practices below their target, whatever was decided.
        most: How long a proposed shortlist may be.
    """
    candidates, yardstick = weigh(here)
    ranked = sorted(candidates, key=lambda n: (_ORDER[candidates[n].quadrant], -candidates[n].ratio, n))
    decisions = {name: here.assessment.rating(name).decision for name in ranked}
    kind: Literal["decided", "proposed", "all"]
    started = [name for name in ranked if _progress(here, name) == "started"]
    if everything:
        kind, chosen = "all", ranked
    elif "pursue" in {rating.decision for name, rating in here.assessment.ratings.items() if name in here.said}:
        pursued = [name for name in ranked if decisions[name] == "pursue" or name in started]
        kind, chosen = "decided", sorted(pursued, key=lambda name: -candidates[name].ratio)
    else:
        offered = [name for name in ranked if decisions[name] != "later" and _progress(here, name) != "dropped"]
        rated_first = sorted(offered, key=lambda name: (name not in started, here.said[name].status != "rated"))
        kind, chosen = "proposed", _shortlist(rated_first, started, candidates, most)
    return Selection(kind, chosen, _left(here, kind, chosen), candidates, yardstick)


def _progress(here: Situation, name: str) -> str | None:
    work = here.assessment.actions.get(name)
    return work.progress if work else None


def _left(here: Situation, kind: str, chosen: list[str]) -> dict[str, Reason]:
    names = [name for name in here.aims if name not in set(chosen)]
    return {name: _why_left(here, kind, name) for name in names}


def _shortlist(offered: list[str], started: list[str], of: Mapping[str, Candidate], most: int) -> list[str]:
    """What has been started stays; then two quick wins at most beside what is important."""
    if len(offered) <= most:
        return offered
    quick_wins = [name for name in offered if of[name].quadrant == "quick-win"][:QUICK_WINS]
    kept = {*started, *quick_wins}
    chosen = [name for name in offered if name in kept or of[name].quadrant in ("do-first", "big-step")]
    rest = [name for name in offered if name not in set(chosen)]  # better a full list than an empty one
    return [*chosen, *rest][:most]


def _why_left(here: Situation, kind: str, name: str) -> Reason:
    decision = here.assessment.rating(name).decision
    if decision == "later":
        return Reason(code="decided_later")
    if _progress(here, name) == "dropped":
        return Reason(code="dropped")
    return Reason(code="not_decided" if kind == "decided" and decision != "pursue" else "not_picked")


def weigh(here: Situation) -> tuple[dict[str, Candidate], Yardstick]:
    """Weigh every practice that stands below its target, with its package, in source order."""
    packages = {name: here.package(here.state, here.way(here.state, {name: aim})) for name, aim in here.aims.items()}
    opens = {name: sum(packages[other][0] for other in here.waiting_for(name)) for name in packages}
    yardstick = Yardstick(
        median([benefit + opens[name] for name, (benefit, _) in packages.items()] or [0.0]),
        median([effort for _, effort in packages.values()] or [0.0]),
    )
    rating = here.assessment.rating
    return {n: yardstick.candidate(rating(n), *packages[n], opens[n]) for n in packages}, yardstick


QUADRANTS: dict[tuple[bool, bool], Quadrant] = {
    (True, True): "do-first",
    (True, False): "big-step",
    (False, True): "quick-win",
    (False, False): "later",
}
"""(important, feasible) -> quadrant. Source: importance by feasibility, AHE Roadmap site, Prioritize Root Causes."""
