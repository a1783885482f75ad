"""What can be reused of an assessment in another framework: answers, the evidence with them, and levels left open."""

from collections.abc import Mapping, Sequence

from equity_blocks.engine.crosswalk.intervals import Interval
from equity_blocks.engine.scoring.claimed_values import ClaimedValue, claimed_values
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.scale import Scale
from equity_blocks.model.tolerance import EDGE, ROUNDING
from equity_blocks.model.translation import Reused, ReusedEvidence


def open_levels(scale: Scale, interval: Interval) -> tuple[str, ...]:
    """Give the levels that an interval leaves open, lowest first.

    A value between two levels may be rated down, to the lower one, or to the nearer one. So they reach from the highest
    level that is not above the lower end to the one that is nearest to the upper end, the higher where two are as near.
    Of levels that count the same all are open.

    Args:
        scale: The practice's scale.
        interval: Where its value lies.

    Example:
        >>> scale = Scale.model_validate(["no", "partly", "yes"])
        >>> open_levels(scale, Interval(0.4, 0.8)), open_levels(scale, Interval(0.5, 0.6))
        (('no', 'partly', 'yes'), ('partly',))
    """
    values = [float(value) for value in scale.values]  # bare numbers: which of several equal ones it is does not matter
    low, high = float(interval.low), float(interval.high)
    lowest = max((value for value in values if value <= low + ROUNDING), default=values[0])
    distance = min(abs(value - high) for value in values)
    highest = max(value for value in values if abs(value - high) <= distance + ROUNDING)
    return tuple(name for name, value in zip(scale.ids, values, strict=True) if lowest <= value <= highest)


def reused(framework: Framework, assessment: Assessment, spoken_for: Mapping[str, Sequence[str]]) -> tuple[Reused, ...]:
    """Give the answers that speak for practices of another framework, with the evidence listed with them.

    Args:
        framework: What was rated.
        assessment: Ratings of it.
        spoken_for: Practice of the other framework -> the rated practices that speak for it.

    Returns:
        One for each answer that speaks for something, in source order.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> said = Assessment(framework="mini", evidence={"e": {"title": "Charter"}},
        ...     ratings={"p": {"level": "yes", "evidence": ["e"]}})
        >>> [(item.practice, item.level, item.evidence[0].title) for item in reused(framework, said, {"r": ["p"]})]
        [('p', 'yes', 'Charter')]
    """
    targets: dict[str, list[str]] = {}
    for target, names in spoken_for.items():
        for name in dict.fromkeys(names):
            targets.setdefault(name, []).append(target)
    claimed = claimed_values(framework, assessment)
    return tuple(
        _reused(framework, assessment, name, claimed[name], tuple(targets[name]))
        for name in framework.practices
        if name in targets
    )


def _reused(
    framework: Framework, assessment: Assessment, name: str, claim: ClaimedValue, targets: tuple[str, ...]
) -> Reused:
    low, high = claim.low or 0.0, 1.0 if claim.high is None else claim.high
    is_sure = claim.position is not None and high - low <= EDGE
    listed = [(key, assessment.evidence[key]) for key in assessment.rating(name).evidence if key in assessment.evidence]
    return Reused.trusted(
        practice=name,
        title=framework.practices[name].title,
        level=framework.level_id(name, claim.position) if is_sure and claim.position is not None else None,
        low=low,
        high=high,
        evidence=tuple(ReusedEvidence.trusted(id=key, title=item.title) for key, item in listed),
        speaks_for=targets,
    )
