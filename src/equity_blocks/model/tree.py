"""The tree that a score climbs: every node with its policy filled in, so that nobody has to look things up twice."""

from collections.abc import Callable, Collection, Iterable, Iterator
from math import fsum
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from equity_blocks.model.publishing import Output, Rounding
from equity_blocks.model.scale import Scale
from equity_blocks.model.scoring import (
    DEPTHS,
    Aggregate,
    Asks,
    EmptyBlock,
    Missing,
    NotApplicable,
    Over,
    Rollup,
    default_missing,
)
from equity_blocks.model.targets import aim

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


class Ask(NamedTuple):
    """What a stage asks of some practices.

    Args:
        names: Their ids; `None` for all that count.
        share: The least share of them, by their number, that must hold the level; above 0, up to 1.
    """

    names: frozenset[str] | None
    share: float


class Node(NamedTuple):
    """A block, or the whole, with its policy.

    Args:
        name: The block's id; `TOP` for the whole.
        leaves: The practices that count directly.
        blocks: The blocks that stand in it, with their weights, whether they count or not.
        counted: The blocks that count directly, with their weights: those that stand in it, unless it looks deeper.
        over: How deep it looks.
        stages: How many there are: those that it asks for one by one, else those it declares, at least up to the
            highest of a practice that counts in it, however deep; 0 where there is none.
        asks: What each stage asks; empty where each asks for its own practices.
        aggregate: Name of the aggregate.
        unanswered: What a practice without a rating counts.
        speaks_of_blocks: Whether that holds, too, for a block without a value because of a missing answer.
        empty_block: What it counts above it where nothing in it applies or is pursued.
        not_applicable: What a practice that does not apply counts.
        minimum_share: Share of the minimum in a blend.
        empty_stage: Whether a stage without practices is met.
        output: The range in which the value is published; `None` where none is declared.
        rounding: How the published figure is rounded.
        is_total: Whether its value is that of its aggregate; false for the whole of a framework without a total: the
            weighted sum of its blocks' values then, by which plans tell how far these come.
    """

    name: str
    leaves: tuple[Leaf, ...]
    blocks: "Blocks"
    counted: "Blocks"
    over: Over
    stages: int
    asks: tuple[tuple[Ask, ...], ...]
    aggregate: Aggregate
    unanswered: Missing
    speaks_of_blocks: bool
    empty_block: EmptyBlock
    not_applicable: NotApplicable
    minimum_share: float
    empty_stage: str
    output: Output | None
    rounding: Rounding | None
    is_total: bool = True

    @property
    def counts_blocks(self) -> bool:
        """Whether the blocks that stand in it count in it as such."""
        return depth_of(self.over) == 1


Blocks = tuple[tuple[float, Node], ...]
"""Nodes with their weights."""


def depth_of(over: Over) -> float:
    """Give how many levels below it a node looks.

    Example:
        >>> depth_of("grandchildren"), depth_of(3), depth_of("practices")
        (2, 3, inf)
    """
    return DEPTHS[over] if isinstance(over, str) else over


def asks_of(framework: "Framework", asks: Asks | None) -> tuple[tuple[Ask, ...], ...]:
    """Resolve what stages ask into practices; where a block and a practice have the same id, the block is meant."""
    blocks = {block.id for block, _, _ in framework.walk()} if asks else frozenset()

    def names(of: Iterable[str]) -> frozenset[str] | None:
        found = [[name] if name not in blocks else practices_in(framework, name) for name in of]
        return frozenset(name for some in found for name in some) if found else None

    return tuple(tuple(Ask(names(ask.of), ask.share) for ask in stage) for stage in asks or ())


def asks_within(asks: tuple[tuple[Ask, ...], ...], names: Collection[str]) -> tuple[tuple[Ask, ...], ...]:
    """Leave out the stages after the last one that asks something of some practices.

    Example:
        >>> asks = ((Ask(frozenset("a"), 1.0),), (Ask(frozenset("b"), 0.5),))
        >>> len(asks_within(asks, {"a"})), len(asks_within(asks, {"a", "b"})), len(asks_within(asks, ()))
        (1, 2, 0)
    """
    some = set(names)
    many = (
        i
        for i, stage in enumerate(asks, 1)
        if any(not ask.names.isdisjoint(some) if ask.names else some for ask in stage)
    )
    return asks[: max(many, default=0)]


def tree_of(framework: "Framework") -> Node:
    """Fill in every node's policy: its own, else the framework's, else the default of its aggregate."""
    growing, own = _Growing(framework), framework.scoring.top or SILENT
    top = growing.node(TOP, own, framework.scale, (), framework.blocks)
    if not framework.scoring.overall:
        return top._replace(
            aggregate="mean", over="children", leaves=(), counted=top.blocks, output=None, rounding=None,
            is_total=False,
        )  # fmt: skip
    return growing.told_of_empty(top, own.empty_block) if own.empty_block else top


def output_on(scale: Scale, output: Output | Literal["scale"] | None) -> Output | None:
    """Give the range in which a node is published whose scale is this one; `None` where it has none.

    Example:
        >>> output_on(Scale(id="points", range=[1, 5]), "scale").high
        5.0
    """
    if output != "scale":
        return output
    return Output(low=scale.range[0], high=scale.range[1]) if scale.range else None


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


def most(node: Node) -> float:
    """Give the highest figure that a node could publish if everything in it applied.

    Example:
        >>> from equity_blocks.model import Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], scoring={"aggregate": "sum"},
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "weight": 3}]}])
        >>> most(framework.tree)
        3.0
    """
    if node.output or node.aggregate != "sum":
        return node.output.high if node.output else 1.0
    direct = [leaf.weight * leaf.high for leaf in node.leaves]
    return fsum([*direct, *(weight * most(block) for weight, block in node.counted)])


def practices_in(framework: "Framework", name: str) -> list[str]:
    """List the practices that stand in a node, however deep and whether they count or not, in source order."""
    return [p for p, chain in framework.chains.items() if name in (TOP, *(block.id for block in chain))]


def title_of(framework: "Framework", name: str) -> str:
    """Give a node's title; the framework's own stands for the whole."""
    return framework.title if name == TOP else next(b.title for b, _, _ in framework.walk() if b.id == name)


class _Growing:
    def __init__(self, framework: "Framework") -> None:
        self.framework = framework
        self.asks = asks_of(framework, framework.scoring.asks)

    def node(
        self, name: str, own: Rollup, scale: Scale, practices: "tuple[Practice, ...]", blocks: "tuple[Block, ...]"
    ) -> Node:
        scoring = self.framework.scoring
        aggregate = own.aggregate or scoring.aggregate
        asks = self.asks if own.asks is None else asks_of(self.framework, own.asks)
        inside = tuple(
            (b.weight, self.node(b.id, b.scoring or SILENT, b.scale or scale, b.practices, b.blocks)) for b in blocks
        )
        over = own.over or scoring.over
        direct, counted = _counted(depth_of(over), practices, blocks, inside)
        leaves = tuple(self._leaf(practice, own) for practice in direct)
        within = asks_within(asks, [leaf.name for leaf in leaves if leaf.weight > 0]) if not counted else ()
        return Node(
            name,
            leaves,
            inside,
            counted,
            over,
            len(within)
            or max([own.stage_count or scoring.stage_count or 0, *(leaf.stage for leaf in _weighed(leaves, counted))]),
            within,
            aggregate,
            own.unanswered or self._unanswered(own, aggregate),
            own.unanswered not in (None, "void"),
            own.empty_block or scoring.empty_block,
            own.not_applicable or scoring.not_applicable,
            _first(own.minimum_share, scoring.minimum_share),
            own.empty_stage or scoring.empty_stage,
            output_on(scale, own.output or scoring.output),
            own.rounding or scoring.rounding,
        )

    def told_of_empty(self, top: Node, counts: EmptyBlock) -> Node:
        """Say for the blocks that count in the whole what they count there when empty, but for those that say it."""
        own = {block.id for block, _, _ in self.framework.walk() if block.scoring and block.scoring.empty_block}
        told = {block.name for _, block in top.counted} - own
        return everywhere(top, lambda node: node._replace(empty_block=counts) if node.name in told else node)

    def _unanswered(self, own: Rollup, aggregate: Aggregate) -> Missing:
        """What the policy says, unless that is only the default of its aggregate and this node's has another one."""
        shared = self.framework.scoring
        is_default = shared.unanswered == default_missing(shared.aggregate)
        return default_missing(aggregate) if own.aggregate and is_default else shared.unanswered

    def _leaf(self, practice: "Practice", own: Rollup) -> Leaf:
        scale = self.framework.scale_of(practice.id)
        level = _first(own.level, self.framework.scoring.level)
        asked = None if level is None else aim(scale, level)
        least = asked.value if asked else scale.target_value
        stage = practice.stage or _STAGE[practice.horizon]
        low, high = scale.range or (0.0, 1.0)
        return Leaf(practice.weight, practice.id, stage, least, low, high)


def _counted(
    depth: float, practices: "tuple[Practice, ...]", blocks: "tuple[Block, ...]", inside: Blocks
) -> "tuple[list[Practice], Blocks]":
    """Give the practices and the blocks that count directly in a node: blocks so far below, practices up to there."""
    if depth == 1:
        return [*practices], inside
    direct: list[Practice] = [*practices]
    counted: list[tuple[float, Node]] = []
    for block, (_, node) in zip(blocks, inside, strict=True):
        some, deeper = _counted(depth - 1, block.practices, block.blocks, node.blocks)
        direct += some
        counted += deeper
    return direct, tuple(counted)


def _first(own: T | None, shared: T) -> T:
    return shared if own is None else own
