"""The critical chain: what decides when a plan ends, and how far everything else can slip."""

from equity_blocks.engine.planning.timetable import Timetable
from equity_blocks.model.rules import Step


def slack(dates: Timetable) -> dict[Step, int]:
    """Give the periods that each step can slip, by prerequisites alone, before the end moves or a duty fails.

    Source: latest less earliest finish, as in the critical path method; capacity is left out of it.
    """
    last = max(dates.end.values(), default=0)
    latest = {step: min(last, dates.due.get(step, last)) for step in dates.end}
    for step in reversed(dates.by_need):
        length = dates.end[step] - dates.begin[step] + 1
        for other in dates.needs[step]:
            latest[other] = min(latest[other], latest[step] - length + 1 - dates.terms.lag)
    return {step: latest[step] - end for step, end in dates.end.items()}


def critical_chain(dates: Timetable) -> list[Step]:
    """Give the longest chain of steps without slack, each waiting for the one before it, up to the end of the plan."""
    free = slack(dates)
    chains: dict[Step, list[Step]] = {}
    for step in dates.by_need:
        if free[step] == 0:
            before = [chains[other] for other in dates.needs[step] if other in chains and _is_tight(dates, other, step)]
            chains[step] = [*max(before, key=len, default=[]), step]
    last = max(dates.end.values(), default=0)
    return max((chain for step, chain in chains.items() if dates.end[step] == last), key=len, default=[])


def _is_tight(dates: Timetable, before: Step, step: Step) -> bool:
    return dates.end[before] + dates.terms.lag == dates.begin[step]
