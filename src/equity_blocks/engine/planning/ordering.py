"""Order: which action comes first when capacity does not matter, the best package again and again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from equity_blocks.engine.graph import RaiseSet, is_ready
from equity_blocks.engine.planning.selection import Selection
from equity_blocks.engine.planning.situation import Situation, attainable
from equity_blocks.model.rules import Rule, Step, is_met

State = dict[str, int]


class Pull(NamedTuple):
    """What brought a step into the plan.

    Args:
        chosen: The chosen practice whose package it belongs to.
        way: That package.
        base: Where every practice stood when the package was made.
    """

    chosen: str
    way: RaiseSet
    base: State


@dataclass(slots=True)
class Run:
    """An action while the plan grows: a run of one-level steps of one practice.

    Args:
        practice: What it raises.
        start: The position before it.
        to: The position after it.
        before: Where every practice stands once all earlier actions are done.
        pull: What brought it in.
    """

    practice: str
    start: int
    to: int
    before: State
    pull: Pull

    @property
    def steps(self) -> list[Step]:
        """The one-level steps, lowest first."""
        return [(self.practice, position) for position in range(self.start + 1, self.to + 1)]


def order(here: Situation, selection: Selection) -> list[Run]:
    """Place the best package again and again: total benefit over total effort of all that is still missing."""
    open_aims = {name: attainable(here, name) for name in selection.chosen}
    state = dict(here.state)
    runs: list[Run] = []
    ways: dict[str, RaiseSet] = {}
    while open_aims := {name: aim for name, aim in open_aims.items() if aim > state[name]}:
        for name, aim in open_aims.items():
            if name not in ways:
                way = here.way(state, {name: aim})
                if way is None:  # attainable() has just said that it can be reached
                    message = f"no way to {name}"
                    raise AssertionError(message)
                ways[name] = way
        best = min(open_aims, key=lambda name: _merit(here, state, name, ways[name]))
        _place(here, runs, state, Pull(best, ways[best], dict(state)))
        raised = set(ways[best].levels)
        ways = {name: other for name, other in ways.items() if raised.isdisjoint(other.seen)}
    return regrouped(here, runs, [step for run in runs for step in run.steps])


def regrouped(here: Situation, runs: Iterable[Run], steps: Iterable[Step]) -> list[Run]:
    """Make the actions of a plan anew for steps in another order, or for some of them.

    A step that joins an earlier action moves forward, and what was split because of it may then be whole again: so
    the steps are grouped until nothing moves any more. That ends, since every round lengthens an early action.

    Args:
        here: Where the organization stands.
        runs: The actions that brought these steps in.
        steps: Steps in an order that breaks no rule.
    """
    pulls = {step: run.pull for run in runs for step in run.steps}
    moved, steps = True, list(steps)
    while moved:
        found = _grouped(here, steps, pulls)
        before, steps = steps, [step for run in found for step in run.steps]
        moved = steps != before
    return found


def at_target(here: Situation, runs: Iterable[Run]) -> set[str]:
    """Give the practices that some actions raise to their target, chosen or not."""
    return {run.practice for run in runs if run.to >= here.aims.get(run.practice, 0)}


def waves(here: Situation, runs: Sequence[Run]) -> list[int]:
    """Give each action one more than the latest wave that it needs; of alternatives, the earliest counts."""
    found: list[int] = []
    for i, run in enumerate(runs):
        earlier = list(zip(runs[:i], found, strict=True))
        needed = [wave for other, wave in earlier if other.practice == run.practice]
        waits = [rule for rule in here.graph.needs(run.practice, run.to) if not is_met(rule, here.state)]
        needed += [min(wave for other, wave in earlier if _serves(other, rule)) for rule in waits]
        found.append(1 + max(needed, default=0))
    return found


def _serves(run: Run, rule: Rule) -> bool:
    return any(name == run.practice and run.start < least <= run.to for name, least in rule.any_of)


def _merit(here: Situation, state: State, name: str, way: RaiseSet) -> tuple[float, int, float, str]:
    """Sort key, best first: ratio, then soft prerequisites that are met, then effort, then id."""
    benefit, effort = here.package(state, way)
    after = {**state, **way.levels}
    unmet = sum(not is_met(rule, after) for rule in here.soft[name] if rule.from_level <= after[name])
    return (-(benefit / effort) if effort else float("-inf")), unmet, effort, name


def _grouped(here: Situation, steps: Iterable[Step], pulls: Mapping[Step, Pull]) -> list[Run]:
    state = dict(here.state)
    found: list[Run] = []
    for step in steps:
        _take(here, found, state, step[0], pulls[step])
    return found


def _place(here: Situation, runs: list[Run], state: State, pull: Pull) -> None:
    """Append the steps of a package in an order that breaks no rule, each practice climbing as far as it can."""
    missing = dict(pull.way.levels)
    while missing:
        ready = [name for name in missing if is_ready(here.graph, state, name)]
        name = min(ready, key=lambda n: (-_own_ratio(here, state, n, missing[n]), n))
        while state[name] < missing[name] and is_ready(here.graph, state, name):
            _take(here, runs, state, name, pull)
        if state[name] == missing[name]:
            del missing[name]


def _own_ratio(here: Situation, state: State, name: str, to: int) -> float:
    steps = [(name, position) for position in range(state[name] + 1, to + 1)]
    effort = sum(here.worth.effort(*step) for step in steps)
    return sum(here.worth.benefit(*step) for step in steps) / effort if effort else float("inf")


def _take(here: Situation, runs: list[Run], state: State, name: str, pull: Pull) -> None:
    """Take one step: in the practice's last action if nothing placed since is needed for it, else in a new one."""
    run = Run(name, state[name], state[name] + 1, dict(state), pull)
    last = next((i for i in range(len(runs) - 1, -1, -1) if runs[i].practice == name), None)
    state[name] = run.to
    if last is not None and is_ready(here.graph, {**runs[last].before, name: run.start}, name):
        runs[last].to = run.to
        for later in runs[last + 1 :]:
            later.before[name] = run.to
    else:
        runs.append(run)
