"""What holds organizations back: prerequisites that they lack, and how sure it is which come first."""

from collections.abc import Mapping, Sequence

from equity_blocks.engine.portfolio.cohort import KINDS, Array, Claims, Cohort, claims
from equity_blocks.engine.portfolio.distributions import EXACT, Grain, tally
from equity_blocks.engine.scoring.targets import aims_of
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.portfolio import CommonGap, MissingPrerequisite
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.tolerance import ROUNDING

CHUNK = 4_096
"""Organizations that are drawn from at once."""

_STEPS = 20
"""Others than the owner read in twentieths in how many resamples a prerequisite is among the first."""

_RATED, _NOT_APPLICABLE, _NOT_PURSUED = (KINDS.index(kind) for kind in ("rated", "not_applicable", "not_pursued"))


def common_gaps(of: Cohort, grain: Grain = EXACT) -> tuple[CommonGap, ...]:
    """List the practices that organizations rated below the framework's target, or decided against.

    Args:
        of: The round.
        grain: How finely it is told.

    Returns:
        The one that most organizations lack first; of equal ones, in source order.
    """
    framework = of.framework
    aims = aims_of(framework, Assessment(framework=framework.id))
    found = []
    for name, practice in framework.practices.items():
        told = claims(of.cells[name])
        counts = tally(told, len(framework.scale_of(name).levels), grain)
        below = int(_is_below(told, float(aims.values[name])).sum())
        if grain.is_coarse:
            is_few = (told.status != _NOT_APPLICABLE).sum() < grain.neighbours
            below = 0 if is_few else counts.unrated["not_pursued"] + sum(counts.levels[: aims.positions[name]])
        gap = CommonGap.trusted(
            practice=name,
            title=practice.title,
            block=framework.chains[name][-1].id,
            organizations=below,
            open=counts.open,
            applies_to=counts.applies_to,
            share=grain.share(below / counts.applies_to) if counts.applies_to else None,
        )
        found.append(gap)
    return tuple(sorted((gap for gap in found if gap.organizations), key=lambda gap: -gap.organizations))


def _is_below(told: Claims, aim: float) -> Array:
    """Whether a practice is rated below its target, or decided against below it."""
    import numpy as np

    is_said = (told.status == _RATED) | (told.status == _NOT_PURSUED)
    return is_said & (np.nan_to_num(told.value) < aim - ROUNDING)


def missing_prerequisites(
    of: Cohort, first: int, resamples: int, seed: int, grain: Grain = EXACT
) -> tuple[MissingPrerequisite, ...]:
    """List the practices for which organizations wait with others.

    A practice waits if it is rated, and a hard prerequisite of a level that it claims, or of one up to its target, is
    rated below what is asked for in each of its alternatives. What nobody answered holds nothing up.

    Args:
        of: The round.
        first: Among how many first ones a prerequisite has to be in a resample.
        resamples: How often as many organizations are drawn again, with replacement; 0: never.
        seed: Of the draws.
        grain: How finely it is told.

    Returns:
        What holds back most organizations first; of equal ones, what more practices wait for. What holds back none, as
        they are told, is left out.
    """
    waits = _waits(of)
    names = [name for name, counts in waits.items() if counts.any()]
    if not names:
        return ()
    share = _stability([waits[name] for name in names], first, resamples, seed)
    found = [_missing(of.framework, name, waits[name], (share[i], resamples), grain) for i, name in enumerate(names)]
    told = (each for each in found if each.organizations)
    return tuple(sorted(told, key=lambda each: (-each.organizations, -each.waits)))


def _missing(
    framework: Framework, name: str, counts: Array, stable: tuple[float | None, int], grain: Grain
) -> MissingPrerequisite:
    number, (share, resamples) = int((counts > 0).sum()), stable
    told, waits = min(grain.count(number), len(counts)), float(counts.sum()) / number
    if grain.is_coarse and share is not None:
        share = round(share * _STEPS) / _STEPS
    return MissingPrerequisite.trusted(
        practice=name,
        title=framework.practices[name].title,
        organizations=told,
        share=grain.share(told / len(counts)),
        waits=round(waits * 2) / 2 if grain.is_coarse else waits,
        among_first=share,
        half_width=None if share is None else grain.share(1.96 * (share * (1 - share) / resamples) ** 0.5),
    )


def _waits(of: Cohort) -> dict[str, Array]:
    """Practice -> for each organization, how many others wait for it."""
    import numpy as np

    told = {name: claims(cells) for name, cells in of.cells.items()}
    aims = aims_of(of.framework, Assessment(framework=of.framework.id)).positions
    waits = {name: np.zeros(len(of.names), dtype=np.int32) for name in told}
    for name, rules in of.framework.rules().items():
        lacking: dict[str, Array] = {}
        up_to = np.maximum(told[name].position, aims[name])
        for rule in rules:
            is_stuck = (told[name].status == _RATED) & (rule.from_level <= up_to) & _is_unmet(rule, told)
            for other, least in rule.any_of:
                lacks = is_stuck & _is_low(told[other], least)
                lacking[other] = lacking[other] | lacks if other in lacking else lacks
        for other, is_stuck in lacking.items():
            waits[other] += is_stuck
    return waits


def _is_unmet(rule: Rule, told: Mapping[str, Claims]) -> Array:
    """Whether each alternative that applies is rated too low, and at least one does apply."""
    import numpy as np

    out = [told[other].status == _NOT_APPLICABLE for other, _ in rule.any_of]
    low = [_is_low(told[other], least) for other, least in rule.any_of]
    return np.logical_and.reduce([a | b for a, b in zip(out, low, strict=True)]) & ~np.logical_and.reduce(out)


def _is_low(told: Claims, least: int) -> Array:
    is_said = (told.status == _RATED) | (told.status == _NOT_PURSUED)
    return is_said & (told.position < least)


def _stability(waits: Sequence[Array], first: int, resamples: int, seed: int) -> Sequence[float | None]:
    """In which share of resamples each is among the first."""
    import numpy as np

    if not resamples:
        return [None] * len(waits)
    counts = _drawn(np.stack(waits) > 0, resamples, seed)
    # Who ties with the last of the first is among them.
    edge = np.partition(counts, max(len(waits) - first, 0), axis=1)[:, max(len(waits) - first, 0)]
    shares: list[float | None] = (counts >= edge[:, None]).mean(axis=0).tolist()
    return shares


def _drawn(is_held: Array, resamples: int, seed: int) -> Array:
    """In each resample how many organizations each prerequisite holds back, chunk by chunk."""
    import numpy as np

    number, rng = is_held.shape[1], np.random.default_rng(seed)
    sizes = [min(CHUNK, number - start) for start in range(0, number, CHUNK)]
    into = rng.multinomial(number, np.array(sizes) / number, size=resamples)
    counts = np.zeros((resamples, len(is_held)))
    for i, size in enumerate(sizes):
        times = rng.multinomial(into[:, i], np.full(size, 1 / size))
        counts += times.astype(np.float32) @ is_held[:, i * CHUNK : i * CHUNK + size].T.astype(np.float32)
    return counts
