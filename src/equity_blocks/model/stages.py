"""Stages: what an aggregate sees of the children of a node, what each stage asks of them, and which one is reached."""

from collections.abc import Iterable, Sequence
from itertools import count
from math import ceil
from typing import NamedTuple

from equity_blocks.model.tolerance import EDGE


class Child(NamedTuple):
    """One child as an aggregate sees it.

    Args:
        weight: Its weight, >= 0; children without weight never count.
        value: Its value in [0, 1]; `None` where it has none.
        low: The lowest figure it publishes; 0 unless it has a range of its own.
        high: The highest figure it publishes; 1 unless it has a range of its own.
        is_held: Whether it holds the level that the node asks for.
        stage: The stage it belongs to, from 1.
        name: The practice; empty for a block.
    """

    weight: float
    value: float | None
    low: float = 0.0
    high: float = 1.0
    is_held: bool = False
    stage: int = 1
    name: str = ""


class Ask(NamedTuple):
    """A demand of a stage on some practices.

    Args:
        names: Their ids; `None` for all that count.
        share: The least share of them, by their number, that must hold the level; above 0, up to 1.
    """

    names: frozenset[str] | None
    share: float

    def among(self, children: Iterable[Child]) -> list[Child]:
        """Give the children that it asks about."""
        return [child for child in children if self.names is None or child.name in self.names]

    def least(self, number: int) -> int:
        """Give how many of so many that count have to hold the level; a half of two is one, whatever the last bit is.

        Example:
            >>> Ask(None, 0.5).least(3)
            2
        """
        return ceil(self.share * number - EDGE)


class Options(NamedTuple):
    """The options that a node's policy gives its aggregate.

    Args:
        minimum_share: blend: the share of the minimum, in [0, 1].
        empty_stage: gate: what a stage without children is: `met`, `unmet`, or `met_above` the first.
        stages: gate: how many stages there are, with those whose practices do not apply. Default: the highest stage of
            a child.
        asks: gate: what each stage asks. Default: that each child of the stage holds the level.
    """

    minimum_share: float = 0.25
    empty_stage: str = "met"
    stages: int = 0
    asks: tuple[tuple[Ask, ...], ...] = ()


DEFAULT = Options()


def stage_reached(children: Sequence[Child], options: Options = DEFAULT) -> int:
    """Give the highest stage up to which every child holds the level; 0 if not even the first.

    Example:
        >>> children = [Child(1, 1.0, is_held=True, stage=2)]
        >>> stage_reached(children), stage_reached(children, Options(empty_stage="unmet"))
        (2, 0)
        >>> children = [Child(1, 1.0, is_held=True, stage=1), Child(1, 1.0, is_held=True, stage=3)]
        >>> [stage_reached(children, Options(empty_stage=empty)) for empty in ("unmet", "met_above")]
        [1, 3]
        >>> asks = ((Ask(frozenset("ab"), 0.5),), (Ask(None, 1.0),))
        >>> stage_reached([Child(1, 1.0, is_held=True, name="a"), Child(1, 0.0, name="b")], Options(asks=asks))
        1
    """
    if options.asks:
        return next(
            (i for i, stage in enumerate(options.asks) if not _is_met(i, stage, children, options)), len(options.asks)
        )
    taken = {child.stage for child in children}
    stopping = [child.stage for child in children if not child.is_held]
    if options.empty_stage == "unmet":
        stopping.append(next(stage for stage in count(1) if stage not in taken))
    if options.empty_stage == "met_above" and 1 not in taken:
        stopping.append(1)
    return min([number_of_stages(children, options), *(stage - 1 for stage in stopping)])


def number_of_stages(children: Iterable[Child], options: Options) -> int:
    """Give how many stages there are: as many as the policy says, else the highest of a child."""
    return options.stages or max((child.stage for child in children), default=0)


def _is_met(i: int, stage: Sequence[Ask], children: Sequence[Child], options: Options) -> bool:
    """Whether a stage, counted from 0, has all that it asks; one of which nothing counts is met as the policy says."""
    groups = [ask.among(children) for ask in stage]
    if not any(groups):
        return options.empty_stage == "met" or (options.empty_stage == "met_above" and i > 0)
    return all(
        sum(child.is_held for child in group) >= ask.least(len(group)) for ask, group in zip(stage, groups, strict=True)
    )
