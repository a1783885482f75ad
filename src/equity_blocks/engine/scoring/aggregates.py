"""Aggregates: how the value of a node comes from the values of its children.

Each is one function from the children that count to a value in [0, 1], or `None` when no child counts. Adding one is
adding a function to `AGGREGATES` and its name to `model.scoring.Aggregate`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from math import ceil, exp, fsum, log
from operator import mul
from typing import NamedTuple

from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import Ask

_TINY, _LIFT = 2.0**-400, 2.0**600
"""Weights whose sum lies below the one are multiplied by the other: products of theirs would lose digits."""


class Child(NamedTuple):
    """What an aggregate sees of one child.

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


class Options(NamedTuple):
    """What a node's policy says about its aggregate.

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


def mean(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    r"""Weighted arithmetic mean.

    $$x = \frac{\sum_i w_i x_i}{\sum_i w_i}$$ with `w_i` the weight and `x_i` the value of child `i`.

    Children trade off fully: a point lost in one is made good by a point in another of the same weight. It is bounded
    by its children, idempotent, strictly monotone, and indifferent to order (bit for bit), to the scale of the weights
    and to children without weight; contributions `w_i x_i / sum w` add up to it.

    Args:
        children: The children, in any order.

    Returns:
        A float in [lowest value, highest value]; `None` when no child counts.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6, linear aggregation.

    Example:
        >>> mean([Child(1, 0.5), Child(3, 1.0), Child(2, None)])
        0.875
    """
    counted = [(child[0], child[1]) for child in children if child[1] is not None and child[0] > 0]
    if not counted:
        return None
    weights, values = zip(*counted, strict=True)
    whole = fsum(weights)
    if whole < _TINY:
        weights = tuple(weight * _LIFT for weight in weights)
        whole = fsum(weights)
    total: float = fsum(map(mul, weights, values)) / whole
    return float(min(max(total, min(values)), max(values)))  # rounding must not lead out of the children's range


def weighted_sum(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    r"""Points over attainable points.

    $$x = \frac{\sum_i w_i (l_i + (h_i - l_i) x_i)}{\sum_i w_i h_i}$$ with `w_i` the weight, `x_i` the value and
    `l_i`, `h_i` the lowest and highest figure that child `i` publishes.

    Bounded by [sum of lowest over sum of highest, 1], strictly monotone, and indifferent to order (bit for bit), to the
    scale of the weights and to children without weight. Where all children publish from 0, it is the mean with weights
    `w_i h_i`: bounded by its children, idempotent and additive. Where one publishes from above 0, it is none of these.

    Args:
        children: The children, in any order; none publishes below 0.

    Returns:
        A float in [0, 1]; `None` when no child counts or nothing can be attained.

    Source: points scoring, as in CISO Assistant's sum and CMS attestation measures; see docs/methods/aggregates.md.

    Example:
        >>> weighted_sum([Child(1, 0.8, 0, 100), Child(3, 1.0, 0, 100)])
        0.95
    """
    counted = lifted(_counted(children))
    most = attainable(counted)
    return min(1.0, max(0.0, points(counted) / most)) if most > 0 else None


def lifted(children: Iterable[Child]) -> list[Child]:
    """Multiply tiny weights by the same power of two, so that no digit of their products is lost.

    Example:
        >>> light, heavy = lifted([Child(1e-320, 0.5), Child(4e-320, 1.0)])
        >>> heavy.weight / light.weight, light.weight > 1e-145
        (4.0, True)
    """
    found = list(children)
    if not 0 < fsum(child.weight for child in found) < _TINY:
        return found
    return [child._replace(weight=child.weight * _LIFT) for child in found]


def points(children: Iterable[Child]) -> float:
    """Add up what children publish, by weight; children without a value add nothing.

    Example:
        >>> points([Child(1, 0.8, 0, 100), Child(3, 1.0, 0, 100)])
        380.0
    """
    return fsum(c.weight * (c.low + (c.high - c.low) * (c.value or 0.0)) for c in _counted(children))


def attainable(children: Iterable[Child]) -> float:
    """Add up the most that children can publish, by weight; children without a value add nothing.

    Example:
        >>> attainable([Child(1, 0.8, 0, 100), Child(3, 1.0, 0, 100), Child(1, None, 0, 50)])
        400.0
    """
    return fsum(child.weight * child.high for child in _counted(children))


def minimum(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    r"""The lowest child: nothing makes good for it. Weights only decide who counts.

    $$x = \min_i x_i$$ with `x_i` the value of child `i`.

    Bounded, idempotent, indifferent to order and to weights above 0, and monotone, but not strictly: only the lowest
    child moves it. Not additive.

    Args:
        children: The children, in any order.

    Returns:
        A float in [0, 1]; `None` when no child counts.

    Source: OECD/JRC (2008), step 6, non-compensatory aggregation.

    Example:
        >>> minimum([Child(1, 0.5), Child(3, 1.0)])
        0.5
    """
    return min((child.value for child in _counted(children) if child.value is not None), default=None)


def geometric(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    r"""Weighted geometric mean.

    $$x = \prod_i x_i^{w_i / \sum w}$$ with `w_i` the weight and `x_i` the value of child `i`.

    Children trade off in part; one at 0 makes the whole 0. Never above the mean. Bounded, idempotent, monotone (not
    strictly, at 0), indifferent to order (bit for bit) and to the scale of the weights. Not additive.

    Args:
        children: The children, in any order.

    Returns:
        A float in [0, 1]; `None` when no child counts.

    Source: OECD/JRC (2008), step 6, geometric aggregation.

    Example:
        >>> round(geometric([Child(1, 0.25), Child(1, 1.0)]), 12)
        0.5
    """
    counted = [(child.weight, child.value) for child in lifted(_counted(children)) if child.value is not None]
    if not counted:
        return None
    values = [value for _, value in counted]
    if min(values) <= 0:
        return 0.0
    whole = fsum(weight for weight, _ in counted)
    found = exp(fsum(weight * log(value) for weight, value in counted) / whole)
    return min(max(found, min(values)), max(values))


def blend(children: Iterable[Child], options: Options = DEFAULT) -> float | None:
    r"""Mean with a share of the minimum: imbalance matters, but no child collapses the whole.

    $$x = (1 - a) \bar{x} + a \min_i x_i$$ with `a` the share of the minimum and the mean as above.

    Bounded, idempotent, strictly monotone for `a < 1`, indifferent to order (bit for bit) and to the scale of the
    weights. Not additive, and adding a child equal to the value changes it.

    Args:
        children: The children, in any order.
        options: `minimum_share` is `a`, in [0, 1]. Default: a quarter.

    Returns:
        A float in [0, 1]; `None` when no child counts.

    Source: an ordered weighted average (Yager 1988).

    Example:
        >>> blend([Child(1, 0.0), Child(1, 1.0)])
        0.375
    """
    counted = list(_counted(children))
    average, lowest = mean(counted), minimum(counted)
    if average is None or lowest is None:
        return None
    found = (1 - options.minimum_share) * average + options.minimum_share * lowest
    return min(max(found, lowest), average)  # rounding must not lead out of the children's range


def all_or_nothing(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    r"""1 if every child holds the level that the node asks for, else 0: no partial credit.

    $$x = \prod_i h_i$$ with `h_i` 1 if child `i` holds the level, else 0. A block inside holds it at the value 1.

    Bounded by 0 and 1, monotone, and indifferent to order and to weights above 0. Neither idempotent, as it is 0 or 1,
    nor additive.

    Args:
        children: The children, in any order.

    Returns:
        0.0 or 1.0; `None` when no child counts.

    Source: CMS Hospital Commitment to Health Equity measure, a point a domain only if all its elements are attested.

    Example:
        >>> all_or_nothing([Child(1, 1.0, is_held=True), Child(1, 0.5, is_held=False)])
        0.0
    """
    counted = list(_counted(children))
    return float(all(child.is_held for child in counted)) if counted else None


def gate(children: Iterable[Child], options: Options = DEFAULT) -> float | None:
    r"""The highest stage reached, over the number of stages: stage k needs every child up to k to hold the level.

    $$x = \frac{1}{K} \max \{k : h_i = 1 \text{ for all } i \text{ with } s_i \le k\}$$ with `s_i` the stage of child
    `i`, `h_i` 1 if it holds the level, else 0, and `K` the number of stages.

    Where `asks` says what each stage asks, stage k needs instead that of each group that it names at least the share
    asked for holds the level, and that every lower stage is reached.

    Monotone and indifferent to order and to weights above 0. Raising a child above the next stage changes nothing.
    Neither idempotent nor additive.

    Args:
        children: The children, in any order. A block inside belongs to stage 1 and holds the level at the value 1.
        options: `stages`, `empty_stage` and `asks`.

    Returns:
        A float in [0, 1]; `None` when no child counts.

    Source: C2M2 maturity indicator levels, cumulative by domain; see docs/methods/aggregates.md.

    Example:
        >>> gate([Child(1, 1.0, is_held=True, stage=1), Child(1, 0.0, is_held=False, stage=2)])
        0.5
    """
    counted = list(_counted(children))
    if not counted:
        return None
    return stage_reached(counted, options) / _stages(counted, options)


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
    return min([_stages(children, options), *(stage - 1 for stage in stopping)])


def lacking(children: Sequence[Child], options: Options = DEFAULT) -> tuple[int, list[tuple[list[str], int]]] | None:
    """Say what the next stage lacks.

    Returns:
        The stage, and for each thing that it asks the practices that do not hold the level yet with how many of these
        it takes; `None` where the last stage is reached. A stage without children lacks nothing that could be done.

    Example:
        >>> asks = ((Ask(frozenset("abc"), 0.5),),)
        >>> lacking([Child(1, 0.0, name=name) for name in "abc"], Options(asks=asks))
        (1, [(['a', 'b', 'c'], 2)])
    """
    reached = stage_reached(children, options)
    if reached >= (len(options.asks) or _stages(children, options)):
        return None
    if not options.asks:
        names = [child.name for child in children if child.stage == reached + 1 and not child.is_held]
        return reached + 1, [(names, len(names))] if names else []
    found = []
    for ask in options.asks[reached]:
        asked = _asked(ask, children)
        open_ones = [child.name for child in asked if not child.is_held]
        needed = _least(ask, asked) - (len(asked) - len(open_ones))
        if needed > 0:
            found.append((open_ones, needed))
    return reached + 1, found


def _is_met(i: int, stage: Sequence[Ask], children: Sequence[Child], options: Options) -> bool:
    """Whether a stage, counted from 0, has all that it asks; one of which nothing counts is met as the policy says."""
    asked = [_asked(ask, children) for ask in stage]
    if not any(asked):
        return options.empty_stage == "met" or (options.empty_stage == "met_above" and i > 0)
    return all(
        sum(child.is_held for child in some) >= _least(ask, some) for ask, some in zip(stage, asked, strict=True)
    )


def _asked(ask: Ask, children: Iterable[Child]) -> list[Child]:
    return [child for child in children if ask.names is None or child.name in ask.names]


def _least(ask: Ask, asked: Sequence[Child]) -> int:
    """How many of those that count have to hold the level; a half of two is one, whatever the last bit says."""
    return ceil(ask.share * len(asked) - EDGE)


def _stages(children: Sequence[Child], options: Options) -> int:
    return options.stages or max((child.stage for child in children), default=0)


def _counted(children: Iterable[Child]) -> Iterable[Child]:
    return (child for child in children if child.value is not None and child.weight > 0)


AGGREGATES: dict[str, Callable[[Iterable[Child], Options], float | None]] = {
    "mean": mean,
    "sum": weighted_sum,
    "minimum": minimum,
    "geometric": geometric,
    "blend": blend,
    "all_or_nothing": all_or_nothing,
    "gate": gate,
}
"""Name in the YAML -> function."""

ADDITIVE = frozenset({"mean", "sum"})
"""Aggregates to which the parts of the children add up."""
