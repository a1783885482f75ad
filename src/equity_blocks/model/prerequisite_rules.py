"""Prerequisites as plain rules over level positions, and the least fixpoint that says what they leave reachable.

A practice holds a level only if, for every rule whose `from_level` is not above it, at least one option holds:
an AND of OR-groups with level thresholds. Levels are reached one by one, so circular claims hold nothing up.

Source: forward chaining over Horn clauses, linear in the size of the rules (Dowling and Gallier 1984).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Option = tuple[str, int]
"""A practice and the least position it must hold."""

Step = tuple[str, int]
"""A practice and the position that is reached by this one-level step."""


class Rule(NamedTuple):
    """Holding `from_level` or a higher one needs at least one of the options.

    Example:
        >>> Rule(2, (("trust-building", 1), ("data-standards", 3))).from_level
        2
    """

    from_level: int
    any_of: tuple[Option, ...]


Rules = Mapping[str, Sequence[Rule]]


def reachable(
    tops: Mapping[str, int],
    rules: Rules,
    start: Mapping[str, int] | None = None,
    frozen: frozenset[str] = frozenset(),
) -> dict[str, int]:
    """Climb from `start`, one level at a time and never above `tops`, as far as the rules allow.

    Args:
        tops: The highest position each practice may reach.
        rules: The rules of each practice; practices without any may be absent.
        start: The position each practice starts from, taken as it is even if it breaks rules. Default: 0 for all.
        frozen: Practices that may not rise.

    Returns:
        The position each practice of `tops` ends at: the least fixpoint.

    Example:
        >>> rules = {"a": [Rule(1, (("b", 2),))]}
        >>> reachable({"a": 1, "b": 2}, rules), reachable({"a": 1, "b": 1}, rules)
        ({'a': 1, 'b': 2}, {'a': 0, 'b': 1})
    """
    level = {practice: 0 if start is None else start.get(practice, 0) for practice in tops}
    climb = Climb(rules, level)
    agenda = [practice for practice in tops if practice not in frozen]
    while agenda:
        practice = agenda.pop()
        while level[practice] < tops[practice] and climb.may_rise(practice):
            agenda.extend(climb.rise(practice))
    return level


class Climb:
    """Practices that rise level by level, and what holds each of them up.

    A rule that is met stays met, since nobody falls: each is passed once, so that all of a climb takes time in
    proportion to the size of the rules.

    Args:
        rules: The rules of each practice.
        level: Where every practice stands; `rise` changes it.

    Example:
        >>> climb = Climb({"a": [Rule(1, (("b", 1),))]}, {"a": 0, "b": 0})
        >>> climb.may_rise("a"), climb.rise("b"), climb.may_rise("a")
        (False, ['a'], True)
    """

    def __init__(self, rules: Rules, level: dict[str, int]) -> None:
        self.level = level
        self._rules = rules
        self._unmet: dict[str, list[Rule]] = {}  # practice -> rules that were not met when it was looked at, last first
        self._waiting: dict[str, dict[str, None]] = defaultdict(dict)  # practice -> those it held up when looked at

    def may_rise(self, practice: str) -> bool:
        """Say whether the next level of a practice breaks no rule; if not, it is told when that may have changed."""
        if not self._rules.get(practice):
            return True  # most have none, and need no search for one
        if practice not in self._unmet:
            self._unmet[practice] = sorted(self._rules[practice], key=lambda rule: -rule.from_level)
        unmet, rising = self._unmet[practice], self.level[practice] + 1
        while unmet and unmet[-1].from_level <= rising:
            if not is_met(unmet[-1], self.level):
                for other, _ in unmet[-1].any_of:
                    self._waiting[other][practice] = None
                return False
            unmet.pop()
        return True

    def rise(self, practice: str) -> list[str]:
        """Raise a practice by one level, and give those that it held up."""
        self.level[practice] += 1
        return list(self._waiting.pop(practice, ()))


def is_met(rule: Rule, level: Mapping[str, int]) -> bool:
    """Say whether an option of the rule holds at these levels.

    Example:
        >>> is_met(Rule(1, (("a", 2),)), {"a": 1})
        False
    """
    return any(level.get(practice, 0) >= least for practice, least in rule.any_of)


def loop(stuck: Callable[[str], Sequence[Rule]], level: Mapping[str, int], first: str) -> list[Step]:
    """Follow unmet rules from a practice that cannot rise until a step repeats.

    Args:
        stuck: Gives the rules of a practice.
        level: The least fixpoint, at which `first` and everything it waits for is stuck.
        first: The practice to start from.

    Returns:
        The steps of the loop; the last equals the first. A step that needs a level nobody can hold ends the list early.

    Example:
        >>> rules = {"a": [Rule(1, (("b", 1),))], "b": [Rule(1, (("a", 1),))]}
        >>> loop(lambda practice: rules[practice], {"a": 0, "b": 0}, "a")
        [('a', 1), ('b', 1), ('a', 1)]
    """
    chain: list[Step] = []
    at: dict[str, int] = {}
    practice = first
    while practice in level and practice not in at:
        at[practice] = len(chain)
        step = level[practice] + 1
        chain.append((practice, step))
        blocking = next((r for r in stuck(practice) if r.from_level <= step and not is_met(r, level)), None)
        if blocking is None:
            return chain
        practice = blocking.any_of[0][0]
    return [*chain[at[practice] :], chain[at[practice]]] if practice in at else chain
