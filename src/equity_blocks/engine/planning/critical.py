"""The critical chain: what decides when a plan ends, and how far everything else can slip."""

from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.model.rules import Step


def slack(made: Timetable) -> dict[Step, int]:
    """Give the periods that each step can slip, by prerequisites alone, before the end of the plan moves.

    Source: latest less earliest finish, as in the critical path method; capacity is left out of it.
    """
    last = max(made.end.values(), default=0)
    latest = dict.fromkeys(made.end, last)
    for step in reversed(made.by_need):
        length = made.end[step] - made.begin[step] + 1
        for other in made.needs[step]:
            latest[other] = min(latest[other], latest[step] - length + 1 - made.terms.lag)
    return {step: latest[step] - end for step, end in made.end.items()}


def critical_chain(made: Timetable) -> list[Step]:
    """Give the longest chain of steps without slack, each waiting for the one before it, up to the end of the plan."""
    free = slack(made)
    chains: dict[Step, list[Step]] = {}
    for step in made.by_need:
        if free[step] == 0:
            before = [chains[other] for other in made.needs[step] if other in chains and _is_tight(made, other, step)]
            chains[step] = [*max(before, key=len, default=[]), step]
    last = max(made.end.values(), default=0)
    return max((chain for step, chain in chains.items() if made.end[step] == last), key=len, default=[])


def _is_tight(made: Timetable, before: Step, step: Step) -> bool:
    return made.end[before] + made.terms.lag == made.begin[step]
