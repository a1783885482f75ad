"""Interval arithmetic over mappings: first over plain numbers, then over a whole crosswalk."""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from equity_blocks.model.crosswalk import Crosswalk, Mapping
from equity_blocks.model.tolerance import EDGE, ROUNDING


class Span(NamedTuple):
    """An interval within [0, 1] in which a value lies for sure."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How much is not known, in [0, 1]."""
        return self.high - self.low


SILENT = Span(0.0, 1.0)
"""What is known where nothing is said."""


class Speaker(NamedTuple):
    """What one mapping contributes to its target.

    Args:
        share: How much of the target it speaks for, in (0, 1].
        span: The part of its source that it uses.
        part: Name of the common part; mappings with the same one speak of the same thing. Default: one of its own.
    """

    share: float
    span: Span
    part: str | None = None


class Spoken(NamedTuple):
    """What several mappings say about their target together.

    Args:
        span: The target's interval; the hull of what each says where they contradict one another.
        agree: Whether there is a value that all of them allow.
    """

    span: Span
    agree: bool = True


def part(low: float, high: float, uses: float) -> Span:
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
        >>> part(0.75, 0.75, 0.5), part(0.3, 0.4, 1)
        (Span(low=0.5, high=1.0), Span(low=0.3, high=0.4))
    """
    if uses == 1:  # nothing is computed, so nothing is rounded
        return Span(low, high)
    return _outward(1.0 - (1.0 - low) / uses, high / uses)


def alone(speaker: Speaker) -> Span:
    """Bound a target by one mapping, with the rest of the target anywhere in [0, 1].

    Example:
        >>> alone(Speaker(0.5, Span(0.5, 1.0)))
        Span(low=0.25, high=1.0)
    """
    low, high = speaker.span
    if speaker.share == 1:
        return speaker.span
    return _outward(speaker.share * low, speaker.share * high + (1.0 - speaker.share))


def speak(speakers: Sequence[Speaker]) -> Spoken:
    r"""Bound a target by all mappings that speak for it.

    Where the shares `s` sum to at most 1 the mappings speak for different parts of the target:
    $$\left[\sum s_i x_i^{low},\ \sum s_i x_i^{high} + 1 - \sum s_i\right]$$

    Where they sum above 1, or two of them name the same part, they overlap: each bounds the target by itself, and the
    target lies in the intersection. Where that is empty, the sources or the shares cannot all be right.

    Args:
        speakers: One for each mapping of the target, those whose source is not known included, with the span [0, 1].

    Source: docs/methods/crosswalk.md.

    Example:
        >>> speak([Speaker(0.5, Span(1.0, 1.0)), Speaker(0.25, Span(0.0, 0.5))])
        Spoken(span=Span(low=0.5, high=0.875), agree=True)
        >>> speak([Speaker(1, Span(0.2, 0.3)), Speaker(1, Span(0.6, 0.6))])
        Spoken(span=Span(low=0.2, high=0.6), agree=False)
    """
    total = fsum(speaker.share for speaker in speakers)
    parts = [speaker.part for speaker in speakers if speaker.part is not None]
    if total > 1.0 + EDGE or len(set(parts)) < len(parts):
        return meet([alone(speaker) for speaker in speakers])
    if len(speakers) == 1:
        return Spoken(alone(speakers[0]))
    low = fsum(share * span.low for share, span, _ in speakers)
    high = fsum([*(share * span.high for share, span, _ in speakers), max(0.0, 1.0 - total)])
    return Spoken(_outward(low, high))


def _outward(low: float, high: float) -> Span:
    """Take bounds that rounding left beside 0 or 1 for these: a geometric mean makes much of a last bit above 0."""
    return Span(low if low > ROUNDING else 0.0, high if high < 1.0 - ROUNDING else 1.0)


def meet(spans: Sequence[Span]) -> Spoken:
    """Intersect intervals; give their hull where they have nothing in common.

    Example:
        >>> meet([Span(0.0, 0.5), Span(0.25, 1.0)]).span
        Span(low=0.25, high=0.5)
    """
    low, high = max(span.low for span in spans), min(span.high for span in spans)
    if low <= high:
        return Spoken(Span(low, high))
    if low <= high + EDGE:  # they touch, but for rounding
        return Spoken(Span(high, low))
    return Spoken(Span(min(span.low for span in spans), max(span.high for span in spans)), agree=False)


class Loss(NamedTuple):
    """What a mapping adds to the width of what it carries."""

    crosswalk: str
    mapping: Mapping
    width: float


class Voice(NamedTuple):
    """A mapping whose source says something: what the source holds, and what the mapping says by itself."""

    mapping: Mapping
    source: Span
    says: Span

    @property
    def loss(self) -> float:
        """The width that it adds; below 0 where it says more of its target than is known of its source."""
        return self.says.width - self.source.width


class Stand(NamedTuple):
    """What is known of a practice at one stage of the way.

    Args:
        span: Where its value lies.
        coverage: How much of it answers surely speak for, in [0, 1].
        origins: The rated practices that it comes from.
        weakest: The mapping that loses most on the way to it; `None` where it was rated.
        voices: What speaks for it on the last crosswalk.
        agree: Whether these leave a value that all of them allow.
    """

    span: Span
    coverage: float = 1.0
    origins: tuple[str, ...] = ()
    weakest: Loss | None = None
    voices: tuple[Voice, ...] = ()
    agree: bool = True

    @property
    def is_known(self) -> bool:
        """Whether anything is known: a mapping may use so little of its source that nothing arrives."""
        return self.span.width < 1.0 or self.coverage > 0.0


Stands = Map[str, Stand]
_UNKNOWN = Stand(SILENT, 0.0)


def carry(crosswalk: Crosswalk, stands: Stands) -> dict[str, Stand]:
    """Carry what is known at the `from` end over to the `to` end.

    Args:
        crosswalk: Read from its `from` end; `backwards()` gives the other direction.
        stands: Practice -> what is known of it; a practice that is absent is not known.

    Returns:
        What is known of each practice for which at least one known practice speaks.

    Example:
        >>> crosswalk = Crosswalk(id="a--b", title="A in B", source={"framework": "a"}, target={"framework": "b"},
        ...     mappings=[{"from": "p", "to": "q", "relation": "part-of", "share": 0.5, "why": "one of two things"}])
        >>> carry(crosswalk, {"p": Stand(Span(0.5, 0.5))})["q"].span
        Span(low=0.25, high=0.75)
    """
    to: dict[str, list[Mapping]] = {}
    for mapping in crosswalk.mappings:
        to.setdefault(mapping.target, []).append(mapping)
    found = {name: _landed(crosswalk.id, mappings, stands) for name, mappings in to.items()}
    return {name: stand for name, stand in found.items() if stand is not None}


def _landed(crosswalk: str, mappings: list[Mapping], stands: Stands) -> Stand | None:
    heard = [mapping for mapping in mappings if mapping.source in stands]
    if not heard:
        return None
    speakers, covering = [], []
    for mapping in mappings:
        stand = stands.get(mapping.source, _UNKNOWN)
        speakers.append(Speaker(mapping.share, part(*stand.span, mapping.uses), mapping.part))
        # Coverage is carried like a value: of a source covered by c, at least (c - 1 + u) / u of the part in use is.
        covering.append(Speaker(mapping.share, part(stand.coverage, 1.0, mapping.uses), mapping.part))
    span, agree = speak(speakers)
    voices = tuple(
        Voice(m, stands[m.source].span, alone(Speaker(m.share, part(*stands[m.source].span, m.uses)))) for m in heard
    )
    losses = [Loss(crosswalk, voice.mapping, voice.loss) for voice in voices]
    before = [stands[mapping.source].weakest for mapping in heard]
    return Stand(
        span,
        speak(covering).span.low,
        tuple(dict.fromkeys(name for mapping in heard for name in stands[mapping.source].origins)),
        max([*losses, *(loss for loss in before if loss)], key=lambda loss: loss.width),
        voices,
        agree,
    )
