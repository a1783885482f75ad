"""Verdicts: named outcomes by thresholds on blocks and by must-pass items."""

from collections.abc import Mapping

from equity_blocks.engine.scoring.claims import Claim
from equity_blocks.model.framework import Framework
from equity_blocks.model.scoring import BlockRange, Condition
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP


def verdict_of(framework: Framework, values: Mapping[str, float | None], said: Mapping[str, Claim]) -> str | None:
    """Give the first verdict whose condition holds; `None` where there is none.

    Args:
        framework: Its policy holds the verdicts; its practices say which are must-pass.
        values: Node -> value.
        said: Practice -> what is said about it. An unanswered must-pass practice lacks its level.

    Source: threshold and must-pass rules as in accreditation, see docs/methods/aggregates.md.
    """
    failed = failed_must_pass(framework, said)
    for verdict in framework.scoring.verdicts:
        if verdict.when is None or _holds(verdict.when, framework, values, len(failed)):
            return verdict.id
    return None


def failed_must_pass(framework: Framework, said: Mapping[str, Claim]) -> list[str]:
    """List the must-pass practices that apply and do not hold their level."""
    found = []
    for name, practice in framework.practices.items():
        if practice.must_pass is None or said[name].status == "not_applicable":
            continue
        least = framework.scale_of(name).value(practice.must_pass)
        if (said[name].value or 0.0) < least - EDGE:
            found.append(name)
    return found


def _holds(when: Condition, framework: Framework, values: Mapping[str, float | None], failed: int) -> bool:
    blocks = [values[block.id] for block in framework.blocks]
    return (
        (when.any_block is not None and any(_lies_in(value, when.any_block) for value in blocks))
        or (when.overall is not None and _lies_in(values[TOP], when.overall))
        or (when.must_pass_failed is not None and failed >= when.must_pass_failed)
    )


def _lies_in(value: float | None, bounds: BlockRange) -> bool:
    """Edges hold within rounding: 0.8 reached by a sum of tenths is not below 0.8."""
    return value is not None and not (
        (bounds.above is not None and value <= bounds.above + EDGE)
        or (bounds.at_least is not None and value < bounds.at_least - EDGE)
        or (bounds.below is not None and value >= bounds.below - EDGE)
        or (bounds.at_most is not None and value > bounds.at_most + EDGE)
    )
