"""Looking back: what was planned from an earlier assessment, and what became of it."""

from typing import Any

from equity_blocks.engine.scoring.claims import Claim, claims
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.plan import Outcome, Plan


def looking_back(framework: Framework, before: Plan, after: Assessment) -> list[dict[str, Any]]:
    """Say what became of each action of an earlier plan.

    Args:
        framework: What was rated both times.
        before: The plan made from the earlier assessment.
        after: The later assessment.

    Returns:
        The fields of a `PastAction` for each practice, in the order of the plan.
    """
    said = claims(framework, after)
    ends = {action.practice: action.to for action in before.actions}
    starts = {action.practice: action.start_level for action in reversed(before.actions)}
    return [
        {
            "practice": name,
            "title": framework.practices[name].title,
            "from": starts[name],
            "to": to,
            "now": _now(framework, name, said[name]),
            "progress": after.actions[name].progress if name in after.actions else None,
            "outcome": _outcome(framework, name, (starts[name], to), said[name]),
        }
        for name, to in ends.items()
    ]


def _now(framework: Framework, name: str, claim: Claim) -> str | None:
    return None if claim.value is None else framework.scale_of(name).named(claim.value)


def _outcome(framework: Framework, name: str, planned: tuple[str | None, str], claim: Claim) -> Outcome:
    if not claim.in_scope:
        return "left_out"
    if claim.position is None:
        return "not_rated"
    scale = framework.scale_of(name)
    start, to = (0 if level is None else scale.position(level) for level in planned)
    if claim.position >= to:
        return "reached"
    if claim.position == start:
        return "unchanged"
    return "raised" if claim.position > start else "fallen"
