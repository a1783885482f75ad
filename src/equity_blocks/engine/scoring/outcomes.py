"""Outcomes: the band, the stage and the verdict that a score leads to, each with what it may still be."""

from collections.abc import Mapping
from typing import NamedTuple

from equity_blocks.engine.scoring.claimed_values import Claim
from equity_blocks.engine.scoring.combining import votes_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scorecard import Outcome
from equity_blocks.model.scoring import Scoring
from equity_blocks.model.tolerance import EDGE

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


def ends_of(framework: Framework, assessment: Assessment, said: Mapping[str, Claim]) -> Ends:
    """Give the ends of every practice in scope: its own claim's, widened by what single respondents named.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claims
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> assessment = Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "partly", "ben": "yes"}}})
        >>> ends = ends_of(framework, assessment, claims(framework, assessment))
        >>> ends.low, ends.high
        ({'p': 0.5, 'q': 0.0}, {'p': 1.0, 'q': 1.0})
    """
    low = {name: claim.low if claim.in_scope else None for name, claim in said.items()}
    high = {name: claim.high if claim.in_scope else None for name, claim in said.items()}
    for name, rating in assessment.ratings.items():
        if rating.answers and name in said and said[name].status == "rated":  # a tailoring may have taken it out
            for value in votes_of(rating, framework.scale_of(name)).values():
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
    return Outcome.model_construct(value=own, low=low, high=high)
