"""Rolling up: from what practices count to what every node counts, by each node's own policy."""

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Literal, NamedTuple

from equity_blocks.model.aggregates import attainable, lifted, mean_of, points
from equity_blocks.model.framework import Framework
from equity_blocks.model.publishing import figure_at
from equity_blocks.model.stages import Child, Options
from equity_blocks.model.tolerance import ROUNDING, exact, reaches
from equity_blocks.model.tree import Leaf, Node, leaves_of, most, nodes_of

Values = Mapping[str, float | None]
_NOBODY: frozenset[str] = frozenset()
_NOTHING: Mapping[str, float] = {}


class Figures(NamedTuple):
    """The figures of every node that rolling up gives.

    Args:
        values: Node -> value in [0, 1]; `None` where it has none.
        published: Node -> the figure it publishes, for those that declare a range or add up points.
        parts: Practice -> its part of the overall value; absent where an aggregate on the way up is not additive.
        shares: Block -> how much of the overall value one unit of its value makes; absent likewise, and where what
            stands in the block counts instead of it.
        adds_up: Whether the parts sum to the overall value; then they do so to the last bit.
        children: Node -> what counts directly in it, for those that look at more than weights and values.
        points: Node that adds up points -> the points reached, and those attainable by what counts.
    """

    values: dict[str, float | None]
    published: dict[str, float]
    parts: dict[str, float]
    shares: dict[str, float]
    adds_up: bool
    children: dict[str, list[Child]]
    points: dict[str, tuple[float, float]]


class Settled(NamedTuple):
    """The figures of one node.

    Args:
        value: Its value in [0, 1]; `None` where it has none.
        counts: What it counts above it: its value, or 0 where nothing in it applies and its policy says so. Of the
            whole of a framework without a total: the weighted sum of its blocks.
        voids: What makes a node without value in which it counts: a missing answer, or that nothing applies.
        span: The range that it publishes in; `None` where that is from 0 to 1.
        is_broken: Whether a missing answer decided its value.
    """

    value: float | None
    counts: float | None
    voids: Literal["missing", "empty"] | None
    span: tuple[float, float] | None
    is_broken: bool


def roll_up(
    framework: Framework,
    values: Values,
    missing: frozenset[str] = _NOBODY,
    beside: Mapping[str, float] = _NOTHING,
    tree: Node | None = None,
) -> dict[str, float | None]:
    """Aggregate practice values into every block and the whole.

    Args:
        framework: Says which aggregates, weights and policies.
        values: Practice id -> value in [0, 1]; `None`, or absent, where it does not count.
        missing: Practices in scope that nobody has rated; those with a value here count as answered.
        beside: Practices that do not apply -> the value of their target.
        tree: What to climb: a node with what stands below it, or the tree with other policies. Default: all of the
            framework's.

    Returns:
        Block id -> value, and the overall value under `TOP`; only what the climbed tree holds.
    """
    run = _Run(values, missing, beside)
    run.visit(tree or framework.tree)
    return run.values_of_nodes()


def advance(values: Values, beside: Mapping[str, float], tree: Node) -> float | None:
    """Give what plans raise: the value of a node, or the weighted sum of its blocks where there is no total.

    Args:
        values: Practice -> value in [0, 1]; `None`, or absent, where it does not count.
        beside: Practices that do not apply -> the value of their target.
        tree: The node.
    """
    run = _Run(values, _NOBODY, beside)
    run.visit(tree)
    return run.advance(tree)


def figures(
    framework: Framework,
    values: Values,
    missing: frozenset[str] = _NOBODY,
    beside: Mapping[str, float] = _NOTHING,
    tree: Node | None = None,
) -> Figures:
    """Roll up, and say besides what each node publishes and how the value at the top of the tree is made up."""
    top = tree or framework.tree
    run = _Run(values, missing, beside)
    run.visit(top)
    parts: dict[str, float] = {}
    shares: dict[str, float] = {}
    adds_up = run.split(top, 1.0, parts, shares)
    whole = run.settled[top.name].value
    if adds_up and whole is not None:
        parts = exact(parts, whole)
    return Figures(run.values_of_nodes(), run.published, parts, shares, adds_up, run.children, run.points(top))


class WhatIf:
    """The overall value again and again with a few values changed: only the nodes above these are looked at anew.

    Args:
        framework: Says which aggregates, weights and policies.
        values: Practice -> value in [0, 1]; `None`, or absent, where it does not count.
        beside: Practices that do not apply -> the value of their target.
        missing: Practices in scope that nobody has rated; those with a value count as answered.
        tree: What to climb. Default: all of the framework's.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> what_if = WhatIf(framework, {"p": 0.0, "q": 1.0}, {})
        >>> what_if.value({"p": 1.0}), what_if.value({}), what_if.keep({"q": 0.0})
        (1.0, 0.5, 0.0)
    """

    def __init__(
        self,
        framework: Framework,
        values: Values,
        beside: Mapping[str, float],
        missing: frozenset[str] = _NOBODY,
        tree: Node | None = None,
    ) -> None:
        top = self._top = tree or framework.tree
        self._missing = missing
        self._run = _Run(values, missing, beside)
        self._run.visit(top)
        self._nodes = list(reversed(list(nodes_of(top))))
        self._above: dict[str, list[int]] = {}  # practice -> the nodes that it counts in, the lowest first
        for i, node in enumerate(self._nodes):
            for leaf in leaves_of(node):
                self._above.setdefault(leaf.name, []).append(i)

    def value(self, changes: Values) -> float | None:
        """Give the value at the top with some values changed; nothing of it is kept."""
        run, before = self._run, {name: self._run.values.get(name) for name in changes}
        known = {node.name: run.settled[node.name] for node in self._nodes_above(changes)}
        value = self.keep(changes)
        self._set(before)
        run.settled.update(known)
        return value

    def keep(self, changes: Values) -> float | None:
        """Change some values for good, and give the value at the top."""
        self._set(changes)
        for node in self._nodes_above(changes):
            self._run.settle(node)
        return self._run.advance(self._top)

    def _set(self, values: Values) -> None:
        self._run.values.update(values)
        for name in self._missing.intersection(values):
            (self._run.open.add if values[name] is None else self._run.open.discard)(name)

    def _nodes_above(self, changes: Values) -> list[Node]:
        above = [self._above.get(name, []) for name in changes]
        places = above[0] if len(above) == 1 else sorted(set().union(*above))
        return [self._nodes[i] for i in places]


def is_additive(tree: Node) -> bool:
    """Say whether what practices add to the score adds up: whether every aggregate that counts is additive."""
    return not list(parts_of(tree))


def parts_of(tree: Node) -> Iterator[Node]:
    """Find the highest nodes that count and are not additive; what their values add to the score adds up."""
    if not tree.rule.is_additive:
        yield tree
        return
    for weight, block in tree.counted:
        if weight > 0:
            yield from parts_of(block)


class _Run:
    """One climb of the tree with one set of values."""

    def __init__(self, values: Values, missing: frozenset[str], beside: Mapping[str, float]) -> None:
        self.values = dict(values)
        self.open = {name for name in missing if values.get(name) is None}
        self.beside = beside
        self.settled: dict[str, Settled] = {}
        self.published: dict[str, float] = {}
        self.children: dict[str, list[Child]] = {}
        self.has_void = False  # whether some node makes those above it without value

    def visit(self, node: Node) -> None:
        for _, block in node.blocks:
            self.visit(block)
        self.settle(node)

    def values_of_nodes(self) -> dict[str, float | None]:
        return {name: settled.value for name, settled in self.settled.items()}

    def settle(self, node: Node) -> None:
        """Aggregate one node from what has been found below it."""
        span = (node.output.low, node.output.high) if node.output else None
        if not node.is_total:
            settled = self._added(node)
        elif (self.has_void or node.unanswered == "void") and (voids := self._voids(node)):
            settled = Settled(None, None, voids, span, is_broken=True)
        elif node.aggregate == "mean" and node.unanswered == "exclude" and node.not_applicable == "exclude":
            settled = self._or_empty(node, self._plain_mean(node), span)
        else:
            settled = self._aggregated(node, span)
        self.settled[node.name] = settled
        self.has_void |= settled.voids is not None
        if settled.value is not None and settled.span is not None:
            figure = self._figure(node, settled)
            self.published[node.name] = node.rounding.of(figure) if node.rounding else figure

    def _added(self, node: Node) -> Settled:
        """The whole of a framework without a total: plans tell by the weighted sum of its blocks how far these come."""
        values = [(weight, self.settled[block.name].counts) for weight, block in node.counted]
        counted = [weight * value for weight, value in values if value is not None and weight > 0]
        return Settled(None, fsum(counted) if counted else None, None, None, is_broken=False)

    def advance(self, node: Node) -> float | None:
        settled = self.settled[node.name]
        return settled.value if node.is_total else settled.counts

    def _figure(self, node: Node, settled: Settled) -> float:
        """What a node publishes before rounding: its points as they add up, where it adds up points."""
        if node.rule.adds_points and not node.output and not settled.is_broken:
            return points(self.children[node.name])
        low, high = settled.span or (0.0, 1.0)
        return figure_at(low, high, settled.value or 0.0)

    def _plain_mean(self, node: Node) -> float | None:
        """The common case, without a look at levels and stages."""
        names, weights = node.leaves.weighed
        values = list(map(self.values.get, names))
        if node.counted:
            blocks = [(weight, self.settled[block.name].counts) for weight, block in node.counted if weight > 0]
            weights = [*weights, *(weight for weight, _ in blocks)]
            values += [value for _, value in blocks]
        return mean_of(weights, values)

    def _voids(self, node: Node) -> Literal["missing", "empty"] | None:
        """Why a node has no value whatever its other children have: what counts in it has none that it must have."""
        voids = {self.settled[block.name].voids for weight, block in node.counted if weight > 0}
        if "empty" in voids:
            return "empty"
        is_open = node.unanswered == "void" and self._is_open(node)
        return "missing" if is_open or ("missing" in voids and not node.speaks_of_blocks) else None

    def _is_open(self, node: Node) -> bool:
        return any(leaf.weight > 0 and leaf.name in self.open for leaf in node.leaves)

    def _or_empty(self, node: Node, value: float | None, span: tuple[float, float] | None) -> Settled:
        """Say what a node counts above it, also where it has no value because nothing in it applies."""
        if value is not None or node.empty_block == "exclude" or not self._is_empty(node):
            return Settled(value, value, None, span, is_broken=False)
        if node.empty_block == "void":
            return Settled(None, None, "empty", span, is_broken=False)
        return Settled(None, 0.0, None, span if node.output else (0.0, most(node)), is_broken=False)

    def _is_empty(self, node: Node) -> bool:
        """Whether there is something in it that could count, and none of it applies or is pursued."""
        leaves = [leaf.name for leaf in leaves_of(node)]
        return bool(leaves) and self.open.isdisjoint(leaves)

    def _aggregated(self, node: Node, span: tuple[float, float] | None) -> Settled:
        children = self.children[node.name] = self._children(node)
        if node.rule.adds_points and span is None:
            span = (0.0, attainable(children))
        if node.unanswered == "fail" and not node.rule.stops_below and self._fails(node):
            return Settled(0.0, 0.0, None, span, is_broken=True)
        options = Options(node.minimum_share, node.empty_stage, node.stages, node.asks)
        return self._or_empty(node, node.rule.combine(children, options), span)

    def _fails(self, node: Node) -> bool:
        without = (self.settled[block.name].voids for weight, block in node.counted if weight > 0)
        return self._is_open(node) or "missing" in without

    def _children(self, node: Node) -> list[Child]:
        children = [self._of_leaf(node, leaf) for leaf in node.leaves]
        for weight, block in node.counted:
            settled = self.settled[block.name]
            value = 0.0 if settled.voids and node.unanswered != "exclude" else settled.counts
            low, high = settled.span or (0.0, 1.0)
            children.append(Child(weight, value, low, high, is_held=(value or 0.0) >= 1.0 - ROUNDING))
        return children

    def _of_leaf(self, node: Node, leaf: Leaf) -> Child:
        if leaf.name in self.open:
            value = None if node.unanswered == "exclude" else 0.0
            return Child(leaf.weight, value, leaf.low, leaf.high, is_held=False, stage=leaf.stage, name=leaf.name)
        value = self.values.get(leaf.name)
        if value is None and leaf.name in self.beside and node.not_applicable != "exclude":
            value = 1.0 if node.not_applicable == "full" else self.beside[leaf.name]
        if value is None:
            return Child(leaf.weight, None, leaf.low, leaf.high, is_held=False, stage=leaf.stage, name=leaf.name)
        is_held = reaches(value, leaf.least)
        return Child(leaf.weight, float(value), leaf.low, leaf.high, is_held, leaf.stage, leaf.name)

    def split(self, node: Node, share: float, parts: dict[str, float], shares: dict[str, float]) -> bool:
        """Follow additive aggregates down and give each practice its part; say whether these add up to the value."""
        shares[node.name] = share
        settled = self.settled[node.name]
        if not node.rule.is_additive or settled.is_broken or not node.is_total:
            return not settled.value and node.is_total
        children = self.children.get(node.name) or self._children(node)
        counted = {i: c for i, c in enumerate(children) if c.value is not None and c.weight > 0}
        is_sum = node.rule.adds_points
        if is_sum and any(child.low for child in counted.values()):
            return not settled.value
        kept = zip(counted, lifted(counted.values()), strict=True)
        spans = {i: c.weight * (c.high if is_sum else 1.0) for i, c in kept}
        whole = fsum(spans.values())
        if not whole:
            return not settled.value
        inside: list[str | Node] = [*(leaf.name for leaf in node.leaves), *(block for _, block in node.counted)]
        adds_up = True
        for i, child in counted.items():
            part, leaf_or_block = share * (spans[i] / whole), inside[i]
            if isinstance(leaf_or_block, str):
                parts[leaf_or_block] = part * (child.value or 0.0)
            else:
                adds_up &= self.split(leaf_or_block, part, parts, shares)
        return adds_up

    def points(self, top: Node) -> dict[str, tuple[float, float]]:
        """Points reached and attainable of the nodes that add up points and have a value."""
        return {
            node.name: (points(children), attainable(children))
            for node in nodes_of(top)
            if node.rule.adds_points and (children := self.children.get(node.name))
            if not (settled := self.settled[node.name]).is_broken and settled.value is not None
        }
