"""Lenses: which level of a practice counts. Claimed is what was rated; the two here look behind it."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from equity_blocks.engine.scoring.claimed_values import ClaimedValue
from equity_blocks.model.assessment import Assessment, Evidence
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Option, Rule, is_met, reachable
from equity_blocks.model.scorecard import Alternatives, HeldNeed


class Consistency(NamedTuple):
    """The levels that the hard prerequisites leave of the claims.

    Args:
        positions: Practice -> the highest position its prerequisites allow, for each practice with a level.
        unmet: Practice -> the rules that its claimed level needs and that do not hold.
        unverified: Practice -> the rules that rest on practices nobody has rated.
        waived: Practice -> the rules whose every option does not apply here, as the framework states them.
    """

    positions: dict[str, int]
    unmet: dict[str, list[Rule]]
    unverified: dict[str, list[Rule]]
    waived: dict[str, list[Rule]]


def consistent(framework: Framework, claimed: Mapping[str, ClaimedValue]) -> Consistency:
    """Build the claims up from nothing, level by level, while hard prerequisites already hold.

    Circular claims hold nothing up. An alternative that does not apply is struck out; a prerequisite with none left is
    waived. An unanswered or unknown alternative may hold, so it caps nothing. A practice not pursued counts at its
    level, else as not held.

    Source: least fixpoint of the prerequisites (Dowling and Gallier 1984), see docs/methods/lenses.md.
    """
    tops = {name: claim.position or 0 for name, claim in claimed.items()}
    unmet: dict[str, list[Rule]] = {}
    unverified: dict[str, list[Rule]] = {}
    waived: dict[str, list[Rule]] = {}
    binding: dict[str, list[Rule]] = {}
    open_rules: list[tuple[str, Rule]] = []
    for name, rules in framework.rules().items():
        for rule in rules:
            if rule.from_level > tops[name]:
                continue
            options = tuple(option for option in rule.any_of if claimed[option[0]].status != "not_applicable")
            left = Rule(rule.from_level, options)
            if not options:
                waived.setdefault(name, []).append(rule)
            elif any(claimed[other].status in ("unanswered", "unknown") for other, _ in options):
                open_rules.append((name, left))
            else:
                binding.setdefault(name, []).append(left)
    positions = reachable(tops, binding)
    for name, bound in binding.items():
        broken = [rule for rule in bound if not is_met(rule, positions)]
        if broken:
            unmet[name] = broken
    for name, rule in open_rules:
        if not is_met(rule, positions):
            unverified.setdefault(name, []).append(rule)
    return Consistency(
        {n: positions[n] for n, c in claimed.items() if c.position is not None}, unmet, unverified, waived
    )


def alternatives(framework: Framework, rule: Rule) -> Alternatives:
    """Write a rule's options with the ids of levels, as results show them."""
    return Alternatives.trusted(any_of=held_needs(framework, rule.any_of))


def held_needs(framework: Framework, options: Iterable[Option]) -> tuple[HeldNeed, ...]:
    """Write practices and positions with the ids of levels, as results show them."""
    return tuple(HeldNeed.trusted(practice=name, level=framework.level_id(name, least)) for name, least in options)


def evidenced(
    framework: Framework, assessment: Assessment, claimed: Mapping[str, ClaimedValue]
) -> dict[str, int] | None:
    """Give the highest position that current evidence shows, for each practice with a level.

    A claim counts in full when its level needs no evidence or has some that is current; else it counts as the highest
    level below it that needs none.

    Returns:
        Practice -> position; `None` when the assessment has no date to count the age of evidence from.
    """
    current = current_evidence(framework, assessment)
    if current is None:
        return None
    positions: dict[str, int] = {}
    for name, claimed_value in claimed.items():
        position = claimed_value.position
        if position is None:
            continue
        levels = framework.scale_of(name).levels
        if levels[position].needs_evidence and current.isdisjoint(assessment.rating(name).evidence):
            position = next((i for i in range(position, -1, -1) if not levels[i].needs_evidence), 0)
        positions[name] = position
    return positions


def current_evidence(framework: Framework, assessment: Assessment) -> frozenset[str] | None:
    """Name the evidence that counts at the assessment's date by the framework's policy.

    Returns:
        Ids of the register; `None` when the assessment has no date to count the age of evidence from.
    """
    if assessment.as_of is None:
        return None
    policy = framework.scoring
    oldest = months_before(assessment.as_of, policy.evidence_max_age)
    return frozenset(
        name
        for name, item in assessment.evidence.items()
        if is_current(item, oldest, assessment.as_of) and (policy.evidence_counts == "listed" or item.checked)
    )


def is_current(item: Evidence, oldest: date, newest: date) -> bool:
    """Say whether the newest date of a piece of evidence lies between two days, both included."""
    return item.newest is not None and oldest <= item.newest <= newest


def months_before(day: date, months: int) -> date:
    """Go back whole calendar months; a day that the month lacks becomes its last.

    Example:
        >>> months_before(date(2026, 3, 31), 1).isoformat()
        '2026-02-28'
    """
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if years < 1:
        return date.min
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
