"""Rolling up: from what practices count to what every node counts, by each node's own policy."""

from collections.abc import Collection, Iterator, Mapping
from math import fsum, trunc
from typing import NamedTuple

from equity_blocks.engine.scoring.aggregates import (
    ADDITIVE,
    AGGREGATES,
    Child,
    Options,
    attainable,
    mean,
    points,
    stage_reached,
)
from equity_blocks.model.framework import Framework
from equity_blocks.model.scoring import Rounding
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.model.tree import Leaf, Node, leaves_of, nodes_of

Values = Mapping[str, float | None]
_NOBODY: frozenset[str] = frozenset()
_NOTHING: Mapping[str, float] = {}


class Figures(NamedTuple):
    """What rolling up gives.

    Args:
        values: Node -> value in [0, 1]; `None` where it has none.
        published: Node -> the figure it publishes, for those that declare a range or add up points.
        parts: Practice -> its part of the overall value; absent where an aggregate on the way up is not additive.
        shares: Block -> how much of the overall value one unit of its value makes; absent likewise, and where what
            stands in the block counts instead of it.
    """

    values: dict[str, float | None]
    published: dict[str, float]
    parts: dict[str, float]
    shares: dict[str, float]


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
    return run.found


def figures(
    framework: Framework,
    values: Values,
    missing: frozenset[str] = _NOBODY,
    beside: Mapping[str, float] = _NOTHING,
    tree: Node | None = None,
) -> Figures:
    """Roll up, and say besides what each node publishes and how the value at the top of the tree is made up."""
    run = _Run(values, missing, beside)
    run.visit(tree or framework.tree)
    parts: dict[str, float] = {}
    shares: dict[str, float] = {}
    run.split(tree or framework.tree, 1.0, parts, shares)
    return Figures(run.found, run.published, parts, shares)


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
        top = tree or framework.tree
        self._top, self._missing = top.name, missing
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
        nodes = self._nodes_above(changes)
        found = [(node.name, run.found[node.name], run.ranges.get(node.name)) for node in nodes]
        value = self.keep(changes)
        self._set(before)
        for name, known, span in found:
            run.found[name] = known
            if span is not None:
                run.ranges[name] = span
        return value

    def keep(self, changes: Values) -> float | None:
        """Change some values for good, and give the value at the top."""
        self._set(changes)
        for node in self._nodes_above(changes):
            if not node.output:
                self._run.ranges.pop(node.name, None)
            self._run.settle(node)
        return self._run.found[self._top]

    def _set(self, values: Values) -> None:
        self._run.values.update(values)
        for name in self._missing.intersection(values):
            (self._run.open.add if values[name] is None else self._run.open.discard)(name)

    def _nodes_above(self, changes: Values) -> list[Node]:
        above = [self._above.get(name, []) for name in changes]
        places = above[0] if len(above) == 1 else sorted(set().union(*above))
        return [self._nodes[i] for i in places]


def is_additive(tree: Node) -> bool:
    """Say whether what practices add to the score adds up: whether every aggregate that counts is a mean or a sum."""
    return not list(parts_of(tree))


def parts_of(tree: Node) -> Iterator[Node]:
    """Find the highest nodes that count and are neither mean nor sum; what their values add to the score adds up."""
    if tree.aggregate not in ADDITIVE:
        yield tree
        return
    for weight, block in tree.counted:
        if weight > 0:
            yield from parts_of(block)


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
    points: dict[str, float] = {}  # the most that a block in scope can publish

    def share(node: Node, leaf: Leaf) -> float | None:
        return 1.0 if leaf.name in beside and node.not_applicable != "exclude" else answered.get(leaf.name)

    def visit(node: Node) -> None:
        for _, block in node.blocks:
            visit(block)
        is_sum = node.aggregate == "sum"
        pairs = [(leaf.weight * (leaf.high if is_sum else 1.0), share(node, leaf)) for leaf in node.leaves]
        pairs += [
            (weight * (points[block.name] if is_sum else 1.0), found[block.name]) for weight, block in node.counted
        ]
        found[node.name] = mean(pairs)  # type: ignore[arg-type] # it looks at weights and values alone
        added = fsum(weight for weight, part in pairs if part is not None) if is_sum else 1.0
        points[node.name] = node.output.high if node.output else added

    visit(framework.tree)
    return found


def stages(
    framework: Framework,
    values: Values,
    level: str | float | None,
    empty: str,
    failing: frozenset[str] = _NOBODY,
) -> dict[str, int | None]:
    """Give each node the highest stage up to which every practice that counts holds a level; `None` if none counts.

    Args:
        framework: Says which practice belongs to which stage.
        values: Practice -> value in [0, 1]; `None`, or absent, where it does not count.
        level: The level to hold. `None`: the default target of each practice's scale.
        empty: What a stage without practices is.
        failing: Practices that hold nothing, whatever their value is, since nobody has rated them.
    """
    found: dict[str, int | None] = {}

    def child(leaf: Leaf, value: float) -> Child:
        scale = framework.scale_of(leaf.name)
        least = scale.value(level) if level is not None and scale.holds(level) else scale.target_value
        is_held = leaf.name not in failing and value >= least - ROUNDING
        return Child(1.0, value, is_held=is_held, stage=leaf.stage)

    def visit(node: Node) -> None:
        pairs = [(leaf, values.get(leaf.name)) for leaf in leaves_of(node)]
        counted = [child(leaf, value) for leaf, value in pairs if value is not None]
        options = Options(empty_stage=empty, stages=node.stages)
        found[node.name] = stage_reached(counted, options) if counted else None
        for _, block in node.blocks:
            visit(block)

    visit(framework.tree)
    return found


def rounded(figure: float, rounding: Rounding | None) -> float:
    """Round a published figure as its instrument does.

    Example:
        >>> rounded(41.125, Rounding(mode="truncate", digits=1)), rounded(41.125, None)
        (41.1, 41.125)
    """
    if rounding is None:
        return figure
    shift = float(10**rounding.digits)
    units = round(figure * shift, 9)  # 41.1 * 10 must not become 410.99999, nor 3.5 a last bit less
    return (trunc(units) if rounding.mode == "truncate" else round(units)) / shift


class _Run:
    """One climb of the tree with one set of values."""

    def __init__(self, values: Values, missing: frozenset[str], beside: Mapping[str, float]) -> None:
        self.values = dict(values)
        self.open = {name for name in missing if values.get(name) is None}
        self.beside = beside
        self.found: dict[str, float | None] = {}
        self.published: dict[str, float] = {}
        self.ranges: dict[str, tuple[float, float]] = {}
        self.children: dict[str, list[Child]] = {}
        self.broken: set[str] = set()  # nodes whose value a missing answer decided

    def visit(self, node: Node) -> None:
        for _, block in node.blocks:
            self.visit(block)
        self.settle(node)

    def settle(self, node: Node) -> None:
        """Aggregate one node from what has been found below it."""
        if node.output:
            self.ranges[node.name] = (node.output.low, node.output.high)
        if node.aggregate == "mean" and node.unanswered == "exclude" and node.not_applicable == "exclude":
            value = self._plain_mean(node)
        else:
            value = self._aggregated(node)
        self.found[node.name] = value
        if value is not None and node.name in self.ranges:
            self.published[node.name] = rounded(self._figure(node, value), node.rounding)

    def _figure(self, node: Node, value: float) -> float:
        """What a node publishes before rounding: its points as they add up, where it adds up points."""
        if node.aggregate == "sum" and not node.output and node.name not in self.broken:
            return points(self.children[node.name])
        low, high = self.ranges[node.name]
        return low + (high - low) * value

    def _plain_mean(self, node: Node) -> float | None:
        """The common case, without a look at levels and stages."""
        pairs = [(leaf[0], self.values.get(leaf[1])) for leaf in node.leaves]
        pairs += [(weight, self.found[block.name]) for weight, block in node.counted]
        return mean(pairs)  # type: ignore[arg-type] # it looks at weights and values alone

    def _aggregated(self, node: Node) -> float | None:
        children = self.children[node.name] = self._children(node)
        if node.aggregate == "sum":
            self.ranges.setdefault(node.name, (0.0, attainable(children)))
        is_open = any(leaf.weight > 0 and leaf.name in self.open for leaf in node.leaves)
        if is_open and node.unanswered in ("void", "fail"):
            self.broken.add(node.name)
            if node.unanswered == "void":
                return None
            if node.aggregate != "gate":
                return 0.0
        options = Options(node.minimum_share, node.empty_stage, node.stages)
        return AGGREGATES[node.aggregate](children, options)

    def _children(self, node: Node) -> list[Child]:
        found = [self._of_leaf(node, leaf) for leaf in node.leaves]
        for weight, block in node.counted:
            value = self.found[block.name]
            low, high = self.ranges.get(block.name, (0.0, 1.0))
            found.append(Child(weight, value, low, high, is_held=(value or 0.0) >= 1.0 - ROUNDING))
        return found

    def _of_leaf(self, node: Node, leaf: Leaf) -> Child:
        if leaf.name in self.open:
            value = None if node.unanswered == "exclude" else 0.0
            return Child(leaf.weight, value, leaf.low, leaf.high, is_held=False, stage=leaf.stage)
        value = self.values.get(leaf.name)
        if value is None and leaf.name in self.beside and node.not_applicable != "exclude":
            value = 1.0 if node.not_applicable == "full" else self.beside[leaf.name]
        is_held = value is not None and value >= leaf.least - ROUNDING
        return Child(leaf.weight, value, leaf.low, leaf.high, is_held, leaf.stage)

    def split(self, node: Node, share: float, parts: dict[str, float], shares: dict[str, float]) -> None:
        """Follow additive aggregates down and give each practice its part."""
        shares[node.name] = share
        if node.aggregate not in ADDITIVE or node.name in self.broken:
            return
        children = self.children.get(node.name) or self._children(node)
        counted = {i: c for i, c in enumerate(children) if c.value is not None and c.weight > 0}
        is_sum = node.aggregate == "sum"
        spans = {i: c.weight * (c.high if is_sum else 1.0) for i, c in counted.items()}
        whole = fsum(spans.values())
        if not whole or (is_sum and any(c.low for c in counted.values())):
            return
        inside: list[str | Node] = [*(leaf.name for leaf in node.leaves), *(block for _, block in node.counted)]
        for i, child in counted.items():
            part, found = share * spans[i] / whole, inside[i]
            if isinstance(found, str):
                parts[found] = part * (child.value or 0.0)
            else:
                self.split(found, part, parts, shares)
