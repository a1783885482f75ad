"""Verdicts: named outcomes by thresholds on blocks and by must-pass items."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from equity_blocks.engine.scoring.claimed_values import Claim
from equity_blocks.engine.scoring.outcomes import Ends, Span
from equity_blocks.model.framework import Framework
from equity_blocks.model.scoring import BlockRange, Condition
from equity_blocks.model.tied_value import reaches
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
        value = said[name].value
        if not reaches(0.0 if value is None else value, least, EDGE):
            found.append(name)
    return found


def failing(framework: Framework, said: Mapping[str, Claim], ends: Ends) -> tuple[int, int]:
    """Count the must-pass practices that fail whatever is still said, and those that may fail.

    Args:
        framework: Its practices say which are must-pass.
        said: Practice -> what is said about it. What is left out by choice counts at its level.
        ends: What every practice in scope may still be.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claims
        >>> from equity_blocks.engine.scoring.outcomes import ends_of
        >>> from equity_blocks.model import Assessment
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": n, "title": n, "must_pass": "yes"} for n in "pqr"]}])
        >>> assessment = Assessment(framework="mini", ratings={"p": "no", "q": "yes"})
        >>> said = claims(framework, assessment)
        >>> failing(framework, said, ends_of(framework, assessment, said))
        (1, 2)
    """
    surely = may = 0
    for name, practice in framework.practices.items():
        if practice.must_pass is None or said[name].status == "not_applicable":
            continue
        least = framework.scale_of(name).value(practice.must_pass)
        span = ends.around(name, said[name].value) or (0.0, 0.0)
        surely += not reaches(span[1], least, EDGE)
        may += not reaches(span[0], least, EDGE)
    return surely, may


def possible_verdicts(
    framework: Framework, spans: Mapping[str, Span | None], failed: tuple[int, int]
) -> tuple[str, ...]:
    """Name every verdict that can come of values and of a number of failed must-pass practices in some ranges.

    The blocks, the whole and the number are taken to move each by itself, so that more may be named than can come
    true together, never less.

    Args:
        framework: Its policy holds the verdicts.
        spans: Node -> what its value may be; `None` where it has none.
        failed: The least and the most must-pass practices that may fail.

    Returns:
        Ids, in the order of the policy.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[], scoring={"verdicts": [
        ...     {"id": "held", "title": "Held", "when": {"overall": {"below": 0.65}}},
        ...     {"id": "praised", "title": "Praised", "when": {"overall": {"at_least": 0.9}}},
        ...     {"id": "shipped", "title": "Shipped"}]})
        >>> possible_verdicts(framework, {"": (0.6, 0.8)}, (0, 0))
        ('held', 'shipped')
    """
    verdicts = framework.scoring.verdicts
    asked = [
        bounds for verdict in verdicts if verdict.when for bounds in (verdict.when.any_block, verdict.when.overall)
    ]
    edges = [edge for bounds in asked if bounds for edge in _edges(bounds)]
    blocks = [_places(spans[block.id], edges) for block in framework.blocks if spans[block.id] is not None]
    whole = _places(spans[TOP], edges)
    least, most = failed
    found: list[str] = []
    for verdict in verdicts:
        when = verdict.when
        if when is None:
            return (*found, verdict.id)
        number = most + 1 if when.must_pass_failed is None else when.must_pass_failed
        any_block, overall = when.any_block, when.overall
        if (
            number <= most
            or (any_block and any(_lies_in(value, any_block) for places in blocks for value in places))
            or (overall and any(_lies_in(value, overall) for value in whole))
        ):
            found.append(verdict.id)
        most = min(most, number - 1)  # what is left is where neither this verdict applies nor one before it
        blocks = [[value for value in places if not any_block or not _lies_in(value, any_block)] for places in blocks]
        left = [value for value in whole if not overall or not _lies_in(value, overall)]
        if most < least or not all(blocks) or (whole and not left):
            break
        whole = left
    return tuple(found)


def _edges(bounds: BlockRange) -> Iterable[float]:
    return (edge for edge in (bounds.above, bounds.at_least, bounds.below, bounds.at_most) if edge is not None)


def _places(span: Span | None, edges: Iterable[float]) -> list[float]:
    """Values that stand for all of a range: its ends, the edges in it, and one between each two of these."""
    if span is None:
        return []
    low, high = span
    points = sorted({low, high, *(edge for edge in edges if low < edge < high)})
    return [*points, *((a + b) / 2 for a, b in pairwise(points))]


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
