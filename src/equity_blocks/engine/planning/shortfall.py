"""Shortfall: what was chosen and does not reach its target in a plan, and why."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from equity_blocks.engine.graph import least_effort
from equity_blocks.engine.planning.situation import Situation, attainable
from equity_blocks.engine.planning.step_problem import cost_of
from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.model.plan import Reason


def shortfall(here: Situation, chosen: Sequence[str], dates: Timetable | None) -> dict[str, list[Reason]]:
    """Say of each chosen practice that stays below its target what stands in the way, and what requires it.

    Args:
        here: Where the organization stands.
        chosen: The practices that the plan was made for.
        dates: When each step is done. Default: there is no calendar.
    """
    found = {}
    for name, aim in here.aims.items():
        if name not in chosen:
            continue
        if attainable(here, name) < aim:
            found[name] = [_blocked(here, name), *_duties(here, name)]
        elif dates is not None and (name, aim) not in dates.end:
            found[name] = [_no_room(here, name, dates), *_duties(here, name)]
    return found


def _duties(here: Situation, name: str) -> list[Reason]:
    duties = here.assessment.rating(name).required_by
    told = [{"title": duty.title, "due": duty.due.isoformat() if duty.due else None} for duty in duties]
    return [Reason(code="required_by", data={"duties": told})] if told else []


def _level(here: Situation, name: str, position: int) -> str:
    return here.framework.scale_of(name).ids[position]


def _no_room(here: Situation, name: str, dates: Timetable) -> Reason:
    """Say what runs out first, and how far the practice comes."""
    reached = max((to for other, to in dates.end if other == name), default=here.state[name])
    data = {"level": _level(here, name, here.aims[name]), "reaches": _level(here, name, reached)}
    data["until"] = dates.terms.calendar.name(len(dates.terms.capacity))
    return Reason(code="over_budget" if _is_money(here, name, dates) else "no_room", data=data)


def _is_money(here: Situation, name: str, dates: Timetable) -> bool:
    """Whether something missing on the way costs more than what is left."""
    if dates.terms.budget is None:
        return False
    way = here.way(here.state, {name: here.aims[name]})
    missing = [step for step in dates.steps if step not in dates.end and way and step[0] in way.levels]
    left = dates.terms.budget - fsum(cost_of(here, step) for step in dates.end)
    return any(cost_of(here, step) > left + 1e-9 for step in missing)


def _blocked(here: Situation, name: str) -> Reason:
    """Name the practices not pursued without which this one cannot reach its target, if it is they."""
    aim = here.aims[name]
    tops = {other: here.framework.scale_of(other).top for other in here.graph.tops}
    way = least_effort(replace(here.graph, tops=tops), here.state, {name: aim}, here.worth.effort)
    dropped = [other for other in way.levels if here.said[other].status == "not_pursued"] if way else []
    code = "blocked" if dropped else "unreachable"
    return Reason(code=code, data={"level": _level(here, name, aim), "practices": dropped})
