"""Stages: how far each node has come stage by stage, and what the next stage lacks."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import NextStage, StageNeed
from equity_blocks.model.scoring import Stages
from equity_blocks.model.stages import Child, Options, number_of_stages, stage_reached
from equity_blocks.model.targets import aim
from equity_blocks.model.tolerance import reaches
from equity_blocks.model.tree import Leaf, Node, asks_of, asks_within, leaves_of, nodes_of

T = TypeVar("T")
_NOBODY: frozenset[str] = frozenset()


class Staging:
    """The staged reading of a framework: what each stage asks of each node.

    Args:
        framework: Says which practice belongs to which stage.
        policy: The level to hold, what each stage asks, and what a stage is that asks nothing of anybody.
    """

    def __init__(self, framework: Framework, policy: Stages) -> None:
        self._asks = asks_of(framework.blocks, policy.asks)
        self._policy = policy
        self._least: dict[str, float] = {}
        for name in framework.practices:
            scale, level = framework.scale_of(name), policy.level
            asked = None if level is None else aim(scale, level)
            self._least[name] = asked.value if asked else scale.target_value
        self._nodes = [_Staged(node, *self._of(node)) for node in nodes_of(framework.tree)]

    def _of(self, node: Node) -> tuple[list[Leaf], Options]:
        """What counts in a node for its stages: nothing in one of which some stage asks nothing."""
        leaves = list(leaves_of(node))
        names = {leaf.name for leaf in leaves}
        if not all(asks_within((stage,), names) for stage in self._asks):
            leaves = []
        stages = len(self._asks) or node.stages
        return leaves, Options(empty_stage=self._policy.empty_stage, stages=stages, asks=self._asks)

    def reached(self, values: Mapping[str, float | None], failing: Collection[str] = _NOBODY) -> dict[str, int | None]:
        """Give each node the highest stage reached; `None` where nothing counts.

        Args:
            values: Practice -> value in [0, 1]; `None`, or absent, where it does not count.
            failing: Practices that hold nothing, whatever their value is, since nobody has rated them.
        """
        return self._read(stage_reached, values, failing)

    def next_stages(
        self, values: Mapping[str, float | None], failing: Collection[str] = _NOBODY
    ) -> dict[str, NextStage | None]:
        """Give each node what its next stage lacks; `None` where nothing counts or the last stage is reached."""
        return self._read(next_stage, values, failing)

    def _read(
        self,
        reading: Callable[[Sequence[Child], Options], T],
        values: Mapping[str, float | None],
        failing: Collection[str],
    ) -> dict[str, T | None]:
        children = [(staged, list(self._children(staged, values, failing))) for staged in self._nodes]
        return {staged.node.name: reading(some, staged.options) if some else None for staged, some in children}

    def _children(
        self, staged: "_Staged", values: Mapping[str, float | None], failing: Collection[str]
    ) -> Iterator[Child]:
        for leaf in staged.leaves:
            value = values.get(leaf.name)
            if value is not None:
                is_held = leaf.name not in failing and reaches(value, self._least[leaf.name])
                yield Child(1.0, value, is_held=is_held, stage=leaf.stage, name=leaf.name)


def next_of_gates(framework: Framework, children: Mapping[str, Collection[Child]]) -> dict[str, NextStage | None]:
    """Give each gate what its next stage lacks; `None` where nothing counts or the last stage is reached.

    Args:
        framework: Says which nodes are gates.
        children: Node -> what counts directly in it.
    """
    gates = [node for node in nodes_of(framework.tree) if "asks" in node.rule.options and node.name in children]
    return {
        node.name: next_stage(
            children[node.name], Options(empty_stage=node.empty_stage, stages=node.stages, asks=node.asks)
        )
        for node in gates
    }


class _Staged(NamedTuple):
    node: Node
    leaves: list[Leaf]
    options: Options


def next_stage(children: Collection[Child], options: Options) -> NextStage | None:
    """Say what the next stage lacks; `None` where the last one is reached.

    Args:
        children: What counts.
        options: What each stage asks.

    Example:
        >>> next_one = next_stage([Child(1, 0.0, name="p"), Child(1, 1.0, is_held=True, name="q")], Options())
        >>> next_one.stage, [(need.practices, need.number) for need in next_one.needs]
        (1, [(('p',), 1)])
    """
    counted = [child for child in children if child.value is not None and child.weight > 0]
    lacks = lacking(counted, options) if counted else None
    if lacks is None:
        return None
    needs = tuple(StageNeed.trusted(practices=tuple(names), number=number) for names, number in lacks[1])
    return NextStage.trusted(stage=lacks[0], needs=needs)


def lacking(children: Sequence[Child], options: Options) -> tuple[int, list[tuple[list[str], int]]] | None:
    """Say what the next stage lacks.

    Returns:
        The stage, and for each thing that it asks the practices that do not hold the level yet with how many of these
        it takes; `None` where the last stage is reached. A stage without children lacks nothing that could be done.

    Example:
        >>> from equity_blocks.model.stages import Ask
        >>> asks = ((Ask(frozenset("abc"), 0.5),),)
        >>> lacking([Child(1, 0.0, name=name) for name in "abc"], Options(asks=asks))
        (1, [(['a', 'b', 'c'], 2)])
    """
    reached = stage_reached(children, options)
    if reached >= (len(options.asks) or number_of_stages(children, options)):
        return None
    if not options.asks:
        names = [child.name for child in children if child.stage == reached + 1 and not child.is_held]
        return reached + 1, [(names, len(names))] if names else []
    needs = []
    for ask in options.asks[reached]:
        asked = ask.among(children)
        names = [child.name for child in asked if not child.is_held]
        needed = ask.least(len(asked)) - (len(asked) - len(names))
        if needed > 0:
            needs.append((names, needed))
    return reached + 1, needs
