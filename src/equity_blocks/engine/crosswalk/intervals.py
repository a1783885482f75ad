"""Interval arithmetic over mappings: first over plain numbers, then over a whole crosswalk."""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from equity_blocks.model.crosswalk import Crosswalk, Mapping, Speaks
from equity_blocks.model.tolerance import EDGE, ROUNDING


class Interval(NamedTuple):
    """An interval within [0, 1] in which a value lies for sure."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """The width of the interval: as much as is not known, in [0, 1]."""
        return self.high - self.low


NOTHING_KNOWN = Interval(0.0, 1.0)
"""What is known where nothing is said."""


class MappedPart(NamedTuple):
    """The part of a target that one mapping contributes.

    Args:
        share: How much of the target it speaks for, in (0, 1].
        interval: The part of its source that it uses.
        part: Name of the common part; mappings with the same one speak of the same thing. Default: one of its own.
    """

    share: float
    interval: Interval
    part: str | None = None


class Combined(NamedTuple):
    """The interval that several mappings give their target together.

    Args:
        interval: The target's interval; the hull of what each says where they contradict one another.
        agree: Whether there is a value that all of them allow.
    """

    interval: Interval
    agree: bool = True


def part_in_use(low: float, high: float, uses: float) -> Interval:
    r"""Bound the value of the part of a source that a mapping uses.

    $$x = \left[\max\left(0, \frac{l - 1 + u}{u}\right), \min\left(1, \frac{h}{u}\right)\right]$$

    A source of value `v` is a part in use of value `x` and weight `u` and a rest of weight `1 - u`, which may lie
    anywhere in [0, 1]: `v = u x + (1 - u) r`.

    Args:
        low: The least that the source counts, in [0, 1].
        high: The most, in [low, 1].
        uses: Weight of the part in use, `u` in (0, 1].

    Source: bounds of an unobserved part of a mean; docs/methods/crosswalk.md.

    Example:
        >>> part_in_use(0.75, 0.75, 0.5), part_in_use(0.3, 0.4, 1)
        (Interval(low=0.5, high=1.0), Interval(low=0.3, high=0.4))
    """
    if uses == 1:  # nothing is computed, so nothing is rounded
        return Interval(low, high)
    return _outward(1.0 - (1.0 - low) / uses, high / uses)


def as_far_as_it_speaks(interval: Interval, speaks: Speaks) -> Interval:
    """Give up the bound of which a mapping does not speak.

    Example:
        >>> as_far_as_it_speaks(Interval(0.25, 0.5), "up"), as_far_as_it_speaks(Interval(0.25, 0.5), "down")
        (Interval(low=0.25, high=1.0), Interval(low=0.0, high=0.5))
    """
    return Interval(0.0 if speaks == "down" else interval.low, 1.0 if speaks == "up" else interval.high)


def bound_by_one(each: MappedPart) -> Interval:
    """Bound a target by one mapping, with the rest of the target anywhere in [0, 1].

    Example:
        >>> bound_by_one(MappedPart(0.5, Interval(0.5, 1.0)))
        Interval(low=0.25, high=1.0)
    """
    low, high = each.interval
    if each.share == 1:
        return each.interval
    return _outward(each.share * low, each.share * high + (1.0 - each.share))


def combine(mapped: Sequence[MappedPart]) -> Combined:
    r"""Bound a target by all mappings that speak for it.

    Where the shares `s` sum to at most 1 the mappings speak for different parts of the target:
    $$\left[\sum s_i x_i^{low},\ \sum s_i x_i^{high} + 1 - \sum s_i\right]$$

    Where they sum above 1, or two of them name the same part, they overlap: each bounds the target by itself, and the
    target lies in the intersection. Where that is empty, the sources or the shares cannot all be right.

    Args:
        mapped: One for each mapping of the target, those whose source is not known included, with the interval [0, 1].

    Source: docs/methods/crosswalk.md.

    Example:
        >>> combine([MappedPart(0.5, Interval(1.0, 1.0)), MappedPart(0.25, Interval(0.0, 0.5))])
        Combined(interval=Interval(low=0.5, high=0.875), agree=True)
        >>> combine([MappedPart(1, Interval(0.2, 0.3)), MappedPart(1, Interval(0.6, 0.6))])
        Combined(interval=Interval(low=0.2, high=0.6), agree=False)
    """
    total = fsum(each.share for each in mapped)
    parts = [each.part for each in mapped if each.part is not None]
    if total > 1.0 + EDGE or len(set(parts)) < len(parts):
        return intersect([bound_by_one(each) for each in mapped])
    if len(mapped) == 1:
        return Combined(bound_by_one(mapped[0]))
    low = fsum(share * interval.low for share, interval, _ in mapped)
    high = fsum([*(share * interval.high for share, interval, _ in mapped), max(0.0, 1.0 - total)])
    return Combined(_outward(low, high))


def _outward(low: float, high: float) -> Interval:
    """Take bounds that rounding left beside 0 or 1 for these: a geometric mean makes much of a last bit above 0."""
    return Interval(low if low > ROUNDING else 0.0, high if high < 1.0 - ROUNDING else 1.0)


def intersect(intervals: Sequence[Interval]) -> Combined:
    """Intersect intervals; give their hull where they have nothing in common.

    Example:
        >>> intersect([Interval(0.0, 0.5), Interval(0.25, 1.0)]).interval
        Interval(low=0.25, high=0.5)
    """
    low, high = max(interval.low for interval in intervals), min(interval.high for interval in intervals)
    if low <= high:
        return Combined(Interval(low, high))
    if low <= high + EDGE:  # they touch, but for rounding
        return Combined(Interval(high, low))
    return Combined(
        Interval(min(interval.low for interval in intervals), max(interval.high for interval in intervals)), agree=False
    )


class Loss(NamedTuple):
    """The width that a mapping adds to what it carries over."""

    crosswalk: str
    mapping: Mapping
    width: float


class MappedSource(NamedTuple):
    """A source's interval, the one that its mapping gives by itself, and whether anything is known of the source."""

    mapping: Mapping
    source: Interval
    says: Interval
    is_known: bool = True

    @property
    def loss(self) -> float:
        """The width that it adds; below 0 where it says more of its target than is known of its source."""
        return self.says.width - self.source.width


class KnownValue(NamedTuple):
    """The value of a practice as far as it is known, after some of the crosswalks.

    Args:
        interval: Where its value lies.
        coverage: How much of it answers surely speak for, in [0, 1].
        origins: The rated practices that it comes from.
        weakest: The mapping that loses most on the way to it; `None` where it was rated.
        sources: All that is mapped to it on the last crosswalk, also what is not known.
        agree: Whether these leave a value that all of them allow.
    """

    interval: Interval
    coverage: float = 1.0
    origins: tuple[str, ...] = ()
    weakest: Loss | None = None
    sources: tuple[MappedSource, ...] = ()
    agree: bool = True

    @property
    def is_known(self) -> bool:
        """Whether anything is known: a mapping may use so little of its source that nothing arrives."""
        return self.interval.width < 1.0 or self.coverage > 0.0


KnownValues = Map[str, KnownValue]
_UNKNOWN = KnownValue(NOTHING_KNOWN, 0.0)


def carry_over(crosswalk: Crosswalk, known: KnownValues) -> dict[str, KnownValue]:
    """Carry what is known at the `from` end over to the `to` end.

    Args:
        crosswalk: Read from its `from` end; `backwards()` gives the other direction.
        known: Practice -> what is known of it; a practice that is absent is not known.

    Returns:
        What is known of each practice for which at least one known practice speaks.

    Example:
        >>> crosswalk = Crosswalk(id="a--b", title="A in B", source={"framework": "a"}, target={"framework": "b"},
        ...     mappings=[{"from": "p", "to": "q", "relation": "part-of", "share": 0.5, "why": "one of two things"}])
        >>> carry_over(crosswalk, {"p": KnownValue(Interval(0.5, 0.5))})["q"].interval
        Interval(low=0.25, high=0.75)
    """
    to: dict[str, list[Mapping]] = {}
    for mapping in crosswalk.mappings:
        to.setdefault(mapping.target, []).append(mapping)
    landed = {name: _landed(crosswalk.id, mappings, known) for name, mappings in to.items()}
    return {name: value for name, value in landed.items() if value is not None}


def _landed(crosswalk: str, mappings: list[Mapping], known: KnownValues) -> KnownValue | None:
    heard = [mapping for mapping in mappings if mapping.source in known]
    if not heard:
        return None
    values = [known.get(mapping.source, _UNKNOWN) for mapping in mappings]
    mapped = [_mapped(mapping, value) for mapping, value in zip(mappings, values, strict=True)]
    covering = [_covering(*each) for each in zip(mappings, values, mapped, strict=True)]
    interval, agree = combine(mapped)
    sources = tuple(
        MappedSource(mapping, value.interval, bound_by_one(part), mapping.source in known)
        for mapping, value, part in zip(mappings, values, mapped, strict=True)
    )
    losses = [Loss(crosswalk, source.mapping, source.loss) for source in sources if source.is_known]
    before = [known[mapping.source].weakest for mapping in heard]
    return KnownValue(
        interval,
        combine(covering).interval.low,
        tuple(dict.fromkeys(name for mapping in heard for name in known[mapping.source].origins)),
        max([*losses, *(loss for loss in before if loss)], key=lambda loss: loss.width),
        sources,
        agree,
    )


def _mapped(mapping: Mapping, value: KnownValue) -> MappedPart:
    used = part_in_use(*value.interval, mapping.uses)
    return MappedPart(mapping.share, as_far_as_it_speaks(used, mapping.speaks), mapping.part)


def _covering(mapping: Mapping, value: KnownValue, mapped: MappedPart) -> MappedPart:
    """Coverage is carried like a value: of a source covered by c, at least (c - 1 + u) / u of the part in use is.

    A mapping that does not speak of the bound that its source gives says nothing, and covers nothing.
    """
    if mapping.speaks != "both" and mapped.interval == NOTHING_KNOWN:
        return MappedPart(mapping.share, NOTHING_KNOWN, mapping.part)
    return MappedPart(mapping.share, part_in_use(value.coverage, 1.0, mapping.uses), mapping.part)
