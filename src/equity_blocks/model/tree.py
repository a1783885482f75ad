"""The tree that a score climbs: every node with its policy filled in, so that nobody has to look things up twice."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from equity_blocks.model.scoring import (
    Aggregate,
    Missing,
    NotApplicable,
    Output,
    Over,
    Rollup,
    Rounding,
    default_missing,
)

if TYPE_CHECKING:
    from equity_blocks.model.framework import Block, Framework, Practice

SILENT = Rollup.model_construct()
"""A policy that says nothing by itself."""

TOP = ""
"""Stands for the framework as a whole among the ids of its blocks."""

_STAGE = {"short": 1, "long": 2, None: 1}
T = TypeVar("T")


class Leaf(NamedTuple):
    """A practice as a node counts it.

    Args:
        weight: Its weight, >= 0.
        name: Its id.
        stage: Its stage, from 1.
        least: The value it must reach to hold the level that the node asks for.
        low: The lowest figure it publishes: the lower end of its scale's range, else 0.
        high: The highest figure it publishes: the upper end of its scale's range, else 1.
    """

    weight: float
    name: str
    stage: int
    least: float
    low: float
    high: float


class Node(NamedTuple):
    """A block, or the whole, with its policy.

    Args:
        name: The block's id; `TOP` for the whole.
        leaves: The practices that count directly.
        blocks: The blocks that stand in it, with their weights, whether they count or not.
        counted: The blocks that count directly, with their weights: those that stand in it, unless it looks deeper.
        over: How deep it looks.
        stages: How many there are: those it declares, at least up to the highest of a practice that counts in it,
            however deep; 0 where there is none.
        aggregate: Name of the aggregate.
        unanswered: What a practice without a rating counts.
        not_applicable: What a practice that does not apply counts.
        minimum_share: Share of the minimum in a blend.
        empty_stage: Whether a stage without practices is met.
        output: The range in which the value is published; `None` where none is declared.
        rounding: How the published figure is rounded.
    """

    name: str
    leaves: tuple[Leaf, ...]
    blocks: "Blocks"
    counted: "Blocks"
    over: Over
    stages: int
    aggregate: Aggregate
    unanswered: Missing
    not_applicable: NotApplicable
    minimum_share: float
    empty_stage: str
    output: Output | None
    rounding: Rounding | None

    @property
    def counts_blocks(self) -> bool:
        """Whether the blocks that stand in it count in it as such."""
        return self.over == "children"


Blocks = tuple[tuple[float, Node], ...]
"""Nodes with their weights."""


def tree_of(framework: "Framework") -> Node:
    """Fill in every node's policy: its own, else the framework's, else the default of its aggregate."""
    return _Growing(framework).node(TOP, framework.scoring.top or SILENT, (), framework.blocks)


def leaves_of(node: Node) -> Iterator[Leaf]:
    """Visit every practice that counts in a node, however deep, once; those without weight on the way do not."""
    return _weighed(node.leaves, node.counted)


def _weighed(leaves: Iterable[Leaf], counted: Blocks) -> Iterator[Leaf]:
    yield from (leaf for leaf in leaves if leaf.weight > 0)
    for weight, block in counted:
        if weight > 0:
            yield from leaves_of(block)


def way_to(node: Node, name: str) -> tuple[Node, ...]:
    """Give the nodes from one down to another, both included; empty where it is not below."""
    if node.name == name:
        return (node,)
    ways = (way_to(block, name) for _, block in node.blocks)
    return next(((node, *way) for way in ways if way), ())


def everywhere(node: Node, change: Callable[[Node], Node]) -> Node:
    """Change a node and all nodes in it.

    Example:
        >>> from equity_blocks.model import Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B"}])
        >>> tree = everywhere(framework.tree, lambda node: node._replace(aggregate="minimum"))
        >>> tree.aggregate, tree.blocks[0][1].aggregate
        ('minimum', 'minimum')
    """
    blocks = tuple((weight, everywhere(block, change)) for weight, block in node.blocks)
    there = {inner.name: inner for _, block in blocks for inner in nodes_of(block)}
    counted = tuple((weight, there[block.name]) for weight, block in node.counted)
    return change(node._replace(blocks=blocks, counted=counted))


def nodes_of(node: Node) -> Iterator[Node]:
    """Visit a node and every node that stands in it, however deep."""
    yield node
    for _, block in node.blocks:
        yield from nodes_of(block)


def counted_in(node: Node) -> Iterator[Node]:
    """Visit the blocks that count in a node as such, however deep."""
    for _, block in node.counted:
        yield block
        yield from counted_in(block)


def practices_in(framework: "Framework", name: str) -> list[str]:
    """List the practices that stand in a node, however deep and whether they count or not, in source order."""
    return [p for p, chain in framework.chains.items() if name in (TOP, *(block.id for block in chain))]


def title_of(framework: "Framework", name: str) -> str:
    """Give a node's title; the framework's own stands for the whole."""
    return framework.title if name == TOP else next(b.title for b, _, _ in framework.walk() if b.id == name)


class _Growing:
    def __init__(self, framework: "Framework") -> None:
        self.framework = framework

    def node(self, name: str, own: Rollup, practices: "tuple[Practice, ...]", blocks: "tuple[Block, ...]") -> Node:
        scoring = self.framework.scoring
        aggregate = own.aggregate or scoring.aggregate
        inside = tuple((b.weight, self.node(b.id, b.scoring or SILENT, b.practices, b.blocks)) for b in blocks)
        over = own.over or scoring.over
        direct, counted = _counted(over, practices, blocks, inside)
        leaves = tuple(self._leaf(practice, own) for practice in direct)
        return Node(
            name,
            leaves,
            inside,
            counted,
            over,
            max([own.stage_count or scoring.stage_count or 0, *(leaf.stage for leaf in _weighed(leaves, counted))]),
            aggregate,
            own.unanswered or self._unanswered(own, aggregate),
            own.not_applicable or scoring.not_applicable,
            _first(own.minimum_share, scoring.minimum_share),
            own.empty_stage or scoring.empty_stage,
            own.output or scoring.output,
            own.rounding or scoring.rounding,
        )

    def _unanswered(self, own: Rollup, aggregate: Aggregate) -> Missing:
        """What the policy says, unless that is only the default of its aggregate and this node's has another one."""
        shared = self.framework.scoring
        is_default = shared.unanswered == default_missing(shared.aggregate)
        return default_missing(aggregate) if own.aggregate and is_default else shared.unanswered

    def _leaf(self, practice: "Practice", own: Rollup) -> Leaf:
        scale = self.framework.scale_of(practice.id)
        level = _first(own.level, self.framework.scoring.level)
        is_known = level is not None and scale.holds(level)
        least = scale.value(level) if is_known and level is not None else scale.target_value
        stage = practice.stage or _STAGE[practice.horizon]
        low, high = scale.range or (0.0, 1.0)
        return Leaf(practice.weight, practice.id, stage, least, low, high)


def _counted(
    over: Over, practices: "tuple[Practice, ...]", blocks: "tuple[Block, ...]", inside: Blocks
) -> "tuple[list[Practice], Blocks]":
    """Give the practices and the blocks that count directly in a node."""
    if over == "children":
        return [*practices], inside
    if over == "grandchildren":
        direct = [*practices, *(practice for block in blocks for practice in block.practices)]
        return direct, tuple(inner for _, block in inside for inner in block.blocks)
    return [*practices, *(practice for block in blocks for practice in _below(block))], ()


def _below(block: "Block") -> "Iterator[Practice]":
    yield from block.practices
    for inner in block.blocks:
        yield from _below(inner)


def _first(own: T | None, shared: T) -> T:
    return shared if own is None else own
