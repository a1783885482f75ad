"""Coverage: how much of each node is answered, by weight, and how many practices hold each level."""

from collections.abc import Collection, Mapping
from math import fsum

from equity_blocks.engine.scoring.aggregates import mean
from equity_blocks.engine.scoring.claimed_values import Claim
from equity_blocks.engine.scoring.rollup import Values
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP, Leaf, Node, leaves_of, most

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


def distributions(framework: Framework, said: Mapping[str, Claim]) -> dict[str, dict[str, int]]:
    """Count the rated practices below each node by the level that they hold.

    Args:
        framework: Gives the scales; the levels of each come in its order.
        said: Practice -> what is said about it. Those that are not rated, or not pursued, are not counted.

    Returns:
        Block id, and `TOP` for the whole -> level -> number of practices, 0 included.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> distributions(framework, {"p": Claim("rated", 1, 1.0, 1.0, 1.0), "q": Claim("unanswered")})
        {'': {'no': 0, 'yes': 1}, 'b': {'no': 0, 'yes': 1}}
    """
    found: dict[str, dict[str, int]] = {TOP: {}, **{block.id: {} for block, _, _ in framework.walk()}}
    places = {name: (chain[-1].id, framework.scale_of(name).ids) for name, chain in framework.chains.items()}
    for name, (holder, ids) in places.items():
        counts, claim = found[holder], said[name]
        if any(level not in counts for level in ids):
            counts.update((level, 0) for level in ids if level not in counts)
        if claim.status == "rated" and claim.position is not None:
            counts[ids[claim.position]] += 1
    for block, around, _ in reversed(list(framework.walk())):
        above = found[around[-1].id if around else TOP]
        for level, many in found[block.id].items():
            above[level] = above.get(level, 0) + many
    return found
