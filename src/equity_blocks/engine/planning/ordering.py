"""Order: which action comes first when capacity does not matter, the best package again and again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from equity_blocks.engine.graph import Way, is_ready
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
    way: Way
    base: State


@dataclass(slots=True)
class Draft:
    """An action while the plan grows.

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


def order(here: Situation, selection: Selection) -> list[Draft]:
    """Place the best package again and again: total benefit over total effort of all that is still missing."""
    open_aims = {name: attainable(here, name) for name in selection.chosen}
    state = dict(here.state)
    drafts: list[Draft] = []
    ways: dict[str, Way] = {}
    while open_aims := {name: aim for name, aim in open_aims.items() if aim > state[name]}:
        for name, aim in open_aims.items():
            if name not in ways:
                way = here.way(state, {name: aim})
                if way is None:  # attainable() has just said that it can be reached
                    message = f"no way to {name}"
                    raise AssertionError(message)
                ways[name] = way
        best = min(open_aims, key=lambda name: _merit(here, state, name, ways[name]))
        _place(here, drafts, state, Pull(best, ways[best], dict(state)))
        raised = set(ways[best].levels)
        ways = {name: other for name, other in ways.items() if raised.isdisjoint(other.seen)}
    return drafts


def regrouped(here: Situation, drafts: Iterable[Draft], steps: Iterable[Step]) -> list[Draft]:
    """Make the actions of a plan anew for steps in another order, or for some of them.

    Args:
        here: Where the organization stands.
        drafts: The actions that brought these steps in.
        steps: Steps in an order that breaks no rule.
    """
    pulls = {step: draft.pull for draft in drafts for step in draft.steps}
    state = dict(here.state)
    found: list[Draft] = []
    for step in steps:
        _take(here, found, state, step[0], pulls[step])
    return found


def waves(here: Situation, drafts: Sequence[Draft]) -> list[int]:
    """Give each action one more than the latest wave that it needs; of alternatives, the earliest counts."""
    found: list[int] = []
    for i, draft in enumerate(drafts):
        earlier = list(zip(drafts[:i], found, strict=True))
        needed = [wave for other, wave in earlier if other.practice == draft.practice]
        waits = [rule for rule in here.graph.needs(draft.practice, draft.to) if not is_met(rule, here.state)]
        needed += [min(wave for other, wave in earlier if _serves(other, rule)) for rule in waits]
        found.append(1 + max(needed, default=0))
    return found


def _serves(draft: Draft, rule: Rule) -> bool:
    return any(name == draft.practice and draft.start < least <= draft.to for name, least in rule.any_of)


def _merit(here: Situation, state: State, name: str, way: Way) -> tuple[float, int, float, str]:
    """Sort key, best first: ratio, then soft prerequisites that are met, then effort, then id."""
    benefit, effort = here.package(state, way)
    after = {**state, **way.levels}
    unmet = sum(not is_met(rule, after) for rule in here.soft[name] if rule.from_level <= after[name])
    return (-(benefit / effort) if effort else float("-inf")), unmet, effort, name


def _place(here: Situation, drafts: list[Draft], state: State, pull: Pull) -> None:
    """Append the steps of a package in an order that breaks no rule, each practice climbing as far as it can."""
    missing = dict(pull.way.levels)
    while missing:
        ready = [name for name in missing if is_ready(here.graph, state, name)]
        name = min(ready, key=lambda n: (-_own_ratio(here, state, n, missing[n]), n))
        while state[name] < missing[name] and is_ready(here.graph, state, name):
            _take(here, drafts, state, name, pull)
        if state[name] == missing[name]:
            del missing[name]


def _own_ratio(here: Situation, state: State, name: str, to: int) -> float:
    steps = [(name, position) for position in range(state[name] + 1, to + 1)]
    effort = sum(here.worth.effort(*step) for step in steps)
    return sum(here.worth.benefit(*step) for step in steps) / effort if effort else float("inf")


def _take(here: Situation, drafts: list[Draft], state: State, name: str, pull: Pull) -> None:
    """Take one step: in the practice's last action if nothing placed since is needed for it, else in a new one."""
    draft = Draft(name, state[name], state[name] + 1, dict(state), pull)
    last = next((i for i in range(len(drafts) - 1, -1, -1) if drafts[i].practice == name), None)
    state[name] = draft.to
    if last is not None and is_ready(here.graph, {**drafts[last].before, name: draft.start}, name):
        drafts[last].to = draft.to
        for later in drafts[last + 1 :]:
            later.before[name] = draft.to
    else:
        drafts.append(draft)
