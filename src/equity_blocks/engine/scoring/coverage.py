"""Coverage: how much of each node is answered, by weight."""

from collections.abc import Collection
from math import fsum

from equity_blocks.engine.scoring.aggregates import mean
from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import Leaf, Node, leaves_of, most

_NOBODY: frozenset[str] = frozenset()


def covered(framework: Framework, answered: Values, beside: Collection[str] = _NOBODY) -> dict[str, float | None]:
    """Give each node the weighted share answered, whatever its aggregate; where points add up, the share of points.

    Args:
        framework: Says which weights, and what counts in which node.
        answered: Practice -> 1 where it is answered, 0 where it is not; absent, or `None`, where it does not count.
        beside: Practices that do not apply. They count as answered in nodes whose policy gives them a value.

    Returns:
        Node -> share in [0, 1]; `None` where nothing counts.
    """
    found: dict[str, float | None] = {}
    above: dict[str, float | None] = {}  # what a block counts in the node above it
    points: dict[str, float] = {}  # the most that a block in scope can publish

    def share(node: Node, leaf: Leaf) -> float | None:
        return 1.0 if leaf.name in beside and node.not_applicable != "exclude" else answered.get(leaf.name)

    def visit(node: Node) -> None:
        for _, block in node.blocks:
            visit(block)
        is_sum = node.aggregate == "sum"
        pairs = [(leaf.weight * (leaf.high if is_sum else 1.0), share(node, leaf)) for leaf in node.leaves]
        pairs += [
            (weight * (points[block.name] if is_sum else 1.0), above[block.name]) for weight, block in node.counted
        ]
        value = found[node.name] = mean(pairs)  # type: ignore[arg-type] # it looks at weights and values alone
        is_zero = value is None and node.empty_block == "zero" and any(True for _ in leaves_of(node))
        above[node.name] = 1.0 if is_zero else value  # what counts 0 because nothing applies is answered
        added = fsum(weight for weight, part in pairs if part is not None) if is_sum else 1.0
        points[node.name] = most(node) if is_zero else node.output.high if node.output else added

    visit(framework.tree)
    return found
