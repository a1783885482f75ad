"""What may vary about a score: ratings, weights, and what levels count; and by which laws."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple, get_args

from equity_blocks.engine.planning.confidence import weight_factors
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.engine.scoring.score import require_scorable
from equity_blocks.engine.scoring.voices import with_silence_counted
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Rating, Status
from equity_blocks.model.scale import Scale
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.model.tree import Node

Kind = Literal["ratings", "weights", "levels"]
"""What may vary: ratings, weights, or what levels count."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Array = Any
"""An array of numpy, which is imported when it is needed."""


def kinds_of(vary: Kind | Iterable[Kind]) -> frozenset[Kind]:
    """Read what shall vary.

    Raises:
        UnsuitableError: It is none of `KINDS`, or nothing.

    Example:
        >>> sorted(kinds_of("ratings")), sorted(kinds_of(["weights", "levels"]))
        (['ratings'], ['levels', 'weights'])
    """
    named = [vary] if isinstance(vary, str) or not isinstance(vary, Iterable) else [*vary]
    for kind in named:
        if kind not in KINDS:
            message = f"vary does not know '{kind}': it takes one or more of {', '.join(KINDS)}"
            data = {"argument": "vary", "found": kind, "allowed": KINDS}
            raise UnsuitableError(message, code="not_listed", data=data)
    if not named:
        message = f"vary must name at least one of {', '.join(KINDS)}"
        raise UnsuitableError(message, code="too_few", data={"argument": "vary", "found": 0, "least": 1})
    return frozenset(named)


class Range(NamedTuple):
    """What a practice may hold.

    Args:
        scale: Its scale.
        low: The lowest: a position of the scale; of a scale that is a range, a score. `None`: it holds no level.
        high: The highest, included.
        status: The status, where it is another than `rated` in every draw.
        rest: What a mean of criteria counts above the level that it reaches, as a share of the step to the next one.
    """

    scale: Scale
    low: float | None
    high: float | None
    status: Status | None = None
    rest: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether it differs between draws."""
        return self.low != self.high

    def column(self, uniform: Array) -> Array:
        """Place numbers of [0, 1) in the range: each level, or each score, as often."""
        import numpy as np

        if self.low is None or self.high is None:
            return np.full(len(uniform), np.nan)
        if self.scale.range:
            return self.low + uniform * (self.high - self.low)
        return (self.low + np.floor(uniform * (self.high - self.low + 1))).astype(np.int16)

    def counted(self, levels: Array, values: Array | None = None) -> Array:
        """Give what levels count, with the rest that a mean of criteria has.

        Args:
            levels: A position in each row.
            values: What each level counts, a row for each of `levels`. Default: what the scale says.
        """
        import numpy as np

        rows, levels = np.arange(len(levels)), levels.astype(np.intp)
        if values is None:
            values = np.broadcast_to(np.array(self.scale.values, dtype=np.float64), (len(levels), self.scale.top + 1))
        found = values[rows, levels]
        return found + self.rest * (values[rows, levels + 1] - found) if self.rest else found


def ranges_of(framework: Framework, assessment: Assessment, *, varies: bool = True) -> dict[str, Range]:
    """Give what each practice may hold, in source order.

    Args:
        framework: What was rated.
        assessment: Its ratings.
        varies: Whether ratings vary; else each practice is what `score` takes it for.

    Raises:
        UnsuitableError: The framework is guidance.
        InvalidDataError: The assessment does not fit the framework.
    """
    require_scorable(framework)
    heard = with_silence_counted(framework, require_fit(framework, assessment))
    found = {}
    for name, claim in claimed_values(framework, heard).items():
        scale = framework.scale_of(name)
        found[name] = _range(scale, claim, heard.rating(name)) if varies else _point(scale, claim)
    return {name: found[name] for name in framework.practices}


def _range(scale: Scale, claim: ClaimedValue, rating: Rating) -> Range:
    bottom, top = scale.range or (0.0, float(scale.top))
    status = None if claim.in_scope else claim.status
    if claim.value is None:
        return Range(scale, bottom, top) if status is None else Range(scale, None, None, status)
    votes = [] if status or rating.agreed or rating.criteria else votes_of(rating, scale).values()
    values = [*votes] or [claim.value]
    low, high = (_place(scale, value) for value in (min(values), max(values)))
    return Range(scale, low, high, status, _rest(scale, claim.value) if low == high else 0.0)


def _point(scale: Scale, claim: ClaimedValue) -> Range:
    status = None if claim.status == "rated" else claim.status
    place = None if claim.value is None else _place(scale, claim.value)
    return Range(scale, place, place, status, 0.0 if claim.value is None else _rest(scale, claim.value))


def _rest(scale: Scale, value: float) -> float:
    """How far a value lies from the level that it holds to the next one."""
    at = scale.held(value)
    if scale.range or at == scale.top:
        return 0.0
    below, above = map(float, scale.values[at : at + 2])
    return (value - below) / (above - below) if value - below > ROUNDING and above - below > ROUNDING else 0.0


def _place(scale: Scale, value: float) -> float:
    if scale.range:
        bottom, top = scale.range
        return bottom + value * (top - bottom)
    return float(scale.held(value))


def factors_at(uniform: Array) -> Array:
    """Give the factors at numbers of [0, 1): mean 1 and variance 1/10, as weights have in the confidence of a plan.

    Source: docs/methods/confidence.md; the law is editorial.

    Example:
        >>> import numpy as np
        >>> factors_at((np.arange(1024) + 0.5) / 1024).mean().round(3)
        np.float64(1.0)
    """
    import numpy as np

    law = _law()
    return law[(uniform * len(law)).astype(np.intp)]


@cache
def _law() -> Array:
    import numpy as np

    law = np.array(weight_factors())
    law.flags.writeable = False
    return law


def weights_beside_others(tree: Node, ranges: Mapping[str, Range], *, everywhere: bool) -> list[str]:
    """List the practices and blocks whose weights have others beside them: only ratios of weights count.

    Args:
        tree: The node at the top.
        ranges: Practice -> what it may hold.
        everywhere: Whether the weights in every node are listed; else those that decide the value at the top.

    Returns:
        Each name once; a practice before the blocks beside it, and what stands in a block behind that block.
    """
    found = _in_every_node(tree) if everywhere else _deciding(tree, ranges)
    return list(dict.fromkeys(found))


_WITHOUT_WEIGHTS = ("minimum", "all_or_nothing", "gate")
"""Aggregates in which it decides nothing how much something weighs."""


def _in_every_node(node: Node) -> Iterator[str]:
    parts = [(leaf.weight, leaf.name) for leaf in node.leaves]
    parts += [(weight, block.name) for weight, block in node.counted]
    weighed = [name for weight, name in parts if weight > 0]
    if len(weighed) > 1 and node.is_total:
        yield from weighed
    for _, block in node.blocks:
        yield from _in_every_node(block)


def _deciding(node: Node, ranges: Mapping[str, Range]) -> Iterator[str]:
    practices: list[tuple[str, Node | None]] = [(name, None) for name in _counting(node, ranges)]
    blocks = [(block.name, block) for weight, block in node.counted if weight > 0 and _counts(block, ranges)]
    parts = [*practices, *blocks]
    for name, block in parts:
        if len(parts) > 1 and node.aggregate not in _WITHOUT_WEIGHTS:
            yield name
        if block:
            yield from _deciding(block, ranges)


def _counting(node: Node, ranges: Mapping[str, Range]) -> Iterator[str]:
    """The practices that count directly in a node, or would if they had an answer."""
    for leaf in node.leaves:
        status = ranges[leaf.name].status
        is_out = status == "not_pursued" or (status == "not_applicable" and node.not_applicable == "exclude")
        is_open = status in ("unanswered", "unknown") and node.unanswered == "exclude"
        if leaf.weight > 0 and not is_out and not is_open:
            yield leaf.name


def _counts(node: Node, ranges: Mapping[str, Range]) -> bool:
    return node.empty_block == "zero" or any(True for _ in practices_counting(node, ranges))


def practices_counting(node: Node, ranges: Mapping[str, Range]) -> Iterator[str]:
    """Visit the practices that count in a node, however deep.

    Args:
        node: A node.
        ranges: Practice -> what it may hold.
    """
    yield from _counting(node, ranges)
    for weight, block in node.counted:
        if weight > 0:
            yield from practices_counting(block, ranges)


class Steps(NamedTuple):
    """A scale on which what the levels between the lowest and the highest count may vary.

    Args:
        scale: The scale.
        practices: The practices that are rated on it.
    """

    scale: Scale
    practices: tuple[str, ...]

    @property
    def rises(self) -> list[int]:
        """The levels that count more than the one below."""
        return [i for i, (below, value) in enumerate(pairwise(self.scale.values), 1) if value - below > ROUNDING]

    def values(self, factors: Array) -> Array:
        """Give what each level counts, where the steps between levels are multiplied.

        Args:
            factors: A row a draw, a column for each of `rises`.

        Returns:
            A row a draw, a column a level. The lowest and the highest stay; levels that tie go on to tie.

        Example:
            >>> import numpy as np
            >>> steps = Steps(Scale.model_validate(["no", "partly", "yes"]), ("p",))
            >>> steps.values(np.array([[1.0, 1.0], [3.0, 1.0]])).tolist()
            [[0.0, 0.5, 1.0], [0.0, 0.75, 1.0]]
        """
        import numpy as np

        given = np.array(self.scale.values, dtype=np.float64)
        steps = np.zeros((len(factors), len(given)))
        steps[:, self.rises] = np.diff(given)[np.array(self.rises) - 1] * factors
        shares = np.cumsum(steps, axis=1)
        values = given[0] + (given[-1] - given[0]) * (shares / shares[:, -1:])
        return np.clip(values, given[0], given[-1])


def scales_between(framework: Framework, ranges: Mapping[str, Range]) -> list[Steps]:
    """List the scales of levels in which something lies between the lowest and the highest, with their practices.

    Args:
        framework: Says which practice is rated on which scale.
        ranges: The practices that are asked for; those without a level are left out.
    """
    found: dict[tuple[Any, ...], list[str]] = {}
    scales: dict[tuple[Any, ...], Scale] = {}
    for name, each in ranges.items():
        scale = framework.scale_of(name)
        key = scale.id, scale.ids, tuple(map(float, scale.values))
        if not scale.range and each.low is not None:
            found.setdefault(key, []).append(name)
            scales.setdefault(key, scale)
    steps = [Steps(scales[key], tuple(names)) for key, names in found.items()]
    return [each for each in steps if len(each.rises) > 1]
