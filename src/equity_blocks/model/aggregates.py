"""Aggregates: how the value of a node comes from the values of its children.

Each is one function and one record in `AGGREGATES`: its words, its formula, the laws it keeps and the options it reads.
Adding one is a function, a record and a name in `Aggregate`, all in this file; the policies, the score, stability, the
search for a band, the page of methods and the tests of the laws read the records.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp, fsum, log
from operator import mul
from typing import Literal, NamedTuple

from equity_blocks.model.stages import DEFAULT, Child, Options, number_of_stages, stage_reached

Aggregate = Literal["mean", "sum", "minimum", "geometric", "blend", "all_or_nothing", "gate"]

_TINY, _LIFT = 2.0**-400, 2.0**600
"""Weights whose sum lies below the one are multiplied by the other: products of theirs would lose digits."""


def mean(children: Iterable[Child | tuple[float, float | None]], _options: Options = DEFAULT) -> float | None:
    """Give the weighted arithmetic mean.

    Args:
        children: The children, in any order, or pairs of a weight and a value.

    Returns:
        A float in [lowest value, highest value]; `None` when no child counts.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6, linear aggregation.

    Example:
        >>> mean([Child(1, 0.5), Child(3, 1.0), Child(2, None)])
        0.875
    """
    counted = [(child[0], child[1]) for child in children if child[0] > 0]
    return mean_of([weight for weight, _ in counted], [value for _, value in counted])


def mean_of(weights: Sequence[float], values: Sequence[float | None]) -> float | None:
    """Give the mean of some values; `None` where there are none.

    Args:
        weights: Above 0, one for each value.
        values: In [0, 1]; what is `None` does not count.

    Example:
        >>> mean_of([1, 3, 1], [0.5, 1.0, None])
        0.875
    """
    if None in values:
        weights = [weight for weight, value in zip(weights, values, strict=True) if value is not None]
    known = [value for value in values if value is not None]
    if not known:
        return None
    whole = fsum(weights)
    if whole < _TINY:
        weights = [weight * _LIFT for weight in weights]
        whole = fsum(weights)
    total: float = fsum(map(mul, weights, known)) / whole
    return float(min(max(total, min(known)), max(known)))  # rounding must not lead out of the children's range


def weighted_sum(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    """Give points over attainable points.

    Where all children publish from 0, it is the mean with weights `w_i h_i`. Where one publishes from above 0, it is
    neither bounded by its children nor additive.

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
    children = list(children)
    if not 0 < fsum(child.weight for child in children) < _TINY:
        return children
    return [child._replace(weight=child.weight * _LIFT) for child in children]


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
    """Give the lowest child: nothing makes good for it. Weights only decide who counts.

    Returns:
        A float in [0, 1]; `None` when no child counts.

    Source: OECD/JRC (2008), step 6, non-compensatory aggregation.

    Example:
        >>> minimum([Child(1, 0.5), Child(3, 1.0)])
        0.5
    """
    return min((child.value for child in _counted(children) if child.value is not None), default=None)


def geometric(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    """Give the weighted geometric mean: children trade off in part; one at 0 makes the whole 0.

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
    value = exp(fsum(weight * log(value) for weight, value in counted) / whole)
    return min(max(value, min(values)), max(values))


def blend(children: Iterable[Child], options: Options = DEFAULT) -> float | None:
    """Give the mean with a share of the minimum: imbalance matters, but no child collapses the whole.

    Args:
        children: The children, in any order.
        options: `minimum_share`, in [0, 1]. Default: a quarter.

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
    value = (1 - options.minimum_share) * average + options.minimum_share * lowest
    return min(max(value, lowest), average)  # rounding must not lead out of the children's range


def all_or_nothing(children: Iterable[Child], _options: Options = DEFAULT) -> float | None:
    """Give 1 if every child holds the level that the node asks for, else 0: no partial credit.

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
    """Give the highest stage reached, over the number of stages: stage k needs every child up to k to hold the level.

    Where `asks` says what each stage asks, stage k needs instead that of each group that it names at least the share
    asked for holds the level, and that every lower stage is reached.

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
    return stage_reached(counted, options) / number_of_stages(counted, options) if counted else None


def _counted(children: Iterable[Child]) -> Iterable[Child]:
    return (child for child in children if child.value is not None and child.weight > 0)


LAWS = {
    "in_range": "lies in [0, 1]",
    "monotone": "monotone: raising a child never lowers it",
    "strict": "strictly monotone",
    "bounded": "lies between its lowest and highest child",
    "idempotent": "idempotent: equal children give their value",
    "order": "order does not matter, to the last bit",
    "ratios": "only ratios of weights matter",
    "replication": "all children twice change nothing",
    "self_identical": "a child equal to the value changes nothing",
    "deletion": "what does not apply is as good as deleted",
    "levelling": "levelling two equal weights never lowers it",
    "no_collapse": "no single child at 0 takes everything",
    "additive": "contributions add up",
    "under_mean": "never above the mean",
    "weights_only_count": "weights above 0 make no difference",
}
"""What may be true of an aggregate, each tried by the tests on whatever claims it."""

_ALL = dict.fromkeys(("in_range", "monotone", "order", "ratios", "replication", "deletion"), "yes")
"""The laws that every aggregate keeps."""


class AggregateRule(NamedTuple):
    """All that is known of one aggregate.

    Args:
        combine: The function from the children to the value.
        title: Its name in a list of rules, such as "weighted mean".
        in_words: The end of "The value is ..."; `{level}`, `{practice}`, `{share}` and `{rest}` are filled in.
        formula: With the symbols of docs/methods/aggregates.md.
        meaning: What it is good for, in a few words.
        laws: Law -> `yes`, or under which condition it holds; a law that does not hold is absent.
        options: Keys of a policy that only some aggregates read, as far as this one does.
        unanswered: What a missing answer counts by default: where each answer is a yes or a no, it is a no.
        adds_points: Whether it publishes points, by the ranges of its children.
        asks_in_words: Likewise as `in_words`, where `asks` says what stages ask.
        stops_below: Whether a missing answer that fails stops it below that stage, instead of making it 0.
    """

    combine: Callable[[Iterable[Child], Options], float | None]
    title: str
    in_words: str
    formula: str
    meaning: str
    laws: Mapping[str, str]
    options: frozenset[str] = frozenset()
    unanswered: Literal["exclude", "fail"] = "exclude"
    adds_points: bool = False
    asks_in_words: str = ""
    stops_below: bool = False

    @property
    def is_additive(self) -> bool:
        """Whether the parts of the children add up to the value."""
        return "additive" in self.laws


def _laws(**others: str) -> Mapping[str, str]:
    return _ALL | others


_AVERAGE = {"bounded": "yes", "idempotent": "yes", "levelling": "yes", "under_mean": "yes"}

AGGREGATES: Mapping[Aggregate, AggregateRule] = {
    "mean": AggregateRule(
        mean,
        title="mean",
        in_words="the weighted mean of its parts",
        formula="Σ wᵢxᵢ / Σ wᵢ",
        meaning="the default: a point lost here is made good there",
        laws=_laws(**_AVERAGE, strict="yes", self_identical="yes", no_collapse="yes", additive="yes"),
    ),
    "sum": AggregateRule(
        weighted_sum,
        title="points over attainable points",
        in_words="the points reached over the points that can be reached",
        formula="Σ wᵢ(lᵢ + (hᵢ - lᵢ)xᵢ) / Σ wᵢhᵢ",
        meaning="points over attainable points; publishes the points",
        laws=_laws(
            bounded="from 0",
            idempotent="from 0",
            self_identical="from 0",
            additive="from 0",
            levelling="yes",
            strict="yes",
            no_collapse="yes",
        ),
        adds_points=True,
    ),
    "minimum": AggregateRule(
        minimum,
        title="lowest part",
        in_words="that of its lowest part",
        formula="min xᵢ",
        meaning="the lowest child; nothing makes good for it",
        laws=_laws(**_AVERAGE, self_identical="yes", weights_only_count="yes"),
    ),
    "geometric": AggregateRule(
        geometric,
        title="geometric mean",
        in_words="the weighted geometric mean of its parts, so that one part at 0 makes it 0",
        formula="Π xᵢ^(wᵢ / Σ w)",
        meaning="weak children weigh more; one at 0 makes it 0",
        laws=_laws(**_AVERAGE, strict="not at 0", self_identical="yes"),
    ),
    "blend": AggregateRule(
        blend,
        title="mean blended with the lowest part",
        in_words="{rest} the weighted mean of its parts and {share} its lowest part",
        formula="(1 - a) · mean + a · minimum",
        meaning="a mean that imbalance lowers, without collapse",
        laws=_laws(**_AVERAGE, strict="if a < 1", no_collapse="if a < 1"),
        options=frozenset({"minimum_share"}),
    ),
    "all_or_nothing": AggregateRule(
        all_or_nothing,
        title="all or nothing",
        in_words="1 if every part holds {level}, else 0",
        formula="Π eᵢ",
        meaning="1 if every child holds the level, else 0",
        laws=_laws(self_identical="yes", levelling="yes", weights_only_count="yes"),
        options=frozenset({"level"}),
        unanswered="fail",
    ),
    "gate": AggregateRule(
        gate,
        title="stages held in full",
        in_words="the highest stage up to which every {practice} holds {level}, over the number of stages",
        asks_in_words="the highest stage up to which enough of what stages ask for is held at {level}, over the number "
        "of stages",
        formula="max {k : eᵢ = 1 for all i with sᵢ ≤ k} / K",
        meaning="the highest stage reached, over the number of stages; with `asks`, max {k : for all j ≤ k and all "
        "groups G that stage j asks for, Σ_{i ∈ G} eᵢ ≥ share · \\|G\\|} / K",
        laws=_laws(deletion="within a stage", weights_only_count="yes"),
        options=frozenset({"level", "empty_stage", "stage_count", "asks"}),
        unanswered="fail",
        stops_below=True,
    ),
}
"""Name in the YAML -> its record, in the order of the page of methods."""
