"""The tree that a score climbs: every node with its policy filled in, so that nobody has to look things up twice."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from math import fsum
from typing import Literal, NamedTuple, Protocol, Self, TypeVar

from equity_blocks.model.aggregates import AGGREGATES, Aggregate, AggregateRule
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.publishing import Output, Rounding
from equity_blocks.model.scale import Scale
from equity_blocks.model.scoring import (
    DEPTHS,
    Asks,
    EmptyBlock,
    EmptyStage,
    Missing,
    NotApplicable,
    Over,
    Rollup,
    Scoring,
)
from equity_blocks.model.stages import Ask
from equity_blocks.model.targets import aim

SILENT = Rollup.model_construct()
"""A policy that says nothing by itself."""

TOP = ""
"""Stands for the framework as a whole among the ids of its blocks."""

_STAGE = {"short": 1, "long": 2, None: 1}
T = TypeVar("T")


class Nested(Protocol):
    """A block in which blocks of the same kind stand."""

    @property
    def blocks(self) -> tuple[Self, ...]:
        """The blocks in it."""


B = TypeVar("B", bound=Nested)


def walk(blocks: Iterable[B]) -> Iterator[B]:
    """Walk over blocks and those that stand in them, in source order.

    Example:
        >>> from equity_blocks.model import Block
        >>> inner = Block(id="inner", title="Inner", practices=[])
        >>> [block.id for block in walk([Block(id="outer", title="Outer", practices=[], blocks=[inner])])]
        ['outer', 'inner']
    """
    for block in blocks:
        yield block
        yield from walk(block.blocks)


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


class Leaves(tuple[Leaf, ...]):  # noqa: SLOT001 - it keeps what is asked of it again and again
    """The practices that count directly in a node."""

    @cached_property
    def weighed(self) -> tuple[list[str], list[float]]:
        """The names of those that have a weight above 0, and these weights."""
        weighed = [leaf for leaf in self if leaf.weight > 0]
        return [leaf.name for leaf in weighed], [leaf.weight for leaf in weighed]


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
    leaves: Leaves
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
    empty_stage: EmptyStage
    output: Output | None
    rounding: Rounding | None
    is_total: bool = True

    @property
    def rule(self) -> AggregateRule:
        """All that is known of its aggregate."""
        return AGGREGATES[self.aggregate]

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


def asks_of(blocks: Iterable[Block], asks: Asks | None) -> tuple[tuple[Ask, ...], ...]:
    """Resolve what stages ask into practices; where a block and a practice have the same id, the block is meant."""
    inside = _inside(blocks) if asks else {}

    def names(of: Iterable[str]) -> frozenset[str] | None:
        return frozenset(practice for name in of for practice in inside.get(name, [name])) if of else None

    return tuple(tuple(Ask(names(ask.of), ask.share) for ask in stage) for stage in asks or ())


def _inside(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """Block -> the practices that stand in it, however deep, in source order."""
    return {block.id: [practice.id for part in walk([block]) for practice in part.practices] for block in walk(blocks)}


def asks_within(asks: tuple[tuple[Ask, ...], ...], names: Collection[str]) -> tuple[tuple[Ask, ...], ...]:
    """Leave out the stages after the last one that asks something of some practices.

    Example:
        >>> asks = ((Ask(frozenset("a"), 1.0),), (Ask(frozenset("b"), 0.5),))
        >>> len(asks_within(asks, {"a"})), len(asks_within(asks, {"a", "b"})), len(asks_within(asks, ()))
        (1, 2, 0)
    """
    some = set(names)
    asking = [any(not ask.names.isdisjoint(some) if ask.names else some for ask in stage) for stage in asks]
    return asks[: max((i for i, is_asking in enumerate(asking, 1) if is_asking), default=0)]


def tree_of(blocks: tuple[Block, ...], scoring: Scoring, scale: Scale, scales: Mapping[str, Scale]) -> Node:
    """Fill in every node's policy: its own, else the framework's, else the default of its aggregate.

    Args:
        blocks: The top blocks of a framework.
        scoring: Its policy.
        scale: Its scale, which is that of every block that has none of its own.
        scales: Practice -> the scale that it is rated on.
    """
    growing, own = _Growing(blocks, scoring, scales), scoring.top or SILENT
    top = growing.node(TOP, own, scale, (), blocks)
    if not scoring.overall:
        return top._replace(
            aggregate="mean", over="children", leaves=Leaves(), counted=top.blocks, output=None, rounding=None,
            is_total=False,
        )  # fmt: skip
    return growing.with_empty_blocks(top, own.empty_block) if own.empty_block else top


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
    changed = {inner.name: inner for _, block in blocks for inner in nodes_of(block)}
    counted = tuple((weight, changed[block.name]) for weight, block in node.counted)
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
    if node.output or not node.rule.adds_points:
        return node.output.high if node.output else 1.0
    direct = [leaf.weight * leaf.high for leaf in node.leaves]
    return fsum([*direct, *(weight * most(block) for weight, block in node.counted)])


class _Growing:
    def __init__(self, blocks: tuple[Block, ...], scoring: Scoring, scales: Mapping[str, Scale]) -> None:
        self.blocks = blocks
        self.scoring = scoring
        self.scales = scales
        self.asks = asks_of(blocks, scoring.asks)

    def node(
        self, name: str, own: Rollup, scale: Scale, practices: tuple[Practice, ...], blocks: tuple[Block, ...]
    ) -> Node:
        scoring = self.scoring
        aggregate = own.aggregate or scoring.aggregate
        asks = self.asks if own.asks is None else asks_of(self.blocks, own.asks)
        inside = tuple(
            (b.weight, self.node(b.id, b.scoring or SILENT, b.scale or scale, b.practices, b.blocks)) for b in blocks
        )
        over = own.over or scoring.over
        direct, counted = _counted(depth_of(over), practices, blocks, inside)
        leaves = Leaves(self._leaf(practice, own) for practice in direct)
        within = asks_within(asks, [leaf.name for leaf in leaves if leaf.weight > 0]) if not counted else ()
        declared = own.stage_count or scoring.stage_count or 0
        return Node(
            name=name,
            leaves=leaves,
            blocks=inside,
            counted=counted,
            over=over,
            stages=len(within) or max([declared, *(leaf.stage for leaf in _weighed(leaves, counted))]),
            asks=within,
            aggregate=aggregate,
            unanswered=own.unanswered or self._unanswered(own, aggregate),
            speaks_of_blocks=own.unanswered not in (None, "void"),
            empty_block=own.empty_block or scoring.empty_block,
            not_applicable=own.not_applicable or scoring.not_applicable,
            minimum_share=_first(own.minimum_share, scoring.minimum_share),
            empty_stage=own.empty_stage or scoring.empty_stage,
            output=output_on(scale, own.output or scoring.output),
            rounding=own.rounding or scoring.rounding,
        )

    def with_empty_blocks(self, top: Node, counts: EmptyBlock) -> Node:
        """Set what the blocks that count in the whole count there when they are empty, where they do not say it."""
        own = {block.id for block in walk(self.blocks) if block.scoring and block.scoring.empty_block}
        open_ = {block.name for _, block in top.counted} - own
        return everywhere(top, lambda node: node._replace(empty_block=counts) if node.name in open_ else node)

    def _unanswered(self, own: Rollup, aggregate: Aggregate) -> Missing:
        """What the policy says, unless that is only the default of its aggregate and this node's has another one."""
        shared = self.scoring
        is_default = shared.unanswered == AGGREGATES[shared.aggregate].unanswered
        return AGGREGATES[aggregate].unanswered if own.aggregate and is_default else shared.unanswered

    def _leaf(self, practice: Practice, own: Rollup) -> Leaf:
        scale = self.scales[practice.id]
        level = _first(own.level, self.scoring.level)
        asked = None if level is None else aim(scale, level)
        least = asked.value if asked else scale.target_value
        stage = practice.stage or _STAGE[practice.horizon]
        low, high = scale.range or (0.0, 1.0)
        return Leaf(practice.weight, practice.id, stage, least, low, high)


def _counted(
    depth: float, practices: tuple[Practice, ...], blocks: tuple[Block, ...], inside: Blocks
) -> tuple[list[Practice], Blocks]:
    """Give the practices and the blocks that count directly in a node: blocks so far below, practices up to there."""
    direct = [*practices]
    if depth == 1:
        return direct, inside
    counted: list[tuple[float, Node]] = []
    for block, (_, node) in zip(blocks, inside, strict=True):
        some, deeper = _counted(depth - 1, block.practices, block.blocks, node.blocks)
        direct += some
        counted += deeper
    return direct, tuple(counted)


def _first(own: T | None, shared: T) -> T:
    return shared if own is None else own
