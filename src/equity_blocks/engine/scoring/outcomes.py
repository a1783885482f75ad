"""Outcomes: the band, the stage and the verdict that a score leads to, each with what it may still be."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from equity_blocks.engine.scoring.claimed_values import ClaimedValue
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Outcome
from equity_blocks.model.scoring import BlockRange, Condition, Scoring
from equity_blocks.model.tolerance import EDGE, reaches
from equity_blocks.model.tree import TOP

Span = tuple[float, float]
"""The least and the greatest that something may be, in [0, 1]."""


class Ends(NamedTuple):
    """The joint reading: what is open at 0 and answers at their lowest, against 1 and their highest.

    Args:
        low: The one end: practice, or node, -> value in [0, 1]; `None` where it does not count.
        high: The other end.
    """

    low: Mapping[str, float | None]
    high: Mapping[str, float | None]

    def around(self, name: str, value: float | None) -> Span | None:
        """Give what a node may lie between, its value included; `None` where there is nothing to read."""
        known = [end for end in (self.low.get(name), self.high.get(name), value) if end is not None]
        return (min(known), max(known)) if known else None


def open_ends(claimed: Mapping[str, ClaimedValue]) -> Ends:
    """Give the ends of every practice in scope, as far as what is open leaves them."""
    return Ends(
        {name: value.low if value.in_scope else None for name, value in claimed.items()},
        {name: value.high if value.in_scope else None for name, value in claimed.items()},
    )


def ends_of(framework: Framework, assessment: Assessment, claimed: Mapping[str, ClaimedValue]) -> Ends:
    """Give the ends of every practice in scope: its own claim's, widened by what single respondents named.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claimed_values
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> assessment = Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "partly", "ben": "yes"}}})
        >>> ends = ends_of(framework, assessment, claimed_values(framework, assessment))
        >>> ends.low, ends.high
        ({'p': 0.5, 'q': 0.0}, {'p': 1.0, 'q': 1.0})
    """
    low, high = map(dict, open_ends(claimed))
    for name, rating in assessment.ratings.items():
        if rating.answers and name in claimed and claimed[name].status == "rated":  # a tailoring may have taken it out
            for value in votes_of(rating, framework.scale_of(name), framework.practices[name].criteria_rule).values():
                lowest, highest = low[name], high[name]
                low[name] = value if lowest is None else min(lowest, value)
                high[name] = value if highest is None else max(highest, value)
    return Ends(low, high)


def band_of(scoring: Scoring, value: float | None) -> str | None:
    """Name the band that a value lies in; the policy says to which band a value on an edge belongs.

    Where bands begin at published figures, the figure that is published decides, as it is rounded: it never stands
    beside a band that does not hold it. Else the value itself decides, however it is rounded.

    Args:
        scoring: The policy as the whole uses it (`Framework.policy`).
        value: In [0, 1].

    Returns:
        The band's id; `None` for no value, and for one below the lowest band.

    Example:
        >>> from equity_blocks.model import Band, Scoring
        >>> policy = Scoring(bands=(Band(id="low", title="Low", start=0), Band(id="high", title="High", start=0.7)))
        >>> band_of(policy, 0.7), band_of(policy, 0.69), band_of(policy.replace(band_edge="lower"), 0.7)
        ('high', 'low', 'low')
    """
    if value is None:
        return None
    value = scoring.decides(value)
    # A mean that equals an edge on paper may fall a last bit beside it.
    reach = value + EDGE if scoring.band_edge == "upper" else value - EDGE
    reached = [
        band.id
        for i, (band, edge) in enumerate(zip(scoring.bands, scoring.edges, strict=True))
        if edge <= reach or (i == 0 and edge <= value)
    ]
    return reached[-1] if reached else None


def band_outcome(scoring: Scoring, value: float | None, span: Span | None) -> Outcome | None:
    """Name the band of a value, and those between which it may still lie; `None` where there is none to name.

    Args:
        scoring: The policy with its bands.
        value: The value that is shown; `None` where it is withheld.
        span: What the value may be, itself included.

    Example:
        >>> from equity_blocks.model import Band, Scoring
        >>> policy = Scoring(bands=(Band(id="low", title="Low", start=0), Band(id="high", title="High", start=0.7)))
        >>> band_outcome(policy, 0.75, (0.6, 0.8))
        Outcome(value='high', low='low', high='high')
    """
    if not scoring.bands or span is None:
        return None
    own = band_of(scoring, value)
    low, high = (own if end == value else band_of(scoring, end) for end in span)
    return Outcome.trusted(value=own, low=low, high=high)


def verdict_of(
    framework: Framework, values: Mapping[str, float | None], claimed: Mapping[str, ClaimedValue]
) -> str | None:
    """Give the first verdict whose condition holds; `None` where there is none.

    Args:
        framework: Its policy holds the verdicts; its practices say which are must-pass.
        values: Node -> value.
        claimed: Practice -> what is said about it. An unanswered must-pass practice lacks its level.

    Source: threshold and must-pass rules as in accreditation, see docs/methods/aggregates.md.
    """
    failed = failed_must_pass(framework, claimed)
    for verdict in framework.scoring.verdicts:
        if verdict.when is None or _holds(verdict.when, framework, values, len(failed)):
            return verdict.id
    return None


def failed_must_pass(framework: Framework, claimed: Mapping[str, ClaimedValue]) -> list[str]:
    """List the must-pass practices that apply and do not hold their level."""
    must_pass = ((name, least, claimed[name].value) for name, least in _must_pass(framework, claimed))
    return [name for name, least, value in must_pass if not reaches(0.0 if value is None else value, least, EDGE)]


def _must_pass(framework: Framework, claimed: Mapping[str, ClaimedValue]) -> Iterator[tuple[str, float]]:
    """The must-pass practices that apply, each with the value of the level that it has to hold."""
    for name, practice in framework.practices.items():
        if practice.must_pass is not None and claimed[name].status != "not_applicable":
            yield name, framework.scale_of(name).value(practice.must_pass)


def failing(framework: Framework, claimed: Mapping[str, ClaimedValue], ends: Ends) -> tuple[int, int]:
    """Count the must-pass practices that fail whatever is still said, and those that may fail.

    Args:
        framework: Its practices say which are must-pass.
        claimed: Practice -> what is said about it. What is left out by choice counts at its level.
        ends: What every practice in scope may still be.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claimed_values
        >>> from equity_blocks.engine.scoring.outcomes import ends_of
        >>> from equity_blocks.model import Assessment
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": n, "title": n, "must_pass": "yes"} for n in "pqr"]}])
        >>> assessment = Assessment(framework="mini", ratings={"p": "no", "q": "yes"})
        >>> claimed = claimed_values(framework, assessment)
        >>> failing(framework, claimed, ends_of(framework, assessment, claimed))
        (1, 2)
    """
    surely = may = 0
    for name, least in _must_pass(framework, claimed):
        span = ends.around(name, claimed[name].value) or (0.0, 0.0)
        surely += not reaches(span[1], least, EDGE)
        may += not reaches(span[0], least, EDGE)
    return surely, may


def possible_verdicts(
    framework: Framework, spans: Mapping[str, Span | None], failed: tuple[int, int]
) -> tuple[str, ...]:
    """Name every verdict that can come of values and of a number of failed must-pass practices in some ranges.

    The blocks, the whole and the number are taken to move each by itself, so that more may be named than can come
    true together, never less.

    Args:
        framework: Its policy holds the verdicts.
        spans: Node -> what its value may be; `None` where it has none.
        failed: The least and the most must-pass practices that may fail.

    Returns:
        Ids, in the order of the policy.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[], scoring={"verdicts": [
        ...     {"id": "held", "title": "Held", "when": {"overall": {"below": 0.65}}},
        ...     {"id": "praised", "title": "Praised", "when": {"overall": {"at_least": 0.9}}},
        ...     {"id": "shipped", "title": "Shipped"}]})
        >>> possible_verdicts(framework, {"": (0.6, 0.8)}, (0, 0))
        ('held', 'shipped')
    """
    verdicts = framework.scoring.verdicts
    asked = [
        bounds for verdict in verdicts if verdict.when for bounds in (verdict.when.any_block, verdict.when.overall)
    ]
    edges = [edge for bounds in asked if bounds for edge in _edges(bounds)]
    blocks = [_places(spans[block.id], edges) for block in framework.blocks if spans[block.id] is not None]
    whole = _places(spans[TOP], edges)
    least, most = failed
    possible: list[str] = []
    for verdict in verdicts:
        when = verdict.when
        if when is None:
            return (*possible, verdict.id)
        number = most + 1 if when.must_pass_failed is None else when.must_pass_failed
        any_block, overall = when.any_block, when.overall
        if (
            number <= most
            or (any_block and any(_lies_in(value, any_block) for places in blocks for value in places))
            or (overall and any(_lies_in(value, overall) for value in whole))
        ):
            possible.append(verdict.id)
        most = min(most, number - 1)  # what is left is where neither this verdict applies nor one before it
        blocks = [[value for value in places if not any_block or not _lies_in(value, any_block)] for places in blocks]
        left = [value for value in whole if not overall or not _lies_in(value, overall)]
        if most < least or not all(blocks) or (whole and not left):
            break
        whole = left
    return tuple(possible)


def _edges(bounds: BlockRange) -> Iterable[float]:
    return (edge for edge in (bounds.above, bounds.at_least, bounds.below, bounds.at_most) if edge is not None)


def _places(span: Span | None, edges: Iterable[float]) -> list[float]:
    """Values that stand for all of a range: its ends, the edges in it, and one between each two of these."""
    if span is None:
        return []
    low, high = span
    points = sorted({low, high, *(edge for edge in edges if low < edge < high)})
    return [*points, *((a + b) / 2 for a, b in pairwise(points))]


def _holds(when: Condition, framework: Framework, values: Mapping[str, float | None], failed: int) -> bool:
    blocks = [values[block.id] for block in framework.blocks]
    return (
        (when.any_block is not None and any(_lies_in(value, when.any_block) for value in blocks))
        or (when.overall is not None and _lies_in(values[TOP], when.overall))
        or (when.must_pass_failed is not None and failed >= when.must_pass_failed)
    )


def _lies_in(value: float | None, bounds: BlockRange) -> bool:
    """Edges hold within rounding: 0.8 reached by a sum of tenths is not below 0.8."""
    return value is not None and not (
        (bounds.above is not None and value <= bounds.above + EDGE)
        or (bounds.at_least is not None and value < bounds.at_least - EDGE)
        or (bounds.below is not None and value >= bounds.below - EDGE)
        or (bounds.at_most is not None and value > bounds.at_most + EDGE)
    )
